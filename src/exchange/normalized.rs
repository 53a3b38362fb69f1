//! The normalized form of an outcome: what of it counts when two are compared.

use std::fmt::{self, Write as _};

use sha2::{Digest as _, Sha256};

use crate::json::Json;

use super::form_error::FormError;
use super::outcome::Outcome;

/// The most bytes that an output takes in a normalized; of a larger one its digest is kept.
const LARGE: usize = 1024;

/// The name under which the digest of a large output stands in its place.
const DIGEST: &str = "$sha256";

/// What of an outcome counts when two are compared: its kind, the output, the error's code, whether that is
/// modeled, the status, the stage. The wording of messages does not, nor the request id, but the class of a client error
/// is kept for those who read.
///
/// Outputs that say the same have the same normalized: members are sorted by their names, the last of those that share
/// one, and those that are null are left out. In place of an output of more than 1 KiB stands
/// `{"$sha256":"…","bytes":…}`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NormalizedOutcome(Outcome);

impl NormalizedOutcome {
    /// Returns the normalized form of an outcome.
    pub fn of(outcome: &Outcome) -> Self {
        Self(match outcome {
            Outcome::Response { http_status, output, .. } => Outcome::Response {
                http_status: *http_status,
                output: digested(canonical(output)),
                request_id: None,
            },
            Outcome::ServiceError { code, modeled, http_status, .. } => Outcome::ServiceError {
                code: code.clone(),
                modeled: *modeled,
                message: None,
                http_status: *http_status,
                request_id: None,
                error: None,
            },
            Outcome::ClientError { stage, class, .. } => {
                Outcome::client_error(*stage, class.as_str(), "")
            }
            Outcome::Skipped { .. } => Outcome::Skipped { reason: String::new() },
            Outcome::Crash { .. } => Outcome::Crash { detail: String::new() },
            Outcome::Timeout { .. } => Outcome::Timeout { after_ms: 0 },
            Outcome::ProtocolError { .. } => Outcome::ProtocolError { message: String::new() },
        })
    }

    /// Returns the outcome, without what does not count.
    pub fn outcome(&self) -> &Outcome {
        &self.0
    }

    /// Returns the output, if it is kept in full and not as a digest.
    pub fn output(&self) -> Option<&Json> {
        match &self.0 {
            Outcome::Response { output, .. } if output.get(DIGEST).is_none() => Some(output),
            _ => None,
        }
    }

    /// Returns the fields of the outcome's `result` line that count.
    pub fn to_json(&self) -> Json {
        let Json::Object(mut fields) = self.0.to_json() else { return Json::Null };
        fields.retain(|(name, _)| {
            !matches!(name.as_str(), "message" | "reason" | "detail" | "after_ms")
        });
        Json::Object(fields)
    }

    /// Reads what [`to_json`](Self::to_json) wrote.
    ///
    /// # Errors
    ///
    /// If a field is missing or of the wrong type.
    pub fn from_json(value: &Json) -> Result<Self, FormError> {
        Outcome::from_report(value).map(|outcome| Self::of(&outcome))
    }
}

/// One line for people.
impl fmt::Display for NormalizedOutcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Outcome::Response { http_status, output, .. } if self.output().is_none() => {
                f.write_str("response ")?;
                if let Some(status) = http_status {
                    write!(f, "{status} ")?;
                }
                let size = output.get("bytes").and_then(Json::as_u64).unwrap_or_default();
                write!(f, "with an output of {size} bytes")
            }
            Outcome::Response { .. } | Outcome::ServiceError { .. } => self.0.fmt(f),
            Outcome::ClientError { stage, class, .. } => {
                write!(f, "client error {class} at {stage}")
            }
            other => f.write_str(&other.name().replace('_', " ")),
        }
    }
}

