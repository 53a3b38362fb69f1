//! Requests that a server refuses: each with the error of the protocol, its status and its message.
//!
//! Sources: Smithy's `httpMalformedRequestTests` for restJson1, which `scripts/vectors` runs whole, and its
//! `smithy.framework#ValidationException`.

use wireproof::contract::Contract;
use wireproof::http::{Headers, Request};
use wireproof::json::Json;
use wireproof::protocol::{Refusal, RefusalKind};

const MODEL: &str = r##"{"smithy":"2.0","shapes":{
    "a#Service":{"type":"service","version":"1","operations":[{"target":"a#Put"},{"target":"a#Send"},{"target":"a#None"}],
        "traits":{"aws.protocols#restJson1":{}}},
    "a#Put":{"type":"operation","input":{"target":"a#In"},"output":{"target":"a#Out"},
        "traits":{"smithy.api#http":{"method":"PUT","uri":"/put/{id}?mode=x"},
            "smithy.api#requestCompression":{"encodings":["gzip"]}}},
    "a#Send":{"type":"operation","input":{"target":"a#SendIn"},"output":{"target":"a#SendIn"},
        "traits":{"smithy.api#http":{"method":"POST","uri":"/send"}}},
    "a#None":{"type":"operation","input":{"target":"a#NoneIn"},
        "traits":{"smithy.api#http":{"method":"POST","uri":"/none"}}},
    "a#NoneIn":{"type":"structure","members":{
        "when":{"target":"smithy.api#Timestamp","traits":{"smithy.api#httpQuery":"when"}}}},
    "a#SendIn":{"type":"structure","members":{"body":{"target":"smithy.api#String","traits":{"smithy.api#httpPayload":{}}}}},
    "a#Out":{"type":"structure","members":{"a":{"target":"smithy.api#String"}}},
    "a#In":{"type":"structure","members":{
        "id":{"target":"smithy.api#String","traits":{"smithy.api#httpLabel":{},"smithy.api#required":{}}},
        "count":{"target":"smithy.api#Integer","traits":{"smithy.api#httpHeader":"X-Count"}},
        "name":{"target":"a#Name","traits":{"smithy.api#required":{}}},
        "sizes":{"target":"a#Sizes"},
        "colors":{"target":"a#Colors"},
        "nested":{"target":"a#Nested"}}},
    "a#Name":{"type":"string","traits":{"smithy.api#length":{"min":2,"max":4},"smithy.api#pattern":"^[a-z]+$"}},
    "a#Sizes":{"type":"list","member":{"target":"a#Size"},"traits":{"smithy.api#uniqueItems":{}}},
    "a#Size":{"type":"integer","traits":{"smithy.api#range":{"min":-1}}},
    "a#Colors":{"type":"map","key":{"target":"a#Color"},"value":{"target":"a#Name","traits":{"smithy.api#length":{"max":5}}}},
    "a#Color":{"type":"enum","members":{"RED":{"target":"smithy.api#Unit","traits":{"smithy.api#enumValue":"red"}},
        "OLD":{"target":"smithy.api#Unit","traits":{"smithy.api#enumValue":"old","smithy.api#internal":{}}}}},
    "a#Nested":{"type":"structure","members":{"a/b~c":{"target":"a#Nested"},
        "must":{"target":"smithy.api#String","traits":{"smithy.api#required":{}}}}}}}"##;

const JSON: (&str, &str) = ("Content-Type", "application/json");

fn refusal(
    operation: &str,
    (method, target): (&str, &str),
    headers: &[(&str, &str)],
    body: &str,
) -> Option<Refusal> {
    let contract = Contract::from_smithy(MODEL, Some(operation)).expect("a contract");
    let headers: Headers = headers.iter().copied().collect();
    let request = Request::new(method, target, headers, body.as_bytes());
    contract.protocol().refusal(&contract, &request)
}

fn put(headers: &[(&str, &str)], body: &str) -> Option<Refusal> {
    refusal("Put", ("PUT", "/put/7?mode=x"), headers, body)
}

/// The kind of a refusal: `None` if the request is taken.
fn kind(refusal: Option<Refusal>) -> Option<RefusalKind> {
    refusal.map(|refusal| refusal.kind)
}

#[test]
fn a_good_request_is_taken() {
    let whole = r#"{"name":"abc","sizes":[1,2,-1],"colors":{"red":"abcde","old":"x"},
        "nested":{"must":"","a/b~c":{"must":"x"}},"unknown":1}"#;
    for (headers, body) in [
        (vec![JSON], r#"{"name":"ab"}"#),
        (vec![JSON, ("X-Count", "7")], whole),
        (vec![("content-type", "Application/JSON; charset=utf-8"), ("Accept", "*/*")], whole),
    ] {
        assert_eq!(put(&headers, body), None, "{headers:?} {body}");
    }
}

#[test]
fn another_operation_is_unknown() {
    let body = r#"{"name":"ab"}"#;
    for line in [
        ("POST", "/put/7?mode=x"),
        ("PUT", "/put/7"),
        ("PUT", "/put/7?mode=y"),
        ("PUT", "/put/?mode=x"),
        ("PUT", "/put/7/8?mode=x"),
        ("PUT", "/other/7?mode=x"),
        ("PUT", ""),
    ] {
        let found = refusal("Put", line, &[JSON], body).expect("refused");
        assert_eq!((found.kind, found.kind.status()), (RefusalKind::UnknownOperation, 404));
    }
    assert_eq!(refusal("Put", ("PUT", "/put/a%2Fb?q=1&mode=x"), &[JSON], body), None);
}

