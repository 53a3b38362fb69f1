//! What a run found.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use crate::contract::Contract;
use crate::exchange::{Exchange, Outcome, TesteeInfo};
use crate::policy::{Finding, Level, Need, Policy, Subject};
use crate::suite::Stimulus;
use crate::testee::Strangers;

use super::call_counts::CallCounts;
use super::known::KnownProblem;
use super::outcomes::CaseOutcomes;
use super::undecided::Differential;
use super::verdict::Verdict;

/// Everything that a run found. Report formats are ways of writing this down.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Report {
    /// Whether the run came to its end; `false` if it was interrupted or cut short.
    pub complete: bool,
    /// Why the run could not go on, if so: the testee could not be started again. `None` if
    /// it was interrupted.
    pub cut_short: Option<String>,
    /// The seed of the generated stimuli; `None` if there were none.
    pub seed: Option<u64>,
    /// How many stimuli were generated for each policy.
    pub cases: usize,
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
    /// What the testee made of each stimulus that was sent.
    pub outcomes: Vec<CaseOutcomes>,
    /// Of how many stimuli `outcomes` does not tell: those behind the first 100,000 of the plan.
    pub outcomes_left_out: usize,
    /// What a second testee made of the same stimuli, if there was one.
    pub against: Option<Differential>,
    /// The lines of the known failures that are not true any more.
    pub known: Vec<KnownProblem>,
    /// The lines of the known failures of which nothing is known after this run, because cases that they speak
    /// of were left out after hangs, or lost.
    pub not_tried: Vec<KnownProblem>,
    /// The first calls that the testee died in, hung in, or answered out of protocol.
    pub problems: Vec<CallProblem>,
    /// Whether credentials that are not the dummy ones were taken out of it.
    pub redacted: bool,
    /// How many policies must have been judged for the run to count; `None` for half of the selected ones.
    pub min_exercised: Option<usize>,
    /// How many connections came from other processes than the testee's.
    pub strangers: Strangers,
    /// When it began.
    pub started: SystemTime,
    /// How long it took.
    pub elapsed: Duration,
}

/// The contract of a run, by its names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
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

/// What a run found of one policy.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct PolicyReport {
    /// The policy.
    pub policy: &'static Policy,
    /// The verdict.
    pub verdict: Verdict,
    /// How many exchanges it judged.
    pub exercised: usize,
    /// How many of those broke it.
    pub failed: usize,
    /// How many of the failures are known ones.
    pub known: usize,
    /// How many of the failures are new ones, and calls that hung.
    pub(super) hung: usize,
    /// How many of the new failures, but for calls that hung, may be another process's doing.
    pub(super) doubtful: usize,
    /// How many calls that hung seemed to break it, and did not hang again in a testee that was just started and had
    /// longer. They are not among the failures.
    pub not_reproduced: usize,
    /// What the operation lacks for the policy to apply to it.
    pub lacks: Option<Need>,
    /// Up to five of the exchanges that broke it: new failures before known ones, those aimed at it before
    /// the others, and the smallest first. Of those that take more than 256 KiB there is at most one, the first.
    pub failures: Vec<Failure>,
}

impl PolicyReport {
    /// Whether it is broken, every new failure of it may be another process's doing, and those that are kept were tried
    /// and are [in doubt](Failure::is_in_doubt). Then it says nothing of the testee for certain.
    pub fn is_in_doubt(&self) -> bool {
        let mut kept = self.failures.iter().filter(|failure| !failure.known).peekable();
        self.verdict == Verdict::Fail
            && self.policy.subject == Subject::Arrival
            && self.doubtful == self.failed - self.known
            && kept.peek().is_some()
            && kept.all(Failure::is_in_doubt)
    }
}

/// An exchange that broke a policy.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Failure {
    /// The stimulus: a case's id.
    pub stimulus: String,
    /// Whether the stimulus was aimed at the policy.
    pub aimed: bool,
    /// Where and how; at least one. Of very many the first ones, and a last one that counts the others.
    pub findings: Vec<Finding>,
    /// The exchange; the policies that it broke share it.
    pub exchange: Arc<Exchange>,
    /// Whether it is a known failure.
    pub known: bool,
    /// Whether some of what arrived may be another process's than the testee's.
    pub doubtful: bool,
    /// The stimulus itself, and what had to go before it.
    pub recorded: Arc<Recorded>,
    /// How it was made smaller, if it was.
    pub shrunk: Option<Shrunk>,
    /// The command that runs it again, if it was saved.
    pub replay: Option<String>,
    /// The place of the stimulus in the plan.
    pub(super) index: usize,
}

/// A failing call as it can be made again.
#[derive(Clone, Debug)]
pub struct Recorded {
    /// The calls of the session that must go before it, in their order, for it to fail.
    pub before: Vec<Stimulus>,
    /// The call.
    pub stimulus: Stimulus,
    /// Whether it was seen to fail again in a newly started testee; `None` if that was
    /// not tried.
    pub reproduced: Option<bool>,
}

/// How a failing exchange was made smaller.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shrunk {
    /// How many bytes the exchange took on the wire before.
    pub from: usize,
    /// How many calls it took.
    pub calls: usize,
}

impl Failure {
    /// Whether what arrived may be another process's, and the testee did not fail again when it was started anew.
    pub fn is_in_doubt(&self) -> bool {
        self.doubtful && self.recorded.reproduced == Some(false)
    }

    /// Which failures come first.
    pub(super) fn order(&self) -> (bool, bool, usize, usize) {
        (self.known, !self.aimed, self.size(), self.index)
    }

    /// How many bytes the exchange takes on the wire.
    pub fn size(&self) -> usize {
        self.exchange.size()
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
    /// Of a call that hung, whether it hung again in a newly started testee with more time; `None` if that was
    /// not tried.
    pub reproduced: Option<bool>,
    /// The place of the stimulus in the plan.
    pub(super) index: usize,
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

    /// How many policies must have been judged for the run to count.
    pub fn needed(&self) -> usize {
        self.min_exercised.unwrap_or(self.policies.len().div_ceil(2))
    }

    /// Whether fewer policies were judged than must have been for the run to count. Nothing is said of a run that
    /// did not come to its end.
    pub fn is_too_little(&self) -> bool {
        self.complete && (self.judged() == 0 || self.judged() < self.needed())
    }

    /// The policies that are broken, the most binding first.
    pub fn broken(&self) -> impl Iterator<Item = &PolicyReport> {
        self.with_verdict(Verdict::Fail)
    }

    /// The policies that came to this verdict, the most binding first.
    pub fn with_verdict(&self, verdict: Verdict) -> impl Iterator<Item = &PolicyReport> {
        let of = move |level: Level| {
            self.policies.iter().filter(move |p| p.verdict == verdict && p.policy.level == level)
        };
        Level::ALL.into_iter().flat_map(of)
    }
}
