//! Messages that came: requests and responses, as a protocol reads them.
//!
//! A reading keeps the parts of a message apart to which members may be bound: the target of a request, the status of a
//! response, the header fields, the body. So a member that travels in a header field is never looked for in the body.

use crate::http::Headers;
use crate::json::{Json, SyntaxError};

use super::bound::BoundMember;
use super::error_reading::ErrorReading;
use super::format::json::Decoded;
use crate::contract::Contract;
use crate::model::{Bindings, Model, ShapeRef};

/// What the body of a message says.
#[derive(Debug)]
#[non_exhaustive]
pub enum BodyReading<'t, 'm> {
    /// Members are bound to the body. [`Decoded::refusal`] says whether they are valid ones.
    Members(Decoded<'t, 'm>),
    /// Nothing is bound to the body. No body and an empty object read alike: as a structure without members.
    /// The anatomy notes members that came all the same.
    Nothing(Decoded<'t, 'm>),
    /// One member is the body, as text of the format.
    Payload {
        /// The index of the member in its structure.
        index: usize,
        /// Its value.
        decoded: Decoded<'t, 'm>,
    },
    /// One member is the body, as it is: a string or a blob.
    Raw {
        /// The index of the member in its structure.
        index: usize,
        /// Its value, in the value form; `None` for a string that is not UTF-8.
        value: Option<Json>,
    },
    /// One member is the body, and the body is empty: the member is absent, or its value is empty.
    NoPayload {
        /// The index of the member in its structure.
        index: usize,
    },
}

impl<'t, 'm> BodyReading<'t, 'm> {
    /// Returns the decoded body; `None` if it is not text of the format.
    pub fn decoded(&self) -> Option<&Decoded<'t, 'm>> {
        match self {
            Self::Members(decoded) | Self::Nothing(decoded) | Self::Payload { decoded, .. } => {
                Some(decoded)
            }
            Self::Raw { .. } | Self::NoPayload { .. } => None,
        }
    }
}

/// Returns the value of a whole structure: the members outside the body, then those in it.
fn whole(
    model: &Model,
    bindings: &Bindings,
    bound: &[BoundMember<'_>],
    body: &BodyReading<'_, '_>,
) -> Json {
    let outside = bound
        .iter()
        .filter_map(|bound| bound.value.clone().map(|value| (bound.member.name.clone(), value)));
    let mut members: Vec<_> = outside.collect();
    let decoded = body.decoded().and_then(Decoded::value).map(|value| value.to_json(model));
    let payload = bindings.payload(model).map(|member| member.name.clone());
    match (body, payload) {
        (BodyReading::Payload { .. }, Some(name)) => {
            members.extend(decoded.map(|value| (name, value)));
        }
        (BodyReading::Raw { value, .. }, Some(name)) => {
            members.extend(value.clone().map(|value| (name, value)));
        }
        (_, _) => match decoded {
            // The usual case: nothing is copied.
            Some(value) if members.is_empty() => return value,
            Some(Json::Object(inside)) => members.extend(inside),
            _ => {}
        },
    }
    Json::Object(members)
}

impl RequestReading<'_, '_> {
    /// Returns the input that the request carries, in the value form. What is ill-typed is left out.
    pub fn input(&self, contract: &Contract) -> Json {
        whole(contract.model(), &contract.bindings().input, &self.bound, &self.body)
    }
}

impl SuccessReading<'_, '_> {
    /// Returns the output that the response carries, in the value form. What is ill-typed is left out.
    pub fn output(&self, contract: &Contract) -> Json {
        whole(contract.model(), &contract.bindings().output, &self.bound, &self.body)
    }
}

impl ErrorMembers<'_, '_> {
    /// Returns the value of the error, in the value form. What is ill-typed is left out.
    pub fn value(&self, contract: &Contract) -> Json {
        match contract.bindings().error(self.error) {
            Some(bindings) => whole(contract.model(), bindings, &self.bound, &self.body),
            None => {
                let value = self.body.decoded().and_then(Decoded::value);
                let value = value.map(|value| value.to_json(contract.model()));
                value.unwrap_or_else(|| Json::Object(Vec::new()))
            }
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
    /// The members outside the body.
    pub bound: Vec<BoundMember<'m>>,
    /// The body.
    pub body: BodyReading<'t, 'm>,
}

/// A response, as a client reads it.
#[derive(Debug)]
#[allow(
    clippy::large_enum_variant,
    reason = "a success is read most, and a box would cost it an allocation"
)]
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
    /// The members outside the body.
    pub bound: Vec<BoundMember<'m>>,
    /// The body.
    pub body: BodyReading<'t, 'm>,
}

/// The members of an error, as a client reads them.
#[derive(Debug)]
pub struct ErrorMembers<'t, 'm> {
    /// The structure of the error.
    pub error: ShapeRef,
    /// The members outside the body.
    pub bound: Vec<BoundMember<'m>>,
    /// The body.
    pub body: BodyReading<'t, 'm>,
}
