//! Plain values for the members outside the body, so that a stimulus has one corner and nothing else that is unusual.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::http::Answer;
use crate::json::Json;
use crate::model::{Binding, Bindings, Member, Model, ShapeKind, ShapeRef};

use super::choices::Choices;
use super::config::Config;
use super::context::Context;
use super::corners::number;

/// Returns the members of the input outside the body that `wanted` holds for.
pub(super) fn bound_in_input(
    context: &Context,
    wanted: impl Fn(&Model, &Member) -> bool,
) -> Vec<&Member> {
    let (model, bindings) = (context.contract().model(), &context.contract().bindings().input);
    bindings.bound(model).filter(|member| wanted(model, member)).collect()
}

/// Returns the members of the output outside the body that `wanted` holds for.
pub(super) fn bound_in_output(
    context: &Context,
    wanted: impl Fn(&Model, &Member) -> bool,
) -> Vec<&Member> {
    let (model, bindings) = (context.contract().model(), &context.contract().bindings().output);
    bindings.bound(model).filter(|member| wanted(model, member)).collect()
}

/// Returns a valid input of this configuration. Outside the body all its values are plain.
pub(super) fn plain_input(context: &Context, config: &Config, choices: &mut Choices) -> Json {
    let input = context.input(config, choices);
    plain(context, &context.contract().bindings().input, input)
}

/// Returns a valid output of this configuration. Outside the body all its values are plain.
pub(super) fn plain_output(context: &Context, config: &Config, choices: &mut Choices) -> Json {
    let output = context.output(config, choices);
    plain(context, &context.contract().bindings().output, output)
}

/// Returns a valid value of the error with these bindings. Outside the body all its values are plain.
pub(super) fn plain_error(
    context: &Context,
    error: &Bindings,
    config: &Config,
    choices: &mut Choices,
) -> Json {
    plain(context, error, context.value(error.shape(), config, choices))
}

/// Returns the answer that carries an output.
pub(super) fn answer_of(context: &Context, output: &Json) -> Option<Answer> {
    let contract = context.contract();
    Some(contract.protocol().write_response(contract, output).ok()?.into_answer())
}

/// Returns a plain success.
pub(super) fn plain_answer(context: &Context, choices: &mut Choices) -> Option<Answer> {
    answer_of(context, &plain_output(context, &Config::realistic(), choices))
}

/// Sets a member of a value.
pub(super) fn set(value: &mut Json, member: &Member, to: Json) -> Option<()> {
    let Json::Object(members) = value else { return None };
    members.retain(|(name, _)| *name != member.name);
    members.push((member.name.clone(), to));
    Some(())
}

fn plain(context: &Context, bindings: &Bindings, mut value: Json) -> Json {
    let model = context.contract().model();
    let bound: Vec<&Member> = bindings.bound(model).collect();
    if let Json::Object(members) = &mut value {
        for (name, value) in members {
            let Some(member) = bound.iter().find(|member| member.name == *name) else { continue };
            *value = match &member.traits.binding {
                Binding::ResponseCode => {
                    Json::from(u64::from(context.contract().operation().http().code))
                }
                _ => plain_value(model, member.target),
            };
        }
    }
    value
}

/// Returns a value that every part of a message carries as it is.
pub(super) fn plain_value(model: &Model, shape: ShapeRef) -> Json {
    match model.kind(shape) {
        ShapeKind::List(element) => Json::Array(vec![plain_value(model, element.target)]),
        ShapeKind::Map { value, .. } => Json::object([("plain", plain_value(model, value.target))]),
        ShapeKind::Boolean => Json::Bool(true),
        ShapeKind::Timestamp => number("1756684800"),
        ShapeKind::Enum(values) => Json::from(values.first().map_or("plain", String::as_str)),
        ShapeKind::IntEnum(values) => {
            number(&values.first().copied().unwrap_or_default().to_string())
        }
        ShapeKind::Blob => Json::from(STANDARD.encode("plain")),
        ShapeKind::String => Json::from("plain"),
        _ => number("7"),
    }
}
