//! The parts of the JSON report that are only for other programs: wireproof writes them and never reads them.

use serde::Serialize;

use crate::exchange::fields::outcome;
use crate::exchange::{Outcome, SavedExchange};
use crate::run::{CallProblem, Differential, KnownProblem};

use super::parts::{SavedCalls, SavedTestee};

/// The connections of processes other than the testee's.
#[derive(Clone, Debug, Default, Serialize)]
pub(super) struct SavedConnections {
    pub(super) dropped: usize,
    pub(super) from_outside: usize,
}

/// The comparison with a second testee.
#[derive(Clone, Debug, Serialize)]
pub(super) struct SavedDifferential {
    testee: SavedTestee,
    calls: SavedCalls,
    compared: usize,
    same: usize,
    decided: usize,
    skipped_by_one: usize,
    undecided: Vec<SavedUndecided>,
}

/// A kind of difference that no policy explains.
#[derive(Clone, Debug, Serialize)]
struct SavedUndecided {
    first: String,
    second: String,
    count: usize,
    case: String,
    exchange: SavedExchange,
    second_exchange: SavedExchange,
}

/// An entry of the known failures that is no longer true.
#[derive(Clone, Debug, Serialize)]
pub(super) struct SavedKnown {
    file: String,
    line: usize,
    policy: String,
    message: String,
}

/// A call for which the testee reported no outcome.
#[derive(Clone, Debug, Serialize)]
pub(super) struct SavedLoss {
    case: String,
    #[serde(serialize_with = "outcome::serialize")]
    outcome: Outcome,
    stderr: String,
    reproduced: Option<bool>,
}

impl SavedDifferential {
    pub(super) fn of(against: &Differential) -> Self {
        let undecided = against.undecided.iter().map(|kind| SavedUndecided {
            first: kind.difference.first.clone(),
            second: kind.difference.second.clone(),
            count: kind.count,
            case: kind.stimulus.clone(),
            exchange: SavedExchange::of(&kind.first),
            second_exchange: SavedExchange::of(&kind.second),
        });
        Self {
            testee: SavedTestee::of(&against.testee),
            calls: SavedCalls::of(&against.calls),
            compared: against.compared,
            same: against.same,
            decided: against.decided,
            skipped_by_one: against.skipped,
            undecided: undecided.collect(),
        }
    }
}

impl SavedKnown {
    pub(super) fn of(problem: &KnownProblem) -> Self {
        let (file, policy) = (problem.file.clone(), problem.policy.clone());
        Self { file, line: problem.line, policy, message: problem.to_string() }
    }
}

impl SavedLoss {
    pub(super) fn of(problem: &CallProblem) -> Self {
        Self {
            case: problem.stimulus.clone(),
            outcome: problem.outcome.clone(),
            stderr: problem.stderr.clone(),
            reproduced: problem.reproduced,
        }
    }
}
