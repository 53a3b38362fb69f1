//! Strict JSON: the one reader and the one writer that everything else in the crate stands on.
//!
//! [RFC 8259] is read without any leniency: no byte order mark, no comments, no trailing commas, no
//! leading zeros, no control characters in strings, no bytes that are not UTF-8, no escaped
//! surrogate without its partner, and nothing after the value. What is merely skipped is checked
//! just as closely as what is kept, and nothing here recurses, so no input can exhaust the stack.
//!
//! The general-purpose libraries fall short of that in ways that matter to a conformance suite: they
//! hide duplicate members and the spelling of numbers, or do not check what they skip.
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
pub use tree::{Json, JsonKind, Object};
pub use unescape::unescape;
pub use write::write_string;

/// How deep a value may nest where it is kept in memory: 1,000 arrays and objects inside each other.
///
/// What is only skipped may nest without limit. (docs/readings.md#answers.)
pub const MAX_DEPTH: usize = 1_000;
