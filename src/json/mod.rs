//! Strict JSON: the one reader and the one writer that all other modules use.
//!
//! The reader follows [RFC 8259] without leniency: no byte order mark, no comments, no trailing commas, no
//! leading zeros, no control characters in strings, no bytes that are not UTF-8, no escaped surrogate without
//! its partner, and nothing after the value. It checks a skipped value as closely as a kept one. Nothing here
//! recurses, so no input can exhaust the stack.
//!
//! The general-purpose libraries do not suffice for a conformance suite: they hide duplicate members and the
//! spelling of numbers, or do not check what they skip.
//!
//! [RFC 8259]: https://www.rfc-editor.org/rfc/rfc8259

mod deep;
mod events;
mod fault;
mod lexer;
mod nesting;
mod number;
mod path;
mod pieces;
mod scan;
mod skip;
mod text;
mod token;
mod tree;
mod unescape;
mod write;

pub(crate) use events::{EventKind, Events};
pub use fault::{SyntaxError, SyntaxErrorKind};
pub use lexer::{Lexer, RawString};
pub use number::Number;
pub use path::Path;
pub(crate) use pieces::Pieces;
pub use text::text_of;
pub(crate) use token::{Standing, Token};
pub use tree::{Json, JsonKind, Object};
pub use unescape::unescape;
pub use write::write_string;

/// The greatest depth of a value that is kept in memory: 1,000 arrays and objects inside each other.
///
/// A skipped value may nest without limit. (docs/readings.md#answers.)
pub const MAX_DEPTH: usize = 1_000;

/// The greatest depth of a file that wireproof writes. A testee's line may nest [`MAX_DEPTH`] levels, and a report or a
/// replay file has some levels around what it keeps of it.
#[cfg(feature = "run")]
pub(crate) const MAX_FILE_DEPTH: usize = MAX_DEPTH + 64;
