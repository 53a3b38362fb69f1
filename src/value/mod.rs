//! Values as shapes type them, and how they differ.
//!
//! A decoded value lies on a [`Tape`]: one flat list of nodes that borrows its strings from the text it was
//! read from, whatever its depth. [`ValueRef`] walks it. The *value form* (docs/testee-protocol.md#value-form)
//! is the same value as plain JSON, which is what testees speak and what [`diff()`] compares.

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

/// The key under which the value form shows a union member that the contract does not know.
///
/// Source: boto3's documentation of tagged unions.
pub const SDK_UNKNOWN_MEMBER: &str = "SDK_UNKNOWN_MEMBER";
