//! Saved reports from end to end: runs write them, and commands compare them.

use serde_json::Value;

use crate::folder::Place;

const TESTEE: &str = env!("CARGO_BIN_EXE_wireproof-testee");

/// A fault of the testee that breaks one policy on unions, and that policy.
const FAULT: &str = "--fault unknown-member-unnamed";
const BROKEN: &str = "union.unknown-member-named";

impl Place {
    fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    fn write(&self, name: &str, text: &str) {
        std::fs::write(self.path(name), text).expect("it can be written");
    }

    /// Judges our own testee, started with these options, by the policies on unknown members, and saves the report.
    fn save(&self, file: &str, testee: &str, more: &[&str]) -> Value {
        let (exec, report) = (format!("{TESTEE} {testee}"), format!("json={file}"));
        let options = ["client", "--exec", &exec, "--report", &report, "--quiet", "--no-replays"];
        let (code, _, stderr) =
            self.run(&[&options[..], &["--policy", "union.unknown-*"], more].concat());
        assert!(code < 2, "{stderr}");
        serde_json::from_str(&self.read(file)).expect("it is JSON")
    }

    fn compare(&self, first: &str, second: &str) -> (i32, Value) {
        let (code, stdout, stderr) = self.run(&["compare", first, second, "--format", "json"]);
        (code, serde_json::from_str(&stdout).unwrap_or_else(|error| panic!("{error}: {stderr}")))
    }
}

/// Returns the ids in a list of a comparison.
fn ids(list: &Value) -> Vec<&str> {
    let items = list.as_array().expect("an array");
    items.iter().map(|item| item["id"].as_str().expect("a string")).collect()
}

#[test]
fn a_report_holds_the_outcome_of_every_stimulus_once() {
    let place = Place::new();
    let report = place.save("a.json", FAULT, &["--cases", "3", "--seed", "7"]);
    let outcomes = report["outcomes"].as_array().expect("an array");
    let mut cases: Vec<_> = outcomes
        .iter()
        .flat_map(|outcome| outcome["cases"].as_array().expect("an array"))
        .map(|case| case.as_str().expect("a string"))
        .collect();
    let calls = report["calls"].as_object().expect("an object");
    let made: u64 = calls.values().filter_map(Value::as_u64).sum();
    let sent = cases.len();
    assert!(sent as u64 <= made, "one call each at least; a case may repeat its call");
    cases.sort_unstable();
    cases.dedup();
    assert_eq!(cases.len(), sent, "each once");
    assert!(cases.iter().any(|case| case.starts_with("boundary/")), "{cases:?}");
    let case = "union/unknown-zero";
    let its =
        outcomes.iter().find(|o| o["cases"].as_array().is_some_and(|c| c.contains(&case.into())));
    let output = &its.expect("it was sent")["output"]["InstanceUserSummary"]["IdentityProvider"];
    assert_eq!(output["SDK_UNKNOWN_MEMBER"], serde_json::json!({}), "the name is lost");
    assert!(report["started"].as_str().is_some_and(|moment| moment.ends_with('Z')));
    assert_eq!(report["wireproof_version"], env!("CARGO_PKG_VERSION"));
}

