//! One change.

use super::rule::Rule;

/// One difference between two contracts.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Change {
    /// The name of the shape, with a member's: `InstanceUserSummary$Status`.
    pub subject: String,
    /// What changed, in one sentence without a full stop; names of the models are in backquotes.
    pub text: String,
    /// The rule that the change breaks, if it is not backward-compatible.
    pub breaks: Option<Break>,
}

/// Why a change is not backward-compatible.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Break {
    /// The rule.
    pub rule: Rule,
    /// Those for whom it breaks something: `callers that read it`.
    pub whom: String,
}

impl Change {
    /// Returns a change that breaks nothing.
    pub(super) fn new(subject: impl Into<String>, text: impl Into<String>) -> Self {
        Self { subject: subject.into(), text: text.into(), breaks: None }
    }

    /// Returns the same change, which breaks this rule.
    pub(super) fn breaking(self, rule: Rule, whom: impl Into<String>) -> Self {
        Self { breaks: Some(Break { rule, whom: whom.into() }), ..self }
    }

    /// Returns the same change, which breaks this rule if `is_broken`.
    pub(super) fn breaking_if(self, is_broken: bool, rule: Rule, whom: &str) -> Self {
        if is_broken { self.breaking(rule, whom) } else { self }
    }
}
