//! Merges the judgements of one policy.

use crate::json::Path;
use crate::policy::{Finding, Judgement, Policy};
use crate::suite::Stimulus;

use super::failures::Kept;
use super::known::{KnownFailures, Matcher};
use super::seen::{Ruling, Seen, is_aimed};
use super::sums::Sums;

/// How many findings of a failure the report keeps.
const FINDINGS: usize = 50;

/// The judgements of one policy so far. The order in which they arrive does not matter.
#[derive(Debug)]
pub(super) struct Tally<'a> {
    policy: &'static Policy,
    /// The known failures of the policy.
    matcher: Matcher<'a>,
    /// How many stimuli of the plan are not generated.
    fixed: usize,
    sums: Sums,
}

impl<'a> Tally<'a> {
    /// Returns the empty tally of a policy. The first `fixed` stimuli of the plan are not generated.
    pub(super) fn new(policy: &'static Policy, known: &'a KnownFailures, fixed: usize) -> Self {
        Self { policy, matcher: Matcher::new(known, policy), fixed, sums: Sums::default() }
    }

    /// Adds the judgement of an exchange.
    pub(super) fn add(
        &mut self,
        index: usize,
        stimulus: &Stimulus,
        seen: &Seen,
        judgement: Judgement,
    ) {
        let aimed = is_aimed(stimulus, self.policy);
        let (mut findings, exchange) = match seen.ruling(judgement, stimulus, self.policy) {
            Ruling::Broken(findings, exchange) => (findings, exchange),
            Ruling::NotApplicable => {
                self.sums.not_applicable += 1;
                return;
            }
            Ruling::NotExercised => {
                // If the call was lost, it is unknown what the policy would have said.
                if seen.lost.is_some() {
                    self.leave_out(&stimulus.id);
                }
                return;
            }
            Ruling::Kept => {
                self.sums.exercised += 1;
                self.matcher.judged(&stimulus.id, &mut self.sums.uses);
                return;
            }
        };
        self.sums.exercised += 1;
        let failures = self.sums.failures_of(Finding::condition(&findings));
        let known = self.matcher.failed(&stimulus.id, &findings, &mut failures.uses);
        if findings.len() > FINDINGS {
            let more = format!("and {} more findings", findings.len() - FINDINGS);
            findings.truncate(FINDINGS);
            findings.push(Finding::new(Path::default(), more));
        }
        let stimulus = stimulus.id.clone();
        let generated = index >= self.fixed;
        let doubtful = seen.doubtful;
        let kept = Kept { index, generated, stimulus, aimed, known, doubtful, findings, exchange };
        failures.add(kept);
    }

    /// Notes that a case was left out, so that the policy did not judge it.
    pub(super) fn leave_out(&mut self, case: &str) {
        self.matcher.left_out(case, &mut self.sums.uses);
    }

    /// Returns the sums of the judgements.
    pub(super) fn sums(&self) -> &Sums {
        &self.sums
    }

    /// Returns the policy with the sums of its judgements.
    pub(super) fn into_sums(self) -> (&'static Policy, Sums) {
        (self.policy, self.sums)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::super::failures::LARGE;
    use super::super::report::{PolicyReport, Recorded};
    use super::super::sums::Scope;
    use super::super::verdict::Verdict;
    use std::sync::Arc;

    use super::*;
    use crate::exchange::{Outcome, Session};
    use crate::http::Answer;
    use crate::json::Json;
    use crate::policy::{Shows, find};

    fn stimulus(id: &str, aimed: bool) -> Stimulus {
        let policy = find("union.known-member").expect("it is there");
        let aims = if aimed { vec![policy] } else { Vec::new() };
        let answer = Answer::json(200, id);
        Stimulus::client(id, aims, Json::Null, answer)
    }

    static NONE: KnownFailures = KnownFailures { file: String::new(), entries: Vec::new() };

    fn begin() -> Tally<'static> {
        Tally::new(find("union.known-member").expect("it is there"), &NONE, usize::MAX)
    }

    fn finish(tally: Tally<'_>, shown: &HashSet<Shows>) -> PolicyReport {
        let record = |_| {
            let stimulus = stimulus("recorded", false);
            Arc::new(Recorded { before: Vec::new(), stimulus, reproduced: None })
        };
        let (policy, sums) = tally.into_sums();
        sums.finish(policy, shown, Scope::Whole, record).0
    }

