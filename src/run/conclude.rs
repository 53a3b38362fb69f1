//! The verdicts at the end of a run, from the sums of its policies. A run and a merge of its shards end alike.

use std::collections::HashSet;
use std::sync::Arc;

use crate::policy::{Need, Policy, Shows};

use super::known::{EntryFacts, EntryUse, KnownProblem, KnownProblemKind, problems};
use super::report::{PolicyReport, Recorded};
use super::sums::{Scope, Sums};
use super::verdict::Verdict;

/// The verdicts of a run, and the entries of the known failures that are no longer true or were not tried.
pub(super) struct Conclusion {
    pub(super) policies: Vec<PolicyReport>,
    pub(super) known: Vec<KnownProblem>,
    pub(super) not_tried: Vec<KnownProblem>,
}

/// What a conclusion is drawn from, beside the sums.
pub(super) struct Grounds<'a> {
    /// Everything that the testee showed.
    pub(super) shown: &'a HashSet<Shows>,
    pub(super) scope: Scope,
    /// Whether the run reached its end.
    pub(super) complete: bool,
    /// Whether filters may have left out cases of an entry.
    pub(super) narrowed: bool,
    /// The file of the known failures, and its entries.
    pub(super) known: (&'a str, &'a [EntryFacts]),
}

/// Returns the verdicts. Each policy comes with what the operation lacks for it. `record` returns the stimulus at an index
/// of the plan.
pub(super) fn conclude(
    sums: impl Iterator<Item = (&'static Policy, Option<Need>, Sums)>,
    grounds: &Grounds<'_>,
    record: impl Fn(usize) -> Arc<Recorded>,
) -> Conclusion {
    let (mut policies, mut uses) = (Vec::new(), EntryUse::default());
    for (policy, lacks, sums) in sums {
        let (mut report, used) = sums.finish(policy, grounds.shown, grounds.scope, &record);
        report.lacks = lacks;
        // Perhaps no stimulus was sent that could have shown it.
        if report.lacks.is_some() && report.verdict == Verdict::NotExercised {
            report.verdict = Verdict::NotApplicable;
        }
        policies.push(report);
        uses.merge(used);
    }
    // An interrupted run did not send everything, and a shard is not to. So neither can report an entry as wrong.
    let found = match grounds.complete && grounds.scope == Scope::Whole {
        true => problems(grounds.known.0, grounds.known.1, &uses, grounds.narrowed),
        false => Vec::new(),
    };
    let (not_tried, known): (Vec<_>, Vec<_>) =
        found.into_iter().partition(|problem| problem.kind == KnownProblemKind::NotTried);
    for report in &mut policies {
        let passes = |problem: &KnownProblem| {
            problem.policy == report.policy.id && problem.kind == KnownProblemKind::Passes
        };
        if report.verdict == Verdict::Pass && known.iter().any(passes) {
            report.verdict = Verdict::UnexpectedPass;
        }
    }
    Conclusion { policies, known, not_tried }
}
