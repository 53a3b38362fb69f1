//! Failures from end to end: generated, shrunk, saved, replayed, and listed as known.

use std::path::Path;

use serde_json::Value;

use crate::brisk::side_by_side;
use crate::folder::{Place, WIREPROOF};

const TESTEE: &str = env!("CARGO_BIN_EXE_wireproof-testee");

/// A testee with a fault that breaks one policy, and that policy.
const FAULT: &str = "--fault unknown-member-unnamed";
const BROKEN: &str = "union.unknown-member-named";

impl Place {
    /// Runs `client` against the testee with these additional arguments, and reads its JSON report.
    fn client(&self, testee: &str, arguments: &[&str]) -> (i32, Value, String) {
        let exec = format!("{TESTEE} {testee}");
        let all = [&["client", "--exec", &exec, "--format", "json"], arguments].concat();
        let (code, stdout, stderr) = self.run(&all);
        let report = serde_json::from_str(&stdout)
            .unwrap_or_else(|error| panic!("{error}: {stdout}\n{stderr}"));
        (code, report, stderr)
    }

    /// Runs it with these known failures, and says how it ended, what became of the policy, and what was
    /// complained of.
    fn known(&self, testee: &str, entry: &str, arguments: &[&str]) -> (i32, String, Vec<String>) {
        std::fs::write(self.path("known.toml"), entry).expect("it can be written");
        let arguments = [
            &["--policy", "union.unknown-*", "--known-failures", "known.toml", "--jobs=2"],
            arguments,
        ]
        .concat();
        let (code, report, stderr) = self.client(testee, &arguments);
        let complaints = report["known_failures"].as_array().expect("an array");
        let complaints = complaints.iter().map(|problem| text(&problem["message"])).collect();
        assert!(!stderr.contains("panicked"), "{stderr}");
        (code, text(&policy(&report, BROKEN)["verdict"]), complaints)
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("{value} is not a string")).to_owned()
}

/// Returns the file of a command `wireproof replay FILE --exec COMMAND`.
fn file(replay: &Value) -> String {
    let words = shlex::split(&text(replay)).expect("words of a shell");
    assert_eq!(
        (&words[..2], &words[3][..]),
        (&["wireproof".into(), "replay".into()][..], "--exec")
    );
    words[2].clone()
}

fn policy<'r>(report: &'r Value, id: &str) -> &'r Value {
    let policies = report["policies"].as_array().expect("an array");
    policies.iter().find(|policy| policy["id"] == id).unwrap_or_else(|| panic!("{id} is not in it"))
}

/// Removes what differs from run to run in a report: times, ports and signatures.
fn without_times_and_ports(mut report: Value) -> Value {
    fn strip(value: &mut Value) {
        match value {
            Value::Object(members) => {
                for name in ["started", "elapsed_ms", "requests", "problems", "replay"] {
                    members.remove(name);
                }
                members.values_mut().for_each(strip);
            }
            Value::Array(items) => items.iter_mut().for_each(strip),
            _ => {}
        }
    }
    strip(&mut report);
    report
}

#[test]
fn the_same_seed_is_the_same_run() {
    let place = Place::new();
    let policies = ["--policy", "union.unknown-*", "--policy", "error.modeled"];
    let arguments = [&policies[..], &["--cases", "30"]].concat();
    let run = |seed: &str| {
        let (code, report, _) = place.client(FAULT, &[&arguments[..], &["--seed", seed]].concat());
        assert_eq!(
            (code, report["seed"].to_string(), &report["cases"]),
            (1, seed.to_owned(), &Value::from(30))
        );
        without_times_and_ports(report)
    };
    let first = run("7");
    assert_eq!(first, run("7"));
    assert_ne!(first, run("8"));
    let (code, report, _) = place.client("", &["--policy", "union.null-is-absent", "--cases", "2"]);
    assert_eq!((code, &report["seed"]), (0, &Value::from(1)), "the default seed");
    let (code, report, _) = place.client("", &["--policy", "union.null-is-absent", "--seed", "7"]);
    assert_eq!((code, &report["seed"], &report["cases"]), (0, &Value::from(7), &Value::from(20)));
}

