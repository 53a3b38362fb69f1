//! Saved reports from end to end: written by runs, and held against each other.
#![cfg(feature = "cli")]

use std::path::PathBuf;
use std::process::{Command, Stdio};

use serde_json::Value;

const WIREPROOF: &str = env!("CARGO_BIN_EXE_wireproof");
const TESTEE: &str = env!("CARGO_BIN_EXE_wireproof-testee");

/// A fault of the testee that breaks one law on unions, and the law.
const FAULT: &str = "--fault unknown-member-unnamed";
const BROKEN: &str = "union.unknown-member-named";

/// A folder in which the command runs.
struct Place(tempfile::TempDir);

impl Place {
    fn new() -> Self {
        Self(tempfile::tempdir().expect("a temporary folder"))
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    fn write(&self, name: &str, text: &str) {
        std::fs::write(self.path(name), text).expect("it can be written");
    }

    /// Exit code, standard output and standard error.
    fn run(&self, arguments: &[&str]) -> (i32, String, String) {
        let output = Command::new(WIREPROOF)
            .args(arguments)
            .current_dir(self.0.path())
            .env_remove("WIREPROOF_TESTEES")
            .stdin(Stdio::null())
            .output()
            .expect("the command starts");
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("it is UTF-8");
        let code = output.status.code().expect("it is not killed");
        (code, text(&output.stdout), text(&output.stderr))
    }

    /// Judges our own testee, started with these options of its own, by the laws on unions, and saves the report.
    fn save(&self, file: &str, testee: &str, more: &[&str]) -> Value {
        let (exec, report) = (format!("{TESTEE} {testee}"), format!("json={file}"));
        let options = ["client", "--exec", &exec, "--report", &report, "--quiet", "--no-replays"];
        let (code, _, stderr) = self.run(&[&options[..], &["--policy", "union.*"], more].concat());
        assert!(code < 2, "{stderr}");
        serde_json::from_str(&self.read(file)).expect("it is JSON")
    }

    fn compare(&self, first: &str, second: &str) -> (i32, Value) {
        let (code, stdout, stderr) = self.run(&["compare", first, second, "--format", "json"]);
        (code, serde_json::from_str(&stdout).unwrap_or_else(|error| panic!("{error}: {stderr}")))
    }
}

/// The ids in a list of a comparison.
fn ids(list: &Value) -> Vec<&str> {
    let items = list.as_array().expect("an array");
    items.iter().map(|item| item["id"].as_str().expect("a string")).collect()
}

#[test]
fn a_report_tells_the_outcome_of_every_stimulus_once() {
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
    assert_eq!(cases.len() as u64, made, "one call each");
    cases.sort_unstable();
    cases.dedup();
    assert_eq!(cases.len() as u64, made, "each once");
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
    let laws = report["policies"].as_array().expect("an array");
    let law = laws.iter().find(|law| law["id"] == BROKEN).expect("it was judged");
    let failure = &law["failures"][0];
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
fn known_failures_are_failures_all_the_same() {
    let place = Place::new();
    place.write("known.toml", &format!("[[failure]]\npolicy = \"{BROKEN}\"\nreason = \"So.\"\n"));
    place.save("good.json", "", &[]);
    let report = place.save("known.json", FAULT, &["--known-failures", "known.toml"]);
    assert_eq!(report["summary"]["known_failure"], 1);
    let (code, found) = place.compare("good.json", "known.json");
    assert_eq!((code, ids(&found["new"])), (1, vec![BROKEN]));
}

#[test]
fn what_cannot_be_compared_is_told_with_its_meaning() {
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
            "2 for each law from --seed 7, those of B 2 for each law from --seed 8: a law may",
        ),
        (
            "edition.json",
            "A was judged by edition 2022-08, B by edition 2024-11: what differs may come",
        ),
        (
            "fewer.json",
            "B is filtered by policy = union.*, skip = union.unknown-member-named: a law that \
             it leaves out counts as not broken in B",
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
fn what_is_no_report_is_refused_with_exit_code_2() {
    let place = Place::new();
    place.save("good.json", "", &[]);
    let good = place.read("good.json");
    place.write("half.json", &good[..good.len() / 2]);
    place.write("newer.json", &good.replacen("\"wireproof\": 1", "\"wireproof\": 2", 1));
    place.write("interrupted.json", &good.replacen("\"complete\": true", "\"complete\": false", 1));
    place.write("empty.json", "");
    for (file, message) in [
        ("half.json", "half.json: it is cut short: it ends inside of the report, in line "),
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
    place.save("bad.json", FAULT, &["--known-failures", "known.toml"]);
    let (code, markdown, stderr) = place.run(&["matrix", "good.json", "bad.json"]);
    assert_eq!((code, stderr.as_str()), (0, ""));
    let row = format!("| `{BROKEN}` | must | ✓ | [✗ 28 of 28](#unionunknown-member-named) |");
    assert!(markdown.lines().any(|line| line == row), "{markdown}");
    assert!(
        markdown.contains(&format!("### `{BROKEN}`\n\n*must*: A union's unknown member is shown"))
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
    // It says hello, and then the same of every call, whose id it takes from the line.
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
    assert!(html.contains("class=\"law broken\""), "{html}");
}

#[test]
fn reports_of_two_operations_make_no_matrix() {
    let place = Place::new();
    place.save("good.json", "", &[]);
    let other = place.read("good.json").replacen("DisassociateUser", "Other", 1);
    place.write("other.json", &other);
    let (code, stdout, stderr) = place.run(&["matrix", "good.json", "other.json"]);
    assert!(code == 2 && stdout.is_empty() && stderr.contains("different operations"), "{stderr}");
    let (code, _, stderr) = place.run(&["matrix", "good.json", "--output", "no/such/file"]);
    assert!(code == 2 && stderr.contains("no/such/file cannot be written"), "{stderr}");
}
