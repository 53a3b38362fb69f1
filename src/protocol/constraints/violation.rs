//! One constraint that a value does not satisfy.

use std::fmt;

use crate::model::{Length, Range};

/// A constraint that a value does not satisfy, and where the value stands.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Violation {
    /// The place of the value in the input, as a JSON Pointer (RFC 6901) of names of members in the model: `/list/0`. A key of a
    /// map has the place of its map.
    pub path: String,
    /// The constraint.
    pub constraint: Constraint,
}

/// The constraints of Smithy.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Constraint {
    /// `smithy.api#required`: the member is absent, or null.
    Required,
    /// `smithy.api#length`
    Length {
        /// The length of the value: characters of a string, bytes of a blob, elements, entries.
        length: usize,
        /// The bounds.
        bounds: Length,
    },
    /// `smithy.api#range`
    Range(Range),
    /// `smithy.api#pattern`: the pattern.
    Pattern(String),
    /// An enum: its values without the internal ones.
    Enum(Vec<String>),
    /// `smithy.api#uniqueItems`: two elements are equal.
    UniqueItems,
}

/// Writes the message that Smithy's servers send, such as `Value at '/a' failed to satisfy constraint: Member must not be null`.
impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Value ")?;
        if let Constraint::Length { length, .. } = &self.constraint {
            write!(f, "with length {length} ")?;
        }
        write!(f, "at '{}' failed to satisfy constraint: Member must ", self.path)?;
        match &self.constraint {
            Constraint::Required => f.write_str("not be null"),
            Constraint::Length { bounds: Length { min, max }, .. } => match (min, max) {
                (min, None) => write!(f, "have length greater than or equal to {min}"),
                (0, Some(max)) => write!(f, "have length less than or equal to {max}"),
                (min, Some(max)) => write!(f, "have length between {min} and {max}, inclusive"),
            },
            Constraint::Range(Range { min, max }) => match (min, max) {
                (Some(min), Some(max)) => write!(f, "be between {min} and {max}, inclusive"),
                (Some(min), None) => write!(f, "be greater than or equal to {min}"),
                (None, Some(max)) => write!(f, "be less than or equal to {max}"),
                (None, None) => f.write_str("be a number"),
            },
            Constraint::Pattern(pattern) => {
                write!(f, "satisfy regular expression pattern: {pattern}")
            }
            Constraint::Enum(values) => {
                write!(f, "satisfy enum value set: [{}]", values.join(", "))
            }
            Constraint::UniqueItems => f.write_str("have unique values"),
        }
    }
}
