//! The report of a run.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use crate::contract::{Contract, EmbeddedContract};
use crate::exchange::{Exchange, Outcome, TesteeInfo};
use crate::policy::{Finding, Level, Need, Policy, Subject};
use crate::suite::Stimulus;
use crate::testee::Strangers;

use super::call_counts::CallCounts;
use super::known::KnownProblem;
use super::outcomes::CaseOutcomes;
use super::part::Part;
use super::undecided::Differential;
use super::unmerged::Unmerged;
use super::verdict::Verdict;

/// Everything that a run found. The report formats write this down.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Report {
    /// Whether the run reached its end. It is `false` if the run was interrupted or cut short.
    pub complete: bool,
    /// Why the run could not go on: for example, the testee could not be restarted. `None` if it could, or if it was
    /// interrupted.
    pub cut_short: Option<String>,
    /// The seed of the generated stimuli. `None` if there were none, and the user gave no seed.
    pub seed: Option<u64>,
    /// How many stimuli were generated for each policy.
    pub cases: usize,
    /// The filters as the user wrote them: `policy = union.*`.
    pub filters: Vec<(String, String)>,
    /// The contract that the testee was judged by.
    pub contract: ContractInfo,
    /// What the testee reports about itself.
    pub testee: TesteeInfo,
    /// The calls, counted by their outcome.
    pub calls: CallCounts,
    /// The selected policies, in the order of the catalogue.
    pub policies: Vec<PolicyReport>,
    /// The outcome of each stimulus that was sent.
    pub outcomes: Vec<CaseOutcomes>,
    /// How many outcomes `outcomes` leaves out: those after the first 100,000 stimuli of the plan.
    pub outcomes_left_out: usize,
    /// The comparison with a second testee, if there was one.
    pub against: Option<Differential>,
    /// The entries of the known failures that are no longer true.
    pub known: Vec<KnownProblem>,
    /// The entries of the known failures that this run could not check, because cases that they cover were not sent after
    /// hangs, or lost.
    pub not_tried: Vec<KnownProblem>,
    /// The first calls in which the testee died, hung or broke the protocol.
    pub problems: Vec<CallProblem>,
    /// Whether the runner removed credentials other than the dummy ones from the report.
    pub redacted: bool,
    /// How many policies must be judged for the run to count. `None` stands for half of the selected ones.
    pub min_exercised: Option<usize>,
    /// The part of the run that the report is of, if it is not the whole run.
    pub part: Option<Part>,
    /// What a merge with the reports of the other shards needs to know. Only the report of a shard has it.
    pub unmerged: Option<Box<Unmerged>>,
    /// How many connections came from processes other than the testee's.
    pub strangers: Strangers,
    /// When the run began.
    pub started: SystemTime,
    /// How long the run took.
    pub elapsed: Duration,
}

/// The names of the contract of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ContractInfo {
    /// The name of the service in the testee protocol.
    pub service: String,
    /// The operation.
    pub operation: String,
    /// The embedded contract, if it is one.
    pub embedded: Option<&'static EmbeddedContract>,
    /// The edition, if the contract is an embedded one.
    pub edition: Option<&'static str>,
    /// Whether nobody named the edition, neither the user nor the testee.
    pub edition_assumed: bool,
}

impl From<&Contract> for ContractInfo {
    fn from(contract: &Contract) -> Self {
        Self {
            service: contract.service_name().to_owned(),
            operation: contract.operation().name().to_owned(),
            embedded: contract.embedded_as(),
            edition: contract.edition_name(),
            edition_assumed: false,
        }
    }
}

/// The result of a run for one policy.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct PolicyReport {
    /// The policy.
    pub policy: &'static Policy,
    /// The verdict.
    pub verdict: Verdict,
    /// How many exchanges the policy judged.
    pub exercised: usize,
    /// How many of those exchanges broke it.
    pub failed: usize,
    /// How many of the failures are known.
    pub known: usize,
    /// How many of the new failures are calls that hung.
    pub(super) hung: usize,
    /// How many of the other new failures another process may have caused.
    pub(super) doubtful: usize,
    /// How many calls hung, but not again in a newly started testee with a longer deadline. They are not among the failures.
    pub not_reproduced: usize,
    /// What the operation lacks for the policy to apply.
    pub lacks: Option<Need>,
    /// Up to five of the exchanges that broke it: new failures before known ones, those that aim at the policy before the
    /// others, and the smallest first. At most one, the first, takes more than 256 KiB.
    pub failures: Vec<Failure>,
}

