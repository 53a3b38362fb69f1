//! JSON as restJson1 has it: a value of any shape as a JSON text, and back.
//!
//! It knows no HTTP and no operation. [`decode()`] reads strictly, in one pass, and returns with the value what it
//! noticed on the way: the [`Anatomy`].

mod anatomy;
mod bits;
mod decode;
mod encode;
mod guess;
mod kinds;
mod scalar;
mod validate;

pub use anatomy::{Anatomy, Container, Note, NoteKind};
pub use decode::{Decoded, Decoder, Role, decode};
pub(in crate::protocol) use encode::write_valid;
pub use encode::{EncodeError, encode};
pub(in crate::protocol) use kinds::kind_of;
pub(in crate::protocol) use scalar::{integer_fits, is_non_finite};
/// The media type of JSON text.
pub const MEDIA_TYPE: &str = "application/json";

pub use validate::{InputFault, InputFaultKind, validate};
