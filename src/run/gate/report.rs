//! The report of a gate.

use std::sync::Arc;
use std::time::Duration;

use crate::exchange::{Exchange, OutcomeDifference, TesteeInfo};
use crate::policy::{Finding, Policy};
use crate::run::exit::ExitStatus;
use crate::run::report::ContractInfo;

/// What two versions of a testee do differently.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct GateReport {
    /// The contract that both were judged by.
    pub contract: ContractInfo,
    /// The earlier version.
    pub from: GateSide,
    /// The later version.
    pub to: GateSide,
    /// The filters as the user wrote them: `policy = union.*`.
    pub filters: Vec<(String, String)>,
    /// The seed of the generated stimuli, and how many were generated for each policy.
    pub seed: Option<u64>,
    /// How many stimuli were generated for each policy.
    pub cases: usize,
    /// Whether every stimulus had its turn.
    pub complete: bool,
    /// Why the run could not go on.
    pub cut_short: Option<String>,
    /// What only the later version breaks, except for known failures: in the order of the catalogue.
    pub new: Vec<PolicyChange>,
    /// What only the later version breaks, and the file of known failures names.
    pub known: Vec<PolicyChange>,
    /// What only the earlier version breaks.
    pub fixed: Vec<PolicyChange>,
    /// Other differences between outcomes, the most frequent first.
    pub other: Vec<OtherOutcome>,
    /// The stimuli that the versions answered differently, but not each time.
    pub unsteady: Unsteady,
    /// How many stimuli were compared.
    pub compared: usize,
    /// How many have an input that only one version can hold.
    pub skipped: usize,
    /// How many were not sent after hangs.
    pub unsent: usize,
    /// How long the run took.
    pub elapsed: Duration,
}

/// One of the two versions.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct GateSide {
    /// What the testee reports about itself.
    pub testee: TesteeInfo,
    /// How many calls the testee answered, by an outcome or by refusing an input.
    pub told: usize,
    /// How many calls it lost: it died, hung or broke the protocol.
    pub lost: usize,
}

/// A policy that only one of the versions breaks, by some stimuli.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct PolicyChange {
    /// The policy.
    pub policy: &'static Policy,
    /// How many stimuli show it.
    pub count: usize,
    /// By how many other stimuli the other version breaks the policy, too.
    pub elsewhere: usize,
    /// The ids of the first stimuli that show it.
    pub cases: Vec<String>,
    /// The id of the smallest of them, which the findings and the exchanges are of.
    pub case: String,
    /// What is wrong with the version that breaks the policy.
    pub findings: Vec<Finding>,
    /// The exchange with the earlier version.
    pub from: Arc<Exchange>,
    /// The exchange with the later version.
    pub to: Arc<Exchange>,
}

/// Stimuli whose outcomes differ in the same way. Both versions keep the same policies in them.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct OtherOutcome {
    /// How the outcomes differ.
    pub difference: OutcomeDifference,
    /// How many stimuli show it.
    pub count: usize,
    /// The ids of the first of them.
    pub cases: Vec<String>,
    /// The id of the smallest of them.
    pub case: String,
    /// Its exchange with the earlier version.
    pub from: Arc<Exchange>,
    /// Its exchange with the later version.
    pub to: Arc<Exchange>,
}

/// Stimuli whose answers differ from time to time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Unsteady {
    /// How many there are.
    pub count: usize,
    /// The ids of the first of them.
    pub cases: Vec<String>,
}

impl GateReport {
    /// Returns the exit status: [`ExitStatus::Broken`] if the later version has new failures.
    pub fn exit_status(&self) -> ExitStatus {
        match (self.complete, &self.cut_short) {
            (_, Some(_)) => ExitStatus::CannotRun,
            (false, None) => ExitStatus::Interrupted,
            _ if [&self.from, &self.to].iter().any(|side| side.told == 0) => ExitStatus::CannotRun,
            _ if !self.new.is_empty() => ExitStatus::Broken,
            _ if self.compared == 0 => ExitStatus::NothingJudged,
            _ => ExitStatus::Holds,
        }
    }
}
