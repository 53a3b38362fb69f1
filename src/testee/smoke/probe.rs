//! A call that checks a driver, with the messages that most of them share.

use crate::http::Answer;
use crate::json::Json;

use super::fault::DriverFault;
use super::record::ProbeRecord;

/// A call, and the check of its result.
pub(super) struct Probe {
    pub(super) name: &'static str,
    /// What a driver does that passes.
    pub(super) holds: &'static str,
    pub(super) target: ProbeTarget,
    pub(super) input: fn() -> Json,
    pub(super) answer: fn() -> Answer,
    /// What to change in a driver whose call is lost here, and the section that says so. `None` if nothing can be said
    /// that is not true of every lost call.
    pub(super) lost: Option<Remedy>,
    pub(super) judge: fn(&ProbeRecord<'_>) -> Result<(), DriverFault>,
}

/// What to change in a driver, and the section of [`PAGE`](super::PAGE) that describes the right behaviour.
pub(super) type Remedy = (&'static str, &'static str);

/// The endpoint of a call.
#[derive(Clone, Copy)]
pub(super) enum ProbeTarget {
    First,
    Second,
    Nobody,
}

/// A plain call with a plain response. Its only check is that it has an outcome.
pub(super) const PLAIN: Probe = Probe {
    name: "",
    holds: "",
    target: ProbeTarget::First,
    input: || input_for("alice"),
    answer: || Answer::json(200, PLAIN_OUTPUT),
    lost: None,
    judge: |_| Ok(()),
};

/// An identity provider of the contract.
pub(super) const KNOWN: &str =
    r#"{"ActiveDirectoryIdentityProvider":{"DirectoryId":"d-9067f0a1b2"}}"#;

pub(super) const PLAIN_OUTPUT: &str = r#"{"InstanceUserSummary":{"Domain":"corp.example.com","IdentityProvider":{"ActiveDirectoryIdentityProvider":{"DirectoryId":"d-9067f0a1b2"}},"InstanceId":"i-0abcd1234efgh5678","Status":"DISASSOCIATED","Username":"alice"}}"#;

pub(super) fn parsed(text: &str) -> Json {
    Json::parse(text).unwrap_or(Json::Null)
}

pub(super) fn plain_output() -> Json {
    parsed(PLAIN_OUTPUT)
}

/// Returns the plain output with another `Username`.
pub(super) fn output_for(username: &str) -> Json {
    parsed(&PLAIN_OUTPUT.replace(r#""alice""#, &Json::from(username).to_string()))
}

/// Returns an input that is valid in every edition.
pub(super) fn input_for(username: &str) -> Json {
    Json::object([
        ("IdentityProvider", parsed(KNOWN)),
        ("InstanceId", Json::from("i-0abcd1234efgh5678")),
        ("Username", Json::from(username)),
    ])
}
