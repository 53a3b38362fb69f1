//! The limits of a comparison: what two reports do not have in common.

use std::fmt;

use crate::report::saved::SavedReport;

/// A condition in which two runs differ, and what that means for the comparison.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caveat {
    /// What differs.
    pub differs: String,
    /// What that means for the comparison.
    pub means: &'static str,
}

impl fmt::Display for Caveat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.differs, self.means)
    }
}

/// Returns every caveat, the gravest first.
pub(super) fn of(first: &SavedReport, second: &SavedReport) -> Vec<Caveat> {
    let mut caveats = Vec::new();
    let mut add = |differs: String, means| caveats.push(Caveat { differs, means });
    let operation = |report: &SavedReport| {
        format!("{} of {}", report.contract.operation, report.contract.service)
    };
    if operation(first) != operation(second) {
        add(
            format!("A was judged by {}, B by {}", operation(first), operation(second)),
            "they share policies, but no exchanges; a policy may be broken in one by something that the other operation \
             does not have",
        );
    }
    let edition = |report: &SavedReport| match &report.contract.edition {
        Some(edition) => format!("edition {edition}"),
        None => "a contract of its own".to_owned(),
    };
    if first.contract.edition != second.contract.edition {
        add(
            format!("A was judged by {}, B by {}", edition(first), edition(second)),
            "differences may come from the contract and not from the testee; give both runs the same \
             --edition to know",
        );
    }
    if !first.filters.is_empty() && first.filters != second.filters {
        add(
            format!("A is filtered by {}", first.selection()),
            "a policy that the filter leaves out counts as not broken in A, so a new failure may be an old one",
        );
    }
    if !second.filters.is_empty() && first.filters != second.filters {
        add(
            format!("B is filtered by {}", second.selection()),
            "a policy that the filter leaves out counts as not broken in B, so a new failure may be missing",
        );
    }
    if first.filters == second.filters && !first.filters.is_empty() {
        add(
            format!("both are filtered by {}", first.selection()),
            "the comparison does not cover the policies that the filter leaves out",
        );
    }
    if generated(first) != generated(second) {
        let words = |report| match generated(report) {
            None => "none".to_owned(),
            Some((seed, cases)) => format!("{cases} for each policy from --seed {seed}"),
        };
        add(
            format!(
                "the generated stimuli of A are {}, those of B {}",
                words(first),
                words(second)
            ),
            "a policy may be broken in one by a stimulus that the other never got; only the fixed cases are \
             compared one by one",
        );
    }
    if let (Some(a), Some(b)) = (&first.wireproof_version, &second.wireproof_version)
        && a != b
    {
        add(
            format!("A was written by wireproof {a}, B by {b}"),
            "policies and cases may have changed between them",
        );
    }
    caveats
}

/// Returns the seed and the number of the generated stimuli of a run, if there were some.
pub(super) fn generated(report: &SavedReport) -> Option<(u64, usize)> {
    report.seed.map(|seed| (seed, report.cases)).filter(|(_, cases)| *cases > 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample::Sample;

    #[test]
    fn what_differs_is_told_and_nothing_else() {
        let plain = || Sample::new("a");
        let told = |first: Sample, second: Sample| {
            let caveats = of(&first.read(), &second.read());
            caveats.into_iter().map(|caveat| caveat.differs).collect::<Vec<_>>()
        };
        let none: [&str; 0] = [];
        assert_eq!(told(plain(), Sample::new("b")), none, "two testees are what compare is for");
        assert_eq!(told(plain().seeded(7, 20), plain().seeded(7, 20)), none);
        assert_eq!(
            told(plain(), plain().edition("2024-11")),
            ["A was judged by edition 2022-08, B by edition 2024-11"]
        );
        assert_eq!(
            told(plain().filter("policy", "union.*"), plain()),
            ["A is filtered by policy = union.*"]
        );
        assert_eq!(
            told(plain().filter("level", "must"), plain().filter("level", "must")),
            ["both are filtered by level = must"]
        );
        assert_eq!(
            told(plain().filter("level", "must"), plain().filter("skip", "wire.*")),
            ["A is filtered by level = must", "B is filtered by skip = wire.*"]
        );
        assert_eq!(
            told(plain().seeded(7, 20), plain()),
            ["the generated stimuli of A are 20 for each policy from --seed 7, those of B none"]
        );
        assert_eq!(
            told(plain().seeded(7, 20), plain().seeded(8, 20)).len(),
            1,
            "another seed is another run"
        );
        assert_eq!(
            told(plain(), plain().operation("Other")),
            ["A was judged by DisassociateUser of subscriptions, B by Other of subscriptions"]
        );
        assert_eq!(
            told(plain(), plain().written_by("9.0.0")),
            ["A was written by wireproof 0.1.0, B by 9.0.0"]
        );
    }
}
