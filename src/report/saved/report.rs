//! The JSON report as a whole.

use std::borrow::Cow;
use std::collections::HashSet;
use std::fmt::Write as _;

use serde::{Deserialize, Serialize};

use crate::exchange::fields::pairs;
use crate::exchange::{FormError, NormalizedOutcome, from_json, to_json};
use crate::json::{Json, MAX_FILE_DEPTH, Path, SyntaxError, SyntaxErrorKind};
use crate::model::TimestampFormat;
use crate::run::{CaseOutcomes, KnownProblem, Report, ShardReport, Verdict};
use crate::terminal_text;
use crate::testee::Strangers;
use crate::value::Timestamp;

use super::error::SavedError;
use super::failure::SavedPolicy;
use super::parts::{SavedCalls, SavedContract, SavedShard, SavedTestee, VERSION};
use super::written::{SavedConnections, SavedDifferential, SavedKnown, SavedLoss};

/// A saved report. Read it with [`SavedReport::read`]: the serde traits are only for that reader. Fields that no reader
/// needs are written and never read.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SavedReport {
    /// The version of the format.
    wireproof: u64,
    /// The version of the wireproof that wrote the report.
    pub wireproof_version: Option<String>,
    /// When the run began, in UTC: `2026-11-25T12:30:00Z`.
    pub started: Option<String>,
    /// The seed of the generated stimuli, or the one that the user gave although there were none.
    pub seed: Option<u64>,
    /// How many stimuli were generated for each policy.
    pub cases: usize,
    complete: bool,
    #[serde(skip_deserializing)]
    redacted: bool,
    cut_short: Option<String>,
    #[serde(skip_deserializing)]
    elapsed_ms: u64,
    /// The filters: each name, with its values.
    #[serde(with = "pairs")]
    pub filters: Vec<(String, Vec<String>)>,
    /// The part of the run that the report is of, if it is not the whole run.
    #[serde(default)]
    pub shard: Option<SavedShard>,
    /// The contract that the testee was judged by.
    pub contract: SavedContract,
    /// The testee.
    pub testee: SavedTestee,
    #[serde(skip_deserializing)]
    too_little: bool,
    #[serde(skip_deserializing)]
    min_exercised: usize,
    #[serde(skip_deserializing)]
    connections: SavedConnections,
    #[serde(skip_deserializing, serialize_with = "pairs::serialize")]
    summary: Vec<(String, usize)>,
    /// The calls, counted by their outcome.
    pub calls: SavedCalls,
    /// The policies, in the order of the catalogue.
    pub policies: Vec<SavedPolicy>,
    #[serde(skip_deserializing)]
    against: Option<SavedDifferential>,
    #[serde(skip_deserializing)]
    known_failures: Vec<SavedKnown>,
    #[serde(skip_deserializing)]
    known_failures_not_tried: Vec<SavedKnown>,
    #[serde(skip_deserializing)]
    problems: Vec<SavedLoss>,
    /// The outcome of each stimulus: the id of the case, and the normalized outcome. The file has them after the rest, one
    /// on each line, since there may be a hundred thousand.
    #[serde(skip)]
    pub outcomes: Vec<(String, NormalizedOutcome)>,
}

/// The stimuli of one line of outcomes.
#[derive(Deserialize)]
struct Cases {
    cases: Vec<String>,
}

/// Writes the report as one JSON object.
pub(in crate::report) fn to_bytes(report: &Report) -> Vec<u8> {
    let mut text = to_json(SavedReport::of(report)).to_pretty();
    // One outcome on each line: there may be as many as stimuli.
    text.truncate(text.len() - "\n}".len());
    // Writing to a `String` cannot fail.
    if report.outcomes_left_out > 0 {
        let _ = write!(text, ",\n  \"outcomes_left_out\": {}", report.outcomes_left_out);
    }
    if let Some(unmerged) = &report.unmerged {
        let _ = write!(text, ",\n  \"unmerged\": {}", to_json(unmerged));
    }
    text.push_str(",\n  \"outcomes\": [");
    for (place, outcomes) in report.outcomes.iter().enumerate() {
        let comma = if place == 0 { "" } else { "," };
        let _ = write!(text, "{comma}\n    {}", case_outcomes(outcomes));
    }
    text.push_str(if report.outcomes.is_empty() { "]\n}\n" } else { "\n  ]\n}\n" });
    // People look at a report on a terminal, too, which must not obey anything in it.
    match terminal_text::json(&text) {
        Cow::Borrowed(_) => text.into_bytes(),
        Cow::Owned(escaped) => escaped.into_bytes(),
    }
}

