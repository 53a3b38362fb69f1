//! The target `error`: the header fields and the body of an error.

use std::borrow::Cow;

use crate::http::Response;
use crate::protocol::{BodyKind, ERROR_TYPE_HEADER, read_error};

use super::contracts::default;
use super::error_name::{resolves_once, second_name};
use super::places::depth;
use super::strict::Members;
use super::target::{Checked, FuzzTarget};
use super::views::Views;
use super::{answer, mutate};

/// The target.
pub const TARGET: FuzzTarget = FuzzTarget {
    name: "error",
    property: "An error's type, code and message are those that a slow second reader finds, and resolving \
               a resolved type again changes nothing.",
    views: Views::ONE,
    check: |data, _| check(data),
    show: answer::show,
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
#[derive(Debug)]
struct Found {
    code: Option<String>,
    message: Option<String>,
    /// The members of the body, if it is an object.
    members: Option<Members>,
}

impl Found {
    fn modeled(&self) -> bool {
        self.code.as_deref().is_some_and(|code| MODELED.contains(&code))
    }

    /// Reports whether a member has a known name in another spelling.
    fn respelled(&self) -> bool {
        let known = ["code", "__type", "message"];
        self.members.iter().flat_map(|members| &members.0).any(|(name, _)| {
            name != "Message"
                && !known.contains(&&**name)
                && known.iter().any(|known| known.eq_ignore_ascii_case(name))
        })
    }
}

fn check(data: &[u8]) -> Checked {
    let response = answer::message(data);
    let reading = read_error(&default().operation(), &response);
    let found = second_reading(&response);
    let same = reading.code.as_deref() == found.code.as_deref()
        && reading.modeled == found.modeled()
        && reading.message.as_deref() == found.message.as_deref()
        && (reading.body == BodyKind::Object) == found.members.is_some()
        && reading.respelled == found.respelled();
    if !same {
        return Err(format!("the codec reads {reading:?}, and a second reader {found:?}"));
    }
    if reading.status != response.status || reading.source.is_some() != reading.code.is_some() {
        return Err(format!("the codec contradicts itself: {reading:?}"));
    }
    if found.members.is_some() {
        let depth = depth(&response.body);
        if reading.depth != depth {
            return Err(format!("the body nests {depth} levels, not {}", reading.depth));
        }
    }
    let names = found.members.iter().flat_map(|members| &members.0).map(|(name, _)| name.as_str());
    names.chain(reading.body_code.text()).try_for_each(resolves_once)?;
    reading.headers.iter().try_for_each(|header| resolves_once(header))
}

/// Reads the error in the order of the specification, with serde_json for the body.
fn second_reading(response: &Response) -> Found {
    let mut fields = response.headers.iter();
    // Only the first counts.
    let field = fields.find(|field| field.name.eq_ignore_ascii_case(ERROR_TYPE_HEADER));
    let mut told: Vec<_> =
        field.into_iter().map(|field| String::from_utf8_lossy(&field.value)).collect();
    let members = Members::read(&response.body);
    let text = |name| members.as_ref().and_then(|members| members.text(name));
    told.extend(["code", "__type"].into_iter().filter_map(text).map(Cow::Owned));
    let code = told.iter().map(|told| second_name(told)).find(|name| !name.is_empty());
    let message = text("message").or_else(|| text("Message"));
    Found { code: code.map(str::to_owned), message, members }
}
