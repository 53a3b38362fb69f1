//! Whether a stimulus is what it is meant to be.
//!
//! Every one that is generated is checked: the policy that it aims at must judge it, and a client that does
//! all right must be accused of nothing. So a malformation that is none, because of what else was drawn, is
//! drawn again; and no generator can make the suite accuse anybody wrongly.

use crate::codec;
use crate::codec::request::encode_request;
use crate::contract::Contract;
use crate::exchange::{Evidence, Exchange, Features, Outcome, Session, Stage, oracle_outcome};
use crate::policy::{self, Judgement, Level, Party, Policy};
use crate::sigv4::{EXAMPLE_TIME, Signer};
use crate::suite::Stimulus;

/// The session of a client that does all right: it refuses the input, or sends it and reads the answer.
pub(super) fn faithful(contract: &Contract, stimulus: &Stimulus) -> Option<Session> {
    let call = |stimulus: &Stimulus| -> Option<Exchange> {
        let shape = contract.operation().input();
        if !codec::validate(contract.model(), shape, &stimulus.input).is_empty() {
            let refused = Outcome::client_error(Stage::Validate, "invalid-input", "");
            return Some(stimulus.exchange(Vec::new(), refused));
        }
        let parts = encode_request(contract, &stimulus.input).ok()?;
        let request = match contract.sigv4_name() {
            Some(service) => {
                parts.to_signed_request("127.0.0.1", &Signer::dummy(service), EXAMPLE_TIME)
            }
            None => parts.to_request("127.0.0.1"),
        };
        let outcome = oracle_outcome(contract, &stimulus.answer.response());
        Some(stimulus.exchange(vec![request], outcome))
    };
    let first = call(stimulus)?;
    let mut calls = vec![first.clone()];
    for _ in 1..stimulus.repeat {
        calls.extend(stimulus.between.iter().map(call).collect::<Option<Vec<_>>>()?);
        calls.push(first.clone());
    }
    Some(Session { calls, stray: Vec::new() })
}

/// Whether the policy judges a stimulus, and nobody who does all right is accused of anything.
pub fn is_aimed(contract: &Contract, stimulus: &Stimulus, aim: &'static Policy) -> bool {
    let Some(session) = faithful(contract, stimulus) else { return false };
    let features = Features { client_validation: true };
    let Some(evidence) = Evidence::of_session(contract, &session, features) else { return false };
    let aimed = match aim.judge(&evidence) {
        Judgement::Pass => true,
        Judgement::Fail(_) => aim.level == Level::May,
        Judgement::NotExercised | Judgement::NotApplicable => false,
    };
    // The aimed policy is asked first: where it has nothing to say the others need not be asked.
    aimed && accuser(&evidence).is_none()
}

/// The first policy that accuses.
pub(super) fn accuser(evidence: &Evidence<'_>) -> Option<&'static Policy> {
    let binding =
        |policy: &&&'static Policy| policy.party() == Party::Client && policy.level != Level::May;
    let accuses = |policy: &&&'static Policy| matches!(policy.judge(evidence), Judgement::Fail(_));
    policy::catalogue().iter().filter(binding).find(accuses).copied()
}
