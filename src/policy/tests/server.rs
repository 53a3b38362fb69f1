//! Tests of the policies on servers.

use crate::contract::Contract;
use crate::exchange::Evidence;
use crate::policy::{Example, Judgement, Party, catalogue};

const JSON: (&str, &str) = ("Content-Type", "application/json");

/// Returns the policies that a response breaks, each with the sorted paths of its findings.
fn broken(status: u16, headers: &'static [(&str, &str)], body: &'static str) -> Vec<String> {
    let contract = Contract::default();
    let mut exchange = Example { status, headers, body, ..Example::PLAIN }.exchange(&contract);
    if let Some(response) = &mut exchange.response {
        response.headers = headers.iter().copied().collect(); // without those of the framing
    }
    let evidence = Evidence::new(&contract, &exchange, Example::FEATURES);
    let policies = catalogue().iter().filter(|policy| policy.party() == Party::Server);
    policies
        .filter_map(|policy| match policy.judge(&evidence) {
            Judgement::Fail(findings) => {
                let places = findings.iter().map(|f| f.path.as_str().replace("response.", ""));
                let mut places: Vec<_> = places.collect();
                places.sort();
                Some(format!("{} {}", policy.id.replace("server.", ""), places.join(" ")))
            }
            _ => None,
        })
        .collect()
}

#[test]
fn a_success_is_judged_by_its_body() {
    for (body, policies) in [
        (
            r#"{"Color":1,"InstanceUserSummary":{"IdentityProvider":{"Okta":7},"InstanceId":"","Status":"","Username":""}}"#,
            &[][..],
        ),
        ("", &["required-members-present body.InstanceUserSummary"]),
        ("{}", &["required-members-present body.InstanceUserSummary"]),
        (
            r#"{"InstanceUserSummary":{"Domain":null,"IdentityProvider":null,"InstanceId":"","Status":"","Username":""}}"#,
            &[
                "required-members-present body.InstanceUserSummary.IdentityProvider",
                "no-nulls body.InstanceUserSummary.Domain body.InstanceUserSummary.IdentityProvider",
            ],
        ),
        (
            r#"{"InstanceUserSummary":{"IdentityProvider":{"A":1,"B":2},"InstanceId":"","Status":[],"Username":""}}"#,
            &[
                "answers-valid body.InstanceUserSummary.Status",
                "union-exactly-one body.InstanceUserSummary.IdentityProvider",
            ],
        ),
        (
            r#"{"InstanceUserSummary":{"IdentityProvider":[],"InstanceId":"","InstanceId":"","Status":"","Username":""}}"#,
            &[
                "answers-valid body.InstanceUserSummary.IdentityProvider body.InstanceUserSummary.InstanceId",
            ],
        ),
        ("{} {}", &["answers-valid body"]),
        (r#"{"Color":"\ud800"}"#, &["answers-valid body"]),
        ("[]", &["answers-valid body"]),
        ("null", &["answers-valid body"]),
    ] {
        assert_eq!(broken(200, &[JSON], body), policies, "{body}");
    }
}

#[test]
fn the_head_is_judged_where_it_is_known() {
    const CONFLICT: (&str, &str) = ("x-amzn-errortype", "ConflictException");
    const HTML: (&str, &str) = ("Content-Type", "text/html");
    let plain = Example::PLAIN.body;
    let no_type = "error-type-header headers.x-amzn-errortype";
    let no_json = "content-type headers.content-type";
    for (status, headers, body, policies) in [
        (200, &[][..], plain, &[][..]),
        (200, &[("Date", "x")], plain, &[no_json]),
        (200, &[JSON, JSON], plain, &[no_json]),
        (
            204,
            &[("Date", "x")],
            "",
            &["answers-valid status", "required-members-present body.InstanceUserSummary"],
        ),
        (500, &[JSON, CONFLICT], "{}", &[]),
        (500, &[CONFLICT], "", &[]),
        (409, &[JSON, CONFLICT], "{}", &["error-status status"]),
        (500, &[JSON], r#"{"__type":"ConflictException"}"#, &[no_type]),
        (409, &[], r#"{"__type":"a#ConflictException"}"#, &["error-status status"]),
        // The sources leave open which error it is.
        (409, &[], r#"{"__type":"ConflictException","code":"ThrottlingException"}"#, &[]),
        (409, &[JSON, CONFLICT, CONFLICT], "{}", &[]),
        (500, &[JSON, ("X-Amzn-Errortype", " ")], "{}", &[no_type]),
        (500, &[HTML, CONFLICT], "{}", &[no_json]),
        (502, &[HTML], "<html>", &[no_type]),
        (502, &[HTML], "502", &[no_type]),
        (404, &[JSON, ("X-Amzn-Errortype", "UnknownOperationException")], "{}", &[]),
    ] {
        assert_eq!(broken(status, headers, body), policies, "{status} {headers:?} {body}");
    }
}
