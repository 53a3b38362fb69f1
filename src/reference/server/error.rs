//! Errors that the server makes itself.

use crate::http::Headers;
use crate::json::Json;
use crate::protocol::{ERROR_TYPE_HEADER, ResponseParts};

/// Returns an error that no operation lists.
pub(super) fn error(status: u16, code: &str, message: &str) -> ResponseParts {
    let mut headers = Headers::new();
    headers.push("Content-Type", "application/json");
    headers.push(ERROR_TYPE_HEADER, code);
    let body = Json::object([("message", Json::from(message))]).to_string().into_bytes();
    ResponseParts { status, headers, body: Some(body) }
}
