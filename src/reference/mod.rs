//! The reference client: a hand-written, typed client of `DisassociateUser`, edition 2022-08.
//!
//! It is the testee that the main job judges by default, over real HTTP, and the second opinion on
//! the codec: it shares no code with it. It has its own types, its own reader over serde, and its
//! own small HTTP/1.1 client, so that a misreading would have to be made twice to go unseen.
//!
//! A call takes these steps, each in a file of its own, and the first that fails ends it:
//!
//! | step | what happens | file |
//! |---|---|---|
//! | validate | the input, a JSON value, becomes a typed request, or all of its faults are told | `input`, `validate` |
//! | serialize | the request becomes the bytes of a body | `input` |
//! | sign | the request gets its date and its signature | `signature` |
//! | send | one request goes out on a kept or a new connection; never a second one | `http` |
//! | read | one answer comes in, whole | `http` |
//! | interpret | the answer becomes a typed output or a typed error | `output`, `errors` |
//!
//! What came out is then told in the terms of the testee protocol (`outcome`).

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use crate::exchange::{Features, Outcome, TesteeInfo};
use crate::testee::{Client, OwnedCall};

mod errors;
mod http;
mod input;
mod members;
pub mod mutants;
mod outcome;
mod output;
mod signature;
mod strict;
#[cfg(test)]
mod tests;
mod validate;

pub use signature::Credentials;

use errors::DisassociateUserError;
use http::{Answer, Connections, Draft};
use input::DisassociateUserRequest;
use outcome::{CallError, Success};
use output::DisassociateUserResponse;

/// Where the operation is bound to.
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
        Self::info()
    }

    fn renewed(&self) -> Option<Arc<dyn Client>> {
        Some(Arc::new(Self::with_credentials(self.credentials.clone())))
    }

    fn call(&self, call: &OwnedCall) -> Outcome {
        self.call(&call.endpoint, &call.input_text(), call.deadline)
    }
}

impl ReferenceClient {
    /// A client without any connection, which signs with the dummy credentials.
    pub fn new() -> Self {
        Self::default()
    }

    /// A client without any connection, which signs with these credentials.
    pub fn with_credentials(credentials: Credentials) -> Self {
        Self { credentials, ..Self::default() }
    }

    /// What the client says of itself.
    pub fn info() -> TesteeInfo {
        TesteeInfo {
            name: "reference".to_owned(),
            version: Some(env!("CARGO_PKG_VERSION").to_owned()),
            language: Some("rust".to_owned()),
            edition: Some("2022-08".to_owned()),
            features: Features { client_validation: true },
        }
    }

    /// Calls the operation once, and tells what a user of the client would see.
    ///
    /// `endpoint` is an `http://` URL without the operation's path, `input` the JSON text of a value
    /// in the value form, which may break the contract. The endpoint is waited for until the
    /// `deadline`, counted from now, and nothing that it does makes the call panic.
    pub fn call(&self, endpoint: &str, input: &str, deadline: Duration) -> Outcome {
        outcome::tell(self.attempt(endpoint, input, deadline))
    }

    /// What the client makes of an answer that has arrived whole: the last step of a call, by itself.
    ///
    /// The values of the header fields are without the white space around them.
    #[cfg(feature = "fuzzing")]
    pub fn interpret(status: u16, headers: Vec<(String, Vec<u8>)>, body: Vec<u8>) -> Outcome {
        outcome::tell(interpret(&Answer { status, headers, body }))
    }

    /// The steps of a call.
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

/// Makes an output or an error of an answer, by its status alone: 200 to 299 is a success and all
/// else an error. Redirects are answers like any other, and are not followed.
fn interpret(answer: &Answer) -> Result<Success, CallError> {
    if (200..300).contains(&answer.status) {
        let output = DisassociateUserResponse::deserialize_body(&answer.body)?;
        Ok(Success { status: answer.status, output })
    } else {
        Err(DisassociateUserError::of(answer).into())
    }
}
