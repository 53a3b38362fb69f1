//! HTTP/1.1 messages as they are on the wire: nothing is normalised, nothing is guessed.
//!
//! A [`Request`] is what an endpoint received, a [`Response`] what a client could have received. Each
//! keeps its bytes beside what they mean. An [`Answer`] is what an endpoint sets out to send, with
//! every misbehaviour that this may include, as [`Step`]s.
//!
//! Source: RFC 9112 (HTTP/1.1).

mod answer;
mod chunked;
mod delivery;
mod endpoint_url;
mod head;
mod head_only;
mod headers;
mod request;
mod response;

pub use answer::Answer;
pub use chunked::Chunks;
#[cfg(feature = "suite")]
pub(crate) use chunked::pieces;
pub use delivery::{Cut, Delivery, Framing, Step};
#[cfg(feature = "run")]
pub(crate) use head_only::head_only;
pub(crate) use headers::is_token;
pub use headers::{Header, Headers};
pub use request::{Arrival, Request, RequestParser, RequestProblem};
pub use response::{Ending, Response};
