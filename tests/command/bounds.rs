//! Nothing that comes from outside makes a command panic, hang or take memory without a bound: patterns, counts, bodies,
//! files, contracts.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::{Value, json};
use wireproof::contract::Contract;
use wireproof::generate::Generator;
use wireproof::json::Json;
use wireproof::policy::catalogue;
use wireproof::suite::{Stimuli, StimulusSource as _, Suite};

use crate::support::with_input;

const WIREPROOF: &str = env!("CARGO_BIN_EXE_wireproof");

/// Exit code, standard output and standard error of the command with this standard input.
fn run(arguments: &[&str], input: &[u8]) -> (i32, String, String) {
    told(with_input(Command::new(WIREPROOF).args(arguments), input))
}

fn told(output: Output) -> (i32, String, String) {
    let text = |bytes| String::from_utf8(bytes).expect("what is printed is UTF-8");
    let code = output.status.code().expect("it is not killed");
    (code, text(output.stdout), text(output.stderr))
}

/// The same, with so much memory: the command ends in an abort where it asks for more.
#[cfg(target_os = "linux")]
fn run_within(mebibytes: usize, arguments: &[&str], input: &[u8]) -> (i32, String, String) {
    let script = format!("ulimit -v {} && exec \"$0\" \"$@\"", mebibytes * 1024);
    let mut command = Command::new("sh");
    command.args(["-c", &script, WIREPROOF]).args(arguments);
    let output = with_input(&mut command, input);
    let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.code().is_some(), "{arguments:?}: {:?}: {stderr:.500}", output.status);
    told(output)
}

fn file(folder: &Path, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
    let path = folder.join(name);
    std::fs::write(&path, bytes).expect("it can be written");
    path
}

fn text(path: &Path) -> &str {
    path.to_str().expect("UTF-8")
}

// Patterns.

#[test]
fn a_pattern_that_the_glob_library_chokes_on_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    for depth in [125, 3_000] {
        let pattern = format!("{}a{}", "{a,".repeat(depth), "}".repeat(depth));
        for arguments in [
            &["client", "--policy", &pattern][..],
            &["client", "--skip", &pattern],
            &["policies", "--policy", &pattern],
            &["selftest", "--mutant", &pattern],
        ] {
            let (code, stdout, stderr) = run(arguments, b"");
            assert_eq!((code, stdout.as_str()), (2, ""), "{stderr}");
            assert!(stderr.contains(arguments[1]), "the option is named: {stderr}");
            assert!(stderr.contains("write several patterns"), "{stderr}");
            assert!(stderr.len() < 400, "{stderr}");
        }
        for field in ["case", "actual", "policy"] {
            let policy = if field == "policy" { "" } else { "policy = 'error.modeled'\n" };
            let known = format!("[[failure]]\n{policy}{field} = '{pattern}'\nreason = 'So.'\n");
            let known = file(folder.path(), "known.toml", known);
            let (code, _, stderr) = run(&["client", "--known-failures", text(&known)], b"");
            assert_eq!(code, 2, "{stderr}");
            let line = if field == "policy" { 2 } else { 3 };
            assert!(stderr.contains(&format!("known.toml:{line}: ")), "{stderr}");
        }
    }
}

// Counts.

#[test]
fn an_absurd_number_of_cases_is_refused() {
    for cases in ["18446744073709551614", "4294967296", "1000001", "-1", "99999999999999999999"] {
        let (code, _, stderr) = run(&["client", &format!("--cases={cases}")], b"");
        assert_eq!(code, 2, "{cases}: {stderr}");
        assert!(stderr.contains("from 0 to 1000000"), "{stderr}");
    }
}

#[test]
fn any_number_of_stimuli_leaves_the_fixed_ones_in_their_places() {
    let contract = Contract::default();
    let policies: Vec<_> = catalogue()
        .iter()
        .copied()
        .filter(|p| p.group == wireproof::policy::Group::Union)
        .collect();
    let fixed: Stimuli = Suite::embedded()
        .select(contract.edition_name(), &policies)
        .into_iter()
        .map(|case| case.stimulus.clone())
        .collect();
    let (count, first) = (fixed.len(), fixed.get(0).expect("there is one").id.clone());
    for cases in [usize::MAX, usize::MAX - 1, usize::MAX / 2, 1 << 40] {
        let source = Generator::new(&contract, &policies, cases, 1);
        assert!(source.len() >= cases);
        let last = source.stimulus(source.len() - 1).id;
        assert_eq!(last, source.id(source.len() - 1));
        let stimuli = fixed.clone().and(std::sync::Arc::new(source));
        assert!(stimuli.len() > count, "{cases}");
        assert_eq!(stimuli.get(0).expect("it is there").id, first, "{cases}");
        let made = stimuli.get(count).expect("it is there");
        assert_eq!(made.id, "boundary/union.known-member/000000");
    }
}

