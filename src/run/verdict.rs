//! What a run says of a policy.

use std::fmt;

/// The verdicts of a policy in a run (docs/report.md#a-policy).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Verdict {
    /// Every exchange that concerned it kept it.
    Pass,
    /// An exchange broke it.
    Fail,
    /// Exchanges broke it, each exactly as the known failures say.
    KnownFailure,
    /// The known failures say that it is broken, and it holds.
    UnexpectedPass,
    /// Its level is *may*: what was seen is reported, and never a failure.
    Observed,
    /// The testee cannot, or does not set out to, do what it is about.
    NotApplicable,
    /// No exchange reached it. Never counted as a pass.
    NotExercised,
}

impl Verdict {
    /// Every verdict, in the order of a summary.
    pub const ALL: [Self; 7] = [
        Self::Pass,
        Self::Fail,
        Self::KnownFailure,
        Self::UnexpectedPass,
        Self::Observed,
        Self::NotApplicable,
        Self::NotExercised,
    ];

    /// The name in reports.
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

    /// Whether exchanges broke the policy, known or not.
    pub fn is_failure(self) -> bool {
        matches!(self, Self::Fail | Self::KnownFailure)
    }

    /// Whether the policy was judged at all.
    pub fn is_judged(self) -> bool {
        !matches!(self, Self::NotApplicable | Self::NotExercised)
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}
