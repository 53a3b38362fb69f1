//! The loader of Smithy JSON AST files.
//!
//! Source: Smithy 2.0 specification, "JSON AST". It refuses what it cannot act on (a target that does not exist, a type
//! that it does not know, a mixin of itself), and names the place.

mod apply;
mod http;
mod mixins;
mod protocols;
mod shapes;
mod traits;

use std::collections::HashMap;

use crate::json::{Json, Path};
use crate::model::id::{ShapeId, ShapeRef};
use crate::model::services::Services;
use crate::model::shape::{Model, Shape};

use crate::model::load::bound::check_bindings;
use crate::model::load::check::check_targets;
use crate::model::load::error::LoadError;
use crate::model::load::fields::{check_keys, field, object, parse_id, string};
use crate::model::load::prelude;
use crate::model::load::settle::settle;
use shapes::Loader;

impl Model {
    /// Reads a Smithy JSON AST file.
    ///
    /// # Errors
    ///
    /// If the file is not JSON, or not a model, with the JSON path of the fault.
    pub fn from_smithy(file: impl AsRef<[u8]>) -> Result<Self, LoadError> {
        Self::of_smithy(&Json::parse(file.as_ref())?, file.as_ref())
    }

    /// Reads a Smithy JSON AST file that is parsed. What is wrong in a model of another protocol may be right there, so the
    /// protocol is named in its place.
    pub(crate) fn of_smithy(file: &Json, bytes: &[u8]) -> Result<Self, LoadError> {
        Self::read_smithy(file, bytes)
            .map_err(|error| protocols::other_protocol(file).unwrap_or(error))
    }