impl PolicyReport {
    /// Reports whether the policy is broken, another process may have caused every new failure, and those that are kept were
    /// tried again and are [in doubt](Failure::is_in_doubt). Such a policy shows nothing certain about the testee.
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
    /// The stimulus: the id of a case.
    pub stimulus: String,
    /// Whether the stimulus aims at the policy.
    pub aimed: bool,
    /// The findings, at least one. If there are very many, only the first, and a last one that counts the others.
    pub findings: Vec<Finding>,
    /// The exchange. The policies that it broke share it.
    pub exchange: Arc<Exchange>,
    /// Whether the failure is known.
    pub known: bool,
    /// Whether another process than the testee may have sent some of the requests.
    pub doubtful: bool,
    /// The stimulus itself, and the calls that it needs before it.
    pub recorded: Arc<Recorded>,
    /// How the failure was shrunk, if it was.
    pub shrunk: Option<Shrunk>,
    /// The command that replays the failure, if it was saved.
    pub replay: Option<String>,
    /// The index of the stimulus in the plan.
    pub(super) index: usize,
}

/// A failing call that can be repeated.
#[derive(Clone, Debug)]
pub struct Recorded {
    /// The calls of the session that must come first, in their order, for the call to fail.
    pub before: Vec<Stimulus>,
    /// The call.
    pub stimulus: Stimulus,
    /// Whether it failed again in a newly started testee. `None` if that was not tried.
    pub reproduced: Option<bool>,
}

/// How a failing exchange was shrunk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shrunk {
    /// How many bytes the exchange had on the wire before.
    pub from: usize,
    /// How many calls the shrinking took.
    pub calls: usize,
}

impl Failure {
    /// Reports whether another process may have sent the requests, and the newly started testee did not fail again.
    pub fn is_in_doubt(&self) -> bool {
        self.doubtful && self.recorded.reproduced == Some(false)
    }

    /// Returns the order of two failures.
    pub(super) fn order(&self) -> (bool, bool, usize, usize) {
        (self.known, !self.aimed, self.size(), self.index)
    }

    /// Returns how many bytes the exchange has on the wire.
    pub fn size(&self) -> usize {
        self.exchange.size()
    }
}

/// How many lost calls a report lists.
pub(super) const PROBLEMS_KEPT: usize = 20;

/// A call for which the testee reported no outcome.
#[derive(Clone, Debug)]
pub struct CallProblem {
    /// The stimulus: the id of a case.
    pub stimulus: String,
    /// How the call ended.
    pub outcome: Outcome,
    /// The last part of what the testee wrote to standard error.
    pub stderr: String,
    /// For a call that hung, whether it hung again in a newly started testee with more time. `None` if that was not tried.
    pub reproduced: Option<bool>,
    /// The index of the stimulus in the plan.
    pub(super) index: usize,
}

/// How many policies got each verdict.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    counts: [usize; Verdict::ALL.len()],
}

impl Summary {
    /// Returns how many policies got this verdict.
    pub fn count(&self, verdict: Verdict) -> usize {
        Verdict::ALL.iter().position(|v| *v == verdict).map_or(0, |place| self.counts[place])
    }
}

impl Report {
    /// How many policies got each verdict.
    pub fn summary(&self) -> Summary {
        let mut summary = Summary::default();
        for policy in &self.policies {
            if let Some(place) = Verdict::ALL.iter().position(|v| *v == policy.verdict) {
                summary.counts[place] += 1;
            }
        }
        summary
    }

    /// Returns how many policies were judged.
    pub fn judged(&self) -> usize {
        self.policies.iter().filter(|policy| policy.verdict.is_judged()).count()
    }

    /// Returns how many policies must be judged for the run to count: half of those that apply to the operation, unless the
    /// run says otherwise.
    pub fn needed(&self) -> usize {
        let applying = self.policies.iter().filter(|policy| policy.lacks.is_none()).count();
        self.min_exercised.unwrap_or(applying.div_ceil(2))
    }

    /// Reports whether too few policies were judged for the run to count. It is `false` for a run that did not reach its
    /// end, and for a shard: only the merge can say so. If shards are missing there, one judged policy is enough.
    pub fn is_too_little(&self) -> bool {
        let is_shard = self.part.is_some() && self.unmerged.is_some();
        self.complete && !is_shard && self.judged() < self.least()
    }

    /// Returns the least number of judged policies that is not too little.
    pub(crate) fn least(&self) -> usize {
        if self.part.is_some() { 1 } else { self.needed().max(1) }
    }

    /// Returns the broken policies, the most binding first.
    pub fn broken(&self) -> impl Iterator<Item = &PolicyReport> {
        self.with_verdict(Verdict::Fail)
    }

    /// Returns the policies that got this verdict, the most binding first.
    pub fn with_verdict(&self, verdict: Verdict) -> impl Iterator<Item = &PolicyReport> {
        let of = move |level: Level| {
            self.policies.iter().filter(move |p| p.verdict == verdict && p.policy.level == level)
        };
        Level::ALL.into_iter().flat_map(of)
    }
}
