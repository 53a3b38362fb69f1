//! Refusals: why a server does not act on a request.
//!
//! Source: Smithy 2.0, AWS restJson1, "Protocol-specific errors"; Smithy's `httpMalformedRequestTests`.

use super::constraints::Violation;

/// The errors of a protocol, which no operation lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RefusalKind {
    /// The method and the target are those of no operation.
    UnknownOperation,
    /// The body is of another media type than the operation's.
    UnsupportedMediaType,
    /// The client takes no response of the operation's media type.
    NotAcceptable,
    /// The request is not text of the format, or a value is of another type than its shape.
    Serialization,
    /// The input does not satisfy a constraint.
    Validation,
}

impl RefusalKind {
    /// Every kind, in the order in which a server looks for them.
    pub const ALL: [Self; 5] = [
        Self::UnknownOperation,
        Self::UnsupportedMediaType,
        Self::NotAcceptable,
        Self::Serialization,
        Self::Validation,
    ];

    /// Returns the name of the error: `SerializationException`.
    pub fn code(self) -> &'static str {
        match self {
            Self::UnknownOperation => "UnknownOperationException",
            Self::UnsupportedMediaType => "UnsupportedMediaTypeException",
            Self::NotAcceptable => "NotAcceptableException",
            Self::Serialization => "SerializationException",
            Self::Validation => "ValidationException",
        }
    }

    /// Returns the status of the response.
    pub fn status(self) -> u16 {
        match self {
            Self::UnknownOperation => 404,
            Self::UnsupportedMediaType => 415,
            Self::NotAcceptable => 406,
            Self::Serialization | Self::Validation => 400,
        }
    }
}

/// Why a server refuses a request.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Refusal {
    /// The error.
    pub kind: RefusalKind,
    /// What is wrong, in words.
    pub message: String,
    /// The constraints that are not satisfied; none for other errors.
    pub violations: Vec<Violation>,
}

impl Refusal {
    /// Returns a refusal that is not about constraints.
    pub(crate) fn new(kind: RefusalKind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into(), violations: Vec::new() }
    }

    /// Returns the refusal of an input that does not satisfy constraints; `None` if there are none. The message is the one that
    /// Smithy's servers send.
    pub(super) fn of_violations(violations: Vec<Violation>) -> Option<Self> {
        let errors = match violations.len() {
            0 => return None,
            1 => "1 validation error".to_owned(),
            count => format!("{count} validation errors"),
        };
        let all: Vec<String> = violations.iter().map(ToString::to_string).collect();
        let message = format!("{errors} detected. {}", all.join("; "));
        Some(Self { kind: RefusalKind::Validation, message, violations })
    }
}
