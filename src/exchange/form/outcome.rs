//! The JSON form of outcomes (docs/testee-protocol.md#calls-and-results).
//!
//! It has no serde types: the examples of the policies need it in builds without serde.

use crate::exchange::form_error::FormError;
use crate::exchange::outcome::{Outcome, Stage};
use crate::json::{Json, Path};

fn error(path: &str, message: impl AsRef<str>) -> FormError {
    let path = if path.is_empty() { Path::default() } else { Path::root(path) };
    FormError::new(path, message)
}

impl Outcome {
    /// Reads the outcome of a `result` line. Unknown fields are ignored.
    ///
    /// # Errors
    ///
    /// If a field is missing or of the wrong type.
    pub fn from_json(value: &Json) -> Result<Self, FormError> {
        if !matches!(value, Json::Object(_)) {
            return Err(error("", format!("an object expected, not {}", value.kind())));
        }
        Ok(match string(value, "outcome")?.as_str() {
            "response" => Self::Response {
                http_status: status(value)?,
                output: value.get("output").cloned().unwrap_or(Json::Null),
                request_id: optional_string(value, "request_id")?,
            },
            "service_error" => Self::ServiceError {
                code: optional_string(value, "code")?,
                modeled: match value.get("modeled") {
                    Some(Json::Bool(modeled)) => *modeled,
                    Some(other) => return Err(wrong("modeled", "a boolean", other)),
                    None => return Err(error("modeled", "missing")),
                },
                message: optional_string(value, "message")?,
                http_status: status(value)?,
                request_id: optional_string(value, "request_id")?,
                error: match value.get("error") {
                    None | Some(Json::Null) => None,
                    Some(members @ Json::Object(_)) => Some(members.clone()),
                    Some(other) => return Err(wrong("error", "an object or null", other)),
                },
            },
            "client_error" => Self::ClientError {
                stage: string(value, "stage")?.parse().map_err(|_| {
                    let names = Stage::ALL.map(Stage::name).join(", ");
                    error("stage", format!("one of {names} expected"))
                })?,
                class: string(value, "class")?,
                message: optional_string(value, "message")?.unwrap_or_default(),
            },
            "skipped" => {
                Self::Skipped { reason: optional_string(value, "reason")?.unwrap_or_default() }
            }
            other => {
                let message = format!(
                    "`{other}` is none of response, service_error, client_error and skipped"
                );
                return Err(error("outcome", message));
            }
        })
    }

    /// Reads the outcome of a report, which a testee need not have told: it may have died, hung or broken the protocol.
    ///
    /// # Errors
    ///
    /// As of [`from_json`](Self::from_json).
    pub fn from_report(value: &Json) -> Result<Self, FormError> {
        let text = |name| Ok(optional_string(value, name)?.unwrap_or_default());
        match value.get("outcome").and_then(Json::as_str) {
            Some("crash") => Ok(Self::Crash { detail: text("detail")? }),
            Some("protocol_error") => Ok(Self::ProtocolError { message: text("message")? }),
            Some("timeout") => match value.get("after_ms") {
                None => Ok(Self::Timeout { after_ms: 0 }),
                Some(time) => {
                    let after_ms =
                        time.as_u64().ok_or_else(|| wrong("after_ms", "a whole number", time))?;
                    Ok(Self::Timeout { after_ms })
                }
            },
            _ => Self::from_json(value),
        }
    }

    /// Returns the same as [`to_json`](Self::to_json), without a copy of the output.
    pub fn into_json(mut self) -> Json {
        let output = match &mut self {
            Self::Response { output, .. } => std::mem::replace(output, Json::Null),
            _ => return self.to_json(),
        };
        let mut json = self.to_json();
        if let Json::Object(fields) = &mut json
            && let Some((_, field)) = fields.iter_mut().find(|(name, _)| name == "output")
        {
            *field = output;
        }
        json
    }

    /// Returns the outcome as the fields of a `result` line.
    pub fn to_json(&self) -> Json {
        let mut fields = vec![("outcome".to_owned(), Json::from(self.name()))];
        let mut add = |name: &str, value: Json| fields.push((name.to_owned(), value));
        match self {
            Self::Response { http_status, output, .. } => {
                add("http_status", Json::from(*http_status));
                add("output", output.clone());
            }
            Self::ServiceError { code, modeled, message, http_status, .. } => {
                add("code", Json::from(code.clone()));
                add("modeled", Json::from(*modeled));
                add("message", Json::from(message.clone()));
                add("http_status", Json::from(*http_status));
            }
            Self::ClientError { stage, class, message } => {
                add("stage", Json::from(stage.name()));
                add("class", Json::from(class.as_str()));
                add("message", Json::from(message.as_str()));
            }
            Self::Skipped { reason } => add("reason", Json::from(reason.as_str())),
            Self::Crash { detail } => add("detail", Json::from(detail.as_str())),
            Self::Timeout { after_ms } => add("after_ms", Json::from(*after_ms)),
            Self::ProtocolError { message } => add("message", Json::from(message.as_str())),
        }
        // Many testees show none, and then it is not written.
        if let Some(id) = self.request_id() {
            add("request_id", Json::from(id));
        }
        if let Some(members) = self.error() {
            add("error", members.clone());
        }
        Json::Object(fields)
    }
}

