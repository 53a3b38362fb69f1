//! Saved reports, read back: what `wireproof client --report json=FILE` wrote.

use std::collections::HashSet;
use std::ops::Range;

use crate::exchange::{Field, FormError, NormalizedOutcome, Outcome};
use crate::json::{Json, Path, SyntaxError, SyntaxErrorKind};
use crate::policy::Level;
use crate::run::Verdict;

use super::json::VERSION;

/// A report as it was saved.
#[derive(Clone, Debug)]
pub struct SavedReport {
    /// The version of the wireproof that wrote it.
    pub wireproof: Option<String>,
    /// When the run began, in UTC.
    pub started: Option<String>,
    /// The seed of the generated stimuli, where there were some.
    pub seed: Option<u64>,
    /// How many stimuli were generated for each policy.
    pub cases: usize,
    /// What was selected: each filter's name, and its values.
    pub filters: Vec<(String, Vec<String>)>,
    /// The service that the testee was judged by.
    pub service: String,
    /// The operation.
    pub operation: String,
    /// The edition, if it is an embedded one.
    pub edition: Option<String>,
    /// The testee's name.
    pub testee: String,
    /// Its version.
    pub version: Option<String>,
    /// The language that it is written in.
    pub language: Option<String>,
    /// How many calls were judged.
    pub judged: usize,
    /// The policies, in the order of the catalogue.
    pub policies: Vec<SavedPolicy>,
    /// What the testee made of each stimulus: the case's id, and the normalized of the outcome.
    pub outcomes: Vec<(String, NormalizedOutcome)>,
}

/// What a saved report says of one policy.
#[derive(Clone, Debug)]
pub struct SavedPolicy {
    /// The id. This wireproof may not know it.
    pub id: String,
    /// How binding it is.
    pub level: Level,
    /// The verdict.
    pub verdict: Verdict,
    /// How many exchanges it judged.
    pub exercised: usize,
    /// How many of those broke it.
    pub failed: usize,
    /// The first failures: the smallest of those aimed at the policy is the first of all.
    pub failures: Vec<SavedFailure>,
}

/// An exchange that broke a policy.
#[derive(Clone, Debug)]
pub struct SavedFailure {
    /// The stimulus: a case's id.
    pub case: String,
    /// Where and how; at least one.
    pub findings: Vec<SavedFinding>,
    /// The exchange.
    pub exchange: SavedExchange,
}

/// One place in which an exchange breaks a policy.
#[derive(Clone, Debug)]
pub struct SavedFinding {
    /// The place.
    pub path: String,
    /// What is wrong there.
    pub message: String,
    /// What should stand there.
    pub expected: Option<String>,
    /// What stands there instead.
    pub actual: Option<String>,
    /// The bytes of the request or of the answer that matter.
    pub mark: Option<SavedMark>,
}

/// A stretch of bytes of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SavedMark {
    /// Of the first request.
    Request(Range<usize>),
    /// Of the answer.
    Response(Range<usize>),
}

/// An exchange, to the byte.
#[derive(Clone, Debug)]
pub struct SavedExchange {
    /// The input of the call.
    pub input: Json,
    /// The requests that were sent.
    pub requests: Vec<Vec<u8>>,
    /// Bytes that were sent and are no request, and why.
    pub problems: Vec<(String, Vec<u8>)>,
    /// The answer.
    pub response: Option<SavedResponse>,
    /// What the testee's user saw.
    pub outcome: Outcome,
}

/// An answer, to the byte.
#[derive(Clone, Debug)]
pub struct SavedResponse {
    /// Its bytes, as far as they were sent.
    pub bytes: Vec<u8>,
    /// Whether the message came to its end.
    pub complete: bool,
    /// What became of the connection: `open`, `closed` or `reset`.
    pub connection: String,
}

/// Why a file is no report that can be used, with what to do about it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SavedError {
    /// It holds nothing.
    #[error("it is empty: the run that is to write it is not over, or was killed; run it again")]
    Empty,
    /// It is no JSON; with the line, from 1.
    #[error("line {0}: not a JSON report: {1}; {REMEDY}")]
    NotJson(usize, #[source] SyntaxError),
    /// It ends inside of the report; with the line, from 1.
    #[error("it is cut short: it ends inside of the report, in line {0}; run it again")]
    CutShort(usize),
    /// It is the file of a failure.
    #[error("it is a saved failure, for `wireproof replay`, and not a report; {REMEDY}")]
    Replay,
    /// A field is missing or wrong.
    #[error("not a report: {0}; {REMEDY}")]
    Form(#[from] FormError),
    /// It is of a version that this wireproof does not know.
    #[error(
        "`wireproof`: the report is of version {0}, and this wireproof reads version {VERSION}: use a newer wireproof, or write the report with this one"
    )]
    Newer(u64),
    /// The run was interrupted, or could not go on: why, where the report says so.
    #[error("`complete`: the run {}", unended(.0.as_deref()))]
    Incomplete(Option<String>),
}