/// An outcome as the fields of a `result` line, after the stimuli that have it.
fn case_outcomes(outcomes: &CaseOutcomes) -> Json {
    let cases = ("cases".to_owned(), outcomes.cases.iter().map(String::as_str).collect());
    let outcome = outcomes.outcome.to_json();
    Json::Object([&[cases], outcome.members()].concat())
}

impl SavedReport {
    /// Returns the report of a run, without its outcomes: [`to_bytes`] writes them from the run itself.
    fn of(report: &Report) -> Self {
        let (summary, known) = (report.summary(), |problems: &[KnownProblem]| {
            problems.iter().map(SavedKnown::of).collect()
        });
        let moment = Timestamp::of_system_time(report.started);
        let Strangers { dropped, outside } = report.strangers;
        Self {
            wireproof: VERSION,
            wireproof_version: Some(env!("CARGO_PKG_VERSION").to_owned()),
            started: moment.map(|moment| moment.format(TimestampFormat::DateTime)),
            seed: report.seed,
            cases: report.cases,
            complete: report.complete,
            redacted: report.redacted,
            cut_short: report.cut_short.clone(),
            elapsed_ms: report.elapsed.as_millis() as u64,
            filters: filters(report),
            shard: report.part.as_ref().map(SavedShard::of),
            contract: SavedContract::of(&report.contract),
            testee: SavedTestee::of(&report.testee),
            too_little: report.is_too_little(),
            min_exercised: report.needed(),
            connections: SavedConnections { dropped, from_outside: outside },
            summary: Verdict::ALL.map(|v| (v.name().to_owned(), summary.count(v))).to_vec(),
            calls: SavedCalls::of(&report.calls),
            policies: report.policies.iter().map(SavedPolicy::of).collect(),
            against: report.against.as_ref().map(SavedDifferential::of),
            known_failures: known(&report.known),
            known_failures_not_tried: known(&report.not_tried),
            problems: report.problems.iter().map(SavedLoss::of).collect(),
            outcomes: Vec::new(),
        }
    }

    /// Reads a report.
    ///
    /// # Errors
    ///
    /// If it is not a report, is cut short, is of a newer version, or is that of an interrupted run.
    pub fn read(text: &[u8]) -> Result<Self, SavedError> {
        Self::of_json(&parse(text)?)
    }

    /// Reads the report of a shard for a merge. `file` is the name of the file, for messages.
    ///
    /// # Errors
    ///
    /// As [`read`](Self::read), and if the report is not that of a shard, or another version of wireproof wrote it.
    pub fn read_shard(text: &[u8], file: &str) -> Result<ShardReport, SavedError> {
        let json = parse(text)?;
        let report = Self::of_json(&json)?;
        let (part, unmerged) = match (report.shard, json.get("unmerged")) {
            (Some(shard), Some(unmerged)) => (shard.into_part(), unmerged),
            (None, _) => return Err(SavedError::Whole),
            (Some(_), None) => return Err(SavedError::Merged),
        };
        let own = env!("CARGO_PKG_VERSION");
        if report.wireproof_version.as_deref() != Some(own) {
            // Another version may hand on other sums.
            return Err(SavedError::OtherVersion(report.wireproof_version.unwrap_or_default()));
        }
        let unmerged = Box::new(from_json(unmerged, &Path::root("unmerged"))?);
        Ok(ShardReport { file: file.to_owned(), part, unmerged, outcomes: report.outcomes })
    }

