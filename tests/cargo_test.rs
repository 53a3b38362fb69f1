//! What `cargo_test` shows of a client, beside what a run of the command says of it: the two must agree, policy by policy.
//!
//! A program of its own: a test of the endpoint counts the threads of its process.

#![cfg(all(feature = "cargo-test", feature = "reference"))]

use std::collections::BTreeMap;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use libtest_mimic::Arguments;
use wireproof::cargo_test::Judge;
use wireproof::contract::Contract;
use wireproof::policy::{self, Level, Party, Policy};
use wireproof::reference::mutants::{Mutant, MutantClient, mutant, mutants};
use wireproof::run::{Plan, Report, Verdict, run};
use wireproof::suite::{Stimuli, Suite};
use wireproof::testee::{Client, InProcess, Interrupt, Testee};
use wireproof::{Json, Outcome, OwnedCall, Stage};

/// What `cargo test` shows of each test: `ok`, `FAILED`, or `ignored` with the reason.
type Shown = BTreeMap<String, String>;

/// Runs the tests of a judge with these arguments, and returns what is shown.
fn shown(judge: &Judge, arguments: &[&str]) -> Shown {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let log = folder.path().join("log");
    let log = log.to_str().expect("its name is text");
    let arguments =
        ["test", "--logfile", log, "--color", "never"].into_iter().chain(arguments.iter().copied());
    let arguments = Arguments::from_iter(arguments);
    let trials = judge.trials_for(&arguments).expect("there is such an edition");
    let conclusion = libtest_mimic::run(&arguments, trials);
    let text = std::fs::read_to_string(log).expect("the results are there");
    // test [must  ] union.known-member ... ok
    let line = |line: &str| {
        let (test, result) = line.strip_prefix("test ")?.split_once(" ... ")?;
        let name = test.split_whitespace().last()?;
        Some((name.to_owned(), result.trim().to_owned()))
    };
    let shown: Shown = text.lines().filter_map(line).collect();
    let failed = shown.values().filter(|result| *result == "FAILED").count();
    assert_eq!(conclusion.has_failed(), failed > 0, "{text}");
    shown
}

/// Returns the policies on clients.
fn policies() -> Vec<&'static Policy> {
    let all = policy::catalogue().iter().copied();
    all.filter(|policy| policy.party() == Party::Client).collect()
}

/// Runs the suite as `wireproof client` does, with these testees.
fn report(policies: Vec<&'static Policy>, testees: Vec<Box<dyn Testee>>) -> Report {
    let (contract, suite) = (Contract::default(), Suite::embedded());
    let cases = suite.select_for_run(&contract, &policies);
    let stimuli: Stimuli = cases.into_iter().map(|case| case.stimulus.clone()).collect();
    let plan = Plan::new(contract, policies, stimuli);
    run(&plan, testees, &Interrupt::new(), |_| {}).expect("it runs")
}

/// Returns what `cargo test` must show of a policy with this verdict in a strict run, without the reason.
fn expected(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Pass | Verdict::Observed | Verdict::UnexpectedPass => "ok",
        Verdict::Fail | Verdict::KnownFailure => "FAILED",
        Verdict::NotApplicable | Verdict::NotExercised => "ignored",
        other => panic!("what does `cargo test` show of {other}?"),
    }
}

/// Compares what is shown with the verdicts of a report, policy by policy.
fn agrees(who: &str, shown: &Shown, report: &Report) {
    assert!(report.complete && report.policies.len() == shown.len(), "{who}: {shown:?}");
    for own in &report.policies {
        let result = &shown[own.policy.id];
        let word = result.split(' ').next().unwrap_or_default();
        let id = own.policy.id;
        assert_eq!(word, expected(own.verdict), "{who}: {id}: {} in a run", own.verdict);
        // A test that is ignored says why.
        assert_eq!(word == "ignored", result.contains(" ("), "{who}: {id}: {result}");
    }
}

fn in_process(client: impl Client) -> Box<dyn Testee> {
    Box::new(InProcess::new(client))
}

fn both_ways_agree(mutant: &'static Mutant) {
    // One call after the other: a fault that looks at earlier calls meets the same stimuli only if the order is kept.
    let judge = Judge::new(MutantClient::new(mutant)).jobs(1).strict();
    let testees = vec![in_process(MutantClient::new(mutant))];
    agrees(mutant.name, &shown(&judge, &[]), &report(policies(), testees));
    // With the name of its policy, the run is one of that policy alone.
    let of_one = shown(&judge, &["--exact", mutant.policy]);
    let expected = Shown::from([(mutant.policy.to_owned(), "FAILED".to_owned())]);
    assert_eq!(of_one, expected, "{}", mutant.name);
}