// Memory.

/// 8 MiB of these members, in an answer.
#[cfg(target_os = "linux")]
fn many(piece: &str) -> String {
    piece.repeat(8 * 1024 * 1024 / piece.len())
}

#[test]
#[cfg(target_os = "linux")]
fn a_large_answer_with_a_million_faults_takes_memory_in_proportion() {
    for (name, body) in [
        ("repeated", format!("{{{}\"a\":1}}", many("\"InstanceUserSummary\":{},"))),
        ("unknown", format!("{{{}\"a\":1}}", many("\"x\":1,"))),
        ("null", format!("{{\"InstanceUserSummary\":{{{}\"a\":1}}}}", many("\"Domain\":null,"))),
        ("mistyped", format!("{{\"InstanceUserSummary\":{{{}\"a\":1}}}}", many("\"Domain\":1,"))),
        (
            "union",
            format!(
                "{{\"InstanceUserSummary\":{{\"IdentityProvider\":{{{}\"a\":1}}}}}}",
                many("\"Okta\":1,")
            ),
        ),
    ] {
        // What the program takes when it has nothing to do, four times the body, and 100 MiB.
        let bound = 60 + 4 * 8 + 100;
        let (code, stdout, stderr) =
            run_within(bound, &["decode", "--status", "200"], body.as_bytes());
        assert_eq!(code, 0, "{name}: {stderr:.500}");
        assert!(stdout.len() < 200_000, "{name}: {} bytes are printed", stdout.len());
        let printed: Value = serde_json::from_str(&stdout).expect(name);
        let findings = printed["findings"].as_array().expect("an array");
        assert!(!findings.is_empty(), "{name}");
        if name == "repeated" {
            let more = findings.iter().filter_map(|finding| finding["message"].as_str());
            let more: Vec<_> = more.filter(|message| message.starts_with("and ")).collect();
            let repeated = 8 * 1024 * 1024 / "\"InstanceUserSummary\":{},".len() - 1;
            assert!(more[0].starts_with(&format!("and {} more", repeated - 100)), "{more:?}");
        }
    }
}

#[test]
fn known_failures_that_are_too_large_are_refused_unread() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("known.toml");
    let large = File::create(&path).expect("it can be written");
    large.set_len(100 * 1024 * 1024).expect("it can grow");
    let (code, _, stderr) = run(&["client", "--known-failures", text(&path)], b"");
    assert_eq!(code, 2, "{stderr}");
    assert!(stderr.contains("known.toml holds more than 8388608 bytes"), "{stderr}");
    assert!(stderr.contains("by patterns"), "{stderr}");
}

#[test]
#[cfg(target_os = "linux")]
fn a_file_of_millions_of_values_is_no_report() {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, content) in [
        ("numbers.json", format!("[{}1]", "1,".repeat(3_000_000))),
        ("nested.json", format!("[{}1]", "[[]],".repeat(1_500_000))),
    ] {
        let path = file(folder.path(), name, content);
        for command in [&["matrix"][..], &["compare", text(&path)], &["replay"]] {
            let (code, _, stderr) = run_within(160, &[command, &[text(&path)]].concat(), b"");
            assert_eq!(code, 2, "{stderr}");
            assert!(stderr.contains("holds more than 2000000 values"), "{stderr}");
        }
        let (code, _, stderr) = run_within(160, &["encode", "--contract", text(&path)], b"{}");
        assert_eq!(code, 2, "{stderr}");
        assert!(stderr.contains("too much for a contract; leave out"), "{stderr}");
        let content = std::fs::read(&path).expect("it can be read");
        let (code, _, stderr) = run_within(160, &["encode"], &content);
        assert_eq!(code, 2, "{stderr}");
        assert!(stderr.contains("write a smaller input"), "{stderr}");
    }
}

