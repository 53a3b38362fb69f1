//! The text report, for people.

use std::fmt::Write as _;

use crate::exchange::{Exchange, Outcome, TesteeInfo};
use crate::http::{Ending, Headers};
use crate::policy::{Finding, Level, MarkedPart};
use crate::run::{Failure, KnownProblem, PolicyReport, Report, Verdict};
use crate::terminal_text;

use super::differential::write_differential;
use super::excerpt::excerpt;
use super::paint::Paint;
use super::trust::{write_strangers, write_too_little};

/// How the report is written.
#[derive(Clone, Copy, Debug, Default)]
pub struct TextOptions {
    /// The colours.
    pub paint: Paint,
    /// Show every kept failure of each policy, not the smallest alone.
    pub verbose: bool,
    /// Show what is broken and the summary, and not every policy.
    pub quiet: bool,
}

/// How many columns of bytes are shown.
pub(super) const WIDTH: usize = 96;

/// How many characters of a text are shown: a message, a path.
const TEXT: usize = 400;

/// How many characters are shown of what the testee says of itself, each.
pub(super) const NAME: usize = 60;

/// How many findings of a failure are shown.
const FINDINGS: usize = 10;

/// How many header fields of a message are shown.
const FIELDS: usize = 30;

/// How many lines are shown of what a testee wrote to its standard error.
const STDERR: usize = 5;

/// How many lost calls are shown, unless all are asked for.
const PROBLEMS: usize = 5;

/// Columns for the names of fields.
const FIELD: usize = 10;

pub(super) fn to_bytes(report: &Report) -> Vec<u8> {
    write_text(report, &TextOptions::default()).into_bytes()
}

/// Writes the report as text.
pub fn write_text(report: &Report, options: &TextOptions) -> String {
    let mut out = String::new();
    write_too_little(&mut out, report, options.paint);
    write_heading(&mut out, report, options);
    if !options.quiet {
        write_policies(&mut out, report, options);
    }
    write_broken(&mut out, report, options);
    write_problems(&mut out, report, options);
    if let Some(against) = &report.against {
        write_differential(&mut out, report, against, options);
    }
    write_summary(&mut out, report, options);
    out
}

/// How many pieces of bytes that are no request are shown of one exchange.
const MOST_PROBLEMS: usize = 5;

/// How many lines tell of the file of known failures.
const MOST_KNOWN: usize = 100;

// Writing to a `String` cannot fail, so what `writeln!` returns is dropped throughout.

/// A line for each of these problems, as far as there is room.
fn write_known(out: &mut String, problems: &[KnownProblem], paint: impl Fn(String) -> String) {
    for problem in problems.iter().take(MOST_KNOWN) {
        let text = terminal_text::line(&problem.to_string(), TEXT).into_owned();
        let _ = writeln!(out, "{}", paint(text));
    }
    if let Some(more @ 1..) = problems.len().checked_sub(MOST_KNOWN) {
        let _ = writeln!(out, "{}", paint(format!("and {more} more; the JSON report has all")));
    }
}

/// A testee's name with its version.
pub(super) fn title(testee: &TesteeInfo) -> String {
    let mut title = terminal_text::line(&testee.name, NAME).into_owned();
    if let Some(version) = &testee.version {
        let _ = write!(title, " {}", terminal_text::line(version, NAME));
    }
    title
}

fn write_heading(out: &mut String, report: &Report, options: &TextOptions) {
    let paint = options.paint;
    let testee = &report.testee;
    let mut name = title(testee);
    if let Some(language) = &testee.language {
        let _ = write!(name, " ({})", terminal_text::line(language, NAME));
    }
    let contract = &report.contract;
    let edition = contract.edition.map_or(String::new(), |edition| format!(", edition {edition}"));
    let _ = writeln!(
        out,
        "{} judged by {}{edition}\n",
        paint.strong(name),
        paint.strong(&contract.operation)
    );
}

