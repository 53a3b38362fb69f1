//! The codec of restJson1, interpreted from shapes: the oracle.
//!
//! It knows no operation: [`decode()`] reads a JSON body as any shape, [`validate()`] and [`encode()`] take an
//! input to the wire, [`read_error`] resolves an error's type. It decodes strictly, in one pass, and
//! says with the value what it noticed on the way: the [`Anatomy`].
//!
//! HTTP bindings (headers, labels, query, payload) have their place in [`request`]; until then
//! [`Contract`](crate::contract::Contract) refuses operations that need them.
//!
//! Source: [Smithy 2.0, AWS restJson1](https://smithy.io/2.0/aws/protocols/aws-restjson1-protocol.html).

mod anatomy;
mod bits;
mod decode;
mod encode;
mod error;
mod guess;
pub mod request;
mod response;
mod scalar;
mod validate;

pub use anatomy::{Anatomy, Container, Note, NoteKind};
pub use decode::{Decoded, Decoder, Role, decode};
pub use encode::{EncodeError, encode};
pub use error::{
    BodyKind, ERROR_TYPE_HEADER, ErrorReading, ErrorSource, Field, read_error, resolve_code,
};
pub use response::{Reading, read_response};
pub use validate::{InputFault, InputFaultKind, validate};