    fn of_json(json: &Json) -> Result<Self, SavedError> {
        // These come first: a report of another version, or of half a run, may have other fields.
        let begun: Begun = from_json(json, &Path::default())?;
        match begun.wireproof {
            VERSION => {}
            version if version > VERSION => return Err(SavedError::Newer(version)),
            _ => {
                let place = Path::root("wireproof");
                return Err(FormError::new(place, "a version from 1 on expected").into());
            }
        }
        let ended: Ended = from_json(json, &Path::default())?;
        if !ended.complete {
            return Err(SavedError::Incomplete(ended.cut_short));
        }
        let mut report: Self = from_json(json, &Path::default())?;
        let mut ids = HashSet::new();
        if let Some(at) = report.policies.iter().position(|policy| !ids.insert(&policy.id)) {
            let place = Path::root("policies").index(at).member("id");
            let message = format!("`{}` is there twice", report.policies[at].id);
            return Err(FormError::new(place, message).into());
        }
        report.outcomes = read_outcomes(json)?;
        Ok(report)
    }

    /// Returns the policy of this id.
    pub fn policy(&self, id: &str) -> Option<&SavedPolicy> {
        self.policies.iter().find(|policy| policy.id == id)
    }

    /// Returns the name of the testee with its version.
    pub fn title(&self) -> String {
        match &self.testee.version {
            Some(version) => format!("{} {version}", self.testee.name),
            None => self.testee.name.clone(),
        }
    }

    /// Returns the day on which the run began, in UTC.
    pub fn day(&self) -> Option<&str> {
        self.started.as_deref().and_then(|started| started.get(..10))
    }

    /// Returns the filters on one line. The line is empty if there are none.
    pub fn selection(&self) -> String {
        let each = self
            .filters
            .iter()
            .flat_map(|(name, values)| values.iter().map(move |value| format!("{name} = {value}")));
        each.collect::<Vec<_>>().join(", ")
    }

    /// Returns the part of the run that the report is of, in words, if it is not the whole run: the report of a shard, or
    /// one that was merged while shards were missing.
    pub fn part(&self) -> Option<String> {
        self.shard.clone().map(|shard| shard.into_part().to_string())
    }
}

/// The fields that are read first.
#[derive(Deserialize)]
struct Begun {
    wireproof: u64,
}

/// The fields that are read next.
#[derive(Deserialize)]
struct Ended {
    complete: bool,
    cut_short: Option<String>,
}

/// Reads the JSON of a report.
fn parse(text: &[u8]) -> Result<Json, SavedError> {
    if text.trim_ascii().is_empty() {
        return Err(SavedError::Empty);
    }
    let json = Json::parse_within(text, MAX_FILE_DEPTH).map_err(|error| not_json(text, error))?;
    match json.get("wireproof_replay") {
        Some(_) => Err(SavedError::Replay),
        None => Ok(json),
    }
}

fn not_json(text: &[u8], error: SyntaxError) -> SavedError {
    let before = &text[..error.offset.min(text.len())];
    let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
    let begun = text.trim_ascii_start().starts_with(b"{");
    match error.kind {
        SyntaxErrorKind::UnexpectedEnd if begun => SavedError::CutShort(line),
        _ => SavedError::NotJson(line, error),
    }
}

/// The outcomes. A report of an early version has none.
fn read_outcomes(report: &Json) -> Result<Vec<(String, NormalizedOutcome)>, FormError> {
    let place = Path::root("outcomes");
    let lines = match report.get("outcomes") {
        None | Some(Json::Null) => &[],
        Some(Json::Array(lines)) => &lines[..],
        Some(other) => {
            return Err(FormError::new(place, format!("an array expected, not {}", other.kind())));
        }
    };
    let mut outcomes = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let place = place.index(at);
        let outcome = NormalizedOutcome::from_json(line).map_err(|error| error.under(&place))?;
        let Cases { cases } = from_json(line, &place)?;
        outcomes.extend(cases.into_iter().map(|case| (case, outcome.clone())));
    }
    Ok(outcomes)
}

/// Returns each filter by its name. A filter that was given more than once has all of its values.
fn filters(report: &Report) -> Vec<(String, Vec<String>)> {
    let mut filters: Vec<(String, Vec<String>)> = Vec::new();
    for (name, value) in &report.filters {
        match filters.iter_mut().find(|(other, _)| other == name) {
            Some((_, values)) => values.push(value.clone()),
            None => filters.push((name.clone(), vec![value.clone()])),
        }
    }
    filters
}
