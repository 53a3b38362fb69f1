//! Tests of the policies on the bodies, framings and heads of requests.

use crate::contract::Contract;
use crate::exchange::Evidence;
use crate::policy::{Example, Judgement, Sent, find};

const POLICIES: [&str; 6] = [
    "request.members-serialized",
    "request.absent-members-omitted",
    "request.union-exactly-one",
    "request.body-is-json-object",
    "request.no-unmodeled-members",
    "request.no-duplicate-members",
];

/// Returns the judgements of the policies on bodies, in their order: `+` for kept, `-` for not exercised,
/// else the sorted paths of the findings.
fn judged(edition: &str, input: &'static str, body: &'static str) -> Vec<String> {
    let contract = Contract::edition(edition).expect(edition);
    let example = Example { input, sent: Sent::Body(body), ..Example::PLAIN };
    let exchange = example.exchange(&contract);
    let judge = |id| {
        let evidence = Evidence::new(&contract, &exchange, Example::FEATURES);
        match find(id).expect(id).judge(&evidence) {
            Judgement::Pass => "+".to_owned(),
            Judgement::Fail(findings) => {
                let places = findings.iter().map(|f| f.path.as_str().replace("request.", ""));
                let mut places: Vec<_> = places.collect();
                places.sort();
                places.join(" ")
            }
            _ => "-".to_owned(),
        }
    };
    POLICIES.into_iter().map(judge).collect()
}

