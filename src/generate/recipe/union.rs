//! Answers with unions in every state.

use super::super::answer::Context;
use super::super::draw::Draw;
use super::super::node::{Kind, Node, Object};
use super::{Made, Recipe};

pub(super) const RECIPES: &[(&str, Recipe)] = &[
    ("union.known-member", |context, draw| of_union(context, draw, |_, _, _| Some(()))),
    ("union.unknown-member-tolerated", |context, draw| of_union(context, draw, unknown_object)),
    ("union.unknown-member-named", |context, draw| of_union(context, draw, unknown_object)),
    ("union.unknown-value-irrelevant", |context, draw| of_union(context, draw, unknown_value)),
    ("union.type-hint-ignored", |context, draw| of_union(context, draw, hinted)),
    ("union.null-members-ignored", |context, draw| of_union(context, draw, beside_nulls)),
    ("union.null-is-absent", null_union),
    ("union.never-two-members", |context, draw| of_union(context, draw, any_state)),
    ("union.several-members-refused", |context, draw| of_union(context, draw, several)),
    ("union.no-member-refused", |context, draw| of_union(context, draw, none)),
    ("union.non-object-refused", non_object),
];

type Edit = fn(&Context<'_>, &mut Object, &mut Draw) -> Option<()>;

/// An answer with one union in it edited.
fn of_union(context: &Context<'_>, draw: &mut Draw, edit: Edit) -> Option<Made> {
    let mut output =
        if draw.percent(60) { context.full_output(draw) } else { context.output(draw) };
    edit(context, context.union(&mut output, draw)?, draw)?;
    if draw.percent(20) {
        context.season(&mut output, draw);
    }
    Some(context.success(&output, draw).into())
}

/// A name that the union does not know.
fn unknown_name(context: &Context<'_>, object: &Object, draw: &mut Draw) -> Option<String> {
    let name = context.maker().unknown_name(draw);
    let known = context.contract.model().members(object.shape?);
    let taken = object.members.iter().any(|(other, _)| *other == name);
    (!taken && !known.iter().any(|member| member.wire_name() == name)).then_some(name)
}

fn unknown_object(context: &Context<'_>, object: &mut Object, draw: &mut Draw) -> Option<()> {
    let name = unknown_name(context, object, draw)?;
    let value =
        Node::raw(*draw.one(&["{}", r#"{"Id":"x"}"#, r#"{"a":[1,{"b":null}],"__type":"y"}"#]));
    object.members = vec![(name, value)];
    Some(())
}

fn unknown_value(context: &Context<'_>, object: &mut Object, draw: &mut Draw) -> Option<()> {
    let name = unknown_name(context, object, draw)?;
    let value = context.maker().anything(draw);
    // A member that is null is not set.
    let value = if value == Node::raw("null") { Node::raw("false") } else { value };
    object.members = vec![(name, value)];
    Some(())
}

fn hinted(context: &Context<'_>, object: &mut Object, draw: &mut Draw) -> Option<()> {
    if draw.percent(40) {
        unknown_object(context, object, draw)?;
    }
    let hint = context.hint(draw);
    object.insert("__type", hint, context.config, draw);
    Some(())
}

fn beside_nulls(context: &Context<'_>, object: &mut Object, draw: &mut Draw) -> Option<()> {
    if draw.percent(40) {
        unknown_value(context, object, draw)?;
    }
    for _ in 0..draw.within(1, 4) {
        let known = context.contract.model().members(object.shape?);
        let name = match draw.one(known) {
            member if draw.percent(40) => member.wire_name().to_owned(),
            _ => context.maker().unknown_name(draw),
        };
        if !object.members.iter().any(|(other, _)| *other == name) {
            object.insert(name, Node::raw("null"), context.config, draw);
        }
    }
    Some(())
}

fn several(context: &Context<'_>, object: &mut Object, draw: &mut Draw) -> Option<()> {
    for _ in 0..draw.within(1, 3) {
        let name = unknown_name(context, object, draw)?;
        let value = match context.maker().anything(draw) {
            null if null == Node::raw("null") => Node::raw("{}"),
            value => value,
        };
        object.insert(name, value, context.config, draw);
    }
    Some(())
}

fn none(context: &Context<'_>, object: &mut Object, draw: &mut Draw) -> Option<()> {
    object.members.clear();
    match draw.below(4) {
        0 => {}
        1 => object.insert("__type", context.hint(draw), context.config, draw),
        2 => beside_nulls_only(context, object, draw)?,
        _ => {
            beside_nulls_only(context, object, draw)?;
            object.insert("__type", context.hint(draw), context.config, draw);
        }
    }
    Some(())
}

fn beside_nulls_only(context: &Context<'_>, object: &mut Object, draw: &mut Draw) -> Option<()> {
    let known = context.contract.model().members(object.shape?);
    if !known.is_empty() {
        let name = draw.one(known).wire_name().to_owned();
        object.insert(name, Node::raw("null"), context.config, draw);
    }
    if draw.percent(50) {
        let name = unknown_name(context, object, draw)?;
        object.insert(name, Node::raw("null"), context.config, draw);
    }
    Some(())
}

fn any_state(context: &Context<'_>, object: &mut Object, draw: &mut Draw) -> Option<()> {
    const STATES: [Edit; 5] = [unknown_object, hinted, beside_nulls, several, none];
    draw.one(&STATES)(context, object, draw)
}

fn null_union(context: &Context<'_>, draw: &mut Draw) -> Option<Made> {
    let mut output = context.full_output(draw);
    *place_of_union(context, &mut output, draw)? = Node::raw("null");
    Some(context.success(&output, draw).into())
}

fn non_object(context: &Context<'_>, draw: &mut Draw) -> Option<Made> {
    let mut output = context.full_output(draw);
    let value = match draw.below(3) {
        0 => Node::text("ActiveDirectoryIdentityProvider"),
        1 => Node::raw(*draw.one(&["[]", "[{}]", r#"["ActiveDirectoryIdentityProvider",{}]"#])),
        _ => context.maker().anything(draw),
    };
    *place_of_union(context, &mut output, draw)? = value;
    Some(context.success(&output, draw).into())
}

fn place_of_union<'n>(
    context: &Context<'_>,
    output: &'n mut Node,
    draw: &mut Draw,
) -> Option<&'n mut Node> {
    let model = context.contract.model();
    output.one(draw, |node| matches!(node, Node::Object(object) if object.is(Kind::Union, model)))
}