/// How a report is made, for those who have none.
const REMEDY: &str = "`wireproof client --report json=FILE` writes one";

/// What became of a run that did not come to its end.
fn unended(why: Option<&str>) -> String {
    match why {
        Some(why) => format!("could not go on, and what it did not come to is not known: {why}"),
        None => {
            "was interrupted, and what it did not come to is not known; run it again to its end"
                .to_owned()
        }
    }
}

impl SavedReport {
    /// Reads a report.
    ///
    /// # Errors
    ///
    /// Where it is none, is cut short, is of a newer version, or is that of an interrupted run.
    pub fn read(text: &[u8]) -> Result<Self, SavedError> {
        if text.trim_ascii().is_empty() {
            return Err(SavedError::Empty);
        }
        let json = Json::parse(text).map_err(|error| {
            let before = &text[..error.offset.min(text.len())];
            let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
            let begun = text.trim_ascii_start().starts_with(b"{");
            match error.kind {
                SyntaxErrorKind::UnexpectedEnd if begun => SavedError::CutShort(line),
                _ => SavedError::NotJson(line, error),
            }
        })?;
        if json.get("wireproof_replay").is_some() {
            return Err(SavedError::Replay);
        }
        let report = Field { json: &json, path: Path::default() };
        match report.get("wireproof")?.number()? {
            version if version > VERSION => return Err(SavedError::Newer(version)),
            VERSION => {}
            _ => return Err(report.get("wireproof")?.wrong("a version from 1 on expected").into()),
        }
        if !boolean(&report.get("complete")?)? {
            return Err(SavedError::Incomplete(optional_text(&report, "cut_short")?));
        }
        Ok(read_report(&report)?)
    }

    /// The policy of this id.
    pub fn policy(&self, id: &str) -> Option<&SavedPolicy> {
        self.policies.iter().find(|policy| policy.id == id)
    }

    /// The name of the testee with its version.
    pub fn title(&self) -> String {
        match &self.version {
            Some(version) => format!("{} {version}", self.testee),
            None => self.testee.clone(),
        }
    }

    /// The day on which the run began, in UTC.
    pub fn day(&self) -> Option<&str> {
        self.started.as_deref().and_then(|started| started.get(..10))
    }

    /// What was selected, on one line; empty where everything was.
    pub fn selection(&self) -> String {
        let each = self
            .filters
            .iter()
            .flat_map(|(name, values)| values.iter().map(move |value| format!("{name} = {value}")));
        each.collect::<Vec<_>>().join(", ")
    }
}

fn read_report(report: &Field<'_>) -> Result<SavedReport, FormError> {
    let (contract, testee) = (report.get("contract")?, report.get("testee")?);
    let mut filters = Vec::new();
    let shown = report.get("filters")?;
    for (name, json) in shown.json.distinct_members() {
        let values = Field { json, path: shown.path.member(name) }.items()?;
        let values: Result<Vec<_>, _> =
            values.iter().map(|v| v.text().map(str::to_owned)).collect();
        filters.push((name.to_owned(), values?));
    }
    let mut policies: Vec<SavedPolicy> = Vec::new();
    let mut ids = HashSet::new();
    for policy in report.get("policies")?.items()? {
        let read = read_policy(&policy)?;
        if !ids.insert(read.id.clone()) {
            return Err(policy.get("id")?.wrong(format!("`{}` is there twice", read.id)));
        }
        policies.push(read);
    }
    let mut outcomes = Vec::new();
    for shared in optional(report, "outcomes").map_or(Ok(Vec::new()), |field| field.items())? {
        let normalized =
            NormalizedOutcome::from_json(shared.json).map_err(|error| within(&shared, &error))?;
        for case in shared.get("cases")?.items()? {
            outcomes.push((case.text()?.to_owned(), normalized.clone()));
        }
    }
    Ok(SavedReport {
        wireproof: optional_text(report, "wireproof_version")?,
        started: optional_text(report, "started")?,
        seed: optional(report, "seed").map(|seed| seed.number()).transpose()?,
        cases: report.get("cases")?.size()?,
        filters,
        service: contract.get("service")?.text()?.to_owned(),
        operation: contract.get("operation")?.text()?.to_owned(),
        edition: optional_text(&contract, "edition")?,
        testee: testee.get("name")?.text()?.to_owned(),
        version: optional_text(&testee, "version")?,
        language: optional_text(&testee, "language")?,
        judged: report.get("calls")?.get("judged")?.size()?,
        policies,
        outcomes,
    })
}

