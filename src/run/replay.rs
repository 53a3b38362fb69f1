//! Replay files: a failing exchange that can be reproduced to the byte.
//!
//! A file holds the stimulus itself and no seed, so it stays the same if the generators change.

use std::sync::Arc;

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::contract::Contract;
use crate::exchange::fields::any;
use crate::exchange::{Exchange, FormError, Outcome, from_json, to_json};
use crate::json::{Json, MAX_FILE_DEPTH, Path, SyntaxError};
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

/// The version of the format.
const VERSION: u64 = 1;

/// The most calls that a replay makes. A run repeats 512 stimuli at most before a failing one.
const MOST_CALLS: usize = 10_000;

/// The most time that the responses of a replay take. 512 of the slowest take 922 s.
const MOST_TIME: Duration = Duration::from_secs(1_000);

/// A replay file. Its stimuli are read after it, because the checks of a response report a path.
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

/// A failure that can be reproduced.
#[derive(Clone, Debug)]
pub struct Replay {
    /// The policy that was broken.
    pub policy: &'static Policy,
    /// The findings: where the policy was broken, and how.
    reason: Reason,
    /// The calls before it, and the failing call.
    pub recorded: Recorded,
    /// How to find the contract and the testee. The caller chooses the fields.
    pub origin: Json,
    /// The exchange as it was, for people who read the file.
    found: Json,
}

/// Why a file is not a replay file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ReplayError {
    /// The text is not JSON.
    #[error("not JSON: {0}")]
    NotJson(#[source] SyntaxError),
    /// A field is missing or wrong.
    #[error("not a replay file: {0}")]
    Form(#[from] FormError),
}

/// The result of a replay.
#[derive(Clone, Debug)]
pub enum Replayed {
    /// The policy holds now.
    Fixed(Box<Exchange>),
    /// The policy is still broken.
    StillFails {
        /// The exchange that shows it.
        exchange: Box<Exchange>,
        /// The findings: where the policy is broken, and how.
        findings: Vec<Finding>,
        /// Whether the reason is the same as before.
        same: bool,
    },
    /// The policy did not judge the exchange: the testee skipped the call, or the call was lost.
    NotJudged(Box<Exchange>),
}

impl Replayed {
    /// Removes the credentials.
    fn redact(&mut self) {
        match self {
            Self::Fixed(exchange) | Self::NotJudged(exchange) => redact::shown(exchange, &mut []),
            Self::StillFails { exchange, findings, .. } => redact::shown(exchange, findings),
        }
    }
}

/// Refuses stimuli that take too many calls, or too long.
fn check_length<'s>(stimuli: impl Iterator<Item = &'s Stimulus>) -> Result<(), String> {
    let (mut calls, mut time) = (0_usize, Duration::ZERO);
    for stimulus in stimuli {
        let again = stimulus.repeat.saturating_sub(1);
        calls = calls.saturating_add(1 + again.saturating_mul(1 + stimulus.between.len()));
        let own = stimulus.call.answer.response().time;
        time = time.saturating_add(own.saturating_mul(1 + again as u32));
        for other in &stimulus.between {
            let one = other.call.answer.response().time;
            time = time.saturating_add(one.saturating_mul(again as u32));
        }
    }
    if calls > MOST_CALLS {
        return Err(format!(
            "{calls} calls come before the end, and a replay makes {MOST_CALLS} at most; leave out \
             those that the failure does not need"
        ));
    }
    if time > MOST_TIME {
        let (time, most) = (time.as_secs(), MOST_TIME.as_secs());
        return Err(format!(
            "its responses take {time} s, and those of a replay take {most} s at most; leave out \
             the calls that the failure does not need"
        ));
    }
    Ok(())
}

impl Replay {
    /// Returns the replay of a failure in a report. `origin` is an object that says how to find the contract and the testee.
    pub fn new(report: &PolicyReport, failure: &Failure, origin: Json) -> Option<Self> {
        Some(Self {
            policy: report.policy,
            reason: Reason::of(&failure.findings)?,
            recorded: Recorded::clone(&failure.recorded),
            origin,
            found: failure.exchange.to_json(),
        })
    }

    /// Returns the file as JSON.
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
        let json = Json::parse_within(text, MAX_FILE_DEPTH).map_err(ReplayError::NotJson)?;
        let wrong = |name: &str, message: String| FormError::new(Path::root(name), message);
        // The version comes first: a file of another version has other fields.
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
        let before = before.collect::<Result<Vec<_>, _>>()?;
        let stimulus = Stimulus::from_json(&form.call, &Path::root("call"))?;
        check_length(before.iter().chain([&stimulus])).map_err(|what| wrong("before", what))?;
        Ok(Self {
            policy: form.policy.0,
            reason: Reason { path: form.path, message: form.message },
            recorded: Recorded { before, stimulus, reproduced: None },
            origin: form.origin,
            found: form.found,
        })
    }

    /// Repeats the calls, and judges the last one by `contract`. Returns `None` if the run was interrupted.
    ///
    /// # Errors
    ///
    /// If an endpoint cannot listen, or the testee cannot be started again.
    pub fn run(
        &self,
        contract: &Contract,
        testee: Box<dyn Testee>,
        deadline: Duration,
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
            // A testee that got too little CPU time does not hang, so it gets a longer deadline.
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::suite::Suite;

    #[test]
    fn the_length_of_a_replay_is_bounded() {
        let suite = Suite::embedded();
        let all = || suite.cases().iter().map(|case| &case.stimulus);
        assert_eq!(check_length(all()), Ok(()), "a run that sent every fixed case can be repeated");

        let mut one = all().next().expect("there is one").clone();
        one.call.answer.delivery = Default::default();
        assert_eq!(check_length(std::iter::repeat_n(&one, MOST_CALLS)), Ok(()));
        let error = check_length(std::iter::repeat_n(&one, MOST_CALLS + 1)).expect_err("one more");
        assert!(
            error.starts_with("10001 calls come before the end, and a replay makes 10000"),
            "{error}"
        );
        // One stimulus may stand for many calls.
        let mut many = Stimulus { repeat: 20, ..one.clone() };
        many.between = vec![one.clone(); 600];
        let error = check_length([&many].into_iter()).expect_err("too many");
        assert!(error.starts_with("11420 calls"), "{error}");

        one.call.answer.delivery.delay = Duration::from_millis(1_800);
        assert_eq!(check_length(std::iter::repeat_n(&one, 512)), Ok(()));
        let error = check_length(std::iter::repeat_n(&one, 560)).expect_err("too long");
        assert!(
            error.starts_with("its responses take 1008 s, and those of a replay take 1000 s"),
            "{error}"
        );
    }
}
