//! Protocols: how an operation's input, output and errors become HTTP messages, and back. This is the oracle.
//!
//! A [`Protocol`] works at the level of messages: it knows from the model's [bindings](crate::model::Bindings) which
//! member travels in which part of a message. [`rest_json1`] is the only implementation so far. A protocol writes and
//! reads bodies in a [format](format), which knows shapes and no HTTP. [`Contract::protocol`](crate::contract::Contract::protocol) chooses it.
//!
//! ```
//! use wireproof::contract::Contract;
//! use wireproof::http::Answer;
//! use wireproof::json::Json;
//! use wireproof::protocol::ResponseReading;
//!
//! let contract = Contract::default();
//! let protocol = contract.protocol();
//! let input = Json::parse(
//!     r#"{"Username":"u","InstanceId":"i","IdentityProvider":{"ActiveDirectoryIdentityProvider":{}}}"#,
//! )
//! .expect("JSON");
//! let parts = protocol.write_request(&contract, &input).expect("a valid input");
//! assert_eq!((parts.method.as_str(), parts.uri.as_str()), ("POST", "/user/DisassociateUser"));
//!
//! let response = Answer::json(404, r#"{"__type":"ResourceNotFoundException"}"#).response();
//! let ResponseReading::Error(error) = protocol.read_response(&contract, &response) else {
//!     panic!("404 is the status of an error");
//! };
//! assert_eq!(error.code.as_deref(), Some("ResourceNotFoundException"));
//! ```

mod bound;
mod choice;
mod constraints;
mod error_reading;
mod fill;
pub mod format;
mod interface;
mod parts;
mod reading;
mod refusal;
mod request_id;
pub mod rest_json1;

pub use bound::BoundMember;
pub use choice::{read_response, write_request};
pub use constraints::{Constraint, Violation, violations};
pub use error_reading::{BodyKind, ErrorReading, ErrorSource, Field};
pub(crate) use fill::is_default;
pub use fill::{Filler, IDEMPOTENCY_TOKEN, with_defaults, with_tokens};
pub use format::json::{
    Anatomy, Container, Decoded, Decoder, EncodeError, InputFault, InputFaultKind, Note, NoteKind,
    Role, decode, encode, validate,
};
pub use interface::{CodingError, Protocol};
pub use parts::{RequestParts, ResponseParts};
pub use reading::{BodyReading, ErrorMembers, RequestReading, ResponseReading, SuccessReading};
pub use refusal::{Refusal, RefusalKind};
pub use request_id::{REQUEST_ID_HEADER, request_id};
pub use rest_json1::{ERROR_TYPE_HEADER, RestJson1, read_error, resolve_code};

/// The short name of [`ResponseReading`] in the policies.
pub use reading::ResponseReading as Reading;