/// The fault shows only if a text has more than 40 characters, so shrinking must leave 41.
#[test]
fn a_generated_failure_is_shrunk_to_its_bound() {
    let place = Place::new();
    let exec = format!("{WIREPROOF} testee drops-a-member-beside-a-long-one");
    let id = "response.members-decoded";
    let (code, stdout, stderr) = place.run(&[
        "client", "--exec", &exec, "--policy", id, "--cases", "120", "--seed", "7", "--format",
        "json",
    ]);
    let report: Value = serde_json::from_str(&stdout).expect(&stderr);
    assert_eq!(code, 1, "{stderr}");
    let failures = policy(&report, id)["failures"].as_array().expect("an array");
    let shrunk = failures.iter().find(|failure| !failure["shrunk"].is_null()).expect(&stdout);
    assert_eq!(shrunk["reproduced"], true);
    let file = file(&shrunk["replay"]);
    let replay: Value =
        serde_json::from_slice(&std::fs::read(place.path(&file)).expect("it is saved"))
            .expect("JSON");
    let body: Value = serde_json::from_str(&text(&replay["call"]["answer"]["body"])).expect("JSON");
    let summary = body["InstanceUserSummary"].as_object().expect("an object");
    let longest = summary.values().filter_map(Value::as_str).map(|t| t.chars().count()).max();
    assert_eq!(longest, Some(41), "{body}");
    let (code, stdout, _) = place.run(&["replay", &file, "--allow-exec"]);
    assert!(code == 1 && stdout.starts_with("STILL FAILS"), "{stdout}");
}

#[test]
fn a_saved_failure_is_run_again() {
    let place = Place::new();
    let (_, report, _) = place.client(FAULT, &["--policy", BROKEN, "--replays", "saved here"]);
    let file = file(&policy(&report, BROKEN)["failures"][0]["replay"]);
    let file = file.as_str();
    assert!(Path::new(file).starts_with("saved here"), "{file}");

    let (code, stdout, _) = place.run(&["replay", file, "--allow-exec"]);
    assert!(
        code == 1 && stdout.starts_with("STILL FAILS  union.unknown-member-named is broken\n"),
        "{stdout}"
    );
    let (code, stdout, _) = place.run(&["replay", file, "--exec", TESTEE]);
    assert!(
        code == 0 && stdout.starts_with("FIXED  union.unknown-member-named holds\n"),
        "{stdout}"
    );
    let (code, stdout, _) =
        place.run(&["replay", file, "--exec", &format!("{TESTEE} --misbehave exit@every")]);
    assert!(code == 1 && stdout.contains("is broken in another way"), "{stdout}");
    let (code, _, stderr) = place.run(&["replay", file, "--exec", "no-such-program"]);
    assert!(code == 3 && stderr.contains("ERROR: cannot start"), "{stderr}");
    let (code, stdout, _) =
        place.run(&["replay", file, "--exec", &format!("{TESTEE} --misbehave not-json@every")]);
    assert!(code == 3 && stdout.starts_with("ERROR"), "{stdout}");
}

#[test]
fn a_file_that_is_not_a_replay_file_is_refused_with_the_place() {
    let place = Place::new();
    let (_, report, _) = place.client(FAULT, &["--policy", BROKEN]);
    let file = file(&policy(&report, BROKEN)["failures"][0]["replay"]);
    let good = std::fs::read_to_string(place.path(&file));
    let good = good.expect("it is saved");
    for (from, to, message) in [
        ("{", "[", "not JSON: "),
        (
            "\"wireproof_replay\": 1",
            "\"wireproof_replay\": 2",
            "`wireproof_replay`: version 1 expected",
        ),
        (BROKEN, "union.x", "`policy`: there is no policy `union.x`"),
        ("\"repeat\": 1", "\"repeat\": 0", "`call.repeat`: from 1 to 20 expected"),
        ("\"status\": 200", "\"status\": 70000", "`call.answer.status`: a number up to 65535"),
        ("\"before\": []", "\"before\": 1", "`before`: an array expected"),
        ("\"edition\": \"2022-08\"", "\"edition\": \"1999-01\"", "there is no edition `1999-01`"),
    ] {
        assert!(good.contains(from), "{from} in {good}");
        std::fs::write(place.path("bad.json"), good.replacen(from, to, 1))
            .expect("it can be written");
        let (code, stdout, stderr) = place.run(&["replay", "bad.json"]);
        assert!(code == 2 && stdout.is_empty() && stderr.contains(message), "{code} {stderr}");
    }
    let (code, _, stderr) = place.run(&["replay", "nowhere.json"]);
    assert!(code == 2 && stderr.contains("nowhere.json cannot be read"), "{stderr}");
}

