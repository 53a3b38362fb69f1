//! The lines of the testee protocol, version 1 (docs/testee-protocol.md#lines).
//!
//! The protocol is JSON Lines: UTF-8, one object a line. Each side ignores unknown fields, so that the other may send
//! additional ones. `docs/testee-protocol.schema.json` describes the same lines, and a test checks that both agree.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::contract::Contract;
use crate::exchange::fields::any;
use crate::exchange::{Features, FormError, Outcome, TesteeInfo, from_json, to_json};
use crate::json::{Json, Path, SyntaxError};

/// The version of the protocol that this harness speaks.
pub const VERSION: u64 = 1;

/// Longest line, in bytes, without its line end: 16 MiB.
pub const MAX_LINE: usize = 16 * 1024 * 1024;

/// The names of the features that the harness knows; a testee may list others.
pub const FEATURES: [&str; 2] = ["client_validation", "host_prefix"];

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

/// The first line to a testee: what the harness will call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HelloRequest {
    /// The service, by the name of its endpoint: `license-manager-user-subscriptions`.
    pub service: String,
    /// The operation that will be called.
    pub operation: String,
    /// The edition of the contract that the harness judges by, unless the testee names another; empty for a contract of
    /// the user's own.
    pub edition: String,
    /// The id by which SDKs know the service (`aws.api#service`, `sdkId`): `Lambda`. Empty if the model names none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub sdk_id: String,
    /// The version of the service's API: `2015-03-31`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub api_version: String,
    /// The name of the service in signatures by SigV4; empty if its requests need none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub signing_name: String,
    /// The name of the protocol, without its namespace: `restJson1`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub protocol_name: String,
}

/// One call that a testee is to make.
///
/// To read a line, use [`HarnessLine::parse`]. The serde traits of this type are only for our own reader, which keeps the
/// spelling of `input`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallRequest {
    /// The call's id, which the result repeats.
    pub id: String,
    /// Where to send the request.
    pub endpoint: String,
    /// The operation's name.
    pub operation: String,
    /// The input, in the value form. It may break the contract on purpose.
    #[serde(with = "any")]
    pub input: Json,
    /// How long the testee may take.
    #[serde(rename = "deadline_ms", with = "deadline_ms")]
    pub deadline: Duration,
}

/// A line from the testee to the harness.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TesteeLine {
    /// The answer to the hello.
    Hello(TesteeInfo),
    /// The answer to the hello of a testee that cannot serve the operation.
    Unsupported {
        /// What the testee says of itself.
        info: TesteeInfo,
        /// Why it cannot.
        reason: String,
    },
    /// The answer to a call.
    Result(CallResult),
}

/// The result of a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallResult {
    /// The call's id.
    pub id: String,
    /// What the testee's user saw.
    pub outcome: Outcome,
}

/// The reason why a line is not of the protocol.
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
    Field(#[from] FormError),
    /// The hello names another version of the protocol.
    #[error("`protocol`: version {VERSION} expected, not {found}")]
    Version {
        /// The version, as it was written.
        found: String,
    },
}

impl HelloRequest {
    /// Makes the hello of a harness that judges by this contract.
    pub fn of(contract: &Contract) -> Self {
        Self {
            service: contract.service_name().to_owned(),
            operation: contract.operation().name().to_owned(),
            edition: contract.edition_name().unwrap_or_default().to_owned(),
            sdk_id: contract.service().map_or("", |service| service.sdk_id()).to_owned(),
            api_version: contract.service().map_or("", |service| service.version()).to_owned(),
            signing_name: contract.sigv4_name().unwrap_or_default().to_owned(),
            protocol_name: contract.protocol_name().short().to_owned(),
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
            Self::Hello(hello) => line("hello", Some(VERSION), to_json(hello)),
            Self::Call(call) => line("call", None, to_json(call)),
            Self::Bye => line("bye", None, Json::Null),
        }
    }

    /// Reads a line.
    ///
    /// # Errors
    ///
    /// If the bytes are not JSON, or a field is missing or wrong.
    pub fn parse(line: &[u8]) -> Result<Self, LineError> {
        let line = Json::parse(line).map_err(LineError::NotJson)?;
        match kind(&line)?.as_str() {
            "hello" => {
                check_version(&line)?;
                Ok(Self::Hello(form(&line)?))
            }
            "call" => Ok(Self::Call(form(&line)?)),
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
            Self::Hello(info) => line("hello", Some(VERSION), to_json(HelloForm::of(info, None))),
            Self::Unsupported { info, reason } => {
                line("hello", Some(VERSION), to_json(HelloForm::of(info, Some(reason))))
            }
            Self::Result(result) => {
                let id = [("id".to_owned(), Json::from(result.id.as_str()))].into_iter();
                let members = id.chain(into_members(result.outcome.to_json()));
                line("result", None, Json::object(members))
            }
        }
    }

