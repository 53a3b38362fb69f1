//! Tests of the policies on request ids, and of those on what one call leaves for the next.

use crate::contract::Contract;
use crate::exchange::{ClientView, Evidence, Exchange, Features, Outcome, Session};
use crate::http::{Answer, Headers, Request};
use crate::json::Json;
use crate::policy::{Judgement, find};

/// Returns a call that got an error with these header fields and showed this request id.
fn call(fields: &[(&str, &str)], shown: Option<&str>) -> Exchange {
    let mut response = Answer::json(400, "{}").response();
    for (name, value) in fields {
        response.headers.push(*name, *value);
    }
    let outcome = Outcome::service_error(None, false, None).with_http_status(400);
    let outcome = match shown {
        Some(id) => outcome.with_request_id(id),
        None => outcome,
    };
    Exchange {
        requests: vec![Request::new("POST", "/", Headers::new(), b"{}")],
        problems: Vec::new(),
        response: Some(response),
        client: Some(ClientView { input: Json::Null, outcome }),
    }
}

fn judged(id: &str, calls: Vec<Exchange>) -> Judgement {
    let contract = Contract::default();
    let session = Session { calls, ..Session::default() };
    let evidence = Evidence::of_session(&contract, &session, Features::default());
    find(id).expect("a policy").judge(&evidence.expect("a session has a call"))
}

const ID: (&str, &str) = ("X-AMZN-REQUESTID", "r-1");

#[test]
fn the_request_id_of_each_response_is_shown() {
    let judged = |calls| judged("error.request-id-shown", calls);
    let fails = |calls| matches!(judged(calls), Judgement::Fail(_));
    assert_eq!(judged(vec![call(&[ID], Some("r-1"))]), Judgement::Pass);
    assert!(fails(vec![call(&[ID], None)]), "it counts only if another call shows one");
    assert!(fails(vec![call(&[ID], Some("r-2"))]));
    assert!(fails(vec![call(&[ID], Some("r-1")), call(&[ID], Some("r-2"))]));
}

#[test]
fn an_earlier_request_id_is_not_shown_but_a_placeholder_may_be() {
    let after = |shown| vec![call(&[ID], Some("r-1")), call(&[], shown)];
    let judged = |calls| judged("error.request-id-shown", calls);
    assert!(matches!(judged(after(Some("r-1"))), Judgement::Fail(_)));
    for shown in [None, Some("UNKNOWN"), Some("r-0")] {
        assert_eq!(judged(after(shown)), Judgement::Pass, "{shown:?}");
        assert_eq!(judged(vec![call(&[], shown)]), Judgement::NotExercised, "{shown:?}");
    }
}

#[test]
fn which_of_several_request_ids_counts_is_open() {
    for other in [("x-amz-request-id", "r-2"), ("x-amzn-RequestId", "r-2"), ("x-amz-id-2", "r-3")] {
        let calls = vec![call(&[ID, other], Some("r-9"))];
        assert_eq!(judged("error.request-id-shown", calls), Judgement::NotExercised, "{other:?}");
    }
}

#[test]
fn request_ids_do_not_make_two_outcomes_different() {
    let calls = vec![call(&[], Some("made up 1")), call(&[], Some("made up 2"))];
    assert_eq!(judged("wire.deterministic", calls), Judgement::Pass);
}
