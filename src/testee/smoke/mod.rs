//! Checks whether a driver is fit to be judged: calls with one right result for every SDK, or with results of which each
//! is right that the protocol allows.
//!
//! A fault that is found here is the driver's, but a run would count it as its SDK's. So the calls are as plain as
//! possible, and the checks look only at those parts of an outcome that do not depend on the SDK.
//!
//! To add a check, add a `Probe` to the list in `probes.rs`, or to that in `extremes.rs` if only generated stimuli bring
//! such a call.

mod any;
mod attempt;
mod extremes;
mod fault;
mod plain;
mod probe;
mod probes;
mod record;

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use socket2::{Domain, Socket, Type};

use self::attempt::Attempt;
use self::extremes::EXTREMES;
pub use self::fault::DriverFault;
use self::fault::SHOWN;
use self::probe::ProbeTarget;
use self::probes::PROBES;
use self::record::ProbeRecord;
use super::subprocess::SECOND_RESULT;
use super::{
    Call, CallError, Capture, Endpoint, Origins, Subprocess, SubprocessSpec, Testee, TesteeError,
};
use crate::contract::{Contract, EmbeddedContract};
use crate::exchange::{Outcome, TesteeInfo};
use crate::terminal_text;

/// The page that describes how a driver must behave.
pub const PAGE: &str = "docs/testee-protocol.md";

/// How many checks there are: a call for each probe, and those of the hello, of the number of results, and of the end.
pub const CHECKS: usize = PROBES.len() + EXTREMES.len() + 3;

/// One check of a driver, and its result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DriverCheck {
    /// Its name: `unknown-member`.
    pub name: &'static str,
    /// What a driver does that passes.
    pub holds: String,
    /// What is wrong with the driver, if it fails.
    pub fault: Option<DriverFault>,
}

/// The reason why a driver could not be checked.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SmokeError {
    /// It did not start.
    #[error("{0}")]
    Start(#[source] TesteeError),
    /// It could not be started again, or the run was interrupted.
    #[error("{0}")]
    Call(#[source] CallError),
    /// No call of the operation is known that is certainly valid.
    #[error(
        "no plain call of {0} can be made up; check the driver by another operation, or without --contract"
    )]
    NoPlainCall(String),
    /// The endpoint could not listen.
    #[error("cannot listen on 127.0.0.1: {0}")]
    Endpoint(#[source] io::Error),
}

/// Starts a driver and checks it. Each call may take until `deadline`.
///
/// If the hello is wrong, or if the first call reports no outcome, the checks end there, because the others would fail
/// for the same reason.
///
/// # Errors
///
/// If the driver does not start, or not again, or if there is no free port.
pub fn smoke(spec: SubprocessSpec, deadline: Duration) -> Result<Vec<DriverCheck>, SmokeError> {
    smoke_by(&Contract::default(), spec, deadline)
}

/// Starts a driver and checks it by calls of this contract's operation. If that is not the default contract, the checks are
/// left out that need the members of `DisassociateUser`.
///
/// # Errors
///
/// As of [`smoke`].
pub fn smoke_by(
    contract: &Contract,
    spec: SubprocessSpec,
    deadline: Duration,
) -> Result<Vec<DriverCheck>, SmokeError> {
    let mut testee = match Subprocess::start(spec) {
        Ok(testee) => testee,
        Err(error) => return hello_fault(error).map(|check| vec![check]),
    };
    let ours = contract.is_default();
    let mut checks = vec![hello(testee.info(), contract.embedded_as())];
    let mut session = Session::new(contract, deadline).map_err(SmokeError::Endpoint)?;
    // The texts of some calls take a mebibyte, so each call is made ready only when it is made.
    let own = if ours { Vec::new() } else { any::attempts(contract) };
    if !ours && own.is_empty() {
        testee.finish();
        return Err(SmokeError::NoPlainCall(contract.operation().name().to_owned()));
    }
    let of_ours = PROBES.iter().chain(EXTREMES).filter(|_| ours).map(Attempt::of);
    for probe in of_ours.chain(own) {
        let (fault, lost) = session.probe(&probe, &mut testee)?;
        checks.push(DriverCheck { name: probe.name, holds: probe.holds.to_owned(), fault });
        // The hello and this first call are the only checks so far.
        if lost && checks.len() == 2 {
            testee.finish();
            return Ok(checks);
        }
    }
    checks.push(session.one_result());
    checks.push(end_of_input(&mut testee));
    Ok(checks)
}