#[test]
fn a_mark_points_at_the_byte_of_the_message() {
    use base64::Engine as _;
    let place = Place::new();
    let report = place.save("a.json", FAULT, &[]);
    let policies = report["policies"].as_array().expect("an array");
    let policy = policies.iter().find(|policy| policy["id"] == BROKEN).expect("it was judged");
    let failure = &policy["failures"][0];
    let mark = &failure["findings"][0]["mark"];
    assert_eq!(mark["in"], "response");
    let base64 = failure["exchange"]["response"]["base64"].as_str().expect("a string");
    let raw = base64::engine::general_purpose::STANDARD.decode(base64).expect("base64");
    let from = usize::try_from(mark["from"].as_u64().expect("a number")).expect("it fits");
    assert!(raw[from..].starts_with(br#"{"Okta":0}"#), "{}", String::from_utf8_lossy(&raw[from..]));
}

#[test]
fn new_failures_exit_with_1_and_fixed_ones_with_0() {
    let place = Place::new();
    place.save("good.json", "", &[]);
    place.save("bad.json", FAULT, &[]);

    let (code, found) = place.compare("good.json", "bad.json");
    assert_eq!((code, ids(&found["new"]), ids(&found["fixed"])), (1, vec![BROKEN], vec![]));
    assert_eq!(found["caveats"].as_array().map(Vec::len), Some(1), "both are filtered: {found}");
    let kinds = found["outcomes"]["kinds"].as_array().expect("an array");
    let digest = |kind: &Value| kind["b"] == "response with another output";
    assert!(kinds[1..].iter().all(digest), "one fault, one kind, large outputs aside: {found}");
    assert!(kinds[0]["b"].as_str().is_some_and(|b| b.contains("without") && b.ends_with("name")));
    let broken = found["new"][0]["b"]["failed"].as_u64().expect("a number");
    assert!(found["outcomes"]["other"].as_u64() >= Some(broken), "{found}");

    let (code, found) = place.compare("bad.json", "good.json");
    assert_eq!((code, ids(&found["new"]), ids(&found["fixed"])), (0, vec![], vec![BROKEN]));
    let (code, found) = place.compare("bad.json", "bad.json");
    assert_eq!((code, ids(&found["broken_in_both"])), (0, vec![BROKEN]));
    assert_eq!(found["outcomes"]["other"], 0);
    assert_ne!(found["outcomes"]["compared"], 0);
    let (code, stdout, _) = place.run(&["compare", "good.json", "bad.json"]);
    assert!(
        code == 1 && stdout.contains("New failures: 1\n") && !stdout.contains('\u{1b}'),
        "{stdout}"
    );
    let (_, stdout, _) = place.run(&["--color", "always", "compare", "good.json", "bad.json"]);
    assert!(stdout.contains('\u{1b}'));
}

#[test]
fn known_failures_count_as_failures_in_a_comparison() {
    let place = Place::new();
    place.write("known.toml", &format!("[[failure]]\npolicy = \"{BROKEN}\"\nreason = \"So.\"\n"));
    place.save("good.json", "", &[]);
    let report = place.save("known.json", FAULT, &["--known-failures", "known.toml"]);
    assert_eq!(report["summary"]["known_failure"], 1);
    let (code, found) = place.compare("good.json", "known.json");
    assert_eq!((code, ids(&found["new"])), (1, vec![BROKEN]));
}

#[test]
fn the_limits_of_a_comparison_are_reported_with_their_meaning() {
    let place = Place::new();
    place.save("a.json", "", &["--cases", "2", "--seed", "7"]);
    place.save("seed.json", "", &["--cases", "2", "--seed", "8"]);
    place.save("same.json", "", &["--cases", "2", "--seed", "7"]);
    place.save("edition.json", "", &["--edition", "2024-11", "--cases", "2", "--seed", "7"]);
    place.save("fewer.json", "", &["--skip", BROKEN]);

    let (_, same) = place.compare("a.json", "same.json");
    let (code, seed) = place.compare("a.json", "seed.json");
    let compared = |found: &Value| found["outcomes"]["compared"].as_u64().expect("a number");
    assert!(code == 0 && compared(&seed) < compared(&same), "{seed}");
    for (file, words) in [
        (
            "seed.json",
            "2 for each policy from --seed 7, those of B 2 for each policy from --seed 8: a policy may",
        ),
        (
            "edition.json",
            "A was judged by edition 2022-08, B by edition 2024-11: differences may come from the contract",
        ),
        (
            "fewer.json",
            "B is filtered by policy = union.unknown-*, skip = union.unknown-member-named: a policy that \
             the filter leaves out counts as not broken in B",
        ),
    ] {
        let (_, found) = place.compare("a.json", file);
        let caveats = found["caveats"].to_string();
        assert!(caveats.contains(words), "{file}: {caveats}");
        let (_, stdout, _) = place.run(&["compare", "a.json", file]);
        assert!(stdout.contains("warning: ") && stdout.contains(words), "{stdout}");
    }
    let (_, fewer) = place.compare("a.json", "fewer.json");
    assert_eq!(ids(&fewer["judged_in_one"]), [BROKEN]);
}

#[test]
fn a_file_that_is_not_a_report_is_refused_with_exit_code_2() {
    let place = Place::new();
    place.save("good.json", "", &[]);
    let good = place.read("good.json");
    place.write("half.json", &good[..good.len() / 2]);
    place.write("newer.json", &good.replacen("\"wireproof\": 1", "\"wireproof\": 2", 1));
    place.write("interrupted.json", &good.replacen("\"complete\": true", "\"complete\": false", 1));
    place.write("empty.json", "");
    for (file, message) in [
        ("half.json", "half.json: it is cut short: it ends inside the report, in line "),
        ("newer.json", "newer.json: `wireproof`: the report is of version 2"),
        ("interrupted.json", "interrupted.json: `complete`: the run was interrupted"),
        ("empty.json", "empty.json: it is empty"),
        ("nowhere.json", "nowhere.json cannot be read"),
    ] {
        for arguments in [["compare", "good.json", file], ["compare", file, "good.json"]] {
            let (code, stdout, stderr) = place.run(&arguments);
            assert!(code == 2 && stdout.is_empty() && stderr.contains(message), "{code} {stderr}");
        }
    }
}

#[test]
fn a_matrix_is_made_of_reports() {
    let place = Place::new();
    place.write("known.toml", &format!("[[failure]]\npolicy = \"{BROKEN}\"\nreason = \"So.\"\n"));
    place.save("good.json", "", &[]);
    let bad = place.save("bad.json", FAULT, &["--known-failures", "known.toml"]);
    let (code, markdown, stderr) = place.run(&["matrix", "good.json", "bad.json"]);
    assert_eq!((code, stderr.as_str()), (0, ""));
    let policies = bad["policies"].as_array().expect("an array");
    let policy = policies.iter().find(|policy| policy["id"] == BROKEN).expect("it is judged");
    let count = format!("{} of {}", policy["failed"], policy["exercised"]);
    let row = format!("| `{BROKEN}` | must | ✓ | [✗ {count}](#unionunknown-member-named) |");
    assert!(markdown.lines().any(|line| line == row), "{markdown}");
    assert!(
        markdown
            .contains(&format!("### `{BROKEN}`\n\n*must*: A client shows an unknown union member"))
    );
    assert!(markdown.contains("answered  HTTP/1.1 200 OK\n"), "{markdown}");

    let arguments =
        ["matrix", "--format", "html", "--output", "page.html", "good.json", "bad.json"];
    assert_eq!(place.run(&arguments), (0, String::new(), String::new()));
    let html = place.read("page.html");
    assert!(html.starts_with("<!doctype html>") && html.ends_with("</html>\n"));
    assert!(html.contains(&format!("href=\"#{BROKEN}/reference-2\" title=\"reference")));
    assert!(html.contains("<mark>{</mark>&quot;Okta&quot;:0}"), "the byte is marked");
    assert!(html.contains("POST /user/DisassociateUser HTTP/1.1"));
}

#[test]
fn a_testee_cannot_put_anything_into_the_page() {
    let place = Place::new();
    let name = "<script>alert(1)</script>";
    let hello = format!(
        r#"{{"type":"hello","protocol":1,"name":"{name}","version":"<img src=x onerror=alert(1)>","features":[]}}"#
    );
    let result = format!(
        r#"{{"type":"result","id":"%s","outcome":"client_error","stage":"read","class":"{name}","message":"</pre>{name}"}}"#
    );
    // It says hello, and then gives every call the same result. It takes the id of the call from the line.
    place.write(
        "testee.sh",
        &format!(
            "read -r line; echo '{hello}'\nwhile read -r line; do case $line in *bye*) exit;; esac\n\
             id=${{line#*'\"id\":\"'}}; printf '{result}\\n' \"${{id%%'\"'*}}\"; done\n"
        ),
    );
    let options = ["client", "--exec", "sh testee.sh", "--policy", "request.members-serialized"];
    let (code, _, stderr) =
        place.run(&[&options[..], &["--report", "json=a.json", "--no-replays"]].concat());
    assert_eq!(code, 1, "{stderr}");
    let (code, markdown, _) = place.run(&["matrix", "a.json"]);
    assert!(
        code == 0 && markdown.contains("**&lt;script&gt;alert(1)&lt;/script&gt;**"),
        "{markdown}"
    );
    assert!(!markdown.contains("<img"), "{markdown}");
    let (code, html, _) = place.run(&["matrix", "--format", "html", "a.json"]);
    assert!(
        code == 0 && html.contains("<h2>&lt;script&gt;alert(1)&lt;/script&gt; <small>"),
        "{html}"
    );
    assert!(!html.contains("<script") && !html.contains("<img"), "{html}");
    assert!(html.contains("class=\"policy broken\""), "{html}");
}

#[test]
fn reports_of_two_operations_make_two_sections_of_a_matrix() {
    let place = Place::new();
    place.save("good.json", "", &[]);
    let other = place.read("good.json").replacen("DisassociateUser", "Other", 1);
    place.write("other.json", &other);
    let (code, markdown, stderr) = place.run(&["matrix", "good.json", "other.json"]);
    assert_eq!(code, 0, "{stderr}");
    for heading in ["## Clients of DisassociateUser", "## Clients of Other"] {
        assert!(markdown.lines().any(|line| line == heading), "{markdown}");
    }
    let (code, _, stderr) = place.run(&["matrix", "good.json", "--output", "no/such/file"]);
    assert!(code == 2 && stderr.contains("no/such/file cannot be written"), "{stderr}");
}

/// Returns a command line for our testee that replaces one text by another in its answers.
fn reworded(from: &str, to: &str) -> String {
    format!("sh -c \"{TESTEE} | sed -u 's/{from}/{to}/'\"")
}

impl Place {
    /// Judges our testee, started with these options, and compares it with a second one.
    fn against(&self, testee: &str, second: &str, more: &[&str]) -> (i32, Value) {
        let exec = format!("{TESTEE} {testee}");
        let options = ["client", "--exec", &exec, "--against-exec", second, "--no-replays"];
        let format = ["--format", "json"];
        let (code, stdout, stderr) = self.run(&[&options[..], &format, more].concat());
        let report = serde_json::from_str(&stdout);
        (code, report.unwrap_or_else(|error| panic!("{error}: {stderr}")))
    }
}

/// Returns the policies that are broken in a report.
fn broken(report: &Value) -> Vec<&str> {
    let policies = report["policies"].as_array().expect("an array").iter();
    policies
        .filter(|policy| policy["verdict"] == "fail")
        .map(|policy| policy["id"].as_str().expect("one"))
        .collect()
}

#[test]
fn a_testee_does_not_differ_from_itself() {
    let place = Place::new();
    let (code, report) = place.against("", TESTEE, &["--policy", "union.*", "--cases", "3"]);
    let against = &report["against"];
    assert_eq!(
        (code, &against["decided"], &against["undecided"]),
        (0, &0.into(), &Value::from(Vec::<Value>::new()))
    );
    assert!(
        against["same"] == against["compared"] && against["same"].as_u64() > Some(70),
        "{against}"
    );
    assert_eq!(against["calls"]["judged"], report["calls"]["judged"]);
    let plain = place.save("plain.json", "", &[]);
    assert_eq!(plain["against"], Value::Null);
}

#[test]
fn open_differences_are_reported_once_for_each_kind_and_never_fail_the_run() {
    let place = Place::new();
    let policies =
        ["--policy", "response.malformed-refused", "--policy", "response.trailing-data-refused"];
    let second = reworded("deserialize", "read");
    let (code, report) = place.against("", &second, &policies);
    assert_eq!((code, broken(&report)), (0, vec![]), "it is the first that is judged");
    let against = &report["against"];
    let kinds = against["undecided"].as_array().expect("an array");
    assert_eq!(kinds.len(), 1, "{against}");
    let kind = &kinds[0];
    assert_eq!(kind["first"], "client error at deserialize");
    assert_eq!(kind["second"], "client error at read");
    assert!(kind["count"].as_u64() > Some(40), "{against}");
    assert_eq!(kind["exchange"]["outcome"]["stage"], "deserialize");
    assert_eq!(kind["second_exchange"]["outcome"]["stage"], "read");
    assert_eq!(
        kind["exchange"]["response"], kind["second_exchange"]["response"],
        "the same answer"
    );
    let (_, wordy) = place.against("", &reworded("JSON", "J.S.O.N."), &policies);
    assert_eq!(wordy["against"]["same"], wordy["against"]["compared"], "wording does not count");
}

#[test]
fn a_difference_that_a_policy_decides_is_not_open_whichever_testee_breaks_it() {
    let place = Place::new();
    let policies = ["--policy", BROKEN];
    let faulty = format!("{TESTEE} {FAULT}");
    for (first, second, code, policies_broken) in
        [(FAULT, TESTEE, 1, vec![BROKEN]), ("", faulty.as_str(), 0, vec![])]
    {
        let (ended, report) = place.against(first, second, &policies);
        assert_eq!((ended, broken(&report)), (code, policies_broken));
        let against = &report["against"];
        assert!(against["decided"].as_u64() >= Some(28), "{against}");
        assert_eq!(against["undecided"].as_array().map(Vec::len), Some(0), "{against}");
    }
    // A policy decides even if the run leaves it out.
    let other = ["--policy", "union.unknown-member-tolerated"];
    let (_, report) = place.against("", &faulty, &other);
    let against = &report["against"];
    assert!(against["decided"].as_u64() > Some(0), "{against}");
    assert_eq!(against["undecided"].as_array().map(Vec::len), Some(0), "{against}");
}

#[test]
fn the_number_of_jobs_does_not_change_the_differences() {
    let place = Place::new();
    let second = format!("{TESTEE} --fault error-code-lost");
    let run = |jobs: &str| {
        let policies = ["--policy", "error.status-*", "--policy", "error.message-*"];
        let (_, report) = place.against("", &second, &[&policies[..], &["--jobs", jobs]].concat());
        let mut against = report["against"].clone();
        for kind in against["undecided"].as_array_mut().expect("an array") {
            // The requests hold ports and signatures.
            kind["exchange"]["requests"] = Value::Null;
            kind["second_exchange"]["requests"] = Value::Null;
        }
        against
    };
    assert_eq!(run("1"), run("3"));
}

#[test]
fn the_second_testee_is_found_and_must_report_an_outcome() {
    let place = Place::new();
    let folder = place.path("testees/other");
    std::fs::create_dir_all(&folder).expect("it can be made");
    place.write("testees/other/run", &format!("#!/bin/sh\nexec {TESTEE} {FAULT}\n"));
    let mode = std::os::unix::fs::PermissionsExt::from_mode(0o755);
    std::fs::set_permissions(folder.join("run"), mode).expect("it can be set");
    let options = ["client", "--policy", BROKEN, "--no-replays"];
    let run = |more: &[&str]| place.run(&[&options[..], more].concat());

    let (code, stdout, stderr) = run(&["--against", "other"]);
    assert!(code == 0 && stdout.contains("── compared with reference "), "{stdout}{stderr}");
    assert!(stdout.contains("explained by a policy, none unexplained\n"), "{stdout}");
    let (code, stdout, _) = run(&["other", "--against", "reference"]);
    assert!(code == 1 && stdout.contains(&format!("FAIL  {BROKEN}")), "{stdout}");
    let (code, stdout, stderr) = run(&["--against", "nobody"]);
    assert!(code == 2 && stdout.is_empty(), "{stdout}");
    assert!(
        stderr.contains("--against: there is no testee `nobody` in `testees`; there are other"),
        "{stderr}"
    );
    let (code, _, stderr) = run(&["--against-exec", "./no-such-program"]);
    assert!(code == 3 && stderr.contains("no-such-program"), "{stderr}");
    let (code, _, stderr) = run(&["--against-exec", "'unclosed"]);
    assert!(code == 2 && stderr.contains("--against-exec: "), "{stderr}");
    let (code, stdout, stderr) =
        run(&["--against-exec", &format!("{TESTEE} --misbehave not-json@every")]);
    assert!(
        code == 3 && stderr.contains("the second testee reported no outcome"),
        "{stdout}{stderr}"
    );
    let dies = format!("{TESTEE} --misbehave exit@5");
    let (code, stdout, _) = run(&["--against-exec", &dies, "--edition", "2024-11", "--jobs=1"]);
    assert!(code == 0 && stdout.contains("1 lost by the second"), "{stdout}");
}

#[test]
fn a_report_says_if_nobody_named_the_edition() {
    let place = Place::new();
    let run = |testee: &str, more: &[&str]| {
        let exec = format!("{TESTEE} {testee}");
        let files = ["--report", "json=a.json", "--report", "junit=a.xml", "--no-replays"];
        let options = ["client", "--exec", &exec, "--policy", "union.null-is-absent"];
        let (code, text, stderr) = place.run(&[&options[..], &files, more].concat());
        assert_eq!(code, 0, "{stderr}");
        let json: Value = serde_json::from_str(&place.read("a.json")).expect("it is JSON");
        let junit = place.read("a.xml").contains("contract.edition-assumed");
        let line = text.lines().nth(1).unwrap_or_default().to_owned();
        (line, json["contract"]["edition_assumed"].as_bool(), junit)
    };
    let (line, json, junit) = run("--edition none", &[]);
    assert!(
        line.starts_with("edition 2022-08 is assumed")
            && line.contains("--edition 2024-11 or 2026-11"),
        "{line}"
    );
    assert_eq!((json, junit), (Some(true), true));
    // The user names it, or the testee does.
    for (testee, more) in
        [("--edition none", &["--edition", "2022-08"][..]), ("--edition 2022-08", &[]), ("", &[])]
    {
        assert_eq!(run(testee, more), (String::new(), Some(false), false), "{testee} {more:?}");
    }
}
