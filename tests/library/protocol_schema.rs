//! The published schema of the testee protocol, held against the types that speak it.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use jsonschema::Validator;
use serde_json::{Value, json};

use wireproof::exchange::{Features, Outcome, Stage, TesteeInfo};
use wireproof::json::Json;
use wireproof::testee::protocol::{
    CallRequest, CallResult, FEATURES, HarnessLine, HelloRequest, TesteeLine,
};

fn schema() -> Value {
    serde_json::from_str(include_str!("../../docs/testee-protocol.schema.json"))
        .expect("it is JSON")
}

/// The schema of one of its definitions.
fn validator(definition: &str) -> Validator {
    let mut schema = schema();
    jsonschema::meta::validate(&schema).expect("it is a schema");
    let object = schema.as_object_mut().expect("it is an object");
    object.remove("anyOf");
    object.insert("$ref".to_owned(), json!(format!("#/$defs/{definition}")));
    jsonschema::validator_for(&schema).expect("it is a schema")
}

fn value(line: &[u8]) -> Value {
    serde_json::from_slice(line).expect("a line is JSON")
}

/// A line of each definition with every field that it may have.
fn full_harness_lines() -> [(&'static str, HarnessLine); 3] {
    let text = str::to_owned;
    [
        (
            "hello_request",
            HarnessLine::Hello(HelloRequest {
                service: text("license-manager-user-subscriptions"),
                operation: text("DisassociateUser"),
                edition: text("2022-08"),
                sdk_id: text("License Manager User Subscriptions"),
                api_version: text("2018-05-10"),
                signing_name: text("license-manager-user-subscriptions"),
                protocol_name: text("restJson1"),
            }),
        ),
        (
            "call",
            HarnessLine::Call(CallRequest {
                id: text("17"),
                endpoint: text("http://127.0.0.1:40123"),
                operation: text("DisassociateUser"),
                input: Json::parse(r#"{"a":[12345678901234567890.5,{"$wtf8":"7aCA"}]}"#)
                    .expect("it is JSON"),
                deadline: Duration::from_secs(10),
            }),
        ),
        ("bye", HarnessLine::Bye),
    ]
}

fn full_testee_lines() -> Vec<(&'static str, TesteeLine)> {
    let text = |text: &str| Some(text.to_owned());
    let result = |outcome| TesteeLine::Result(CallResult { id: "17".to_owned(), outcome });
    let mut info =
        TesteeInfo::new("boto3").with_features(Features::new().with_client_validation(true));
    info.version = text("1.44.5");
    info.language = text("python");
    info.edition = text("2026-11");
    let mut lines = vec![
        ("hello_reply", TesteeLine::Hello(info.clone())),
        ("hello_reply", TesteeLine::Unsupported { info, reason: "no such operation".to_owned() }),
        (
            "result_response",
            result(Outcome::Response {
                http_status: Some(200),
                output: Json::from("x"),
                request_id: text("7a1d5c2e"),
            }),
        ),
        (
            "result_service_error",
            result(Outcome::ServiceError {
                code: text("ConflictException"),
                modeled: true,
                message: text("m"),
                http_status: Some(404),
                request_id: text("7a1d5c2e"),
                error: Some(Json::object([("message", Json::from("m"))])),
            }),
        ),
        ("result_skipped", result(Outcome::Skipped { reason: "none".to_owned() })),
    ];
    lines.extend(Stage::ALL.map(|stage| {
        ("result_client_error", result(Outcome::client_error(stage, "TypeError", "m")))
    }));
    lines
}

/// The same with every field left out that may be.
fn bare_testee_lines() -> [TesteeLine; 3] {
    let result = |outcome| TesteeLine::Result(CallResult { id: String::new(), outcome });
    [
        TesteeLine::Hello(TesteeInfo::default()),
        result(Outcome::Response { http_status: None, output: Json::Null, request_id: None }),
        result(Outcome::ServiceError {
            code: None,
            modeled: false,
            message: None,
            http_status: None,
            request_id: None,
            error: None,
        }),
    ]
}

#[test]
fn every_line_that_is_written_is_valid_and_reads_back() {
    let whole = jsonschema::validator_for(&schema()).expect("it is a schema");
    let from_harness = validator("from_harness");
    for (definition, line) in full_harness_lines() {
        let bytes = line.to_line();
        assert_eq!(HarnessLine::parse(&bytes).as_ref(), Ok(&line));
        let value = value(&bytes);
        assert!(whole.is_valid(&value) && from_harness.is_valid(&value), "{line:?}");
        assert!(validator(definition).is_valid(&value), "{line:?}");
    }
    let from_testee = validator("from_testee");
    let full = full_testee_lines().into_iter().map(|(_, line)| line);
    for line in full.chain(bare_testee_lines()) {
        let bytes = line.to_line();
        assert_eq!(TesteeLine::parse(&bytes).as_ref(), Ok(&line));
        let value = value(&bytes);
        assert!(whole.is_valid(&value) && from_testee.is_valid(&value), "{line:?}");
    }
}

#[test]
fn schema_and_code_know_the_same_fields() {
    let fields: BTreeMap<&str, Json> = full_harness_lines()
        .into_iter()
        .map(|(name, line)| (name, line.to_json()))
        .chain(full_testee_lines().into_iter().map(|(name, line)| (name, line.to_json())))
        .collect();
    let mut lines = 0;
    for direction in ["from_harness", "from_testee"] {
        for one in schema()["$defs"][direction]["oneOf"].as_array().expect("it is an array") {
            let path = one["$ref"].as_str().expect("it refers to a line");
            let name = path.strip_prefix("#/$defs/").expect("it is a definition of the schema");
            let in_code: BTreeSet<String> =
                fields[name].members().iter().map(|(field, _)| field.clone()).collect();
            let schema = schema();
            let properties = schema["$defs"][name]["properties"].as_object().expect("it has some");
            let in_schema: BTreeSet<String> = properties.keys().cloned().collect();
            assert_eq!(in_schema, in_code, "the fields of {name}");
            lines += 1;
        }
    }
    assert_eq!(lines, fields.len(), "every line is in the schema");
}

#[test]
fn schema_and_code_know_the_same_names() {
    let schema = schema();
    let stages = &schema["$defs"]["result_client_error"]["properties"]["stage"]["enum"];
    assert_eq!(*stages, json!(Stage::ALL.map(Stage::name)));

    let features = &schema["$defs"]["hello_reply"]["properties"]["features"]["items"]["anyOf"];
    let features = features.as_array().expect("it is an array").iter();
    let named: Vec<_> = features.filter_map(|one| one.get("const")).collect();
    assert_eq!(json!(named), json!(FEATURES));

    for (definition, line) in full_testee_lines() {
        if let TesteeLine::Result(result) = line {
            let outcome = &schema["$defs"][definition]["properties"]["outcome"]["const"];
            assert_eq!(*outcome, json!(result.outcome.name()));
        }
    }
}

/// Each row is as valid for the schema as for the code.
#[test]
fn schema_and_code_agree_on_every_line() {
    let good = [
        r#"{"type":"hello","protocol":1,"name":"x"}"#,
        r#"{"type":"hello","protocol":1.0,"name":"","features":[]}"#,
        r#"{"type":"hello","protocol":1,"name":"x","version":null,"language":null,"edition":null}"#,
        r#"{"type":"hello","protocol":1,"name":"x","features":["client_validation","telepathy"]}"#,
        r#"{"type":"hello","protocol":1,"name":"x","more":{"type":7}}"#,
        r#" {"name":"x" , "protocol":1, "type":"hell\u006f"} "#,
        r#"{"type":"result","id":"1","outcome":"response"}"#,
        r#"{"type":"result","id":"1","outcome":"response","request_id":null}"#,
        r#"{"type":"result","id":"1","outcome":"service_error","modeled":false,"request_id":"r"}"#,
        r#"{"type":"result","id":"1","outcome":"response","http_status":2e2,"output":[null]}"#,
        r#"{"type":"result","id":"1","outcome":"response","http_status":null,"output":1.5}"#,
        r#"{"type":"result","id":"1","outcome":"response","stage":7}"#,
        r#"{"type":"result","id":"1","outcome":"service_error","modeled":false}"#,
        r#"{"type":"result","id":"1","outcome":"service_error","modeled":true,"code":null,"message":null,"http_status":null}"#,
        r#"{"type":"result","id":"1","outcome":"client_error","stage":"unknown","class":"E"}"#,
        r#"{"type":"result","id":"1","outcome":"client_error","stage":"read","class":"","message":null}"#,
        r#"{"type":"result","id":"1","outcome":"skipped"}"#,
        r#"{"type":"result","id":"1","outcome":"skipped","reason":null}"#,
    ];
    let bad = [
        ("[]", "an object expected, not an array"),
        ("null", "an object expected, not null"),
        (r#""hello""#, "an object expected, not a string"),
        ("{}", "`type`: missing"),
        (r#"{"type":1}"#, "`type`: a string expected, not a number"),
        (r#"{"type":"call","id":"1"}"#, "`type`: `call` is none of hello and result"),
        (r#"{"type":"bye"}"#, "`type`: `bye` is none of hello and result"),
        (r#"{"type":"hello","name":"x"}"#, "`protocol`: missing"),
        (r#"{"type":"hello","protocol":2,"name":"x"}"#, "`protocol`: version 1 expected, not 2"),
        (
            r#"{"type":"hello","protocol":"1","name":"x"}"#,
            "`protocol`: version 1 expected, not \"1\"",
        ),
        (r#"{"type":"hello","protocol":1}"#, "`name`: missing"),
        (r#"{"type":"hello","protocol":1,"name":null}"#, "`name`: a string expected, not null"),
        (
            r#"{"type":"hello","protocol":1,"name":"x","version":1.44}"#,
            "`version`: a string expected, not a number",
        ),
        (
            r#"{"type":"hello","protocol":1,"name":"x","language":{}}"#,
            "`language`: a string expected, not an object",
        ),
        (
            r#"{"type":"hello","protocol":1,"name":"x","edition":2022}"#,
            "`edition`: a string expected, not a number",
        ),
        (
            r#"{"type":"hello","protocol":1,"name":"x","features":{}}"#,
            "`features`: an array expected, not an object",
        ),
        (
            r#"{"type":"hello","protocol":1,"name":"x","features":["a",1]}"#,
            "`features[1]`: a string expected, not a number",
        ),
        (
            r#"{"type":"hello","protocol":1,"name":"x","features":null}"#,
            "`features`: an array expected, not null",
        ),
        (r#"{"type":"result","outcome":"skipped"}"#, "`id`: missing"),
        (
            r#"{"type":"result","id":1,"outcome":"skipped"}"#,
            "`id`: a string expected, not a number",
        ),
        (r#"{"type":"result","id":"1"}"#, "`outcome`: missing"),
        (
            r#"{"type":"result","id":"1","outcome":"crash","detail":"x"}"#,
            "`outcome`: `crash` is none of response, service_error, client_error and skipped",
        ),
        (
            r#"{"type":"result","id":"1","outcome":"response","http_status":"200"}"#,
            "`http_status`: a status or null expected",
        ),
        (
            r#"{"type":"result","id":"1","outcome":"response","request_id":7}"#,
            "`request_id`: a string or null expected, not a number",
        ),
        (
            r#"{"type":"result","id":"1","outcome":"response","http_status":70000}"#,
            "`http_status`: a status or null expected",
        ),
        (
            r#"{"type":"result","id":"1","outcome":"response","http_status":200.5}"#,
            "`http_status`: a status or null expected",
        ),
        (
            r#"{"type":"result","id":"1","outcome":"response","http_status":-1}"#,
            "`http_status`: a status or null expected",
        ),
        (r#"{"type":"result","id":"1","outcome":"service_error"}"#, "`modeled`: missing"),
        (
            r#"{"type":"result","id":"1","outcome":"service_error","modeled":1}"#,
            "`modeled`: a boolean expected, not a number",
        ),
        (
            r#"{"type":"result","id":"1","outcome":"service_error","modeled":true,"code":404}"#,
            "`code`: a string or null expected, not a number",
        ),
        (
            r#"{"type":"result","id":"1","outcome":"service_error","modeled":true,"message":[]}"#,
            "`message`: a string or null expected, not an array",
        ),
        (r#"{"type":"result","id":"1","outcome":"client_error","class":"E"}"#, "`stage`: missing"),
        (
            r#"{"type":"result","id":"1","outcome":"client_error","stage":"parse","class":"E"}"#,
            "`stage`: one of validate, serialize, connect, read, deserialize, unknown expected",
        ),
        (
            r#"{"type":"result","id":"1","outcome":"client_error","stage":"read"}"#,
            "`class`: missing",
        ),
        (
            r#"{"type":"result","id":"1","outcome":"client_error","stage":"read","class":null}"#,
            "`class`: a string expected, not null",
        ),
        (
            r#"{"type":"result","id":"1","outcome":"skipped","reason":7}"#,
            "`reason`: a string or null expected, not a number",
        ),
    ];
    let schema = validator("from_testee");
    for line in good {
        assert_eq!(TesteeLine::parse(line.as_bytes()).map(|_| ()), Ok(()), "{line}");
        assert!(schema.is_valid(&value(line.as_bytes())), "the schema refuses {line}");
    }
    for (line, message) in bad {
        let error = TesteeLine::parse(line.as_bytes()).expect_err(line);
        assert_eq!(error.to_string(), message, "{line}");
        assert!(!schema.is_valid(&value(line.as_bytes())), "the schema allows {line}");
    }
}

#[test]
fn what_is_no_json_is_no_line() {
    for (line, message) in [
        (&b""[..], "not JSON: the text ends inside its value at byte 0"),
        (b"hello", "not JSON: unexpected `h` at byte 0"),
        (b"{\"type\":\"\xff\"}", "not JSON: not UTF-8 at byte 9"),
        (b"{\"type\":\"bye\"} {}", "not JSON: more text after the value at byte 15"),
    ] {
        let error = TesteeLine::parse(line).expect_err("it is no JSON");
        assert_eq!(error.to_string(), message);
        assert!(HarnessLine::parse(line).is_err());
    }
}

#[test]
fn what_the_harness_never_says_is_refused() {
    for (line, message) in [
        (r#"{"type":"result"}"#, "`type`: `result` is none of hello, call and bye"),
        (r#"{"type":"hello","protocol":1}"#, "`service`: missing"),
        (r#"{"type":"call","id":"1","endpoint":"e","operation":"o"}"#, "`input`: missing"),
        (
            r#"{"type":"call","id":"1","endpoint":"e","operation":"o","input":null,"deadline_ms":-1}"#,
            "`deadline_ms`: a whole number expected",
        ),
    ] {
        let error = HarnessLine::parse(line.as_bytes()).expect_err(line);
        assert_eq!(error.to_string(), message);
        assert!(!validator("from_harness").is_valid(&value(line.as_bytes())), "{line}");
    }
}
