//! Errors whose own members are of interest.

use crate::contract::{is_message, names_error};
use crate::generate::choices::Choices;
use crate::generate::config::Config;
use crate::generate::context::{Context, Draft};
use crate::generate::corner_tables::{ENTRIES, FIELDS};
use crate::generate::plain_bound::{plain_error, plain_input, set};
use crate::json::Json;
use crate::model::{Binding, Bindings, Member, ShapeKind};

use super::super::text_corners::{corner, list_corner};
use super::super::{Recipe, nth, recipe};

/// Returns the members of the errors in header fields, or those in the body apart from messages, each with its error.
fn members(context: &Context, in_fields: bool) -> Vec<(&Bindings, &Member)> {
    let model = context.contract().model();
    let mut found = Vec::new();
    for error in &context.contract().bindings().errors {
        let is_bound = |member: &Member| error.bound(model).any(|bound| bound.name == member.name);
        let members = model.members(error.shape()).iter().filter(|member| match in_fields {
            true => is_bound(member) && !names_error(member),
            false => !is_bound(member) && !is_message(member),
        });
        found.extend(members.map(|member| (error, member)));
    }
    found
}

/// Returns a call that is answered by an error with this value of a member.
fn error_with(
    context: &Context,
    config: &Config,
    choices: &mut Choices,
    (error, member): (&Bindings, &Member),
    value: Json,
) -> Option<Draft> {
    let mut whole = plain_error(context, error, config, choices);
    set(&mut whole, member, value)?;
    let contract = context.contract();
    let parts = contract.protocol().write_error(contract, error.shape(), &whole).ok()?;
    let input = plain_input(context, &Config::realistic(), choices);
    Some(Draft::new(input, parts.into_answer()))
}

pub(in crate::generate::recipes) fn header_fields_read() -> Recipe {
    let axes = |context: &Context| vec![members(context, true).len(), FIELDS.len()];
    recipe(axes, |context, config, choices, at| {
        let found = members(context, true);
        let (error, member) = *nth(&found, at[0])?;
        let model = context.contract().model();
        let value = match (&member.traits.binding, model.kind(member.target)) {
            (Binding::PrefixHeaders(_), _) => {
                let entries = nth(ENTRIES, at[1])?.iter();
                Json::object(entries.map(|(name, value)| (*name, Json::from(*value))))
            }
            (_, ShapeKind::List(_)) => list_corner(model, member, at[1])?,
            _ => corner(model, member.target, FIELDS, at[1])?,
        };
        error_with(context, config, choices, (error, member), value)
    })
}

/// How many values of each member there are.
const VALUES: usize = 8;

pub(in crate::generate::recipes) fn members_read() -> Recipe {
    let axes = |context: &Context| vec![members(context, false).len(), VALUES];
    recipe(axes, |context, config, choices, at| {
        let found = members(context, false);
        let (error, member) = *nth(&found, at[0])?;
        // The first has every member, so that none is missed by chance.
        let config = if at[1] == 0 { &Config::full() } else { config };
        let value = context.value(member.target, config, choices);
        error_with(context, config, choices, (error, member), value)
    })
}