#[test]
fn a_body_has_the_media_type_of_the_operation() {
    let unsupported = Some(RefusalKind::UnsupportedMediaType);
    let body = r#"{"name":"ab"}"#;
    for headers in [vec![], vec![("Content-Type", "text/plain")], vec![JSON, JSON]] {
        assert_eq!(kind(put(&headers, body)), unsupported, "{headers:?}");
    }
    let send =
        |headers: &[(&str, &str)], body| kind(refusal("Send", ("POST", "/send"), headers, body));
    assert_eq!(send(&[JSON], "text"), unsupported);
    assert_eq!(send(&[("Content-Type", "text/plain")], "text"), None);
    assert_eq!(send(&[JSON], ""), None, "there is no body");
    assert_eq!(
        send(&[("Content-Type", "text/plain"), ("Accept", "application/json")], "text"),
        Some(RefusalKind::NotAcceptable)
    );
    let none =
        |headers: &[(&str, &str)], body| kind(refusal("None", ("POST", "/none"), headers, body));
    assert_eq!(none(&[JSON], "{}"), unsupported);
    assert_eq!((none(&[], "{}"), none(&[JSON], "")), (None, None));
}

#[test]
fn what_is_ill_typed_cannot_be_read() {
    let serialization = Some(RefusalKind::Serialization);
    for body in ["{", r#"{"name":7}"#, "[]", "null", r#"{"name":"ab","sizes":[null]}"#] {
        assert_eq!(kind(put(&[JSON], body)), serialization, "{body}");
    }
    assert_eq!(kind(put(&[JSON, ("X-Count", "1.5")], r#"{"name":"ab"}"#)), serialization);
    let coded = [JSON, ("Content-Encoding", "gzip")];
    assert_eq!(kind(put(&coded, r#"{"name":"ab"}"#)), serialization, "it is not gzip");
    let none = |target| kind(refusal("None", ("POST", target), &[], ""));
    assert_eq!(none("/none?when=1985-04-12T23%3A20%3A50.52Z"), None);
    assert_eq!(none("/none?when=1985-04-12T23%3A20%3A50-08%3A00"), serialization);
}

#[test]
fn constraints_are_named_with_their_places() {
    for (body, wanted) in [
        ("{}", vec!["Value at '/name' failed to satisfy constraint: Member must not be null"]),
        (
            r#"{"name":"A"}"#,
            vec![
                "Value with length 1 at '/name' failed to satisfy constraint: Member must have length between 2 and 4, \
                 inclusive",
                "Value at '/name' failed to satisfy constraint: Member must satisfy regular expression pattern: ^[a-z]+$",
            ],
        ),
        (
            r#"{"name":"ab","sizes":[-2,3,3.0]}"#,
            vec![
                "Value at '/sizes' failed to satisfy constraint: Member must have unique values",
                "Value at '/sizes/0' failed to satisfy constraint: Member must be greater than or equal to -1",
            ],
        ),
        (
            r#"{"name":"ab","colors":{"blue":"abcdef"}}"#,
            vec![
                "Value at '/colors' failed to satisfy constraint: Member must satisfy enum value set: [red]",
                "Value with length 6 at '/colors/blue' failed to satisfy constraint: Member must have length less than \
                 or equal to 5",
            ],
        ),
        (
            r#"{"name":"ab","nested":{"must":"","a/b~c":{}}}"#,
            vec![
                "Value at '/nested/a~1b~0c/must' failed to satisfy constraint: Member must not be null",
            ],
        ),
    ] {
        let found = put(&[JSON], body).expect(body);
        let told: Vec<String> = found.violations.iter().map(ToString::to_string).collect();
        assert_eq!(
            (found.kind, told),
            (RefusalKind::Validation, wanted.iter().map(|w| (*w).to_owned()).collect())
        );
        let errors = if wanted.len() == 1 { "1 validation error" } else { "2 validation errors" };
        assert_eq!(found.message, format!("{errors} detected. {}", wanted.join("; ")));
    }
}

#[test]
fn a_refusal_names_its_error_and_its_fields() {
    let contract = Contract::from_smithy(MODEL, Some("Put")).expect("a contract");
    let refusal = put(&[JSON], "{}").expect("refused");
    let parts = contract.protocol().write_refusal(&refusal);
    assert_eq!(parts.status, 400);
    let told = parts.headers.only("x-amzn-errortype").and_then(|field| field.text());
    assert_eq!(told, Some("ValidationException"));
    let body = Json::parse(parts.body.expect("a body")).expect("JSON");
    let field = body.get("fieldList").and_then(Json::as_array).expect("fields")[0].clone();
    assert_eq!(field.get("path").and_then(Json::as_str), Some("/name"));
    assert_eq!(body.get("message").and_then(Json::as_str), Some(refusal.message.as_str()));
}

#[test]
fn a_message_does_not_grow_with_the_faults() {
    let sizes = vec!["-9"; 20_000].join(",");
    let found = put(&[JSON], &format!(r#"{{"name":"ab","sizes":[{sizes}]}}"#)).expect("refused");
    assert_eq!(found.violations.len(), 100);
    // Long keys make long paths: no more are looked for if those that are told are long enough.
    let long = "k".repeat(300 * 1024);
    let colors: Vec<String> = (0..12).map(|i| format!(r#""{long}{i}":"A""#)).collect();
    let body = format!(r#"{{"name":"ab","colors":{{{}}}}}"#, colors.join(","));
    let found = put(&[JSON], &body).expect("refused");
    assert!(found.message.len() < 2 * 1024 * 1024, "{} bytes", found.message.len());
}

#[test]
fn a_fault_outside_the_body_is_told_whatever_the_body_is() {
    let found = put(&[("X-Count", "many")], "").expect("refused");
    assert_eq!(found.kind, RefusalKind::Serialization);
    assert_eq!(found.message, "input.count: the text is no value of its shape");
}
