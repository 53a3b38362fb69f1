//! Writes a form as a JSON value.

use serde::Serialize;

use crate::json::Json;

/// Returns the form as JSON, its members in their order. The way is by text, on which numbers keep their
/// spelling; the form is gone before the value is there, since both may be large.
///
/// # Panics
///
/// Never: what serde_json writes is JSON, and a form holds no value that cannot be written.
pub(crate) fn to_json<T: Serialize>(form: T) -> Json {
    let text = match serde_json::to_vec(&form) {
        Ok(text) => text,
        Err(error) => unreachable!("a form is written: {error}"),
    };
    drop(form);
    // A value in a form may nest as deep as one can be built, and the form stands around it.
    match Json::parse_within(&text, usize::MAX) {
        Ok(json) => json,
        Err(error) => unreachable!("serde_json writes JSON: {error}"),
    }
}
