//! The interface of a protocol.

use std::borrow::Cow;
use std::fmt;

use crate::contract::Contract;
use crate::http::{Request, Response};
use crate::json::{Json, SyntaxError};
use crate::model::ShapeRef;

use super::format::json::EncodeError;
use super::parts::{RequestParts, ResponseParts};
use super::reading::{ErrorMembers, RequestReading, ResponseReading};
use super::refusal::Refusal;

/// Why the coding of a body cannot be removed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the body is not what Content-Encoding says: {0}")]
pub struct CodingError(pub(super) String);

/// How the messages of an operation are written and read.
///
/// An implementation goes by the contract's [bindings](Contract::bindings): it never takes an input or output for the
/// body.
pub trait Protocol: fmt::Debug + Sync {
    /// Returns the shape id of the trait by which a service declares the protocol.
    fn id(&self) -> &'static str;

    /// Writes the request that carries `input`, a value in the value form.
    ///
    /// # Errors
    ///
    /// If the input is not valid.
    fn write_request(&self, contract: &Contract, input: &Json)
    -> Result<RequestParts, EncodeError>;

    /// Returns a request without the coding of its body that the operation lets a client choose
    /// (`smithy.api#requestCompression`); the request itself if it has none.
    ///
    /// # Errors
    ///
    /// If the body is not in the coding that the request names, or has more than 32 MiB without it.
    fn without_coding<'r>(
        &self,
        contract: &Contract,
        request: &'r Request,
    ) -> Result<Cow<'r, Request>, CodingError>;

    /// Reads a request, as a server does. A coding of its body is [removed](Self::without_coding) before. The caller judges whether all of it arrived.
    ///
    /// # Errors
    ///
    /// If the body is not text of the format. If nothing is bound to the body, an empty one is right.
    fn read_request<'t, 'm>(
        &self,
        contract: &'m Contract,
        request: &'t Request,
    ) -> Result<RequestReading<'t, 'm>, SyntaxError>;

    /// Returns why a server refuses a request for the contract's operation; `None` if it must act on it. The caller judges whether
    /// all of the request arrived. A coding of its body is removed here.
    ///
    /// ```
    /// use wireproof::contract::Contract;
    /// use wireproof::http::{Headers, Request};
    /// use wireproof::protocol::RefusalKind;
    ///
    /// let contract = Contract::default();
    /// let headers: Headers = [("Content-Type", "application/json")].into_iter().collect();
    /// let request = Request::new("POST", "/user/DisassociateUser", headers, br#"{"Username":7}"#);
    /// let refusal = contract.protocol().refusal(&contract, &request).expect("it is refused");
    /// assert_eq!(refusal.kind, RefusalKind::Serialization);
    /// assert_eq!(refusal.message, "input.Username: a string expected, not a number");
    /// let response = contract.protocol().write_refusal(&refusal);
    /// assert_eq!(response.status, 400);
    /// ```
    fn refusal(&self, contract: &Contract, request: &Request) -> Option<Refusal> {
        self.accept(contract, request).err()
    }

    /// Returns the input that a server acts on, in the value form and with the defaults of absent members. The caller judges
    /// whether all of the request arrived. A coding of its body is removed here.
    ///
    /// # Errors
    ///
    /// Why the server refuses the request: see [`refusal`](Self::refusal).
    fn accept(&self, contract: &Contract, request: &Request) -> Result<Json, Refusal>;

    /// Reports whether the method and the target of a request are those of the contract's operation. If those of several
    /// operations of a service are, the most specific pattern decides.
    fn is_for(&self, contract: &Contract, request: &Request) -> bool;

    /// Writes the response to a request that is refused.
    fn write_refusal(&self, refusal: &Refusal) -> ResponseParts;

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

    /// Reads the members of the error `error` that a response carries, as a client does.
    ///
    /// # Errors
    ///
    /// If the body must be text of the format and is not.
    fn read_error_members<'t, 'm>(
        &self,
        contract: &'m Contract,
        error: ShapeRef,
        response: &'t Response,
    ) -> Result<ErrorMembers<'t, 'm>, SyntaxError>;

    /// Returns the value of the error `error` that a response carries, in the value form, as a client reads it. What is
    /// ill-typed is left out.
    ///
    /// # Errors
    ///
    /// If the body must be text of the format and is not.
    fn read_error_value(
        &self,
        contract: &Contract,
        error: ShapeRef,
        response: &Response,
    ) -> Result<Json, SyntaxError> {
        Ok(self.read_error_members(contract, error, response)?.value(contract))
    }

    /// Returns the name of the header field that names an error.
    fn error_field(&self) -> &'static str;

    /// Returns the name of the error shape in what a response tells of its type, without namespace and URI.
    fn error_name<'v>(&self, told: &'v str) -> &'v str;
}
