//! Small reports for the tests of the report formats.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use crate::contract::CONTRACTS;
use crate::exchange::{Exchange, Outcome, TesteeInfo};
use crate::policy::{Finding, find};
use crate::suite::Suite;
use crate::testee::Strangers;

use super::call_counts::CallCounts;
use super::report::{CallProblem, ContractInfo, Failure, PolicyReport, Recorded, Report};
use super::verdict::Verdict;

/// Returns the report of a run of two seconds, with these policies.
pub(crate) fn report(policies: Vec<PolicyReport>) -> Report {
    Report {
        complete: true,
        cut_short: None,
        seed: None,
        cases: 0,
        filters: Vec::new(),
        contract: ContractInfo {
            service: "subscriptions".to_owned(),
            operation: "DisassociateUser".to_owned(),
            embedded: Some(&CONTRACTS[0]),
            edition: Some("2022-08"),
            edition_assumed: false,
        },
        testee: TesteeInfo { name: "sample".to_owned(), ..TesteeInfo::default() },
        calls: CallCounts { judged: 2, ..CallCounts::default() },
        policies,
        outcomes: Vec::new(),
        outcomes_left_out: 0,
        against: None,
        known: Vec::new(),
        not_tried: Vec::new(),
        problems: Vec::new(),
        redacted: false,
        min_exercised: None,
        part: None,
        unmerged: None,
        strangers: Strangers::default(),
        started: SystemTime::UNIX_EPOCH,
        elapsed: Duration::from_secs(2),
    }
}

/// Returns the result for a policy in this many exchanges.
pub(crate) fn policy(
    id: &str,
    verdict: Verdict,
    exercised: usize,
    failures: Vec<Failure>,
) -> PolicyReport {
    PolicyReport {
        policy: find(id).unwrap_or_else(|| panic!("there is no policy {id}")),
        verdict,
        exercised,
        failed: failures.len(),
        known: 0,
        hung: 0,
        doubtful: 0,
        not_reproduced: 0,
        lacks: None,
        failures,
    }
}

/// Returns a failure of the case `stimulus`.
pub(crate) fn failure(stimulus: &str, exchange: Exchange, findings: Vec<Finding>) -> Failure {
    let recorded = Suite::embedded().cases()[0].stimulus.clone();
    Failure {
        stimulus: stimulus.to_owned(),
        aimed: true,
        findings,
        exchange: Arc::new(exchange),
        known: false,
        doubtful: false,
        recorded: Arc::new(Recorded { before: Vec::new(), stimulus: recorded, reproduced: None }),
        shrunk: None,
        replay: None,
        index: 0,
    }
}

impl CallProblem {
    /// Returns a lost call of the case `stimulus`.
    pub(crate) fn sample(
        stimulus: &str,
        outcome: Outcome,
        stderr: &str,
        reproduced: Option<bool>,
    ) -> Self {
        let (stimulus, stderr) = (stimulus.to_owned(), stderr.to_owned());
        Self { stimulus, outcome, stderr, reproduced, index: 0 }
    }
}
