//! Reports read back.

use super::{SavedPart, SavedReport};
use crate::json::{Json, MAX_DEPTH};
use crate::report::sample::Sample;
use crate::run::Verdict;

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
    let requests: Vec<_> = exchange.requests.iter().map(|request| &request.bytes[..]).collect();
    assert_eq!(requests, [b"POST / HTTP/1.1\r\n\r\n{}"]);
    let answer = exchange.response.as_ref().expect("there is one");
    assert_eq!(answer.bytes, b"HTTP/1.1 200 OK\r\n\r\n{\"A\":2}");
    let mark = policy.failures[0].findings[0].mark.as_ref();
    assert_eq!(
        mark.map(|mark| (mark.part, mark.from, mark.to)),
        Some((SavedPart::Response, 19, 20))
    );
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
        ("\"wireproof\": 1", "\"wireproof\": 2", "the report is of version 2, and this wireproof"),
        ("\"wireproof\": 1", "\"wireproof\": 0", "`wireproof`: a version from 1 on expected"),
        ("\"wireproof\": 1,", "", "not a report: `wireproof`: missing; `wireproof client"),
        ("\"complete\": true", "\"complete\": false", "`complete`: the run was interrupted"),
        (
            "\"complete\": true",
            "\"complete\": false, \"cut_short\": \"it is gone\"",
            "`complete`: the run could not go on, so the report is not complete: it is gone",
        ),
        ("\"complete\": true", "\"complete\": 1", "`complete`: true or false expected"),
        ("\"wireproof\": 1", "\"wireproof_replay\": 1", "it is a saved failure, for"),
        ("\"level\": \"must\"", "\"level\": \"may be\"", "`policies[0].level`: `may be` is none"),
        ("\"verdict\": \"fail\"", "\"verdict\": \"FAIL\"", "`policies[0].verdict`: `FAIL` is none"),
        (
            "error.from-code",
            "union.known-member",
            "`policies[1].id`: `union.known-member` is there twice",
        ),
        ("SFRU", "S!RU", "`policies[0].failures[0].exchange.response.base64`: Invalid symbol"),
        ("\"in\": \"response\"", "\"in\": \"x\"", "`policies[0].failures[0].findings[0].mark.in`"),
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
    assert!(refused("[]").contains("not a report: an object expected, not an array"));
    assert!(refused("{}").contains("`wireproof`: missing"));
    assert!(refused("<xml/>").starts_with("line 1: not a JSON report: unexpected `<`"));
    let lines = good.lines().count();
    let half = good.lines().take(lines / 2).collect::<Vec<_>>().join("\n");
    assert!(refused(&half).contains(&format!("inside the report, in line {}", lines / 2)));
    assert!(refused(&format!("{good}{good}")).contains(&format!("line {lines}: ")));
}

#[test]
fn a_report_of_before_outcomes_were_kept_is_read() {
    let text = sample().text();
    let (before, _) = text.split_once(",\n  \"outcomes\"").expect("it is there");
    let report = SavedReport::read(format!("{before}}}").as_bytes()).expect("it is a report");
    assert!(report.outcomes.is_empty() && report.policies.len() == 2);
}

/// A testee's line nests a thousand levels at most; a report has some around it.
#[test]
fn what_a_testee_may_send_can_be_read_back() {
    // The line's own object and the member `output` stand around the value.
    let value = "[".repeat(MAX_DEPTH - 1) + &"]".repeat(MAX_DEPTH - 1);
    let outcome = format!(r#"{{"outcome":"response","http_status":200,"output":{value}}}"#);
    assert!(Json::parse(&outcome).is_ok(), "a testee may send it");
    let report = sample().outcome(&outcome, &["union/deep"]).read();
    assert!(report.outcomes.iter().any(|(case, _)| case == "union/deep"));
}
