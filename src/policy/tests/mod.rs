//! Tests of the policies together: which of them a call breaks, and which leave it to another.

mod attribution;
mod between_policies;
mod catalogue;
mod collections;
mod delivery;
mod errors;
mod inputs;
mod json_scan;
mod marks;
mod message_not_made_up;
mod needs;
mod request_ids;
mod requests;
mod server;
mod success;
mod walkthrough;

use super::{Example, Judgement, catalogue};
use crate::contract::Contract;
use crate::exchange::{ClientView, Evidence, Exchange, Outcome, Stage};
use crate::http::Answer;
use crate::json::Json;

/// The known union of a summary, and its other members.
const KNOWN: &str =
    r#""IdentityProvider":{"ActiveDirectoryIdentityProvider":{"DirectoryId":"d-1"}}"#;
const REST: &str = r#""InstanceId":"i-1","Status":"DISASSOCIATED","Username":"alice""#;

/// Returns an output with a summary of these members.
fn summary(members: &str) -> String {
    format!(r#"{{"InstanceUserSummary":{{{members}}}}}"#)
}

fn refused() -> Outcome {
    Outcome::client_error(Stage::Deserialize, "Refused", "")
}

/// Returns the outcome that shows this output.
fn shown(output: &str) -> Outcome {
    let output = Json::parse(output).expect("the output is JSON");
    Outcome::Response { http_status: Some(200), output, request_id: None }
}

/// Returns the judgements of a call by the policies of these groups.
fn judgements(
    contract: &Contract,
    groups: &[&str],
    answer: &Answer,
    outcome: Outcome,
) -> Vec<(&'static str, Judgement)> {
    let exchange = Exchange {
        requests: Vec::new(),
        problems: Vec::new(),
        response: Some(answer.response()),
        client: Some(ClientView { input: Json::Null, outcome }),
    };
    let evidence = Evidence::new(contract, &exchange, Example::FEATURES);
    let policies = catalogue().iter().filter(|policy| groups.contains(&policy.group.name()));
    policies.map(|policy| (policy.id, policy.judge(&evidence))).collect()
}

/// Returns the policies of these groups that a call breaks.
fn broken(
    contract: &Contract,
    groups: &[&str],
    answer: &Answer,
    outcome: Outcome,
) -> Vec<&'static str> {
    let judgements = judgements(contract, groups, answer, outcome);
    let broken = judgements.into_iter().filter(|(_, said)| matches!(said, Judgement::Fail(_)));
    broken.map(|(policy, _)| policy).collect()
}

/// Returns the judgement of a call by one policy.
fn judgement(contract: &Contract, policy: &str, answer: &Answer, outcome: Outcome) -> Judgement {
    let group = policy.split('.').next().unwrap_or_default();
    let judgements = judgements(contract, &[group], answer, outcome);
    let (_, said) = judgements.into_iter().find(|(id, _)| *id == policy).expect("it is a policy");
    said
}
