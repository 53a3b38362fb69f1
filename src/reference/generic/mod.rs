//! The generic client: it calls the operation of any contract, by interpreting its shapes and bindings.
//!
//! It shares no code with the oracle's protocol layer, so each of the two checks the other. It reads and writes JSON with
//! [`Json`], because its numbers must keep every digit.
//!
//! A call has the steps of the reference client: [check](check) the input, make a [draft](request), send it, and
//! [interpret](answer) the response.

mod answer;
mod check;
mod compress;
mod host;
mod moment;
mod percent;
mod read;
mod request;
mod text;
mod write;

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use crate::contract::Contract;
use crate::exchange::{Features, Outcome, TesteeInfo};
use crate::json::Json;
use crate::testee::{Client, OwnedCall};

use super::Credentials;
use super::http::{Connections, HttpError};
use super::outcome;

pub(super) use answer::interpret;
pub(super) use compress::gzip;
pub(super) use request::draft;

/// A client for the operation of any contract. It keeps every policy that applies to the operation.
///
/// ```
/// use std::time::Duration;
/// use wireproof::contract::Contract;
/// use wireproof::exchange::Outcome;
/// use wireproof::json::Json;
/// use wireproof::reference::GenericClient;
///
/// let client = GenericClient::new(Contract::default());
/// let input = Json::parse(r#"{"Username":7}"#).expect("JSON");
/// // The client refuses the input, so nothing listens at the endpoint in vain.
/// let outcome = client.call("http://127.0.0.1:1", &input, Duration::from_secs(1));
/// assert!(matches!(outcome, Outcome::ClientError { .. }));
/// ```
#[derive(Debug)]
pub struct GenericClient {
    contract: Contract,
    credentials: Credentials,
    connections: Connections,
}

impl GenericClient {
    /// Makes a client without a connection that signs with the dummy credentials, if the service asks for signatures.
    pub fn new(contract: Contract) -> Self {
        let (credentials, connections) = (Credentials::default(), Connections::default());
        Self { contract, credentials, connections }
    }

    /// Returns what the client reports about itself.
    pub fn info() -> TesteeInfo {
        TesteeInfo {
            name: "generic".to_owned(),
            version: Some(env!("CARGO_PKG_VERSION").to_owned()),
            language: Some("rust".to_owned()),
            edition: None,
            features: Features::ALL,
        }
    }

    /// Calls the operation once, and returns what a user of the client would see.
    ///
    /// `endpoint` is an `http://` URL without the operation's path. `input` is a value in the value form, and may break the
    /// contract. The call waits for the endpoint until the `deadline`, counted from now, and never panics.
    pub fn call(&self, endpoint: &str, input: &Json, deadline: Duration) -> Outcome {
        let draft = match draft(&self.contract, input) {
            Ok(draft) => draft,
            Err(refusal) => return refusal,
        };
        let exchange = || -> Result<_, HttpError> {
            let mut connection = self.connections.open(endpoint, deadline)?;
            let mut draft = draft;
            draft.target = connection.path(&draft.target);
            draft.add_checksum();
            let authority = format!("{}{}", draft.host_prefix, connection.authority());
            let fields = self.credentials.sign(SystemTime::now(), &authority, &draft);
            connection.send(&draft.to_bytes(&authority, &fields))?;
            let answer = connection.read()?;
            self.connections.keep(connection);
            Ok(answer)
        };
        match exchange() {
            Ok(answer) => interpret(&self.contract, &answer),
            Err(error) => outcome::tell(Err(error.into())),
        }
    }
}

impl Client for GenericClient {
    fn info(&self) -> TesteeInfo {
        Self::info()
    }

    fn renewed(&self) -> Option<Arc<dyn Client>> {
        Some(Arc::new(Self::new(self.contract.clone())))
    }

    fn call(&self, call: &OwnedCall) -> Outcome {
        Self::call(self, &call.endpoint, &call.input, call.deadline)
    }
}
