//! Successes with corners outside the body: in header fields, in the status, in a raw payload, in a body that is empty.

use crate::generate::choices::Choices;
use crate::generate::config::Config;
use crate::generate::context::{Context, Draft};
use crate::generate::corner_tables::{BLOBS, ELEMENTS, ENTRIES, FIELDS, numbers};
use crate::generate::corners::number;
use crate::generate::plain_bound::{answer_of, bound_in_output, plain_input, plain_output, set};
use crate::http::Answer;
use crate::json::Json;
use crate::model::{Binding, Member, Model, ShapeKind};

use super::super::text_corners::list_corner;
use super::super::{Recipe, nth, recipe};

/// Returns a plain call with the answer that carries an output in which `change` sets something.
fn output_with(
    context: &Context,
    config: &Config,
    choices: &mut Choices,
    change: impl FnOnce(&mut Json) -> Option<()>,
) -> Option<Draft> {
    let mut output = plain_output(context, config, choices);
    change(&mut output)?;
    answered(context, choices, answer_of(context, &output)?)
}

/// Returns a plain call with an answer.
pub(super) fn answered(context: &Context, choices: &mut Choices, answer: Answer) -> Option<Draft> {
    Some(Draft::new(plain_input(context, &Config::realistic(), choices), answer))
}

/// Returns the members of the output in header fields: those with lists, or the others.
fn fields(context: &Context, list: bool) -> Vec<&Member> {
    bound_in_output(context, |model, member| {
        matches!(member.traits.binding, Binding::Header(_))
            && matches!(model.kind(member.target), ShapeKind::List(_)) == list
    })
}

fn corner(model: &Model, member: &Member, at: usize) -> Option<Json> {
    Some(match model.kind(member.target) {
        ShapeKind::String => Json::from(*nth(FIELDS, at)?),
        ShapeKind::Boolean => Json::Bool(at % 2 == 1),
        ShapeKind::Enum(values) => Json::from(nth(values, at)?.as_str()),
        // `response.timestamps-read` has the corners of timestamps.
        ShapeKind::Timestamp => return None,
        kind => number(nth(numbers(kind), at)?),
    })
}

pub(in crate::generate::recipes) fn header_fields_read() -> Recipe {
    recipe(
        |context| vec![fields(context, false).len(), FIELDS.len()],
        |context, config, choices, at| {
            output_with(context, config, choices, |output| {
                let fields = fields(context, false);
                let member = nth(&fields, at[0])?;
                set(output, member, corner(context.contract().model(), member, at[1])?)
            })
        },
    )
}

/// The ways in which a list stands in header fields.
const WAYS: usize = 3;

pub(in crate::generate::recipes) fn header_lists_read() -> Recipe {
    let axes = |context: &Context| vec![fields(context, true).len(), ELEMENTS.len(), WAYS];
    recipe(axes, |context, config, choices, at| {
        let mut output = plain_output(context, config, choices);
        let fields = fields(context, true);
        let member = nth(&fields, at[0])?;
        let model = context.contract().model();
        set(&mut output, member, list_corner(model, member, at[1])?)?;
        let mut answer = answer_of(context, &output)?;
        let Binding::Header(name) = &member.traits.binding else { return None };
        let line = answer.headers.only(name)?.text()?.to_owned();
        // Elements with commas of their own stay in one field.
        let plain = !line.contains('"') && !is_dates(model, member);
        match at[2] {
            1 if plain => answer.headers.set(name, line.replace(", ", ",")),
            2 if plain => {
                let mut parts = line.split(", ").map(str::to_owned);
                answer.headers.set(name, parts.next()?);
                parts.for_each(|part| answer.headers.push(name.as_str(), part));
            }
            _ => {}
        }
        answered(context, choices, answer)
    })
}

fn is_dates(model: &Model, member: &Member) -> bool {
    match model.kind(member.target) {
        ShapeKind::List(element) => matches!(model.kind(element.target), ShapeKind::Timestamp),
        _ => false,
    }
}

pub(in crate::generate::recipes) fn prefix_headers_read() -> Recipe {
    recipe(
        |_| vec![ENTRIES.len(), 3],
        |context, config, choices, at| {
            let mut output = plain_output(context, config, choices);
            let maps = bound_in_output(context, |_, m| {
                matches!(m.traits.binding, Binding::PrefixHeaders(_))
            });
            let map = *maps.first()?;
            let Binding::PrefixHeaders(prefix) = &map.traits.binding else { return None };
            let entries = nth(ENTRIES, at[0])?;
            set(&mut output, map, Json::Object(Vec::new()))?;
            let mut answer = answer_of(context, &output)?;
            for (key, value) in *entries {
                let name = format!("{prefix}{key}");
                // The names of fields are the same in any case, and proxies change it.
                let name = match at[1] {
                    1 => name.to_ascii_lowercase(),
                    2 => name.to_ascii_uppercase(),
                    _ => name,
                };
                answer.headers.push(name, *value);
            }
            answered(context, choices, answer)
        },
    )
}

/// Statuses of a success with a body.
const STATUSES: &[u16] = &[200, 201, 202, 203, 206, 299];

pub(in crate::generate::recipes) fn status_read() -> Recipe {
    recipe(
        |_| vec![STATUSES.len(), 2],
        |context, config, choices, at| {
            output_with(context, config, choices, |output| {
                let bound =
                    bound_in_output(context, |_, m| m.traits.binding == Binding::ResponseCode);
                set(output, bound.first()?, Json::from(u64::from(*nth(STATUSES, at[0])?)))
            })
        },
    )
}

/// Texts for a payload that is a string.
const PAYLOADS: &[&str] =
    &["plain", "\"q\"", "{}", "é😀", "a\r\nb\n", "null", " a ", "{\"message\":", "<html>", "7"];

pub(in crate::generate::recipes) fn raw_payload_read() -> Recipe {
    recipe(
        |_| vec![PAYLOADS.len().max(BLOBS.len()), 2],
        |context, config, choices, at| {
            output_with(context, config, choices, |output| {
                let (model, bindings) =
                    (context.contract().model(), &context.contract().bindings().output);
                let member = bindings.payload(model)?;
                let value = match model.kind(member.target) {
                    ShapeKind::Blob => Json::from(*nth(BLOBS, at[0])?),
                    ShapeKind::String => Json::from(*nth(PAYLOADS, at[0])?),
                    _ => return None,
                };
                set(output, member, value)
            })
        },
    )
}

/// Statuses of a success without a body.
const EMPTY: &[u16] = &[200, 201, 202, 299];

pub(in crate::generate::recipes) fn empty_body_read() -> Recipe {
    recipe(
        |_| vec![EMPTY.len(), 3],
        |context, config, choices, at| {
            let mut answer = answer_of(context, &plain_output(context, config, choices))?;
            answer.status = *nth(EMPTY, at[0])?;
            answer.body.clear();
            match at[1] {
                0 => {
                    let kept = answer
                        .headers
                        .iter()
                        .filter(|h| !h.name.eq_ignore_ascii_case("Content-Type"));
                    answer.headers = kept.map(|h| (h.name.clone(), h.value.clone())).collect();
                }
                1 => answer.headers.set("Content-Type", "application/json"),
                _ => answer.headers.set("Content-Type", "text/plain"),
            }
            answered(context, choices, answer)
        },
    )
}