#[test]
#[cfg(target_os = "linux")]
fn a_large_body_of_millions_of_values_is_refused_before_it_is_decoded() {
    let decode = ["decode", "--status", "200"];
    let body = format!("{{\"a\":[{}0]}}", "0,".repeat(9_000_000));
    let (code, stdout, stderr) = run_within(160, &decode, body.as_bytes());
    assert_eq!((code, stdout.as_str()), (2, ""), "{stderr}");
    // The eight-millionth: those of the object and of the array come first.
    assert!(stderr.contains("more than 8000000 values (at byte 16000003), "), "{stderr}");
    assert!(stderr.contains("shorten its lists and maps"), "{stderr}");
    // As large, but all of it in a string.
    let body = format!("{{\"a\":\"{}\"}}", "0,".repeat(9_000_000));
    let (code, _, stderr) = run(&decode, body.as_bytes());
    assert_eq!(code, 0, "{stderr}");
}

// Contracts.

fn member(target: &str, required: bool) -> Value {
    match required {
        true => json!({"target": target, "traits": {"smithy.api#required": {}}}),
        false => json!({"target": target}),
    }
}

/// A contract whose input and output have a member that is a `T`, among these shapes.
fn contract_file(shapes: Value, required: bool) -> String {
    let around = json!({"type": "structure", "members": {"t": member("a#T", required)}});
    let mut all = json!({
        "a#S": {"type": "service", "version": "1", "operations": [{"target": "a#Op"}]},
        "a#Op": {
            "type": "operation",
            "input": {"target": "a#In"},
            "output": {"target": "a#Out"},
            "traits": {"smithy.api#http": {"method": "POST", "uri": "/x", "code": 200}},
        },
        "a#In": around,
        "a#Out": around,
    });
    let all_shapes = all.as_object_mut().expect("an object");
    all_shapes.extend(shapes.as_object().expect("an object").clone());
    json!({"smithy": "2.0", "shapes": all}).to_string()
}

/// A structure with so many members of these targets, and a string.
fn structure(targets: impl IntoIterator<Item = String>, required: bool) -> Value {
    let members = targets.into_iter().enumerate();
    let mut members: serde_json::Map<String, Value> =
        members.map(|(i, target)| (format!("m{i}"), member(&target, required))).collect();
    members.insert("s".to_owned(), member("smithy.api#String", false));
    json!({"type": "structure", "members": members})
}

fn of_itself(members: usize) -> String {
    let itself = std::iter::repeat_n("a#T".to_owned(), members);
    contract_file(json!({"a#T": structure(itself, false)}), false)
}

fn mutual() -> String {
    let shapes = json!({
        "a#T": structure(["a#L", "a#M", "a#U", "a#L"].map(str::to_owned), false),
        "a#L": {"type": "list", "member": {"target": "a#M"}},
        "a#M": {"type": "map", "key": {"target": "smithy.api#String"}, "value": {"target": "a#T"}},
        "a#U": {"type": "union", "members": {"t": {"target": "a#T"}, "l": {"target": "a#L"}}},
    });
    contract_file(shapes, false)
}

fn wide(members: usize) -> String {
    let texts = std::iter::repeat_n("smithy.api#String".to_owned(), members);
    contract_file(json!({"a#T": structure(texts, false)}), true)
}

fn chain(shapes: usize, required: bool) -> String {
    let mut all = serde_json::Map::new();
    for i in 0..shapes {
        let name = if i == 0 { "a#T".to_owned() } else { format!("a#C{i}") };
        all.insert(name, structure([format!("a#C{}", i + 1)], required));
    }
    all.insert(format!("a#C{shapes}"), structure([], false));
    contract_file(Value::Object(all), required)
}

fn nodes(value: &Json) -> usize {
    let inside = match value {
        Json::Array(items) => items.iter().map(nodes).sum(),
        Json::Object(members) => members.iter().map(|(_, value)| nodes(value)).sum(),
        _ => 0,
    };
    1 + inside
}