/// A container that is put in order: what is left of it, the smallest first, and what is done.
enum Sorting<'a> {
    Array(std::slice::Iter<'a, Json>, Vec<Json>),
    Object(std::vec::IntoIter<(&'a str, &'a Json)>, Vec<(String, Json)>, &'a str),
}

/// Returns the value with the members of every object sorted, and without those that are null. Values nest as
/// deep as they were read, so what is open lies on a list of ours.
fn canonical(value: &Json) -> Json {
    let mut open: Vec<Sorting<'_>> = Vec::new();
    let mut next = value;
    loop {
        let mut done = match next {
            Json::Array(items) if !items.is_empty() => {
                let mut rest = items.iter();
                next = rest.next().unwrap_or(next);
                open.push(Sorting::Array(rest, Vec::with_capacity(items.len())));
                continue;
            }
            Json::Object(_) => {
                let mut members = next.distinct_members();
                members.retain(|(_, value)| !value.is_null());
                members.sort_unstable_by_key(|(name, _)| *name);
                let mut rest = members.into_iter();
                match rest.next() {
                    None => Json::Object(Vec::new()),
                    Some((name, value)) => {
                        next = value;
                        open.push(Sorting::Object(rest, Vec::new(), name));
                        continue;
                    }
                }
            }
            other => other.clone(),
        };
        // A value is done: put it where it belongs, and close what ends with it.
        loop {
            done = match open.pop() {
                None => return done,
                Some(Sorting::Array(mut rest, mut items)) => {
                    items.push(done);
                    if let Some(item) = rest.next() {
                        next = item;
                        open.push(Sorting::Array(rest, items));
                        break;
                    }
                    Json::Array(items)
                }
                Some(Sorting::Object(mut rest, mut members, name)) => {
                    members.push((name.to_owned(), done));
                    if let Some((name, value)) = rest.next() {
                        next = value;
                        open.push(Sorting::Object(rest, members, name));
                        break;
                    }
                    Json::Object(members)
                }
            };
        }
    }
}

/// Returns the output, or its digest if it is large.
fn digested(output: Json) -> Json {
    let text = output.to_string();
    if text.len() <= LARGE {
        return output;
    }
    let mut digest = String::new();
    for byte in Sha256::digest(text.as_bytes()) {
        // Writing to a `String` cannot fail.
        let _ = write!(digest, "{byte:02x}");
    }
    Json::object([(DIGEST, Json::from(digest)), ("bytes", Json::from(text.len()))])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::Stage;

    fn response(output: &str) -> Outcome {
        let output = Json::parse(output).expect("it is JSON");
        Outcome::Response { http_status: Some(200), output, request_id: None }
    }

    fn normalized(output: &str) -> String {
        NormalizedOutcome::of(&response(output)).to_json().to_string()
    }

    #[test]
    fn outputs_that_say_the_same_are_the_same() {
        let same = r#"{"outcome":"response","http_status":200,"output":{"a":[{},null,{"c":1}],"b":{"x":"y"}}}"#;
        assert_eq!(normalized(r#"{"b":{"z":null,"x":"y"},"a":[{"d":null},null,{"c":1}]}"#), same);
        assert_eq!(normalized(r#"{"a":7,"b":{"x":"y"},"a":[{},null,{"c":1}],"n":null}"#), same);
        assert_ne!(
            normalized(r#"{"a":[null,{},{"c":1}],"b":{"x":"y"}}"#),
            same,
            "elements have an order"
        );
        assert_eq!(normalized("null"), r#"{"outcome":"response","http_status":200,"output":null}"#);
    }

    #[test]
    fn of_a_large_output_the_digest_is_kept() {
        let large = |text: &str| normalized(&format!(r#"{{"b":1,"a":"{text}"}}"#));
        let (one, other) = ("x".repeat(2_000), "x".repeat(1_999) + "y");
        assert!(large(&one).len() < 200, "{}", large(&one));
        assert!(large(&one).contains(r#""bytes":2014"#), "{}", large(&one));
        assert_ne!(large(&one), large(&other));
        assert_eq!(large(&one), normalized(&format!(r#"{{"a":"{one}","b":1}}"#)));
        let of = NormalizedOutcome::of(&response(&format!("\"{one}\"")));
        assert_eq!(of.to_string(), "response 200 with an output of 2002 bytes");
        assert_eq!(
            (of.output(), NormalizedOutcome::of(&response("1")).output()),
            (None, Some(&Json::from(1_u64)))
        );
    }

    #[test]
    fn as_deep_as_values_can_be_read() {
        let depth = crate::json::MAX_DEPTH / 2;
        let deep = r#"{"b":null,"a":["#.repeat(depth) + &"]}".repeat(depth);
        let text = canonical(&Json::parse(&deep).expect("it is JSON")).to_string();
        assert_eq!(text, r#"{"a":["#.repeat(depth) + &"]}".repeat(depth));
    }

    #[test]
    fn wording_does_not_count_and_the_rest_reads_back() {
        let service = |code: Option<&str>, message: &str| Outcome::ServiceError {
            code: code.map(str::to_owned),
            modeled: code.is_some(),
            message: Some(message.to_owned()),
            http_status: None,
            request_id: None,
            error: None,
        };
        let of = |outcome: Outcome| {
            let normalized = NormalizedOutcome::of(&outcome);
            assert_eq!(
                NormalizedOutcome::from_json(&normalized.to_json()).as_ref(),
                Ok(&normalized)
            );
            (normalized.to_json().to_string(), normalized.to_string())
        };
        assert_eq!(of(service(Some("C"), "one")), of(service(Some("C"), "two")));
        assert_ne!(of(service(Some("C"), "one")), of(service(None, "one")));
        let client = |message| of(Outcome::client_error(Stage::Read, "Error", message));
        assert_eq!(client("port 1"), client("port 2"));
        assert_eq!(
            client(""),
            (
                r#"{"outcome":"client_error","stage":"read","class":"Error"}"#.to_owned(),
                "client error Error at read".to_owned()
            )
        );
        for (lost, name) in [
            (Outcome::Crash { detail: "signal 9".to_owned() }, "crash"),
            (Outcome::Timeout { after_ms: 7 }, "timeout"),
            (Outcome::ProtocolError { message: "x".to_owned() }, "protocol error"),
            (Outcome::Skipped { reason: "y".to_owned() }, "skipped"),
        ] {
            let text = format!(r#"{{"outcome":"{}"}}"#, lost.name());
            assert_eq!(of(lost), (text, name.to_owned()));
        }
    }
}
