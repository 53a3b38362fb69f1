//! Tests of the policies on the delivery of responses.

use crate::contract::Contract;
use crate::exchange::{ClientView, Evidence, Exchange, Outcome, Stage};
use crate::http::{Answer, Chunks, Cut, Delivery, Ending, Framing, Headers, Request};
use crate::json::Json;
use crate::policy::analysis::delivery::{FIELDS_FOR_ALL, HEAD_FOR_ALL, Hardship, SLOW, hardship};
use crate::policy::{Example, Judgement, Party, catalogue};

/// Returns the policies on clients that an exchange breaks, if nothing else about it is unusual.
fn broken(answer: &Answer, outcome: &Outcome, requests: usize) -> Vec<&'static str> {
    let contract = Contract::default();
    let plain = Example::PLAIN.exchange(&contract);
    let request: Vec<Request> = plain.requests.iter().cycle().take(requests).cloned().collect();
    let exchange = Exchange {
        requests: request,
        response: Some(answer.response()),
        client: plain.client.map(|client| ClientView { outcome: outcome.clone(), ..client }),
        ..plain
    };
    let evidence = Evidence::new(&contract, &exchange, Example::FEATURES);
    let policies = catalogue().iter().filter(|policy| policy.party() == Party::Client);
    let broken = policies.filter(|policy| matches!(policy.judge(&evidence), Judgement::Fail(_)));
    broken.map(|policy| policy.id).collect()
}

fn plain(change: impl FnOnce(&mut Answer)) -> Answer {
    let mut answer = Answer::json(200, Example::PLAIN.body);
    change(&mut answer);
    answer
}

fn cut(cut: Cut, ending: Ending) -> Delivery {
    Delivery { cut: Some(cut), ending, ..Delivery::default() }
}

fn shown(output: &str) -> Outcome {
    let output = Json::parse(output).expect("it is JSON");
    Outcome::Response { http_status: Some(200), output, request_id: None }
}

#[test]
fn a_large_head_is_counted_by_its_bytes_and_by_its_fields() {
    let hardship = |name: &str, value: usize, fields: usize| {
        let mut response = Answer::json(200, "{}").response();
        response.headers = Headers::new();
        for _ in 0..fields {
            response.headers.push(name, "x".repeat(value));
        }
        hardship(&response)
    };
    // Each header line has four more bytes: a colon, a space and the two of its end.
    assert_eq!(hardship("Name", HEAD_FOR_ALL / 16 - 8, 16), None);
    assert_eq!(hardship("Names", HEAD_FOR_ALL / 16 - 8, 16), Some(Hardship::LargeHead));
    assert_eq!(hardship("N", 1, FIELDS_FOR_ALL), None);
    assert_eq!(hardship("N", 1, FIELDS_FOR_ALL + 1), Some(Hardship::LargeHead));
}

#[test]
fn how_an_answer_came_is_judged_by_one_policy_and_once() {
    let refused = &Outcome::client_error(Stage::Read, "Refused", "");
    let right = &shown(Example::PLAIN.body);
    let nothing = &shown("{}");
    let garbled = &shown(&Example::PLAIN.body.replace("alice", "al\u{fffd}ce"));
    let whole = Example::PLAIN.body.len();
    let chunked = || Framing::Chunked(Chunks::default());
    let slow = || Delivery { delay: SLOW, ..Delivery::default() };
    let error = || Answer::json(409, r#"{"code":"ConflictException","message":"m"}"#);
    let redirect = || Answer {
        headers: [("Location", "http://127.0.0.1:1/")].into_iter().collect(),
        ..Answer::json(302, "")
    };
    let moved = &Outcome::ServiceError {
        code: None,
        modeled: false,
        message: None,
        http_status: Some(302),
        request_id: None,
    };
    for (answer, outcome, policy) in [
        (plain(|a| a.framing = chunked()), refused, "response.chunked-decoded"),
        (plain(|a| a.framing = chunked()), garbled, "response.chunked-decoded"),
        (plain(|a| a.framing = chunked()), nothing, "response.chunked-decoded"),
        (Answer { framing: chunked(), ..error() }, refused, "response.chunked-decoded"),
        (plain(|a| a.delivery = slow()), refused, "wire.slow-answer-survived"),
        (plain(|a| a.delivery = slow()), garbled, "response.strings-exact"),
        (
            plain(|a| (a.delivery, a.framing) = (slow(), chunked())),
            garbled,
            "response.chunked-decoded",
        ),
        (
            plain(|a| (a.delivery, a.framing) = (slow(), chunked())),
            refused,
            "wire.slow-answer-survived",
        ),
        (
            plain(|a| {
                let chunks = Chunks { extension: ";a".to_owned(), ..Chunks::default() };
                (a.delivery, a.framing) = (slow(), Framing::Chunked(chunks));
            }),
            refused,
            "",
        ),
        (Answer { delivery: slow(), ..error() }, refused, "wire.slow-answer-survived"),
        (
            plain(|a| a.interim = vec![(100, Headers::new())]),
            refused,
            "wire.interim-answers-skipped",
        ),
        (
            plain(|a| a.interim = vec![(103, Headers::new())]),
            nothing,
            "wire.interim-answers-skipped",
        ),
        (
            plain(|a| a.delivery = cut(Cut::Body(0), Ending::Reset)),
            nothing,
            "wire.reset-is-an-error",
        ),
        (
            plain(|a| {
                a.framing = Framing::UntilClose;
                a.delivery.ending = Ending::Reset;
            }),
            right,
            "wire.reset-is-an-error",
        ),
        (plain(|a| a.delivery.ending = Ending::Reset), refused, ""),
        (plain(|a| a.delivery.ending = Ending::Reset), right, ""),
        (
            plain(|a| a.headers.push("Content-Length", "1000")),
            right,
            "wire.early-close-is-an-error",
        ),
        (
            plain(|a| a.delivery = cut(Cut::Head(30), Ending::Open)),
            nothing,
            "wire.early-close-is-an-error",
        ),
        (
            plain(|a| a.delivery = cut(Cut::Head(0), Ending::Open)),
            nothing,
            "wire.early-close-is-an-error",
        ),
        (
            plain(|a| a.delivery = cut(Cut::Body(100), Ending::Open)),
            nothing,
            "response.truncated-refused",
        ),
        (
            plain(|a| {
                a.framing = chunked();
                a.delivery = cut(Cut::Body(whole + 4 + 2 + 3), Ending::Open);
            }),
            right,
            "wire.last-line-awaited",
        ),
        (
            plain(|a| a.headers.push("X", "x".repeat(HEAD_FOR_ALL))),
            refused,
            "wire.large-head-survived",
        ),
        (plain(|a| a.headers.push("X", "x".repeat(HEAD_FOR_ALL))), right, ""),
        (redirect(), refused, "wire.redirect-not-followed"),
        (redirect(), right, "wire.redirect-not-followed"),
        (redirect(), moved, ""),
    ] {
        let expected: Vec<_> =
            Some(policy).into_iter().filter(|policy| !policy.is_empty()).collect();
        assert_eq!(broken(&answer, outcome, 1), expected, "{answer:?}: {outcome}");
    }
    assert_eq!(broken(&redirect(), moved, 2), ["wire.redirect-not-followed"]);
}
