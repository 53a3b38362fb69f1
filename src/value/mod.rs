//! Values with the types of their shapes, and their differences.
//!
//! A decoded value is a [`Tape`]: at any depth, one flat list of nodes that borrows its strings from the text
//! that was read. [`ValueRef`] walks it. The *value form* (docs/testee-protocol.md#value-form) is the same
//! value as plain JSON. Testees use it, and [`diff()`] compares it.

mod diff;
mod difference;
mod scalars;
mod tape;
mod timestamp;
mod wtf8;

pub use diff::diff;
pub use difference::{Difference, DifferenceKind};
pub(crate) use tape::Slot;
pub use tape::{Key, Tape, Text, ValueKind, ValueRef};
pub use timestamp::Timestamp;
pub use wtf8::{WTF8_KEY, wtf8_bytes, wtf8_units};

/// The key for a union member in the value form that the contract does not know.
///
/// Source: boto3's documentation of tagged unions.
pub const SDK_UNKNOWN_MEMBER: &str = "SDK_UNKNOWN_MEMBER";
