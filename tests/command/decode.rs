//! `wireproof decode`: a valid response and malformed variants of it, each with its documented result.

use std::process::Command;

use serde_json::{Value, json};

use crate::support::with_input;

const GOOD: &str = r#"{"InstanceUserSummary":{"Username":"u","InstanceId":"i","Status":"s","IdentityProvider":{"Okta":{"x":[1]}}}}"#;

/// Returns what `decode` prints for a body, and its exit code.
fn decode_with(arguments: &[&str], body: &[u8]) -> (Value, i32) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_wireproof"));
    let output = with_input(command.arg("decode").args(arguments), body);
    let printed = serde_json::from_slice(&output.stdout).unwrap_or(Value::Null);
    (printed, output.status.code().expect("it is not killed"))
}

fn decode(body: impl AsRef<[u8]>) -> Value {
    let (printed, code) = decode_with(&["--status", "200"], body.as_ref());
    assert_eq!(code, 0, "{printed}");
    printed
}

/// Returns the body with another union in it.
fn with_union(union: &str) -> String {
    GOOD.replace(r#"{"Okta":{"x":[1]}}"#, union)
}

fn union(printed: &Value) -> &Value {
    &printed["output"]["InstanceUserSummary"]["IdentityProvider"]
}

fn refusal(printed: &Value) -> &str {
    assert_eq!(printed["outcome"], "client_error", "{printed}");
    assert_eq!(printed["stage"], "deserialize", "{printed}");
    printed["class"].as_str().expect("a string")
}

fn findings(printed: &Value) -> Vec<&str> {
    let findings = printed["findings"].as_array().expect("an array");
    findings.iter().map(|finding| finding["policy"].as_str().expect("a string")).collect()
}

#[test]
fn an_unknown_member_is_named_in_its_place() {
    let printed = decode(GOOD);
    assert_eq!((&printed["type"], &printed["outcome"]), (&json!("result"), &json!("response")));
    assert_eq!(printed["http_status"], 200);
    assert_eq!(union(&printed), &json!({"SDK_UNKNOWN_MEMBER": {"name": "Okta"}}));
    assert_eq!(findings(&printed), [""; 0]);
}

#[test]
fn unions_with_too_many_members_and_with_none_are_refused() {
    let several = decode(with_union(r#"{"Okta":{},"ActiveDirectoryIdentityProvider":{}}"#));
    assert_eq!(refusal(&several), "union-several");
    assert!(several["message"].as_str().is_some_and(|m| m.contains("IdentityProvider")));
    assert_eq!(findings(&several), ["server.union-exactly-one"]);
    for none in ["{}", r#"{"Okta":null}"#, r#"{"__type":"x"}"#] {
        let printed = decode(with_union(none));
        assert_eq!(refusal(&printed), "union-empty", "{none}");
        assert!(findings(&printed).contains(&"server.union-exactly-one"), "{none}: {printed}");
    }
    for mistyped in ["[]", "7", "\"Okta\"", "true"] {
        assert_eq!(refusal(&decode(with_union(mistyped))), "mistyped");
    }
}

#[test]
fn hints_and_nulls_beside_the_member_are_ignored() {
    let expected = json!({"SDK_UNKNOWN_MEMBER": {"name": "Okta"}});
    for body in
        [r#"{"__type":"x","Okta":{}}"#, r#"{"ActiveDirectoryIdentityProvider":null,"Okta":{}}"#]
    {
        assert_eq!(union(&decode(with_union(body))), &expected, "{body}");
    }
}

#[test]
fn the_last_of_duplicate_members_counts_and_is_a_finding() {
    let printed = decode(GOOD.replace(r#""Status":"s""#, r#""Status":"s","Status":"t""#));
    assert_eq!(printed["output"]["InstanceUserSummary"]["Status"], "t");
    assert_eq!(findings(&printed), ["server.answers-valid"]);
    let (_, code) = decode_with(
        &["--status", "200", "--fail-on-findings"],
        GOOD.replace(r#""Status":"s""#, r#""Status":"s","Status":"t""#).as_bytes(),
    );
    assert_eq!(code, 1);
}

#[test]
fn a_million_levels_in_a_skipped_member_do_no_harm() {
    let deep = "[".repeat(1_000_000) + &"]".repeat(1_000_000);
    let printed = decode(with_union(&format!(r#"{{"Okta":{deep}}}"#)));
    assert_eq!(union(&printed), &json!({"SDK_UNKNOWN_MEMBER": {"name": "Okta"}}));
    let printed = decode(GOOD.replacen('{', &format!(r#"{{"Extra":{deep},"#), 1));
    assert_eq!(printed["outcome"], "response");
}

#[test]
fn bytes_that_are_not_json_are_refused_in_skipped_members_too() {
    for (bytes, class) in [
        (&b"\"\xff\""[..], "invalid-utf8"),
        (b"\"\xed\xa0\x80\"", "invalid-utf8"),
        (br#""\ud800""#, "lone-surrogate"),
        (br#""\x""#, "bad-escape"),
        (b"01", "bad-number"),
        (b"1.", "bad-number"),
        (b"NaN", "unexpected-byte"),
        (b"[1,]", "unexpected-byte"),
        (b"\"\x01\"", "control-character"),
    ] {
        let marker = "\"MARK\"";
        let body = with_union(&format!(r#"{{"Okta":{{"x":{marker}}}}}"#)).into_bytes();
        let at =
            body.windows(marker.len()).position(|w| w == marker.as_bytes()).expect("it is there");
        let body = [&body[..at], bytes, &body[at + marker.len()..]].concat();
        let printed = decode(&body);
        assert_eq!(refusal(&printed), class, "{}", String::from_utf8_lossy(bytes));
        assert_eq!(findings(&printed), ["server.answers-valid"]);
    }
    assert_eq!(refusal(&decode(format!("{GOOD} x"))), "trailing-data");
    assert_eq!(refusal(&decode(format!("\u{feff}{GOOD}"))), "byte-order-mark");
}

#[test]
fn a_body_cut_at_any_length_is_refused() {
    for cut in 1..GOOD.len() {
        let printed = decode(&GOOD[..cut]);
        assert_eq!(refusal(&printed), "unexpected-end", "cut at {cut}");
        assert!(printed["message"].as_str().is_some_and(|m| m.ends_with(&format!("byte {cut}"))));
    }
    // An empty body of a success reads as `{}`: the missing member is the server's fault.
    let printed = decode("");
    assert_eq!((&printed["outcome"], &printed["output"]), (&json!("response"), &json!({})));
    assert_eq!(findings(&printed), ["server.required-members-present"]);
}

#[test]
fn errors_are_read_from_headers_and_body() {
    let (printed, _) = decode_with(
        &["--status", "409", "--header", "x-amzn-errortype: a#ConflictException:http://x/"],
        br#"{"message":"m"}"#,
    );
    assert_eq!(printed["outcome"], "service_error");
    assert_eq!(
        (&printed["code"], &printed["modeled"]),
        (&json!("ConflictException"), &json!(true))
    );
    assert_eq!((&printed["message"], &printed["http_status"]), (&json!("m"), &json!(409)));
    assert!(findings(&printed).contains(&"server.error-status"), "{printed}");
    // Without any header, the policies on headers do not judge.
    let (printed, _) = decode_with(&["--status", "400"], br#"{"__type":"ValidationException"}"#);
    assert_eq!(findings(&printed), [""; 0]);
    let (printed, _) = decode_with(
        &["--status", "400", "--header", "Content-Type: application/json"],
        br#"{"__type":"ValidationException"}"#,
    );
    assert_eq!(findings(&printed), ["server.error-type-header"]);
}

#[test]
fn wrong_usage_is_2() {
    for arguments in [
        &[][..],
        &["--status", "20"],
        &["--status", "x"],
        &["--status", "200", "--header", "nonsense"],
        &["--status", "200", "--header", ": x"],
        &["--status", "200", "--edition", "x"],
        &["--status", "200", "--contract", "/no/such/file"],
        &["--status", "200", "--contract", "/"],
    ] {
        assert_eq!(decode_with(arguments, b"{}").1, 2, "{arguments:?}");
    }
}
