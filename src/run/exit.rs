//! How a run ends, as a number.

use super::report::Report;
use super::verdict::Verdict;
use crate::policy::Level;

/// The exit codes of the command line (DESIGN, section 6).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ExitStatus {
    /// Every judged must-policy holds.
    Holds,
    /// A policy is broken.
    Broken,
    /// Wrong usage, or input that cannot be read.
    Usage,
    /// The testee or the harness could not run.
    CannotRun,
    /// Nothing was selected, or nothing could be judged.
    NothingJudged,
    /// Interrupted.
    Interrupted,
}

impl ExitStatus {
    /// The number.
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

    /// The exit status of a finished run. With `strict`, a broken *should* counts as well.
    pub fn of(report: &Report, strict: bool) -> Self {
        if !report.complete {
            return Self::Interrupted;
        }
        let judged = report.policies.iter().filter(|policy| policy.verdict.is_judged()).count();
        let told = report.calls.told();
        if told == 0 && report.calls.protocol_error > 0 {
            return Self::CannotRun;
        }
        let broken = report.policies.iter().any(|policy| {
            policy.verdict == Verdict::Fail
                && (policy.policy.level == Level::Must
                    || strict && policy.policy.level == Level::Should)
        });
        if broken || report.calls.protocol_error > 0 {
            return Self::Broken;
        }
        if judged == 0 || judged < report.min_exercised { Self::NothingJudged } else { Self::Holds }
    }
}
