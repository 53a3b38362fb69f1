//! The reference client: a hand-written, typed client of `DisassociateUser`, edition 2022-08.
//!
//! It is the default testee, over real HTTP. It is also the second opinion on the codec, so it shares no code with it.
//! It has its own types, its own reader over serde, and its own small HTTP/1.1 client. So a misreading stays unseen only
//! if both make it.
//!
//! A call has these steps, each in a file of its own. The first step that fails ends the call:
//!
//! | step | what happens | file |
//! |---|---|---|
//! | validate | the input, a JSON value, becomes a typed request, or all its faults are reported | `input`, `validate` |
//! | serialize | the request becomes the bytes of a body | `input` |
//! | sign | the request gets its date and its signature | `signature` |
//! | send | the request is sent once, on a kept or a new connection, and never repeated | `http` |
//! | read | the whole response is read | `http` |
//! | interpret | the response becomes a typed output or a typed error | `output`, `errors` |
//!
//! `outcome` then turns the result into an outcome of the testee protocol.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use crate::exchange::{Features, Outcome, TesteeInfo};
use crate::testee::{Client, OwnedCall};

mod errors;
mod generic;
mod http;
mod input;
mod members;
pub mod mutants;
mod outcome;
mod output;
#[cfg(feature = "generate")]
pub mod server;
mod signature;
mod strict;
#[cfg(test)]
mod tests;
mod validate;

pub use generic::GenericClient;
pub use signature::Credentials;

use errors::DisassociateUserError;
use http::{Answer, Connections, Draft};
use input::DisassociateUserRequest;
use outcome::{CallError, Success};
use output::DisassociateUserResponse;

/// The path of the operation.
const PATH: &str = "/user/DisassociateUser";

/// The reference client, with the connections that it keeps alive.
///
/// ```
/// use std::time::Duration;
/// use wireproof::reference::ReferenceClient;
///
/// let client = ReferenceClient::new();
/// let outcome = client.call("http://127.0.0.1:1", r#"{"Username":7}"#, Duration::from_secs(1));
/// assert_eq!(
///     outcome.to_string(),
///     "client error InvalidInput at validate: `IdentityProvider`: required, but missing; \
///      `InstanceId`: required, but missing; `Username`: a string expected, not a number",
/// );
/// ```
#[derive(Debug, Default)]
pub struct ReferenceClient {
    credentials: Credentials,
    connections: Connections,
}

impl Client for ReferenceClient {
    fn info(&self) -> TesteeInfo {
        let info = Self::info();
        let given = self.credentials.session_token.is_some();
        TesteeInfo { features: info.features.with_session_token(given), ..info }
    }

    fn renewed(&self) -> Option<Arc<dyn Client>> {
        Some(Arc::new(Self::with_credentials(self.credentials.clone())))
    }

    fn call(&self, call: &OwnedCall) -> Outcome {
        self.call(&call.endpoint, &call.input_text(), call.deadline)
    }
}

impl ReferenceClient {
    /// Makes a client without a connection that signs with the dummy credentials.
    pub fn new() -> Self {
        Self::default()
    }

    /// Makes a client without a connection that signs with these credentials.
    pub fn with_credentials(credentials: Credentials) -> Self {
        Self { credentials, ..Self::default() }
    }

    /// Returns what the client reports about itself.
    pub fn info() -> TesteeInfo {
        TesteeInfo {
            name: "reference".to_owned(),
            version: Some(env!("CARGO_PKG_VERSION").to_owned()),
            language: Some("rust".to_owned()),
            edition: Some("2022-08".to_owned()),
            features: Features { client_validation: true, session_token: true, host_prefix: false },
        }
    }

    /// Calls the operation once, and returns what a user of the client would see.
    ///
    /// `endpoint` is an `http://` URL without the operation's path. `input` is the JSON text of a value in the value
    /// form, and may break the contract. The call waits for the endpoint until the `deadline`, counted from now, and
    /// never panics.
    pub fn call(&self, endpoint: &str, input: &str, deadline: Duration) -> Outcome {
        outcome::tell(self.attempt(endpoint, input, deadline))
    }

    /// Interprets a whole response: the last step of a call.
    ///
    /// The values of the header fields must have no white space around them.
    #[cfg(feature = "fuzzing")]
    pub fn interpret(status: u16, headers: Vec<(String, Vec<u8>)>, body: Vec<u8>) -> Outcome {
        outcome::tell(interpret(&Answer { status, headers, body }))
    }

    /// Makes the steps of a call.
    fn attempt(
        &self,
        endpoint: &str,
        input: &str,
        deadline: Duration,
    ) -> Result<Success, CallError> {
        let request = DisassociateUserRequest::validate(input)?;
        let body = request.serialize()?;
        let mut connection = self.connections.open(endpoint, deadline)?;
        let draft = Draft::post(connection.path(PATH), body);
        let signature = self.credentials.sign(SystemTime::now(), connection.authority(), &draft);
        connection.send(&draft.to_bytes(connection.authority(), &signature))?;
        let answer = connection.read()?;
        self.connections.keep(connection);
        interpret(&answer)
    }
}

/// Turns a response into an output or an error. Only the status decides: 200 to 299 is a success, and everything else is
/// an error. A redirect is a response like any other, and is not followed.
fn interpret(answer: &Answer) -> Result<Success, CallError> {
    if (200..300).contains(&answer.status) {
        let output = DisassociateUserResponse::deserialize_body(&answer.body)?;
        Ok(Success { status: answer.status, output, request_id: answer.request_id() })
    } else {
        Err(DisassociateUserError::of(answer).into())
    }
}
