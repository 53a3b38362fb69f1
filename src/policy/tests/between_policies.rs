//! Tests of pairs of policies in which one leaves a call to the other.

use std::time::Duration;

use super::{KNOWN, REST, broken, judgement, refused, shown, summary};
use crate::contract::Contract;
use crate::exchange::{Evidence, Outcome, Stage};
use crate::http::{Answer, Delivery};
use crate::policy::{Analysis, Counts, Example, Judgement, Sent, Shows, find};

fn says(policy: &str, answer: &Answer, outcome: Outcome) -> Judgement {
    judgement(&Contract::default(), policy, answer, outcome)
}

fn service_error(code: Option<&str>, modeled: bool) -> Outcome {
    Outcome::ServiceError {
        code: code.map(str::to_owned),
        modeled,
        message: None,
        http_status: Some(400),
        request_id: None,
        error: None,
    }
}

#[test]
fn an_error_without_type_and_code_is_judged_by_its_type_alone() {
    let answer = Answer::json(500, r#"{"code":"ConflictException"}"#);
    let said = says("error.modeled", &answer, service_error(None, false));
    let Judgement::Fail(findings) = said else { panic!("{said:?}") };
    assert_eq!(findings[0].counts, Counts::Unless(Shows::Code));
    // The client shows the error as its own type, so the code does not matter.
    assert_eq!(says("error.modeled", &answer, service_error(None, true)), Judgement::Pass);
}

#[test]
fn another_error_of_the_operation_is_held_against_its_type_where_nothing_names_it() {
    let answer = Answer::json(500, r#"{"code":"ConflictException"}"#);
    let nested =
        Answer::json(500, r#"{"code":"ConflictException","cause":{"code":"ValidationException"}}"#);
    let deeper = Answer::json(
        500,
        r#"{"code":"ConflictException","x":[{"code":"A"},{"__type":"AccessDeniedException"}]}"#,
    );
    let overruled =
        Answer::json(500, r#"{"code":"ConflictException","__type":"ValidationException"}"#);
    let other = || service_error(Some("ValidationException"), true);
    assert!(matches!(says("error.modeled", &answer, other()), Judgement::Fail(_)));
    for (answer, outcome) in [
        (&nested, other()),
        (&deeper, service_error(Some("AccessDeniedException"), true)),
        (&overruled, other()),
        // A name that the operation does not list, or one that is not shown as a type.
        (&answer, service_error(Some("Unlisted"), true)),
        (&answer, service_error(Some("ValidationException"), false)),
    ] {
        assert_eq!(
            says("error.modeled", answer, outcome.clone()),
            Judgement::NotExercised,
            "{outcome}"
        );
    }
}

/// If a slow response is unusual in another way too, either may be the reason to give it up.
#[test]
fn slowness_is_judged_of_plain_answers_alone() {
    let slow = |body: String| Answer {
        delivery: Delivery { delay: Duration::from_millis(200), ..Delivery::default() },
        ..Answer::json(200, body)
    };
    let policy = "wire.slow-answer-survived";
    let refused = || Outcome::client_error(Stage::Read, "TimedOut", "");
    let plain = slow(summary(&format!("{KNOWN},{REST}")));
    assert!(matches!(says(policy, &plain, refused()), Judgement::Fail(_)));
    for members in [
        format!(r#"{KNOWN},{REST},"X":1"#),
        format!("{KNOWN} , {REST}"),
        format!(r#"{KNOWN} , {REST},"X":1"#),
    ] {
        let said = says(policy, &slow(summary(&members)), refused());
        assert_eq!(said, Judgement::NotExercised, "{members}");
    }
}

/// The form of a response counts as the cause of a lost union only if the union has a known member and
/// nothing else.
#[test]
fn a_lost_union_is_lost_to_what_is_odd_about_it() {
    let groups = ["union", "response"];
    let contract = Contract::default();
    let unknown = r#""IdentityProvider":{"Okta":{}}"#;
    let hinted = KNOWN.replacen("{", r#"{"__type":"x","#, 1);
    let blob = format!(r#""Blob":"{}","#, "x".repeat(70_000));
    for (union, policy) in
        [(KNOWN, "response.large-survived"), (unknown, "union.unknown-member-named")]
    {
        let answer = Answer::json(200, summary(&format!("{blob}{union},{REST}")));
        let broken = broken(&contract, &groups, &answer, shown(&summary(REST)));
        assert_eq!(broken, [policy], "{union}");
    }
    for (union, policy) in
        [(KNOWN, "response.member-order-irrelevant"), (&hinted, "union.type-hint-ignored")]
    {
        let answer = Answer::json(200, summary(&format!("{REST},{union}")));
        let broken = broken(&contract, &groups, &answer, shown(&summary(REST)));
        assert_eq!(broken, [policy], "{union}");
    }
}

/// If the output still has a string, the policy on members judges a lost one.
#[test]
fn lost_strings_are_judged_as_strings_only_if_all_are_lost() {
    let answer = Answer::json(200, summary(&format!("{KNOWN},{REST}")));
    let policy = "response.strings-exact";
    for (output, judged) in [
        ("{}", true),
        (r#"{"InstanceUserSummary":{}}"#, true),
        (&summary(r#""Username":"alice""#), false),
    ] {
        let broken = matches!(says(policy, &answer, shown(output)), Judgement::Fail(_));
        assert_eq!(broken, judged, "{output}");
    }
    assert_eq!(says(policy, &answer, refused()), Judgement::NotExercised);
}

/// A repeated member in the request does not affect the judgement of the response.
#[test]
fn what_is_repeated_in_a_request_says_nothing_of_the_answer() {
    let contract = Contract::default();
    let twice = r#""Username":"bob","Status":"NONE""#;
    let first = summary(&format!("{KNOWN},{}", REST.replace("DISASSOCIATED", "NONE")));
    let outcome = format!(r#"{{"outcome":"response","http_status":200,"output":{first}}}"#);
    let example = Example {
        sent: Sent::Body(r#"{"InstanceId":"i","InstanceId":"i"}"#),
        body: summary(&format!("{KNOWN},{twice},{REST}")).leak(),
        outcome: outcome.leak(),
        ..Example::PLAIN
    };
    let exchange = example.exchange(&contract);
    let evidence = Evidence::new(&contract, &exchange, Example::FEATURES);
    let analysis = Analysis::of(&evidence);
    for (policy, broken) in [
        ("request.no-duplicate-members", true),
        ("request.no-unmodeled-members", false),
        ("response.duplicate-members", true),
    ] {
        let judgement = find(policy).expect("it exists").judge_in(&analysis);
        assert_eq!(matches!(judgement, Judgement::Fail(_)), broken, "{policy}: {judgement:?}");
    }
}
