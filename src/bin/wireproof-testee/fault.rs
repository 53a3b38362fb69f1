//! Faults that this testee can have although it speaks the protocol: those of a client that reports a wrong
//! outcome, and those of a driver that is written in a hurry.

use std::io::{self, Write as _};
use std::str::FromStr;

use wireproof::exchange::{Outcome, Stage};
use wireproof::json::Json;

/// A fault of a client or of its driver.
#[derive(Clone, Copy)]
pub(crate) enum Fault {
    /// Drops the name of a union's unknown member.
    UnknownMemberUnnamed,
    /// Reports a response that it cannot read as a success with an empty output.
    TruncatedIsSuccess,
    /// Reports every error without a code.
    ErrorCodeLost,
    /// Reports a union's unknown member under its own name.
    UnknownMemberRaw,
    /// Reports the names of members in lower case, as another language may spell them.
    MembersInLowerCase,
    /// Reports a question mark for each character that is not ASCII.
    OutputInAscii,
    /// Reports errors of the service as errors of the client.
    ServiceErrorsAsClientErrors,
    /// Reports every error of the service as modeled.
    EveryErrorModeled,
    /// Repeats a call that ends in an error of the service.
    Retries,
    /// Sends every call to the endpoint of the first one.
    OneEndpoint,
    /// Exits at an error of the client.
    DiesOfClientErrors,
    /// Exits at a line of more than 64 KiB.
    ShortLines,
    /// Exits at a line of more than 512 KiB.
    HalfMebibyteLines,
    /// Exits at a number that a double cannot hold.
    DoublesOnly,
    /// Exits at a string that is not Unicode text.
    UnicodeOnly,
    /// Exits at an input with more than a thousand members.
    FewMembers,
    /// Leaves empty strings out of an output.
    EmptyLeftOut,
    /// Exits if an output has no member.
    NeedsAnOutput,
    /// Exits if an error has neither a code nor a message.
    NeedsAMessage,
    /// Exits if the message of an error has more than 64 KiB.
    ShortMessages,
}

impl FromStr for Fault {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        match name {
            "unknown-member-unnamed" => Ok(Self::UnknownMemberUnnamed),
            "truncated-is-success" => Ok(Self::TruncatedIsSuccess),
            "error-code-lost" => Ok(Self::ErrorCodeLost),
            "unknown-member-raw" => Ok(Self::UnknownMemberRaw),
            "members-in-lower-case" => Ok(Self::MembersInLowerCase),
            "output-in-ascii" => Ok(Self::OutputInAscii),
            "service-errors-as-client-errors" => Ok(Self::ServiceErrorsAsClientErrors),
            "every-error-modeled" => Ok(Self::EveryErrorModeled),
            "retries" => Ok(Self::Retries),
            "one-endpoint" => Ok(Self::OneEndpoint),
            "dies-of-client-errors" => Ok(Self::DiesOfClientErrors),
            "short-lines" => Ok(Self::ShortLines),
            "half-mebibyte-lines" => Ok(Self::HalfMebibyteLines),
            "doubles-only" => Ok(Self::DoublesOnly),
            "unicode-only" => Ok(Self::UnicodeOnly),
            "few-members" => Ok(Self::FewMembers),
            "empty-left-out" => Ok(Self::EmptyLeftOut),
            "needs-an-output" => Ok(Self::NeedsAnOutput),
            "needs-a-message" => Ok(Self::NeedsAMessage),
            "short-messages" => Ok(Self::ShortMessages),
            other => Err(format!("unknown fault `{other}`")),
        }
    }
}

impl Fault {
    /// Reports whether a driver with this fault exits at this line.
    pub(crate) fn ends_at(self, line: &[u8]) -> bool {
        let has = |text: &[u8]| line.windows(text.len()).any(|part| part == text);
        match self {
            Self::ShortLines => line.len() > 64 * 1024,
            Self::HalfMebibyteLines => line.len() > 512 * 1024,
            Self::DoublesOnly => has(b"1e999"),
            Self::UnicodeOnly => has(b"$wtf8"),
            Self::FewMembers => line.windows(2).filter(|part| part == b"\":").count() > 1_000,
            _ => false,
        }
    }