#[test]
fn known_failures_still_run_and_hide_nothing_else() {
    let entry =
        |more: &str| format!("[[failure]]\npolicy = \"{BROKEN}\"\nreason = \"So.\"\n{more}\n");
    let path = "outcome.output.InstanceUserSummary.IdentityProvider.SDK_UNKNOWN_MEMBER.name";
    // The actual value distinguishes failures of a policy, and a pattern stands for several policies.
    let shown = |policy: &str, actual: &str| {
        let entry = "reason = \"So.\"\nflaky = true";
        format!("[[failure]]\npolicy = \"{policy}\"\nactual = \"{actual}\"\n{entry}\n")
    };
    // An entry for a policy that a filter leaves out is not a fault of the file.
    let other = "[[failure]]\npolicy = \"error.modeled\"\nreason = \"So.\"\n";
    let nothing_to_say = [
        (FAULT, entry(""), 0, "known_failure"),
        (FAULT, entry(&format!("path = \"{path}\"")), 0, "known_failure"),
        (FAULT, entry("flaky = true"), 0, "known_failure"),
        ("", entry("flaky = true"), 0, "pass"),
        (FAULT, entry("expires = \"2999-12-31\""), 0, "known_failure"),
        (FAULT, String::new(), 1, "fail"),
        // A case that is not named fails as before.
        (FAULT, entry("case = \"union/unknown-zero\""), 1, "fail"),
        (FAULT, shown(BROKEN, "no*"), 0, "known_failure"),
        (FAULT, shown("{union,error}.*", "no*"), 0, "known_failure"),
        (FAULT, shown("{union,error}.*", "other*"), 1, "fail"),
        ("", other.to_owned(), 0, "pass"),
    ];
    side_by_side(nothing_to_say, |(testee, entry, code, verdict)| {
        let known = Place::new().known(testee, &entry, &[]);
        assert_eq!(known, (code, verdict.to_owned(), Vec::new()), "{entry}");
    });
    let complaints = [
        (
            "",
            "case = \"union/unknown-*\"",
            "unexpected_pass",
            "known.toml:1: the known failure of union.unknown-member-named passes: remove the entry",
        ),
        (
            FAULT,
            "path = \"outcome\"",
            "fail",
            "fails elsewhere: look at it, and write path = \"outcome.output.",
        ),
        (FAULT, "expires = \"2020-01-31\"", "fail", "expired on 2020-01-31"),
    ];
    side_by_side(complaints, |(testee, more, verdict, said)| {
        let (code, came_to, complaints) = Place::new().known(testee, &entry(more), &[]);
        assert!(code == 1 && complaints.len() == 1, "{more}: {code} {complaints:?}");
        assert_eq!(came_to, verdict, "{more}");
        assert!(complaints[0].contains(said), "{more}: {complaints:?}");
    });
}

#[test]
fn a_whole_run_reports_a_known_failure_that_matches_nothing() {
    let place = Place::new();
    let entry = format!(
        "[[failure]]\npolicy = \"{BROKEN}\"\nreason = \"So.\"\n\n\
         [[failure]]\npolicy = \"{BROKEN}\"\ncase = \"no/such-*\"\nreason = \"So.\"\n"
    );
    std::fs::write(place.path("known.toml"), entry).expect("it can be written");
    let exec = format!("{TESTEE} {FAULT}");
    let (code, stdout, _) = place.run(&[
        "client",
        "--exec",
        &exec,
        "--known-failures",
        "known.toml",
        "--jobs",
        "8",
        "-q",
        "--no-replays",
    ]);
    assert_eq!(code, 1);
    let said = "known.toml:5: the known failure of union.unknown-member-named matches nothing";
    assert!(stdout.contains(said), "{stdout}");
    assert!(stdout.contains("89 pass") || stdout.contains("88 pass"), "{stdout}");
}

#[test]
fn a_bad_file_of_known_failures_is_refused_before_the_run() {
    let place = Place::new();
    for (file, message) in [
        (
            &b"[[failure]]\npolicy = \"union.x\"\nreason = \"So.\""[..],
            "known.toml:2: there is no policy",
        ),
        (b"[[failure]]\npolicy = \"error.modeled\"", "known.toml:1: missing field `reason`"),
        (b"a = \n", "known.toml:1: "),
        (b"# \n# \xFF\n", "known.toml:2: it is not UTF-8"),
    ] {
        std::fs::write(place.path("known.toml"), file).expect("it can be written");
        let (code, stdout, stderr) = place.run(&["client", "--known-failures", "known.toml"]);
        assert!(code == 2 && stdout.is_empty() && stderr.contains(message), "{code} {stderr}");
    }
}
