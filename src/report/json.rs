//! The JSON report (docs/report.md#the-json-report).

use std::borrow::Cow;
use std::fmt::Write as _;

use crate::exchange::{Exchange, LONG, TesteeInfo};
use crate::json::Json;
use crate::model::TimestampFormat;
use crate::policy::{Finding, Mark, MarkedPart};
use crate::run::{
    CallCounts, CaseOutcomes, Differential, Failure, KnownProblem, PolicyReport, Report, Shrunk,
    Verdict,
};
use crate::terminal_text;
use crate::value::Timestamp;

/// The version of the form.
pub(super) const VERSION: u64 = 1;

/// Writes the report as one JSON object.
pub(super) fn to_bytes(report: &Report) -> Vec<u8> {
    let mut text = to_json(report).to_pretty();
    // One outcome a line: there may be as many as stimuli.
    text.truncate(text.len() - "\n}".len());
    // Writing to a `String` cannot fail.
    if report.outcomes_left_out > 0 {
        let _ = write!(text, ",\n  \"outcomes_left_out\": {}", report.outcomes_left_out);
    }
    text.push_str(",\n  \"outcomes\": [");
    for (place, outcomes) in report.outcomes.iter().enumerate() {
        let comma = if place == 0 { "" } else { "," };
        let _ = write!(text, "{comma}\n    {}", case_outcomes(outcomes));
    }
    text.push_str(if report.outcomes.is_empty() { "]\n}\n" } else { "\n  ]\n}\n" });
    // A report is looked at on terminals, too.
    match terminal_text::json(&text) {
        Cow::Borrowed(_) => text.into_bytes(),
        Cow::Owned(escaped) => escaped.into_bytes(),
    }
}

fn to_json(report: &Report) -> Json {
    let summary = report.summary();
    Json::object([
        ("wireproof", Json::from(VERSION)),
        ("wireproof_version", Json::from(env!("CARGO_PKG_VERSION"))),
        ("started", Json::from(started(report))),
        ("seed", Json::from(report.seed)),
        ("cases", Json::from(report.cases)),
        ("complete", Json::from(report.complete)),
        ("redacted", Json::from(report.redacted)),
        ("cut_short", Json::from(report.cut_short.clone())),
        ("elapsed_ms", Json::from(report.elapsed.as_millis() as u64)),
        ("filters", filters(report)),
        (
            "contract",
            Json::object([
                ("service", Json::from(report.contract.service.as_str())),
                ("operation", Json::from(report.contract.operation.as_str())),
                ("edition", Json::from(report.contract.edition)),
            ]),
        ),
        ("testee", testee(&report.testee)),
        ("too_little", Json::from(report.is_too_little())),
        ("min_exercised", Json::from(report.needed())),
        (
            "connections",
            Json::object([
                ("dropped", Json::from(report.strangers.dropped)),
                ("from_outside", Json::from(report.strangers.outside)),
            ]),
        ),
        ("summary", Json::object(Verdict::ALL.map(|v| (v.name(), Json::from(summary.count(v)))))),
        ("calls", calls(&report.calls)),
        ("policies", Json::Array(report.policies.iter().map(policy).collect())),
        ("against", report.against.as_ref().map_or(Json::Null, against)),
        ("known_failures", Json::Array(report.known.iter().map(known).collect())),
        ("known_failures_not_tried", Json::Array(report.not_tried.iter().map(known).collect())),
        (
            "problems",
            Json::Array(
                report
                    .problems
                    .iter()
                    .map(|problem| {
                        Json::object([
                            ("case", Json::from(problem.stimulus.as_str())),
                            ("outcome", problem.outcome.to_json()),
                            ("stderr", Json::from(problem.stderr.as_str())),
                            ("reproduced", Json::from(problem.reproduced)),
                        ])
                    })
                    .collect(),
            ),
        ),
    ])
}

fn testee(testee: &TesteeInfo) -> Json {
    Json::object([
        ("name", Json::from(testee.name.as_str())),
        ("version", Json::from(testee.version.clone())),
        ("language", Json::from(testee.language.clone())),
    ])
}

fn calls(calls: &CallCounts) -> Json {
    Json::object([
        ("judged", Json::from(calls.judged)),
        ("skipped", Json::from(calls.skipped)),
        ("crash", Json::from(calls.crash)),
        ("timeout", Json::from(calls.timeout)),
        ("protocol_error", Json::from(calls.protocol_error)),
        ("unsent", Json::from(calls.unsent)),
    ])
}

