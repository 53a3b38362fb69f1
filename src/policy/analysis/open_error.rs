//! Errors of which the sources leave a part open, and decide the rest.

use crate::http::Response;
use crate::protocol::{BodyKind, ErrorReading, Field, resolve_code};

use super::error_answer::{
    CANONICAL, is_clear, is_coded, is_plain_object, is_plain_text, member_offset,
};

/// An error whose body names it with a value that is not a string, and with nothing else unusual.
///
/// Which code a client shows for it is open. That it is an error with this status is not.
#[derive(Debug)]
pub(in crate::policy) struct OddCode {
    /// The member with the value: `code` or `__type`.
    pub(in crate::policy) member: &'static str,
    /// The byte of the value in the body.
    pub(in crate::policy) offset: Option<usize>,
}

impl OddCode {
    /// Returns what is odd about the name of the error, if nothing else is.
    pub(super) fn of(error: &ErrorReading<'_>, response: &Response) -> Option<Self> {
        let fields = [("code", &error.body_code), ("__type", &error.body_type)];
        let other = |field: &Field<'_>| matches!(field, Field::Other(_));
        let (member, _) = fields.into_iter().find(|(_, field)| other(field))?;
        let clear = |field: &Field<'_>| {
            other(field) || field.is_clear() && field.text().is_none_or(is_clear)
        };
        let plain = is_plain_object(error)
            && !error.respelled
            && fields.into_iter().all(|(_, field)| clear(field))
            && has_plain_messages(error)
            && matches!(&error.headers[..], [] | [_])
            && error.headers.iter().all(|value| is_plain_text(value) && is_clear(value))
            && !is_coded(response, error.body);
        plain.then(|| Self { member, offset: member_offset(&response.body, member) })
    }
}

/// An error with several header fields for its name, of which the first is plain. The body names no error.
#[derive(Debug)]
pub(in crate::policy) struct SeveralHeaders<'a> {
    /// The name in the first field.
    pub(in crate::policy) name: &'a str,
    /// The name in the first field that is spelled as Smithy spells it, unless that is the first of all: a
    /// client that compares names of fields with their case takes it for the first.
    pub(in crate::policy) first_canonical: Option<&'a str>,
    /// Whether a field is spelled in another way.
    pub(in crate::policy) respelled: bool,
}

impl<'a> SeveralHeaders<'a> {
    /// Returns what the fields say, if nothing else is unusual.
    pub(super) fn of(error: &'a ErrorReading<'_>, response: &Response) -> Option<Self> {
        let [first, _, ..] = &error.headers[..] else { return None };
        let fields = [&error.body_code, &error.body_type];
        let body = match error.body {
            BodyKind::Empty => true,
            BodyKind::Object => is_plain_object(error),
            BodyKind::NotJson(_) | BodyKind::NotObject(_) => false,
        };
        let plain = body
            && !error.respelled
            && !error.nested
            && fields.into_iter().all(|field| *field == Field::Absent)
            && has_plain_messages(error)
            && error.headers.iter().all(|value| is_plain_text(value))
            && is_clear(first)
            && !is_coded(response, error.body);
        if !plain {
            return None;
        }
        let canonical = response.headers.all(CANONICAL).map(|header| header.name == CANONICAL);
        let canonical: Vec<bool> = canonical.collect();
        let place = canonical.iter().position(|is| *is).filter(|place| *place > 0);
        Some(Self {
            name: resolve_code(first),
            first_canonical: place
                .and_then(|place| error.headers.get(place))
                .map(|value| resolve_code(value)),
            respelled: canonical.contains(&false),
        })
    }
}

/// Reports whether the body has its message as a string, as null or not at all. What a client does with
/// another value is open.
fn has_plain_messages(error: &ErrorReading<'_>) -> bool {
    let plain = |field: &Field<'_>| match field {
        Field::Absent | Field::Text(_) => true,
        Field::Other(kind) => *kind == crate::json::JsonKind::Null,
        Field::Repeated(_) => false,
    };
    plain(&error.body_message) && plain(&error.body_capital_message)
}
