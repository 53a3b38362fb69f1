//! The request id of a response.

use crate::http::Response;

/// The header field that has the id of a request, as most services spell it.
pub const REQUEST_ID_HEADER: &str = "x-amzn-RequestId";

/// Returns the id that the response gives the request. `None` if it gives none, several, or one that is not a plain text.
///
/// ```
/// use wireproof::http::Answer;
/// use wireproof::protocol::request_id;
///
/// let mut response = Answer::json(400, "{}").response();
/// assert_eq!(request_id(&response), None);
/// response.headers.push("X-Amzn-Requestid", "0a1b2c3d");
/// assert_eq!(request_id(&response), Some("0a1b2c3d"));
/// ```
pub fn request_id(response: &Response) -> Option<&str> {
    let value = response.headers.only(REQUEST_ID_HEADER)?.text()?.trim_matches([' ', '\t']);
    let plain = !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_graphic());
    plain.then_some(value)
}
