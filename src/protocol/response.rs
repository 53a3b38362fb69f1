//! The answer to a call, as the oracle reads it.

use crate::contract::Contract;
use crate::http::Response;
use crate::json::SyntaxError;

use super::decode::{Decoded, Role, decode};
use super::error::{ErrorReading, read_error};

/// What an answer is.
#[derive(Debug)]
pub enum Reading<'t, 'm> {
    /// The status is one of a success, and the body is JSON. Whether it is a valid one is told by
    /// [`Decoded::refusal`].
    Success(Decoded<'t, 'm>),
    /// The status is one of a success, but the body is no JSON text.
    NotJson(SyntaxError),
    /// The status is one of an error.
    Error(Box<ErrorReading<'t>>),
}

/// Reads an answer. What its framing left out is for the caller to judge: see
/// [`Response::complete`].
///
/// An empty body of a success reads as `{}`. (docs/readings.md#answers.)
pub fn read_response<'t, 'm>(contract: &'m Contract, response: &'t Response) -> Reading<'t, 'm> {
    let operation = contract.operation();
    if !response.is_success() {
        return Reading::Error(Box::new(read_error(&operation, response)));
    }
    let body: &[u8] = if response.body.is_empty() { b"{}" } else { &response.body };
    match decode(contract.model(), operation.output(), Role::Client, body) {
        Ok(decoded) => Reading::Success(decoded),
        Err(fault) => Reading::NotJson(fault),
    }
}