/// Describes what is wrong with a first line that is not a valid hello.
fn hello_fault(error: TesteeError) -> Result<DriverCheck, SmokeError> {
    let wrong = match &error {
        TesteeError::Banner { line, .. } => format!("the first line is not a hello: `{line}`"),
        TesteeError::BadHello { source, .. } => format!("the hello is not valid: {source}"),
        TesteeError::ProtocolVersion { found, .. } => {
            format!("the hello names version {found} of the protocol")
        }
        _ => return Err(SmokeError::Start(error)),
    };
    let fault = DriverFault {
        wrong,
        remedy: "answer the first line with a hello of version 1, and print nothing else",
        section: "Hello",
    };
    Ok(DriverCheck { name: HELLO, holds: String::new(), fault: Some(fault) })
}

const HELLO: &str = "hello";

/// `embedded` is the embedded contract that the checks are of, if it is one: only these have editions.
fn hello(info: &TesteeInfo, embedded: Option<&EmbeddedContract>) -> DriverCheck {
    let mut holds = info.name.clone();
    for more in [&info.version, &info.language].into_iter().flatten() {
        holds = format!("{holds} {more}");
    }
    let mut holds = terminal_text::line(&holds, SHOWN).into_owned();
    let names = embedded.map(EmbeddedContract::edition_names).unwrap_or_default();
    match &info.edition {
        // A driver need not choose from one.
        None if names.len() < 2 => {}
        Some(_) if names.is_empty() => {}
        Some(edition) => holds += &format!(", edition {}", terminal_text::line(edition, SHOWN)),
        None => {
            holds += &format!(
                "; it names no edition, so a run assumes {}; name one of {} in the hello, or by --edition",
                names[0],
                names.join(", ")
            );
        }
    }
    let named = info.edition.as_ref().filter(|_| embedded.is_some());
    let fault = named.filter(|name| !names.contains(&name.as_str())).map(|name| DriverFault {
        wrong: format!("there is no edition `{}`", terminal_text::line(name, SHOWN)),
        remedy: "name the edition that the SDK was built from, or none",
        section: "Hello",
    });
    DriverCheck { name: HELLO, holds, fault }
}

fn end_of_input(testee: &mut Subprocess) -> DriverCheck {
    let fault = testee.end_input().err().map(|what| DriverFault {
        wrong: format!("the input has ended, and the driver {what}"),
        remedy: "end with exit code 0 when there are no more lines",
        section: "Lines",
    });
    DriverCheck {
        name: "end-of-input",
        holds: "the driver exits when its input ends".to_owned(),
        fault,
    }
}

/// The calls to one driver.
struct Session {
    contract: Contract,
    deadline: Duration,
    first: Endpoint,
    second: Endpoint,
    /// An address at which nothing listens.
    nobody: String,
    /// Holds the port of that address: another process could be given a free one, and listen there.
    _held: Socket,
    calls: u64,
    second_result: Option<String>,
}

impl Session {
    fn new(contract: &Contract, deadline: Duration) -> io::Result<Self> {
        let origins = Arc::new(Origins::default());
        let held = Socket::new(Domain::IPV4, Type::STREAM, None)?;
        held.bind(&SocketAddr::from((Ipv4Addr::LOCALHOST, 0)).into())?;
        let address = held.local_addr()?.as_socket().ok_or(io::ErrorKind::AddrNotAvailable)?;
        Ok(Self {
            contract: contract.clone(),
            deadline,
            first: Endpoint::bind_among(Arc::clone(&origins))?,
            second: Endpoint::bind_among(origins)?,
            nobody: format!("http://{address}"),
            _held: held,
            calls: 0,
            second_result: None,
        })
    }