fn string(value: &Json, name: &str) -> Result<String, FormError> {
    match value.get(name) {
        Some(Json::String(text)) => Ok(text.clone()),
        Some(other) => Err(wrong(name, "a string", other)),
        None => Err(error(name, "missing")),
    }
}

fn optional_string(value: &Json, name: &str) -> Result<Option<String>, FormError> {
    match value.get(name) {
        None | Some(Json::Null) => Ok(None),
        Some(Json::String(text)) => Ok(Some(text.clone())),
        Some(other) => Err(wrong(name, "a string or null", other)),
    }
}

fn status(value: &Json) -> Result<Option<u16>, FormError> {
    match value.get("http_status") {
        None | Some(Json::Null) => Ok(None),
        Some(other) => match other.as_u64().and_then(|status| u16::try_from(status).ok()) {
            Some(status) => Ok(Some(status)),
            None => Err(error("http_status", "a status or null expected")),
        },
    }
}

fn wrong(name: &str, wanted: &str, found: &Json) -> FormError {
    error(name, format!("{wanted} expected, not {}", found.kind()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_it_writes() {
        for text in [
            r#"{"outcome":"response","http_status":200,"output":{"A":1}}"#,
            r#"{"outcome":"response","http_status":null,"output":null}"#,
            r#"{"outcome":"response","http_status":200,"output":{},"request_id":"r-1"}"#,
            r#"{"outcome":"service_error","code":"C","modeled":true,"message":"m","http_status":404,"request_id":"r-2"}"#,
            r#"{"outcome":"service_error","code":"C","modeled":true,"message":"m","http_status":404,"error":{"Wait":5}}"#,
            r#"{"outcome":"service_error","code":"C","modeled":true,"message":"m","http_status":404}"#,
            r#"{"outcome":"service_error","code":null,"modeled":false,"message":null,"http_status":null}"#,
            r#"{"outcome":"client_error","stage":"read","class":"E","message":""}"#,
            r#"{"outcome":"skipped","reason":"r"}"#,
        ] {
            let outcome = Json::parse(text).map(|value| Outcome::from_json(&value)).expect(text);
            let outcome = outcome.expect(text);
            assert_eq!(outcome.to_json().to_string(), text);
            assert_eq!(outcome.into_json().to_string(), text);
        }
    }

    #[test]
    fn a_report_also_has_what_no_testee_tells() {
        for text in [
            r#"{"outcome":"crash","detail":"signal 9"}"#,
            r#"{"outcome":"timeout","after_ms":10000}"#,
            r#"{"outcome":"protocol_error","message":"no JSON"}"#,
            r#"{"outcome":"skipped","reason":"r"}"#,
        ] {
            let value = Json::parse(text).expect(text);
            assert_eq!(Outcome::from_report(&value).expect(text).to_json(), value);
        }
        let value = Json::parse(r#"{"outcome":"timeout","after_ms":"1"}"#).expect("it is JSON");
        let error = Outcome::from_report(&value).expect_err("a string").to_string();
        assert_eq!(error, "`after_ms`: a whole number expected, not a string");
    }

    #[test]
    fn names_the_field_that_is_wrong() {
        for (text, message) in [
            ("[]", "an object expected, not an array"),
            ("{}", "`outcome`: missing"),
            (
                r#"{"outcome":"crash"}"#,
                "`outcome`: `crash` is none of response, service_error, client_error and skipped",
            ),
            (
                r#"{"outcome":"response","http_status":"200"}"#,
                "`http_status`: a status or null expected",
            ),
            (r#"{"outcome":"service_error"}"#, "`modeled`: missing"),
            (
                r#"{"outcome":"service_error","modeled":true,"code":7}"#,
                "`code`: a string or null expected, not a number",
            ),
            (
                r#"{"outcome":"service_error","modeled":true,"error":7}"#,
                "`error`: an object or null expected, not a number",
            ),
            (
                r#"{"outcome":"response","request_id":7}"#,
                "`request_id`: a string or null expected, not a number",
            ),
            (
                r#"{"outcome":"client_error","stage":"late","class":"E"}"#,
                "`stage`: one of validate, serialize, connect, read, deserialize, unknown expected",
            ),
        ] {
            let value = Json::parse(text).expect(text);
            let error = Outcome::from_json(&value).expect_err(text);
            assert_eq!(error.to_string(), message);
        }
    }
}
