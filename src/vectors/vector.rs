//! A vector: a value, and the message in which it travels.

use std::sync::Arc;

use crate::contract::Contract;
use crate::json::Json;
use crate::model::ShapeRef;

/// The party that a vector tries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VectorParty {
    /// It writes requests and reads responses.
    Client,
    /// It reads requests and writes responses.
    Server,
}

impl VectorParty {
    /// Returns the name: `client` or `server`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Client => "client",
            Self::Server => "server",
        }
    }
}

/// One protocol test vector, for one party.
#[derive(Clone, Debug)]
pub struct Vector {
    /// The id in the file.
    pub id: String,
    /// The party that it tries.
    pub party: VectorParty,
    /// The contract of its operation.
    pub contract: Arc<Contract>,
    /// What the value and the message are.
    pub(crate) check: Check,
}

/// A value, and the message that it travels in.
#[derive(Clone, Debug)]
pub(crate) enum Check {
    Request {
        input: Json,
        message: RequestMessage,
    },
    Success {
        output: Json,
        message: ResponseMessage,
    },
    Error {
        shape: ShapeRef,
        value: Json,
        message: ResponseMessage,
    },
    /// A request that a server refuses, and its response.
    Refusal {
        message: RequestMessage,
        response: ResponseMessage,
    },
}

/// What a file says of the parts that requests and responses share.
#[derive(Clone, Debug, Default)]
pub(crate) struct MessageParts {
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) forbidden: Vec<String>,
    pub(crate) required: Vec<String>,
    /// `None` if the file says nothing of the body.
    pub(crate) body: Option<Vec<u8>>,
    pub(crate) media_type: Option<String>,
}

/// What a file says of a request.
#[derive(Clone, Debug, Default)]
pub(crate) struct RequestMessage {
    pub(crate) method: String,
    /// The path, encoded.
    pub(crate) path: String,
    /// The parameters of the query that must be there, encoded: `name=value` or `name`.
    pub(crate) query: Vec<String>,
    pub(crate) forbidden_query: Vec<String>,
    pub(crate) required_query: Vec<String>,
    /// The endpoint that the client is told, and the host that it must call.
    pub(crate) host: Option<String>,
    pub(crate) resolved_host: Option<String>,
    pub(crate) parts: MessageParts,
}

/// What a file says of a response.
#[derive(Clone, Debug, Default)]
pub(crate) struct ResponseMessage {
    pub(crate) status: u16,
    pub(crate) parts: MessageParts,
    /// A pattern of the member `message` of the body, of a refusal.
    pub(crate) message_pattern: Option<String>,
    /// The message of an error that a client shows.
    pub(crate) error_message: Option<String>,
}

impl Vector {
    /// Returns what the vector tries: `request`, `response`, `error` or `refusal`.
    pub fn kind(&self) -> &'static str {
        match self.check {
            Check::Request { .. } => "request",
            Check::Success { .. } => "response",
            Check::Error { .. } => "error",
            Check::Refusal { .. } => "refusal",
        }
    }
}
