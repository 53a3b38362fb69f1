//! The messages for input that cannot be used.

use wireproof::suite::Suite;

use super::place::{self, OURS, Place};
use super::settings::{Snapshot, Subject};

pub(crate) const SUBJECT: Subject = Subject { name: "bad_input", filters: place::FILTERS, list };

fn list() -> Vec<Snapshot> {
    vec![
        Snapshot::new(
            "options",
            "Options that do not exist, that clash, or whose values are out of range.",
            options,
        ),
        Snapshot::new("policies", "Policies and patterns that are none.", policies),
        Snapshot::new(
            "standard-input",
            "Texts that are not JSON, and header fields that are not valid.",
            standard_input,
        ),
        Snapshot::new("contract-files", "Contracts that cannot be read.", contract_files),
        Snapshot::new("case-files", "Case files of the suite that break their form.", case_files),
        Snapshot::new(
            "known-failures-files",
            "Files of known failures that break their form.",
            known_failures_files,
        ),
        Snapshot::new("replay-files", "Files that are not replay files.", replay_files),
        Snapshot::new("report-files", "Files that cannot be used as a report.", report_files),
        Snapshot::new("testees", "Testees that never get so far as to be judged.", testees),
    ]
}

/// Runs the command with each of these arguments.
fn runs(all: &[&[&str]]) -> String {
    let mut place = Place::new();
    for arguments in all {
        place.run(arguments);
    }
    place.transcript()
}

fn options() -> String {
    runs(&[
        &["cleint"],
        &["client", "--polcy", "union.*"],
        &["client", "--level", "perhaps"],
        &["client", "--edition", "2020-01"],
        &["client", "--edition", "2022-08", "--contract", "c.json"],
        &["client", "--operation", "DisassociateUser"],
        &["client", "--contract", "talk"],
        &["client", "--contract", "converse", "--edition", "2022-08"],
        &["client", "--contract", "converse", "--operation", "Invoke"],
        &["client", "--report", "json"],
        &["client", "--report", "pdf=x"],
        &["client", "--report", "json=no/such/folder/x"],
        &["client", "--report", "json=x", "--report", "text=x"],
        &["client", "--timeout", "0"],
        &["client", "--timeout", "soon"],
        &["client", "--jobs", "0"],
        &["client", "--quiet", "--verbose"],
        &["client", "--no-replays", "--replays", "here"],
        &["client", "--exec", ""],
        &["client", "--exec", "'unclosed"],
        &["client", "boto3", "--exec", "boto3"],
        &["client", "boto3"],
        &["client", "../boto3"],
        &["client", "--min-exercised", "2", "--policy", "union.known-member", "--quiet"],
        &["decode"],
        &["decode", "--status", "20"],
        &["explain"],
        &["replay"],
        &["selftest", "--mutant", "nobody"],
    ])
}

fn policies() -> String {
    runs(&[
        &["explain", "union.nown-member"],
        &["explain", "qqqq"],
        &["policies", "--policy", "union.nown-member"],
        &["policies", "--policy", "none.*"],
        &["client", "--skip", "union.nown-member"],
        &["client", "--policy", "union.["],
        &["client", "--policy", "none.*"],
        &["client", "--policy", "server.*"],
    ])
}

fn standard_input() -> String {
    let mut place = Place::new();
    for input in [
        &b""[..],
        b"{",
        b"{'a':1}",
        b"{} {}",
        b"{\"a\":\"\xff\"}",
        b"[]",
        b"null",
        br#"{"Username":"\ud800"}"#,
    ] {
        place.run_with(&["encode"], Some(input));
    }
    for header in ["nonsense", ": x", "two words: x"] {
        place.run_with(&["decode", "--status", "200", "--header", header], Some(b"{}"));
    }
    place.transcript()
}

