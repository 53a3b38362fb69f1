//! Reads the fields of a vector that both forms of file have in common.

use crate::json::{Json, Path};
use crate::model::LoadError;

pub(super) fn text<'a>(
    value: &'a Json,
    name: &str,
    at: &Path,
) -> Result<Option<&'a str>, LoadError> {
    match value.get(name) {
        None => Ok(None),
        Some(Json::String(text)) => Ok(Some(text)),
        Some(other) => {
            let message = format!("a string expected, not {}", other.kind());
            Err(LoadError::new(&at.member(name), message))
        }
    }
}

pub(super) fn required_text<'a>(
    value: &'a Json,
    name: &str,
    at: &Path,
) -> Result<&'a str, LoadError> {
    text(value, name, at)?.ok_or_else(|| LoadError::new(at, format!("`{name}` is missing")))
}

pub(super) fn texts(value: &Json, name: &str, at: &Path) -> Result<Vec<String>, LoadError> {
    let at = at.member(name);
    let Some(list) = value.get(name) else { return Ok(Vec::new()) };
    let Some(items) = list.as_array() else {
        return Err(LoadError::new(&at, format!("an array expected, not {}", list.kind())));
    };
    let text = |(i, item): (usize, &Json)| {
        let wrong = || format!("a string expected, not {}", item.kind());
        let text = item.as_str().ok_or_else(|| LoadError::new(&at.index(i), wrong()))?;
        Ok(text.to_owned())
    };
    items.iter().enumerate().map(text).collect()
}

pub(super) fn headers(value: &Json, at: &Path) -> Result<Vec<(String, String)>, LoadError> {
    let at = at.member("headers");
    let Some(headers) = value.get("headers") else { return Ok(Vec::new()) };
    let Json::Object(headers) = headers else {
        return Err(LoadError::new(&at, format!("an object expected, not {}", headers.kind())));
    };
    let header = |(name, value): &(String, Json)| {
        let wrong = || format!("a string expected, not {}", value.kind());
        let text = value.as_str().ok_or_else(|| LoadError::new(&at.member(name), wrong()))?;
        Ok((name.clone(), text.to_owned()))
    };
    headers.iter().map(header).collect()
}

pub(super) fn status(value: &Json, name: &str, at: &Path) -> Result<u16, LoadError> {
    let status = value.get(name).and_then(Json::as_u64);
    let status = status.filter(|status| (100..600).contains(status));
    let status = status.and_then(|status| status.try_into().ok());
    status.ok_or_else(|| LoadError::new(&at.member(name), "a status from 100 to 599 expected"))
}

pub(super) fn object<'a>(value: &'a Json, name: &str, at: &Path) -> Result<&'a Json, LoadError> {
    match value.get(name) {
        Some(found @ Json::Object(_)) => Ok(found),
        Some(other) => {
            let message = format!("an object expected, not {}", other.kind());
            Err(LoadError::new(&at.member(name), message))
        }
        None => Err(LoadError::new(at, format!("`{name}` is missing"))),
    }
}

pub(super) fn array<'a>(value: &'a Json, name: &str, at: &Path) -> Result<&'a [Json], LoadError> {
    let found =
        value.get(name).ok_or_else(|| LoadError::new(at, format!("`{name}` is missing")))?;
    let wrong = || format!("an array expected, not {}", found.kind());
    found.as_array().ok_or_else(|| LoadError::new(&at.member(name), wrong()))
}
