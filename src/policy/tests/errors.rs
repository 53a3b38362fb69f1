//! Tests of the policies on errors.

use crate::contract::Contract;
use crate::exchange::{ClientView, Evidence, Exchange, Features, Outcome, Stage};
use crate::http::Answer;
use crate::json::Json;
use crate::policy::{Judgement, catalogue};

/// Returns the policies on errors whose judgement is `wanted`.
fn policies(
    headers: &[(&str, &str)],
    body: &str,
    outcome: Outcome,
    wanted: fn(&Judgement) -> bool,
) -> Vec<&'static str> {
    let contract = Contract::default();
    let mut response = Answer::json(400, body).response();
    for (name, value) in headers {
        response.headers.push(*name, *value);
    }
    let requests = Vec::new();
    let exchange = Exchange {
        requests,
        problems: Vec::new(),
        response: Some(response),
        client: Some(ClientView { input: Json::Null, outcome }),
    };
    let evidence = Evidence::new(&contract, &exchange, Features::default());
    let policies = catalogue().iter().filter(|policy| {
        policy.group == crate::policy::Group::Error && policy.lacks(&contract).is_none()
    });
    policies.filter(|policy| wanted(&policy.judge(&evidence))).map(|policy| policy.id).collect()
}

#[test]
fn what_the_sources_leave_open_is_not_judged() {
    let deep = format!(r#"{{"x":{}{},"code":"A"}}"#, "[".repeat(100), "]".repeat(100));
    let cases: &[(&[(&str, &str)], &str)] = &[
        (&[("X-Amzn-Errortype", "")], r#"{"code":"A"}"#),
        (&[("X-Amzn-Errortype", "A, B")], "{}"),
        (&[("X-Amzn-Errortype", "a#b#A")], "{}"),
        (&[("Content-Encoding", "gzip")], r#"{"code":"A"}"#),
        (&[("X-Amzn-Errortype", "A, B"), ("X-Amzn-Errortype", "C")], "{}"),
        (&[("X-Amzn-Errortype", "A"), ("X-Amzn-Errortype", "B")], r#"{"code":"C"}"#),
        (&[], r#"{"code":7,"code":8}"#),
        (&[], r#"{"code":7,"message":8}"#),
        (&[("X-Amzn-Errortype", " A")], r#"{"code":7}"#),
        (&[], r#"{"code":"A","code":"A"}"#),
        (&[], r#"{"Code":"A","message":"m"}"#),
        (&[], r#"{"code":"a# A"}"#),
        (&[], r#"{"code":"","__type":"A"}"#),
        (&[], r#"{"message":"\ud800"}"#),
        (&[], "\u{feff}{}"),
        (&[], &deep),
    ];
    for (headers, body) in cases {
        let refused = Outcome::client_error(Stage::Deserialize, "E", "no");
        let judged = policies(headers, body, refused, |judgement| {
            !matches!(judgement, Judgement::NotExercised | Judgement::NotApplicable)
        });
        assert_eq!(judged, ["error.never-success"], "{headers:?} {body}");
    }
}

#[test]
fn an_error_shown_as_a_success_is_judged_by_one_policy() {
    let cases: &[(&[(&str, &str)], &str)] = &[
        (&[("X-Amzn-Errortype", "ConflictException")], "{}"),
        (&[("X-Amzn-Errortype", " ConflictException")], "{}"),
        (&[("X-Amzn-Errortype", "Unlisted")], "{}"),
        (&[], r#"{"code":"ConflictException","__type":"ValidationException"}"#),
        (&[], r#"{"cause":{"code":"ConflictException"}}"#),
        (&[], "{}"),
        (&[], ""),
        (&[], "<html>"),
        (&[], "null"),
    ];
    for (headers, body) in cases {
        let output = Json::object::<String>([]);
        let shown = Outcome::Response { http_status: Some(400), output, request_id: None };
        let broken = policies(headers, body, shown, |j| matches!(j, Judgement::Fail(_)));
        assert_eq!(broken, ["error.never-success"], "{headers:?} {body}");
    }
}

#[test]
fn a_wrong_name_is_held_against_what_it_comes_from() {
    let shown = |code: &str| Outcome::ServiceError {
        code: Some(code.to_owned()),
        modeled: false,
        message: None,
        http_status: Some(400),
        request_id: None,
        error: None,
    };
    let broken = |code| {
        let headers = [("x-amzn-errortype", " a#A:u ")];
        let body = r#"{"x":{"code":"N"},"code":"B"}"#;
        policies(&headers, body, shown(code), |j| matches!(j, Judgement::Fail(_)))
    };
    assert_eq!(broken("a#A"), ["error.namespace-stripped"]);
    assert_eq!(broken("A:u"), ["error.uri-suffix-stripped"]);
    assert_eq!(broken("a#A:u"), ["error.uri-suffix-stripped", "error.namespace-stripped"]);
    assert_eq!(broken("N"), ["error.nested-type-ignored"]);
    assert_eq!(broken("B"), [""; 0], "the header was not found, or not preferred: nobody knows");
    assert_eq!(broken("Z"), [""; 0], "out of thin air");
}
