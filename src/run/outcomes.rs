//! The outcome of each stimulus, in normalized form.

use std::collections::HashMap;

use crate::exchange::{NormalizedOutcome, Redaction, Session};

/// The stimuli that had the same outcome.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseOutcomes {
    /// The outcome, in the form in which reports compare it.
    pub outcome: NormalizedOutcome,
    /// The stimuli: the ids of cases, in the order of the plan. There is at least one.
    pub cases: Vec<String>,
}

/// The outcomes of this many stimuli are kept, the first of the plan. A report of a long run has a tenth of that. A run
/// of a million stimuli for each policy would take gigabytes, in memory and in its report.
pub(super) const KEPT: usize = 100_000;

/// The outcomes so far. The order in which they arrive does not matter.
#[derive(Debug, Default)]
pub(super) struct Outcomes {
    /// By the text of the normalized outcome, since most stimuli share theirs with others.
    known: HashMap<String, (NormalizedOutcome, Vec<(usize, String)>)>,
    /// How many outcomes were not kept.
    left_out: usize,
}

impl Outcomes {
    /// Adds the outcome of the stimulus `id`, which is at `index` in the plan: the outcome of its lost call, or else of its
    /// first call.
    pub(super) fn take(&mut self, index: usize, id: &str, session: &Session) {
        let lost = session.calls.last().filter(|call| call.is_lost());
        let Some(call) = lost.or(session.first()) else { return };
        // The index decides and not the order of arrival, so that the report does not depend on which worker was faster.
        if index >= KEPT {
            self.left_out += 1;
            return;
        }
        let Some(mut outcome) = call.outcome().cloned() else { return };
        Redaction::new().outcome(&mut outcome);
        self.add(index, id.to_owned(), NormalizedOutcome::of(&outcome));
    }

    /// Adds an outcome that is to be kept.
    pub(super) fn add(&mut self, index: usize, id: String, normalized: NormalizedOutcome) {
        let (_, cases) = self
            .known
            .entry(normalized.to_json().to_string())
            .or_insert_with(|| (normalized, Vec::new()));
        cases.push((index, id));
    }

    /// Returns how many stimuli had an outcome that was not kept.
    pub(super) fn left_out(&self) -> usize {
        self.left_out
    }

    /// Returns the indices in the plan of the stimuli, in the order in which [`finish`](Self::finish) lists them.
    pub(super) fn places(&self) -> Vec<usize> {
        let places = self.known.values().map(|(_, cases)| {
            let mut places: Vec<_> = cases.iter().map(|(index, _)| *index).collect();
            places.sort_unstable();
            places
        });
        let mut places: Vec<_> = places.collect();
        places.sort_unstable_by_key(|places| places.first().copied());
        places.concat()
    }

    /// Returns the outcomes, in the order of their first stimuli.
    pub(super) fn finish(self) -> Vec<CaseOutcomes> {
        let mut outcomes: Vec<_> = self.known.into_values().collect();
        outcomes.iter_mut().for_each(|(_, cases)| cases.sort_unstable());
        outcomes.sort_unstable_by_key(|(_, cases)| cases.first().map(|(index, _)| *index));
        let without_places = |cases: Vec<(usize, String)>| cases.into_iter().map(|(_, id)| id);
        let outcomes = outcomes.into_iter().map(|(outcome, cases)| CaseOutcomes {
            outcome,
            cases: without_places(cases).collect(),
        });
        outcomes.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::{ClientView, Exchange, Outcome, Stage};
    use crate::json::Json;

    fn session(outcomes: &[Outcome]) -> Session {
        let call = |outcome: &Outcome| Exchange {
            requests: Vec::new(),
            problems: Vec::new(),
            response: None,
            client: Some(ClientView { input: Json::Null, outcome: outcome.clone() }),
        };
        Session { calls: outcomes.iter().map(call).collect(), ..Session::default() }
    }

    #[test]
    fn does_not_hang_on_who_was_faster() {
        let error = |message: &str| Outcome::client_error(Stage::Read, "E", message);
        let crash = Outcome::Crash { detail: "signal 11".to_owned() };
        let calls = [
            ("a", session(&[error("at port 1")])),
            ("b", session(&[error("at port 1"), crash])),
            ("c", session(&[error("at port 2"), error("and then")])),
        ];
        let finish = |order: [usize; 3]| {
            let mut outcomes = Outcomes::default();
            for index in order {
                outcomes.take(index, calls[index].0, &calls[index].1);
            }
            outcomes.finish()
        };
        let found = finish([0, 1, 2]);
        assert_eq!(found, finish([2, 1, 0]));
        let found: Vec<_> =
            found.iter().map(|o| (o.outcome.to_string(), o.cases.join(" "))).collect();
        assert_eq!(
            found,
            [
                ("client error E at read".to_owned(), "a c".to_owned()),
                ("crash".to_owned(), "b".to_owned())
            ]
        );
    }

    #[test]
    fn a_run_of_any_length_keeps_the_outcomes_of_its_first_stimuli() {
        let mut outcomes = Outcomes::default();
        let call = session(&[Outcome::Crash { detail: String::new() }]);
        for index in [KEPT, 0, KEPT - 1, usize::MAX, 7] {
            outcomes.take(index, &index.to_string(), &call);
        }
        assert_eq!(outcomes.left_out(), 2);
        let last = (KEPT - 1).to_string();
        assert_eq!(outcomes.finish()[0].cases, ["0", "7", &last]);
    }
}
