//! A client that makes a call with the reference client's own steps, and plants a fault between them.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use crate::contract::Contract;
use crate::exchange::{Features, Outcome, TesteeInfo};
use crate::json::Json;
use crate::testee::{Client, OwnedCall};

use super::super::generic;
use super::super::http::{Answer, Connections, Draft, HttpError};
use super::super::input::DisassociateUserRequest;
use super::super::outcome::{self, CallError, Success};
use super::super::{Credentials, PATH, ReferenceClient, interpret};
use super::Mutant;
use super::fault::{Change, Past, PlantedFault, Seen};

/// The most repetitions of a request. Without this bound, a fault that always repeats would hang.
const AGAIN: u64 = 3;

/// A mutant as a client.
#[derive(Debug)]
pub struct MutantClient {
    name: String,
    /// The contract that the generic client interprets; `None` for a mutant of the typed client.
    contract: Option<Contract>,
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
    /// Makes the client of a mutant. It has made no call yet.
    pub fn new(mutant: &Mutant) -> Self {
        Self::with(mutant.name, mutant.contract(), mutant.fault)
    }

    /// Makes the generic client of an operation of [`Contract::parcels`] without a fault, by the same steps.
    pub fn faultless_for(contract: Contract) -> Self {
        Self::with("faultless", Some(contract), PlantedFault::NONE)
    }

    /// Makes a client of the same steps without a fault. Findings on it are not caused by a planted fault.
    pub fn faultless() -> Self {
        Self::with("faultless", None, PlantedFault::NONE)
    }

    fn with(name: &str, contract: Option<Contract>, fault: PlantedFault) -> Self {
        Self {
            name: name.to_owned(),
            contract,
            fault,
            credentials: Credentials::default(),
            connections: Connections::default(),
            history: Mutex::default(),
        }
    }

    /// Makes the steps of the generic client.
    fn attempt_generically(
        &self,
        contract: &Contract,
        seen: &mut Seen<'_>,
        deadline: Duration,
    ) -> Outcome {
        let fault = &self.fault;
        let input = changed(fault.input, seen, seen.input.clone());
        let draft = match generic::draft(contract, &input) {
            Ok(draft) => draft,
            Err(refusal) => return refusal,
        };
        let mut read = self.exchange(seen, seen.endpoint, &draft, deadline);
        if let Some(change) = fault.answer {
            read = change(seen, read);
        }
        seen.answer = read.as_ref().ok().cloned();
        match read {
            Ok(answer) => generic::interpret(contract, &answer),
            Err(error) => outcome::tell(Err(error.into())),
        }
    }

    fn attempt(&self, seen: &mut Seen<'_>, deadline: Duration) -> Result<Success, CallError> {
        let fault = &self.fault;
        let input = changed(fault.input, seen, seen.input.clone());
        let body = match DisassociateUserRequest::validate(&input.to_string()) {
            Ok(request) => request.serialize()?,
            Err(error) => match fault.forgive.and_then(|forgive| forgive(seen)) {
                Some(body) => body,
                None => return Err(error.into()),
            },
        };
        let deadline = fault.deadline.map_or(deadline, |change| change(deadline));
        let draft = Draft::post(PATH.to_owned(), body);
        let mut read = self.exchange(seen, seen.endpoint, &draft, deadline);
        // The fault decides from the latest response, so `seen` must have it before each repetition.
        while seen.sent <= AGAIN {
            seen.answer = read.as_ref().ok().cloned();
            let Some(endpoint) = fault.again.and_then(|again| again(seen)) else { break };
            read = self.exchange(seen, &endpoint, &draft, deadline);
        }
        if let Some(change) = fault.answer {
            read = change(seen, read);
        }
        seen.answer = read.as_ref().ok().cloned();
        interpret(&read?)
    }

    /// Sends the request and reads the response.
    fn exchange(
        &self,
        seen: &mut Seen<'_>,
        endpoint: &str,
        draft: &Draft,
        deadline: Duration,
    ) -> Result<Answer, HttpError> {
        let begun = Instant::now();
        let mut connection = self.connections.open(endpoint, deadline)?;
        seen.on_connection = connection.sent() + 1;
        let mut draft = Draft { target: connection.path(&draft.target), ..draft.clone() };
        if let Some(change) = self.fault.request {
            change(seen, &mut draft);
        }
        draft.add_checksum();
        let host = format!("{}{}", draft.host_prefix, connection.authority());
        let host = changed(self.fault.host, seen, host);
        let credentials = changed(self.fault.credentials, seen, self.credentials.clone());
        let time = changed(self.fault.clock, seen, SystemTime::now());
        let signature = credentials.sign(time, &host, &draft);
        let mut bytes = draft.to_bytes(&host, &signature);
        if let Some(change) = self.fault.wire {
            bytes = change(seen, bytes);
        }
        connection.listen();
        // A request counts even if sending fails: the service may have received a part of it.
        seen.sent += 1;
        connection.send(&bytes)?;
        let read = connection.read();
        // A fault may make a response of bytes that the reader refused, so they are kept even if `read` failed.
        seen.arrived = connection.arrived().to_vec();
        seen.took = begun.elapsed();
        if read.is_ok() {
            self.connections.keep(connection);
        }
        read
    }
}

/// Returns a value as a fault changes it, if it does.
fn changed<T>(change: Option<Change<T>>, seen: &Seen<'_>, value: T) -> T {
    match change {
        Some(change) => change(seen, value),
        None => value,
    }
}

impl Client for MutantClient {
    fn info(&self) -> TesteeInfo {
        TesteeInfo { name: self.name.clone(), features: Features::ALL, ..ReferenceClient::info() }
    }

    fn renewed(&self) -> Option<Arc<dyn Client>> {
        Some(Arc::new(Self::with(&self.name, self.contract.clone(), self.fault)))
    }

    fn call(&self, call: &OwnedCall) -> Outcome {
        // The lock is not held during the call: a call can take as long as its deadline.
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
        let mut outcome = match &self.contract {
            Some(contract) => self.attempt_generically(contract, &mut seen, call.deadline),
            None => outcome::tell(self.attempt(&mut seen, call.deadline)),
        };
        if let Some(change) = self.fault.outcome {
            outcome = change(&seen, outcome);
        }
        let past = Past { input: Json::clone(&call.input), outcome: outcome.clone() };
        self.history.lock().unwrap_or_else(PoisonError::into_inner).past = Some(past);
        outcome
    }
}
