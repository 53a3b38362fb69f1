//! Compares the outcomes of the same stimuli in two reports.

use std::collections::{BTreeMap, HashMap};

use crate::exchange::{NormalizedOutcome, Outcome, OutcomeDifference};
use crate::json::{Json, Path};
use crate::model::{Model, ShapeId, ShapeRef};
use crate::report::saved::SavedReport;
use crate::value::{Difference, DifferenceKind, diff};

use super::caveats::generated;

/// The compared outcomes of the same stimuli in two reports.
#[derive(Clone, Debug, Default)]
pub struct Outcomes<'r> {
    /// The kinds of differences between the outcomes, the most frequent first.
    pub groups: Vec<OutcomeGroup<'r>>,
    /// How many stimuli were compared.
    pub compared: usize,
    /// How many stimuli are in both reports, but have an input that only one of the testees can hold.
    pub skipped: usize,
}

/// The stimuli whose outcomes differ in the same way.
#[derive(Clone, Debug)]
pub struct OutcomeGroup<'r> {
    /// How the outcomes differ.
    pub difference: OutcomeDifference,
    /// The stimuli, in the order of the second report: the id of the case, and the two outcomes. There is at least one.
    pub cases: Vec<(&'r str, &'r NormalizedOutcome, &'r NormalizedOutcome)>,
}

impl<'r> Outcomes<'r> {
    /// Compares the stimuli that are the same in both reports: those with the same id, and generated ones only if both runs
    /// have the same seed and number of cases.
    pub(super) fn of(first: &'r SavedReport, second: &'r SavedReport) -> Self {
        let same_draw = generated(first) == generated(second) && first.contract == second.contract;
        let earlier: HashMap<&str, &NormalizedOutcome> =
            first.outcomes.iter().map(|(case, normalized)| (case.as_str(), normalized)).collect();
        let documents = Documents::new();
        let mut outcomes = Self::default();
        let mut groups: BTreeMap<OutcomeDifference, Vec<_>> = BTreeMap::new();
        for (case, normalized) in &second.outcomes {
            let Some(before) = earlier.get(case.as_str()) else { continue };
            if !same_draw && is_generated(case) {
                continue;
            }
            let skips = |normalized: &NormalizedOutcome| {
                matches!(normalized.outcome(), Outcome::Skipped { .. })
            };
            if skips(before) || skips(normalized) {
                outcomes.skipped += usize::from(skips(before) != skips(normalized));
                continue;
            }
            outcomes.compared += 1;
            if let Some(difference) = documents.difference(before, normalized) {
                groups.entry(difference).or_default().push((case.as_str(), *before, normalized));
            }
        }
        outcomes.groups = groups
            .into_iter()
            .map(|(difference, cases)| OutcomeGroup { difference, cases })
            .collect();
        outcomes.groups.sort_by_key(|group| std::cmp::Reverse(group.cases.len()));
        outcomes
    }

    /// Returns how many stimuli have another outcome in the second report.
    pub fn other(&self) -> usize {
        self.groups.iter().map(|group| group.cases.len()).sum()
    }
}

/// Reports whether a generator made the stimulus of this id, so that its content depends on the run.
fn is_generated(case: &str) -> bool {
    case.starts_with("generated/") || case.starts_with("boundary/")
}

/// Compares outputs as documents, because a report does not have their shape.
struct Documents {
    model: Model,
    shape: ShapeRef,
}

