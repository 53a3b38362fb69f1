//! The text report, to the letter.

use crate::exchange::{Exchange, Outcome, Stage};
use crate::http::{Answer, Request};
use crate::json::{Json, Path};
use crate::policy::{Finding, Need};
use crate::report::paint::Paint;
use crate::run::sample::{failure, policy, report};
use crate::run::{
    CallCounts, CallProblem, KnownProblem, KnownProblemKind, PolicyReport, Report, Verdict,
};
use crate::suite::Suite;
use crate::testee::Strangers;

use super::{TextOptions, write_text};

const MUST: &str = "union.known-member";
const SHOULD: &str = "union.several-members-refused";
const MAY: &str = "response.duplicate-members";

/// A call with the input `{"A":1}`, whose response has this body.
fn exchange(body: &str, outcome: Outcome) -> Exchange {
    let mut stimulus = Suite::embedded().cases()[0].stimulus.clone();
    stimulus.call.input = Json::object([("A", Json::from(1_u64))]);
    stimulus.call.answer = Answer::json(200, body);
    let request = b"POST /user HTTP/1.1\r\nContent-Length: 7\r\n\r\n{\"A\":1}";
    stimulus.exchange(vec![Request::parse(request).expect("it is a request")], outcome)
}

fn output(text: &str) -> Outcome {
    let output = Json::parse(text).expect("it is JSON");
    Outcome::Response { http_status: Some(200), output, request_id: None }
}

/// A policy that one exchange broke.
fn broken(id: &str, verdict: Verdict) -> PolicyReport {
    let finding = Finding::new(Path::root("outcome.output.B"), "it is not so")
        .expected("2")
        .actual("3")
        .at_response_byte(5);
    policy(
        id,
        verdict,
        3,
        vec![failure("union/a", exchange("{\"B\":2}", output("{\"B\":3}")), vec![finding])],
    )
}

fn text(report: &Report) -> String {
    write_text(report, &TextOptions::default())
}

/// Holds that the report has these lines.
#[track_caller]
fn shows(report: &Report, lines: &[&str]) {
    let text = text(report);
    for line in lines {
        assert!(text.lines().any(|shown| shown == *line), "{line:?} in\n{text}");
    }
}

const FAILURE: &str = r#"        policy    A known member of a union is decoded as that member with its content.
        path      outcome.output.B
        finding   it is not so
        expected  2
        actual    3

        input     {"A":1}
        sent      POST /user
                  {"A":1}
        answered  200
                  Content-Type: application/json
                  Content-Length: 7
                  {"B":2}
                       ^
        outcome   response 200 {"B":3}

"#;

#[test]
fn a_pass() {
    assert_eq!(
        text(&report(vec![policy(MUST, Verdict::Pass, 3, Vec::new())])),
        "sample judged by DisassociateUser, edition 2022-08\n\n  \
         pass  must    union.known-member  3 exchanges\n\n\
         1 policy: 1 pass, 0 fail  (2 calls in 2.0 s)\n"
    );
}

#[test]
fn a_failure_with_its_finding() {
    let text = text(&report(vec![broken(MUST, Verdict::Fail)]));
    let rest = text.split_once("  FAIL  must    union.known-member  1 of 3\n\n").expect(&text).1;
    let rule = format!("── union/a {}\n\n", "─".repeat(96 - "union/a".len() - 4));
    let rest = rest.strip_prefix(&rule).unwrap_or_else(|| panic!("{text}"));
    let rest = rest
        .strip_prefix("  FAIL  union.known-member  must  broken by 1 of 3 exchanges\n")
        .unwrap_or_else(|| panic!("{text}"));
    // The summary of the policy is the catalogue's.
    let (own, rest) = rest.split_once('\n').expect("there is more");
    assert!(own.starts_with("        policy    "), "{own}");
    let (_, failure) = FAILURE.split_once('\n').expect("there is more");
    assert_eq!(
        rest,
        format!(
            "{failure}1 policy: 0 pass, 1 fail  (2 calls in 2.0 s)\n\
             to read the policy: wireproof explain union.known-member\n"
        )
    );
}

