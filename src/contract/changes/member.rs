//! What changed at the members of shapes.

use crate::json::Json;
use crate::model::{Member, Model, Shape, ShapeKind, TimestampFormat, Traits};

use super::change::Change;
use super::constraint;
use super::place::Places;
use super::rule::{
    BEHAVIOUR, CLIENT_OPTIONAL_REMOVED, DEFAULT_ADDED, DEFAULT_REMOVED, MEMBER_ADDED,
    MEMBER_REMOVED, MEMBER_TARGET, REQUIRED_ADDED, REQUIRED_REMOVED, UNION_MEMBER_REMOVED,
    UNION_MEMBER_TARGET, WIRE,
};
use crate::contract::describe::{target, travels};

/// A member as it was and as it is.
pub(super) type Pair<'m> = (&'m Member, &'m Member);

/// Those who have a client or a server of the earlier contract.
pub(super) const BOTH: &str =
    "clients and servers that are in use: they write and read the old form";

/// Returns the change of a shape that gains a member.
pub(super) fn added(model: &Model, shape: &Shape, member: &Member, places: &Places) -> Change {
    let name = shape.id.name();
    let required = if member.traits.required { ", required" } else { "" };
    let target = target(model, member);
    let text = format!("`{name}` gains `{}`: {target}{required}", member.name);
    let whom = match places.is_sent(name) {
        true => "clients that are in use and do not send it",
        false => "servers that are in use and do not send it",
    };
    // An earlier client leaves it out, and the default counts.
    let needed = member.traits.required && default_of(&member.traits).is_none();
    let is_broken = needed && matches!(shape.kind, ShapeKind::Structure(_));
    Change::new(subject(name, member), text).breaking_if(is_broken, MEMBER_ADDED, whom)
}

/// Returns the change of a shape that loses a member.
pub(super) fn removed(shape: &Shape, member: &Member, places: &Places) -> Change {
    let name = shape.id.name();
    let rule = match shape.kind {
        ShapeKind::Union(_) => UNION_MEMBER_REMOVED,
        _ => MEMBER_REMOVED,
    };
    let text = format!("`{name}` loses `{}`", member.name);
    Change::new(subject(name, member), text).breaking(rule, places.users(name))
}

/// Returns what changed at a member that both shapes have. `is_input` says whether the shape is the operation's input.
pub(super) fn changes(
    models: (&Model, &Model),
    shape: &Shape,
    (was, is): Pair<'_>,
    is_input: bool,
    places: &Places,
) -> Vec<Change> {
    let name = shape.id.name();
    let users = places.users(name);
    let of = |text: String| Change::new(subject(name, is), text);
    let mut changes = Vec::new();
    let (one, other) = (target(models.0, was), target(models.1, is));
    if one != other {
        let rule = match shape.kind {
            ShapeKind::Union(_) => UNION_MEMBER_TARGET,
            _ => MEMBER_TARGET,
        };
        let text = format!("`{}` of `{name}` is {other}, and was {one}", is.name);
        changes.push(of(text).breaking(rule, users));
    }
    changes.extend(required(name, (was, is), is_input, users));
    changes.extend(default(name, (was, is), users));
    changes.extend(wire(name, (was, is)));
    let what = format!("`{}` of `{name}`", is.name);
    let traits = (&*was.traits, &*is.traits);
    changes.extend(constraint::changes(&subject(name, is), &what, traits, users));
    if was.traits.idempotency_token != is.traits.idempotency_token {
        let set = is.traits.idempotency_token;
        let now = if set { "now" } else { "no longer" };
        let text = format!("`{}` of `{name}` is {now} an idempotency token", is.name);
        let whom = "callers that leave it to the client";
        changes.push(of(text).breaking_if(!set, BEHAVIOUR, whom));
    }
    changes
}

/// Returns what changed at the elements of a list, or the keys or values of a map.
pub(super) fn changes_of_element(
    models: (&Model, &Model),
    (shape, name): (&str, &str),
    (was, is): Pair<'_>,
    places: &Places,
) -> Option<Change> {
    let (one, other) = (target(models.0, was), target(models.1, is));
    let text = format!("the {name} of `{shape}` is {other}, and was {one}");
    let change = Change::new(format!("{shape}${name}"), text);
    (one != other).then(|| change.breaking(MEMBER_TARGET, places.users(shape)))
}

fn subject(shape: &str, member: &Member) -> String {
    format!("{shape}${}", member.name)
}