#[test]
fn the_command_and_cargo_test_agree_on_a_mutant() {
    both_ways_agree(mutant("type-unread").expect("it is there"));
}

/// All of them take some minutes: `cargo test --test cargo_test -- --ignored`, which `.ci/run` does.
#[test]
#[ignore = "it takes some minutes"]
fn the_command_and_cargo_test_agree_on_every_mutant() {
    // The mutants of the generic client serve other contracts: the self-test runs them.
    let serves = |mutant: &&Mutant| mutant.in_process && mutant.contract().is_none();
    let all: Vec<_> = mutants().filter(serves).collect();
    let next = AtomicUsize::new(0);
    // A run mostly waits for slow answers.
    thread::scope(|scope| {
        for _ in 0..16 {
            scope.spawn(|| {
                while let Some(mutant) = all.get(next.fetch_add(1, Ordering::Relaxed)) {
                    both_ways_agree(mutant);
                }
            });
        }
    });
}

/// Sends the input to the endpoint, and returns the status and the body of the response.
fn send(call: &OwnedCall) -> io::Result<(u16, Vec<u8>)> {
    let host = call.endpoint.trim_start_matches("http://");
    let body = call.input_text();
    let mut stream = TcpStream::connect(host)?;
    stream.set_read_timeout(Some(call.deadline / 2))?;
    write!(
        stream,
        "POST /user/DisassociateUser HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\n\
         Content-Length: {}\r\n\r\n{body}",
        body.len()
    )?;
    let mut reader = BufReader::new(stream);
    let (mut head, mut length) = (String::new(), 0);
    while !head.ends_with("\r\n\r\n") {
        let from = head.len();
        if reader.read_line(&mut head)? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        if let Some(value) = head[from..].strip_prefix("Content-Length: ") {
            length = value.trim().parse().map_err(io::Error::other)?;
        }
    }
    let mut body = Vec::new();
    reader.take(length).read_to_end(&mut body)?;
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok());
    Ok((status.ok_or(io::ErrorKind::InvalidData)?, body))
}

/// A small client. It reads the name of an error from `__type` only, takes a null for an empty text, and its types cannot
/// hold a union member that they do not know.
fn reads_only_type(call: &OwnedCall) -> Outcome {
    let (status, body) = match send(call) {
        Ok(response) => response,
        Err(error) => return Outcome::client_error(Stage::Read, "io", error.to_string()),
    };
    let mut body = match Json::parse(&body) {
        Ok(body @ Json::Object(_)) => body,
        _ => return Outcome::client_error(Stage::Deserialize, "json", "it is no object"),
    };
    if !(200..300).contains(&status) {
        let text = |name| body.get(name).and_then(Json::as_str);
        let code = text("__type");
        // An error without a name is shown as one of the operation's.
        let error = Outcome::service_error(code, code.is_none_or(is_modeled), text("message"));
        return error.with_http_status(status);
    }
    let summary = body.get("InstanceUserSummary").cloned().unwrap_or(Json::Null);
    let union = summary.get("IdentityProvider").cloned().unwrap_or(Json::Null);
    if union.members().iter().any(|(name, _)| name != "ActiveDirectoryIdentityProvider") {
        return Outcome::skipped("the types cannot hold another directory");
    }
    if let Json::Object(members) = &mut body
        && let Some((_, Json::Object(summary))) =
            members.iter_mut().find(|(name, _)| name == "InstanceUserSummary")
    {
        for (_, value) in summary.iter_mut().filter(|(name, _)| name != "IdentityProvider") {
            if value.is_null() {
                *value = Json::from("");
            }
        }
    }
    Outcome::response(body).with_http_status(status)
}

fn is_modeled(code: &str) -> bool {
    Contract::default().operation().error(code).is_some()
}

