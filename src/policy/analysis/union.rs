//! The unions of a value, for the policies on unions.

use crate::json::{Json, Path};
use crate::model::ShapeKind;

use super::client::ClientAnalysis;

/// Returns the names of the members that are set in a union in the value form.
pub(in crate::policy) fn tags(union: &Json) -> Vec<&str> {
    let set = union.members().iter().filter(|(_, value)| !value.is_null());
    set.map(|(name, _)| name.as_str()).collect()
}

/// Returns every union in an output as the testee shows it, with its path.
pub(in crate::policy) fn shown_unions<'e>(
    analysis: &ClientAnalysis<'_, 'e>,
) -> Vec<(Path, &'e Json)> {
    let Some(output) = analysis.output() else { return Vec::new() };
    let model = analysis.contract().model();
    let mut found = Vec::new();
    let mut waiting = vec![(analysis.contract().operation().output(), Path::default(), output)];
    while let Some((shape, path, value)) = waiting.pop() {
        match (model.kind(shape), value) {
            (ShapeKind::Structure(members) | ShapeKind::Union(members), Json::Object(_)) => {
                if matches!(model.kind(shape), ShapeKind::Union(_)) {
                    found.push((path.clone(), value));
                }
                for member in members {
                    if let Some(value) = value.get(&member.name) {
                        waiting.push((member.target, path.member(&member.name), value));
                    }
                }
            }
            (ShapeKind::List(member), Json::Array(items)) => {
                for (i, value) in items.iter().enumerate() {
                    waiting.push((member.target, path.index(i), value));
                }
            }
            (ShapeKind::Map { value: member, .. }, Json::Object(entries)) => {
                for (key, value) in entries {
                    waiting.push((member.target, path.member(key), value));
                }
            }
            _ => {}
        }
    }
    found
}
