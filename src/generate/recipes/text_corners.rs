//! Corners of the values that have a text of their own outside the body: in labels, in the query and in header fields.

use crate::generate::corner_tables::{ELEMENTS, FIELDS, MOMENTS, numbers};
use crate::generate::corners::number;
use crate::json::Json;
use crate::model::{Member, Model, ShapeKind, ShapeRef};

use super::nth;

/// Returns a corner of a scalar, or of a list of one element: a text of the table, if it is a string.
pub(super) fn corner(model: &Model, shape: ShapeRef, texts: &[&str], at: usize) -> Option<Json> {
    Some(match model.kind(shape) {
        ShapeKind::List(element) => {
            let one = |at| corner(model, element.target, texts, at);
            match at % 3 {
                0 => Json::Array(vec![one(at / 3)?]),
                1 => Json::Array(vec![one(at / 3)?, one(at / 3 + 1)?]),
                _ => Json::Array(vec![one(at / 3)?, one(at / 3)?, one(at / 3 + 1)?]),
            }
        }
        ShapeKind::String => Json::from(*nth(texts, at)?),
        ShapeKind::Enum(values) => Json::from(nth(values, at)?.as_str()),
        ShapeKind::Boolean => Json::Bool(at % 2 == 1),
        ShapeKind::Timestamp => number(nth(MOMENTS, at)?),
        kind => number(nth(numbers(kind), at)?),
    })
}

/// Returns a list for a header field.
pub(super) fn list_corner(model: &Model, member: &Member, at: usize) -> Option<Json> {
    let ShapeKind::List(element) = model.kind(member.target) else { return None };
    match model.kind(element.target) {
        ShapeKind::String => {
            let texts = nth(ELEMENTS, at)?.iter();
            Some(Json::Array(texts.map(|text| Json::from(*text)).collect()))
        }
        _ => corner(model, member.target, FIELDS, at),
    }
}
