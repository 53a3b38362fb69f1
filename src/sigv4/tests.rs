//! Signing and verifying, held to signatures that others made.

use crate::http::{Headers, Request};

use super::*;

const SERVICE: &str = "license-manager-user-subscriptions";

/// Returns a request as it came: its request line and fields, `Content-Length` apart, and its body.
fn request(head: &str, body: &str) -> Request {
    let head = head.replace('\n', "\r\n");
    let raw = format!("{head}\r\nContent-Length: {}\r\n\r\n{body}", body.len());
    Request::parse(raw.as_bytes()).expect(&raw)
}

/// Returns a request that is signed as [`Signer::dummy`] does, but without a session token.
fn signed(body: &str) -> Request {
    let mut headers: Headers =
        [("Host", "127.0.0.1:1"), ("Content-Type", "application/json")].into_iter().collect();
    let signer = Signer { session_token: None, ..Signer::dummy(SERVICE) };
    signer.sign("POST", "/user/DisassociateUser", &mut headers, body.as_bytes(), EXAMPLE_TIME);
    Request::new("POST", "/user/DisassociateUser", headers, body.as_bytes())
}

/// Returns the request with its one field of this name set anew, or taken out.
fn with(mut request: Request, name: &str, value: Option<&str>) -> Request {
    let others = request.headers.iter().filter(|header| !header.name.eq_ignore_ascii_case(name));
    let others = others.map(|header| (header.name.clone(), header.value.clone()));
    let anew = value.map(|value| (name.to_owned(), value.as_bytes().to_vec()));
    request.headers = others.chain(anew).collect();
    request
}

/// Returns where the faults are, and what they say.
fn faults(request: &Request) -> Vec<String> {
    let faults = verify(request, &Signer::dummy(SERVICE), false);
    faults.into_iter().map(|fault| format!("{}: {}", fault.header, fault.message)).collect()
}

