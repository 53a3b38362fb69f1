//! Describes shapes and members in words.

use crate::model::{Binding, Length, Member, Model, Shape, ShapeKind};

/// Returns the name of the shape that a member targets.
pub(crate) fn target<'m>(model: &'m Model, member: &Member) -> &'m str {
    model.shape(member.target).id.name()
}

/// Describes a shape: `a structure of …`.
pub(crate) fn described(model: &Model, shape: &Shape) -> String {
    let quoted = |values: &[String]| {
        let names: Vec<_> = values.iter().map(|value| format!("`{value}`")).collect();
        names.join(", ")
    };
    let text = match &shape.kind {
        ShapeKind::Enum(values) => format!("an enum of {}", quoted(values)),
        ShapeKind::IntEnum(values) => {
            let values: Vec<_> = values.iter().map(ToString::to_string).collect();
            format!("an intEnum of {}", values.join(", "))
        }
        ShapeKind::List(member) => format!("a list of {}", target(model, member)),
        ShapeKind::Map { key, value } => {
            format!("a map of {} to {}", target(model, key), target(model, value))
        }
        ShapeKind::Structure(members) | ShapeKind::Union(members) => {
            let list: Vec<_> = members.iter().map(|member| of_member(model, member)).collect();
            match list.as_slice() {
                [] => format!("a {} without members", shape.kind.name()),
                _ => format!("a {} of {}", shape.kind.name(), list.join(", ")),
            }
        }
        kind => {
            let name = kind.name();
            let article = if name.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
            format!("{article} {name}")
        }
    };
    text + &of_length(shape.traits.length)
}

fn of_member(model: &Model, member: &Member) -> String {
    let required = if member.traits.required { " (required)" } else { "" };
    let length = of_length(member.traits.length);
    format!("`{}`: {}{required}{length}", member.name, target(model, member))
}

/// Describes the lengths that a shape or a member allows, as the end of a sentence.
pub(crate) fn of_length(length: Option<Length>) -> String {
    match length {
        None | Some(Length { min: 0, max: None }) => String::new(),
        Some(Length { min: 0, max: Some(max) }) => format!("; its length is {max} at most"),
        Some(Length { min, max: None }) => format!("; its length is {min} or more"),
        Some(Length { min, max: Some(max) }) => format!("; its length is {min} to {max}"),
    }
}

/// Describes the part of a message in which a member travels.
pub(crate) fn travels(member: &Member) -> String {
    match &member.traits.binding {
        Binding::Body => format!("the body as `{}`", member.wire_name()),
        Binding::Header(name) => format!("the header field `{name}`"),
        Binding::PrefixHeaders(prefix) => format!("the header fields that begin with `{prefix}`"),
        Binding::Label => "the path".to_owned(),
        Binding::Query(name) => format!("the query as `{name}`"),
        Binding::QueryParams => "the query".to_owned(),
        Binding::Payload => "the body, as the whole of it".to_owned(),
        Binding::ResponseCode => "the status".to_owned(),
    }
}