fn contract_files() -> String {
    const SEVERAL: &str =
        r#"{"smithy":"2.0","shapes":{"a#One":{"type":"operation"},"a#Two":{"type":"operation"}}}"#;
    let mut place = Place::new();
    place.run(&["encode", "--contract", "none.json"]);
    place.run(&["encode", "--contract", "."]);
    for text in [
        &b""[..],
        b"{\"smithy\":",
        b"{\"smithy\":\"\xff\"}",
        b"[]",
        br#"{"a":1}"#,
        br#"{"smithy":"0.5","shapes":{}}"#,
        br#"{"smithy":"2.0","shapes":{}}"#,
        br#"{"smithy":"2.0","shapes":{"a#Op":{"type":"operation"}}}"#,
        br#"{"smithy":"2.0","shapes":{"a#Op":{"type":"operations"}}}"#,
        br#"{"smithy":"2.0","shapes":{"a#Op":{"type":"operation","input":{"target":"a#None"}}}}"#,
        SEVERAL.as_bytes(),
    ] {
        place.file("contract.json", text);
        place.run_with(&["encode", "--contract", "contract.json"], Some(b"{}"));
    }
    place.run_with(&["encode", "--contract", "contract.json", "--operation", "Three"], Some(b"{}"));
    place.transcript()
}

fn case_files() -> String {
    const GOOD: &str = r#"[[case]]
id = "union/a"
aims = ["union.known-member"]
why = "It is there."
expect = ['{"outcome":"client_error"}']
"#;
    let changed = |from: &str, to: &str| GOOD.replacen(from, to, 1);
    let answer = |lines: &str| format!("{GOOD}[case.answer]\n{lines}\n");
    let mut text = String::new();
    for file in [
        "[[case]\n".to_owned(),
        "[[cases]]\n".to_owned(),
        changed("id = \"union/a\"\n", ""),
        changed("union/a", "error/a"),
        changed("union/a", "union/A"),
        changed("\"union/a\"", "7"),
        format!("{GOOD}\n{GOOD}"),
        changed("It is there.", ""),
        changed("\"union.known-member\"", ""),
        changed("union.known-member", "union.none"),
        changed("'{\"outcome\":\"client_error\"}'", ""),
        changed("client_error", "error"),
        changed("\"client_error\"", "\"client_error\",\"status\":1"),
        format!("{GOOD}wait = 1\n"),
        format!("{GOOD}input = '{{'\n"),
        format!("{GOOD}repeat = 0\n"),
        format!("{GOOD}between = [\"union/a\"]\n"),
        format!("{GOOD}repeat = 2\nbetween = [\"union/b\"]\n"),
        answer("body = [{ hex = \"f\" }]"),
        answer("body = [{ repeat = \"x\", times = 100000000 }]"),
        answer("trailers = [[\"a\", \"b\"]]"),
        answer("cut = 1\nhead_cut = 1"),
        answer("close = true\nreset = true"),
        answer("delay_ms = 60000"),
        answer("headers = [[\"a b\", \"c\"]]"),
        answer("headers = [[\"Content-Length\", \"1\"]]\nframing = \"close\""),
        answer("headers = { a = \"b\" }"),
    ] {
        text += &super::wire::indented(&file);
        match Suite::read([("union", file.as_str())]) {
            Ok(_) => text += "is read\n\n",
            Err(error) => text += &format!("{error}\n\n"),
        }
    }
    text
}

fn known_failures_files() -> String {
    const GOOD: &str = "[[failure]]\npolicy = \"error.modeled\"\nreason = \"So.\"\n";
    let mut place = Place::new();
    place.run(&["client", "--known-failures", "none.toml"]);
    for text in [
        "[[failure]\n".to_owned(),
        "[[failures]]\n".to_owned(),
        "[[failure]]\nreason = \"So.\"\n".to_owned(),
        "[[failure]]\npolicy = \"error.modeled\"\n".to_owned(),
        GOOD.replace("modeled", "modelled"),
        GOOD.replace("So.", " "),
        GOOD.replace("error.modeled", "response.duplicate-members"),
        GOOD.replace("error.modeled", "server.no-nulls"),
        format!("{GOOD}case = \"[\"\n"),
        format!("{GOOD}issue = \"1\"\n"),
        format!("{GOOD}expires = \"2026-02-29\"\n"),
        format!("{GOOD}other = 1\n"),
    ] {
        place.file("known.toml", text);
        place.run(&["client", "--known-failures", "known.toml"]);
    }
    place.file("known.toml", b"[[failure]]\npolicy = \"\xff\"\n");
    place.run(&["client", "--known-failures", "known.toml"]);
    place.transcript()
}

