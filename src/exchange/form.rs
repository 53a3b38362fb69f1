//! The JSON form of outcomes and exchanges (docs/testee-protocol.md#calls-and-results).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;

use crate::http::{Request, RequestProblem, Response};
use crate::json::{Json, Path};

use super::normalized::NormalizedOutcome;
use super::outcome::{Outcome, Stage};
use super::session::Exchange;

/// Why a JSON value is no outcome, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}{message}", shown(path))]
pub struct FormError {
    /// The place in the value.
    pub path: Path,
    /// What is wrong there.
    pub message: String,
}

/// The place as it stands before a message; nothing for the whole value.
fn shown(path: &Path) -> String {
    match path.as_str() {
        "" => String::new(),
        path => format!("`{path}`: "),
    }
}

fn error(path: &str, message: impl Into<String>) -> FormError {
    let path = if path.is_empty() { Path::default() } else { Path::root(path) };
    FormError { path, message: message.into() }
}

impl Outcome {
    /// Reads the outcome of a `result` line. Unknown fields are ignored.
    ///
    /// # Errors
    ///
    /// Where a field is missing or of the wrong type.
    pub fn from_json(value: &Json) -> Result<Self, FormError> {
        if !matches!(value, Json::Object(_)) {
            return Err(error("", format!("an object expected, not {}", value.kind())));
        }
        Ok(match string(value, "outcome")?.as_str() {
            "response" => Self::Response {
                http_status: status(value)?,
                output: value.get("output").cloned().unwrap_or(Json::Null),
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
            },
            "client_error" => Self::ClientError {
                stage: string(value, "stage")?.parse().map_err(|()| {
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

    /// The same as [`to_json`](Self::to_json), without a copy of the output.
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

    /// The outcome as the fields of a `result` line.
    pub fn to_json(&self) -> Json {
        let mut fields = vec![("outcome".to_owned(), Json::from(self.name()))];
        let mut add = |name: &str, value: Json| fields.push((name.to_owned(), value));
        match self {
            Self::Response { http_status, output } => {
                add("http_status", Json::from(*http_status));
                add("output", output.clone());
            }
            Self::ServiceError { code, modeled, message, http_status } => {
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
        Json::Object(fields)
    }
}

impl Exchange {
    /// The exchange as a report shows it: bytes in base64, the rest as it is.
    ///
    /// A message of more than 128 KiB is shown by its beginning and its end, and an outcome of more than 1 MiB by its
    /// [normalized](super::NormalizedOutcome): a testee may send megabytes in every call, and a report has many.
    pub fn to_json(&self) -> Json {
        let request = |request: &Request| {
            let fields = [
                ("method", Json::from(request.method.as_str())),
                ("uri", Json::from(request.target.as_str())),
            ];
            with_bytes(fields, &request.raw)
        };
        let response = |response: &Response| {
            let fields = [
                ("status", Json::from(response.status)),
                ("complete", Json::from(response.complete)),
                ("connection", Json::from(response.ending.name())),
            ];
            with_bytes(fields, &response.raw)
        };
        let problem = |(bytes, problem): &(Vec<u8>, RequestProblem)| {
            with_bytes([("message", Json::from(problem.to_string()))], bytes)
        };
        Json::object([
            ("input", self.input.clone()),
            ("requests", Json::Array(self.requests.iter().map(request).collect())),
            ("problems", Json::Array(self.problems.iter().map(problem).collect())),
            ("response", self.response.as_ref().map(response).unwrap_or(Json::Null)),
            ("outcome", outcome_to_json(&self.outcome)),
        ])
    }
}

/// How many bytes of the beginning, and of the end, of a long message a report shows: 64 KiB.
const SHOWN: usize = 64 * 1024;

/// How many bytes a message has at most for a report to show it whole: 128 KiB.
pub(crate) const LONG: usize = 2 * SHOWN;

/// These fields, and the bytes of a message; of a long one its ends, and how many there are in all.
fn with_bytes<const N: usize>(fields: [(&str, Json); N], bytes: &[u8]) -> Json {
    let base64 = |bytes: &[u8]| Json::from(BASE64.encode(bytes));
    let shown = match bytes.len() {
        0..=LONG => vec![("base64", base64(bytes))],
        length => vec![
            ("base64", base64(&bytes[..SHOWN])),
            ("base64_end", base64(&bytes[length - SHOWN..])),
            ("bytes", Json::from(length)),
        ],
    };
    Json::object(fields.into_iter().chain(shown))
}

/// The outcome as the fields of a `result` line; of a large one its normalized.
fn outcome_to_json(outcome: &Outcome) -> Json {
    const LARGE: usize = 1024 * 1024;
    let json = outcome.to_json();
    if json.to_string().len() <= LARGE {
        json
    } else {
        NormalizedOutcome::of(outcome).outcome().to_json()
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
                r#"{"outcome":"client_error","stage":"late","class":"E"}"#,
                "`stage`: one of validate, serialize, connect, read, deserialize, unknown expected",
            ),
        ] {
            let value = Json::parse(text).expect(text);
            let error = Outcome::from_json(&value).expect_err(text);
            assert_eq!(error.to_string(), message);
        }
    }

    #[test]
    fn of_a_long_message_a_report_shows_the_ends() {
        let exchange = |length: usize, output: String| {
            let mut request = Request::parse(b"POST / HTTP/1.1\r\n\r\n").expect("one");
            request.raw = (0..length).map(|at| (at % 251) as u8).collect();
            Exchange {
                input: Json::Null,
                requests: vec![request],
                problems: Vec::new(),
                response: None,
                outcome: Outcome::Response { http_status: Some(200), output: Json::from(output) },
            }
        };
        let bytes = |request: &Json, name: &str| BASE64.decode(request.get(name)?.as_str()?).ok();
        let whole = exchange(LONG, String::new());
        let shown = whole.to_json();
        let request = &shown.get("requests").and_then(Json::as_array).expect("one")[0];
        assert_eq!(bytes(request, "base64").as_deref(), Some(&whole.requests[0].raw[..]));
        assert_eq!(request.get("bytes"), None);

        let long = exchange(8 * 1024 * 1024, "x".repeat(8 * 1024 * 1024));
        let shown = long.to_json();
        let request = &shown.get("requests").and_then(Json::as_array).expect("one")[0];
        let raw = &long.requests[0].raw;
        assert_eq!(bytes(request, "base64").as_deref(), Some(&raw[..SHOWN]));
        assert_eq!(bytes(request, "base64_end").as_deref(), Some(&raw[raw.len() - SHOWN..]));
        assert_eq!(request.get("bytes").and_then(Json::as_u64), Some(8 * 1024 * 1024));
        assert!(shown.to_string().len() < 4 * SHOWN, "the output is digested too");
    }
}
