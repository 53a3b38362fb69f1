//! The values of vectors, in the value form.
//!
//! Vectors write a blob as the text that it is, where the value form has base64; and a member that is null, where the value
//! form leaves it out.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::json::Json;
use crate::model::{Model, ShapeKind, ShapeRef};

/// Returns a value of a vector in the value form. Values of vectors nest a few levels: their depth is that of the file.
pub(super) fn value_form(model: &Model, shape: ShapeRef, value: &Json) -> Json {
    match (model.kind(shape), value) {
        (ShapeKind::Blob, Json::String(text)) => Json::from(STANDARD.encode(text)),
        (ShapeKind::Structure(members) | ShapeKind::Union(members), Json::Object(given)) => {
            let set = given.iter().filter(|(_, value)| !value.is_null());
            Json::object(set.map(|(name, value)| {
                let target = members.named(name).map(|member| member.target);
                let value = target.map_or_else(|| value.clone(), |t| value_form(model, t, value));
                (name.clone(), value)
            }))
        }
        (ShapeKind::List(member), Json::Array(items)) => {
            Json::Array(items.iter().map(|item| value_form(model, member.target, item)).collect())
        }
        (ShapeKind::Map { value: member, .. }, Json::Object(entries)) => {
            let entries = entries.iter();
            Json::object(
                entries.map(|(key, value)| (key.clone(), value_form(model, member.target, value))),
            )
        }
        (_, value) => value.clone(),
    }
}
