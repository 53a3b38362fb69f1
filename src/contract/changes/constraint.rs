//! What changed of the constraints on a shape or a member.

use std::cmp::Ordering;

use crate::contract::describe::of_length;
use crate::json::Number;
use crate::model::{Length, Range, Traits};

use super::change::Change;
use super::rule::CONSTRAINED;

/// Returns what changed of the constraint traits. `what` names the shape or the member: `` `A` of `B` ``.
pub(super) fn changes(
    subject: &str,
    what: &str,
    (before, after): (&Traits, &Traits),
    users: &str,
) -> Vec<Change> {
    let mut changes = Vec::new();
    let mut add = |is_broken: bool, text: String| {
        changes.push(Change::new(subject, text).breaking_if(is_broken, CONSTRAINED, users));
    };
    if before.length != after.length {
        let text = match of_length(after.length) {
            bounds if bounds.is_empty() => format!("the length of {what} has no bounds any more"),
            bounds => format!("{what} has other bounds{bounds}"),
        };
        add(shorter(before.length, after.length), text);
    }
    if before.range != after.range {
        let text = match &after.range {
            None => format!("{what} has no bounds any more"),
            Some(range) => format!("{what} has other bounds: {}", of_range(range)),
        };
        add(narrower(before.range.as_ref(), after.range.as_ref()), text);
    }
    if before.pattern != after.pattern {
        // Whether a pattern matches less than another one cannot be told, so another one counts as less.
        let text = match &after.pattern {
            None => format!("{what} has no pattern any more"),
            Some(pattern) => format!("{what} must match `{}`", pattern.as_str()),
        };
        add(after.pattern.is_some(), text);
    }
    if before.unique_items != after.unique_items {
        let set = after.unique_items;
        let may = if set { "may no longer" } else { "may now" };
        add(set, format!("{what} {may} have equal elements"));
    }
    changes
}

/// Reports whether the later bounds refuse a length that the earlier ones allow.
fn shorter(was: Option<Length>, is: Option<Length>) -> bool {
    let Some(is) = is else { return false };
    let was = was.unwrap_or(Length { min: 0, max: None });
    let less = match (was.max, is.max) {
        (_, None) => false,
        (None, Some(_)) => true,
        (Some(was), Some(is)) => is < was,
    };
    is.min > was.min || less
}

/// Reports whether the later bounds refuse a number that the earlier ones allow.
fn narrower(was: Option<&Range>, is: Option<&Range>) -> bool {
    let Some(is) = is else { return false };
    let tighter = |was: Option<&Number>, is: &Option<Number>, way: Ordering| match (was, is) {
        (_, None) => false,
        (None, Some(_)) => true,
        (Some(was), Some(is)) => is.compare(was) == way,
    };
    tighter(was.and_then(|was| was.min.as_ref()), &is.min, Ordering::Greater)
        || tighter(was.and_then(|was| was.max.as_ref()), &is.max, Ordering::Less)
}

fn of_range(range: &Range) -> String {
    match (&range.min, &range.max) {
        (Some(min), Some(max)) => format!("{} to {}", min.as_str(), max.as_str()),
        (Some(min), None) => format!("{} or more", min.as_str()),
        (None, Some(max)) => format!("{} at most", max.as_str()),
        (None, None) => "none".to_owned(),
    }
}
