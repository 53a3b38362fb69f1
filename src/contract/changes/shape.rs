//! What changed at a shape itself.

use std::fmt::Display;

use crate::model::{ErrorFault, Shape, ShapeKind};

use super::change::Change;
use super::constraint;
use super::member::{BOTH, formats};
use super::place::Places;
use super::rule::{BEHAVIOUR, CONSTRAINED, MEMBER_TARGET, SPARSE, WIRE};

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
    changes.extend(constraint::changes(name, &format!("`{name}`"), (before, after), users));
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
    if let (Some(one), Some(other)) = (before.error, after.error)
        && one != other
    {
        let party = |fault: ErrorFault| match fault {
            ErrorFault::Client => "the client",
            ErrorFault::Server => "the server",
        };
        let text = format!("`{name}` is an error of {}, and was of {}", party(other), party(one));
        changes
            .push(of(text).breaking(BEHAVIOUR, "callers that repeat by whose fault an error is"));
    }
    let formats = formats(&format!("`{name}`"), (before, after)).into_iter();
    changes.extend(formats.map(|text| of(text).breaking(WIRE, BOTH)));
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
