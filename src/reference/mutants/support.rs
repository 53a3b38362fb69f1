//! Functions that several mutants share.

pub(super) mod arrived;
pub(super) mod body;
pub(super) mod error;
pub(super) mod inputs;
pub(super) mod parts;
pub(super) mod sent;
pub(super) mod told;

use crate::exchange::{Outcome, Stage};
use crate::json::Json;

use super::fault::Seen;

/// Returns the outcome of a client that cannot read a response that it should read.
pub(super) fn refused() -> Outcome {
    Outcome::client_error(Stage::Deserialize, "DeserializeError", "planted fault")
}

/// Edits the members of `InstanceUserSummary` in an outcome, if it has them.
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

/// Changes the string members of the summary in an outcome. `change` gets the name and the value of each.
pub(super) fn with_texts(outcome: Outcome, change: impl Fn(&str, &str) -> String) -> Outcome {
    with_summary(outcome, |summary| {
        for (name, value) in summary {
            if let Json::String(text) = value {
                *text = change(name, text);
            }
        }
    })
}

/// Replaces an outcome that shows a response by a refusal if `reason` holds.
pub(super) fn refused_if(outcome: Outcome, reason: bool) -> Outcome {
    if reason && matches!(outcome, Outcome::Response { .. }) { refused() } else { outcome }
}

/// Replaces the union that an outcome shows; `None` removes it.
pub(super) fn with_union(outcome: Outcome, union: Option<Json>) -> Outcome {
    with_summary(outcome, |summary| {
        summary.retain(|(name, _)| name != "IdentityProvider");
        summary.extend(union.map(|union| ("IdentityProvider".to_owned(), union)));
    })
}

/// Returns a union with an unknown member in the form of an outcome.
pub(super) fn unknown_member(name: &str) -> Json {
    Json::Object(vec![member_shown(name, &Json::Null)])
}

/// Returns a member of a union in the form of an outcome: the known one with its value, all others by name.
pub(super) fn member_shown(name: &str, value: &Json) -> (String, Json) {
    if name == "ActiveDirectoryIdentityProvider" && !value.is_null() {
        return (name.to_owned(), value.clone());
    }
    let name = Json::object([("name", Json::String(name.to_owned()))]);
    ("SDK_UNKNOWN_MEMBER".to_owned(), name)
}

/// Replaces the request id that an outcome shows.
pub(super) fn with_request_id(mut outcome: Outcome, id: Option<String>) -> Outcome {
    if let Outcome::Response { request_id, .. } | Outcome::ServiceError { request_id, .. } =
        &mut outcome
    {
        *request_id = id;
    }
    outcome
}

/// Returns the request id that the client showed in the previous call.
pub(super) fn past_request_id(seen: &Seen<'_>) -> Option<String> {
    seen.past.as_ref()?.outcome.request_id().map(str::to_owned)
}

/// Reports whether the response has its request id in a field that is spelled as most services spell it.
pub(super) fn has_canonical_request_id(seen: &Seen<'_>) -> bool {
    let mut fields = seen.answer.iter().flat_map(|answer| &answer.headers);
    fields.any(|(name, _)| name == "x-amzn-RequestId")
}
