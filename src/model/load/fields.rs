//! Reads the fields of a file, or reports what is wrong with them.

use std::cmp::Ordering;
use std::collections::HashSet;

use super::error::LoadError;
use crate::json::{Json, Number, Path};
use crate::model::constraints::Range;
use crate::model::id::ShapeId;
use crate::model::traits::Length;

/// Refuses a file with an object that has a key twice, except in the objects under the keys `apart`.
pub(crate) fn check_keys(file: &Json, apart: &[&str]) -> Result<(), LoadError> {
    let mut left = vec![(file, Path::default())];
    while let Some((value, at)) = left.pop() {
        let is_container = |value: &Json| matches!(value, Json::Array(_) | Json::Object(_));
        match value {
            Json::Array(items) => {
                let inner = items.iter().enumerate().filter(|(_, item)| is_container(item));
                left.extend(inner.map(|(i, item)| (item, at.index(i))));
            }
            Json::Object(members) => {
                let named = !at.last_member().is_some_and(|key| apart.contains(&key));
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

pub(crate) fn parse_id(text: &str, at: &Path) -> Result<ShapeId, LoadError> {
    text.parse().map_err(|error| LoadError::new(at, format!("{error}")))
}

pub(crate) fn field<'a>(value: &'a Json, name: &str, at: &Path) -> Result<&'a Json, LoadError> {
    object(value, at)?;
    value.get(name).ok_or_else(|| LoadError::new(at, format!("`{name}` is missing")))
}

pub(crate) fn string<'a>(value: &'a Json, name: &str, at: &Path) -> Result<&'a str, LoadError> {
    let found = field(value, name, at)?;
    found.as_str().ok_or_else(|| wrong(found, "a string", &at.member(name)))
}

pub(crate) fn strings(value: &Json, at: &Path) -> Result<Vec<String>, LoadError> {
    let Json::Array(items) = value else { return Err(wrong(value, "an array", at)) };
    let texts = items.iter().enumerate().map(|(i, item)| {
        let text = item.as_str().ok_or_else(|| wrong(item, "a string", &at.index(i)))?;
        Ok(text.to_owned())
    });
    texts.collect()
}

pub(crate) fn object<'a>(value: &'a Json, at: &Path) -> Result<&'a [(String, Json)], LoadError> {
    match value {
        Json::Object(members) => Ok(members),
        other => Err(wrong(other, "an object", at)),
    }
}

/// Returns the object that a field is.
pub(crate) fn object_field<'a>(
    value: &'a Json,
    name: &str,
    at: &Path,
) -> Result<&'a Json, LoadError> {
    let found = field(value, name, at)?;
    object(found, &at.member(name)).map(|_| found)
}

/// Returns the elements of the array that a field is.
pub(crate) fn array<'a>(value: &'a Json, name: &str, at: &Path) -> Result<&'a [Json], LoadError> {
    let found = field(value, name, at)?;
    found.as_array().ok_or_else(|| wrong(found, "an array", &at.member(name)))
}

pub(crate) fn wrong(found: &Json, wanted: &str, at: &Path) -> LoadError {
    LoadError::new(at, format!("{wanted} expected, not {}", found.kind()))
}

/// Returns the text of a field that may be missing.
pub(crate) fn optional_string<'a>(
    value: &'a Json,
    name: &str,
    at: &Path,
) -> Result<Option<&'a str>, LoadError> {
    let text =
        |found: &'a Json| found.as_str().ok_or_else(|| wrong(found, "a string", &at.member(name)));
    value.get(name).map(text).transpose()
}

/// Returns the texts of a field: none if it is missing.
pub(crate) fn optional_strings(
    value: &Json,
    name: &str,
    at: &Path,
) -> Result<Vec<String>, LoadError> {
    value.get(name).map_or_else(|| Ok(Vec::new()), |list| strings(list, &at.member(name)))
}

/// Returns the entries of an object whose values are texts: none if the field is missing.
pub(crate) fn string_map(
    value: &Json,
    name: &str,
    at: &Path,
) -> Result<Vec<(String, String)>, LoadError> {
    let Some(found) = value.get(name) else { return Ok(Vec::new()) };
    let at = at.member(name);
    let entry = |(key, value): &(String, Json)| {
        let text = value.as_str().ok_or_else(|| wrong(value, "a string", &at.member(key)))?;
        Ok((key.clone(), text.to_owned()))
    };
    object(found, &at)?.iter().map(entry).collect()
}

/// Returns the value of a field that is false if it is missing.
pub(crate) fn flag(value: &Json, name: &str, at: &Path) -> Result<bool, LoadError> {
    let truth =
        |found: &Json| found.as_bool().ok_or_else(|| wrong(found, "a boolean", &at.member(name)));
    value.get(name).map_or(Ok(false), truth)
}

/// Returns the status of a field that must be there.
pub(crate) fn status_field(value: &Json, name: &str, at: &Path) -> Result<u16, LoadError> {
    status(field(value, name, at)?, &at.member(name))
}

/// Returns the status that a field says.
pub(crate) fn status(value: &Json, at: &Path) -> Result<u16, LoadError> {
    value
        .as_u64()
        .filter(|code| (100..600).contains(code))
        .and_then(|code| code.try_into().ok())
        .ok_or_else(|| LoadError::new(at, "a status from 100 to 599 expected"))
}

/// Returns the bounds of a length: the fields `min` and `max`.
pub(crate) fn length(value: &Json, at: &Path) -> Result<Length, LoadError> {
    let bound = |name: &str| match value.get(name) {
        None => Ok(None),
        Some(bound) => match bound.as_u64().and_then(|bound| usize::try_from(bound).ok()) {
            Some(bound) => Ok(Some(bound)),
            None => Err(LoadError::new(&at.member(name), "a length expected")),
        },
    };
    let (min, max) = (bound("min")?.unwrap_or(0), bound("max")?);
    match max {
        Some(max) if max < min => Err(no_value(at)),
        _ => Ok(Length { min, max }),
    }
}

/// Returns the bounds of a number: the fields `min` and `max`. botocore's models have some as text.
pub(crate) fn range(value: &Json, at: &Path) -> Result<Range, LoadError> {
    let bound = |name: &str| match value.get(name) {
        None => Ok(None),
        Some(Json::Number(number)) => Ok(Some(number.clone())),
        Some(Json::String(text)) if Number::parse(text).is_some() => Ok(Number::parse(text)),
        Some(other) => Err(wrong(other, "a number", &at.member(name))),
    };
    let (min, max) = (bound("min")?, bound("max")?);
    match (&min, &max) {
        (Some(min), Some(max)) if max.compare(min) == Ordering::Less => Err(no_value(at)),
        _ => Ok(Range { min, max }),
    }
}

fn no_value(at: &Path) -> LoadError {
    LoadError::new(
        at,
        "`min` is greater than `max`, so that no value is allowed; correct one of them",
    )
}