#[test]
fn each_verdict_has_a_line() {
    for (id, verdict, line) in [
        (MUST, Verdict::Fail, "  FAIL  must    union.known-member  1 of 3"),
        (SHOULD, Verdict::Fail, "  fail  should  union.several-members-refused  1 of 3"),
        (MUST, Verdict::KnownFailure, "  known must    union.known-member  1 of 3, as known"),
        (MAY, Verdict::Observed, "  seen  may     response.duplicate-members  no, in 1 of 3"),
    ] {
        shows(&report(vec![broken(id, verdict)]), &[line]);
    }
    for (id, verdict, line) in [
        (MUST, Verdict::Pass, "  pass  must    union.known-member  3 exchanges"),
        (
            MUST,
            Verdict::UnexpectedPass,
            "  PASS! must    union.known-member  3 exchanges, but listed as a known failure",
        ),
        (MAY, Verdict::Observed, "  seen  may     response.duplicate-members  yes, in 3 exchanges"),
        (MUST, Verdict::NotApplicable, "   --   must    union.known-member  not applicable"),
        (MUST, Verdict::NotExercised, "   --   must    union.known-member  not exercised"),
    ] {
        shows(&report(vec![policy(id, verdict, 3, Vec::new())]), &[line]);
    }
    let mut lacking = policy(MUST, Verdict::NotApplicable, 0, Vec::new());
    lacking.lacks = Some(Need::UnionInOutput);
    let line = "   --   must    union.known-member  not applicable: the operation has no union in its output";
    shows(&report(vec![lacking]), &[line]);
}

#[test]
fn policies_that_the_operation_has_nothing_for_share_a_line_unless_all_are_asked_for() {
    let lacking = |id| {
        let mut lacking = policy(id, Verdict::NotApplicable, 0, Vec::new());
        lacking.lacks = Some(Need::UnionInOutput);
        lacking
    };
    let several = report(vec![lacking(MUST), lacking(SHOULD)]);
    shows(&several, &["   --   2 more policies are not applicable (--verbose lists them)"]);
    let options = TextOptions { verbose: true, ..TextOptions::default() };
    let all = write_text(&several, &options);
    let line = "not applicable: the operation has no union in its output";
    assert_eq!(all.matches(line).count(), 2, "{all}");
    // What the testee cannot tell has a line of its own.
    let told = policy(MUST, Verdict::NotApplicable, 0, Vec::new());
    let line = "   --   must    union.known-member             not applicable";
    shows(&report(vec![told, lacking(SHOULD)]), &[line]);
}

#[test]
fn counts_have_the_word_that_goes_with_them() {
    let one = policy(MUST, Verdict::Pass, 1, Vec::new());
    let mut of_one = report(vec![one.clone()]);
    of_one.calls = CallCounts { judged: 1, ..CallCounts::default() };
    (of_one.seed, of_one.cases) = (Some(7), 1);
    shows(
        &of_one,
        &[
            "  pass  must    union.known-member  1 exchange",
            "1 policy: 1 pass, 0 fail  (1 call in 2.0 s)",
            "1 stimulus generated for each policy, from --seed 7",
        ],
    );
    // A seed that the user gives without generated stimuli is reported all the same.
    of_one.cases = 0;
    shows(
        &of_one,
        &[
            "  pass  must    union.known-member  1 exchange",
            "1 policy: 1 pass, 0 fail  (1 call in 2.0 s)",
            "--seed 7: nothing was generated, because --cases is 0",
        ],
    );
    let mut of_two = report(vec![one, policy(SHOULD, Verdict::Pass, 2, Vec::new())]);
    (of_two.seed, of_two.cases) = (Some(7), 20);
    shows(
        &of_two,
        &[
            "  pass  must    union.known-member             1 exchange",
            "  pass  should  union.several-members-refused  2 exchanges",
            "2 policies: 2 pass, 0 fail  (2 calls in 2.0 s)",
            "20 stimuli generated for each policy, from --seed 7",
        ],
    );
}

