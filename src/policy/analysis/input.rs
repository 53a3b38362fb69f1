//! What the policies on inputs require of a client.
//!
//! The policy on a fault requires that the client itself refuses the input. The policy
//! *input.refused-before-sending* judges whether the client had sent anything before that, for every fault.

use std::collections::{HashMap, HashSet};

use crate::contract::is_number;
use crate::json::{Json, Path};
use crate::model::{Length, Names, Range, ShapeKind, Walk};
use crate::policy::judgement::{Finding, Judgement};
use crate::protocol::{InputFault, InputFaultKind};

use super::client::ClientAnalysis;
use super::union::tags;

/// Requires that the client itself refused the input.
pub(in crate::policy) fn refused(
    analysis: &ClientAnalysis<'_, '_>,
    fault: &InputFault,
) -> Judgement {
    if !analysis.features().client_validation {
        return Judgement::NotApplicable;
    }
    if analysis.outcome().refuses(analysis.input(), analysis.has_sent()) {
        return Judgement::Pass;
    }
    let sent = if analysis.has_sent() { "sent, and then: " } else { "" };
    Finding::new(fault.path.under("input"), format!("the client must refuse this input: {fault}"))
        .expected(match analysis.input() {
            Json::Object(_) => "client_error at validate or serialize",
            _ => "client_error at validate, serialize or unknown, and nothing sent",
        })
        .actual(format!("{sent}{}", analysis.outcome()))
        .into()
}

/// Reports whether a string, a list, a map or a key of one in the input is shorter or longer than the contract allows, or a
/// number less or greater.
pub(in crate::policy) fn breaks_a_bound(analysis: &ClientAnalysis<'_, '_>) -> bool {
    let model = analysis.contract().model();
    let shape = analysis.contract().operation().input();
    let mut walk = Walk::new(model, shape, analysis.input(), Names::Value);
    while let Some(node) = walk.next() {
        let of_member = || walk.around().and_then(|(_, member)| member.traits.range.as_ref());
        let of_shape = model.shape(node.shape).traits.range.as_ref();
        let ranges = || [of_member(), of_shape].into_iter().flatten();
        if let (ShapeKind::Map { key, .. }, Json::Object(entries)) =
            (model.kind(node.shape), node.value)
            && let Some(bound) = key.traits.length.or(model.shape(key.target).traits.length)
            && entries.iter().any(|(key, _)| !bound.allows(key.chars().count()))
        {
            return true;
        }
        let length = match node.value {
            // The value form of a number that JSON does not have.
            Json::String(text) if is_number(model.kind(node.shape)) => {
                let beyond = |range: &Range| match text.as_str() {
                    "Infinity" => range.max.is_some(),
                    "-Infinity" => range.min.is_some(),
                    text => text == "NaN",
                };
                if ranges().any(beyond) {
                    return true;
                }
                continue;
            }
            Json::String(text) => text.chars().count(),
            Json::Array(items) => items.len(),
            Json::Object(entries) => entries.len(),
            Json::Number(number) => {
                if ranges().any(|bound| !bound.allows(number)) {
                    return true;
                }
                continue;
            }
            _ => continue,
        };
        // A member may have bounds of its own, besides those of its shape.
        let of_member = walk.around().and_then(|(_, member)| member.traits.length);
        let of_shape = model.shape(node.shape).traits.length;
        let mut bounds = [of_member, of_shape].into_iter().flatten();
        if bounds.any(|bound: Length| !bound.allows(length)) {
            return true;
        }
    }
    false
}

/// Returns the first fault that is a union with several members.
pub(in crate::policy) fn several_members<'v>(
    analysis: &'v ClientAnalysis<'_, '_>,
) -> Option<&'v InputFault> {
    let several = several(analysis);
    analysis.input_faults().iter().find(|fault| several.contains_key(&fault.path))
}

/// Returns the first fault of a wanted kind at the only member of a union. If a union has several members, it
/// does not matter which of them the contract knows.
pub(in crate::policy) fn alone_in_union<'v>(
    analysis: &'v ClientAnalysis<'_, '_>,
    wanted: impl Fn(&InputFaultKind) -> bool,
) -> Option<&'v InputFault> {
    let unions = several(analysis).into_iter();
    let accompanied: HashSet<Path> = unions
        .flat_map(|(union, members)| members.iter().map(move |member| union.member(member)))
        .collect();
    let mut faults = analysis.input_faults().iter().filter(|fault| wanted(&fault.kind));
    faults.find(|fault| !accompanied.contains(&fault.path))
}

/// Returns the unions of an input that have several members set, with the names of all members. A null member
/// is not set: it is ill-typed, and the policy on types judges it.
fn several<'v>(analysis: &'v ClientAnalysis<'_, '_>) -> HashMap<&'v Path, &'v [String]> {
    let faults = analysis.input_faults().iter();
    let mut several: HashMap<_, _> = faults
        .filter_map(|fault| match &fault.kind {
            InputFaultKind::UnionSeveral { members } => Some((&fault.path, &members[..])),
            _ => None,
        })
        .collect();
    if several.is_empty() {
        return several;
    }
    // Only the codec makes these paths, so a lookup must build each path in the same way.
    let mut waiting = vec![(Path::default(), analysis.input())];
    while let Some((here, value)) = waiting.pop() {
        match value {
            Json::Object(members) => {
                if tags(value).len() < 2 {
                    several.remove(&here);
                }
                waiting.extend(members.iter().map(|(name, value)| (here.member(name), value)));
            }
            Json::Array(items) => {
                waiting.extend(items.iter().enumerate().map(|(i, item)| (here.index(i), item)));
            }
            _ => {}
        }
    }
    several
}