    fn tally(judgements: &[(&str, bool, Outcome, Judgement)]) -> Tally<'static> {
        let mut tally = begin();
        for (index, (id, aimed, outcome, judgement)) in judgements.iter().enumerate() {
            let stimulus = stimulus(id, *aimed);
            let request = crate::http::Request::parse(b"POST / HTTP/1.1\r\n\r\n").expect("one");
            let calls = vec![stimulus.exchange(vec![request], outcome.clone())];
            let seen = Seen::of(Session { calls, ..Session::default() }).expect("a call");
            tally.add(index, &stimulus, &seen, judgement.clone());
        }
        tally
    }

    fn told() -> Outcome {
        Outcome::Response { http_status: Some(200), output: Json::Null, request_id: None }
    }

    fn fail() -> Finding {
        Finding::new(Path::root("outcome"), "so")
    }

    #[test]
    fn comes_to_each_verdict() {
        let none = HashSet::new();
        let verdict = |judgements: &[_]| finish(tally(judgements), &none).verdict;
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
        let report = finish(tally(&[("a", true, crash.clone(), Judgement::NotExercised)]), &none);
        assert_eq!((report.verdict, report.exercised), (Verdict::Fail, 1));
        let report = finish(tally(&[("a", false, crash, Judgement::NotExercised)]), &none);
        assert_eq!(report.verdict, Verdict::NotExercised);
        let broken = Outcome::ProtocolError { message: "x".into() };
        let report = finish(tally(&[("a", true, broken, Judgement::NotExercised)]), &none);
        assert_eq!(report.verdict, Verdict::NotExercised);
    }

    #[test]
    fn a_call_that_is_lost_at_its_repetition_is_lost() {
        let stimulus = stimulus("a", true);
        let crash = Outcome::Crash { detail: "signal 11".into() };
        for judgement in [Judgement::Pass, Judgement::NotExercised] {
            let mut tally = begin();
            let calls = [told(), crash.clone()].map(|o| stimulus.exchange(Vec::new(), o)).to_vec();
            let seen = Seen::of(Session { calls, ..Session::default() }).expect("a call");
            tally.add(0, &stimulus, &seen, judgement);
            let report = finish(tally, &HashSet::new());
            assert_eq!(report.verdict, Verdict::Fail);
            assert_eq!(report.failures[0].exchange.outcome(), Some(&crash));
        }
    }

    #[test]
    fn what_a_testee_never_shows_is_no_failure() {
        let judgements =
            [("a", true, told(), Judgement::from(fail().counts_if(Shows::HttpStatus)))];
        let report = finish(tally(&judgements), &HashSet::new());
        assert_eq!((report.verdict, report.exercised), (Verdict::NotApplicable, 0));
        let report = finish(tally(&judgements), &HashSet::from([Shows::HttpStatus]));
        assert_eq!((report.verdict, report.failed), (Verdict::Fail, 1));
    }

    #[test]
    fn what_another_policy_judges_is_no_failure_either() {
        let judgements = [("a", true, told(), Judgement::from(fail().counts_unless(Shows::Code)))];
        let report = finish(tally(&judgements), &HashSet::from([Shows::Code]));
        assert_eq!((report.verdict, report.exercised), (Verdict::NotExercised, 0));
        let report = finish(tally(&judgements), &HashSet::new());
        assert_eq!((report.verdict, report.failed), (Verdict::Fail, 1));
    }

    #[test]
    fn keeps_the_smallest_failures_and_the_aimed_ones_first() {
        let judgements: Vec<_> = ["aaaaaaaa", "a", "aaa", "aaaa", "aaaaa", "aaaaaa", "aa"]
            .into_iter()
            .map(|id| (id, id.len() >= 3, told(), Judgement::from(fail())))
            .collect();
        let report = finish(tally(&judgements), &HashSet::new());
        let kept: Vec<_> = report.failures.iter().map(|f| f.stimulus.as_str()).collect();
        assert_eq!(kept, ["aaa", "aaaa", "aaaaa", "aaaaaa", "aaaaaaaa"]);
        assert_eq!(report.failed, 7);
    }

    #[test]
    fn which_failures_are_kept_does_not_hang_on_who_was_faster() {
        let large = || Outcome::Response {
            http_status: None,
            output: Json::from("x".repeat(LARGE).as_str()),
            request_id: None,
        };
        let mut judgements: Vec<_> = [("b", false), ("a", false), ("c", true), ("d", true)]
            .into_iter()
            .flat_map(|(id, is_large)| {
                let outcome = if is_large { large() } else { told() };
                [(id, id != "a", outcome.clone()), (id, id == "c", outcome)]
            })
            .collect();
        judgements.sort_by_key(|(id, aimed, _)| (*id, *aimed));
        let kept = |order: &[usize]| {
            let mut tally = begin();
            for index in order {
                let (id, aimed, outcome) = judgements[*index].clone();
                let stimulus = stimulus(id, aimed);
                let calls = vec![stimulus.exchange(Vec::new(), outcome)];
                let seen = Seen::of(Session { calls, ..Session::default() }).expect("a call");
                tally.add(*index, &stimulus, &seen, fail().into());
            }
            let report = finish(tally, &HashSet::new());
            assert_eq!(report.failed, order.len());
            report.failures.iter().map(|f| (f.stimulus.clone(), f.aimed)).collect::<Vec<_>>()
        };
        let forwards: Vec<usize> = (0..judgements.len()).collect();
        let backwards: Vec<usize> = (0..judgements.len()).rev().collect();
        let mixed = [3, 0, 7, 4, 1, 6, 2, 5];
        assert_eq!(kept(&forwards), kept(&backwards));
        assert_eq!(kept(&forwards), kept(&mixed));
        assert_eq!(kept(&[4, 6, 7]), [("c".to_owned(), true)], "one large one");
    }

    #[test]
    fn not_every_finding_of_a_flood_is_kept() {
        let findings = vec![fail(); 1_000_000];
        let report = finish(tally(&[("a", true, told(), findings.into())]), &HashSet::new());
        let findings = &report.failures[0].findings;
        assert_eq!(findings.len(), FINDINGS + 1);
        assert_eq!(findings[FINDINGS].message, "and 999950 more findings");
    }
}
