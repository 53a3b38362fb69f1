//! Tests of the laws together: which of them a call breaks, and which it leaves to another.

mod between_laws;
mod catalogue;
mod collections;
mod marks;
mod success;

use super::{Example, Judgement, catalogue};
use crate::contract::Contract;
use crate::exchange::{Evidence, Exchange, Outcome, Stage};
use crate::http::Answer;
use crate::json::Json;

/// The known union of a summary, and the rest of it.
const KNOWN: &str =
    r#""IdentityProvider":{"ActiveDirectoryIdentityProvider":{"DirectoryId":"d-1"}}"#;
const REST: &str = r#""InstanceId":"i-1","Status":"DISASSOCIATED","Username":"alice""#;

/// The output with a summary of these members.
fn summary(members: &str) -> String {
    format!(r#"{{"InstanceUserSummary":{{{members}}}}}"#)
}

fn refused() -> Outcome {
    Outcome::client_error(Stage::Deserialize, "Refused", "")
}

/// The outcome that shows this output.
fn shown(output: &str) -> Outcome {
    let output = Json::parse(output).expect("the output is JSON");
    Outcome::Response { http_status: Some(200), output }
}

/// What the laws of these groups say of a call.
fn judgements(
    contract: &Contract,
    groups: &[&str],
    answer: &Answer,
    outcome: Outcome,
) -> Vec<(&'static str, Judgement)> {
    let exchange = Exchange {
        input: Json::Null,
        requests: Vec::new(),
        problems: Vec::new(),
        response: Some(answer.response()),
        outcome,
    };
    let evidence = Evidence::new(contract, &exchange, Example::FEATURES);
    let laws = catalogue().iter().filter(|law| groups.contains(&law.group()));
    laws.map(|law| (law.id, law.judge(&evidence))).collect()
}

/// The laws of these groups that a call breaks.
fn broken(
    contract: &Contract,
    groups: &[&str],
    answer: &Answer,
    outcome: Outcome,
) -> Vec<&'static str> {
    let judgements = judgements(contract, groups, answer, outcome);
    let broken = judgements.into_iter().filter(|(_, said)| matches!(said, Judgement::Fail(_)));
    broken.map(|(law, _)| law).collect()
}

/// What one law says of a call.
fn judgement(contract: &Contract, law: &str, answer: &Answer, outcome: Outcome) -> Judgement {
    let group = law.split('.').next().unwrap_or_default();
    let judgements = judgements(contract, &[group], answer, outcome);
    let (_, said) = judgements.into_iter().find(|(id, _)| *id == law).expect("it is a law");
    said
}
