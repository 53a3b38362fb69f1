//! Reads the fields of a file, or reports what is wrong with them.

use crate::json::{Json, Path};
use crate::model::id::ShapeId;
use crate::model::load::error::LoadError;

pub(super) fn parse_id(text: &str, at: &Path) -> Result<ShapeId, LoadError> {
    text.parse().map_err(|error| LoadError::new(at, format!("{error}")))
}

pub(super) fn field<'a>(value: &'a Json, name: &str, at: &Path) -> Result<&'a Json, LoadError> {
    object(value, at)?;
    value.get(name).ok_or_else(|| LoadError::new(at, format!("`{name}` is missing")))
}

pub(super) fn string<'a>(value: &'a Json, name: &str, at: &Path) -> Result<&'a str, LoadError> {
    let found = field(value, name, at)?;
    found.as_str().ok_or_else(|| wrong(found, "a string", &at.member(name)))
}

pub(super) fn strings(value: &Json, at: &Path) -> Result<Vec<String>, LoadError> {
    let Json::Array(items) = value else { return Err(wrong(value, "an array", at)) };
    let texts = items.iter().enumerate().map(|(i, item)| {
        let text = item.as_str().ok_or_else(|| wrong(item, "a string", &at.index(i)))?;
        Ok(text.to_owned())
    });
    texts.collect()
}

pub(super) fn object<'a>(value: &'a Json, at: &Path) -> Result<&'a [(String, Json)], LoadError> {
    match value {
        Json::Object(members) => Ok(members),
        other => Err(wrong(other, "an object", at)),
    }
}

pub(super) fn wrong(found: &Json, wanted: &str, at: &Path) -> LoadError {
    LoadError::new(at, format!("{wanted} expected, not {}", found.kind()))
}