fn replay_files() -> String {
    let mut place = Place::new();
    let fault = format!("{OURS} --fault unknown-member-unnamed");
    place.output(&["client", "--exec", &fault, "--policy", "union.unknown-member-named"], b"");
    let file = place.files(".wireproof/replays").remove(0);
    let good = place.read(&file);
    place.run(&["replay", "none.json"]);
    place.run(&["replay", "."]);
    for (from, to) in [
        ("{", "["),
        ("\"wireproof_replay\": 1", "\"wireproof_replay\": 2"),
        ("\"wireproof_replay\": 1,", ""),
        ("union.unknown-member-named", "union.x"),
        ("\"repeat\": 1", "\"repeat\": 0"),
        ("\"status\": 200", "\"status\": 70000"),
        ("\"before\": []", "\"before\": 1"),
        ("\"edition\": \"2022-08\"", "\"edition\": \"1999-01\""),
        (fault.as_str(), "'unclosed"),
    ] {
        assert!(good.contains(from), "{from} in {good}");
        place.silent_file("bad.json", good.replacen(from, to, 1));
        place.note(&format!("bad.json has {to:?} in place of {from:?}"));
        place.run(&["replay", "bad.json"]);
    }
    place.transcript()
}

fn report_files() -> String {
    let mut place = Place::new();
    let options = ["client", "--policy", "union.known-member", "--format", "json"];
    let good = place.output(&options, b"").1;
    place.silent_file("good.json", &good);
    place.run(&["compare", "good.json"]);
    place.run(&["compare", "good.json", "none.json"]);
    place.run(&["compare", ".", "good.json"]);
    place.run(&["matrix"]);
    place.run(&["matrix", "good.json", "none.json"]);
    place.run(&["matrix", "good.json", "--format", "pdf"]);
    place.run(&["matrix", "good.json", "--output", "no/such/folder/x"]);
    for text in
        ["", "<testsuites/>\n", "{\"wireproof_replay\": 1}", "{\"name\": \"other\"}", "[1, 2]"]
    {
        place.file("bad.json", text);
        place.run(&["compare", "good.json", "bad.json"]);
    }
    let (before, _) = good.split_once("\"policies\"").expect("it is there");
    place.silent_file("bad.json", before);
    place.note("bad.json ends before the policies of good.json");
    place.run(&["compare", "good.json", "bad.json"]);
    for (from, to) in [
        ("\"wireproof\": 1", "\"wireproof\": 2"),
        ("\"complete\": true", "\"complete\": false"),
        ("\"verdict\": \"pass\"", "\"verdict\": \"passed\""),
        ("\"level\": \"must\"", "\"level\": 1"),
        ("\"failures\": []", "\"failures\": [{}]"),
        ("\"outcome\":\"response\"", "\"outcome\":\"answer\""),
    ] {
        assert!(good.contains(from), "{from} in {good}");
        place.silent_file("bad.json", good.replacen(from, to, 1));
        place.note(&format!("bad.json has {to:?} in place of {from:?}"));
        place.run(&["compare", "good.json", "bad.json"]);
    }
    place.transcript()
}

fn testees() -> String {
    let hello = |fields: &str| format!(r#"sh -c 'echo {fields}; sleep 60'"#);
    let protocol_2 = hello(r#"{\"type\":\"hello\",\"protocol\":2,\"name\":\"x\"}"#);
    let edition =
        hello(r#"{\"type\":\"hello\",\"protocol\":1,\"name\":\"x\",\"edition\":\"1999-01\"}"#);
    let mut place = Place::new();
    for line in [
        "./no-such-testee",
        "sh -c 'exit 9'",
        "sh -c 'echo \"no module named sdk\" >&2; exit 1'",
        "sh -c 'kill -KILL $$'",
        &hello("Welcome"),
        &hello("{}"),
        &protocol_2,
        &edition,
        &format!("{OURS} --misbehave not-json@every"),
        &format!("{OURS} --misbehave exit@every"),
        &format!("{OURS} --fault nonsense"),
    ] {
        place.run(&["client", "--exec", line, "--policy", "union.known-member", "--quiet"]);
    }
    place.transcript()
}
