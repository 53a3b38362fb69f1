//! `wireproof vectors`: its output, its exit codes, and files that it cannot read.

use serde_json::Value;

use crate::folder::Place;

const SMITHY: &str = include_str!("../vectors/smithy.json");
const BOTOCORE: &str = include_str!("../vectors/botocore.json");

fn place(files: &[(&str, &str)]) -> Place {
    let place = Place::new();
    for (name, text) in files {
        std::fs::write(place.path(name), text).expect("it can be written");
    }
    place
}

#[test]
fn files_of_both_forms_run_at_once() {
    let place = place(&[("s.json", SMITHY), ("b.json", BOTOCORE)]);
    let (code, text, complaint) = place.run(&["vectors", "s.json", "b.json"]);
    assert_eq!((code, complaint.as_str()), (0, ""));
    assert!(
        text.ends_with("15 vectors: 15 pass, 0 fail as the list of exceptions says, 0 fail\n"),
        "{text}"
    );
    let (code, text, _) = place.run(&["vectors", "s.json", "b.json", "--format", "json"]);
    let report: Value = serde_json::from_str(&text).expect("it is JSON");
    assert_eq!((code, &report["summary"]["pass"]), (0, &Value::from(15)));
    assert_eq!(report["vectors"].as_array().map(Vec::len), Some(15));
}

#[test]
fn a_vector_that_fails_is_shown_with_its_reasons() {
    let wrong = SMITHY.replacen("y%20z", "\\u001b[31m", 1);
    let place = place(&[("s.json", &wrong)]);
    let (code, text, _) = place.run(&["vectors", "s.json"]);
    assert_eq!(code, 1, "{text}");
    let wanted = "FAIL   client request  PutItemWithEverything (shop#PutItem) in s.json\n       the parameter `tag=\\u{1b}[31m` is missing in `tag=x&tag=y%20z`\n";
    assert!(text.contains(wanted), "{text}");
    let (code, text, _) =
        place.run(&["vectors", "s.json", "--format=json", "--vector", "*Everything"]);
    let report: Value = serde_json::from_str(&text).expect("it is JSON");
    assert_eq!((code, &report["summary"]["fail"]), (1, &Value::from(2)));
    assert_eq!(report["vectors"][0]["verdict"], "fail");
    // What is not selected does not fail the run.
    assert_eq!(place.run(&["vectors", "s.json", "--vector", "SoldOut"]).0, 0);
}

#[test]
fn a_listed_vector_may_fail_and_must() {
    // The shape and the id of a vector in the list of exceptions, in a model of ours.
    let listed = |accept: &str| {
        format!(
            r##"{{"smithy":"2.0","shapes":{{
                "com.amazonaws.apigateway#GetRestApis":{{"type":"operation","input":{{"target":"a#In"}},"traits":{{
                    "smithy.api#http":{{"method":"GET","uri":"/restapis"}},
                    "smithy.test#httpRequestTests":[{{"id":"ApiGatewayAccept","protocol":"aws.protocols#restJson1",
                        "method":"GET","uri":"/restapis","headers":{{{accept}}},"params":{{}},"appliesTo":"client"}}]}}}},
                "a#In":{{"type":"structure","members":{{}}}}}}}}"##
        )
    };
    let place = place(&[
        ("listed.json", &listed(r#""Accept":"application/json""#)),
        ("passes.json", &listed("")),
        ("otherwise.json", &listed(r#""Accept":"application/json","X-More":"1""#)),
    ]);
    let (code, text, _) = place.run(&["vectors", "listed.json"]);
    assert_eq!(code, 0, "{text}");
    assert!(text.starts_with("listed client request  ApiGatewayAccept"), "{text}");
    assert!(text.contains("A customization of one service"), "{text}");
    let (code, text, _) = place.run(&["vectors", "passes.json"]);
    assert_eq!(code, 1);
    assert!(text.contains("It passes, but is in the list of exceptions: take it out"), "{text}");
    let (code, text, _) = place.run(&["vectors", "otherwise.json"]);
    assert_eq!(code, 1);
    assert!(text.contains("It fails otherwise than the list of exceptions says."), "{text}");
}

#[test]
fn vectors_are_listed_and_exported_without_a_run() {
    let wrong = SMITHY.replacen("y%20z", "y", 1);
    let place = place(&[("s.json", &wrong)]);
    let (code, text, _) = place.run(&["vectors", "--list", "s.json"]);
    assert_eq!((code, text.lines().count()), (0, 12));
    assert!(
        text.contains("server refusal  PutItemBadCount_case2 (shop#PutItem) in s.json\n"),
        "{text}"
    );
    let (_, text, _) = place.run(&["vectors", "--list", "--format", "json", "s.json"]);
    let list: Value = serde_json::from_str(&text).expect("it is JSON");
    assert_eq!(list[0]["id"], "PutItemWithEverything");

    let (code, text, _) = place.run(&["vectors", "--export", "--vector", "PutItemW*", "s.json"]);
    assert_eq!(code, 0);
    std::fs::write(place.path("plain.json"), &text).expect("it can be written");
    let (code, again, _) = place.run(&["vectors", "plain.json"]);
    assert_eq!(code, 1, "it fails as the file does from which it was exported");
    assert!(again.contains("in plain.json\n       the parameter `tag=y` is missing"), "{again}");
}

#[test]
fn what_is_no_file_of_vectors_is_refused() {
    let other = SMITHY.replace("aws.protocols#restJson1\",\n", "aws.protocols#restXml\",\n");
    let lost = SMITHY.replace(r#""errors": [{ "target": "shop#SoldOut" }],"#, "");
    let place = place(&[
        ("half.json", &SMITHY[..500]),
        ("text.json", "vectors"),
        ("service-2.json", r#"{"metadata":{},"operations":{},"shapes":{}}"#),
        ("lost.json", &lost),
        ("other.json", &other),
        ("good.json", SMITHY),
    ]);
    for (file, status, message) in [
        ("none.json", 2, "none.json cannot be read"),
        (".", 2, ". is a directory; a file is expected"),
        ("half.json", 2, "half.json: not JSON: the text ends inside its value at byte 500"),
        ("text.json", 2, "text.json: not JSON: unexpected `v` at byte 0"),
        (
            "service-2.json",
            2,
            "service-2.json: no file of vectors: an object with none of the names that such a file has",
        ),
        (
            "lost.json",
            2,
            r#"lost.json: shapes["shop#SoldOut"].traits: tests of a shape that is no operation of the file"#,
        ),
        (
            "other.json",
            4,
            "other.json: it has no vectors of restJson1; name a file of tests of that protocol",
        ),
    ] {
        // One file that cannot be read fails the command, whatever the others are.
        let (code, text, complaint) = place.run(&["vectors", "good.json", file]);
        assert_eq!((code, text.as_str()), (status, ""), "{file}: {complaint}");
        assert!(complaint.contains(message), "{complaint}");
    }
    let (code, _, complaint) = place.run(&["vectors", "good.json", "--vector", "Nothing*"]);
    assert_eq!(code, 4);
    assert!(
        complaint.contains("no vector matches; `wireproof vectors --list FILE` lists them"),
        "{complaint}"
    );
    let (code, _, complaint) = place.run(&["vectors"]);
    assert_eq!(code, 2, "{complaint}");
    assert_eq!(place.run(&["vectors", "good.json", "--list", "--export"]).0, 2);
}
