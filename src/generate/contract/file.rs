//! A made-up model as a Smithy JSON AST file.

use crate::json::Json;

use super::names;
use super::shapes::{Body, Member, MemberTarget, Shapes};

impl Shapes {
    /// Returns the Smithy JSON AST.
    pub(super) fn to_file(&self) -> Json {
        let mut shapes = vec![(names::id("Service"), self.service())];
        let target = |name: &str| Json::object([("target", Json::from(names::id(name)))]);
        let (method, code) = self.http;
        let http = Json::object([
            ("method", Json::from(method)),
            ("uri", Json::from("/made/up")),
            ("code", Json::from(code)),
        ]);
        let errors = self.errors.iter().map(|error| target(&error.name)).collect();
        let operation = Json::object([
            ("type", Json::from("operation")),
            ("input", target("Input")),
            ("output", target("Output")),
            ("errors", Json::Array(errors)),
            ("traits", Json::object([("smithy.api#http", http)])),
        ]);
        shapes.push((names::id("Operation"), operation));
        shapes.push((names::id("Input"), self.input.to_json(Vec::new())));
        shapes.push((names::id("Output"), self.output.to_json(Vec::new())));
        for error in &self.errors {
            let mut traits = vec![("smithy.api#error", Json::from(error.fault))];
            traits.extend(error.status.map(|code| ("smithy.api#httpError", Json::from(code))));
            shapes.push((names::id(&error.name), error.body.to_json(traits)));
        }
        for (at, body) in self.bodies.iter().enumerate() {
            shapes.push((shape_id(at), body.to_json(Vec::new())));
        }
        Json::object([("smithy", Json::from("2.0")), ("shapes", Json::Object(shapes))])
    }

    fn service(&self) -> Json {
        let empty = || Json::Object(Vec::new());
        let mut traits = vec![("aws.protocols#restJson1", empty())];
        if self.signed {
            traits.push(("aws.auth#sigv4", Json::object([("name", Json::from("made-up"))])));
        }
        let operation = Json::object([("target", Json::from(names::id("Operation")))]);
        Json::object([
            ("type", Json::from("service")),
            ("version", Json::from("2020-01-01")),
            ("operations", Json::Array(vec![operation])),
            ("traits", Json::object(traits)),
        ])
    }
}

fn shape_id(at: usize) -> String {
    names::id(&format!("Shape{at}"))
}

impl MemberTarget {
    fn id(&self) -> String {
        match self {
            Self::Prelude(name) => format!("smithy.api#{name}"),
            Self::Shape(at) => shape_id(*at),
        }
    }

    fn to_json(&self) -> Json {
        Json::object([("target", Json::from(self.id()))])
    }
}

impl Body {
    fn to_json(&self, mut traits: Vec<(&'static str, Json)>) -> Json {
        let empty = || Json::Object(Vec::new());
        let mut parts = match self {
            Self::Simple(shape) => return shape.clone(),
            Self::Structure(members) | Self::Union(members) => {
                let kind = if matches!(self, Self::Union(_)) { "union" } else { "structure" };
                let members = members.iter().map(|member| (member.name.clone(), member.to_json()));
                vec![("type", Json::from(kind)), ("members", Json::object(members))]
            }
            Self::List { element, sparse } => {
                traits.extend(sparse.then(|| ("smithy.api#sparse", empty())));
                vec![("type", Json::from("list")), ("member", element.to_json())]
            }
            Self::Map { key, value, sparse } => {
                traits.extend(sparse.then(|| ("smithy.api#sparse", empty())));
                let (key, value) = (key.to_json(), value.to_json());
                vec![("type", Json::from("map")), ("key", key), ("value", value)]
            }
        };
        if !traits.is_empty() {
            parts.push(("traits", Json::object(traits)));
        }
        Json::object(parts)
    }
}

impl Member {
    fn to_json(&self) -> Json {
        let empty = || Json::Object(Vec::new());
        let mut traits = Vec::new();
        traits.extend(self.required.then(|| ("smithy.api#required", empty())));
        traits.extend(self.token.then(|| ("smithy.api#idempotencyToken", empty())));
        if self.wire != self.name {
            traits.push(("smithy.api#jsonName", Json::from(self.wire.as_str())));
        }
        traits.extend(self.format.map(|f| ("smithy.api#timestampFormat", Json::from(f))));
        let mut parts = vec![("target", Json::from(self.target.id()))];
        if !traits.is_empty() {
            parts.push(("traits", Json::object(traits)));
        }
        Json::object(parts)
    }
}