fn write_policies(out: &mut String, report: &Report, options: &TextOptions) {
    let paint = options.paint;
    let width = report.policies.iter().map(|p| p.policy.id.len()).max().unwrap_or(0);
    let mut group = "";
    for policy in &report.policies {
        if policy.policy.group.name() != group {
            if !group.is_empty() {
                out.push('\n');
            }
            group = policy.policy.group.name();
        }
        let mark = verdict_mark(policy, paint);
        let level = paint.dim(format!("{:<6}", policy.policy.level));
        let count = match policy.verdict {
            Verdict::Fail if policy.is_in_doubt() => {
                paint.warn(format!("{} of {}, not reproduced", policy.failed, policy.exercised))
            }
            Verdict::Fail => paint.bad(format!("{} of {}", policy.failed, policy.exercised)),
            Verdict::KnownFailure => {
                paint.warn(format!("{} of {}, as known", policy.failed, policy.exercised))
            }
            Verdict::UnexpectedPass => {
                paint.bad(format!("{}, and known to fail", exchanges(policy.exercised)))
            }
            Verdict::Observed if policy.failed > 0 => {
                format!("no, in {} of {}", policy.failed, policy.exercised)
            }
            Verdict::Observed => paint.dim(format!("yes, in {}", exchanges(policy.exercised))),
            Verdict::NotApplicable => match policy.lacks {
                Some(need) => paint.dim(format!("not applicable: {need}")),
                None => paint.dim("not applicable"),
            },
            Verdict::NotExercised => paint.warn("not exercised"),
            _ => paint.dim(exchanges(policy.exercised)),
        };
        let _ = writeln!(out, "  {mark} {level}  {:<width$}  {count}", policy.policy.id);
    }
    out.push('\n');
}

/// The verdict in five columns.
fn verdict_mark(policy: &PolicyReport, paint: Paint) -> String {
    match (policy.verdict, policy.policy.level) {
        (Verdict::Pass, _) => paint.good("pass "),
        (Verdict::Fail, Level::Must) => paint.bad("FAIL "),
        (Verdict::Fail, _) => paint.warn("fail "),
        (Verdict::KnownFailure, _) => paint.warn("known"),
        (Verdict::UnexpectedPass, _) => paint.bad("PASS!"),
        (Verdict::Observed, _) => paint.dim("seen "),
        (Verdict::NotApplicable | Verdict::NotExercised, _) => paint.dim(" --  "),
    }
}

/// What was selected, on one line.
pub(super) fn filters(report: &Report) -> String {
    let filters = report.filters.iter();
    let filters: Vec<_> = filters
        .map(|(name, value)| terminal_text::line(&format!("{name} = {value}"), NAME).into_owned())
        .collect();
    filters.join(", ")
}

fn exchanges(count: usize) -> String {
    counted(count, "exchange", "exchanges")
}

pub(super) fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// The broken policies, and where all is to be told those that are a may and not kept, grouped by the exchange that
/// shows it best: one fault often breaks several.
fn write_broken(out: &mut String, report: &Report, options: &TextOptions) {
    let mut groups: Vec<(&str, Vec<(&PolicyReport, &Failure)>)> = Vec::new();
    let observed = report.with_verdict(Verdict::Observed).filter(|_| options.verbose);
    for policy in report.broken().chain(observed) {
        let shown = if options.verbose { policy.failures.len() } else { 1 };
        for failure in policy.failures.iter().take(shown) {
            match groups.iter_mut().find(|(stimulus, _)| *stimulus == failure.stimulus) {
                Some((_, members)) => members.push((policy, failure)),
                None => groups.push((&failure.stimulus, vec![(policy, failure)])),
            }
        }
    }
    for (stimulus, mut members) in groups {
        members.sort_by_key(|(_, failure)| !failure.aimed);
        let rule = "─".repeat(WIDTH.saturating_sub(stimulus.chars().count() + 4));
        let _ = writeln!(
            out,
            "{} {} {}\n",
            options.paint.dim("──"),
            options.paint.strong(stimulus),
            options.paint.dim(rule)
        );
        for (policy, failure) in &members {
            write_findings(out, options, policy, failure);
        }
        if let Some((_, failure)) = members.first() {
            let findings = members.iter().flat_map(|(_, failure)| &failure.findings);
            write_exchange(out, options, &failure.exchange, findings, false);
            write_reproduction(out, options, failure);
        }
    }
}