/// Source: AWS's SigV4 test suite; the requests of it that are HTTP as they stand.
#[test]
fn signatures_of_the_test_suite_verify() {
    let token = "AQoDYXdzEPT//////////wEXAMPLEtc764bNrC9SAPBSM22wDOk4x4HIZ8j4FZTwdQWLWsKWHGBuFqwAeMicRXmxfpSPfIeoIYRqTflfKD8YUuwthAx7mSEI/qkPpKPi/kMcGdQrmGdeehM4IC1NtBmUpp2wUE8phUZampKsburEDy0KPkyQDYwT7WZ0wq5VSXDvp75YU9HFvlRd8Tx6q6fE8YQcHNVXAkiY9q6d+xo0rKwT38xVqr7ZD0u0iPPkUL64lIZbqBAz+scqKmlzm8FDrypNC9Yjc8fPOLn9FX9KSYvKTr4rvx3iSIlTJabIQwj2ICCR/oLxBA==";
    let token = format!("X-Amz-Security-Token:{token}\n");
    let (plain, own) = ("host;x-amz-date", "host;my-header1;x-amz-date");
    for (line, fields, signed, signature) in [
        ("GET /", "", plain, "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"),
        (
            "GET /",
            "My-Header1:value2\nMy-Header1:value2\nMy-Header1:value1\n",
            own,
            "c9d5ea9f3f72853aea855b47ea873832890dbdd183b4468f858259531a5138ea",
        ),
        (
            "GET /",
            "My-Header1:value4\nMy-Header1:value1\nMy-Header1:value3\nMy-Header1:value2\n",
            own,
            "08c7e5a9acfcfeb3ab6b2185e75ce8b1deb5e634ec47601a50643f830c755c01",
        ),
        (
            "GET /",
            "My-Header1: value1\nMy-Header2: \"a   b   c\"\n",
            "host;my-header1;my-header2;x-amz-date",
            "acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736",
        ),
        (
            "GET /-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
            "",
            plain,
            "07ef7494c76fa4850883e2b006601f940f8a34d404d0cfa977f52a65bbf5f24f",
        ),
        (
            "GET //example//",
            "",
            plain,
            "9a624bd73a37c9a373b5312afbebe7a714a789de108f0bdfe846570885f57e84",
        ),
        (
            "GET /example1/example2/../..",
            "",
            plain,
            "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
        ),
        (
            "GET /?Param2=value2&Param1=value1",
            "",
            plain,
            "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500",
        ),
        (
            "GET /?Param-3=Value3&Param=Value2&%E1%88%B4=Value1",
            "",
            plain,
            "371d3713e185cc334048618a97f809c9ffe339c62934c032af5a0e595648fcac",
        ),
        (
            "POST /?Param1=value1",
            "",
            plain,
            "28038455d6de14eafc1f9222cf5aa6f1a96197d7deb8263271d420d138af7f11",
        ),
        (
            "POST /",
            "My-Header1:VALUE1\n",
            own,
            "cdbc9802e29d2942e5e10b5bccfdd67c5f22c7c4e8ae67b53629efa58b974b7d",
        ),
        (
            "POST /",
            token.as_str(),
            "host;x-amz-date;x-amz-security-token",
            "85d96828115b5dc0cfc3bd16ad9e210dd772bbebba041836c64533a82be05ead",
        ),
    ] {
        let head = format!(
            "{line} HTTP/1.1\nHost:example.amazonaws.com\n{fields}X-Amz-Date:{EXAMPLE_TIME}\n\
             Authorization: AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, \
             SignedHeaders={signed}, Signature={signature}"
        );
        let found = verify(&request(&head, ""), &Signer::dummy("service"), false);
        assert_eq!(found, [], "{line} {fields}");
    }
    for (content_type, signature) in [
        (
            "application/x-www-form-urlencoded",
            "d3875051da38690788ef43de4db0d8f280229d82040bfac253562e56c3f20e0b",
        ),
        (
            "application/x-www-form-urlencoded; charset=utf-8",
            "328d1b9eaadca9f5818ef05e8392801e091653bafec24fcab71e7344e7f51422",
        ),
    ] {
        let head = format!(
            "POST / HTTP/1.1\nHost:example.amazonaws.com\nContent-Type:{content_type}\n\
             X-Amz-Date:{EXAMPLE_TIME}\n\
             x-amz-content-sha256:9095672bbd1f56dfc5b65f3e153adc8731a4a654192329106275f4c7b24d0b6e\n\
             Authorization: AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, \
             SignedHeaders=content-length;content-type;host;x-amz-content-sha256;x-amz-date, \
             Signature={signature}"
        );
        let found = verify(&request(&head, "Param1=value1"), &Signer::dummy("service"), false);
        assert_eq!(found, [], "{content_type}");
    }
}

/// Source: the first edition of that test suite, whose requests have a `Date` alone.
#[test]
fn a_date_will_do() {
    let head = "GET / HTTP/1.1\nDate:Mon, 09 Sep 2011 23:36:00 GMT\nHost:host.foo.com\n\
        Authorization: AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20110909/us-east-1/host/aws4_request, \
        SignedHeaders=date;host, \
        Signature=b27ccfbfa7df52a200ff74193ca6e32d4b48b8856fab7ebf1c595d0670a7e470";
    assert_eq!(verify(&request(head, ""), &Signer::dummy("host"), false), []);
}

/// Signed by botocore 1.44.5, its clock held still.
#[test]
fn signatures_of_botocore_verify() {
    const BODY: &str = "{\"Username\":\"Zo\u{eb} \u{1f469}\"}";
    for (target, fields, signed, signature, unsigned_payload) in [
        (
            "/user/DisassociateUser",
            "User-Agent: x\namz-sdk-invocation-id: 7f\n",
            "amz-sdk-invocation-id;content-type;host;x-amz-date",
            "b2621b2912f021a883da1ed10d4e5a6bac57c4be2f044960d1305c4d0512adb6",
            false,
        ),
        (
            "/a%2Fb/../%7Eu@x//y/?b=%2Fc&a=",
            "",
            "content-type;host;x-amz-date",
            "091832f2e64c6c3416e0b863f7e23f7f1757997920098e97f538b785e6231a04",
            false,
        ),
        (
            "/user/DisassociateUser",
            "X-Amz-Content-SHA256: UNSIGNED-PAYLOAD\n",
            "content-type;host;x-amz-content-sha256;x-amz-date",
            "c166cabf7b6f0924b45e996fdf83204d2a1db63971c4c4579751f237c6c970a0",
            true,
        ),
    ] {
        let head = format!(
            "POST {target} HTTP/1.1\nHost: 127.0.0.1:40123\nContent-Type: application/json\n{fields}\
             X-Amz-Date: 20261122T090507Z\n\
             Authorization: AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20261122/us-east-1/{SERVICE}/aws4_request, \
             SignedHeaders={signed}, Signature={signature}"
        );
        let request = request(&head, BODY);
        assert_eq!(verify(&request, &Signer::dummy(SERVICE), unsigned_payload), [], "{target}");
        assert_eq!(faults(&request).is_empty(), !unsigned_payload);
    }
}

