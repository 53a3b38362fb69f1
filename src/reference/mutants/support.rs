//! What several mutants are made with.

pub(super) mod arrived;
pub(super) mod body;
pub(super) mod error;
pub(super) mod inputs;
pub(super) mod sent;
pub(super) mod told;

use crate::exchange::{Outcome, Stage};
use crate::json::Json;

/// The outcome of a client that cannot read an answer which it should read.
pub(super) fn refused() -> Outcome {
    Outcome::client_error(Stage::Deserialize, "DeserializeError", "planted fault")
}

/// The outcome with its summary edited, where it has one: the members of `InstanceUserSummary`.
pub(super) fn with_summary(
    mut outcome: Outcome,
    edit: impl FnOnce(&mut Vec<(String, Json)>),
) -> Outcome {
    if let Outcome::Response { output: Json::Object(output), .. } = &mut outcome
        && let Some((_, Json::Object(summary))) =
            output.iter_mut().find(|(name, _)| name == "InstanceUserSummary")
    {
        edit(summary);
    }
    outcome
}

/// The outcome with the string members of its summary changed: each is told with its name.
pub(super) fn with_texts(outcome: Outcome, change: impl Fn(&str, &str) -> String) -> Outcome {
    with_summary(outcome, |summary| {
        for (name, value) in summary {
            if let Json::String(text) = value {
                *text = change(name, text);
            }
        }
    })
}

/// The outcome, but that a response is refused where there is a reason.
pub(super) fn refused_if(outcome: Outcome, reason: bool) -> Outcome {
    if reason && matches!(outcome, Outcome::Response { .. }) { refused() } else { outcome }
}

/// The outcome with another union in the place of the one that it shows; `None` takes it away.
pub(super) fn with_union(outcome: Outcome, union: Option<Json>) -> Outcome {
    with_summary(outcome, |summary| {
        summary.retain(|(name, _)| name != "IdentityProvider");
        summary.extend(union.map(|union| ("IdentityProvider".to_owned(), union)));
    })
}

/// A union with an unknown member as it is shown.
pub(super) fn unknown_member(name: &str) -> Json {
    Json::Object(vec![member_shown(name, &Json::Null)])
}

/// A member of a union as it is shown: the known one with its value, all others by their names.
pub(super) fn member_shown(name: &str, value: &Json) -> (String, Json) {
    if name == "ActiveDirectoryIdentityProvider" && !value.is_null() {
        return (name.to_owned(), value.clone());
    }
    let name = Json::object([("name", Json::String(name.to_owned()))]);
    ("SDK_UNKNOWN_MEMBER".to_owned(), name)
}
