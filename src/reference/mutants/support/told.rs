//! What an answer says, apart from what the client makes of it.

use crate::json::{Json, Object};

use super::super::fault::Seen;

/// The members of the summary that are not required, but for the union.
pub(in super::super) const OPTIONAL: &[&str] =
    &["AssociationDate", "DisassociationDate", "Domain", "StatusMessage"];

/// The strings of the summary that are required.
pub(in super::super) const REQUIRED: &[&str] = &["InstanceId", "Status", "Username"];

/// The members of the summary in the answer, in their order; none where there is no summary.
pub(in super::super) fn told_summary(seen: &Seen<'_>) -> Object {
    let body = seen.answer.as_ref().and_then(|answer| Json::parse(&answer.body).ok());
    body.and_then(|body| taken(body, "InstanceUserSummary")).and_then(members).unwrap_or_default()
}

/// The union in the answer, whatever stands in its place.
pub(in super::super) fn told_union(seen: &Seen<'_>) -> Option<Json> {
    taken(Json::Object(told_summary(seen)), "IdentityProvider")
}

/// The members of the union in the answer, `__type` and nulls among them.
pub(in super::super) fn told_members(seen: &Seen<'_>) -> Object {
    told_union(seen).and_then(members).unwrap_or_default()
}

/// The only thing that stands in the union, where the contract does not know it.
pub(in super::super) fn lone_unknown_member(seen: &Seen<'_>) -> Option<(String, Json)> {
    let mut members = told_members(seen);
    let (name, value) = members.pop().filter(|_| members.is_empty())?;
    let unknown = !matches!(name.as_str(), "ActiveDirectoryIdentityProvider" | "__type");
    (unknown && !value.is_null()).then_some((name, value))
}

/// Whether an object has a member of this name.
pub(in super::super) fn has(members: &Object, name: &str) -> bool {
    members.iter().any(|(own, _)| own == name)
}

fn members(value: Json) -> Option<Object> {
    match value {
        Json::Object(members) => Some(members),
        _ => None,
    }
}

fn taken(value: Json, name: &str) -> Option<Json> {
    members(value)?.into_iter().rev().find(|(own, _)| own == name).map(|(_, value)| value)
}
