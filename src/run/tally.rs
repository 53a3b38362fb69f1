//! Judgements of one policy, put together.

use std::collections::HashSet;

use crate::exchange::{Exchange, Outcome};
use crate::json::Path;
use crate::policy::{Counts, Finding, Judgement, Level, Policy, Shows};
use crate::suite::Stimulus;

use super::report::{Failure, PolicyReport};
use super::verdict::Verdict;

/// How many failures of a policy are kept.
const KEPT: usize = 5;

/// What is known of one policy so far.
#[derive(Debug)]
pub(super) struct Tally {
    policy: &'static Policy,
    exercised: usize,
    not_applicable: usize,
    /// Failures, by when they count.
    failures: Vec<(Counts, Failures)>,
}

#[derive(Debug, Default)]
struct Failures {
    count: usize,
    kept: Vec<Failure>,
}

impl Failures {
    fn add(&mut self, failure: Failure) {
        self.count += 1;
        let order = |failure: &Failure| (!failure.aimed, failure.size());
        let place = self.kept.partition_point(|other| order(other) <= order(&failure));
        if place < KEPT {
            self.kept.insert(place, failure);
            self.kept.truncate(KEPT);
        }
    }
}

impl Tally {
    pub(super) fn new(policy: &'static Policy) -> Self {
        Self { policy, exercised: 0, not_applicable: 0, failures: Vec::new() }
    }

    /// Takes what the policy says of an exchange.
    pub(super) fn add(&mut self, stimulus: &Stimulus, exchange: &Exchange, judgement: Judgement) {
        let aimed = stimulus.aims.iter().any(|aim| aim.id == self.policy.id);
        let findings = match judgement {
            // A call that ends in a crash or a timeout breaks the policy that it aimed at.
            Judgement::NotExercised if aimed => match lost(&exchange.outcome) {
                Some(finding) => vec![finding],
                None => return,
            },
            Judgement::NotExercised => return,
            Judgement::NotApplicable => {
                self.not_applicable += 1;
                return;
            }
            Judgement::Pass => {
                self.exercised += 1;
                return;
            }
            Judgement::Fail(findings) => findings,
        };
        self.exercised += 1;
        // One finding that counts whatever else is shown makes the failure certain.
        let counts = findings.iter().map(|finding| finding.counts);
        let counts = counts.min_by_key(|counts| *counts != Counts::Always).unwrap_or_default();
        let exchange = exchange.clone();
        let failure = Failure { stimulus: stimulus.id.clone(), aimed, findings, exchange };
        match self.failures.iter_mut().find(|(other, _)| *other == counts) {
            Some((_, failures)) => failures.add(failure),
            None => {
                let mut failures = Failures::default();
                failures.add(failure);
                self.failures.push((counts, failures));
            }
        }
    }

    /// Comes to the verdict, now that all is known that the testee shows.
    pub(super) fn finish(self, shown: &HashSet<Shows>) -> PolicyReport {
        let mut failures = Failures::default();
        let (mut exercised, mut not_applicable) = (self.exercised, self.not_applicable);
        for (counts, pending) in self.failures {
            match counts {
                Counts::If(shows) if !shown.contains(&shows) => {
                    exercised -= pending.count;
                    not_applicable += pending.count;
                }
                Counts::Unless(shows) if shown.contains(&shows) => exercised -= pending.count,
                _ => {
                    failures.count += pending.count - pending.kept.len();
                    pending.kept.into_iter().for_each(|failure| failures.add(failure));
                }
            }
        }
        let verdict = match (failures.count, exercised, not_applicable) {
            (_, 1.., _) if self.policy.level == Level::May => Verdict::Observed,
            (1.., ..) => Verdict::Fail,
            (0, 1.., _) => Verdict::Pass,
            (0, 0, 1..) => Verdict::NotApplicable,
            (0, 0, 0) => Verdict::NotExercised,
        };
        PolicyReport {
            policy: self.policy,
            verdict,
            exercised,
            failed: failures.count,
            failures: failures.kept,
        }
    }
}

/// What is to be said of an aimed call whose outcome was never told.
fn lost(outcome: &Outcome) -> Option<Finding> {
    let message = match outcome {
        Outcome::Crash { .. } => "the testee died in a call that aimed at this policy",
        Outcome::Timeout { .. } => "the testee hung in a call that aimed at this policy",
        _ => return None,
    };
    Some(
        Finding::new(Path::root("outcome"), message)
            .expected("an outcome")
            .actual(outcome.to_string()),
    )
}