/// What to run to see it again.
fn write_reproduction(out: &mut String, options: &TextOptions, failure: &Failure) {
    let length = out.len();
    if let Some(shrunk) = failure.shrunk {
        let (size, calls) = (failure.size(), counted(shrunk.calls, "call", "calls"));
        let text = format!("shrunk from {} bytes on the wire to {size}, in {calls}", shrunk.from);
        field(out, options, "", &text);
    }
    match (&failure.recorded.before[..], failure.recorded.reproduced) {
        (_, Some(false)) => {
            let text = "it did not fail again in a testee that was just started";
            field(out, options, "", text);
            if failure.doubtful {
                let text =
                    "what arrived may be another process's: that alone does not fail the run";
                field(out, options, "", text);
            }
        }
        ([], _) => {}
        (before, _) => {
            let calls = counted(before.len(), "call", "calls");
            field(out, options, "", &format!("it fails behind {calls} of the session before it"));
        }
    }
    if let Some(replay) = &failure.replay {
        // A command that is cut off is none.
        let name = options.paint.dim(format!("{:<FIELD$}", "replay"));
        let _ = writeln!(out, "        {name}{}", terminal_text::line(replay, usize::MAX));
    }
    if out.len() > length {
        out.push('\n');
    }
}

/// One policy's failure with its exchange.
#[cfg(feature = "junit")]
pub(super) fn write_failure(
    out: &mut String,
    options: &TextOptions,
    policy: &PolicyReport,
    failure: &Failure,
) {
    field(out, options, "case", &failure.stimulus);
    write_findings(out, options, policy, failure);
    write_exchange(out, options, &failure.exchange, failure.findings.iter(), false);
}

fn write_findings(
    out: &mut String,
    options: &TextOptions,
    policy: &PolicyReport,
    failure: &Failure,
) {
    let paint = options.paint;
    let by = if policy.verdict == Verdict::Observed { "otherwise in" } else { "broken by" };
    let _ = writeln!(
        out,
        "  {} {}  {}  {}",
        verdict_mark(policy, paint),
        paint.strong(policy.policy.id),
        paint.dim(policy.policy.level),
        paint.dim(format!("{by} {} of {}", policy.failed, exchanges(policy.exercised)))
    );
    field(out, options, "policy", policy.policy.summary);
    for finding in failure.findings.iter().take(FINDINGS) {
        write_finding(out, options, finding);
    }
    if let Some(more @ 1..) = failure.findings.len().checked_sub(FINDINGS) {
        field(out, options, "", &format!("(and {more} more findings, in the JSON report)"));
    }
    out.push('\n');
}

/// One finding: where, what, and what should stand there.
pub(super) fn write_finding(out: &mut String, options: &TextOptions, finding: &Finding) {
    if !finding.path.as_str().is_empty() {
        field(out, options, "path", finding.path.as_str());
    }
    field(out, options, "finding", &finding.message);
    for (name, value) in [("expected", &finding.expected), ("actual", &finding.actual)] {
        if let Some(value) = value {
            field(out, options, name, &excerpt(value.as_bytes(), None, WIDTH * 2).line);
        }
    }
}

