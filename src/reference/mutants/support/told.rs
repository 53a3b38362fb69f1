//! The content of a response, read independently of the client.

use crate::json::{Json, Object};

use super::super::fault::Seen;

/// The optional members of the summary, except the union.
pub(in super::super) const OPTIONAL: &[&str] =
    &["AssociationDate", "DisassociationDate", "Domain", "StatusMessage"];

/// The required strings of the summary.
pub(in super::super) const REQUIRED: &[&str] = &["InstanceId", "Status", "Username"];

/// Returns the members of the summary in the response, in their order. It returns none without a summary.
pub(in super::super) fn told_summary(seen: &Seen<'_>) -> Object {
    let body = seen.answer.as_ref().and_then(|answer| Json::parse(&answer.body).ok());
    body.and_then(|body| taken(body, "InstanceUserSummary")).and_then(members).unwrap_or_default()
}

/// Returns the value in the place of the union in the response, of any type.
pub(in super::super) fn told_union(seen: &Seen<'_>) -> Option<Json> {
    taken(Json::Object(told_summary(seen)), "IdentityProvider")
}

/// Returns the members of the union in the response, including `__type` and nulls.
pub(in super::super) fn told_members(seen: &Seen<'_>) -> Object {
    told_union(seen).and_then(members).unwrap_or_default()
}

/// Returns the unknown member of the union in the response, if the union has nothing else.
pub(in super::super) fn lone_unknown_member(seen: &Seen<'_>) -> Option<(String, Json)> {
    let mut members = told_members(seen);
    let (name, value) = members.pop().filter(|_| members.is_empty())?;
    let unknown = !matches!(name.as_str(), "ActiveDirectoryIdentityProvider" | "__type");
    (unknown && !value.is_null()).then_some((name, value))
}

/// Reports whether an object has a member of this name.
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