/// Returns what changed of the traits `required` and `clientOptional`.
fn required(shape: &str, (was, is): Pair<'_>, is_input: bool, users: &str) -> Vec<Change> {
    let of = |text: String| Change::new(subject(shape, is), text);
    let (before, after) = (&*was.traits, &*is.traits);
    let mut changes = Vec::new();
    let may_change = is_input || before.client_optional;
    match (before.required, after.required) {
        (true, false) => {
            let replaced = default_of(after).is_some() && !before.client_optional;
            let text = format!("`{shape}` no longer requires `{}`", is.name);
            changes.push(of(text).breaking_if(!may_change && !replaced, REQUIRED_REMOVED, users));
        }
        (false, true) => {
            let text = format!("`{shape}` now requires `{}`", is.name);
            changes.push(of(text).breaking_if(!may_change, REQUIRED_ADDED, users));
        }
        _ => {}
    }
    if before.client_optional != after.client_optional {
        let set = after.client_optional;
        let now = if set { "now" } else { "no longer" };
        let text = format!("`{}` of `{shape}` is {now} clientOptional", is.name);
        let is_broken = !set && after.required;
        changes.push(of(text).breaking_if(is_broken, CLIENT_OPTIONAL_REMOVED, users));
    }
    changes
}

/// Returns the default of a member. The value null says that a member has none.
///
/// Source: Smithy 2.0, "Type refinement traits" (`default`).
fn default_of(traits: &Traits) -> Option<&Json> {
    traits.default.as_ref().filter(|value| **value != Json::Null)
}

/// Returns what changed of the trait `default`.
fn default(shape: &str, (was, is): Pair<'_>, users: &str) -> Option<Change> {
    let (before, after) = (&*was.traits, &*is.traits);
    let of = |text: String| Change::new(subject(shape, is), text);
    match (default_of(before), default_of(after)) {
        (Some(_), None) => {
            let text = format!("`{}` of `{shape}` no longer has a default", is.name);
            Some(of(text).breaking(DEFAULT_REMOVED, users))
        }
        (None, Some(value)) => {
            let text = format!("`{}` of `{shape}` has the default {value}", is.name);
            let is_broken = !before.required || before.client_optional;
            Some(of(text).breaking_if(is_broken, DEFAULT_ADDED, users))
        }
        (Some(one), Some(other)) if one != other => {
            let text = format!("`{}` of `{shape}` has the default {other}, and had {one}", is.name);
            Some(of(text).breaking(BEHAVIOUR, users))
        }
        _ => None,
    }
}

/// Returns what changed of the form on the wire.
fn wire(shape: &str, (was, is): Pair<'_>) -> Vec<Change> {
    let (before, after) = (&*was.traits, &*is.traits);
    let mut changes = Vec::new();
    let name = format!("`{}` of `{shape}`", is.name);
    let mut add = |text: String| {
        changes.push(Change::new(subject(shape, is), text).breaking(WIRE, BOTH));
    };
    let (one, other) = (travels(was), travels(is));
    if one != other {
        add(format!("{name} travels in {other}, and not {one}"));
    }
    formats(&name, (before, after)).into_iter().for_each(&mut add);
    let label = |traits: &Traits| {
        (if traits.host_label { "in the host prefix" } else { "outside the host prefix" })
            .to_owned()
    };
    let (one, other) = (label(before), label(after));
    if one != other {
        add(format!("{name} is {other}, and not {one}"));
    }
    changes
}

/// Says which formats of a value changed, from what to what. `name` names the shape or the member.
pub(super) fn formats(name: &str, (before, after): (&Traits, &Traits)) -> Vec<String> {
    let mut texts = Vec::new();
    if before.timestamp_format != after.timestamp_format {
        let (is, had) = (timestamps(after), timestamps(before));
        texts.push(format!("{name} has {is} for timestamps, and had {had}"));
    }
    if before.media_type != after.media_type {
        let media = |traits: &Traits| match &traits.media_type {
            Some(name) => format!("the media type `{name}`"),
            None => "no media type".to_owned(),
        };
        texts.push(format!("{name} has {}, and had {}", media(after), media(before)));
    }
    texts
}

fn timestamps(traits: &Traits) -> &'static str {
    match traits.timestamp_format {
        None => "no format of its own",
        Some(TimestampFormat::EpochSeconds) => "the format `epoch-seconds`",
        Some(TimestampFormat::DateTime) => "the format `date-time`",
        Some(TimestampFormat::HttpDate) => "the format `http-date`",
    }
}