#[test]
fn a_run_that_did_not_end_says_so() {
    let report = |complete, cut_short: Option<&str>| Report {
        complete,
        cut_short: cut_short.map(str::to_owned),
        ..report(vec![policy(MUST, Verdict::Pass, 3, Vec::new())])
    };
    shows(&report(false, None), &["interrupted: this report is not complete"]);
    shows(
        &report(false, Some("it is gone")),
        &["cut short: it is gone", "this report is not complete"],
    );
    shows(
        &report(true, Some("it is gone")),
        &["cut short: it is gone", "some failures were not run again"],
    );
    assert!(!text(&report(true, None)).contains("complete"));
}

#[test]
fn what_the_reader_must_know_of_the_run_is_told() {
    let problem = |kind| KnownProblem {
        file: "known.toml".to_owned(),
        line: 3,
        policy: MUST.to_owned(),
        kind,
    };
    let report = Report {
        known: vec![problem(KnownProblemKind::Passes)],
        not_tried: vec![problem(KnownProblemKind::NotTried)],
        redacted: true,
        filters: vec![("policy".to_owned(), "union.*".to_owned())],
        strangers: Strangers { dropped: 2, outside: 1 },
        min_exercised: Some(2),
        ..report(vec![policy(MUST, Verdict::Pass, 3, Vec::new())])
    };
    shows(
        &report,
        &[
            "TOO LITTLE WAS JUDGED: policies selected 1, judged 1, needed 2 (--min-exercised)",
            "connections of other processes, dropped: 2",
            "connections from outside the testee's process tree, judged as the testee's because it made \
             none itself: 1",
            "known.toml:3: the known failure of union.known-member passes: remove the entry",
            "credentials that wireproof did not give to the testee are shown as *",
            "filtered by policy = union.*",
        ],
    );
}

#[test]
fn lost_calls_are_counted_and_the_first_are_shown() {
    let mut report = report(vec![policy(MUST, Verdict::NotExercised, 0, Vec::new())]);
    report.calls = CallCounts { crash: 1, timeout: 7, ..CallCounts::default() };
    let lost = |outcome: Outcome, reproduced| {
        CallProblem::sample("union/a", outcome, "one\ntwo\u{1b}[2J\n", reproduced)
    };
    report.problems = vec![
        lost(Outcome::Crash { detail: "signal 9".to_owned() }, None),
        lost(Outcome::Timeout { after_ms: 10_000 }, Some(false)),
    ];
    shows(
        &report,
        &[
            "  crash  union/a",
            "        what      signal 9",
            "        stderr    one",
            "                  two\\u{1b}[2J",
            "  timeout, not reproduced  union/a",
            "                  it did not hang again in a newly started testee with more time, so it breaks no \
             policy; the machine may have been busy: try fewer --jobs",
            "  and 6 more such calls",
            "1 policy: 0 pass, 0 fail, 1 not exercised  (8 calls, 1 ended in a crash, 7 timed out in 2.0 s)",
        ],
    );
}

#[test]
fn nothing_from_outside_reaches_the_terminal_as_a_command() {
    const EVIL: &str = "\u{1b}[31m\u{9b}2J\r\u{202e}";
    let outcome = Outcome::client_error(Stage::Read, EVIL, EVIL);
    let finding =
        Finding::new(Path::root("outcome").member(EVIL), EVIL).expected(EVIL).actual(EVIL);
    let failed = failure(EVIL, exchange(EVIL, outcome.clone()), vec![finding]);
    let mut report = Report {
        cut_short: Some(EVIL.to_owned()),
        filters: vec![(EVIL.to_owned(), EVIL.to_owned())],
        problems: vec![CallProblem::sample(EVIL, outcome, EVIL, None)],
        ..report(vec![policy(MUST, Verdict::Fail, 1, vec![failed])])
    };
    report.testee.name = EVIL.to_owned();
    (report.testee.version, report.testee.language) =
        (Some(EVIL.to_owned()), Some(EVIL.to_owned()));
    let text = text(&report);
    let command = |c: char| (c.is_control() && c != '\n') || c == '\u{202e}';
    assert_eq!(text.find(command), None, "{text:?}");
    assert!(text.contains("\\u{1b}[31m"), "{text}");
}