    /// Reports whether a driver with this fault exits at this outcome.
    fn ends_with(self, outcome: &Outcome) -> bool {
        match (self, outcome) {
            (Self::DiesOfClientErrors, Outcome::ClientError { .. }) => true,
            (Self::NeedsAnOutput, Outcome::Response { output, .. }) => output.members().is_empty(),
            (Self::NeedsAMessage, Outcome::ServiceError { code, message, .. }) => {
                code.is_none() && message.is_none()
            }
            (Self::ShortMessages, Outcome::ServiceError { message: Some(message), .. }) => {
                message.len() > 64 * 1024
            }
            _ => false,
        }
    }

    /// Makes a call as a driver with this fault does. `first` holds the endpoint of its first call.
    pub(crate) fn make(
        self,
        first: &mut Option<String>,
        endpoint: &str,
        make: impl Fn(&str) -> Outcome,
    ) -> Outcome {
        let first = first.get_or_insert_with(|| endpoint.to_owned());
        let outcome = make(if matches!(self, Self::OneEndpoint) { first } else { endpoint });
        if self.ends_with(&outcome) {
            let what = match &outcome {
                Outcome::ClientError { class, .. } => class,
                Outcome::ServiceError { .. } => "error of the service",
                _ => "output",
            };
            let _ = writeln!(io::stderr(), "uncaught {what}");
            std::process::exit(9)
        }
        match (self, outcome) {
            (Self::Retries, Outcome::ServiceError { .. }) => make(endpoint),
            (_, outcome) => self.apply(outcome),
        }
    }

    /// Returns the outcome that a client with this fault reports.
    fn apply(self, outcome: Outcome) -> Outcome {
        match (self, outcome) {
            (
                Self::UnknownMemberUnnamed,
                Outcome::Response { http_status, mut output, request_id },
            ) => {
                change(&mut output, &|name, value| {
                    if name == "SDK_UNKNOWN_MEMBER" {
                        *value = Json::object([("name", Json::Null)]);
                    }
                });
                Outcome::Response { http_status, output, request_id }
            }
            (Self::TruncatedIsSuccess, Outcome::ClientError { stage, .. })
                if matches!(stage.name(), "read" | "deserialize") =>
            {
                Outcome::Response {
                    http_status: Some(200),
                    output: Json::Object(Vec::new()),
                    request_id: None,
                }
            }
            (
                Self::ErrorCodeLost,
                Outcome::ServiceError { message, http_status, request_id, .. },
            ) => Outcome::ServiceError {
                code: None,
                modeled: false,
                message,
                http_status,
                request_id,
                error: None,
            },
            (Self::UnknownMemberRaw, Outcome::Response { http_status, mut output, request_id }) => {
                change(&mut output, &|name, value| {
                    if name == "SDK_UNKNOWN_MEMBER"
                        && let Some(tag) = value.get("name").and_then(Json::as_str)
                    {
                        *name = tag.to_owned();
                        *value = Json::Object(Vec::new());
                    }
                });
                Outcome::Response { http_status, output, request_id }
            }
            (
                Self::MembersInLowerCase,
                Outcome::Response { http_status, mut output, request_id },
            ) => {
                change(&mut output, &|name, _| name.make_ascii_lowercase());
                Outcome::Response { http_status, output, request_id }
            }
            (Self::OutputInAscii, Outcome::Response { http_status, mut output, request_id }) => {
                change(&mut output, &|_, value| {
                    if let Json::String(text) = value {
                        *text = text.replace(|c: char| !c.is_ascii(), "?");
                    }
                });
                Outcome::Response { http_status, output, request_id }
            }
            (Self::EmptyLeftOut, Outcome::Response { http_status, mut output, request_id }) => {
                change(&mut output, &|_, value| {
                    if value.as_str() == Some("") {
                        *value = Json::Null;
                    }
                });
                Outcome::Response { http_status, output, request_id }
            }
            (Self::ServiceErrorsAsClientErrors, Outcome::ServiceError { code, message, .. }) => {
                Outcome::ClientError {
                    stage: Stage::Unknown,
                    class: code.unwrap_or_default(),
                    message: message.unwrap_or_default(),
                }
            }
            (
                Self::EveryErrorModeled,
                Outcome::ServiceError { code, message, http_status, request_id, .. },
            ) => Outcome::ServiceError {
                code,
                modeled: true,
                message,
                http_status,
                request_id,
                error: None,
            },
            (_, outcome) => outcome,
        }
    }
}

/// Changes each member of each object, and its name. It recurses, because outputs of the operation are only a
/// few levels deep.
fn change(value: &mut Json, with: &dyn Fn(&mut String, &mut Json)) {
    if let Json::Object(members) = value {
        for (name, member) in members {
            change(member, with);
            with(name, member);
        }
    }
}
