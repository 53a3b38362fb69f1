//! The reference client, taken through its call step by step with a fault put in.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use crate::exchange::{Features, Outcome, TesteeInfo};
use crate::json::Json;
use crate::testee::{Client, OwnedCall};

use super::super::http::{Answer, Connections, Draft, HttpError};
use super::super::input::DisassociateUserRequest;
use super::super::outcome::{self, CallError, Success};
use super::super::{Credentials, PATH, ReferenceClient, interpret};
use super::Mutant;
use super::fault::{Past, PlantedFault, Seen};

/// How often a request is sent once more at the most: a fault that never has enough would hang.
const AGAIN: u64 = 3;

/// A mutant as a client.
#[derive(Debug)]
pub struct MutantClient {
    name: String,
    fault: PlantedFault,
    credentials: Credentials,
    connections: Connections,
    history: Mutex<History>,
}

#[derive(Debug, Default)]
struct History {
    calls: u64,
    past: Option<Past>,
}

impl MutantClient {
    /// The mutant, with no call behind it.
    pub fn new(mutant: &Mutant) -> Self {
        Self::with(mutant.name, mutant.fault)
    }

    /// The reference client, taken through the same steps without a fault: what is found of it is not
    /// the mutant's doing.
    pub fn faultless() -> Self {
        Self::with("faultless", PlantedFault::NONE)
    }

    fn with(name: &str, fault: PlantedFault) -> Self {
        Self {
            name: name.to_owned(),
            fault,
            credentials: Credentials::default(),
            connections: Connections::default(),
            history: Mutex::default(),
        }
    }

    fn attempt(&self, seen: &mut Seen<'_>, deadline: Duration) -> Result<Success, CallError> {
        let fault = &self.fault;
        let input = match fault.input {
            Some(change) => change(seen, seen.input.clone()),
            None => seen.input.clone(),
        };
        let body = match DisassociateUserRequest::validate(&input.to_string()) {
            Ok(request) => request.serialize()?,
            Err(error) => match fault.forgive.and_then(|forgive| forgive(seen)) {
                Some(body) => body,
                None => return Err(error.into()),
            },
        };
        let deadline = fault.deadline.map_or(deadline, |change| change(deadline));
        let mut read = self.exchange(seen, seen.endpoint, &body, deadline);
        while seen.sent <= AGAIN {
            seen.answer = read.as_ref().ok().cloned();
            let Some(endpoint) = fault.again.and_then(|again| again(seen)) else { break };
            read = self.exchange(seen, &endpoint, &body, deadline);
        }
        if let Some(change) = fault.answer {
            read = change(seen, read);
        }
        seen.answer = read.as_ref().ok().cloned();
        interpret(&read?)
    }

    /// Sends the request, and reads the answer.
    fn exchange(
        &self,
        seen: &mut Seen<'_>,
        endpoint: &str,
        body: &[u8],
        deadline: Duration,
    ) -> Result<Answer, HttpError> {
        let begun = Instant::now();
        let mut connection = self.connections.open(endpoint, deadline)?;
        seen.on_connection = connection.sent() + 1;
        let mut draft = Draft::post(connection.path(PATH), body.to_vec());
        if let Some(change) = self.fault.request {
            change(seen, &mut draft);
        }
        let signature = self.credentials.sign(SystemTime::now(), connection.authority(), &draft);
        let mut bytes = draft.to_bytes(connection.authority(), &signature);
        if let Some(change) = self.fault.wire {
            bytes = change(seen, bytes);
        }
        connection.listen();
        seen.sent += 1;
        connection.send(&bytes)?;
        let read = connection.read();
        seen.arrived = connection.arrived().to_vec();
        seen.took = begun.elapsed();
        if read.is_ok() {
            self.connections.keep(connection);
        }
        read
    }
}

impl Client for MutantClient {
    fn info(&self) -> TesteeInfo {
        TesteeInfo {
            name: self.name.clone(),
            features: Features { client_validation: true },
            ..ReferenceClient::info()
        }
    }

    fn renewed(&self) -> Option<Arc<dyn Client>> {
        Some(Arc::new(Self::with(&self.name, self.fault)))
    }

    fn call(&self, call: &OwnedCall) -> Outcome {
        let (number, past) = {
            let mut history = self.history.lock().unwrap_or_else(PoisonError::into_inner);
            history.calls += 1;
            (history.calls, history.past.take())
        };
        let mut seen = Seen {
            call: number,
            on_connection: 0,
            input: &call.input,
            endpoint: &call.endpoint,
            sent: 0,
            arrived: Vec::new(),
            took: Duration::ZERO,
            answer: None,
            past,
        };
        let mut outcome = outcome::tell(self.attempt(&mut seen, call.deadline));
        if let Some(change) = self.fault.outcome {
            outcome = change(&seen, outcome);
        }
        let past = Past { input: Json::clone(&call.input), outcome: outcome.clone() };
        self.history.lock().unwrap_or_else(PoisonError::into_inner).past = Some(past);
        outcome
    }
}
