//! The protocol restJson1: HTTP bindings, and JSON in the body.
//!
//! `request.rs` and `response.rs` put a message together and take it apart, and `refuse.rs` says which requests a server refuses. Each part that a member may travel in has its
//! file: `label.rs`, `query.rs`, `field.rs` and `body.rs`; `text.rs` has the scalars in all of them but the body.
//!
//! Source: [Smithy 2.0, AWS restJson1](https://smithy.io/2.0/aws/protocols/aws-restjson1-protocol.html).

mod body;
mod code;
mod encoding;
mod error;
mod error_body;
mod field;
mod host;
mod label;
mod media;
mod outside;
mod percent;
mod query;
mod refuse;
mod request;
mod response;
mod text;

use std::borrow::Cow;

use crate::contract::{Contract, ProtocolName};
use crate::http::{Request, Response};
use crate::json::{Json, SyntaxError};
use crate::model::ShapeRef;

use super::format::json::EncodeError;
use super::interface::{CodingError, Protocol};
use super::parts::{RequestParts, ResponseParts};
use super::reading::{ErrorMembers, RequestReading, ResponseReading};
use super::refusal::Refusal;

pub use code::{ERROR_TYPE_HEADER, resolve_code};
pub use error::read_error;

/// The protocol `aws.protocols#restJson1`.
#[derive(Clone, Copy, Debug)]
pub struct RestJson1;

impl Protocol for RestJson1 {
    fn id(&self) -> &'static str {
        ProtocolName::RestJson1.id()
    }

    fn write_request(
        &self,
        contract: &Contract,
        input: &Json,
    ) -> Result<RequestParts, EncodeError> {
        request::write(contract, input)
    }

    fn without_coding<'r>(
        &self,
        contract: &Contract,
        request: &'r Request,
    ) -> Result<Cow<'r, Request>, CodingError> {
        let found = encoding::remove(&contract.operation().shape().traits, request)?;
        Ok(found.map_or(Cow::Borrowed(request), Cow::Owned))
    }

    fn read_request<'t, 'm>(
        &self,
        contract: &'m Contract,
        request: &'t Request,
    ) -> Result<RequestReading<'t, 'm>, SyntaxError> {
        request::read(contract, request)
    }

    fn accept(&self, contract: &Contract, request: &Request) -> Result<Json, Refusal> {
        refuse::accept(contract, request)
    }

    fn is_for(&self, contract: &Contract, request: &Request) -> bool {
        refuse::is_for(contract, request)
    }

    fn write_refusal(&self, refusal: &Refusal) -> ResponseParts {
        refuse::write(refusal)
    }

    fn write_response(
        &self,
        contract: &Contract,
        output: &Json,
    ) -> Result<ResponseParts, EncodeError> {
        response::write(contract, output)
    }

    fn write_error(
        &self,
        contract: &Contract,
        error: ShapeRef,
        value: &Json,
    ) -> Result<ResponseParts, EncodeError> {
        error::write(contract, error, value)
    }

    fn read_response<'t, 'm>(
        &self,
        contract: &'m Contract,
        response: &'t Response,
    ) -> ResponseReading<'t, 'm> {
        response::read(contract, response)
    }

    fn read_error_members<'t, 'm>(
        &self,
        contract: &'m Contract,
        error: ShapeRef,
        response: &'t Response,
    ) -> Result<ErrorMembers<'t, 'm>, SyntaxError> {
        error::read_members(contract, error, response)
    }

    fn error_field(&self) -> &'static str {
        ERROR_TYPE_HEADER
    }

    fn error_name<'v>(&self, told: &'v str) -> &'v str {
        resolve_code(told)
    }
}
