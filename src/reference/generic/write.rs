//! Writes a valid value as JSON.

use std::fmt::Write as _;

use crate::json::{Json, write_string};
use crate::model::{Member, Model, ShapeKind, ShapeRef, TimestampFormat};

use super::moment::{self, Moment};

/// Appends a value of `shape`. A member says in which format a timestamp is. Members that the shape does not name are left
/// out. A value nests at most 1,000 levels, so this may call itself.
pub(super) fn write(
    model: &Model,
    shape: ShapeRef,
    member: Option<&Member>,
    value: &Json,
    out: &mut String,
) {
    match (model.kind(shape), value) {
        (ShapeKind::Structure(members) | ShapeKind::Union(members), Json::Object(_)) => {
            let set = members.iter().filter_map(|member| Some((member, value.get(&member.name)?)));
            object(model, set.map(|(member, value)| (member.wire_name(), member, value)), out);
        }
        (ShapeKind::Map { value: member, .. }, Json::Object(_)) => {
            let entries = value.distinct_members().into_iter();
            object(model, entries.map(|(key, value)| (key, member, value)), out);
        }
        (ShapeKind::List(member), Json::Array(items)) => {
            out.push('[');
            for (i, item) in items.iter().enumerate() {
                out.push_str(if i > 0 { "," } else { "" });
                write(model, member.target, Some(member), item, out);
            }
            out.push(']');
        }
        (ShapeKind::Timestamp, Json::Number(number)) => {
            let default = TimestampFormat::EpochSeconds;
            let format = member.map_or(default, |m| moment::format_of(model, m, default));
            let text = Moment::of_number(number).map(|moment| moment.to_text(format));
            match (text, format) {
                (Some(text), TimestampFormat::EpochSeconds) => out.push_str(&text),
                (Some(text), _) => write_string(&text, out),
                (None, _) => {}
            }
        }
        (ShapeKind::Long | ShapeKind::BigInteger | ShapeKind::BigDecimal, Json::String(digits)) => {
            out.push_str(digits);
        }
        // Writing to a `String` cannot fail.
        (_, value) => drop(write!(out, "{value}")),
    }
}

fn object<'a>(
    model: &Model,
    members: impl Iterator<Item = (&'a str, &'a Member, &'a Json)>,
    out: &mut String,
) {
    out.push('{');
    for (i, (name, member, value)) in members.enumerate() {
        out.push_str(if i > 0 { "," } else { "" });
        write_string(name, out);
        out.push(':');
        write(model, member.target, Some(member), value, out);
    }
    out.push('}');
}