#[test]
fn each_oddity_of_a_body_has_one_policy() {
    const PLAIN: &str = r#"{"IdentityProvider":{"ActiveDirectoryIdentityProvider":{"DirectoryId":"d"}},"InstanceId":"i","Username":"u"}"#;
    let union = "body.IdentityProvider";
    let inside = |name: &str| format!("{union}.{name}");
    let (ad, okta, hint) =
        (inside("ActiveDirectoryIdentityProvider"), inside("Okta"), inside("__type"));
    let directory = format!("{ad}.DirectoryId");
    for (input, body, verdicts) in [
        (PLAIN, PLAIN, ["+", "+", "+", "+", "+", "+"]),
        (
            PLAIN,
            r#" {"Username":"\u0075", "InstanceId":"i","IdentityProvider": {"ActiveDirectoryIdentityProvider":{"DirectoryId":"d"}}}"#,
            ["+", "+", "+", "+", "+", "+"],
        ),
        // Members that the input has: another value, null, another type, none.
        (
            PLAIN,
            r#"{"IdentityProvider":{"ActiveDirectoryIdentityProvider":{}},"InstanceId":null,"Username":7}"#,
            [&format!("{directory} body.InstanceId body.Username"), "+", "+", "+", "+", "+"],
        ),
        // Members that it does not have: empty, null, of another type.
        (
            PLAIN,
            r#"{"Domain":"","IdentityProvider":{"ActiveDirectoryIdentityProvider":{"DirectoryId":"d"}},"InstanceId":"i","Username":"u"}"#,
            ["+", "body.Domain", "+", "+", "+", "+"],
        ),
        (
            PLAIN,
            r#"{"Domain":[],"IdentityProvider":{"ActiveDirectoryIdentityProvider":{"DirectoryId":"d"}},"InstanceId":"i","Username":"u"}"#,
            ["+", "body.Domain", "+", "+", "+", "+"],
        ),
        // Members that the contract does not have.
        (
            PLAIN,
            r#"{"Color":null,"IdentityProvider":{"__type":"x","ActiveDirectoryIdentityProvider":{"DirectoryId":"d"},"Okta":null},"InstanceId":"i","Username":"u"}"#,
            ["+", "+", "+", "+", &format!("body.Color {okta} {hint}"), "+"],
        ),
        // Repeated members: the same value, and another; known members, and unknown ones.
        (
            PLAIN,
            r#"{"IdentityProvider":{},"IdentityProvider":{"ActiveDirectoryIdentityProvider":{"DirectoryId":"d"}},"InstanceId":"i","Username":"u","Username":"v"}"#,
            ["-", "+", "-", "+", "+", &format!("{union} body.Username")],
        ),
        (
            PLAIN,
            r#"{"IdentityProvider":{"ActiveDirectoryIdentityProvider":{"DirectoryId":"d","DirectoryId":"d"},"ActiveDirectoryIdentityProvider":{"DirectoryId":"d"}},"InstanceId":"i","Username":"u","User\u006eame":"u"}"#,
            ["+", "+", "+", "+", "+", &format!("{ad} {directory} body.Username")],
        ),
        (
            PLAIN,
            r#"{"X":1,"IdentityProvider":{"__type":"x","__type":"x","ActiveDirectoryIdentityProvider":{"X":1,"DirectoryId":"d"}},"InstanceId":"i","Username":"u","X":1}"#,
            ["+", "+", "+", "+", &format!("{ad}.X {hint} body.X"), &format!("{hint} body.X")],
        ),
        (
            PLAIN,
            r#"{"IdentityProvider":{"Okta":{}},"IdentityProvider":{"ActiveDirectoryIdentityProvider":{"DirectoryId":"d"}},"InstanceId":"i","Username":"u"}"#,
            ["+", "+", "-", "+", "-", union],
        ),
        // Unions.
        (
            PLAIN,
            r#"{"IdentityProvider":{"ActiveDirectoryIdentityProvider":{"DirectoryId":"d"},"Okta":{}},"InstanceId":"i","Username":"u"}"#,
            ["-", "+", union, "+", "+", "+"],
        ),
        // A union with several members does not hide other faults.
        (
            PLAIN,
            r#"{"IdentityProvider":{"ActiveDirectoryIdentityProvider":{"DirectoryId":"e"},"Okta":{}},"InstanceId":"i","Username":"v"}"#,
            ["body.Username", "+", union, "+", "+", "+"],
        ),
        (
            PLAIN,
            r#"{"IdentityProvider":{"Okta":{}},"InstanceId":"i","Username":"u"}"#,
            [union, "+", "+", "+", &okta, "+"],
        ),
        (
            PLAIN,
            r#"{"IdentityProvider":"d","InstanceId":"i","Username":"u"}"#,
            [union, "+", union, "+", "+", "+"],
        ),
        (
            PLAIN,
            r#"{"IdentityProvider":null,"InstanceId":"i","Username":"u"}"#,
            [union, "+", "-", "+", "+", "+"],
        ),
        // Bodies that are not JSON, or not an object.
        (PLAIN, "", ["-", "-", "-", "body", "-", "-"]),
        (PLAIN, "{", ["-", "-", "-", "body", "-", "-"]),
        (PLAIN, "{}x", ["-", "-", "-", "body", "-", "-"]),
        (PLAIN, "null", ["-", "-", "-", "body", "-", "-"]),
        (PLAIN, "[{}]", ["-", "-", "-", "body", "-", "-"]),
        (PLAIN, "\u{feff}{}", ["-", "-", "-", "body", "-", "-"]),
        // An input that is not valid.
        ("{}", "{}", ["-", "-", "-", "+", "-", "+"]),
        ("{}", r#"{"X":1}"#, ["-", "-", "-", "+", "-", "+"]),
        ("[]", "[]", ["-", "-", "-", "-", "-", "-"]),
        ("[]", r#"{"Domain":null,"IdentityProvider":{}}"#, ["-", "-", union, "-", "-", "+"]),
    ] {
        assert_eq!(judged("2022-08", input, body), verdicts, "{body}");
    }
}

#[test]
fn lists_and_unions_inside_of_unions_are_looked_into() {
    const INPUT: &str = r#"{"IdentityProvider":{"ActiveDirectoryIdentityProvider":{"ActiveDirectorySettings":{"DomainIpv4List":["a","b"],"DomainNetworkSettings":{"Subnets":[]}},"IsSharedActiveDirectory":false}}}"#;
    let inside = "body.IdentityProvider.ActiveDirectoryIdentityProvider";
    for (body, verdicts) in [
        (INPUT, ["+".to_owned(), "+".to_owned(), "+".to_owned()]),
        (
            r#"{"IdentityProvider":{"ActiveDirectoryIdentityProvider":{"ActiveDirectorySettings":{"DomainCredentialsProvider":null,"DomainIpv4List":["a","b","b"],"DomainIpv6List":[],"DomainNetworkSettings":{}}}}}"#,
            [
                format!(
                    "{inside}.ActiveDirectorySettings.DomainIpv4List[2] \
                     {inside}.ActiveDirectorySettings.DomainNetworkSettings.Subnets \
                     {inside}.IsSharedActiveDirectory"
                ),
                format!(
                    "{inside}.ActiveDirectorySettings.DomainCredentialsProvider \
                     {inside}.ActiveDirectorySettings.DomainIpv6List"
                ),
                "+".to_owned(),
            ],
        ),
    ] {
        assert_eq!(judged("2026-11", INPUT, body)[..3], verdicts, "{body}");
    }
    let surrogate = r#"{"InstanceUserArn":{"$wtf8":"7aCA"}}"#;
    for body in [r#"{"InstanceUserArn":"\ud800"}"#, r#"{"InstanceUserArn":"\ufffd"}"#] {
        assert_eq!(judged("2026-11", surrogate, body)[0], "-", "{body}");
    }
    // Half a character is valid JSON, but another text.
    let half = judged("2026-11", r#"{"Domain":"😀"}"#, r#"{"Domain":"\ud83d"}"#);
    assert_eq!(half, ["body", "-", "-", "-", "-", "-"]);
    // If no member is set, the client still sends a body.
    let none = judged("2026-11", "{}", "");
    assert_eq!(none, ["-", "-", "-", "body", "-", "-"]);
    assert_eq!(judged("2026-11", "{}", "{}"), ["+", "+", "-", "+", "+", "+"]);
}

#[test]
fn framings_are_one_and_true() {
    const HEAD: &str =
        "POST /user/DisassociateUser HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n";
    const CHUNKS: &str = "4\r\n{\"Us\r\n10\r\nername\":\"alicex\"\r\n1\r\n}\r\n0\r\n\r\n";
    let contract = Contract::edition("2026-11").expect("an edition");
    // Each row: whether the client keeps the policy, and whether other policies judge the body.
    for (fields, body, verdict, read) in [
        ("Content-Length: 20", r#"{"Username":"alice"}"#, "+", true),
        ("content-length:20 ", r#"{"Username":"alice"}"#, "+", true),
        ("Transfer-Encoding: chunked", CHUNKS, "+", true),
        ("transfer-encoding: Chunked", CHUNKS, "+", true),
        // Two framings, or an unusual one.
        ("Content-Length: 21\r\nTransfer-Encoding: chunked", CHUNKS, "headers", true),
        ("Content-Length: 20\r\nContent-Length: 20", r#"{"Username":"alice"}"#, "headers", true),
        ("Content-Length: 20, 20", r#"{"Username":"alice"}"#, "body", false),
        ("Content-Length: 0x14", r#"{"Username":"alice"}"#, "body", false),
        ("Transfer-Encoding: gzip, chunked", CHUNKS, "headers", true),
        ("Transfer-Encoding: gzip", CHUNKS, "body", false),
        ("Transfer-Encoding: chunked", r#"{"Username":"alice"}"#, "body", false),
        // A wrong length, and no length.
        ("Content-Length: 19", r#"{"Username":"alice"}"#, "body", false),
        ("Content-Length: 21", r#"{"Username":"alice"}"#, "body", false),
        ("Content-Length: 0", r#"{"Username":"alice"}"#, "body", false),
        ("Transfer-Encoding: chunked", "4\r\n{\"Us\r\n10\r\nername", "body", false),
        ("Transfer-Encoding: chunked", "0\r\n\r\n{}", "body", false),
        ("X: y", r#"{"Username":"alice"}"#, "body", false),
        // Another policy judges a missing body.
        ("X: y", "", "-", true),
        ("Content-Length: 0", "", "+", true),
    ] {
        let raw = format!("{HEAD}{fields}\r\n\r\n{body}").leak();
        let example =
            Example { input: r#"{"Username":"alice"}"#, sent: Sent::Raw(raw), ..Example::PLAIN };
        let exchange = example.exchange(&contract);
        let evidence = Evidence::new(&contract, &exchange, Example::FEATURES);
        let judge = |id| find(id).expect(id).judge(&evidence);
        let judged = match judge("request.length-delimited") {
            Judgement::Pass => "+".to_owned(),
            Judgement::Fail(findings) => {
                let place = findings[0].path.as_str().replace("request.", "");
                place.split('.').next().unwrap_or_default().to_owned()
            }
            _ => "-".to_owned(),
        };
        assert_eq!(judged, verdict, "{raw}");
        let body = judge("request.body-is-json-object");
        assert_eq!(body != Judgement::NotExercised, read, "{raw}");
        let members = judge("request.members-serialized");
        let silent = members == Judgement::NotExercised;
        assert!(read || silent, "{raw}: {members:?}");
    }
}

#[test]
fn an_answer_that_breaks_off_excuses_a_request_that_does() {
    let contract = Contract::default();
    let raw = "POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\n{";
    for (cut, kept) in [(None, false), (Some(3), true)] {
        let mut exchange = Example { sent: Sent::Raw(raw), ..Example::PLAIN }.exchange(&contract);
        assert!(exchange.response.is_none(), "nothing was sent for half a request");
        exchange.response = Example { cut, ..Example::PLAIN }.exchange(&contract).response;
        let evidence = Evidence::new(&contract, &exchange, Example::FEATURES);
        let policy = find("request.length-delimited").expect("it is listed");
        assert_eq!(policy.judge(&evidence) == Judgement::NotExercised, kept);
    }
    let exchange = Example { sent: Sent::Raw("\u{16}\u{3}\u{1}"), ..Example::PLAIN };
    let exchange = exchange.exchange(&contract);
    let evidence = Evidence::new(&contract, &exchange, Example::FEATURES);
    for policy in ["request.length-delimited", "request.members-serialized"] {
        let policy = find(policy).expect(policy);
        assert_eq!(policy.judge(&evidence), Judgement::NotExercised, "{}", policy.id);
    }
}

#[test]
fn signatures_are_judged_of_what_is_whole_and_was_asked_for() {
    let contract = Contract::default();
    let signed = Example::PLAIN;
    let unsigned = Example { sent: Sent::Unsigned, ..signed };
    let query = "/user/DisassociateUser?X-Amz-Signature=0";
    let presigned = Sent::Head { method: "POST", target: query, content_type: "" };
    let judged = |status, sent: &[(Example, bool)]| {
        let mut exchange = Example { status, ..signed }.exchange(&contract);
        let request = |(example, complete): &(Example, bool)| {
            let mut request = example.exchange(&contract).requests.remove(0);
            request.complete = *complete;
            request
        };
        exchange.requests = sent.iter().map(request).collect();
        let evidence = Evidence::new(&contract, &exchange, Example::FEATURES);
        match find("request.signed").expect("it is there").judge(&evidence) {
            Judgement::Fail(findings) => findings[0].path.as_str().to_owned(),
            other => format!("{other:?}"),
        }
    };
    for (status, sent, verdict) in [
        (200, vec![], "NotExercised"),
        (200, vec![(signed, true)], "Pass"),
        (200, vec![(unsigned, true)], "request.headers.authorization"),
        (200, vec![(unsigned, false)], "NotExercised"),
        (200, vec![(Example { sent: presigned, ..signed }, true)], "NotExercised"),
        (500, vec![(signed, true), (unsigned, true)], "requests[1].headers.authorization"),
        (307, vec![(signed, true), (unsigned, true)], "Pass"),
    ] {
        assert_eq!(judged(status, &sent), verdict, "{status} {sent:?}");
    }
}

#[test]
fn the_head_is_judged_as_it_was_spelled() {
    let contract = Contract::default();
    let uri = "/user/DisassociateUser";
    for (method, target, content_type, kept) in [
        ("POST", uri, "application/json", [true, true]),
        ("POST", uri, "Application/JSON ; charset=utf-8", [true, true]),
        ("POST", uri, "application/x-amz-json-1.1", [true, false]),
        ("POST", uri, "application/json, application/json", [true, false]),
        ("POST", uri, "", [true, false]),
        ("PUT", uri, "application/json", [false, true]),
        ("POST", "/user/DisassociateUser?", "application/json", [false, true]),
        ("POST", "/user/disassociateuser", "application/json", [false, true]),
        ("POST", "/", "application/json", [false, true]),
        ("POST", "http://127.0.0.1/user/DisassociateUser", "application/json", [false, true]),
    ] {
        let sent = Sent::Head { method, target, content_type };
        let exchange = Example { sent, ..Example::PLAIN }.exchange(&contract);
        let evidence = Evidence::new(&contract, &exchange, Example::FEATURES);
        let policies = ["request.method-and-uri", "request.content-type"];
        let judged = policies.map(|id| find(id).expect(id).judge(&evidence) == Judgement::Pass);
        assert_eq!(judged, kept, "{method} {target} {content_type}");
    }
}

#[test]
fn a_query_is_told_from_another_target() {
    let contract = Contract::default();
    let policy = find("request.method-and-uri").expect("it is there");
    let message = |target: &'static str| {
        let sent = Sent::Head { method: "POST", target, content_type: "application/json" };
        let exchange = Example { sent, ..Example::PLAIN }.exchange(&contract);
        match policy.judge(&Evidence::new(&contract, &exchange, Example::FEATURES)) {
            Judgement::Fail(findings) => findings[0].message.to_string(),
            _ => String::new(),
        }
    };
    let query = "the operation takes no query";
    assert_eq!(message("/user/DisassociateUser"), "");
    assert_eq!(message("/user/DisassociateUser?a=b"), query);
    assert_eq!(message("/user/Other?a=b"), "the target of the request is wrong");
    assert_eq!(message("/user/DisassociateUser/"), "the target of the request is wrong");
}
