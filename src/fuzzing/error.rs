//! The target `error`: the header fields and the body of an error.

use crate::http::Response;
use crate::protocol::{BodyKind, ERROR_TYPE_HEADER, read_error};

use super::contracts::default;
use super::error_name::{resolves_once, second_name};
use super::places::places;
use super::strict::{self, Members};
use super::target::{Checked, FuzzTarget};
use super::{answer, mutate, seeds};

/// The target.
pub const TARGET: FuzzTarget = FuzzTarget {
    name: "error",
    property: "An error's type, code and message are those that a slow second reader finds, and resolving \
               a resolved type again changes nothing.",
    check,
    show: answer::show,
    seeds: seeds::errors,
    mutate: Some(mutate::answer),
};

/// The errors of the operation, as its documentation lists them.
const MODELED: [&str; 7] = [
    "ServiceQuotaExceededException",
    "ConflictException",
    "ValidationException",
    "ThrottlingException",
    "InternalServerException",
    "ResourceNotFoundException",
    "AccessDeniedException",
];

/// The result of the second reader.
#[derive(Debug, Default, PartialEq)]
struct Found {
    code: Option<String>,
    modeled: bool,
    message: Option<String>,
    object: bool,
    respelled: bool,
}

fn check(data: &[u8]) -> Checked {
    let response = answer::read(data).response();
    let reading = read_error(&default().operation(), &response);
    let read = Found {
        code: reading.code.as_deref().map(str::to_owned),
        modeled: reading.modeled,
        message: reading.message.as_deref().map(str::to_owned),
        object: reading.body == BodyKind::Object,
        respelled: reading.respelled,
    };
    let found = second_reading(&response);
    if read != found {
        return Err(format!("the codec reads {read:?}, and a second reader {found:?}"));
    }
    if reading.status != response.status || reading.source.is_some() != reading.code.is_some() {
        return Err(format!("the codec contradicts itself: {reading:?}"));
    }
    if found.object {
        let depth = places(&String::from_utf8_lossy(&response.body)).depth;
        if reading.depth != depth {
            return Err(format!("the body nests {depth} levels, not {}", reading.depth));
        }
    }
    let body = Members::read(&response.body).unwrap_or_default();
    let told = reading
        .headers
        .iter()
        .map(|header| header.clone().into_owned())
        .chain(body.0.into_iter().map(|(name, _)| name));
    for told in told.chain(reading.body_code.text().map(str::to_owned)) {
        resolves_once(&told)?;
    }
    Ok(())
}

/// Reads the error in the order of the specification, with serde_json for the body.
fn second_reading(response: &Response) -> Found {
    let mut found = Found::default();
    let lower = |text: &str| text.to_ascii_lowercase();
    let mut told = Vec::new();
    for header in response.headers.iter() {
        if lower(&header.name) == lower(ERROR_TYPE_HEADER) {
            told.push(String::from_utf8_lossy(&header.value).into_owned());
            break; // only the first counts
        }
    }
    if strict::refusal(&response.body).is_none()
        && let Some(members) = Members::read(&response.body)
    {
        found.object = true;
        told.extend(members.text("code"));
        told.extend(members.text("__type"));
        found.message = members.text("message").or(members.text("Message"));
        let known = ["code", "__type", "message"];
        found.respelled = members.0.iter().any(|(name, _)| {
            name != "Message" && !known.contains(&&**name) && known.contains(&&*lower(name))
        });
    }
    found.code =
        told.iter().map(|told| second_name(told)).find(|name| !name.is_empty()).map(str::to_owned);
    found.modeled = found.code.as_deref().is_some_and(|code| MODELED.contains(&code));
    found
}
