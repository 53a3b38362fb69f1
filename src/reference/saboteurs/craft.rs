//! What several saboteurs are made with.

pub(super) mod arrived;
pub(super) mod inputs;
pub(super) mod sent;

use crate::exchange::{Outcome, Stage};
use crate::json::Json;

/// The outcome of a client that cannot read an answer which it should read.
pub(super) fn refused() -> Outcome {
    Outcome::client_error(Stage::Deserialize, "DeserializeError", "sabotaged")
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