    /// Makes a call. Returns the fault that it shows, if any, and whether the call was lost.
    fn probe(
        &mut self,
        probe: &Attempt,
        testee: &mut Subprocess,
    ) -> Result<(Option<DriverFault>, bool), SmokeError> {
        let (outcome, capture) = loop {
            let (outcome, capture) = self.call(probe, testee).map_err(SmokeError::Call)?;
            match outcome {
                // This message is about the call before. The driver is started again, and the call is repeated.
                Outcome::ProtocolError { message } if message.starts_with(SECOND_RESULT) => {
                    self.second_result.get_or_insert(message);
                }
                outcome => break (outcome, capture),
            }
        };
        if let Some(mut fault) = lost(&outcome, &testee.stderr_tail()) {
            if let Some((remedy, section)) = probe.lost {
                (fault.remedy, fault.section) = (remedy, section);
            }
            return Ok((Some(fault), true));
        }
        let contract = &self.contract;
        let elsewhere = self.first.take().stray.len() + self.second.take().stray.len();
        let seen =
            ProbeRecord { contract, outcome: &outcome, requests: &capture.requests, elsewhere };
        Ok(((probe.judge)(&seen).err(), false))
    }

    fn call(
        &mut self,
        probe: &Attempt,
        testee: &mut Subprocess,
    ) -> Result<(Outcome, Capture), CallError> {
        self.calls += 1;
        let endpoint = match probe.target {
            ProbeTarget::First => Some(&self.first),
            ProbeTarget::Second => Some(&self.second),
            ProbeTarget::Nobody => None,
        };
        if let Some(endpoint) = endpoint {
            endpoint.arm(probe.answer.steps());
        }
        let outcome = testee.call(&Call {
            id: self.calls,
            endpoint: endpoint.map_or(&self.nobody, Endpoint::url),
            operation: self.contract.operation().name(),
            input: &probe.input,
            deadline: self.deadline,
        })?;
        let capture = endpoint.map(Endpoint::take).unwrap_or_default();
        match endpoint.and_then(Endpoint::trouble) {
            Some(why) => Err(CallError::CannotRun(why)),
            None => Ok((outcome, capture)),
        }
    }

    fn one_result(&self) -> DriverCheck {
        let fault = self.second_result.as_ref().map(|message| DriverFault {
            wrong: format!("there is {message}"),
            remedy: "answer each call with one line",
            section: "Calls and results",
        });
        DriverCheck { name: "one-result", holds: "each call has one result".to_owned(), fault }
    }
}

/// Describes what is wrong with a driver that reported no outcome.
fn lost(outcome: &Outcome, stderr: &str) -> Option<DriverFault> {
    let (wrong, remedy, section) = match outcome {
        Outcome::Crash { detail } => {
            let said = stderr.lines().map(str::trim).rfind(|line| !line.is_empty());
            let said = said.map(|line| format!("; its standard error ends with `{line}`"));
            (
                format!("the driver {detail}{}", said.unwrap_or_default()),
                "catch every error that the SDK throws, and report it as client_error",
                "Calls and results",
            )
        }
        Outcome::Timeout { after_ms } => (
            format!("no result came within {after_ms} ms"),
            "answer every call, and flush each line",
            "Lines",
        ),
        Outcome::ProtocolError { message } => (
            format!("the driver sent no valid result of the call: {message}"),
            "answer with one line that the JSON Schema allows, with the id of the call",
            "Calls and results",
        ),
        _ => return None,
    };
    Some(DriverFault {
        wrong: terminal_text::line(&wrong, 3 * SHOWN).into_owned(),
        remedy,
        section,
    })
}
