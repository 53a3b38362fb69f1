//! Faults of a client that speaks the protocol well, and says what is not so.

use std::str::FromStr;

use wireproof::exchange::Outcome;
use wireproof::json::Json;

/// A way to be wrong about an answer.
#[derive(Clone, Copy)]
pub(crate) enum Fault {
    /// The name of a union's unknown member is dropped.
    UnknownMemberUnnamed,
    /// What cannot be read is a success without an output.
    TruncatedIsSuccess,
    /// Every error is one without a code.
    ErrorCodeLost,
}

impl FromStr for Fault {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        match name {
            "unknown-member-unnamed" => Ok(Self::UnknownMemberUnnamed),
            "truncated-is-success" => Ok(Self::TruncatedIsSuccess),
            "error-code-lost" => Ok(Self::ErrorCodeLost),
            other => Err(format!("unknown fault `{other}`")),
        }
    }
}

impl Fault {
    /// The outcome as a client with this fault tells it.
    pub(crate) fn apply(self, outcome: Outcome) -> Outcome {
        match (self, outcome) {
            (Self::UnknownMemberUnnamed, Outcome::Response { http_status, mut output }) => {
                drop_names(&mut output);
                Outcome::Response { http_status, output }
            }
            (Self::TruncatedIsSuccess, Outcome::ClientError { stage, .. })
                if matches!(stage.name(), "read" | "deserialize") =>
            {
                Outcome::Response { http_status: Some(200), output: Json::Object(Vec::new()) }
            }
            (Self::ErrorCodeLost, Outcome::ServiceError { message, http_status, .. }) => {
                Outcome::ServiceError { code: None, modeled: false, message, http_status }
            }
            (_, outcome) => outcome,
        }
    }
}

/// Drops the names of unknown members. Outputs of the operation are a few levels deep.
fn drop_names(value: &mut Json) {
    if let Json::Object(members) = value {
        for (name, member) in members {
            match name.as_str() {
                "SDK_UNKNOWN_MEMBER" => *member = Json::object([("name", Json::Null)]),
                _ => drop_names(member),
            }
        }
    }
}