fn read_policy(policy: &Field<'_>) -> Result<SavedPolicy, FormError> {
    let (level, verdict) = (policy.get("level")?, policy.get("verdict")?);
    let name = verdict.text()?;
    let found = Verdict::ALL.into_iter().find(|verdict| verdict.name() == name);
    let failures = policy.get("failures")?.items()?;
    Ok(SavedPolicy {
        id: policy.get("id")?.text()?.to_owned(),
        level: level.text()?.parse().map_err(|error: String| level.wrong(error))?,
        verdict: found.ok_or_else(|| {
            let names = Verdict::ALL.map(Verdict::name).join(", ");
            verdict.wrong(format!("`{name}` is none of {names}"))
        })?,
        exercised: policy.get("exercised")?.size()?,
        failed: policy.get("failed")?.size()?,
        failures: failures.iter().map(read_failure).collect::<Result<_, _>>()?,
    })
}

fn read_failure(failure: &Field<'_>) -> Result<SavedFailure, FormError> {
    let findings = failure.get("findings")?;
    let read: Vec<_> = findings.items()?.iter().map(read_finding).collect::<Result<_, _>>()?;
    if read.is_empty() {
        return Err(findings.wrong("one finding at least expected"));
    }
    Ok(SavedFailure {
        case: failure.get("case")?.text()?.to_owned(),
        findings: read,
        exchange: read_exchange(&failure.get("exchange")?)?,
    })
}

fn read_finding(finding: &Field<'_>) -> Result<SavedFinding, FormError> {
    Ok(SavedFinding {
        path: finding.get("path")?.text()?.to_owned(),
        message: finding.get("message")?.text()?.to_owned(),
        expected: optional_text(finding, "expected")?,
        actual: optional_text(finding, "actual")?,
        mark: optional(finding, "mark").map(|mark| read_mark(&mark)).transpose()?,
    })
}

fn read_mark(mark: &Field<'_>) -> Result<SavedMark, FormError> {
    let range = mark.get("from")?.size()?..mark.get("to")?.size()?;
    match mark.get("in")?.text()? {
        "request" => Ok(SavedMark::Request(range)),
        "response" => Ok(SavedMark::Response(range)),
        _ => Err(mark.get("in")?.wrong("request or response expected")),
    }
}

fn read_exchange(exchange: &Field<'_>) -> Result<SavedExchange, FormError> {
    let bytes = |field: &Field<'_>| field.get("base64")?.base64();
    let requests = exchange.get("requests")?.items()?;
    let problem =
        |problem: &Field<'_>| Ok((problem.get("message")?.text()?.to_owned(), bytes(problem)?));
    let response = |response: Field<'_>| {
        Ok(SavedResponse {
            bytes: bytes(&response)?,
            complete: boolean(&response.get("complete")?)?,
            connection: response.get("connection")?.text()?.to_owned(),
        })
    };
    let outcome = exchange.get("outcome")?;
    Ok(SavedExchange {
        input: exchange.get("input")?.json.clone(),
        requests: requests.iter().map(bytes).collect::<Result<_, _>>()?,
        problems: exchange
            .get("problems")?
            .items()?
            .iter()
            .map(problem)
            .collect::<Result<_, _>>()?,
        response: optional(exchange, "response").map(response).transpose()?,
        outcome: Outcome::from_report(outcome.json).map_err(|error| within(&outcome, &error))?,
    })
}

/// A field that may be absent or null.
fn optional<'j>(field: &Field<'j>, name: &str) -> Option<Field<'j>> {
    field.get(name).ok().filter(|field| !field.json.is_null())
}

fn optional_text(field: &Field<'_>, name: &str) -> Result<Option<String>, FormError> {
    optional(field, name).map(|field| field.text().map(str::to_owned)).transpose()
}

fn boolean(field: &Field<'_>) -> Result<bool, FormError> {
    field.json.as_bool().ok_or_else(|| field.wrong("true or false expected"))
}

