//! Which protocol a contract has.

use crate::contract::{Contract, ProtocolName};
use crate::http::Response;
use crate::json::Json;

use super::format::json::EncodeError;
use super::interface::Protocol;
use super::parts::RequestParts;
use super::reading::ResponseReading;
use super::rest_json1::RestJson1;

// The layers let `protocol` import `contract` and not the other way, so this method stands here.
impl Contract {
    /// Returns the protocol that the service speaks.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_protocol_speaks_under_its_own_name() {
        let contract = Contract::default();
        assert_eq!(contract.protocol().id(), contract.protocol_name().id());
        assert_eq!(contract.protocol().id(), "aws.protocols#restJson1");
    }
}
