//! Bodies of errors.

use serde::Deserialize;

use super::types::Str;

/// What an error's body says, as one writes it who knows restJson1.
#[derive(Debug, Deserialize)]
#[allow(missing_docs, reason = "the names are the protocol's own")]
pub struct ErrorBody<S> {
    #[serde(rename = "__type")]
    pub kind: Option<S>,
    pub code: Option<S>,
    #[serde(alias = "Message")]
    pub message: Option<S>,
}

/// An error's body with strings of the body.
pub type Borrowed<'b> = ErrorBody<Str<'b>>;

/// serde_json into owned structures; says whether an error is told.
pub fn serde_json_error(body: &[u8]) -> bool {
    serde_json::from_slice::<ErrorBody<String>>(body).is_ok_and(|body| {
        body.code.or(body.kind).is_some_and(|code| std::hint::black_box(error(&code)).1.is_some())
    })
}

/// sonic-rs into borrowed structures.
pub fn sonic_rs_error(body: &[u8]) -> bool {
    sonic_rs::from_slice::<Borrowed<'_>>(body).is_ok_and(|body| {
        body.code.or(body.kind).is_some_and(|code| std::hint::black_box(error(&code.0)).1.is_some())
    })
}

/// Returns the error that a code names: the code without its URI and its namespace, and which of the
/// operation's errors it is, as whoever turns it into a type must know.
fn error(code: &str) -> (&str, Option<usize>) {
    let code = code.split(':').next().unwrap_or(code);
    let name = code.split_once('#').map_or(code, |(_, name)| name);
    let modeled = match name {
        "AccessDeniedException" => 0,
        "ConflictException" => 1,
        "InternalServerException" => 2,
        "ResourceNotFoundException" => 3,
        "ServiceQuotaExceededException" => 4,
        "ThrottlingException" => 5,
        "ValidationException" => 6,
        _ => return (name, None),
    };
    (name, Some(modeled))
}