const CHANGED: &str = "authorization: the signature is not the one of this request";

#[test]
fn what_is_signed_verifies_until_it_is_changed() {
    let request = signed("{}");
    assert_eq!(faults(&request), [""; 0]);
    for changed in [
        Request { method: "PUT".into(), ..request.clone() },
        Request { target: "/user/AssociateUser".into(), ..request.clone() },
        Request { target: "/user/DisassociateUser?x".into(), ..request.clone() },
        Request { body: b"{ }".to_vec(), ..request.clone() },
        with(request.clone(), "Host", Some("127.0.0.1")),
        with(request.clone(), "Content-Type", Some("application/json; charset=utf-8")),
        with(request.clone(), "X-Amz-Date", Some("20150830T123601Z")),
    ] {
        assert_eq!(faults(&changed), [CHANGED], "{changed:?}");
    }
    // What is not signed may change, and white space does not count.
    for same in [
        with(request.clone(), "User-Agent", Some("x")),
        with(request.clone(), "X-Amzn-Trace-Id", Some("x")),
        with(request.clone(), "Content-Type", Some(" application/json\t ")),
        with(request.clone(), "HOST", Some("127.0.0.1:1")),
    ] {
        assert_eq!(faults(&same), [""; 0], "{same:?}");
    }
    let secret = Signer { secret_access_key: "another", ..Signer::dummy(SERVICE) };
    let found = verify(&request, &secret, false);
    assert!(found.len() == 1 && found[0].actual != found[0].expected, "{found:?}");
}

#[test]
fn a_tab_inside_a_value_may_count_as_a_space() {
    let signed = |value: &str| {
        let mut headers: Headers =
            [("Host", "127.0.0.1:1"), ("X-Amz-Note", value)].into_iter().collect();
        let signer = Signer::dummy(SERVICE);
        signer.sign("GET", "/", &mut headers, b"", EXAMPLE_TIME);
        Request::new("GET", "/", headers, b"")
    };
    for (value, sent) in [("a\tb", "a\tb"), ("a b", "a\tb"), ("a b", "a \t b")] {
        assert_eq!(faults(&with(signed(value), "X-Amz-Note", Some(sent))), [""; 0], "{sent:?}");
    }
    let changed = with(signed("a\tb"), "X-Amz-Note", Some("a b"));
    assert_eq!(faults(&changed), [CHANGED], "a space stays a space");
}