#[test]
fn stimuli_of_any_contract_are_of_a_bounded_size() {
    let policies: Vec<_> = ["request.members-serialized", "response.members-decoded"]
        .into_iter()
        .filter_map(wireproof::policy::find)
        .collect();
    for (name, contract, at_least) in [
        ("three", of_itself(3), 100),
        ("four", of_itself(4), 100),
        ("thirty", of_itself(30), 100),
        ("mutual", mutual(), 20),
        ("wide", wide(2_000), 250),
        ("chain", chain(2_000, false), 4),
        ("short chain", chain(30, true), 30),
    ] {
        let contract = Contract::from_smithy(contract, None).expect(name);
        let generator = Generator::new(&contract, &policies, 2, 1);
        assert_eq!(generator.obstacle(), None, "{name}");
        assert!(generator.len() > 0, "{name}");
        let mut largest = 0;
        for index in 0..generator.len() {
            let stimulus = generator.stimulus(index);
            let size = nodes(&stimulus.call.input);
            // The nodes of a value, and what a malformation adds.
            assert!(size < 1_000, "{name}: {size}");
            assert!(stimulus.call.answer.body.len() < 400_000, "{name}");
            largest = largest.max(size);
        }
        assert!(largest >= at_least, "{name}: {largest}");
    }
}

#[test]
fn what_nobody_wants_any_more_is_not_made() {
    let contract = Contract::from_smithy(of_itself(30), None).expect("a contract");
    let asked = std::cell::Cell::new(0);
    let stop = || {
        asked.set(asked.get() + 1);
        true
    };
    assert!(Generator::interruptible(&contract, catalogue(), 9, 1, &stop).is_none());
    assert!(asked.get() <= 2, "it goes on after {} questions", asked.get());
}

#[test]
fn a_contract_without_a_finite_value_is_refused_with_the_cycle() {
    let folder = tempfile::tempdir().expect("a folder");
    let twice =
        contract_file(json!({"a#T": structure(["a#T".to_owned(), "a#T".to_owned()], true)}), true);
    let path = file(folder.path(), "endless.json", twice);
    for command in [&["client", "--cases", "3"][..], &["decode", "--status", "200"], &["encode"]] {
        let (code, _, stderr) = run(&[command, &["--contract", text(&path)]].concat(), b"{}");
        assert_eq!(code, 2, "{stderr}");
        assert!(stderr.contains("endless.json: a#In has no finite value: T$m0 -> T"), "{stderr}");
    }
    // It has one, but none that can be made.
    let path = file(folder.path(), "deep.json", chain(2_000, true));
    let arguments = ["client", "--contract", text(&path), "--cases", "3", "--no-replays"];
    let (code, _, stderr) = run(&arguments, b"");
    assert_eq!(code, 2, "{stderr}");
    assert!(stderr.contains("nests 2002 levels"), "{stderr}");
    let (code, stdout, stderr) =
        run(&["decode", "--status", "200", "--contract", text(&path)], b"{}");
    assert_eq!((code, stdout.contains("\"type\":\"result\"")), (0, true), "{stderr}");
}

// What a terminal obeys.

#[test]
fn json_on_a_terminal_commands_nothing() {
    let unseen: String = ('\u{7f}'..='\u{9f}')
        .chain("\u{61c}\u{200e}\u{200f}\u{2028}\u{2029}\u{202a}\u{202e}\u{2066}\u{2069}".chars())
        .collect();
    let provider = r#"{"ActiveDirectoryIdentityProvider":{}}"#;
    let answer = format!(
        r#"{{"InstanceUserSummary":{{"IdentityProvider":{provider},"InstanceId":"{unseen}","Status":"s","Username":"é日🙂"}}}}"#
    );
    let input =
        format!(r#"{{"IdentityProvider":{provider},"InstanceId":"{unseen}","Username":"é日🙂"}}"#);
    let shows = |stdout: &str| {
        assert!(!stdout.chars().any(|c| unseen.contains(c)), "{stdout}");
        assert!(stdout.contains("é日🙂"), "what is seen stays: {stdout}");
        serde_json::from_str::<Value>(stdout).expect("it is JSON")
    };
    let (_, stdout, _) = run(&["decode", "--status", "200"], answer.as_bytes());
    let summary = &shows(&stdout)["output"]["InstanceUserSummary"];
    assert_eq!(summary["InstanceId"], unseen.as_str());
    let (_, stdout, _) = run(&["encode"], input.as_bytes());
    let body = shows(&stdout)["body"].as_str().expect("a string").to_owned();
    let sent: Value = serde_json::from_str(&body).expect("it is JSON");
    assert_eq!(sent["InstanceId"], unseen.as_str());
    assert!(body.contains(&unseen), "the body is the exact text that is sent");
}
