//! Replay files: a failing exchange as it can be made again, to the byte.
//!
//! A file holds what was sent and answered, and no seed: it means the same to a later version of the
//! generators.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::contract::Contract;
use crate::exchange::fields::any;
use crate::exchange::{Exchange, FormError, Outcome, from_json, to_json};
use crate::json::{Json, Path, SyntaxError};
use crate::policy::{Finding, Policy};
use crate::suite::{PolicyId, Stimulus};
use crate::testee::{CallError, Testee};

use super::confirm;
use super::error::RunError;
use super::plan::Plan;
use super::redact;
use super::report::{Failure, PolicyReport, Recorded};
use super::shrink::Reason;
use super::worker::Worker;

/// The version of the form.
const VERSION: u64 = 1;

/// A replay file. Its stimuli are read behind it, since the bounds of a response need its place.
#[derive(Serialize, Deserialize)]
struct ReplayForm {
    wireproof_replay: u64,
    policy: PolicyId,
    path: String,
    message: String,
    #[serde(with = "any")]
    origin: Json,
    #[serde(with = "any")]
    before: Json,
    #[serde(with = "any")]
    call: Json,
    #[serde(with = "any", default = "nothing")]
    found: Json,
}

fn nothing() -> Json {
    Json::Null
}

/// A failure that can be made again.
#[derive(Clone, Debug)]
pub struct Replay {
    /// The policy that was broken.
    pub policy: &'static Policy,
    /// Where it was broken, and what was said of it.
    reason: Reason,
    /// The calls that go before, and the call.
    pub recorded: Recorded,
    /// How the contract and the testee are to be found: fields of the caller's own.
    pub origin: Json,
    /// The exchange as it was, for those who read the file.
    found: Json,
}

/// Why a file is not a replay file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ReplayError {
    /// It is no JSON.
    #[error("not JSON: {0}")]
    NotJson(#[source] SyntaxError),
    /// A field is missing or wrong.
    #[error("not a replay file: {0}")]
    Form(#[from] FormError),
}

/// What came of making a failure again.
#[derive(Clone, Debug)]
pub enum Replayed {
    /// The policy holds now.
    Fixed(Box<Exchange>),
    /// The policy is still broken.
    StillFails {
        /// The exchange that shows it.
        exchange: Box<Exchange>,
        /// Where and how.
        findings: Vec<Finding>,
        /// Whether it is for the same reason as before.
        same: bool,
    },
    /// The policy had nothing to say of the exchange: the testee skipped the call, or was lost.
    NotJudged(Box<Exchange>),
}

impl Replayed {
    /// Takes the credentials out.
    fn redact(&mut self) {
        match self {
            Self::Fixed(exchange) | Self::NotJudged(exchange) => redact::shown(exchange, &mut []),
            Self::StillFails { exchange, findings, .. } => redact::shown(exchange, findings),
        }
    }
}

impl Replay {
    /// The replay of a failure in a report. `origin` says how the contract and the testee are to be found
    /// again: an object.
    pub fn new(report: &PolicyReport, failure: &Failure, origin: Json) -> Option<Self> {
        Some(Self {
            policy: report.policy,
            reason: Reason::of(&failure.findings)?,
            recorded: Recorded::clone(&failure.recorded),
            origin,
            found: failure.exchange.to_json(),
        })
    }

    /// The file, as JSON.
    pub fn to_json(&self) -> Json {
        to_json(ReplayForm {
            wireproof_replay: VERSION,
            policy: PolicyId(self.policy),
            path: self.reason.path.clone(),
            message: self.reason.message.clone(),
            origin: self.origin.clone(),
            before: Json::Array(self.recorded.before.iter().map(Stimulus::to_json).collect()),
            call: self.recorded.stimulus.to_json(),
            found: self.found.clone(),
        })
    }

    /// Reads a file.
    ///
    /// # Errors
    ///
    /// If it is not JSON, or a field is missing or wrong, with the place.
    pub fn read(text: &[u8]) -> Result<Self, ReplayError> {
        let json = Json::parse(text).map_err(ReplayError::NotJson)?;
        let wrong = |name: &str, message: String| FormError::new(Path::root(name), message);
        // First of all: a file of another version has other fields.
        match json.get("wireproof_replay") {
            None => return Err(wrong("wireproof_replay", "missing".to_owned()).into()),
            Some(version) if version.as_u64() == Some(VERSION) => {}
            Some(_) => {
                let message = format!("version {VERSION} expected");
                return Err(wrong("wireproof_replay", message).into());
            }
        }
        let form: ReplayForm = from_json(&json, &Path::default())?;
        let place = Path::root("before");
        let before = form.before.as_array();
        let before = before.ok_or_else(|| wrong("before", "an array expected".to_owned()))?;
        let before = before.iter().enumerate();
        let before = before.map(|(at, item)| Stimulus::from_json(item, &place.index(at)));
        Ok(Self {
            policy: form.policy.0,
            reason: Reason { path: form.path, message: form.message },
            recorded: Recorded {
                before: before.collect::<Result<_, _>>()?,
                stimulus: Stimulus::from_json(&form.call, &Path::root("call"))?,
                reproduced: None,
            },
            origin: form.origin,
            found: form.found,
        })
    }

    /// Makes the calls again, the last of them to be judged, by `contract`. `None` if the run was
    /// interrupted.
    ///
    /// # Errors
    ///
    /// If an endpoint cannot listen, or the testee cannot be started again.
    pub fn run(
        &self,
        contract: &Contract,
        testee: Box<dyn Testee>,
        deadline: std::time::Duration,
    ) -> Result<Option<Replayed>, RunError> {
        let Recorded { before, stimulus, .. } = &self.recorded;
        let plan = Plan::new(contract.clone(), vec![self.policy], vec![stimulus.clone()]);
        let plan = Plan { deadline, ..plan };
        let worker = Worker::new(&plan, testee, &Arc::default());
        let mut worker = worker.map_err(RunError::Endpoint)?;
        let result = self.replayed(&mut worker, before, stimulus);
        worker.testee.finish();
        match result {
            Ok(mut replayed) => {
                replayed.redact();
                Ok(Some(replayed))
            }
            Err(CallError::Interrupted) => Ok(None),
            Err(CallError::CannotRun(why)) => Err(RunError::CannotRun(why)),
        }
    }

    fn replayed(
        &self,
        worker: &mut Worker<'_>,
        before: &[Stimulus],
        stimulus: &Stimulus,
    ) -> Result<Replayed, CallError> {
        for other in before {
            worker.session(other)?;
        }
        let (mut exchange, mut judged) = worker.judged(stimulus, self.policy)?;
        if matches!(exchange.outcome(), Some(Outcome::Timeout { .. })) {
            // A testee that was only starved of time is not one that hangs.
            worker.testee.renew();
            for other in before {
                worker.session(other)?;
            }
            worker.deadline = worker.deadline.saturating_mul(confirm::LONGER);
            (exchange, judged) = worker.judged(stimulus, self.policy)?;
        }
        let exchange = Box::new(Exchange::clone(&exchange));
        Ok(match judged {
            Some(findings) if findings.is_empty() => Replayed::Fixed(exchange),
            Some(findings) => {
                let same = self.reason.is_among(&findings);
                Replayed::StillFails { exchange, findings, same }
            }
            None => Replayed::NotJudged(exchange),
        })
    }
}
