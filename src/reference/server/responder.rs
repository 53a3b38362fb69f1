//! A function from a request to a response.

use std::time::Duration;

use crate::contract::Contract;
use crate::http::Request;
use crate::protocol::{
    Protocol, REQUEST_ID_HEADER, Refusal, RefusalKind, ResponseParts, RestJson1,
};

use super::answer::{self, Unanswered};
use super::asked::Asked;
use super::error::error;
use super::identity;
use super::operations::{Operation, Operations};
use super::read_asked;
use super::reply::{Reply, ReplyKind};

/// The code of the error that answers a bad [`ANSWER_FIELD`](super::ANSWER_FIELD). No contract names it.
const BADLY_ASKED: &str = "InvalidWireproofAnswer";

/// Answers requests for the operations of a service.
///
/// The same seed and the same request make the same response, whatever came before.
///
/// ```
/// use wireproof::contract::Contract;
/// use wireproof::http::{Headers, Request};
/// use wireproof::reference::server::Responder;
///
/// let responder = Responder::new(vec![Contract::default()], 1);
/// let headers: Headers = [("Content-Type", "application/json")].into_iter().collect();
/// let body = br#"{"Username":"u","InstanceId":"i","IdentityProvider":{"ActiveDirectoryIdentityProvider":{}}}"#;
/// let request = Request::new("POST", "/user/DisassociateUser", headers.clone(), body);
/// assert_eq!(responder.reply(&request).response.status, 200);
/// assert_eq!(responder.reply(&request), responder.reply(&request));
///
/// let refused = responder.reply(&Request::new("POST", "/user/DisassociateUser", headers, b"{}"));
/// assert_eq!(refused.response.status, 400);
/// let id = refused.response.headers.only("X-Amzn-Errortype").expect("it is an error");
/// assert_eq!(id.text(), Some("ValidationException"));
/// ```
#[derive(Debug)]
pub struct Responder {
    operations: Operations,
    seed: u64,
}

impl Responder {
    /// Returns a responder for the operations of these contracts, which are of one service.
    pub fn new(contracts: Vec<Contract>, seed: u64) -> Self {
        Self { operations: Operations::new(contracts), seed }
    }

    /// Returns the contracts of the operations, the one with the most specific pattern first.
    pub fn contracts(&self) -> impl Iterator<Item = &Contract> {
        self.operations.iter().map(|operation| &operation.contract)
    }

    /// Returns what the server does in reply to a request that has arrived whole.
    pub fn reply(&self, request: &Request) -> Reply {
        let mut reply = match self.operations.find(request) {
            Some(operation) => self.of_operation(operation, request),
            None => self.unknown(request),
        };
        let headers = &mut reply.response.headers;
        // A member of the output may be bound to the field.
        if !headers.has(REQUEST_ID_HEADER) {
            headers.push(REQUEST_ID_HEADER, identity::request_id(self.seed, request));
        }
        reply
    }

    /// Answers a request that is for no operation.
    fn unknown(&self, request: &Request) -> Reply {
        let message = match self.operations.only() {
            Some(Operation { contract, .. }) => {
                let http = contract.operation().http();
                format!("{} {} expected", http.method, http.uri)
            }
            None => {
                let path = request.target.split('?').next().unwrap_or_default();
                let path: String = path.chars().take(200).collect();
                format!("no operation has the method {} and the path {path}", request.method)
            }
        };
        let first = self.contracts().next();
        let protocol: &dyn Protocol = first.map_or(&RestJson1, Contract::protocol);
        refused(protocol, None, &Refusal::new(RefusalKind::UnknownOperation, message))
    }

    /// Answers a request for an operation.
    fn of_operation(&self, operation: &Operation, request: &Request) -> Reply {
        let contract = &operation.contract;
        let name = || Some(contract.operation().name().to_owned());
        let asked = match read_asked::read(&request.headers) {
            Ok(asked) => asked,
            Err(message) => return badly_asked(name(), &message),
        };
        let input = match contract.protocol().accept(contract, request) {
            Ok(input) => input,
            Err(refusal) => return refused(contract.protocol(), name(), &refusal),
        };
        let mut choices = identity::choices(self.seed, contract, &input);
        let Asked { delay, close, .. } = asked;
        match answer::of(operation, &asked, &mut choices) {
            Ok(response) => {
                let kind = if asked.is_plain() { ReplyKind::Generated } else { ReplyKind::Asked };
                Reply { response, operation: name(), kind, delay, close }
            }
            Err(Unanswered::Asked(message)) => badly_asked(name(), &message),
            Err(Unanswered::Unable(message)) => {
                let response = error(500, "InternalFailure", &message);
                at_once(response, name(), ReplyKind::Unable)
            }
        }
    }
}

fn at_once(response: ResponseParts, operation: Option<String>, kind: ReplyKind) -> Reply {
    Reply { response, operation, kind, delay: Duration::ZERO, close: false }
}

fn refused(protocol: &dyn Protocol, operation: Option<String>, refusal: &Refusal) -> Reply {
    at_once(protocol.write_refusal(refusal), operation, ReplyKind::Refused(refusal.kind))
}

fn badly_asked(operation: Option<String>, message: &str) -> Reply {
    at_once(error(400, BADLY_ASKED, message), operation, ReplyKind::BadlyAsked)
}
