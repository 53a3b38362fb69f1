//! Inputs with a fault, for the laws on what a client must refuse.

use crate::shape::ShapeKind;

use super::super::answer::Context;
use super::super::config::Config;
use super::super::draw::Draw;
use super::super::node::{Kind, Node};
use super::super::value::{self, Maker};
use super::{Made, Recipe};

pub(super) const RECIPES: &[(&str, Recipe)] = &[
    ("input.required-members", |context, draw| faulty(context, draw, without_required)),
    ("input.union-one-member", |context, draw| faulty(context, draw, with_two_members)),
    ("input.union-not-empty", |context, draw| faulty(context, draw, with_no_member)),
    ("input.unknown-members", |context, draw| faulty(context, draw, with_unknown_member)),
    ("input.types", |context, draw| faulty(context, draw, with_wrong_type)),
    ("input.unknown-placeholder-refused", |context, draw| faulty(context, draw, with_placeholder)),
    ("input.refused-before-sending", any_fault),
];

type Fault = fn(&Context<'_>, &mut Node, &mut Draw) -> Option<()>;

const FAULTS: [Fault; 6] = [
    without_required,
    with_two_members,
    with_no_member,
    with_unknown_member,
    with_wrong_type,
    with_placeholder,
];

/// An input with every member that there can be, and one fault.
fn faulty(context: &Context<'_>, draw: &mut Draw, fault: Fault) -> Option<Made> {
    let optional = *draw.one(&[100, 100, 60]);
    let config = Config { optional, ..*context.config };
    let mut node = value::input_node(context.contract, &config, draw);
    fault(context, &mut node, draw)?;
    Some(Made::of_input(node.to_json()?, context, draw))
}

fn any_fault(context: &Context<'_>, draw: &mut Draw) -> Option<Made> {
    let fault = *draw.one(&FAULTS);
    faulty(context, draw, fault)
}

fn without_required(context: &Context<'_>, node: &mut Node, draw: &mut Draw) -> Option<()> {
    let model = context.contract.model();
    let required = |object: &super::super::node::Object, name: &str| {
        let members = object.shape.map(|shape| model.members(shape)).unwrap_or_default();
        members.iter().any(|member| member.traits.required && member.name == name)
    };
    let has_one = |node: &Node| match node {
        Node::Object(object) if object.is(Kind::Structure, model) => {
            object.members.iter().any(|(name, _)| required(object, name))
        }
        _ => false,
    };
    let Some(Node::Object(object)) = node.one(draw, has_one) else { return None };
    let names: Vec<String> = object
        .members
        .iter()
        .filter(|(name, _)| required(object, name))
        .map(|(name, _)| name.clone())
        .collect();
    let name = draw.one(&names).clone();
    object.members.retain(|(other, _)| *other != name);
    Some(())
}

/// A second member of the union's own, where it has one; else one that it does not know.
fn with_two_members(context: &Context<'_>, node: &mut Node, draw: &mut Draw) -> Option<()> {
    let model = context.contract.model();
    let maker = Maker::new(context.contract, context.config, false);
    let (unknown, value) = (maker.unknown_name(draw), maker.anything(draw));
    let object = node.one_object(Kind::Union, model, draw)?;
    let set = object.members.first()?.0.clone();
    let others: Vec<_> =
        model.members(object.shape?).iter().filter(|member| member.name != set).collect();
    let (name, value) = match others.is_empty() {
        false if draw.percent(70) => {
            let other = draw.one(&others);
            (other.name.clone(), maker.value(other.target, draw))
        }
        _ => (unknown, value),
    };
    if object.members.iter().any(|(other, _)| *other == name) {
        return None;
    }
    object.insert(name, value, context.config, draw);
    Some(())
}

fn with_no_member(context: &Context<'_>, node: &mut Node, draw: &mut Draw) -> Option<()> {
    node.one_object(Kind::Union, context.contract.model(), draw)?.members.clear();
    Some(())
}

fn with_unknown_member(context: &Context<'_>, node: &mut Node, draw: &mut Draw) -> Option<()> {
    let maker = Maker::new(context.contract, context.config, false);
    let model = context.contract.model();
    let value = maker.anything(draw);
    let object = node.one_object(Kind::Structure, model, draw)?;
    let members = model.members(object.shape?);
    // A name that is nearly one of the contract's is the likeliest mistake.
    let name = match draw.below(3) {
        0 if !members.is_empty() => draw.one(members).name.to_ascii_lowercase(),
        1 if !members.is_empty() => format!("{}s", draw.one(members).name),
        _ => maker.unknown_name(draw),
    };
    if members.iter().any(|member| member.name == name) {
        return None;
    }
    object.insert(name, value, context.config, draw);
    Some(())
}

fn with_wrong_type(context: &Context<'_>, node: &mut Node, draw: &mut Draw) -> Option<()> {
    let maker = Maker::new(context.contract, context.config, false);
    let model = context.contract.model();
    let text = Node::text(*draw.one(&["", "x", "{}"]));
    let other = if draw.percent(20) { Node::raw("null") } else { maker.no_text(draw) };
    let object = node.one_object(Kind::Structure, model, draw)?;
    if object.members.is_empty() {
        return None;
    }
    let place = draw.below(object.members.len());
    let (name, value) = &mut object.members[place];
    let member = model.members(object.shape?).iter().find(|member| member.name == *name)?;
    *value = match model.kind(member.target) {
        ShapeKind::String | ShapeKind::Enum(_) | ShapeKind::Blob => other,
        ShapeKind::Document => return None,
        _ if draw.percent(30) => Node::raw("null"),
        _ => text,
    };
    Some(())
}

fn with_placeholder(context: &Context<'_>, node: &mut Node, draw: &mut Draw) -> Option<()> {
    let maker = Maker::new(context.contract, context.config, false);
    let name = Node::Text(maker.unknown_name(draw));
    let object = node.one_object(Kind::Union, context.contract.model(), draw)?;
    object.members = vec![("SDK_UNKNOWN_MEMBER".to_owned(), Node::object([("name", name)]))];
    Some(())
}