/// The kinds of things that an outcome shows.
pub(super) fn shows(outcome: &Outcome) -> impl Iterator<Item = Shows> {
    let (code, status) = match outcome {
        Outcome::ServiceError { code, http_status, .. } => (code.is_some(), http_status.is_some()),
        Outcome::Response { http_status, .. } => (false, http_status.is_some()),
        _ => (false, false),
    };
    [(code, Shows::Code), (status, Shows::HttpStatus)]
        .into_iter()
        .filter_map(|(shown, what)| shown.then_some(what))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::Answer;
    use crate::json::Json;
    use crate::policy::find;

    fn stimulus(id: &str, aimed: bool) -> Stimulus {
        let policy = find("union.known-member").expect("it is there");
        let aims = if aimed { vec![policy] } else { Vec::new() };
        let answer = Answer::json(200, id);
        Stimulus { id: id.into(), aims, input: Json::Null, answer, repeat: 1, between: Vec::new() }
    }

    fn tally(judgements: &[(&str, bool, Outcome, Judgement)]) -> Tally {
        let mut tally = Tally::new(find("union.known-member").expect("it is there"));
        for (id, aimed, outcome, judgement) in judgements {
            let stimulus = stimulus(id, *aimed);
            let request = crate::http::Request::parse(b"POST / HTTP/1.1\r\n\r\n").expect("one");
            let exchange = stimulus.exchange(vec![request], outcome.clone());
            tally.add(&stimulus, &exchange, judgement.clone());
        }
        tally
    }

    fn told() -> Outcome {
        Outcome::Response { http_status: Some(200), output: Json::Null }
    }

    fn fail() -> Finding {
        Finding::new(Path::root("outcome"), "so")
    }

    #[test]
    fn comes_to_each_verdict() {
        let none = HashSet::new();
        let verdict = |judgements: &[_]| tally(judgements).finish(&none).verdict;
        assert_eq!(verdict(&[]), Verdict::NotExercised);
        assert_eq!(
            verdict(&[("a", true, told(), Judgement::NotApplicable)]),
            Verdict::NotApplicable
        );
        let pass = ("a", true, told(), Judgement::Pass);
        assert_eq!(
            verdict(&[pass.clone(), ("b", true, told(), Judgement::NotApplicable)]),
            Verdict::Pass
        );
        assert_eq!(verdict(&[pass, ("b", true, told(), fail().into())]), Verdict::Fail);
    }

    #[test]
    fn a_call_that_was_lost_breaks_what_it_aimed_at_and_nothing_else() {
        let crash = Outcome::Crash { detail: "signal 11".into() };
        let none = HashSet::new();
        let report = tally(&[("a", true, crash.clone(), Judgement::NotExercised)]).finish(&none);
        assert_eq!((report.verdict, report.exercised), (Verdict::Fail, 1));
        let report = tally(&[("a", false, crash, Judgement::NotExercised)]).finish(&none);
        assert_eq!(report.verdict, Verdict::NotExercised);
        let broken = Outcome::ProtocolError { message: "x".into() };
        let report = tally(&[("a", true, broken, Judgement::NotExercised)]).finish(&none);
        assert_eq!(report.verdict, Verdict::NotExercised);
    }

    #[test]
    fn what_a_testee_never_shows_is_no_failure() {
        let judgements =
            [("a", true, told(), Judgement::from(fail().counts_if(Shows::HttpStatus)))];
        let report = tally(&judgements).finish(&HashSet::new());
        assert_eq!((report.verdict, report.exercised), (Verdict::NotApplicable, 0));
        let report = tally(&judgements).finish(&HashSet::from([Shows::HttpStatus]));
        assert_eq!((report.verdict, report.failed), (Verdict::Fail, 1));
    }

    #[test]
    fn what_another_law_judges_is_no_failure_either() {
        let judgements = [("a", true, told(), Judgement::from(fail().counts_unless(Shows::Code)))];
        let report = tally(&judgements).finish(&HashSet::from([Shows::Code]));
        assert_eq!((report.verdict, report.exercised), (Verdict::NotExercised, 0));
        let report = tally(&judgements).finish(&HashSet::new());
        assert_eq!((report.verdict, report.failed), (Verdict::Fail, 1));
    }

    #[test]
    fn keeps_the_smallest_failures_and_the_aimed_ones_first() {
        let judgements: Vec<_> = ["aaaaaaaa", "a", "aaa", "aaaa", "aaaaa", "aaaaaa", "aa"]
            .into_iter()
            .map(|id| (id, id.len() >= 3, told(), Judgement::from(fail())))
            .collect();
        let report = tally(&judgements).finish(&HashSet::new());
        let kept: Vec<_> = report.failures.iter().map(|f| f.stimulus.as_str()).collect();
        assert_eq!(kept, ["aaa", "aaaa", "aaaaa", "aaaaaa", "aaaaaaaa"]);
        assert_eq!(report.failed, 7);
    }
}