    /// Reads a line.
    ///
    /// # Errors
    ///
    /// If the bytes are not JSON, or a field is missing or wrong.
    pub fn parse(line: &[u8]) -> Result<Self, LineError> {
        let line = Json::parse(line).map_err(LineError::NotJson)?;
        match kind(&line)?.as_str() {
            "hello" => {
                check_version(&line)?;
                let (info, unsupported) = form(&line).map(HelloForm::into_info)?;
                Ok(match unsupported {
                    Some(reason) => Self::Unsupported { info, reason },
                    None => Self::Hello(info),
                })
            }
            "result" => {
                let ResultId { id } = form(&line)?;
                // The outcome has no serde type: see its module.
                let outcome = Outcome::from_json(&line)?;
                Ok(Self::Result(CallResult { id, outcome }))
            }
            other => Err(unknown_type(other, "hello and result")),
        }
    }
}

/// The field that every line has.
#[derive(Deserialize)]
struct Kind {
    r#type: String,
}

/// The field that every result has beside its outcome.
#[derive(Deserialize)]
struct ResultId {
    id: String,
}

/// The testee's hello.
#[derive(Serialize, Deserialize)]
struct HelloForm {
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    edition: Option<String>,
    #[serde(default)]
    features: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    unsupported: Option<String>,
}

impl HelloForm {
    fn of(info: &TesteeInfo, unsupported: Option<&String>) -> Self {
        let unsupported = unsupported.cloned();
        let known =
            FEATURES.into_iter().zip([info.features.client_validation, info.features.host_prefix]);
        let TesteeInfo { name, version, language, edition, .. } = info.clone();
        let features = known.filter(|(_, has)| *has).map(|(name, _)| name.to_owned()).collect();
        Self { name, version, language, edition, features, unsupported }
    }

    fn into_info(self) -> (TesteeInfo, Option<String>) {
        let Self { name, version, language, edition, features, unsupported } = self;
        let has = |feature: &str| features.iter().any(|name| name == feature);
        let features = Features::new()
            .with_client_validation(has(FEATURES[0]))
            .with_host_prefix(has(FEATURES[1]));
        (TesteeInfo { name, version, language, edition, features }, unsupported)
    }
}

/// Reads and writes the deadline as milliseconds.
mod deadline_ms {
    use std::time::Duration;

    use serde::{Deserialize as _, Deserializer, Serializer};

    pub(super) fn serialize<S: Serializer>(time: &Duration, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_u64(super::milliseconds(*time))
    }

    pub(super) fn deserialize<'j, D: Deserializer<'j>>(from: D) -> Result<Duration, D::Error> {
        u64::deserialize(from).map(Duration::from_millis)
    }
}

/// Returns a duration in milliseconds, the unit of lines and outcomes.
pub(super) fn milliseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

/// Returns the error for a first line that is a result.
pub(super) fn not_a_hello() -> LineError {
    wrong("type", "`hello` expected first, not `result`")
}

/// Returns a line with these members after its type and the version.
fn line(kind: &str, version: Option<u64>, members: Json) -> Json {
    let version = version.map(|version| ("protocol".to_owned(), Json::from(version)));
    let first = [("type".to_owned(), Json::from(kind))].into_iter().chain(version);
    Json::object(first.chain(into_members(members)))
}

/// Returns the members of an object: none of another value.
fn into_members(json: Json) -> Vec<(String, Json)> {
    match json {
        Json::Object(members) => members,
        _ => Vec::new(),
    }
}

fn form<'j, T: Deserialize<'j>>(line: &'j Json) -> Result<T, LineError> {
    from_json(line, &Path::default()).map_err(LineError::Field)
}

fn kind(line: &Json) -> Result<String, LineError> {
    form(line).map(|Kind { r#type }| r#type)
}

fn check_version(line: &Json) -> Result<(), LineError> {
    match line.get("protocol") {
        None => Err(wrong("protocol", "missing")),
        Some(protocol) if protocol.as_u64() == Some(VERSION) => Ok(()),
        Some(protocol) => Err(LineError::Version { found: protocol.to_string() }),
    }
}

fn unknown_type(found: &str, known: &str) -> LineError {
    wrong("type", format!("`{found}` is none of {known}"))
}

fn wrong(path: &str, message: impl AsRef<str>) -> LineError {
    LineError::Field(FormError::new(Path::root(path), message))
}
