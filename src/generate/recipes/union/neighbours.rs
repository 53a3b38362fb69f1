//! Unknown members of unions that stand among other unions: in a list or map of unions, or in a union inside another one.
//!
//! A client that fills one value again and again may show what it read before for a member that it does not know.

use crate::generate::answer::{not_null, success};
use crate::generate::choices::Choices;
use crate::generate::config::Config;
use crate::generate::context::{Context, Draft};
use crate::generate::tree::{Place, RawTree};
use crate::model::{Member, Model, ShapeKind};

use super::super::nth;
use super::super::response::wanted_places;

/// How many ways there are in which a union stands among others.
const WAYS: usize = 4;

/// The way in which it is a member of another union.
pub(super) const NESTED: usize = 3;

/// Returns the unions that are members of a union.
fn inner(model: &Model, kind: &ShapeKind) -> Vec<Member> {
    let is_union = |member: &&Member| matches!(model.kind(member.target), ShapeKind::Union(_));
    match kind {
        ShapeKind::Union(members) => members.iter().filter(is_union).cloned().collect(),
        _ => Vec::new(),
    }
}

/// Reports whether a shape is a list or map of unions.
fn has_unions(model: &Model, kind: &ShapeKind) -> bool {
    match kind {
        ShapeKind::List(element) | ShapeKind::Map { value: element, .. } => {
            matches!(model.kind(element.target), ShapeKind::Union(_))
        }
        _ => false,
    }
}

/// Returns how many ways the output of the contract has: none if its unions stand alone.
pub(super) fn ways(context: &Context) -> usize {
    let Some(tree) = context.body(&Config::full(), &mut Choices::from_seed(1)) else { return 0 };
    let model = context.contract().model();
    let wanted =
        |kind: &ShapeKind, _: &Place| has_unions(model, kind) || !inner(model, kind).is_empty();
    if wanted_places(context, &tree, wanted).is_empty() { 0 } else { WAYS }
}

/// Returns a call whose answer has a union with the unknown member `name` among others. `way` is less than [`ways`].
pub(super) fn unknown_among(
    context: &Context,
    config: &Config,
    choices: &mut Choices,
    (index, way): (usize, usize),
    name: &str,
) -> Option<Draft> {
    // Everything is there, and the other unions have members that the contract knows.
    let config = Config { absent: 0, unknown_tags: 0, items: 3, ..config.clone() };
    let model = context.contract().model();
    let answer = success(context, &config, choices, |tree, choices| {
        let value = match choices.chance(50) {
            true => RawTree::Object(Vec::new()),
            false => not_null(choices),
        };
        let unknown = RawTree::Object(vec![(name.to_owned(), value)]);
        let collections = wanted_places(context, tree, |kind, _| has_unions(model, kind));
        let outer = wanted_places(context, tree, |kind, _| !inner(model, kind).is_empty());
        // If the output lacks what a way needs, it has the other.
        let nested = way == NESTED && !outer.is_empty() || collections.is_empty();
        if nested {
            let place = nth(&outer, index)?;
            let members = inner(model, model.kind(place.shape));
            let member = nth(&members, index)?.wire_name().to_owned();
            *tree.at(&place.steps)? = RawTree::Object(vec![(member, unknown)]);
            return Some(());
        }
        let place = nth(&collections, index)?;
        let known: Vec<RawTree> = match tree.at(&place.steps)? {
            RawTree::Array(items) => items.clone(),
            RawTree::Object(entries) => entries.iter().map(|(_, value)| value.clone()).collect(),
            _ => return None,
        };
        let (first, last) = (known.first()?.clone(), known.last()?.clone());
        let items = match way {
            0 => vec![first, unknown, last],
            1 => vec![first.clone(), last, unknown],
            _ => vec![unknown.clone(), first, unknown, last],
        };
        let tree = tree.at(&place.steps)?;
        *tree = match tree {
            RawTree::Array(_) => RawTree::Array(items),
            _ => RawTree::Object(
                ["a", "b", "c", "d"].map(str::to_owned).into_iter().zip(items).collect(),
            ),
        };
        Some(())
    })?;
    Some(Draft::answered(context, answer, choices))
}
