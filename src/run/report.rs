//! What a run found.

use std::sync::Arc;
use std::time::Duration;

use crate::contract::Contract;
use crate::exchange::{Exchange, Outcome, TesteeInfo};
use crate::policy::{Finding, Level, Policy};

use super::verdict::Verdict;

/// Everything that a run found. Report formats are ways of writing this down.
#[derive(Clone, Debug)]
pub struct Report {
    /// Whether the run came to its end; `false` where it was interrupted.
    pub complete: bool,
    /// What was selected, as the user said it: `policy = union.*`.
    pub filters: Vec<(String, String)>,
    /// What the testee was judged by.
    pub contract: ContractInfo,
    /// What the testee says of itself.
    pub testee: TesteeInfo,
    /// The calls, by what became of them.
    pub calls: CallCounts,
    /// The selected policies, in the order of the catalogue.
    pub policies: Vec<PolicyReport>,
    /// The first calls that the testee died in, hung in, or answered out of protocol.
    pub problems: Vec<CallProblem>,
    /// How many policies must have been judged for the run to count.
    pub min_exercised: usize,
    /// How long it took.
    pub elapsed: Duration,
}

/// The contract of a run, by its names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ContractInfo {
    /// The service, as the testee protocol knows it.
    pub service: String,
    /// The operation.
    pub operation: String,
    /// The edition, if it is an embedded one.
    pub edition: Option<&'static str>,
}

impl From<&Contract> for ContractInfo {
    fn from(contract: &Contract) -> Self {
        Self {
            service: contract.service_name().to_owned(),
            operation: contract.operation().name().to_owned(),
            edition: contract.edition_name(),
        }
    }
}

/// How many calls came to what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CallCounts {
    /// A response, a service error or a client error.
    pub judged: usize,
    /// The testee cannot hold such an input.
    pub skipped: usize,
    /// The testee died.
    pub crash: usize,
    /// The testee had not answered by the deadline.
    pub timeout: usize,
    /// The testee broke the protocol.
    pub protocol_error: usize,
    /// Not made, because the testee had hung three times for the same policy.
    pub unsent: usize,
}

impl CallCounts {
    /// Counts one more outcome.
    pub(super) fn add(&mut self, outcome: &Outcome) {
        *match outcome {
            Outcome::Skipped { .. } => &mut self.skipped,
            Outcome::Crash { .. } => &mut self.crash,
            Outcome::Timeout { .. } => &mut self.timeout,
            Outcome::ProtocolError { .. } => &mut self.protocol_error,
            _ => &mut self.judged,
        } += 1;
    }

    /// How many calls were made.
    pub fn made(&self) -> usize {
        self.judged + self.skipped + self.crash + self.timeout + self.protocol_error
    }

    /// How many calls showed something of the testee: it told an outcome, died, or hung.
    pub fn told(&self) -> usize {
        self.judged + self.crash + self.timeout
    }
}

/// What a run found of one policy.
#[derive(Clone, Debug)]
pub struct PolicyReport {
    /// The policy.
    pub policy: &'static Policy,
    /// The verdict.
    pub verdict: Verdict,
    /// How many exchanges it judged.
    pub exercised: usize,
    /// How many of those broke it.
    pub failed: usize,
    /// Up to five of the exchanges that broke it: those aimed at it before the others, and the smallest
    /// first. Of those that take more than 256 KiB there is at most one, the first.
    pub failures: Vec<Failure>,
}

/// An exchange that broke a policy.
#[derive(Clone, Debug)]
pub struct Failure {
    /// The stimulus: a case's id.
    pub stimulus: String,
    /// Whether the stimulus was aimed at the policy.
    pub aimed: bool,
    /// Where and how; at least one. Of very many the first ones, and a last one that counts the others.
    pub findings: Vec<Finding>,
    /// The exchange; the policies that it broke share it.
    pub exchange: Arc<Exchange>,
}

impl Failure {
    /// How many bytes the exchange takes on the wire.
    pub fn size(&self) -> usize {
        let requests: usize = self.exchange.requests.iter().map(|r| r.raw.len()).sum();
        requests + self.exchange.response.as_ref().map_or(0, |response| response.raw.len())
    }
}

/// A call that the testee told no outcome of.
#[derive(Clone, Debug)]
pub struct CallProblem {
    /// The stimulus: a case's id.
    pub stimulus: String,
    /// What became of the call.
    pub outcome: Outcome,
    /// The end of what the testee had written to its standard error.
    pub stderr: String,
}

/// How many policies came to each verdict.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    counts: [usize; Verdict::ALL.len()],
}

impl Summary {
    /// How many policies came to this verdict.
    pub fn count(&self, verdict: Verdict) -> usize {
        Verdict::ALL.iter().position(|v| *v == verdict).map_or(0, |place| self.counts[place])
    }
}

impl Report {
    /// How many policies came to each verdict.
    pub fn summary(&self) -> Summary {
        let mut summary = Summary::default();
        for policy in &self.policies {
            if let Some(place) = Verdict::ALL.iter().position(|v| *v == policy.verdict) {
                summary.counts[place] += 1;
            }
        }
        summary
    }

    /// How many policies were judged.
    pub fn judged(&self) -> usize {
        self.policies.iter().filter(|policy| policy.verdict.is_judged()).count()
    }

    /// The policies that are broken, the most binding first.
    pub fn broken(&self) -> impl Iterator<Item = &PolicyReport> {
        let of = |level: Level| {
            self.policies
                .iter()
                .filter(move |p| p.verdict == Verdict::Fail && p.policy.level == level)
        };
        Level::ALL.into_iter().flat_map(of)
    }
}
