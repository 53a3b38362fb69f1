//! Decoders that are right, and decoders with one fault each.

use std::panic::{self, AssertUnwindSafe};

use crate::contract::Contract;
use crate::exchange::{Outcome, oracle_outcome};
use crate::fuzzing::contracts::contracts;
use crate::generate::Choices;
use crate::http::{Answer, Headers, Response};
use crate::json::Json;
use crate::reference::ReferenceClient;

use super::received::being_decoded;
use super::{AnswerPlan, DecoderJudge};

fn faithful(response: &Response) -> Outcome {
    oracle_outcome(&Contract::default(), response)
}

fn reference(response: &Response) -> Outcome {
    let fields = response.headers.iter().map(|field| (field.name.clone(), field.value.clone()));
    ReferenceClient::interpret(response.status, fields.collect(), response.body.clone())
}

fn plans(count: u64) -> impl Iterator<Item = AnswerPlan> {
    (0..count).map(|seed| {
        let mut choices = Choices::from_seed(seed);
        let bytes: Vec<u8> = (0..200).map(|_| choices.below(256) as u8).collect();
        AnswerPlan::from(&bytes[..])
    })
}

/// Returns the ids of the policies that the judge says are broken.
fn accused(judge: &DecoderJudge, answer: &Answer) -> Vec<&'static str> {
    match judge.judge(answer) {
        Ok(()) => Vec::new(),
        Err(accusation) => accusation.policies().map(|policy| policy.id).collect(),
    }
}

#[test]
fn plans_become_answers_and_nobody_accuses_a_right_decoder() {
    let judge = DecoderJudge::new(reference).should();
    let made = plans(400).filter(|plan| judge.answer_of(plan).is_some()).count();
    assert!(made > 300, "{made}");
    for plan in plans(400) {
        judge.check_plan(&plan);
    }
    for contract in contracts() {
        let oracle = contract.clone();
        let judge = DecoderJudge::new(move |response| oracle_outcome(&oracle, response));
        let judge = judge.contract(contract.clone()).should();
        assert!(judge.policies().len() > 20, "{}", judge.policies().len());
        plans(60).for_each(|plan| judge.check_plan(&plan));
        for bytes in
            [&b""[..], b"\n\n", b"400", b"\xff\n\xff:\xff\n\n\xff", b"204\n\n{}", b"999\n\n{}"]
        {
            judge.check(bytes);
            judge.check_body(bytes);
        }
    }
}

#[test]
fn plans_find_each_of_these_faults() {
    type Wrong = fn(&Response) -> Outcome;
    let wrong: [(&str, Wrong); 4] = [
        ("error.from-header", |response| {
            faithful(&Response { headers: Headers::new(), ..response.clone() })
        }),
        ("response.strings-exact", |response| match faithful(response) {
            Outcome::Response { http_status, output, request_id } => {
                let output = Json::parse(output.to_string().replace("\\u", "u"));
                let output = output.unwrap_or(Json::Null);
                Outcome::Response { http_status, output, request_id }
            }
            other => other,
        }),
        ("union.unknown-member-named", |response| match faithful(response) {
            Outcome::Response { http_status, output, request_id } => {
                let text = output.to_string().replace("SDK_UNKNOWN_MEMBER", "Other");
                let output = Json::parse(text).unwrap_or(Json::Null);
                Outcome::Response { http_status, output, request_id }
            }
            other => other,
        }),
        ("error.never-success", |response| match faithful(response) {
            Outcome::ServiceError { .. } => Outcome::response(Json::Null),
            other => other,
        }),
    ];
    for (policy, decoder) in wrong {
        let judge = DecoderJudge::new(decoder).should();
        let answers: Vec<_> = plans(400).filter_map(|plan| judge.answer_of(&plan)).collect();
        let found = answers.iter().any(|answer| accused(&judge, answer).contains(&policy));
        assert!(found, "{policy}");
        // What is left out accuses nobody.
        let judge = judge.known(policy);
        assert!(answers.iter().all(|answer| !accused(&judge, answer).contains(&policy)));
    }
}

