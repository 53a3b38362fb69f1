//! Valid inputs with corners of the request as a whole: in its host, and in a body that may be compressed.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::generate::choices::Choices;
use crate::generate::context::Context;
use crate::generate::plain_bound::set;
use crate::json::Json;
use crate::model::{Binding, Member, Model, ShapeKind};

use super::super::{Recipe, nth, recipe};
use super::bindings::input_with;

/// Texts for labels of the host, the empty one among them, which no client may send.
const HOST_LABELS: &[&str] = &[
    "a",
    "north-1",
    "0",
    "A-b-C",
    "123456789012",
    "",
    "x--y",
    "abcdefghijklmnopqrstuvwxyz0123456789-abcdefghijklmnopqrstuvwxyz",
];

/// Returns the members of the input that are labels of the host.
fn host_labels(context: &Context) -> Vec<&Member> {
    let contract = context.contract();
    let prefix = contract.operation().shape().traits.host_prefix.as_deref().unwrap_or_default();
    let members = contract.model().members(contract.operation().input()).iter();
    members.filter(|member| prefix.contains(&format!("{{{}}}", member.name))).collect()
}

pub(in crate::generate::recipes) fn host_prefix() -> Recipe {
    let axes = |context: &Context| vec![host_labels(context).len().max(1), HOST_LABELS.len()];
    recipe(axes, |context, config, choices, at| {
        input_with(context, config, choices, |input, _| {
            let labels = host_labels(context);
            match nth(&labels, at[0]) {
                Some(member) => set(input, member, Json::from(*nth(HOST_LABELS, at[1])?)),
                // A prefix without labels is the same for every input.
                None => Some(()),
            }
        })
    })
}

/// Sizes of bodies around the least size that clients compress by default, which is 10,240 bytes.
const SIZES: &[usize] = &[16, 10_239, 10_241, 12_000, 20_000, 70_000];

/// How many kinds of texts there are.
const KINDS: usize = 3;

/// Codings that an input names, if it can.
const CODINGS: &[&str] = &["", "custom", "a, b"];

/// Returns a text of a size: one that packs well, one that does not, or one outside ASCII.
fn text(kind: usize, size: usize, choices: &mut Choices) -> String {
    match kind {
        0 => "parcel ".chars().cycle().take(size).collect(),
        1 => (0..size).filter_map(|_| char::from_digit(choices.below(36) as u32, 36)).collect(),
        _ => "é日😀".chars().cycle().take(size / 3).collect(),
    }
}

/// Reports whether a member of the input can make the body large.
fn can_be_large(model: &Model, member: &Member) -> bool {
    let kind = model.kind(member.target);
    match member.traits.binding {
        Binding::Body => matches!(kind, ShapeKind::String),
        Binding::Payload => matches!(kind, ShapeKind::String | ShapeKind::Blob),
        _ => false,
    }
}

pub(in crate::generate::recipes) fn compressed_body_exact() -> Recipe {
    let axes = |_: &Context| vec![CODINGS.len(), KINDS, SIZES.len()];
    recipe(axes, |context, config, choices, at| {
        input_with(context, config, choices, |input, choices| {
            let contract = context.contract();
            let model = contract.model();
            let members = model.members(contract.operation().input());
            let member = members.iter().find(|member| can_be_large(model, member))?;
            let text = text(at[1], *nth(SIZES, at[2])?, choices);
            let value = match model.kind(member.target) {
                ShapeKind::Blob => STANDARD.encode(text),
                _ => text,
            };
            set(input, member, Json::from(value))?;
            let named = |member: &&Member| member.traits.binding.is_header("Content-Encoding");
            let Some(coding) = members.iter().find(named) else { return Some(()) };
            match *nth(CODINGS, at[0])? {
                "" => {
                    let Json::Object(members) = input else { return None };
                    members.retain(|(name, _)| *name != coding.name);
                    Some(())
                }
                codings => set(input, coding, Json::from(codings)),
            }
        })
    })
}