#[test]
fn colours_are_there_if_they_are_asked_for() {
    let report =
        report(vec![broken(MUST, Verdict::Fail), policy(SHOULD, Verdict::Pass, 1, Vec::new())]);
    let plain = text(&report);
    assert!(!plain.contains('\u{1b}'), "{plain}");
    let options = TextOptions { paint: Paint { on: true }, ..TextOptions::default() };
    let coloured = write_text(&report, &options);
    assert!(coloured.contains("\u{1b}[31;1mFAIL \u{1b}[0m"), "{coloured:?}");
    assert!(coloured.contains("\u{1b}[32mpass \u{1b}[0m"), "{coloured:?}");
    // A colour changes nothing else.
    let mut rest = coloured.as_str();
    let mut without = String::new();
    while let Some((before, behind)) = rest.split_once("\u{1b}[") {
        without += before;
        rest = behind.split_once('m').map_or("", |(_, rest)| rest);
    }
    assert_eq!(without + rest, plain);
}

#[test]
fn quiet_and_verbose_choose_what_is_shown() {
    let report =
        report(vec![broken(MAY, Verdict::Observed), policy(MUST, Verdict::Pass, 1, Vec::new())]);
    let quiet = write_text(&report, &TextOptions { quiet: true, ..TextOptions::default() });
    assert!(!quiet.contains("union.known-member"), "{quiet}");
    assert!(!text(&report).contains("── union/a"));
    let verbose = write_text(&report, &TextOptions { verbose: true, ..TextOptions::default() });
    let line = "  seen  response.duplicate-members  may  not kept in 1 of 3 exchanges\n";
    assert!(verbose.contains("── union/a") && verbose.contains(line), "{verbose}");
}

#[test]
fn long_texts_are_cut_and_say_so() {
    let long = "x".repeat(10_000);
    let finding = Finding::new(Path::root("outcome"), long.as_str());
    let findings = vec![finding; 12];
    let failed = failure("union/a", exchange(&long, output(&format!("\"{long}\""))), findings);
    let text = text(&report(vec![policy(MUST, Verdict::Fail, 1, vec![failed])]));
    assert!(text.contains("(and 2 more findings, in the JSON report)\n"), "{text}");
    assert!(text.contains(&format!("  {} …9904 bytes…\n", "x".repeat(96))), "{text}");
    let widest = text.lines().map(|line| line.chars().count()).max();
    assert!(widest.is_some_and(|columns| columns <= 420), "{widest:?}");
}

#[test]
fn what_did_not_arrive_whole_was_not_answered() {
    let mut stimulus = Suite::embedded().cases()[0].stimulus.clone();
    stimulus.call.answer = Answer::json(200, "{}");
    let half = b"POST /user HTTP/1.1\r\nContent-Length: 8\r\n\r\n{\"A\":1}";
    let half = Request::parse(half).expect("it has a head");
    let outcome = Outcome::client_error(Stage::Read, "Ended", "");
    let broken = failure("a/b", stimulus.exchange(vec![half], outcome), Vec::new());
    let report = report(vec![policy(MUST, Verdict::Fail, 1, vec![broken])]);
    shows(
        &report,
        &[
            "                  (the request ends here, after 49 bytes: it is not whole)",
            "        answered  nothing",
        ],
    );
    assert!(!text(&report).contains("200"), "{}", text(&report));
}

#[test]
fn a_folded_field_is_shown_as_it_was_sent() {
    let mut stimulus = Suite::embedded().cases()[0].stimulus.clone();
    stimulus.call.answer = Answer::json(200, "{}");
    stimulus.call.answer.headers.push("X-Note", "one,\r\n two,\r\n\tthree");
    let request = Request::parse(b"POST /user HTTP/1.1\r\n\r\n").expect("it is one");
    let broken = failure("a/b", stimulus.exchange(vec![request], output("{}")), Vec::new());
    let report = report(vec![policy(MUST, Verdict::Fail, 1, vec![broken])]);
    shows(&report, &[r"                  X-Note: one,\r\n two,\r\n\tthree"]);
}