#[test]
fn must_policies_fail_and_should_policies_only_if_asked() {
    let judge = DecoderJudge::new(|response: &Response| match faithful(response) {
        Outcome::ServiceError { code, modeled, http_status, request_id, .. } => {
            Outcome::ServiceError {
                code,
                modeled,
                message: None,
                http_status,
                request_id,
                error: None,
            }
        }
        other => other,
    });
    let answer = Answer::json(400, r#"{"__type":"ConflictException","Message":"m"}"#);
    let must = accused(&judge, &answer);
    let should = accused(&judge.should(), &answer);
    let level = |ids: &[&str], wanted: &str| {
        ids.iter()
            .filter(|id| crate::policy::find(id).is_some_and(|p| p.level.name() == wanted))
            .count()
    };
    assert_eq!(level(&must, "must"), must.len(), "{must:?}");
    assert!(level(&should, "should") > 0 && should.len() > must.len(), "{should:?}");
}

/// A client that never shows a status cannot be blamed for not showing one, and one that shows some can.
#[test]
fn what_a_decoder_never_shows_is_not_missed() {
    fn without_status(outcome: Outcome) -> Outcome {
        match outcome {
            Outcome::ServiceError { code, modeled, message, request_id, .. } => {
                Outcome::ServiceError {
                    code,
                    modeled,
                    message,
                    http_status: None,
                    request_id,
                    error: None,
                }
            }
            Outcome::Response { output, request_id, .. } => {
                Outcome::Response { http_status: None, output, request_id }
            }
            other => other,
        }
    }
    let answer = Answer::json(503, r#"{"__type":"Other"}"#);
    let never =
        DecoderJudge::new(|response: &Response| without_status(faithful(response))).should();
    assert_eq!(accused(&never, &answer), [""; 0]);
    let seldom = DecoderJudge::new(|response: &Response| match response.status {
        400 => faithful(response),
        _ => without_status(faithful(response)),
    });
    assert_eq!(accused(&seldom.should(), &answer), ["error.status-kept"]);
}

#[test]
fn a_finding_shows_everything_and_can_be_replayed() {
    let judge = DecoderJudge::new(|response: &Response| match response.body.contains(&b'!') {
        true => Outcome::response(Json::from("\u{1b}[31m")).with_http_status(200),
        false => faithful(response),
    });
    let text =
        b"400 chunked\nX-Amzn-Errortype: ConflictException\nX: \xe9\n\n{\"message\":\"!\x1b[31m\"}";
    let panic = panic::catch_unwind(AssertUnwindSafe(|| judge.check(text)));
    let message = panic.expect_err("an error is no success");
    let message = message.downcast_ref::<String>().expect("a message").clone();
    for part in [
        "(must): ",
        "answered  400",
        r"X: \xe9",
        r"\u{1b}[31m",
        "outcome   response 200",
        "wireproof explain ",
    ] {
        assert!(message.contains(part), "{part}: {message}");
    }
    assert!(!message.contains('\u{1b}'), "{message}");
    let replay = r#"judge.check(b"400\nX-Amzn-Errortype: ConflictException\nX: \xe9\n\n{\"message\":\"!\x1b[31m\"}")"#;
    assert!(message.contains(replay), "{message}");
}

#[test]
fn a_decoder_that_panics_leaves_its_answer() {
    let judge = DecoderJudge::new(|response: &Response| match response.status {
        418 => panic!("no tea"),
        _ => faithful(response),
    });
    judge.check(b"400\n\n{}");
    assert_eq!(being_decoded(), None);
    panic::catch_unwind(AssertUnwindSafe(|| judge.check(b"418\n\n{}"))).expect_err("no tea");
    let shown = being_decoded().expect("the answer");
    assert!(shown.contains("418") && shown.contains(r#"judge.check(b"418\n\n{}")"#), "{shown}");
    assert_eq!(being_decoded(), None, "it is told once");
}

#[test]
#[should_panic(expected = "there is no policy `error.no-such`")]
fn an_unknown_id_is_no_known_failure() {
    let _ = DecoderJudge::new(faithful).known("error.no-such");
}