#[test]
fn a_small_client_gets_the_same_verdicts_both_ways() {
    let judge = Judge::new(reads_only_type).jobs(16).strict();
    let whole = shown(&judge, &[]);
    let testees = (0..16).map(|_| in_process(reads_only_type));
    agrees("reads-only-type", &whole, &report(policies(), testees.collect()));
    let broken = [
        "error.from-code",
        "error.header-name-any-case",
        "error.no-code-generic",
        "response.null-is-absent",
    ];
    let reason =
        "ignored (not applicable: the client skipped such calls, or never shows such a thing)";
    let expected = broken.map(|id| (id, "FAILED"));
    // Each is a run, which mostly waits.
    thread::scope(|scope| {
        for (id, result) in expected.into_iter().chain([("union.unknown-member-named", reason)]) {
            let (judge, whole) = (&judge, &whole);
            scope.spawn(move || {
                assert_eq!(whole[id], result, "{id}");
                let of_one = Shown::from([(id.to_owned(), result.to_owned())]);
                assert_eq!(shown(judge, &["--exact", id]), of_one);
            });
        }
    });
}

#[test]
fn a_list_makes_no_call_and_a_filter_makes_one_run() {
    let calls = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&calls);
    let judge = Judge::new(move |_: &OwnedCall| {
        counted.fetch_add(1, Ordering::Relaxed);
        Outcome::skipped("not written yet")
    });
    shown(&judge, &["--list"]);
    shown(&judge, &["--list", "--format", "terse", "--ignored"]);
    assert_eq!(calls.load(Ordering::Relaxed), 0);
    // A client that skips every call has shown nothing, so its tests fail.
    let two = ["input.types", "input.unknown-members"];
    let results = shown(&judge, &["input.", "--skip", "union", "--skip", "required"]);
    for id in two {
        assert_eq!(results[id], "FAILED", "{results:?}");
    }
    let policies: Vec<_> =
        policies().into_iter().filter(|policy| results.contains_key(policy.id)).collect();
    let contract = Contract::default();
    let stimuli = Suite::embedded().select_for_run(&contract, &policies).len();
    assert_eq!(calls.load(Ordering::Relaxed), stimuli, "each stimulus is sent once");
}

/// A client that does not validate its inputs.
struct Unchecked;

impl Client for Unchecked {
    fn info(&self) -> wireproof::TesteeInfo {
        let mut info = wireproof::TesteeInfo::new("unchecked");
        info.features.client_validation = false;
        info
    }

    fn call(&self, call: &OwnedCall) -> Outcome {
        reads_only_type(call)
    }
}

#[test]
fn what_is_idle_without_a_run_is_listed_as_ignored() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let log = folder.path().join("log");
    let log = log.to_str().expect("its name is text");
    let judge = Judge::new(Unchecked);
    let listed = |more: &[&str]| {
        let arguments = ["test", "--list", "--format", "terse", "--logfile", log];
        let arguments = Arguments::from_iter(arguments.iter().chain(more));
        let trials = judge.trials_for(&arguments).expect("the default edition");
        let ignored = trials.iter().filter(|trial| trial.has_ignored_flag());
        ignored.map(|trial| trial.name().to_owned()).collect::<Vec<_>>()
    };
    // Those on validation, and those that ask for shapes or bindings that the operation does not have.
    let contract = Contract::default();
    let is_idle =
        |policy: &&Policy| policy.id.starts_with("input.") || policy.lacks(&contract).is_some();
    let idle: Vec<_> = policies().into_iter().filter(is_idle).map(|policy| policy.id).collect();
    assert!(idle.contains(&"input.types") && idle.contains(&"request.labels-encoded"));
    assert_eq!(listed(&[]), idle);
    assert_eq!(listed(&["--ignored"]), idle);
    // Whether it is chosen by its name, or among the ignored tests as nextest does, it is never `ok`.
    let reason = "ignored (not applicable: the client does not set out to validate its inputs)";
    let of_one = Shown::from([("input.types".to_owned(), reason.to_owned())]);
    assert_eq!(shown(&judge, &["--exact", "input.types"]), of_one);
    assert_eq!(shown(&judge, &["--exact", "input.types", "--ignored"]), of_one);
    assert_eq!(shown(&judge, &["--exact", "input.types", "--include-ignored"]), of_one);
}

/// A broken *should* is shown, and fails a strict test only.
#[test]
fn a_broken_should_fails_if_asked_to() {
    let id = "request.signed";
    assert_eq!(policy::find(id).map(|policy| policy.level), Some(Level::Should));
    let of = |judge: &Judge| shown(judge, &["--exact", id])[id].clone();
    assert_eq!(of(&Judge::new(reads_only_type).jobs(16)), "ok");
    assert_eq!(of(&Judge::new(reads_only_type).jobs(16).strict()), "FAILED");
}