#[test]
fn each_fault_is_told_where_it_is() {
    const FORM: &str = "Credential=AKIDEXAMPLE/20150830/us-east-1/license-manager-user-subscriptions/aws4_request, \
        SignedHeaders=content-type;host;x-amz-date, Signature=";
    let request = signed("{}");
    let authorization = |text: &str| with(request.clone(), "Authorization", Some(text));
    let replaced = |from: &str, to: &str| {
        let field = request.headers.only("Authorization").and_then(|field| field.text());
        let field = field.expect("it is signed");
        assert!(field.contains(from), "{field}");
        authorization(&field.replace(from, to))
    };
    let twice = {
        let mut twice = request.clone();
        twice.headers.push("authorization", "Basic Og==");
        twice
    };
    let changed = "authorization: the signature is not the one of this request";
    for (request, expected) in [
        (
            with(request.clone(), "Authorization", None),
            vec!["authorization: the request is not signed"],
        ),
        (twice, vec!["authorization: the field is sent more than once"]),
        (
            authorization("Bearer x"),
            vec!["authorization: the request is signed by another algorithm"],
        ),
        (authorization(""), vec!["authorization: the request is signed by another algorithm"]),
        (
            replaced("AWS4-HMAC-SHA256", "AWS4-ECDSA-P256-SHA256"),
            vec!["authorization: the request is signed by another algorithm"],
        ),
        (
            authorization("AWS4-HMAC-SHA256 "),
            vec!["authorization: a part of the field has no meaning"],
        ),
        (
            replaced(", Signature", ", Color"),
            vec!["authorization: a part of the field has no meaning"],
        ),
        (
            replaced(", SignedHeaders=content-type;host;x-amz-date", ""),
            vec!["authorization: `SignedHeaders` is missing"],
        ),
        (
            authorization(&format!("AWS4-HMAC-SHA256 {FORM}0, Signature=1")),
            vec!["authorization: `Signature` is told more than once"],
        ),
        (
            replaced("AKIDEXAMPLE/", ""),
            vec!["authorization: the credential has not its five parts"],
        ),
        (
            replaced("AKIDEXAMPLE", "ASIA/EXAMPLE"),
            vec!["authorization: the access key is none that the testee was given"],
        ),
        (
            replaced("us-east-1", "eu-west-1"),
            vec!["authorization: the signature is for another region", changed],
        ),
        (
            replaced("/license-manager-user-subscriptions/", "/license-manager/"),
            vec!["authorization: the signature is for another service", changed],
        ),
        (
            replaced("aws4_request", "aws4"),
            vec!["authorization: the credential ends otherwise", changed],
        ),
        (
            replaced("/20150830/", "/20150831/"),
            vec!["authorization: the signature is for another day than the request", changed],
        ),
        (
            replaced("content-type;host", "Content-Type;host"),
            vec!["authorization: `SignedHeaders` is not in lower case, sorted, without repeats"],
        ),
        (
            replaced("content-type;host", "host;content-type"),
            vec!["authorization: `SignedHeaders` is not in lower case, sorted, without repeats"],
        ),
        (replaced(";host", ""), vec!["host: the field is not signed, and must be", changed]),
        (
            replaced(";x-amz-date", ""),
            vec!["x-amz-date: the field is not signed, and must be", changed],
        ),
        (
            with(request.clone(), "X-Amz-Target", Some("x")),
            vec!["x-amz-target: the field is not signed, and must be"],
        ),
        // AWS's test suite has a session token that is added behind the signing.
        (with(request.clone(), "X-Amz-Security-Token", Some("x")), vec![]),
        (
            with(request.clone(), "Content-Type", None),
            vec!["content-type: the field is signed, and was not sent"],
        ),
        (
            with(request.clone(), "X-Amz-Date", None),
            vec![
                "x-amz-date: neither this field nor Date tells when the request was signed",
                "x-amz-date: the field is signed, and was not sent",
            ],
        ),
        (
            with(request.clone(), "X-Amz-Date", Some("2015-08-30T12:36:00Z")),
            vec!["x-amz-date: this is no time in UTC of ISO 8601's basic format"],
        ),
        (
            with(request.clone(), "X-Amz-Date", Some("20150230T123600Z")),
            vec!["x-amz-date: this is no time in UTC of ISO 8601's basic format"],
        ),
        (
            with(request.clone(), "X-Amz-Content-Sha256", Some("0")),
            vec![
                "x-amz-content-sha256: the field is not signed, and must be",
                "x-amz-content-sha256: this is not the hash of the body",
                changed,
            ],
        ),
    ] {
        assert_eq!(faults(&request), expected, "{:?}", request.headers.all("Authorization").next());
    }
    let mut bytes = request.clone();
    bytes.headers.push("X-Amz-Content-Sha256", [0xff]);
    assert_eq!(faults(&bytes)[1], "x-amz-content-sha256: the field is no text");
}

#[test]
fn the_order_and_the_space_of_the_parts_are_free() {
    let request = signed("{}");
    let field = request.headers.only("Authorization").and_then(|field| field.text());
    let parts = field.and_then(|field| field.strip_prefix("AWS4-HMAC-SHA256 ")).expect("signed");
    let mut parts: Vec<_> = parts.split(", ").collect();
    parts.reverse();
    for between in [",", " ,  "] {
        let field = format!("AWS4-HMAC-SHA256  {}", parts.join(between));
        assert_eq!(faults(&with(request.clone(), "Authorization", Some(&field))), [""; 0]);
    }
}
