//! What an error response says.

use std::borrow::Cow;

use crate::json::{JsonKind, SyntaxError};

/// An error response, as the oracle reads it.
#[derive(Clone, Debug, PartialEq)]
pub struct ErrorReading<'t> {
    /// The status.
    pub status: u16,
    /// The error's code; `None` if nothing tells one.
    pub code: Option<Cow<'t, str>>,
    /// Where the code was told.
    pub source: Option<ErrorSource>,
    /// Whether the code is one of the operation's errors.
    pub modeled: bool,
    /// The message, by either spelling of its name.
    pub message: Option<Cow<'t, str>>,
    /// The header's fields, in their order, as text; more than one is left open by the sources.
    pub headers: Vec<Cow<'t, str>>,
    /// What the body is.
    pub body: BodyKind,
    /// The body's `code`.
    pub body_code: Field<'t>,
    /// The body's top-level `__type`.
    pub body_type: Field<'t>,
    /// The body's `message`.
    pub body_message: Field<'t>,
    /// The body's `Message`.
    pub body_capital_message: Field<'t>,
    /// Whether `__type` or `code` occurs deeper in the body.
    pub nested: bool,
    /// Whether the body has `code`, `__type` or `message` in another case (`Code`, `MESSAGE`), apart from `Message`.
    /// The sources leave open whether that counts.
    pub respelled: bool,
    /// How many levels the body nests, if it begins as an object or an array.
    pub depth: usize,
}

/// The places that tell an error's type, the first that counts first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "they are the three places by name")]
pub enum ErrorSource {
    Header,
    Code,
    Type,
}

/// What the body of an error is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BodyKind {
    /// There is none.
    Empty,
    /// Not JSON text.
    NotJson(SyntaxError),
    /// JSON, but not an object.
    NotObject(JsonKind),
    /// A JSON object.
    Object,
}

/// A member of the body that tells something of the error.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Field<'t> {
    /// It is not there.
    #[default]
    Absent,
    /// It is a string, once.
    Text(Cow<'t, str>),
    /// It is of another type.
    Other(JsonKind),
    /// It is there more than once. This is the last one, if that is a string. The sources leave open which counts.
    Repeated(Option<Cow<'t, str>>),
}

impl<'t> Field<'t> {
    /// Returns the string, if it is one. Of several, the last.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Repeated(last) => last.as_deref(),
            Self::Absent | Self::Other(_) => None,
        }
    }

    /// Returns the same, with the lifetime of the body.
    pub(super) fn last(&self) -> Option<&Cow<'t, str>> {
        match self {
            Self::Text(text) => Some(text),
            Self::Repeated(last) => last.as_ref(),
            Self::Absent | Self::Other(_) => None,
        }
    }

    /// Reports whether the field is there once, as a string, or not at all: then the sources are clear.
    pub fn is_clear(&self) -> bool {
        matches!(self, Self::Absent | Self::Text(_))
    }

    /// Adds an occurrence of the member.
    pub(super) fn set(&mut self, value: Field<'t>) {
        *self = match (&self, value) {
            (Self::Absent, value) => value,
            (_, Self::Text(last)) => Self::Repeated(Some(last)),
            (_, _) => Self::Repeated(None),
        };
    }
}

impl<'t> ErrorReading<'t> {
    /// Returns a reading that tells nothing yet.
    pub(super) fn of(body: BodyKind) -> Self {
        Self {
            status: 0,
            code: None,
            source: None,
            modeled: false,
            message: None,
            headers: Vec::new(),
            body,
            body_code: Field::Absent,
            body_type: Field::Absent,
            body_message: Field::Absent,
            body_capital_message: Field::Absent,
            nested: false,
            respelled: false,
            depth: 0,
        }
    }
}
