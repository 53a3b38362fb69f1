//! Writes an operation as a Smithy JSON AST file: the operation, its service, and every shape that it reaches.
//!
//! What a model holds is written, in whatever form it was read. Other traits of the file are not in the model, and so not
//! in what is written.

mod traits;

use std::collections::{BTreeSet, HashSet};

use crate::json::{Json, Number};

use super::id::ShapeRef;
use super::members::Member;
use super::operation::Operation;
use super::shape::{Model, Shape, ShapeKind};

impl Operation<'_> {
    /// Returns the operation as the only one of a Smithy JSON AST file, with its service and the shapes that it reaches.
    ///
    /// ```
    /// use wireproof::contract::Contract;
    ///
    /// let contract = Contract::default();
    /// let file = contract.operation().to_smithy().to_string();
    /// let again = Contract::from_smithy(file, None).expect("a model of one operation");
    /// assert_eq!(again.operation().http(), contract.operation().http());
    /// ```
    pub fn to_smithy(&self) -> Json {
        let model = self.model();
        let mut shapes = Vec::new();
        if let Some(service) = model.service_of(self) {
            let traits = traits::of_service(service.shape());
            shapes.push((
                service.id().to_string(),
                shape(
                    vec![
                        ("type", Json::from("service")),
                        ("version", Json::from(service.version())),
                        ("operations", Json::Array(vec![target(self.id().as_str())])),
                    ],
                    traits,
                ),
            ));
        }
        let mut fields = vec![("type", Json::from("operation"))];
        for (name, part) in [("input", self.input()), ("output", self.output())] {
            fields.push((name, target(model.shape(part).id.as_str())));
        }
        let errors: Vec<_> = self.errors().map(|error| target(error.id.as_str())).collect();
        if !errors.is_empty() {
            fields.push(("errors", Json::Array(errors)));
        }
        shapes.push((self.id().to_string(), shape(fields, traits::of(&self.shape().traits))));
        let written = self.reach().into_iter().map(|reached| {
            let reached = model.shape(reached);
            (reached.id.to_string(), aggregate(model, reached))
        });
        // The prelude is part of every model.
        shapes.extend(written.filter(|(id, _)| !id.starts_with("smithy.api#")));
        Json::object([("smithy", Json::from("2.0")), ("shapes", Json::object(shapes))])
    }

    /// Returns every shape that the input, the output and the errors reach, in the model's order.
    pub fn reach(&self) -> BTreeSet<ShapeRef> {
        let tops =
            [self.input(), self.output()].into_iter().chain(self.error_shapes().iter().copied());
        reach(self.model(), tops)
    }
}

/// Returns every shape that these reach, themselves included, in the model's order.
pub(crate) fn reach(model: &Model, tops: impl IntoIterator<Item = ShapeRef>) -> BTreeSet<ShapeRef> {
    let mut waiting: Vec<ShapeRef> = tops.into_iter().collect();
    let mut seen: HashSet<ShapeRef> = HashSet::new();
    while let Some(next) = waiting.pop() {
        if seen.insert(next) {
            waiting.extend(model.targets(next));
        }
    }
    seen.into_iter().collect()
}

/// Returns a shape that is no service, resource or operation.
fn aggregate(model: &Model, written: &Shape) -> Json {
    let member = |member: &Member| {
        let id = model.shape(member.target).id.as_str();
        shape(vec![("target", Json::from(id))], traits::of(&member.traits))
    };
    let mut fields = vec![("type", Json::from(written.kind.name()))];
    match &written.kind {
        ShapeKind::Structure(members) | ShapeKind::Union(members) => {
            let members = members.iter().map(|m| (m.name.clone(), member(m)));
            fields.push(("members", Json::object(members)));
        }
        ShapeKind::List(item) => fields.push(("member", member(item))),
        ShapeKind::Map { key, value } => {
            fields.extend([("key", member(key)), ("value", member(value))]);
        }
        ShapeKind::Enum(values) => {
            fields.push((
                "members",
                enumerated(values, &written.traits.internal_values, |value| {
                    Json::from(value.as_str())
                }),
            ));
        }
        ShapeKind::IntEnum(values) => {
            let number = |value: &i32| Number::parse(&value.to_string()).map(Json::Number);
            let json = |value: &i32| number(value).unwrap_or(Json::Null);
            fields.push(("members", enumerated(values, &[], json)));
        }
        _ => {}
    }
    shape(fields, traits::of(&written.traits))
}

/// Returns the members of an enum. The model keeps their values and not their names, so each gets a name of its value.
fn enumerated<V: ToString>(values: &[V], internal: &[String], json: impl Fn(&V) -> Json) -> Json {
    let mut names = HashSet::new();
    Json::object(values.iter().map(|value| {
        let text = value.to_string();
        let mut name: String =
            text.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect();
        if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
            name.insert_str(0, "V_");
        }
        while !names.insert(name.clone()) {
            name.push('_');
        }
        let mut traits = vec![("smithy.api#enumValue".to_owned(), json(value))];
        if internal.contains(&text) {
            traits.push(("smithy.api#internal".to_owned(), Json::Object(Vec::new())));
        }
        (name, shape(vec![("target", Json::from("smithy.api#Unit"))], traits))
    }))
}

fn target(id: &str) -> Json {
    Json::object([("target", Json::from(id))])
}

/// Returns an entry with these fields, and with these traits if there are any.
fn shape(mut fields: Vec<(&str, Json)>, traits: Vec<(String, Json)>) -> Json {
    if !traits.is_empty() {
        fields.push(("traits", Json::object(traits)));
    }
    Json::object(fields)
}

#[cfg(test)]
mod tests;