/// What was asked, sent, answered and made of it, with the bytes that `findings` mark; and with the header
/// fields that were sent, where that is wanted or a finding is about one.
pub(super) fn write_exchange<'f>(
    out: &mut String,
    options: &TextOptions,
    exchange: &Exchange,
    findings: impl Iterator<Item = &'f Finding>,
    with_fields: bool,
) {
    let findings: Vec<_> = findings.collect();
    let with_fields = with_fields
        || findings.iter().any(|finding| finding.path.as_str().starts_with("request.headers"));
    let marks: Vec<_> = findings.iter().filter_map(|finding| finding.mark.as_ref()).collect();
    let mark = |part| marks.iter().find(|mark| mark.part == part).map(|mark| &mark.range);
    if let Some(input) = exchange.input() {
        let input = input.to_string();
        field(out, options, "input", &excerpt(input.as_bytes(), None, WIDTH).line);
    }
    match exchange.request() {
        None if exchange.problems.is_empty() => field(out, options, "sent", "nothing"),
        None => field(out, options, "sent", "no request"),
        Some(request) => {
            field(out, options, "sent", &format!("{} {}", request.method, request.target));
            if with_fields {
                fields(out, options, &request.headers);
            }
            bytes(out, options, &request.body, mark(MarkedPart::RequestBody));
            if exchange.requests.len() > 1 {
                field(out, options, "", &format!("({} requests)", exchange.requests.len()));
            }
        }
    }
    for (unread, problem) in exchange.problems.iter().take(MOST_PROBLEMS) {
        field(out, options, "", &format!("({problem})"));
        bytes(out, options, unread, None);
    }
    if let Some(more @ 1..) = exchange.problems.len().checked_sub(MOST_PROBLEMS) {
        field(out, options, "", &format!("(and {more} more)"));
    }
    if let Some(response) = &exchange.response {
        let status = match response.status {
            0 => "no status".to_owned(),
            status => status.to_string(),
        };
        let interim = response.interim.iter().map(|status| format!("{status}, then "));
        field(out, options, "answered", &(interim.collect::<String>() + &status));
        fields(out, options, &response.headers);
        bytes(out, options, &response.body, mark(MarkedPart::ResponseBody));
        if !response.time.is_zero() {
            field(out, options, "", &format!("(it took {} ms)", response.time.as_millis()));
        }
        let ended = match (response.complete, response.ending) {
            (true, Ending::Open | Ending::Closed) => None,
            (true, Ending::Reset) => Some("reset"),
            (false, Ending::Reset) => Some("reset, before the end of the answer"),
            (false, _) => Some("closed, before the end of the answer"),
        };
        if let Some(ended) = ended {
            field(out, options, "", &format!("(then the connection was {ended})"));
        }
    }
    if let Some(outcome) = exchange.outcome() {
        let outcome = outcome.to_string();
        field(out, options, "outcome", &excerpt(outcome.as_bytes(), None, WIDTH * 2).line);
    }
    out.push('\n');
}

fn fields(out: &mut String, options: &TextOptions, headers: &Headers) {
    for header in headers.iter().take(FIELDS) {
        // A signature is at the end of its field.
        let value = excerpt(&header.value, None, WIDTH * 3).line;
        field(out, options, "", &format!("{}: {value}", header.name));
    }
    if let Some(more @ 1..) = headers.len().checked_sub(FIELDS) {
        field(out, options, "", &format!("(and {more} more fields)"));
    }
}

fn bytes(
    out: &mut String,
    options: &TextOptions,
    bytes: &[u8],
    mark: Option<&std::ops::Range<usize>>,
) {
    if bytes.is_empty() && mark.is_none() {
        field(out, options, "", "(no body)");
        return;
    }
    let excerpt = excerpt(bytes, mark, WIDTH);
    field(out, options, "", &excerpt.line);
    if !excerpt.marks.is_empty() {
        // Colours are no part of the text: it is not a field's, which would show them as escapes.
        let _ = writeln!(out, "        {:FIELD$}{}", "", options.paint.bad(excerpt.marks));
    }
}

pub(super) fn field(out: &mut String, options: &TextOptions, name: &str, value: &str) {
    let name = options.paint.dim(format!("{name:<FIELD$}"));
    let _ = writeln!(out, "        {name}{}", terminal_text::line(value, TEXT));
}

