//! Protocols: how an operation's input, output and errors become HTTP messages, and back. This is the oracle.
//!
//! A [`Protocol`] works at the level of messages: it knows from the model's [bindings](crate::model::Bindings) which
//! member travels in which part of a message. [`rest_json1`] is the only implementation so far. A protocol writes and
//! reads bodies in a [format](format), which knows shapes and no HTTP. [`Contract::protocol`] chooses it.
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

mod error_reading;
pub mod format;
mod parts;
mod reading;
pub mod rest_json1;

use std::fmt;

use crate::contract::{Contract, ProtocolName};
use crate::http::{Request, Response};
use crate::json::{Json, SyntaxError};
use crate::model::ShapeRef;

pub use error_reading::{BodyKind, ErrorReading, ErrorSource, Field};
pub use format::json::{
    Anatomy, Container, Decoded, Decoder, EncodeError, InputFault, InputFaultKind, Note, NoteKind,
    Role, decode, encode, validate,
};
pub use parts::{RequestParts, ResponseParts};
pub use reading::{BodyReading, RequestReading, ResponseReading, SuccessReading};
pub use rest_json1::{ERROR_TYPE_HEADER, RestJson1, read_error, resolve_code};

/// The short name of [`ResponseReading`] in the policies.
pub use reading::ResponseReading as Reading;

/// How the messages of an operation are written and read.
///
/// An implementation goes by the contract's [bindings](Contract::bindings): it never takes an input or output for the
/// body.
pub trait Protocol: fmt::Debug + Sync {
    /// The shape id of the trait by which a service declares the protocol.
    fn id(&self) -> &'static str;

    /// Writes the request that carries `input`, a value in the value form.
    ///
    /// # Errors
    ///
    /// If the input is not valid.
    fn write_request(&self, contract: &Contract, input: &Json)
    -> Result<RequestParts, EncodeError>;

    /// Reads a request, as a server does. The caller judges whether all of it arrived.
    ///
    /// # Errors
    ///
    /// If the body is not text of the format. If nothing is bound to the body, an empty one is right.
    fn read_request<'t, 'm>(
        &self,
        contract: &'m Contract,
        request: &'t Request,
    ) -> Result<RequestReading<'t, 'm>, SyntaxError>;

    /// Writes the response that carries `output`, a value in the value form.
    ///
    /// # Errors
    ///
    /// If the output is not valid. The paths of the faults begin with `input` all the same: it is the input of the
    /// writer.
    fn write_response(
        &self,
        contract: &Contract,
        output: &Json,
    ) -> Result<ResponseParts, EncodeError>;

    /// Writes the response that carries `value`, a value of one of the operation's errors, and names that error.
    ///
    /// # Errors
    ///
    /// If the value is not valid.
    fn write_error(
        &self,
        contract: &Contract,
        error: ShapeRef,
        value: &Json,
    ) -> Result<ResponseParts, EncodeError>;

    /// Reads a response, as a client does. The caller judges whether all of it arrived: see [`Response::complete`].
    ///
    /// An empty body of a success reads as an empty structure. (docs/readings.md#answers.)
    fn read_response<'t, 'm>(
        &self,
        contract: &'m Contract,
        response: &'t Response,
    ) -> ResponseReading<'t, 'm>;

    /// The name of the header field that names an error.
    fn error_field(&self) -> &'static str;

    /// The name of the error shape in what a response tells of its type, without namespace and URI.
    fn error_name<'v>(&self, told: &'v str) -> &'v str;
}

// The layers let `protocol` import `contract` and not the other way, so this method stands here.
impl Contract {
    /// The protocol that the service speaks.
    pub fn protocol(&self) -> &'static dyn Protocol {
        match self.protocol_name() {
            ProtocolName::RestJson1 => &RestJson1,
        }
    }
}

/// Writes the request that carries `input` in the contract's own protocol.
///
/// # Errors
///
/// If the input is not valid.
pub fn write_request(contract: &Contract, input: &Json) -> Result<RequestParts, EncodeError> {
    contract.protocol().write_request(contract, input)
}

/// Reads a response in the contract's own protocol. See [`Protocol::read_response`].
pub fn read_response<'t, 'm>(
    contract: &'m Contract,
    response: &'t Response,
) -> ResponseReading<'t, 'm> {
    contract.protocol().read_response(contract, response)
}
