//! The verdict of a run on one policy.

use std::fmt;

/// The verdicts of a policy in a run (docs/report.md#a-policy).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Verdict {
    /// Every exchange that the policy judged kept it.
    Pass,
    /// An exchange broke it.
    Fail,
    /// Exchanges broke it, and the known failures list each of them.
    KnownFailure,
    /// The known failures list it as broken, and every exchange keeps it.
    UnexpectedPass,
    /// Its level is *may*: the run reports what it observed, and never fails because of it.
    Observed,
    /// The policy does not apply: the operation lacks what it needs, or the testee cannot do, or does not claim to do, what
    /// it is about.
    NotApplicable,
    /// The policy judged no exchange. It never counts as a pass.
    NotExercised,
}

impl Verdict {
    /// Every verdict, in the order of the summary.
    pub const ALL: [Self; 7] = [
        Self::Pass,
        Self::Fail,
        Self::KnownFailure,
        Self::UnexpectedPass,
        Self::Observed,
        Self::NotApplicable,
        Self::NotExercised,
    ];

    /// Returns the name in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Fail => "fail",
            Self::KnownFailure => "known_failure",
            Self::UnexpectedPass => "unexpected_pass",
            Self::Observed => "observed",
            Self::NotApplicable => "not_applicable",
            Self::NotExercised => "not_exercised",
        }
    }

    /// Reports whether exchanges broke the policy, known failures included.
    pub fn is_failure(self) -> bool {
        matches!(self, Self::Fail | Self::KnownFailure)
    }

    /// Reports whether the policy judged an exchange.
    pub fn is_judged(self) -> bool {
        !matches!(self, Self::NotApplicable | Self::NotExercised)
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}
