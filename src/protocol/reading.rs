//! Messages that came: requests and responses, as a protocol reads them.
//!
//! A reading keeps the parts of a message apart to which members may be bound: the target of a request, the status of a
//! response, the header fields, the body. So a member that travels in a header field is never looked for in the body.

use crate::http::Headers;
use crate::json::SyntaxError;

use super::error_reading::ErrorReading;
use super::format::json::Decoded;

/// What the body of a message says.
#[derive(Debug)]
#[non_exhaustive]
pub enum BodyReading<'t, 'm> {
    /// Members are bound to the body. [`Decoded::refusal`] says whether they are valid ones.
    Members(Decoded<'t, 'm>),
    /// Nothing is bound to the body. No body and an empty object read alike: as a structure without members.
    /// The anatomy notes members that came all the same.
    Nothing(Decoded<'t, 'm>),
}

impl<'t, 'm> BodyReading<'t, 'm> {
    /// Returns the decoded body.
    pub fn decoded(&self) -> &Decoded<'t, 'm> {
        match self {
            Self::Members(decoded) | Self::Nothing(decoded) => decoded,
        }
    }

    /// Returns the decoded body.
    pub fn into_decoded(self) -> Decoded<'t, 'm> {
        match self {
            Self::Members(decoded) | Self::Nothing(decoded) => decoded,
        }
    }
}

/// A request, as a server reads it.
#[derive(Debug)]
pub struct RequestReading<'t, 'm> {
    /// The target: path and query.
    pub target: &'t str,
    /// The header fields.
    pub fields: &'t Headers,
    /// The body.
    pub body: BodyReading<'t, 'm>,
}

/// A response, as a client reads it.
#[derive(Debug)]
pub enum ResponseReading<'t, 'm> {
    /// The status is one of a success, and the body is text of the format or empty.
    Success(SuccessReading<'t, 'm>),
    /// The status is one of a success, but the body is not JSON text.
    NotJson(SyntaxError),
    /// The status is one of an error.
    Error(Box<ErrorReading<'t>>),
}

/// A success, as a client reads it.
#[derive(Debug)]
pub struct SuccessReading<'t, 'm> {
    /// The status.
    pub status: u16,
    /// The header fields.
    pub fields: &'t Headers,
    /// The body.
    pub body: BodyReading<'t, 'm>,
}
