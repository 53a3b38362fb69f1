//! Compares two saved reports.

mod caveats;
mod json;
mod outcomes;
mod text;

pub use caveats::Caveat;
pub use outcomes::{OutcomeGroup, Outcomes};
pub use text::write_comparison;

use std::collections::HashSet;

use super::saved::{SavedPolicy, SavedReport};

/// A comparison of two reports.
#[derive(Clone, Debug)]
pub struct Comparison<'r> {
    /// The earlier report.
    pub first: &'r SavedReport,
    /// The later report.
    pub second: &'r SavedReport,
    /// The limits of the comparison.
    pub caveats: Vec<Caveat>,
    /// The policies that only the second breaks.
    pub new: Vec<PolicyPair<'r>>,
    /// The policies that the first breaks, and that hold in the second.
    pub fixed: Vec<PolicyPair<'r>>,
    /// The policies that both break.
    pub both: Vec<PolicyPair<'r>>,
    /// The policies that only one of them judged, except for the new failures.
    pub in_one: Vec<PolicyPair<'r>>,
    /// The outcomes of the same stimuli in both reports.
    pub outcomes: Outcomes<'r>,
}

/// The results of one policy in two reports. One of the reports may not have it.
#[derive(Clone, Copy, Debug)]
pub struct PolicyPair<'r> {
    /// The result in the first report.
    pub first: Option<&'r SavedPolicy>,
    /// The result in the second report.
    pub second: Option<&'r SavedPolicy>,
}

impl<'r> Comparison<'r> {
    /// Compares `second` with `first`. A known failure counts as broken.
    pub fn of(first: &'r SavedReport, second: &'r SavedReport) -> Self {
        let mut comparison = Self {
            first,
            second,
            caveats: caveats::of(first, second),
            new: Vec::new(),
            fixed: Vec::new(),
            both: Vec::new(),
            in_one: Vec::new(),
            outcomes: Outcomes::of(first, second),
        };
        let mut seen = HashSet::new();
        let all = first.policies.iter().chain(&second.policies);
        for id in all.map(|policy| policy.id.as_str()).filter(|id| seen.insert(*id)) {
            let policy = PolicyPair { first: first.policy(id), second: second.policy(id) };
            let broken = |side: Option<&SavedPolicy>| side.is_some_and(|p| p.verdict.is_failure());
            let judged = |side: Option<&SavedPolicy>| side.is_some_and(|p| p.verdict.is_judged());
            match (broken(policy.first), broken(policy.second)) {
                (true, true) => comparison.both.push(policy),
                (false, true) => comparison.new.push(policy),
                (true, false) if judged(policy.second) => comparison.fixed.push(policy),
                _ if judged(policy.first) != judged(policy.second) => {
                    comparison.in_one.push(policy)
                }
                _ => {}
            }
        }
        comparison
    }
}

impl<'r> PolicyPair<'r> {
    /// Returns the policy in the second report, or in the first if only that has it.
    fn latest(&self) -> Option<&'r SavedPolicy> {
        self.second.or(self.first)
    }

    /// Returns the id of the policy.
    pub fn id(&self) -> &'r str {
        self.latest().map_or("", |policy| policy.id.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample::Sample;
    use crate::run::Verdict;

    const POLICIES: [&str; 3] = ["union.known-member", "union.null-is-absent", "error.from-code"];

    /// How one policy compares, by the list that it is in.
    fn listed(first: Option<Verdict>, second: Option<Verdict>) -> &'static str {
        let report = |verdict: Option<Verdict>| {
            let sample = Sample::new("a").policy(POLICIES[0], Verdict::Pass);
            verdict
                .into_iter()
                .fold(sample, |sample, verdict| sample.policy(POLICIES[1], verdict))
                .read()
        };
        let (first, second) = (report(first), report(second));
        let comparison = Comparison::of(&first, &second);
        let lists = [
            ("new", &comparison.new),
            ("fixed", &comparison.fixed),
            ("both", &comparison.both),
            ("in one", &comparison.in_one),
        ];
        let mut holding = lists.iter().filter(|(_, policies)| !policies.is_empty());
        let found = holding.next().map_or("none", |(name, policies)| {
            assert!(policies.len() == 1 && policies[0].id() == POLICIES[1]);
            name
        });
        assert!(holding.next().is_none(), "it is in one list");
        found
    }

    #[test]
    fn each_policy_is_in_the_list_that_it_belongs_to() {
        use Verdict::{
            Fail, KnownFailure, NotApplicable, NotExercised, Observed, Pass, UnexpectedPass,
        };
        for (first, second, list) in [
            (Some(Pass), Some(Pass), "none"),
            (Some(Pass), Some(Fail), "new"),
            (Some(Pass), Some(KnownFailure), "new"),
            (Some(NotApplicable), Some(Fail), "new"),
            (None, Some(Fail), "new"),
            (Some(Fail), Some(Pass), "fixed"),
            (Some(KnownFailure), Some(UnexpectedPass), "fixed"),
            (Some(Fail), Some(KnownFailure), "both"),
            (Some(Fail), Some(NotExercised), "in one"),
            (Some(Fail), None, "in one"),
            (Some(Pass), Some(NotApplicable), "in one"),
            (None, Some(Pass), "in one"),
            (Some(NotExercised), Some(NotApplicable), "none"),
            (None, Some(NotApplicable), "none"),
            (Some(Observed), Some(Observed), "none"),
        ] {
            assert_eq!(listed(first, second), list, "{first:?} and {second:?}");
        }
    }
}
