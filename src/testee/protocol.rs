//! The lines of the testee protocol, version 1 (docs/testee-protocol.md#lines).
//!
//! JSON Lines: UTF-8, one object a line. Unknown fields are ignored, so that either side may tell
//! more than the other knows. The same is published as `docs/testee-protocol.schema.json`, and a
//! test holds the two against each other.

use std::time::Duration;

use crate::contract::Contract;
use crate::exchange::{Features, FormError, Outcome, TesteeInfo};
use crate::json::{Json, Path, SyntaxError};

/// The version of the protocol that this harness speaks.
pub const VERSION: u64 = 1;

/// Longest line, in bytes, without its line end: 16 MiB.
pub const MAX_LINE: usize = 16 * 1024 * 1024;

/// The names of the features that the harness knows; a testee may list others.
pub const FEATURES: [&str; 1] = ["client_validation"];

/// A line from the harness to the testee.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HarnessLine {
    /// The first line.
    Hello(HelloRequest),
    /// A call to make.
    Call(CallRequest),
    /// The last line. The testee exits with 0.
    Bye,
}

/// What the harness asks of a testee as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HelloRequest {
    /// The service, by the name of its endpoint: `license-manager-user-subscriptions`.
    pub service: String,
    /// The operation that will be called.
    pub operation: String,
    /// The edition of the contract that the harness judges by, unless the testee names another.
    pub edition: String,
}

/// One call that a testee is to make.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallRequest {
    /// The call's id, which the result repeats.
    pub id: String,
    /// Where to send the request.
    pub endpoint: String,
    /// The operation's name.
    pub operation: String,
    /// The input, in the value form; it may break the contract on purpose.
    pub input: Json,
    /// How long the testee may take.
    pub deadline: Duration,
}

/// A line from the testee to the harness.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TesteeLine {
    /// The answer to the hello.
    Hello(TesteeInfo),
    /// The answer to a call.
    Result(CallResult),
}

/// What came of a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallResult {
    /// The call's id.
    pub id: String,
    /// What the testee's user saw.
    pub outcome: Outcome,
}