/// The calls that the testee told no outcome of.
fn write_problems(out: &mut String, report: &Report, options: &TextOptions) {
    let shown = if options.verbose { usize::MAX } else { PROBLEMS };
    for problem in report.problems.iter().take(shown) {
        let (name, what) = match &problem.outcome {
            Outcome::Crash { detail } => ("crash", detail.clone()),
            Outcome::ProtocolError { message } => ("protocol error", message.clone()),
            other => (other.name(), other.to_string()),
        };
        let name = match problem.reproduced {
            Some(false) => options.paint.warn(format!("{name}, not reproduced")),
            _ => options.paint.bad(name),
        };
        let _ = writeln!(out, "  {name}  {}", options.paint.strong(&problem.stimulus));
        field(out, options, "what", &what);
        if problem.reproduced == Some(false) {
            let text = "it did not hang again in a testee that was just started and had longer, so no \
                        policy is broken by it; the machine may have been busy: try fewer --jobs";
            field(out, options, "", text);
        }
        let lines: Vec<_> = problem.stderr.lines().collect();
        let end = &lines[lines.len().saturating_sub(STDERR)..];
        for (i, line) in end.iter().enumerate() {
            let name = if i == 0 { "stderr" } else { "" };
            field(out, options, name, &terminal_text::line(line, WIDTH));
        }
    }
    let calls = &report.calls;
    let lost = calls.crash + calls.timeout + calls.protocol_error;
    if let Some(more @ 1..) = lost.checked_sub(report.problems.len().min(shown)) {
        let _ = writeln!(out, "  and {more} more such calls");
    }
    if lost > 0 {
        out.push('\n');
    }
}

fn write_summary(out: &mut String, report: &Report, options: &TextOptions) {
    let paint = options.paint;
    let summary = report.summary();
    let mut parts = Vec::new();
    for verdict in Verdict::ALL {
        let count = summary.count(verdict);
        if count == 0 && !matches!(verdict, Verdict::Pass | Verdict::Fail) {
            continue;
        }
        let text = format!("{count} {}", verdict.name().replace('_', " "));
        parts.push(match verdict {
            Verdict::Pass if count > 0 => paint.good(text),
            Verdict::Fail if count > 0 => paint.bad(text),
            Verdict::NotExercised => paint.warn(text),
            _ => paint.dim(text),
        });
    }
    let calls = &report.calls;
    let mut told = vec![counted(calls.made(), "call", "calls")];
    for (count, name) in [
        (calls.skipped, "skipped"),
        (calls.crash, "ended in a crash"),
        (calls.timeout, "timed out"),
        (calls.protocol_error, "broke the protocol"),
        (calls.unsent, "not made after hangs"),
    ] {
        if count > 0 {
            told.push(format!("{count} {name}"));
        }
    }
    let _ = writeln!(
        out,
        "{}: {}  {}",
        paint.strong(counted(report.policies.len(), "policy", "policies")),
        parts.join(", "),
        paint.dim(format!("({} in {:.1} s)", told.join(", "), report.elapsed.as_secs_f64()))
    );
    if let Some(seed) = report.seed {
        let each = counted(report.cases, "stimulus", "stimuli");
        let text = format!("{each} generated for each policy, from --seed {seed}");
        let _ = writeln!(out, "{}", paint.dim(text));
    }
    write_strangers(out, report, paint);
    write_known(out, &report.known, |text| paint.bad(text).to_string());
    write_known(out, &report.not_tried, |text| paint.warn(text).to_string());
    if report.redacted {
        let text = "credentials that the testee was not given by wireproof are shown as *";
        let _ = writeln!(out, "{}", paint.warn(text));
    }
    if !report.filters.is_empty() {
        let _ = writeln!(out, "{}", paint.warn(format!("filtered by {}", filters(report))));
    }
    if let Some(broken) = report.broken().next() {
        let id = broken.policy.id;
        let _ = writeln!(out, "{} wireproof explain {id}", paint.dim("to read the policy:"));
    }
    if let Some(why) = &report.cut_short {
        let why = terminal_text::line(why, TEXT);
        let _ = writeln!(out, "{}", paint.bad(format!("cut short: {why}")));
    }
    let ended = match (&report.cut_short, report.complete) {
        (Some(_), true) => "not every failure was made again",
        (Some(_), false) => "this report is not complete",
        (None, false) => "interrupted: this report is not complete",
        (None, true) => return,
    };
    let _ = writeln!(out, "{}", paint.bad(ended));
}
