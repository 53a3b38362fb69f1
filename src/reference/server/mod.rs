//! The reference server: it answers requests for the operations of any contract, and is a mock for client tests.
//!
//! It answers by the [protocol layer](crate::protocol), so it is no second opinion on it, as the reference client is. It shares no
//! code with that client.
//!
//! [`Responder`] is a function from a request to a response, without a socket. `listen` serves it over HTTP.
//!
//! | step | what happens | file |
//! |---|---|---|
//! | route | the operation is found by the method and the target | `operations` |
//! | ask | the field [`ANSWER_FIELD`] says which answer the client wants | `asked`, `read_asked` |
//! | accept | the protocol reads the input, or refuses the request | `protocol` |
//! | answer | a value is generated from the seed and the input, or the answer that was asked for is made | `answer`, `ready` |

mod answer;
mod asked;
#[cfg(feature = "serve")]
mod body;
#[cfg(feature = "serve")]
mod connection;
mod error;
mod identity;
#[cfg(feature = "serve")]
mod listen;
mod operations;
#[cfg(feature = "serve")]
mod patient;
mod read_asked;
mod ready;
mod reply;
mod responder;
#[cfg(feature = "serve")]
mod served;
#[cfg(test)]
mod tests;

pub use asked::ANSWER_FIELD;
#[cfg(feature = "serve")]
pub use listen::{ServeOptions, Server};
pub use reply::{Reply, ReplyKind};
pub use responder::Responder;
#[cfg(feature = "serve")]
pub use served::ServedRequest;
