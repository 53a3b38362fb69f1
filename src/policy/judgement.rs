//! What a policy says of one exchange.

use std::ops::Range;

use crate::json::{Json, Path};
use crate::value::Difference;

/// What a policy says of one exchange.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Judgement {
    /// The exchange does not concern it.
    NotExercised,
    /// The exchange would concern it, but the testee cannot, or does not set out to, do such a thing.
    NotApplicable,
    /// The exchange keeps it.
    Pass,
    /// The exchange breaks it: where and how, at least once.
    Fail(Vec<Finding>),
}

/// One place in which an exchange breaks a policy.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Finding {
    /// The place: `outcome.output.InstanceUserSummary.Username`, `request.headers.content-type`.
    pub path: Path,
    /// What is wrong there, in one sentence.
    pub message: String,
    /// What should stand there, where that can be shown.
    pub expected: Option<String>,
    /// What stands there instead.
    pub actual: Option<String>,
    /// The bytes that matter.
    pub mark: Option<Box<Mark>>,
    /// What must be so of the whole run for it to count.
    pub counts: Counts,
}

/// A stretch of bytes of the exchange.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// What they are part of.
    pub part: MarkedPart,
    /// Which ones.
    pub range: Range<usize>,
}

impl Mark {
    fn byte(part: MarkedPart, offset: usize) -> Self {
        Self { part, range: offset..offset + 1 }
    }
}

/// The parts of an exchange in which bytes are marked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum MarkedPart {
    /// The body of the request.
    RequestBody,
    /// The body of the answer.
    ResponseBody,
}

/// When a finding counts. What a testee can tell is known only when the run is over.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Counts {
    /// Whatever else the testee shows.
    #[default]
    Always,
    /// Only if it shows such a thing in another call: a testee that never tells a status, say, cannot be
    /// blamed for not telling this one. Otherwise the policy is not applicable.
    If(Shows),
    /// Only if it never shows such a thing: otherwise another policy judges that it does not do so here.
    Unless(Shows),
}

/// A kind of thing that a testee can or cannot tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Shows {
    /// The code of a service error.
    Code,
    /// The status of an answer.
    HttpStatus,
}

/// The most bytes of what a finding shows: 16 KiB. A testee may send megabytes where a word is expected.
const LONGEST: usize = 16 * 1024;

/// The text, or its beginning and how much is left out.
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
    /// A finding with a sentence alone.
    pub fn new(path: Path, message: impl Into<String>) -> Self {
        Self {
            path,
            message: message.into(),
            expected: None,
            actual: None,
            mark: None,
            counts: Counts::Always,
        }
    }

    /// A difference between the output that must be shown and the one that is.
    pub fn of_output(difference: &Difference, message: impl Into<String>) -> Self {
        let show = |value: &Option<Json>| {
            value.as_ref().map_or_else(|| "nothing".to_owned(), ToString::to_string)
        };
        Self::new(difference.path.under("outcome.output"), message)
            .expected(show(&difference.expected))
            .actual(show(&difference.actual))
    }

    /// Adds what should stand there.
    #[must_use]
    pub fn expected(mut self, text: impl Into<String>) -> Self {
        self.expected = Some(bounded(text.into()));
        self
    }

    /// Adds what stands there.
    #[must_use]
    pub fn actual(mut self, text: impl Into<String>) -> Self {
        self.actual = Some(bounded(text.into()));
        self
    }

    /// Marks the byte of the answer's body from which it comes.
    #[must_use]
    pub fn at_response_byte(mut self, offset: usize) -> Self {
        self.mark = Some(Box::new(Mark::byte(MarkedPart::ResponseBody, offset)));
        self
    }

    /// Marks the byte of the request's body from which it comes.
    #[must_use]
    pub fn at_request_byte(mut self, offset: usize) -> Self {
        self.mark = Some(Box::new(Mark::byte(MarkedPart::RequestBody, offset)));
        self
    }

    /// Makes it count only if the testee shows such a thing in another call.
    #[must_use]
    pub fn counts_if(mut self, shows: Shows) -> Self {
        self.counts = Counts::If(shows);
        self
    }

    /// Makes it count only if the testee shows such a thing in no call at all.
    #[must_use]
    pub fn counts_unless(mut self, shows: Shows) -> Self {
        self.counts = Counts::Unless(shows);
        self
    }
}

/// How many findings a judgement holds at most. A body of 64 MiB may break a policy in a million places.
const MOST_FINDINGS: usize = 1_000;

impl Judgement {
    /// The same judgement with a bounded number of findings: in place of the rest stands one that counts them.
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

/// Adds a finding that counts those which are not told. It stands where the last one does, so that whoever knows of that
/// one knows of it.
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

/// No findings are a pass.
impl From<Vec<Finding>> for Judgement {
    fn from(findings: Vec<Finding>) -> Self {
        if findings.is_empty() { Self::Pass } else { Self::Fail(findings) }
    }
}
