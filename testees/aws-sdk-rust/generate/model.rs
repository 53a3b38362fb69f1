//! What the generator asks of a contract, which is a Smithy model as JSON with one operation.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::{Map, Value};

pub struct Model {
    shapes: Map<String, Value>,
}

/// The name of a shape without its namespace.
pub fn short(id: &str) -> &str {
    id.split_once('#').map_or(id, |(_, name)| name)
}

impl Model {
    pub fn read(file: &Path) -> Self {
        let fail = |error: &dyn std::fmt::Display| -> ! { panic!("{}: {error}", file.display()) };
        let text = fs::read_to_string(file).unwrap_or_else(|error| fail(&error));
        let mut model: Value = serde_json::from_str(&text).unwrap_or_else(|error| fail(&error));
        match model["shapes"].take() {
            Value::Object(shapes) => Self { shapes },
            _ => fail(&"no Smithy model"),
        }
    }

    fn only(&self, kind: &str) -> (&str, &Value) {
        let mut found = self.shapes.iter().filter(|(_, shape)| shape["type"] == kind);
        match (found.next(), found.next()) {
            (Some((id, shape)), None) => (id, shape),
            _ => panic!("a contract has one {kind}"),
        }
    }

    pub fn operation(&self) -> &str {
        short(self.only("operation").0)
    }

    pub fn sdk_id(&self) -> &str {
        self.only("service").1["traits"]["aws.api#service"]["sdkId"]
            .as_str()
            .expect("a service of AWS")
    }

    /// The shape id of the operation's `input` or `output`.
    pub fn side(&self, side: &str) -> &str {
        self.only("operation").1[side]["target"].as_str().expect("the operation has both")
    }

    /// The shape ids of the operation's errors.
    pub fn errors(&self) -> Vec<&str> {
        let errors = self.only("operation").1["errors"].as_array();
        errors.into_iter().flatten().filter_map(|error| error["target"].as_str()).collect()
    }

    /// The type of a shape; `None` for those of Smithy's prelude, such as `smithy.api#String`.
    pub fn kind(&self, id: &str) -> Option<&str> {
        self.shapes.get(id)?["type"].as_str()
    }

    /// The names and the targets of a shape's members.
    pub fn members(&self, id: &str) -> Vec<(&str, &str)> {
        let shape = &self.shapes[id];
        let named = shape["members"]
            .as_object()
            .into_iter()
            .flatten()
            .map(|(name, member)| (name.as_str(), member));
        let unnamed = ["member", "key", "value"]
            .into_iter()
            .filter_map(|name| Some((name, shape.get(name)?)));
        named
            .chain(unnamed)
            .filter_map(|(name, member)| Some((name, member["target"].as_str()?)))
            .collect()
    }

    /// The structures, unions and enums that are reached from these shapes, without these.
    pub fn reached(&self, from: &[&str]) -> BTreeSet<&str> {
        let (mut reached, mut open) = (BTreeSet::new(), Vec::new());
        let follow = |id, open: &mut Vec<_>| {
            open.extend(self.members(id).into_iter().map(|(_, target)| target))
        };
        from.iter().for_each(|id| follow(id, &mut open));
        while let Some(target) = open.pop() {
            let Some((id, _)) = self.shapes.get_key_value(target) else { continue };
            if reached.insert(id.as_str()) {
                if self.kind(id) != Some("enum") {
                    follow(id, &mut open);
                }
            }
        }
        reached.retain(|id| matches!(self.kind(id), Some("structure" | "union" | "enum")));
        reached
    }
}
