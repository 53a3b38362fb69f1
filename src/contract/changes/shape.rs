//! What changed at a shape itself.

use std::fmt::Display;

use crate::model::{Length, Shape, ShapeKind};

use super::change::Change;
use super::place::Places;
use super::rule::{CONSTRAINED, MEMBER_TARGET, SPARSE, WIRE};
use crate::contract::describe::of_length;

/// Returns what changed at a shape, apart from its members.
pub(super) fn changes(was: &Shape, is: &Shape, places: &Places) -> Vec<Change> {
    let name = is.id.name();
    let users = places.users(name);
    let (before, after) = (&was.traits, &is.traits);
    let of = |text: String| Change::new(name, text);
    let mut changes = Vec::new();
    match (&was.kind, &is.kind) {
        (ShapeKind::Enum(one), ShapeKind::Enum(other)) => {
            changes.extend(values(name, one, other, users));
        }
        (ShapeKind::IntEnum(one), ShapeKind::IntEnum(other)) => {
            changes.extend(values(name, one, other, users));
        }
        (one, other) if one.name() != other.name() => {
            let text = format!("the type of `{name}` is {}, and was {}", other.name(), one.name());
            changes.push(of(text).breaking(MEMBER_TARGET, users));
        }
        _ => {}
    }
    if before.length != after.length {
        let text = match of_length(after.length) {
            bounds if bounds.is_empty() => format!("the length of `{name}` has no bounds any more"),
            bounds => format!("the length of `{name}` has other bounds{bounds}"),
        };
        changes.push(of(text).breaking_if(
            narrower(before.length, after.length),
            CONSTRAINED,
            users,
        ));
    }
    if before.sparse != after.sparse {
        let now = if after.sparse { "now" } else { "no longer" };
        changes.push(of(format!("`{name}` may {now} hold null")).breaking(SPARSE, users));
    }
    let (one, other) = (was.error_status(), is.error_status());
    if let (Some(one), Some(other)) = (one, other)
        && one != other
    {
        let text = format!("the status of `{name}` is {other}, and was {one}");
        changes.push(of(text).breaking(WIRE, "callers that look at the status"));
    }
    if before.timestamp_format != after.timestamp_format || before.media_type != after.media_type {
        let whom = "clients and servers that are in use: they write and read the old form";
        let text = format!("`{name}` has another format on the wire");
        changes.push(of(text).breaking(WIRE, whom));
    }
    if before.streaming != after.streaming {
        let now = if after.streaming { "now" } else { "no longer" };
        changes.push(of(format!("`{name}` is {now} streamed")).breaking(WIRE, users));
    }
    changes
}

/// Returns the values that an enum gains, which clients must expect, and those that it loses.
fn values<V: Display + PartialEq>(name: &str, was: &[V], is: &[V], users: &str) -> Vec<Change> {
    let gained = is.iter().filter(|value| !was.contains(value));
    let gained =
        gained.map(|value| Change::new(name, format!("`{name}` gains the value `{value}`")));
    let lost = was.iter().filter(|value| !is.contains(value)).map(|value| {
        let text = format!("`{name}` loses the value `{value}`");
        Change::new(name, text).breaking(CONSTRAINED, users)
    });
    gained.chain(lost).collect()
}

/// Reports whether the later bounds refuse a length that the earlier ones allow.
pub(super) fn narrower(was: Option<Length>, is: Option<Length>) -> bool {
    let Some(is) = is else { return false };
    let was = was.unwrap_or(Length { min: 0, max: None });
    let shorter = match (was.max, is.max) {
        (_, None) => false,
        (None, Some(_)) => true,
        (Some(was), Some(is)) => is < was,
    };
    is.min > was.min || shorter
}
