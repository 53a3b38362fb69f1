//! Protocol test vectors: what Smithy and botocore publish to try an implementation of restJson1, run through the protocol
//! layer.
//!
//! Two forms of file are read: Smithy JSON AST with the traits of `smithy.test`, and botocore's protocol tests. A request
//! vector says which request an input becomes, a response vector which output or error a response says. Each is tried from
//! both sides, unless the file says that it is for one: a client writes requests and reads responses, a server reads requests
//! and writes responses.
//!
//! Source: Smithy 2.0, "HTTP Protocol Compliance Tests".

mod botocore;
mod compare;
mod fields;
mod params;
mod run;
mod smithy;

use std::sync::Arc;

use crate::contract::Contract;
use crate::json::{Json, Path};
use crate::model::{LoadError, ShapeRef, unpacked};

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
    Request { input: Json, message: RequestMessage },
    Success { output: Json, message: ResponseMessage },
    Error { shape: ShapeRef, value: Json, message: ResponseMessage },
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
}

impl Vector {
    /// Reads a file of vectors, of either form.
    ///
    /// # Errors
    ///
    /// If the file is neither, with the JSON path of the fault.
    pub fn read(file: impl Into<Vec<u8>>) -> Result<Vec<Self>, LoadError> {
        let bytes = unpacked(file.into())?;
        let file = Json::parse(&bytes)?;
        match &file {
            Json::Array(suites) => botocore::read(suites),
            Json::Object(_) => smithy::read(&file, &bytes),
            other => {
                let message = format!(
                    "protocol tests of botocore (an array) or a Smithy JSON AST file (an object) \
                     expected, not {}",
                    other.kind()
                );
                Err(LoadError::new(&Path::default(), message))
            }
        }
    }

    /// Runs the vector, and returns what is wrong; nothing if it passes.
    pub fn run(&self) -> Vec<String> {
        run::run(self)
    }

    /// Returns what the vector tries: `request`, `response` or `error`.
    pub fn kind(&self) -> &'static str {
        match self.check {
            Check::Request { .. } => "request",
            Check::Success { .. } => "response",
            Check::Error { .. } => "error",
        }
    }
}
