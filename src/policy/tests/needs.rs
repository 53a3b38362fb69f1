//! Tests of policies that do not apply to an operation.

use crate::contract::{Contract, EDITIONS};
use crate::exchange::Outcome;
use crate::http::Answer;
use crate::json::Json;
use crate::policy::{Judgement, Need, catalogue, find};

/// An operation without unions, errors, required members and signatures.
const PLAIN: &str = r#"{"smithy":"2.0","shapes":{
    "a#Made":{"type":"service","version":"1","operations":[{"target":"a#Make"}],
        "traits":{"aws.protocols#restJson1":{}}},
    "a#Make":{"type":"operation","input":{"target":"a#In"},"output":{"target":"a#Out"},
        "traits":{"smithy.api#http":{"method":"POST","uri":"/make","code":200}}},
    "a#In":{"type":"structure","members":{"count":{"target":"smithy.api#Integer"}}},
    "a#Out":{"type":"structure","members":{"count":{"target":"smithy.api#Integer"}}}}}"#;

/// An operation without members, too.
const EMPTY: &str = r#"{"smithy":"2.0","shapes":{
    "a#Made":{"type":"service","version":"1","operations":[{"target":"a#Make"}],
        "traits":{"aws.protocols#restJson1":{}}},
    "a#Make":{"type":"operation","input":{"target":"a#In"},"output":{"target":"a#Out"},
        "traits":{"smithy.api#http":{"method":"POST","uri":"/make","code":200}}},
    "a#In":{"type":"structure","members":{}},
    "a#Out":{"type":"structure","members":{}}}}"#;

fn contract(model: &str) -> Contract {
    Contract::from_smithy(model, None).expect("it is a contract")
}

/// Returns the policies that do not apply, each with what the operation lacks.
fn lacking(contract: &Contract) -> Vec<(&'static str, Need)> {
    let policies = catalogue().iter();
    policies.filter_map(|policy| Some((policy.id, policy.lacks(contract)?))).collect()
}

#[test]
fn every_policy_applies_to_the_default_edition() {
    // Policies on what it does not have have examples of the made-up service.
    let made_up = |id: &str| !find(id).expect("it exists").example.operation.is_empty();
    let of_others = catalogue().iter().filter(|policy| made_up(policy.id)).map(|policy| policy.id);
    let lacked = lacking(&Contract::default());
    assert!(lacked.iter().map(|(id, _)| *id).eq(of_others), "{lacked:?}");
    for edition in EDITIONS {
        let contract = Contract::edition(edition.name).expect("an edition");
        for (policy, need) in lacking(&contract).into_iter().filter(|(id, _)| !made_up(id)) {
            // The later editions have no required member in the input.
            assert_eq!((policy, need), ("input.required-members", Need::RequiredInInput));
        }
    }
}

#[test]
fn what_an_operation_lacks_is_told() {
    let lacking = lacking(&contract(PLAIN));
    let need = |id: &str| lacking.iter().find(|(policy, _)| *policy == id).map(|(_, need)| *need);
    for (policy, message) in [
        ("union.known-member", "the operation has no union in its output"),
        ("server.union-exactly-one", "the operation has no union in its output"),
        ("input.union-not-empty", "the operation has no union in its input"),
        ("input.required-members", "the operation has no required member in its input"),
        (
            "response.missing-required-survived",
            "the operation has no required member in its output",
        ),
        ("response.strings-exact", "the operation has no text in its output"),
        ("response.dates-verbatim", "the operation has no string in its output"),
        ("error.modeled", "the operation lists no errors"),
        ("server.error-status", "the operation lists no errors"),
        ("request.signed", "the service does not ask for signatures by SigV4"),
    ] {
        assert_eq!(need(policy).map(|need| need.to_string()).as_deref(), Some(message), "{policy}");
    }
    for policy in
        ["response.members-decoded", "response.absent-members-absent", "request.sent-once"]
    {
        assert_eq!(need(policy), None, "{policy}");
    }
    let empty = self::lacking(&contract(EMPTY));
    for (policy, need) in [
        ("response.members-decoded", Need::MemberInOutput),
        ("response.null-is-absent", Need::OptionalInOutput),
        ("request.absent-members-omitted", Need::OptionalInInput),
    ] {
        assert!(empty.contains(&(policy, need)), "{policy}");
    }
}

#[test]
fn a_policy_that_does_not_apply_says_so_of_every_exchange() {
    for model in [PLAIN, EMPTY] {
        let contract = contract(model);
        for body in ["{}", r#"{"count":1}"#, r#"{"count":null}"#, r#"{"count":"x","U":{}}"#, "[]"] {
            for output in ["null", "{}", r#"{"count":2,"x":"y"}"#] {
                let output = Json::parse(output).expect("JSON");
                let outcome =
                    Outcome::Response { http_status: Some(200), output, request_id: None };
                let judged = super::judgements(
                    &contract,
                    &["request", "input", "response", "union", "error", "wire", "server"],
                    &Answer::json(200, body),
                    outcome,
                );
                for (id, judgement) in judged {
                    let applies = find(id).expect("it exists").lacks(&contract).is_none();
                    assert!(applies || judgement == Judgement::NotApplicable, "{id}: {body}");
                }
            }
        }
    }
}