    fn read_smithy(file: &Json, bytes: &[u8]) -> Result<Self, LoadError> {
        // Shapes and members have messages of their own.
        check_keys(file, &["shapes", "members"])?;
        let root = Path::default();
        let version = string(file, "smithy", &root)?;
        if !version.starts_with("2.") && version != "2" {
            return Err(LoadError::new(
                &root.member("smithy"),
                format!("version {version} is not supported; convert the model to Smithy 2.0"),
            ));
        }
        let at = root.member("shapes");
        let entries = object(field(file, "shapes", &root)?, &at)?;
        let resolved = mixins::resolve(entries, &at)?;
        let entries = resolved.as_deref().unwrap_or(entries);

        // First every id gets its index, so that shapes may refer to each other in any order.
        let mut shapes = prelude::shapes();
        let unit = prelude::unit(&shapes);
        let places = (0..).map(ShapeRef);
        let mut by_id: HashMap<_, _> =
            shapes.iter().map(|shape| shape.id.clone()).zip(places).collect();
        let mut declared = Vec::new();
        let mut applied = Vec::new();
        for (id, entry) in entries {
            let at = at.member(id);
            let id: ShapeId = parse_id(id, &at)?;
            if string(entry, "type", &at)? == "apply" {
                applied.push((id, entry, at));
                continue;
            }
            if id.member().is_some() {
                return Err(LoadError::new(&at, "a shape's id expected, not a member's"));
            }
            let place = ShapeRef((shapes.len() + declared.len()) as u32);
            if by_id.insert(id.clone(), place).is_some() {
                return Err(LoadError::new(&at, "this shape is declared twice"));
            }
            declared.push((id, entry, at));
        }

        let loader = Loader { by_id: &by_id, unit };
        for (id, entry, at) in declared {
            let kind = loader.kind(entry, &at)?;
            let mut traits = traits::traits(entry, &at)?;
            traits.internal_values = shapes::internal_values(entry);
            shapes.push(Shape { id, kind, traits });
        }
        let mut model =
            Self { shapes, by_id, places: 0, services: Services::default(), file: bytes.into() };
        for (id, entry, at) in applied {
            apply::apply(&mut model, &id, entry, &at)?;
        }
        check_targets(&model, |shape| at.member(shape.id.as_str()))?;
        http::check_labels(&model, &at)?;
        let uri = ["traits", "smithy.api#http", "uri"];
        check_bindings(&model, |shape| at.member(shape.id.as_str()), &uri)?;
        settle(&mut model);
        Ok(model)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(file: &str) -> String {
        Model::from_smithy(file).map(drop).expect_err(file).to_string()
    }

    #[test]
    fn names_the_place_of_what_it_refuses() {
        for (file, message) in [
            ("[]", "an object expected, not an array"),
            (
                "{",
                "not JSON: the text ends inside its value at byte 1; fetch the file again, for it is not whole",
            ),
            ("{}", "`smithy` is missing"),
            (
                r#"{"smithy":"1.0","shapes":{}}"#,
                "smithy: version 1.0 is not supported; convert the model to Smithy 2.0",
            ),
            (r#"{"smithy":"2.0"}"#, "`shapes` is missing"),
            (
                r#"{"smithy":"2.0","shapes":{"B":{"type":"string"}}}"#,
                "shapes.B: `B` is no absolute shape id (`namespace#Name`)",
            ),
            (r#"{"smithy":"2.0","shapes":{"a#B":{}}}"#, r#"shapes["a#B"]: `type` is missing"#),
            (
                r#"{"smithy":"2.0","shapes":{"a#B":{"type":"thing"}}}"#,
                r#"shapes["a#B"].type: `thing` is no type of shape that Smithy 2.0 has"#,
            ),
            (
                r#"{"smithy":"2.0","shapes":{"a#B":{"type":"structure","members":{"x":{"target":"a#C"}}}}}"#,
                r#"shapes["a#B"].members.x.target: a#C is neither in this file nor in Smithy's prelude"#,
            ),
            (
                r#"{"smithy":"2.0","shapes":{"a#B":{"type":"string"},"a#B":{"type":"string"}}}"#,
                r#"shapes["a#B"]: this shape is declared twice"#,
            ),
            (
                r#"{"smithy":"2.0","shapes":{},"smithy":"2.0"}"#,
                "smithy: this key is there twice; keep one of them",
            ),
            (
                r#"{"smithy":"2.0","shapes":{},"shapes":{}}"#,
                "shapes: this key is there twice; keep one of them",
            ),
            (
                r#"{"smithy":"2.0","shapes":{"a#B":{"type":"string","type":"blob"}}}"#,
                r#"shapes["a#B"].type: this key is there twice; keep one of them"#,
            ),
            (
                r#"{"smithy":"2.0","shapes":{"a#B":{"type":"list","member":{"target":"a#S"}},"a#S":{"type":"service"}}}"#,
                r#"shapes["a#B"].member: a value expected, but a#S is a service"#,
            ),
            (
                r#"{"smithy":"2.0","shapes":{"a#E":{"type":"structure","traits":{"smithy.api#error":"mine"}}}}"#,
                r#"shapes["a#E"].traits["smithy.api#error"]: `mine` is neither client nor server"#,
            ),
            (
                r#"{"smithy":"2.0","shapes":{"a#O":{"type":"operation","traits":{"smithy.api#auth":["aws.auth#sigv4",7]}}}}"#,
                r#"shapes["a#O"].traits["smithy.api#auth"][1]: a string expected, not a number"#,
            ),
            (
                r#"{"smithy":"2.0","shapes":{"a#S":{"type":"structure","members":{"x":{"target":"a#S"},"x":{"target":"a#S"}}}}}"#,
                r#"shapes["a#S"].members.x: this member is declared twice"#,
            ),
            (
                r#"{"smithy":"2.0","shapes":{"a#S":{"type":"structure","members":{
                    "x":{"target":"a#S"},"y":{"target":"a#S","traits":{"smithy.api#jsonName":"x"}}}}}}"#,
                r#"shapes["a#S"].members.y: its name in JSON is that of `x` too"#,
            ),
            (
                r#"{"smithy":"2.0","shapes":{"a#S$y":{"type":"apply","traits":{"smithy.api#jsonName":"x"}},
                    "a#S":{"type":"structure","members":{"x":{"target":"a#S"},"y":{"target":"a#S"}}}}}"#,
                r#"shapes["a#S"].members.y: its name in JSON is that of `x` too"#,
            ),
        ] {
            assert_eq!(refusal(file), message);
        }
    }

    #[test]
    fn applies_traits_from_elsewhere() {
        let model = Model::from_smithy(
            r#"{"smithy":"2.0","shapes":{
                "a#S$x":{"type":"apply","traits":{"smithy.api#required":{}}},
                "a#S":{"type":"structure","members":{"x":{"target":"a#S"}}}}}"#,
        )
        .expect("a recursive structure is fine");
        let place = model.find(&"a#S".parse().expect("an id")).expect("it is there");
        assert!(model.members(place)[0].traits.required);
    }
}
