//! A model with nothing that its operations do not need.

use std::collections::{HashMap, HashSet};

use crate::json::Json;

/// Returns a Smithy JSON AST file with those shapes only that some operations reach, and without the tests in it.
pub(super) fn pruned(file: &Json, operations: &HashSet<&str>) -> Json {
    let shapes = file.get("shapes").map_or(&[][..], Json::members);
    let by_id: HashMap<&str, &Json> =
        shapes.iter().map(|(id, shape)| (id.as_str(), shape)).collect();
    let is_type = |shape: &Json, name: &str| shape.get("type").and_then(Json::as_str) == Some(name);
    let mut kept: HashSet<&str> = HashSet::new();
    let mut waiting: Vec<&str> = operations.iter().copied().collect();
    while let Some(id) = waiting.pop() {
        if let (Some(shape), true) = (by_id.get(id), kept.insert(id)) {
            waiting.extend(targets(shape));
        }
    }
    let near: HashSet<&str> = operations
        .iter()
        .filter_map(|id| id.split_once('#'))
        .map(|(namespace, _)| namespace)
        .collect();
    let shapes = shapes.iter().filter_map(|(id, shape)| {
        let (owner, _) = id.split_once('$').unwrap_or((id, ""));
        let namespace = id.split_once('#').map_or("", |(namespace, _)| namespace);
        if is_type(shape, "service") && near.contains(namespace) {
            return Some((id.clone(), service(shape, operations)));
        }
        let is_kept =
            kept.contains(id.as_str()) || (is_type(shape, "apply") && kept.contains(owner));
        is_kept.then(|| (id.clone(), bare(shape)))
    });
    let version = file.get("smithy").cloned().unwrap_or_else(|| Json::from("2.0"));
    Json::object([("smithy", version), ("shapes", Json::object(shapes.collect::<Vec<_>>()))])
}

/// Returns the shapes that a shape refers to: by its members, as input, output and errors, and as mixins.
fn targets(shape: &Json) -> Vec<&str> {
    let mut found = Vec::new();
    for (name, part) in shape.members() {
        match (name.as_str(), part) {
            ("members", members) => {
                found.extend(members.members().iter().filter_map(|(_, member)| target(member)));
            }
            ("errors" | "mixins", Json::Array(items)) => {
                found.extend(items.iter().filter_map(target))
            }
            ("member" | "key" | "value" | "input" | "output", reference) => {
                found.extend(target(reference));
            }
            _ => {}
        }
    }
    found
}

fn target(reference: &Json) -> Option<&str> {
    reference.get("target").and_then(Json::as_str)
}

/// Returns a service with those operations only.
fn service(shape: &Json, operations: &HashSet<&str>) -> Json {
    let is_kept = |reference: &&Json| target(reference).is_some_and(|id| operations.contains(id));
    let fields = shape.members().iter().filter_map(|(name, value)| match (name.as_str(), value) {
        ("resources" | "errors", _) => None,
        ("operations", Json::Array(items)) => {
            let kept = items.iter().filter(is_kept).cloned().collect();
            Some((name.clone(), Json::Array(kept)))
        }
        _ => Some((name.clone(), value.clone())),
    });
    bare(&Json::object(fields.collect::<Vec<_>>()))
}

/// Returns a shape without traits that are no part of its contract: tests, examples, documentation, rules of endpoints. A shape
/// has a few levels.
fn bare(shape: &Json) -> Json {
    const APART: [&str; 4] =
        ["smithy.test#", "smithy.rules#", "smithy.api#examples", "smithy.api#documentation"];
    let Json::Object(fields) = shape else { return shape.clone() };
    Json::object(fields.iter().map(|(name, value)| {
        let value = match (name.as_str(), value) {
            ("traits", Json::Object(traits)) => {
                let is_kept =
                    |(id, _): &&(String, Json)| !APART.iter().any(|apart| id.starts_with(apart));
                Json::Object(traits.iter().filter(is_kept).cloned().collect())
            }
            ("members", Json::Object(members)) => {
                Json::object(members.iter().map(|(name, member)| (name.clone(), bare(member))))
            }
            ("member" | "key" | "value", member) => bare(member),
            _ => value.clone(),
        };
        (name.clone(), value)
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_an_operation_reaches_is_kept() {
        let file = Json::parse(
            r##"{"smithy":"2.0","metadata":{},"shapes":{
                "a#S":{"type":"service","version":"1","operations":[{"target":"a#Op"},{"target":"a#Other"}],
                    "resources":[{"target":"a#R"}],"traits":{"aws.protocols#restJson1":{}}},
                "b#S":{"type":"service","version":"1"},
                "a#Op":{"type":"operation","input":{"target":"a#In"},"traits":{"smithy.test#httpRequestTests":[]}},
                "a#Other":{"type":"operation","input":{"target":"a#Lost"}},
                "a#In":{"type":"structure","mixins":[{"target":"a#Mixin"}],"members":{
                    "list":{"target":"a#List","traits":{"smithy.api#documentation":"x","smithy.api#required":{}}}}},
                "a#Mixin":{"type":"structure","members":{}},
                "a#List":{"type":"list","member":{"target":"a#In"}},
                "a#In$list":{"type":"apply","traits":{"smithy.api#jsonName":"l"}},
                "a#Lost":{"type":"structure","members":{}},
                "a#Lost$x":{"type":"apply","traits":{}}}}"##,
        )
        .expect("JSON");
        let pruned = pruned(&file, &HashSet::from(["a#Op"]));
        assert_eq!(
            pruned.to_string(),
            r##"{"smithy":"2.0","shapes":{"a#S":{"type":"service","version":"1","operations":[{"target":"a#Op"}],"traits":{"aws.protocols#restJson1":{}}},"a#Op":{"type":"operation","input":{"target":"a#In"},"traits":{}},"a#In":{"type":"structure","mixins":[{"target":"a#Mixin"}],"members":{"list":{"target":"a#List","traits":{"smithy.api#required":{}}}}},"a#Mixin":{"type":"structure","members":{}},"a#List":{"type":"list","member":{"target":"a#In"}},"a#In$list":{"type":"apply","traits":{"smithy.api#jsonName":"l"}}}}"##
        );
    }
}