/// What is wrong inside of a field, with the place from the top.
fn within(field: &Field<'_>, error: &FormError) -> FormError {
    FormError { path: error.path.under(field.path.as_str()), message: error.message.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample::Sample;

    fn sample() -> Sample {
        Sample::new("a")
            .policy("union.known-member", Verdict::Fail)
            .policy("error.from-code", Verdict::Pass)
            .outcome(r#"{"outcome":"crash"}"#, &["union/sample", "union/other"])
            .filter("policy", "union.*")
    }

    #[test]
    fn reads_what_was_written() {
        let report = sample().read();
        assert_eq!((report.title(), report.day()), ("a 1.0".to_owned(), Some("2026-11-25")));
        assert_eq!(report.selection(), "policy = union.*");
        let policy = report.policy("union.known-member").expect("it is there");
        assert_eq!((policy.verdict, policy.failed, policy.exercised), (Verdict::Fail, 1, 2));
        let exchange = &policy.failures[0].exchange;
        assert_eq!(exchange.requests, [b"POST / HTTP/1.1\r\n\r\n{}"]);
        let answer = exchange.response.as_ref().expect("there is one");
        assert_eq!(answer.bytes, b"HTTP/1.1 200 OK\r\n\r\n{\"A\":2}");
        assert_eq!(policy.failures[0].findings[0].mark, Some(SavedMark::Response(19..20)));
        assert_eq!(report.policy("error.from-code").map(|policy| policy.failures.len()), Some(0));
        let cases: Vec<_> = report.outcomes.iter().map(|(case, _)| case.as_str()).collect();
        assert_eq!(cases, ["union/sample", "union/other"]);
    }

    #[test]
    fn what_is_no_report_is_refused_with_the_place() {
        let good = sample().text();
        let refused = |text: &str| match SavedReport::read(text.as_bytes()) {
            Ok(_) => panic!("it is read: {text}"),
            Err(error) => error.to_string(),
        };
        for (from, to, message) in [
            (
                "\"wireproof\": 1",
                "\"wireproof\": 2",
                "the report is of version 2, and this wireproof",
            ),
            ("\"wireproof\": 1", "\"wireproof\": 0", "`wireproof`: a version from 1 on expected"),
            ("\"wireproof\": 1,", "", "not a report: `wireproof`: missing; `wireproof client"),
            ("\"complete\": true", "\"complete\": false", "`complete`: the run was interrupted"),
            (
                "\"complete\": true",
                "\"complete\": false, \"cut_short\": \"it is gone\"",
                "`complete`: the run could not go on, and what it did not come to is not known: it is gone",
            ),
            ("\"complete\": true", "\"complete\": 1", "`complete`: true or false expected"),
            ("\"wireproof\": 1", "\"wireproof_replay\": 1", "it is a saved failure, for"),
            (
                "\"level\": \"must\"",
                "\"level\": \"may be\"",
                "`policies[0].level`: `may be` is none",
            ),
            (
                "\"verdict\": \"fail\"",
                "\"verdict\": \"FAIL\"",
                "`policies[0].verdict`: `FAIL` is none",
            ),
            (
                "error.from-code",
                "union.known-member",
                "`policies[1].id`: `union.known-member` is there twice",
            ),
            ("SFRU", "S!RU", "`policies[0].failures[0].exchange.response.base64`: Invalid symbol"),
            (
                "\"in\": \"response\"",
                "\"in\": \"x\"",
                "`policies[0].failures[0].findings[0].mark.in`",
            ),
            ("\"crash\"", "\"crush\"", "`outcomes[0].outcome`: `crush` is none of"),
            (
                "\"outcome\": \"response\"",
                "\"outcome\": 7",
                "`policies[0].failures[0].exchange.outcome.outcome`",
            ),
        ] {
            assert!(good.contains(from), "{from} in {good}");
            let error = refused(&good.replacen(from, to, 1));
            assert!(error.contains(message), "{error}");
        }
        assert!(refused("").starts_with("it is empty: "));
        assert!(refused(" \n").starts_with("it is empty: "));
        assert!(refused("[]").contains("`wireproof`: missing"));
        assert!(refused("<xml/>").starts_with("line 1: not a JSON report: unexpected `<`"));
        let lines = good.lines().count();
        let half = good.lines().take(lines / 2).collect::<Vec<_>>().join("\n");
        assert!(refused(&half).contains(&format!("inside of the report, in line {}", lines / 2)));
        assert!(refused(&format!("{good}{good}")).contains(&format!("line {lines}: ")));
    }

    #[test]
    fn a_report_of_before_outcomes_were_kept_is_read() {
        let text = sample().text();
        let (before, _) = text.split_once(",\n  \"outcomes\"").expect("it is there");
        let report = SavedReport::read(format!("{before}}}").as_bytes()).expect("it is a report");
        assert!(report.outcomes.is_empty() && report.policies.len() == 2);
    }
}
