//! The policies and failures of the JSON report.

use std::ops::Range;

use serde::{Deserialize, Deserializer, Serialize, de};

use crate::exchange::fields::{Named, named};
use crate::exchange::{Exchange, LONG, SavedExchange};
use crate::policy::{Finding, Level, Mark, MarkedPart};
use crate::run::{Failure, PolicyReport, Verdict};

/// The result of one policy in a saved report.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SavedPolicy {
    /// The id of the policy. This wireproof may not know it.
    pub id: String,
    /// The level of the policy.
    #[serde(with = "named")]
    pub level: Level,
    /// The verdict.
    #[serde(with = "named")]
    pub verdict: Verdict,
    /// How many exchanges the policy judged.
    pub exercised: usize,
    /// How many of those exchanges broke it.
    pub failed: usize,
    #[serde(skip_deserializing)]
    known: usize,
    #[serde(skip_deserializing)]
    not_reproduced: usize,
    #[serde(skip_deserializing)]
    in_doubt: bool,
    /// Some failures. The smallest of those that aim at the policy comes first.
    pub failures: Vec<SavedFailure>,
}

/// An exchange that broke a policy.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SavedFailure {
    /// The stimulus: the id of a case.
    pub case: String,
    #[serde(skip_deserializing)]
    aimed: bool,
    #[serde(skip_deserializing)]
    known: bool,
    /// The path and the message of the first finding, for readers that need no more.
    #[serde(skip_deserializing)]
    path: Option<String>,
    #[serde(skip_deserializing)]
    message: Option<String>,
    /// The findings, at least one.
    #[serde(deserialize_with = "read_findings")]
    pub findings: Vec<SavedFinding>,
    /// The exchange.
    pub exchange: SavedExchange,
    #[serde(skip_deserializing)]
    shrunk: Option<SavedShrunk>,
    /// How many earlier calls of the session the failure needs.
    #[serde(skip_deserializing)]
    before: usize,
    #[serde(skip_deserializing)]
    reproduced: Option<bool>,
    #[serde(skip_deserializing)]
    replay: Option<String>,
}

/// One finding: a place in which an exchange breaks a policy.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SavedFinding {
    /// The path.
    pub path: String,
    /// What is wrong there.
    pub message: String,
    /// The expected value.
    pub expected: Option<String>,
    /// The actual value.
    pub actual: Option<String>,
    /// The bytes of the request or of the response that matter.
    pub mark: Option<SavedMark>,
    /// What a reader must know beside it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// A range of bytes of a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedMark {
    /// The message.
    #[serde(rename = "in")]
    pub part: SavedPart,
    /// The first byte of the range, counted from the beginning of the message.
    pub from: usize,
    /// The byte after the range.
    pub to: usize,
}

/// A message of an exchange.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SavedPart {
    /// The first request.
    Request,
    /// The response.
    Response,
}

/// How a failing exchange was shrunk.
#[derive(Clone, Debug, Serialize)]
struct SavedShrunk {
    from: usize,
    calls: usize,
}

impl Named for Level {
    const EACH: &'static [Self] = &Self::ALL;

    fn form_name(self) -> &'static str {
        self.name()
    }
}

impl Named for Verdict {
    const EACH: &'static [Self] = &Self::ALL;

    fn form_name(self) -> &'static str {
        self.name()
    }
}

fn read_findings<'j, D: Deserializer<'j>>(from: D) -> Result<Vec<SavedFinding>, D::Error> {
    let findings = Vec::deserialize(from)?;
    match findings.is_empty() {
        true => Err(de::Error::custom("one finding at least expected")),
        false => Ok(findings),
    }
}

impl SavedPolicy {
    pub(super) fn of(report: &PolicyReport) -> Self {
        Self {
            id: report.policy.id.to_owned(),
            level: report.policy.level,
            verdict: report.verdict,
            exercised: report.exercised,
            failed: report.failed,
            known: report.known,
            not_reproduced: report.not_reproduced,
            in_doubt: report.is_in_doubt(),
            failures: report.failures.iter().map(SavedFailure::of).collect(),
        }
    }
}

impl SavedFailure {
    fn of(failure: &Failure) -> Self {
        let first = failure.findings.first();
        let findings = failure.findings.iter();
        Self {
            case: failure.stimulus.clone(),
            aimed: failure.aimed,
            known: failure.known,
            path: first.map(|finding| finding.path.as_str().to_owned()),
            message: first.map(|finding| finding.message.clone()),
            findings: findings.map(|f| SavedFinding::of(f, &failure.exchange)).collect(),
            exchange: SavedExchange::of(&failure.exchange),
            shrunk: failure
                .shrunk
                .map(|shrunk| SavedShrunk { from: shrunk.from, calls: shrunk.calls }),
            before: failure.recorded.before.len(),
            reproduced: failure.recorded.reproduced,
            replay: failure.replay.clone(),
        }
    }
}

impl SavedFinding {
    fn of(finding: &Finding, exchange: &Exchange) -> Self {
        Self {
            path: finding.path.as_str().to_owned(),
            message: finding.message.clone(),
            expected: finding.expected.clone(),
            actual: finding.actual.clone(),
            note: finding.note.clone(),
            mark: finding.mark.as_ref().and_then(|mark| SavedMark::of(mark, exchange)),
        }
    }
}

impl SavedMark {
    /// Returns a mark as a range of bytes of the whole message, or `None` if the message does not hold the body in one piece.
    fn of(mark: &Mark, exchange: &Exchange) -> Option<Self> {
        let (part, raw, body) = match mark.part {
            MarkedPart::RequestBody => {
                let request = exchange.request()?;
                (SavedPart::Request, &request.raw, &request.body)
            }
            MarkedPart::ResponseBody => {
                let response = exchange.response.as_ref()?;
                (SavedPart::Response, &response.raw, &response.body)
            }
        };
        let before = raw.strip_suffix(&body[..])?.len();
        let (from, to) = (before + mark.range.start, before + mark.range.end);
        // The report has only the two ends of a long message.
        let is_shown = raw.len() <= LONG || to <= LONG / 2;
        is_shown.then_some(Self { part, from, to })
    }

    /// Returns the range, if it is of this message.
    pub fn within(&self, part: SavedPart) -> Option<Range<usize>> {
        (self.part == part).then_some(self.from..self.to)
    }
}
