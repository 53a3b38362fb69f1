//! The head of an answer.

use super::headers::Headers;

/// Returns the status line and the header fields, with `more` behind those of `headers`.
pub(super) fn head(
    minor_version: u8,
    status: u16,
    headers: &Headers,
    more: &[(&str, String)],
) -> Vec<u8> {
    let mut head = format!("HTTP/1.{minor_version} {status} {}\r\n", reason(status)).into_bytes();
    let own = headers.iter().map(|header| (header.name.as_str(), &header.value[..]));
    for (name, value) in own.chain(more.iter().map(|(name, value)| (*name, value.as_bytes()))) {
        head.extend_from_slice(name.as_bytes());
        head.extend_from_slice(b": ");
        head.extend_from_slice(value);
        head.extend_from_slice(b"\r\n");
    }
    head.extend_from_slice(b"\r\n");
    head
}

/// Returns the customary reason phrase. A client must not look at it (RFC 9112, section 4).
fn reason(status: u16) -> &'static str {
    match status {
        100 => "Continue",
        102 => "Processing",
        103 => "Early Hints",
        200 => "OK",
        201 => "Created",
        202 => "Accepted",
        204 => "No Content",
        205 => "Reset Content",
        301 => "Moved Permanently",
        302 => "Found",
        303 => "See Other",
        304 => "Not Modified",
        307 => "Temporary Redirect",
        308 => "Permanent Redirect",
        400 => "Bad Request",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        408 => "Request Timeout",
        409 => "Conflict",
        413 => "Content Too Large",
        429 => "Too Many Requests",
        500 => "Internal Server Error",
        502 => "Bad Gateway",
        503 => "Service Unavailable",
        504 => "Gateway Timeout",
        _ => "Status",
    }
}
