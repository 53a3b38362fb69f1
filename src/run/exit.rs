//! The exit status of a run.

use super::report::Report;
use super::undecided::Differential;
use super::verdict::Verdict;
use crate::policy::Level;

/// The exit codes of the command line (README.md#judge-your-client-in-any-language).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ExitStatus {
    /// Every judged must-policy holds.
    Holds,
    /// A policy is broken, a call broke the testee protocol, or an entry of the known failures is no longer true.
    Broken,
    /// Wrong usage, or input that cannot be read.
    Usage,
    /// The testee or the harness could not run.
    CannotRun,
    /// Nothing was selected, nothing could be judged, or most of the selected policies were not exercised.
    NothingJudged,
    /// A signal interrupted the run.
    Interrupted,
}

impl ExitStatus {
    /// Returns the exit code.
    pub fn code(self) -> u8 {
        match self {
            Self::Holds => 0,
            Self::Broken => 1,
            Self::Usage => 2,
            Self::CannotRun => 3,
            Self::NothingJudged => 4,
            Self::Interrupted => 130,
        }
    }

    /// Returns the exit status of a finished run. With `strict`, a broken *should* policy counts, too.
    ///
    /// If several apply, the first of these counts: the run was cut short, it was interrupted, no call had an outcome, a
    /// policy is broken, too little was judged.
    pub fn of(report: &Report, strict: bool) -> Self {
        if report.cut_short.is_some() {
            return Self::CannotRun;
        }
        if !report.complete {
            return Self::Interrupted;
        }
        let calls = &report.calls;
        if calls.told() == 0 && calls.protocol_error > 0 {
            return Self::CannotRun;
        }
        let broken = report.policies.iter().any(|policy| {
            policy.verdict == Verdict::Fail
                && !policy.is_in_doubt()
                && (policy.policy.level == Level::Must
                    || strict && policy.policy.level == Level::Should)
        });
        if broken || calls.protocol_error > 0 || !report.known.is_empty() {
            return Self::Broken;
        }
        // If only *should* policies are selected, a testee that never reports an outcome breaks them all.
        // It must not get the 0 of a testee that was judged.
        if calls.judged == 0 && calls.crash + calls.timeout > 0 {
            return Self::CannotRun;
        }
        if report.is_too_little() {
            return Self::NothingJudged;
        }
        // If the second testee never reported an outcome, the run does not show that the two agree.
        let mute = |against: &Differential| against.calls.made() > 0 && against.calls.told() == 0;
        if report.against.as_ref().is_some_and(mute) { Self::CannotRun } else { Self::Holds }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::time::{Duration, SystemTime};

    use super::*;
    use crate::exchange::{Outcome, TesteeInfo};
    use crate::http::Answer;
    use crate::json::{Json, Path};
    use crate::policy::{Finding, find};
    use crate::run::{CallCounts, ContractInfo, Failure, PolicyReport, Recorded};
    use crate::suite::Stimulus;
    use crate::testee::Strangers;

    const MUST: &str = "union.known-member";
    const SHOULD: &str = "union.several-members-refused";

    fn report(calls: CallCounts, policies: &[(&str, Verdict)]) -> Report {
        let policy = |(id, verdict): &(&str, Verdict)| PolicyReport {
            lacks: None,
            policy: find(id).expect("it is there"),
            verdict: *verdict,
            exercised: 1,
            failed: 0,
            known: 0,
            hung: 0,
            doubtful: 0,
            not_reproduced: 0,
            failures: Vec::new(),
        };
        Report {
            complete: true,
            cut_short: None,
            seed: None,
            cases: 0,
            known: Vec::new(),
            not_tried: Vec::new(),
            filters: Vec::new(),
            contract: ContractInfo::default(),
            testee: TesteeInfo::default(),
            calls,
            policies: policies.iter().map(policy).collect(),
            outcomes: Vec::new(),
            outcomes_left_out: 0,
            against: None,
            problems: Vec::new(),
            redacted: false,
            min_exercised: None,
            part: None,
            unmerged: None,
            strangers: Strangers::default(),
            started: SystemTime::UNIX_EPOCH,
            elapsed: Duration::ZERO,
        }
    }

    fn calls(judged: usize) -> CallCounts {
        CallCounts { judged, ..CallCounts::default() }
    }

    #[test]
    fn a_broken_should_counts_in_a_strict_run_only() {
        let report = report(calls(2), &[(MUST, Verdict::Pass), (SHOULD, Verdict::Fail)]);
        assert_eq!(ExitStatus::of(&report, false), ExitStatus::Holds);
        assert_eq!(ExitStatus::of(&report, true), ExitStatus::Broken);
    }

    #[test]
    fn a_testee_that_told_nothing_is_not_judged() {
        let died = CallCounts { crash: 3, ..calls(0) };
        let hung = CallCounts { timeout: 3, ..calls(0) };
        for counts in [died, hung] {
            let of = |id| ExitStatus::of(&report(counts, &[(id, Verdict::Fail)]), false);
            assert_eq!(of(SHOULD), ExitStatus::CannotRun);
            assert_eq!(of(MUST), ExitStatus::Broken);
        }
        let mute = CallCounts { protocol_error: 1, skipped: 3, ..calls(0) };
        let report = report(mute, &[(MUST, Verdict::NotApplicable)]);
        assert_eq!(ExitStatus::of(&report, false), ExitStatus::CannotRun);
    }

    #[test]
    fn too_little_is_not_enough() {
        let skipped = CallCounts { skipped: 3, ..calls(0) };
        let none = report(skipped, &[(MUST, Verdict::NotApplicable)]);
        assert_eq!(ExitStatus::of(&none, false), ExitStatus::NothingJudged);
        let mut few = report(calls(1), &[(MUST, Verdict::Pass), (SHOULD, Verdict::NotExercised)]);
        assert_eq!(ExitStatus::of(&few, false), ExitStatus::Holds);
        few.policies.push(few.policies[1].clone());
        assert_eq!(ExitStatus::of(&few, false), ExitStatus::NothingJudged, "one of three");
        few.min_exercised = Some(1);
        assert_eq!(ExitStatus::of(&few, false), ExitStatus::Holds);
        few.min_exercised = Some(2);
        assert_eq!(ExitStatus::of(&few, false), ExitStatus::NothingJudged);
        few.policies[0].verdict = Verdict::Fail;
        assert_eq!(ExitStatus::of(&few, false), ExitStatus::Broken);
    }

    /// A failure of what may be another process's doing.
    fn doubtful(reproduced: Option<bool>) -> Failure {
        let stimulus = Stimulus::client("a", Vec::new(), Json::Null, Answer::json(200, "{}"));
        let outcome =
            Outcome::Response { http_status: Some(200), output: Json::Null, request_id: None };
        Failure {
            stimulus: stimulus.id.clone(),
            aimed: false,
            findings: vec![Finding::new(Path::root("requests"), "so")],
            exchange: Arc::new(stimulus.exchange(Vec::new(), outcome)),
            known: false,
            doubtful: true,
            recorded: Arc::new(Recorded { before: Vec::new(), stimulus, reproduced }),
            shrunk: None,
            replay: None,
            index: 0,
        }
    }

    #[test]
    fn what_may_be_another_process_and_is_not_reproduced_does_not_count() {
        let status = |id, failed, failures: &[Failure]| {
            let mut report = report(calls(9), &[(id, Verdict::Fail)]);
            report.policies[0].failed = failed;
            report.policies[0].failures = failures.to_vec();
            report.policies[0].doubtful = failed - failures.iter().filter(|f| !f.doubtful).count();
            ExitStatus::of(&report, false)
        };
        let (gone, again, untried) = (Some(false), Some(true), None);
        let id = "request.sent-once";
        assert_eq!(status(id, 1, &[doubtful(gone)]), ExitStatus::Holds);
        assert_eq!(status(id, 1, &[doubtful(again)]), ExitStatus::Broken);
        assert_eq!(status(id, 1, &[doubtful(untried)]), ExitStatus::Broken);
        assert_eq!(status(id, 2, &[doubtful(gone), doubtful(again)]), ExitStatus::Broken);
        assert_eq!(
            status(id, 9, &[doubtful(gone)]),
            ExitStatus::Holds,
            "few are kept of very many"
        );
        assert_eq!(status(id, 9, &[]), ExitStatus::Broken, "none was tried");
        let certain = Failure { doubtful: false, ..doubtful(gone) };
        assert_eq!(status(id, 1, &[certain]), ExitStatus::Broken);
        let answer = status("response.members-decoded", 1, &[doubtful(gone)]);
        assert_eq!(answer, ExitStatus::Broken, "nobody else decodes the answer");
    }

    #[test]
    fn a_second_testee_has_no_say_but_must_be_heard_of() {
        let beside = |counts, verdict| {
            let against = Differential { calls: counts, ..Differential::default() };
            let report = report(calls(2), &[(MUST, verdict)]);
            ExitStatus::of(&Report { against: Some(against), ..report }, false)
        };
        let (heard, mute) = (calls(2), CallCounts { protocol_error: 2, ..calls(0) });
        assert_eq!(beside(heard, Verdict::Pass), ExitStatus::Holds);
        assert_eq!(beside(mute, Verdict::Pass), ExitStatus::CannotRun);
        assert_eq!(beside(mute, Verdict::Fail), ExitStatus::Broken);
        let skipped = CallCounts { skipped: 2, ..calls(0) };
        assert_eq!(beside(skipped, Verdict::Pass), ExitStatus::CannotRun);
    }

    #[test]
    fn a_run_that_could_not_go_on_is_no_verdict_on_the_testee() {
        let mut report = report(calls(2), &[(MUST, Verdict::Fail)]);
        report.cut_short = Some("it could not be started again".to_owned());
        assert_eq!(ExitStatus::of(&report, false), ExitStatus::CannotRun);
        report.complete = false;
        assert_eq!(ExitStatus::of(&report, false), ExitStatus::CannotRun);
    }

    #[test]
    fn an_interrupt_comes_before_everything() {
        let mut report = report(CallCounts { protocol_error: 1, ..calls(0) }, &[]);
        report.complete = false;
        assert_eq!(ExitStatus::of(&report, false), ExitStatus::Interrupted);
    }
}
