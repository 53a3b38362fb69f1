//! Tests of the policies on the delivery of responses.

use crate::contract::Contract;
use crate::exchange::{ClientView, Evidence, Exchange, Outcome, Stage};
use crate::http::{Answer, Chunks, Cut, Delivery, Ending, Framing, Headers, Request};
use crate::json::Json;
use crate::policy::analysis::delivery::{FIELDS_FOR_ALL, HEAD_FOR_ALL, Hardship, SLOW, hardship};
use crate::policy::{Example, Judgement, Party, Sent, catalogue, find};

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
    broken_by(&contract, &exchange)
}

/// Returns the policies on clients that an exchange breaks.
fn broken_by(contract: &Contract, exchange: &Exchange) -> Vec<&'static str> {
    let evidence = Evidence::new(contract, exchange, Example::FEATURES);
    let policies = catalogue().iter().filter(|policy| policy.party() == Party::Client);
    let broken = policies.filter(|policy| matches!(policy.judge(&evidence), Judgement::Fail(_)));
    broken.map(|policy| policy.id).collect()
}

fn plain(change: impl FnOnce(&mut Answer)) -> Answer {
    let mut answer = Answer::json(200, Example::PLAIN.body);
    change(&mut answer);
    answer
}

/// Returns an answer without header fields and without a body.
fn bare(status: u16) -> Answer {
    Answer { headers: Headers::new(), ..Answer::json(status, "") }
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
        error: None,
    };
    let unread = &Outcome::client_error(Stage::Deserialize, "Unread", "");
    let told = |status| Outcome::ServiceError {
        code: None,
        modeled: false,
        message: None,
        http_status: Some(status),
        request_id: None,
        error: None,
    };
    let status = |status: u16| Answer { framing: Framing::ByStatus, ..bare(status) };
    let empty = |status| Outcome::Response {
        http_status: Some(status),
        output: Json::object::<String>([]),
        request_id: None,
    };
    let interim = |answer: Answer| Answer { interim: vec![(100, Headers::new())], ..answer };
    let twice = |told: &'static str| {
        plain(|a| {
            a.framing = chunked();
            a.headers.push("Content-Length", told);
        })
    };
    let twice_error = || {
        let headers: Headers = [("Content-Length", "0"), ("X-Amzn-Errortype", "ConflictException")]
            .into_iter()
            .collect();
        Answer { framing: chunked(), headers, ..Answer::json(409, r#"{"message":"m"}"#) }
    };
    let fold = || plain(|a| a.headers.push("X-Note", "a,\r\n b"));
    for (answer, outcome, policy) in [
        // Statuses that have no body.
        (status(204), refused, "wire.bodyless-status-survived"),
        (status(204), unread, ""),
        (status(204), &empty(204), ""),
        (status(204), &empty(200), "wire.bodyless-status-survived"),
        (status(204), &told(204), "response.missing-required-survived"),
        (status(204), right, "wire.bodyless-status-survived response.missing-required-survived"),
        (interim(status(204)), refused, "wire.bodyless-status-survived"),
        (interim(status(204)), &empty(100), "wire.interim-answers-skipped"),
        (interim(status(304)), refused, "wire.bodyless-status-survived"),
        (status(304), unread, "error.empty-body-survived"),
        (status(304), &told(304), ""),
        (status(304), &told(200), "error.status-kept"),
        (status(304), &empty(304), "error.never-success"),
        (bare(205), refused, "wire.bodyless-status-survived"),
        (bare(205), &empty(205), ""),
        (Answer { framing: chunked(), ..bare(205) }, refused, "wire.bodyless-status-survived"),
        // Two framings: the chunks count, or the client refuses.
        (twice("0"), right, ""),
        (twice("0"), refused, ""),
        (twice("0"), nothing, "wire.chunks-override-length"),
        (interim(twice("0")), nothing, "wire.chunks-override-length"),
        (twice_error(), refused, ""),
        (twice_error(), &told(409), "wire.chunks-override-length"),
        // Folded fields.
        (fold(), right, ""),
        (fold(), refused, "wire.folded-field-joined"),
        (interim(fold()), refused, "wire.folded-field-joined"),
        (fold(), garbled, "response.strings-exact"),
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
        // A client may follow a redirect, and so fail at it.
        (redirect(), refused, ""),
        (redirect(), right, "error.never-success"),
        (Answer { body: b"<p>".to_vec(), ..redirect() }, refused, ""),
        (redirect(), moved, ""),
    ] {
        let expected: Vec<_> = policy.split(' ').filter(|policy| !policy.is_empty()).collect();
        let mut found = broken(&answer, outcome, 1);
        found.sort_by_key(|policy| expected.iter().position(|expected| expected == policy));
        assert_eq!(found, expected, "{answer:?}: {outcome}");
    }
    // The same request again is no step to another place.
    assert_eq!(broken(&redirect(), moved, 2), ["request.sent-once"]);
    let back = Answer {
        headers: [("Location", "/user/DisassociateUser")].into_iter().collect(),
        ..redirect()
    };
    assert_eq!(broken(&back, moved, 2), ["wire.redirect-not-followed"]);
    assert_eq!(broken(&back, refused, 2), ["wire.redirect-not-followed"]);
    assert_eq!(broken(&back, right, 2), ["wire.redirect-not-followed"]);
}

#[test]
fn of_half_a_request_nothing_was_answered_and_only_its_framing_is_judged() {
    const HALF: &str = "POST /user/DisassociateUser HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: 200\r\n\r\n{\"IdentityProvider\":{\"ActiveDirectoryIdentityProvider\":{\"DirectoryId\":\"d-9067f0a1b2\"}},\"InstanceId\":\"i-0abcd1234efgh5678\",\"Username\":\"alice\"}";
    let contract = Contract::default();
    for outcome in [
        r#"{"outcome":"client_error","stage":"read","class":"Ended","message":""}"#,
        r#"{"outcome":"response","http_status":200,"output":{"InstanceUserSummary":{"Username":"bob"}}}"#,
        r#"{"outcome":"service_error","code":"ConflictException","modeled":true,"message":"m","http_status":409}"#,
    ] {
        for status in [200, 409, 302] {
            let headers: &[_] = &[("Location", "/x"), ("X-Amzn-Errortype", "ConflictException")];
            let sent = Sent::Raw(HALF);
            let again: &[_] = &[Example::PLAIN.outcome];
            let example = Example { sent, status, headers, outcome, again, ..Example::PLAIN };
            let exchange = example.exchange(&contract);
            assert!(!exchange.requests[0].complete && exchange.response.is_none());
            assert_eq!(broken_by(&contract, &exchange), ["request.length-delimited"], "{outcome}");
            let session = example.session(&contract);
            let evidence = Evidence::of_session(&contract, &session, Example::FEATURES);
            let deterministic = find("wire.deterministic").expect("a policy");
            let judgement = deterministic.judge(&evidence.expect("there are calls"));
            assert_eq!(judgement, Judgement::NotExercised);
        }
    }
}
