//! Numbers in documents, digit for digit.
//!
//! The comparison of values takes numbers in documents for doubles, because most languages do. A policy of its own asks for
//! more.

use crate::json::{Json, Path};
use crate::model::{Model, Names, ShapeKind, ShapeRef, Walk};

use super::value_class::value_behind;

/// Returns the numbers in documents that differ although they are the same double, each with its path and both spellings.
/// `None` if the first value has no number in a document.
pub(in crate::policy) fn changed_numbers(
    model: &Model,
    shape: ShapeRef,
    due: &Json,
    found: &Json,
) -> Option<Vec<(Path, String, String)>> {
    let mut documents = Vec::new();
    let mut walk = Walk::new(model, shape, due, Names::Value);
    while let Some(node) = walk.next() {
        if matches!(model.kind(node.shape), ShapeKind::Document) {
            // The same steps lead to it, unless members are missing: then other policies speak.
            documents.push((node.value, walk.path()));
        }
    }
    let mut waiting: Vec<(&Json, &Json, Path)> = documents
        .into_iter()
        .filter_map(|(due, path)| Some((due, at(found, &path)?, path)))
        .collect();
    let (mut judged, mut changed) = (false, Vec::new());
    while let Some((due, found, path)) = waiting.pop() {
        match (due, found) {
            (Json::Number(due), Json::Number(found)) => {
                judged = true;
                if !due.same_value(found) && due.to_f64() == found.to_f64() {
                    changed.push((path, due.to_string(), found.to_string()));
                }
            }
            (Json::Number(number), _) if is_overflow(due, found) => {
                judged = true;
                changed.push((path, number.to_string(), found.to_string()));
            }
            (Json::Array(due), Json::Array(found)) if due.len() == found.len() => {
                let items = due.iter().zip(found).enumerate();
                waiting.extend(items.map(|(i, (due, found))| (due, found, path.index(i))));
            }
            (Json::Object(_), Json::Object(_)) => {
                let members = due.distinct_members().into_iter();
                waiting
                    .extend(members.filter_map(|(name, due)| {
                        Some((due, found.get(name)?, path.member(name)))
                    }));
            }
            _ => {}
        }
    }
    judged.then_some(changed)
}

/// Reports whether a number is too large for a double, and is shown as the infinity that a double makes of it. The value form
/// spells that as a text.
pub(in crate::policy) fn is_overflow(due: &Json, shown: &Json) -> bool {
    let (Json::Number(due), Json::String(shown)) = (due, shown) else { return false };
    match due.to_f64() {
        f64::INFINITY => shown == "Infinity",
        f64::NEG_INFINITY => shown == "-Infinity",
        _ => false,
    }
}

/// Returns the value at a path.
fn at<'v>(value: &'v Json, path: &Path) -> Option<&'v Json> {
    let steps: Vec<_> = std::iter::successors(Some(path), |path| path.parent()).collect();
    steps.iter().rev().skip(1).try_fold(value, |value, step| value_behind(value, step))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract::Contract;

    #[test]
    fn only_numbers_that_a_double_confuses_are_told() {
        let contract = Contract::parcels("DescribeParcel").expect("it is there");
        let (model, shape) = (contract.model(), contract.operation().input());
        let changed = |due: &str, found: &str| {
            let parse = |text: &str| Json::parse(format!("{{\"Extra\":{text}}}")).expect("JSON");
            let changed = changed_numbers(model, shape, &parse(due), &parse(found))?;
            Some(changed.into_iter().map(|(path, ..)| path.to_string()).collect::<Vec<_>>())
        };
        assert_eq!(
            changed(r#"{"a":[1,9007199254740993]}"#, r#"{"a":[1.0,9007199254740992]}"#),
            Some(vec!["Extra.a[1]".to_owned()])
        );
        assert_eq!(changed("[1e400]", r#"["Infinity"]"#), Some(vec!["Extra[0]".to_owned()]));
        assert_eq!(changed("[-1e400]", r#"["-Infinity"]"#), Some(vec!["Extra[0]".to_owned()]));
        assert_eq!(changed("[1e400]", r#"["-Infinity"]"#), None);
        assert_eq!(changed("7", "8"), Some(vec![]));
        assert_eq!(changed("\"7\"", "7"), None);
    }
}
