//! Reads the fields of a file, or reports what is wrong with them.

use std::collections::HashSet;

use crate::json::{Json, Path};
use crate::model::id::ShapeId;
use crate::model::load::error::LoadError;

/// Refuses a file with an object that has a key twice. Shapes and members have messages of their own.
pub(super) fn check_keys(file: &Json) -> Result<(), LoadError> {
    let mut left = vec![(file, Path::default())];
    while let Some((value, at)) = left.pop() {
        let is_container = |value: &Json| matches!(value, Json::Array(_) | Json::Object(_));
        match value {
            Json::Array(items) => {
                let inner = items.iter().enumerate().filter(|(_, item)| is_container(item));
                left.extend(inner.map(|(i, item)| (item, at.index(i))));
            }
            Json::Object(members) => {
                let named = !matches!(at.last_member(), Some("shapes" | "members"));
                let mut names = HashSet::new();
                for (name, value) in members {
                    if !names.insert(name) && named {
                        let message = "this key is there twice; keep one of them";
                        return Err(LoadError::new(&at.member(name), message));
                    }
                    if is_container(value) {
                        left.push((value, at.member(name)));
                    }
                }
            }
            _ => {}
        }
    }
    Ok(())
}

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
