//! `wireproof check-models`: models in files and folders, and the exit code of each end.

use std::fs;

use serde_json::{Value, json};

use crate::folder::Place;

/// An operation without bindings: what every policy already speaks of.
const PLAIN: &str = include_str!("../../src/contract/disassociate_user/2022-08.json");

/// A member in the body beside one that is the whole body: no message holds both.
const AMBIGUOUS: &str = r##"{"smithy":"2.0","shapes":{
    "a#S":{"type":"service","version":"1","operations":[{"target":"a#Op"}],"traits":{"aws.protocols#restJson1":{}}},
    "a#Op":{"type":"operation","input":{"target":"a#I"},"output":{"target":"smithy.api#Unit"},
        "traits":{"smithy.api#http":{"method":"POST","uri":"/","code":200}}},
    "a#I":{"type":"structure","members":{
        "A":{"target":"smithy.api#String","traits":{"smithy.api#httpPayload":{}}},
        "B":{"target":"smithy.api#Integer","traits":{"smithy.api#required":{}}}}}}}"##;

const QUERY: &str = r#"{"metadata":{"apiVersion":"1","endpointPrefix":"q","protocol":"query"},
    "operations":{},"shapes":{}}"#;

/// Returns the exit code, standard output and standard error.
fn check(place: &Place, arguments: &[&str]) -> (i32, String, String) {
    let arguments = ["check-models"].iter().chain(arguments).copied().collect::<Vec<_>>();
    place.run(&arguments)
}

fn place(files: &[(&str, &str)]) -> Place {
    let place = Place::new();
    for (name, text) in files {
        let path = place.path(name);
        fs::create_dir_all(path.parent().expect("it is in the folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    }
    place
}

#[test]
fn a_folder_is_searched_and_what_is_no_model_of_the_protocol_is_counted() {
    let place = place(&[
        ("one.json", PLAIN),
        ("deep/query/service-2.json", QUERY),
        ("deep/query/paginators-1.json", "{}"),
        ("other.json", r#"{"pagination":{}}"#),
    ]);
    let (code, text, complaint) = check(&place, &[".", "--format", "json", "--cases", "8"]);
    assert_eq!((code, complaint.as_str()), (0, ""));
    let summary: Value = serde_json::from_str(&text).expect("it is JSON");
    let counts = ["services", "operations", "checked", "exchanges", "errors", "found"];
    let counts = counts.map(|name| summary[name].as_u64().expect("a number"));
    assert_eq!(counts, [1, 1, 1, 8, 2, 0], "{text}");
    assert!(summary["malformed"].as_u64() > Some(8 * 4), "{text}");
    assert!(summary["judgements"].as_u64() > Some(8 * 5), "{text}");
    assert_eq!(summary["other_protocols"], json!({"query": 1}));
    let (code, text, _) = check(&place, &[".", "--cases", "1"]);
    assert_eq!(code, 0);
    assert!(
        text.contains("services that speak query: 1\n") && text.contains("that are no models: 1\n")
    );
}

#[test]
fn a_disagreement_is_shown_and_ends_with_1() {
    let place = place(&[("model.json", AMBIGUOUS)]);
    let (code, text, _) = check(&place, &["model.json", "--cases", "4"]);
    assert_eq!(code, 1, "{text}");
    assert!(text.contains("Op in model.json") && text.contains("request-read"), "{text}");
    let (code, json, _) = check(&place, &["model.json", "--cases", "4", "--format=json"]);
    let summary: Value = serde_json::from_str(&json).expect("it is JSON");
    assert_eq!((code, &summary["disagreements"][0]["operation"]), (1, &json!("Op")));
}

#[test]
fn what_cannot_be_used_ends_with_2_and_what_selects_nothing_with_4() {
    let place = place(&[
        ("query.json", QUERY),
        ("broken.json", r#"{"smithy":"2.0","shapes":{"a#B":7}}"#),
        ("plain.json", PLAIN),
        ("empty/readme.txt", ""),
    ]);
    for (path, wanted) in [
        ("query.json", "query"),
        ("broken.json", "a#B"),
        ("absent.json", "cannot be read"),
        ("empty", "no model is in these paths"),
        (".", "a#B"),
    ] {
        let (code, text, complaint) = check(&place, &[path]);
        assert_eq!((code, text.as_str()), (2, ""), "{path}: {complaint}");
        assert!(complaint.contains(wanted), "{path}: {complaint}");
    }
    let (code, _, complaint) = check(&place, &["plain.json", "--operation", "DisasociateUsr"]);
    assert_eq!(code, 4);
    let told = "there is no operation `DisasociateUsr`; there are DisassociateUser";
    assert!(complaint.contains(told), "{complaint}");
}

/// A folder in itself, and a FIFO that nobody writes to.
#[cfg(unix)]
#[test]
fn a_search_of_folders_ends() {
    let place = place(&[("models/one.json", PLAIN)]);
    for (link, target) in [("models/self", "../models"), ("models/here", ".")] {
        std::os::unix::fs::symlink(target, place.path(link)).expect("a link");
    }
    let fifo = std::process::Command::new("mkfifo").arg(place.path("models/fifo.json")).status();
    assert!(fifo.expect("mkfifo runs").success());
    let arguments = ["models", "models", "--cases", "0", "--format", "json"];
    let (code, text, complaint) = check(&place, &arguments);
    assert_eq!((code, complaint.as_str()), (0, ""));
    let summary: Value = serde_json::from_str(&text).expect("it is JSON");
    assert_eq!(summary["operations"], 1, "{text}");
}
