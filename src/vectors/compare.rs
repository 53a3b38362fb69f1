//! Compares the parts of a message with what a vector says of them.

use std::collections::BTreeSet;

use crate::http::Headers;
use crate::json::{Json, Path};
use crate::model::{Model, ShapeRef};
use crate::value::diff;

use super::vector::MessageParts;

/// Adds what is wrong with the fields and the body of a message.
pub(super) fn parts(
    wanted: &MessageParts,
    headers: &Headers,
    body: Option<&[u8]>,
    wrong: &mut Vec<String>,
) {
    for (name, value) in &wanted.headers {
        let lines = headers.all(name).map(|header| String::from_utf8_lossy(&header.value));
        let lines: Vec<_> = lines.collect();
        if lines.is_empty() {
            wrong.push(format!("the field {name} is missing"));
        } else if lines.join(", ") != *value {
            wrong.push(format!("the field {name} is `{}`, not `{value}`", lines.join(", ")));
        }
    }
    for name in wanted.forbidden.iter().filter(|name| headers.has(name)) {
        wrong.push(format!("the field {name} is there"));
    }
    // The length is written with the message; here is the body that it counts.
    let has = |name: &str| {
        headers.has(name) || (name.eq_ignore_ascii_case("Content-Length") && body.is_some())
    };
    for name in wanted.required.iter().filter(|name| !has(name)) {
        wrong.push(format!("the field {name} is missing"));
    }
    if let Some(wanted_body) = &wanted.body {
        let found = body.unwrap_or_default();
        let media_type = wanted.media_type.as_deref();
        if !same_body(media_type, wanted_body, found) {
            let (found, wanted) =
                (String::from_utf8_lossy(found), String::from_utf8_lossy(wanted_body));
            wrong.push(format!("the body is `{found}`, not `{wanted}`"));
        }
    }
}

/// Reports whether two bodies say the same: JSON texts the same value, any others the same bytes. If the file names no media
/// type, bodies are JSON if both can be read as such.
fn same_body(media_type: Option<&str>, wanted: &[u8], found: &[u8]) -> bool {
    let is_json = media_type.is_none_or(|media_type| media_type == "application/json");
    if wanted == found || !is_json {
        return wanted == found;
    }
    match (Json::parse(wanted), Json::parse(found)) {
        (Ok(wanted), Ok(found)) => same_json(&wanted, &found),
        _ => false,
    }
}

fn same_json(a: &Json, b: &Json) -> bool {
    match (a, b) {
        (Json::Object(_), Json::Object(_)) => {
            let (a, b) = (a.by_name(), b.by_name());
            let same = |(name, a): (&&str, &&Json)| b.get(name).is_some_and(|b| same_json(a, b));
            a.len() == b.len() && a.iter().all(same)
        }
        (Json::Array(a), Json::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same_json(a, b))
        }
        (Json::Number(a), Json::Number(b)) => a.same_value(b),
        (Json::String(a), Json::String(b)) => a == b,
        (Json::Bool(a), Json::Bool(b)) => a == b,
        (Json::Null, Json::Null) => true,
        _ => false,
    }
}

/// Adds what is wrong with the query of a request.
pub(super) fn query(
    (wanted, forbidden, required): (&[String], &[String], &[String]),
    found: &str,
    wrong: &mut Vec<String>,
) {
    let mut left: Vec<&str> = found.split('&').filter(|part| !part.is_empty()).collect();
    let names: BTreeSet<&str> = left.iter().map(|part| name_of(part)).collect();
    for part in wanted {
        match left.iter().position(|found| same_parameter(found, part)) {
            Some(at) => drop(left.remove(at)),
            None => wrong.push(format!("the parameter `{part}` is missing in `{found}`")),
        }
    }
    for name in forbidden.iter().filter(|name| names.contains(name.as_str())) {
        wrong.push(format!("the parameter `{name}` is there"));
    }
    for name in required.iter().filter(|name| !names.contains(name.as_str())) {
        wrong.push(format!("the parameter `{name}` is missing"));
    }
}

fn name_of(parameter: &str) -> &str {
    parameter.split_once('=').map_or(parameter, |(name, _)| name)
}

/// Reports whether two parameters are the same. One without a value is one with an empty value.
fn same_parameter(a: &str, b: &str) -> bool {
    a.trim_end_matches('=') == b.trim_end_matches('=')
}

/// Adds how a value differs from the one that is wanted.
pub(super) fn value(
    (model, shape): (&Model, ShapeRef),
    wanted: &Json,
    found: &Json,
    root: &str,
    wrong: &mut Vec<String>,
) {
    for difference in diff(model, shape, wanted, found) {
        let shown = |value: &Option<Json>| {
            value.as_ref().map_or_else(|| "nothing".to_owned(), |value| format!("`{value}`"))
        };
        let path: Path = difference.path.under(root);
        let (actual, expected) = (shown(&difference.actual), shown(&difference.expected));
        wrong.push(format!("{path}: {actual}, not {expected}"));
    }
}
