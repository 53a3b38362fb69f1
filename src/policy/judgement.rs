//! The judgement of one exchange by one policy.

use std::ops::Range;

use crate::json::{Json, Path};
use crate::value::Difference;

use super::counts::{Counts, Shows};

/// The judgement of one exchange by one policy.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Judgement {
    /// The policy has nothing to judge in the exchange.
    NotExercised,
    /// The policy could judge the exchange, but the testee cannot do such a thing, or does not claim to.
    NotApplicable,
    /// The exchange keeps the policy.
    Pass,
    /// The exchange breaks the policy, in at least one place.
    Fail(Vec<Finding>),
}

/// One place in which an exchange breaks a policy.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Finding {
    /// The path, such as `outcome.output.InstanceUserSummary.Username` or `request.headers.content-type`.
    pub path: Path,
    /// What is wrong at the path, in one sentence.
    pub message: String,
    /// The expected value, if it can be shown.
    pub expected: Option<String>,
    /// The actual value.
    pub actual: Option<String>,
    /// The bytes to mark.
    pub mark: Option<Box<Mark>>,
    /// What a reader must know beside it: for example, that another edition of the contract says otherwise. A policy does
    /// not write it; the run does, because it knows more than the exchange.
    pub note: Option<String>,
    /// What the whole run must show for the finding to count.
    pub counts: Counts,
}

/// A range of bytes of the exchange.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// The part of the exchange that has the bytes.
    pub part: MarkedPart,
    /// The range of the bytes in that part.
    pub range: Range<usize>,
}

impl Mark {
    fn byte(part: MarkedPart, offset: usize) -> Self {
        Self { part, range: offset..offset + 1 }
    }
}

/// The parts of an exchange that can have marked bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum MarkedPart {
    /// The body of the request.
    RequestBody,
    /// The body of the response.
    ResponseBody,
}

/// The most bytes of a value that a finding shows: 16 KiB. A testee may send megabytes in place of a word.
const LONGEST: usize = 16 * 1024;

/// Returns the text, or its beginning and the number of bytes that are left out.
fn bounded(mut text: String) -> String {
    if text.len() > LONGEST {
        let end = (0..=LONGEST).rev().find(|end| text.is_char_boundary(*end)).unwrap_or_default();
        let more = text.len() - end;
        text.truncate(end);
        text.push_str(&format!("… and {more} bytes more"));
    }
    text
}

impl Finding {
    /// Makes a finding that has only a sentence.
    pub fn new(path: Path, message: impl Into<String>) -> Self {
        Self {
            path,
            message: message.into(),
            expected: None,
            actual: None,
            mark: None,
            note: None,
            counts: Counts::Always,
        }
    }

    /// Makes a finding of a difference between the output that the client must show and the one that it
    /// shows.
    pub fn of_output(difference: &Difference, message: impl Into<String>) -> Self {
        let show = |value: &Option<Json>| {
            value.as_ref().map_or_else(|| "nothing".to_owned(), ToString::to_string)
        };
        Self::new(difference.path.under("outcome.output"), message)
            .expected(show(&difference.expected))
            .actual(show(&difference.actual))
    }

    /// Adds the expected value.
    #[must_use]
    pub fn expected(mut self, text: impl Into<String>) -> Self {
        self.expected = Some(bounded(text.into()));
        self
    }

    /// Adds the actual value.
    #[must_use]
    pub fn actual(mut self, text: impl Into<String>) -> Self {
        self.actual = Some(bounded(text.into()));
        self
    }

    /// Marks the byte of the response's body that causes it.
    #[must_use]
    pub fn at_response_byte(mut self, offset: usize) -> Self {
        self.mark = Some(Box::new(Mark::byte(MarkedPart::ResponseBody, offset)));
        self
    }

    /// Marks the byte of the request's body that causes it.
    #[must_use]
    pub fn at_request_byte(mut self, offset: usize) -> Self {
        self.mark = Some(Box::new(Mark::byte(MarkedPart::RequestBody, offset)));
        self
    }

    /// Makes it count only if the testee reports such a thing in another call.
    #[must_use]
    pub fn counts_if(mut self, shows: Shows) -> Self {
        self.counts = Counts::If(shows);
        self
    }

    /// Makes it count only if the testee reports such a thing in no call.
    #[must_use]
    pub fn counts_unless(mut self, shows: Shows) -> Self {
        self.counts = Counts::Unless(shows);
        self
    }
}

/// The most findings of a judgement. A body of 64 MiB may break a policy in a million places.
const MOST_FINDINGS: usize = 1_000;

#[cfg(feature = "run")]
impl Finding {
    /// Returns the condition on which a failure with these findings counts. A finding that counts unconditionally makes the
    /// whole failure unconditional.
    pub(crate) fn condition(findings: &[Self]) -> Counts {
        let counts = findings.iter().map(|finding| finding.counts);
        counts.min_by_key(|counts| *counts != Counts::Always).unwrap_or_default()
    }
}

impl Judgement {
    /// Returns the judgement together with the findings of another look at the same exchange; `None` if that look had nothing
    /// to judge.
    pub(super) fn and(self, found: Option<Vec<Finding>>) -> Self {
        let Some(mut findings) = found else { return self };
        if let Self::Fail(more) = self {
            findings.extend(more);
        }
        findings.into()
    }

    /// Returns the judgement with a bounded number of findings. One finding that counts the rest replaces
    /// them.
    pub(super) fn bounded(mut self) -> Self {
        if let Self::Fail(findings) = &mut self {
            let more = findings.len().saturating_sub(MOST_FINDINGS);
            findings.truncate(MOST_FINDINGS);
            if more > 0 {
                and_more(findings, more);
            }
            findings.shrink_to_fit();
        }
        self
    }
}

/// Adds a finding that counts those that are left out. It has the path of the last one that is kept, so that
/// a known failure for that path covers it too.
pub(super) fn and_more(findings: &mut Vec<Finding>, more: usize) {
    if let Some(last) = findings.last().cloned() {
        let message = format!("and {more} more findings of this policy in the exchange");
        findings.push(Finding { message, mark: None, ..last });
    }
}

impl From<Finding> for Judgement {
    fn from(finding: Finding) -> Self {
        Self::Fail(vec![finding])
    }
}

/// Converts no findings into a pass, and any others into a failure.
impl From<Vec<Finding>> for Judgement {
    fn from(findings: Vec<Finding>) -> Self {
        if findings.is_empty() { Self::Pass } else { Self::Fail(findings) }
    }
}