impl Documents {
    fn new() -> Self {
        let model = Model::from_smithy(r#"{"smithy":"2.0","shapes":{}}"#).expect("it is a model");
        let id: ShapeId = "smithy.api#Document".parse().expect("it is an id");
        let shape = model.find(&id).expect("it is in the prelude");
        Self { model, shape }
    }

    fn difference(
        &self,
        first: &NormalizedOutcome,
        second: &NormalizedOutcome,
    ) -> Option<OutcomeDifference> {
        let outputs = |one: &Json, other: &Json| match (first.output(), second.output()) {
            (Some(one), Some(other)) => diff(&self.model, self.shape, one, other),
            // A report has only the digest of a large output.
            _ if one == other => Vec::new(),
            _ => {
                let (expected, actual) = (Some(one.clone()), Some(other.clone()));
                let kind = DifferenceKind::Value;
                vec![Difference { path: Path::default(), kind, expected, actual }]
            }
        };
        OutcomeDifference::between(first.outcome(), second.outcome(), outputs)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample::Sample;

    const ERROR: &str = r#"{"outcome":"client_error","stage":"read","class":"E"}"#;
    const OTHER: &str = r#"{"outcome":"client_error","stage":"validate","class":"E"}"#;
    const SKIPPED: &str = r#"{"outcome":"skipped"}"#;

    fn response(output: &str) -> String {
        format!(r#"{{"outcome":"response","http_status":200,"output":{output}}}"#)
    }

    fn told(first: Sample, second: Sample) -> (Vec<String>, usize, usize) {
        let (first, second) = (first.read(), second.read());
        let outcomes = Outcomes::of(&first, &second);
        let groups = outcomes.groups.iter().map(|group| {
            let cases: Vec<_> = group.cases.iter().map(|(case, ..)| *case).collect();
            format!("{} | {}: {}", group.difference.first, group.difference.second, cases.join(" "))
        });
        (groups.collect(), outcomes.compared, outcomes.skipped)
    }

    #[test]
    fn the_same_stimulus_is_compared_and_no_other() {
        let first = Sample::new("a")
            .outcome(ERROR, &["x/one", "x/two", "x/gone"])
            .outcome(&response(r#"{"A":1,"B":null}"#), &["x/same", "x/skipped"])
            .outcome(SKIPPED, &["x/both-skip"]);
        let second = Sample::new("b")
            .outcome(OTHER, &["x/two", "x/one", "x/new"])
            .outcome(&response(r#"{"B":null,"A":1.0}"#), &["x/same"])
            .outcome(SKIPPED, &["x/skipped", "x/both-skip"]);
        let (groups, compared, skipped) = told(first, second);
        assert_eq!(groups, ["client error at read | client error at validate: x/two x/one"]);
        assert_eq!((compared, skipped), (3, 1));
    }

    #[test]
    fn the_most_frequent_kind_comes_first() {
        let first = Sample::new("a")
            .outcome(&response(r#"{"A":1}"#), &["x/1", "x/2"])
            .outcome(ERROR, &["x/3"]);
        let second = Sample::new("b")
            .outcome(&response(r#"{"A":2}"#), &["x/1"])
            .outcome(&response(r#"{"A":3}"#), &["x/2"])
            .outcome(OTHER, &["x/3"]);
        let (groups, ..) = told(first, second);
        assert_eq!(
            groups,
            [
                "response | response with another A: x/1 x/2",
                "client error at read | client error at validate: x/3"
            ]
        );
    }

    #[test]
    fn of_large_outputs_the_digests_are_compared() {
        let large = |letter: &str| response(&format!(r#"{{"A":"{}"}}"#, letter.repeat(2_000)));
        let report = |one: &str, two: &str| {
            Sample::new("a").outcome(&large(one), &["x/1"]).outcome(&large(two), &["x/2"])
        };
        let (groups, compared, _) = told(report("x", "z"), report("x", "y"));
        assert_eq!(
            (groups, compared),
            (vec!["response | response with another output: x/2".to_owned()], 2)
        );
    }

    #[test]
    fn generated_stimuli_are_compared_where_both_drew_the_same() {
        let report = |outcome, seed, cases| {
            let cases_of =
                ["generated/union.known-member/000001", "boundary/union.known-member/000000"];
            Sample::new("a").outcome(outcome, &cases_of).seeded(seed, cases)
        };
        assert_eq!(told(report(ERROR, 7, 20), report(OTHER, 7, 20)).1, 2);
        assert_eq!(told(report(ERROR, 7, 20), report(OTHER, 8, 20)).1, 0);
        assert_eq!(told(report(ERROR, 7, 20), report(OTHER, 7, 21)).1, 0);
        assert_eq!(told(report(ERROR, 7, 20), report(OTHER, 7, 20).edition("2024-11")).1, 0);
    }
}
