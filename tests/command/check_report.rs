//! `scripts/check-report`, with which continuous integration compares a report with a README.

use std::path::Path;
use std::process::Command;

const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/scripts/check-report");

/// Reports whether a report with these broken policies agrees with a README of this text, and the complaints.
fn check(folder: &Path, readme: &str, broken: &[&str]) -> (bool, String) {
    let policies: Vec<_> = broken
        .iter()
        .map(|id| serde_json::json!({"id": id, "verdict": "fail"}))
        .chain([serde_json::json!({"id": "error.modeled", "verdict": "pass"})])
        .collect();
    let report = serde_json::json!({"calls": {"judged": 1}, "policies": policies}).to_string();
    let (report_at, readme_at) = (folder.join("report.json"), folder.join("README.md"));
    std::fs::write(&report_at, report).expect("it can be written");
    std::fs::write(&readme_at, readme).expect("it can be written");
    let mut command = Command::new("python3");
    command.arg(SCRIPT).arg(report_at).arg("--readme").arg(readme_at);
    let output = command.output().expect("Python 3 is there");
    let complaints = String::from_utf8(output.stderr).expect("it is UTF-8");
    (output.status.success(), complaints)
}

#[test]
fn a_heading_names_one_policy_or_more() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let readme = "# A testee\n\n### `response.invalid-utf8-refused`\n\nText with `error.modeled`.\n\n\
                  ### `wire.never-hangs`, and `input.types` with it\n";
    let broken = ["response.invalid-utf8-refused", "wire.never-hangs", "input.types"];
    assert_eq!(check(folder.path(), readme, &broken), (true, String::new()));
    let (holds, complaints) = check(folder.path(), readme, &broken[..2]);
    assert!(!holds && complaints.contains("input.types is said to be broken"), "{complaints}");
    let (holds, complaints) = check(folder.path(), "### `input.types`\n", &broken);
    let said = "response.invalid-utf8-refused is broken, and nobody said so";
    assert!(!holds && complaints.contains(said), "{complaints}");
}

#[test]
fn a_shard_is_no_whole_run() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let calls = serde_json::json!({"judged": 1, "crash": 0, "timeout": 0, "protocol_error": 0, "unsent": 0});
    let policies = serde_json::json!([{"id": "error.modeled", "verdict": "pass"}]);
    let complaints = |shard: serde_json::Value| {
        let report = serde_json::json!({
            "complete": true, "cut_short": null, "filters": {}, "calls": calls, "policies": policies, "shard": shard,
        });
        let path = folder.path().join("report.json");
        std::fs::write(&path, report.to_string()).expect("it can be written");
        let mut command = Command::new("python3");
        command.arg(SCRIPT).arg(&path).args(["--whole", "--broken", ""]);
        let output = command.output().expect("Python 3 is there");
        (output.status.success(), String::from_utf8(output.stderr).expect("it is UTF-8"))
    };
    assert_eq!(complaints(serde_json::Value::Null), (true, String::new()));
    let (holds, said) = complaints(serde_json::json!({"numbers": [2], "of": 3}));
    assert!(!holds && said.contains("it is only a part of a run: shard 2 of 3"), "{said}");
}