/// What a second testee made of the same stimuli.
fn against(against: &Differential) -> Json {
    let undecided = against.undecided.iter().map(|kind| {
        Json::object([
            ("first", Json::from(kind.difference.first.as_str())),
            ("second", Json::from(kind.difference.second.as_str())),
            ("count", Json::from(kind.count)),
            ("case", Json::from(kind.stimulus.as_str())),
            ("exchange", kind.first.to_json()),
            ("second_exchange", kind.second.to_json()),
        ])
    });
    Json::object([
        ("testee", testee(&against.testee)),
        ("calls", calls(&against.calls)),
        ("compared", Json::from(against.compared)),
        ("same", Json::from(against.same)),
        ("decided", Json::from(against.decided)),
        ("skipped_by_one", Json::from(against.skipped)),
        ("undecided", undecided.collect()),
    ])
}

/// When the run began, in UTC: `2026-11-25T12:30:00Z`.
fn started(report: &Report) -> Option<String> {
    let moment = Timestamp::of_system_time(report.started)?;
    Some(moment.format(TimestampFormat::DateTime))
}

/// Each filter by its name; one that was given more than once has all of its values.
fn filters(report: &Report) -> Json {
    let mut filters: Vec<(String, Json)> = Vec::new();
    for (name, value) in &report.filters {
        let value = Json::from(value.as_str());
        match filters.iter_mut().find(|(other, _)| other == name) {
            Some((_, Json::Array(values))) => values.push(value),
            _ => filters.push((name.clone(), Json::Array(vec![value]))),
        }
    }
    Json::Object(filters)
}

fn policy(report: &PolicyReport) -> Json {
    Json::object([
        ("id", Json::from(report.policy.id)),
        ("level", Json::from(report.policy.level.name())),
        ("verdict", Json::from(report.verdict.name())),
        ("exercised", Json::from(report.exercised)),
        ("failed", Json::from(report.failed)),
        ("known", Json::from(report.known)),
        ("not_reproduced", Json::from(report.not_reproduced)),
        ("in_doubt", Json::from(report.is_in_doubt())),
        ("failures", Json::Array(report.failures.iter().map(failure).collect())),
    ])
}

fn failure(failure: &Failure) -> Json {
    let first = failure.findings.first();
    Json::object([
        ("case", Json::from(failure.stimulus.as_str())),
        ("aimed", Json::from(failure.aimed)),
        ("known", Json::from(failure.known)),
        ("path", Json::from(first.map(|finding| finding.path.as_str()))),
        ("message", Json::from(first.map(|finding| finding.message.as_str()))),
        ("findings", failure.findings.iter().map(|f| finding(f, &failure.exchange)).collect()),
        ("exchange", failure.exchange.to_json()),
        ("shrunk", failure.shrunk.map_or(Json::Null, shrunk)),
        ("before", Json::from(failure.recorded.before.len())),
        ("reproduced", Json::from(failure.recorded.reproduced)),
        ("replay", Json::from(failure.replay.clone())),
    ])
}

fn shrunk(shrunk: Shrunk) -> Json {
    Json::object([("from", Json::from(shrunk.from)), ("calls", Json::from(shrunk.calls))])
}

/// A line of the known failures that is not true any more.
fn known(problem: &KnownProblem) -> Json {
    Json::object([
        ("file", Json::from(problem.file.as_str())),
        ("line", Json::from(problem.line)),
        ("policy", Json::from(problem.policy.as_str())),
        ("message", Json::from(problem.to_string())),
    ])
}

/// An outcome as the fields of a `result` line, behind the stimuli that came to it.
fn case_outcomes(outcomes: &CaseOutcomes) -> Json {
    let cases = ("cases".to_owned(), outcomes.cases.iter().map(String::as_str).collect());
    let outcome = outcomes.outcome.to_json();
    Json::Object([&[cases], outcome.members()].concat())
}

fn finding(finding: &Finding, exchange: &Exchange) -> Json {
    Json::object([
        ("path", Json::from(finding.path.as_str())),
        ("message", Json::from(finding.message.as_str())),
        ("expected", Json::from(finding.expected.clone())),
        ("actual", Json::from(finding.actual.clone())),
        (
            "mark",
            finding.mark.as_ref().and_then(|mark| in_raw(mark, exchange)).unwrap_or(Json::Null),
        ),
    ])
}

/// A mark as a stretch of the bytes of the whole message, as the exchange has them; none where the body is not there
/// in one piece.
fn in_raw(mark: &Mark, exchange: &Exchange) -> Option<Json> {
    let (part, raw, body) = match mark.part {
        MarkedPart::RequestBody => {
            let request = exchange.request()?;
            ("request", &request.raw, &request.body)
        }
        MarkedPart::ResponseBody => {
            let response = exchange.response.as_ref()?;
            ("response", &response.raw, &response.body)
        }
    };
    let before = raw.strip_suffix(&body[..])?.len();
    // Of a long message only the ends are there.
    if raw.len() > LONG && before + mark.range.end > LONG / 2 {
        return None;
    }
    Some(Json::object([
        ("in", Json::from(part)),
        ("from", Json::from(before + mark.range.start)),
        ("to", Json::from(before + mark.range.end)),
    ]))
}