/// Why a line is not of the protocol.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum LineError {
    /// It is not a JSON text.
    #[error("not JSON: {0}")]
    NotJson(#[source] SyntaxError),
    /// It is longer than [`MAX_LINE`].
    #[error("longer than {MAX_LINE} bytes")]
    TooLong,
    /// A field is missing or wrong.
    #[error("{0}")]
    Field(#[source] FormError),
    /// The hello names another version of the protocol.
    #[error("`protocol`: version {VERSION} expected, not {found}")]
    Version {
        /// The version, as it was written.
        found: String,
    },
}

impl HelloRequest {
    /// The hello of a harness that judges by this contract.
    pub fn of(contract: &Contract) -> Self {
        Self {
            service: contract.service_name().to_owned(),
            operation: contract.operation().name().to_owned(),
            edition: contract.edition_name().unwrap_or_default().to_owned(),
        }
    }
}

impl HarnessLine {
    /// The line as bytes, with its line end.
    pub fn to_line(&self) -> Vec<u8> {
        format!("{}\n", self.to_json()).into_bytes()
    }

    /// The line, without its line end.
    pub fn to_json(&self) -> Json {
        match self {
            Self::Hello(hello) => Json::object([
                ("type", Json::from("hello")),
                ("protocol", Json::from(VERSION)),
                ("service", Json::from(hello.service.as_str())),
                ("operation", Json::from(hello.operation.as_str())),
                ("edition", Json::from(hello.edition.as_str())),
            ]),
            Self::Call(call) => Json::object([
                ("type", Json::from("call")),
                ("id", Json::from(call.id.as_str())),
                ("endpoint", Json::from(call.endpoint.as_str())),
                ("operation", Json::from(call.operation.as_str())),
                ("input", call.input.clone()),
                ("deadline_ms", Json::from(milliseconds(call.deadline))),
            ]),
            Self::Bye => Json::object([("type", Json::from("bye"))]),
        }
    }

    /// Reads a line.
    ///
    /// # Errors
    ///
    /// Where the bytes are no JSON, or a field is missing or wrong.
    pub fn parse(line: &[u8]) -> Result<Self, LineError> {
        let line = Json::parse(line).map_err(LineError::NotJson)?;
        match kind(&line)? {
            "hello" => {
                version(&line)?;
                Ok(Self::Hello(HelloRequest {
                    service: string(&line, "service")?,
                    operation: string(&line, "operation")?,
                    edition: string(&line, "edition")?,
                }))
            }
            "call" => Ok(Self::Call(CallRequest {
                id: string(&line, "id")?,
                endpoint: string(&line, "endpoint")?,
                operation: string(&line, "operation")?,
                input: field(&line, "input")?.clone(),
                deadline: match field(&line, "deadline_ms")?.as_u64() {
                    Some(deadline) => Duration::from_millis(deadline),
                    None => return Err(wrong("deadline_ms", "a number of milliseconds expected")),
                },
            })),
            "bye" => Ok(Self::Bye),
            other => Err(unknown_type(other, "hello, call and bye")),
        }
    }
}

impl TesteeLine {
    /// The line as bytes, with its line end.
    pub fn to_line(&self) -> Vec<u8> {
        format!("{}\n", self.to_json()).into_bytes()
    }

    /// The line, without its line end.
    pub fn to_json(&self) -> Json {
        match self {
            Self::Hello(info) => {
                let known = FEATURES.into_iter().zip([info.features.client_validation]);
                let features = known.filter_map(|(name, has)| has.then_some(name));
                let mut fields = vec![
                    ("type", Json::from("hello")),
                    ("protocol", Json::from(VERSION)),
                    ("name", Json::from(info.name.as_str())),
                ];
                let optional = [
                    ("version", &info.version),
                    ("language", &info.language),
                    ("edition", &info.edition),
                ];
                for (name, value) in optional {
                    fields.extend(value.as_deref().map(|value| (name, Json::from(value))));
                }
                fields.push(("features", features.collect()));
                Json::object(fields)
            }
            Self::Result(result) => {
                let mut fields = vec![
                    ("type".to_owned(), Json::from("result")),
                    ("id".to_owned(), Json::from(result.id.as_str())),
                ];
                fields.extend_from_slice(result.outcome.to_json().members());
                Json::Object(fields)
            }
        }
    }

    /// Reads a line.
    ///
    /// # Errors
    ///
    /// Where the bytes are no JSON, or a field is missing or wrong.
    pub fn parse(line: &[u8]) -> Result<Self, LineError> {
        let line = Json::parse(line).map_err(LineError::NotJson)?;
        match kind(&line)? {
            "hello" => {
                version(&line)?;
                Ok(Self::Hello(TesteeInfo {
                    name: string(&line, "name")?,
                    version: optional_string(&line, "version")?,
                    language: optional_string(&line, "language")?,
                    edition: optional_string(&line, "edition")?,
                    features: features(&line)?,
                }))
            }
            "result" => {
                let id = string(&line, "id")?;
                let outcome = Outcome::from_json(&line).map_err(LineError::Field)?;
                Ok(Self::Result(CallResult { id, outcome }))
            }
            other => Err(unknown_type(other, "hello and result")),
        }
    }
}

/// A duration in milliseconds, as lines and outcomes tell it.
pub(super) fn milliseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

/// Why a result cannot be the first line.
pub(super) fn not_a_hello() -> LineError {
    wrong("type", "`hello` expected first, not `result`")
}

fn kind(line: &Json) -> Result<&str, LineError> {
    if !matches!(line, Json::Object(_)) {
        let message = format!("an object expected, not {}", line.kind());
        return Err(LineError::Field(FormError { path: Path::default(), message }));
    }
    text(line, "type")
}

fn version(line: &Json) -> Result<(), LineError> {
    let protocol = field(line, "protocol")?;
    match protocol.as_u64() {
        Some(VERSION) => Ok(()),
        _ => Err(LineError::Version { found: protocol.to_string() }),
    }
}

fn features(line: &Json) -> Result<Features, LineError> {
    let mut features = Features::default();
    let named = match line.get("features") {
        None => &[],
        Some(value) => value.as_array().ok_or_else(|| {
            wrong("features", format!("an array of names expected, not {}", value.kind()))
        })?,
    };
    for (at, name) in named.iter().enumerate() {
        match name.as_str() {
            Some("client_validation") => features.client_validation = true,
            Some(_) => {}
            None => {
                let place = format!("features[{at}]");
                return Err(wrong(&place, format!("a name expected, not {}", name.kind())));
            }
        }
    }
    Ok(features)
}

fn field<'a>(line: &'a Json, name: &str) -> Result<&'a Json, LineError> {
    line.get(name).ok_or_else(|| wrong(name, "missing"))
}

fn text<'a>(line: &'a Json, name: &str) -> Result<&'a str, LineError> {
    let value = field(line, name)?;
    value.as_str().ok_or_else(|| wrong(name, format!("a string expected, not {}", value.kind())))
}

fn string(line: &Json, name: &str) -> Result<String, LineError> {
    text(line, name).map(str::to_owned)
}

fn optional_string(line: &Json, name: &str) -> Result<Option<String>, LineError> {
    match line.get(name) {
        None | Some(Json::Null) => Ok(None),
        Some(_) => string(line, name).map(Some),
    }
}

fn unknown_type(found: &str, known: &str) -> LineError {
    wrong("type", format!("`{found}` is none of {known}"))
}

fn wrong(path: &str, message: impl Into<String>) -> LineError {
    LineError::Field(FormError { path: Path::root(path), message: message.into() })
}
