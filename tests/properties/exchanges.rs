//! What the reference client does on a real wire keeps every policy.

use std::time::Duration;

use proptest::collection::vec;
use proptest::prelude::*;
use wireproof::contract::Contract;
use wireproof::generate::{self, Config};
use wireproof::policy::{Level, Party, catalogue};
use wireproof::reference::ReferenceClient;
use wireproof::run::{Plan, run};
use wireproof::testee::{InProcess, Interrupt, Testee};

use crate::property::holds;

/// How long answers may be on their way, all in one case: those that are slow by their policy are left to the suite.
const SLOWEST: Duration = Duration::from_millis(100);

#[test]
fn every_exchange_of_the_reference_client_keeps_every_policy() {
    let contract = Contract::default();
    let drawn = contract.clone();
    let sessions = Config::any().prop_flat_map(move |config| {
        // One client makes all of them, one after the other, so that what one leaves behind meets the next.
        vec(generate::stimulus(&drawn, config), 1..12)
    });
    holds(
        "every_exchange_of_the_reference_client_keeps_every_policy",
        60,
        sessions,
        |mut stimuli| {
            stimuli.retain(|stimulus| stimulus.call.answer.response().time < SLOWEST);
            let policies: Vec<_> = catalogue()
                .iter()
                .copied()
                .filter(|policy| policy.party() == Party::Client && policy.level != Level::May)
                .collect();
            let plan = Plan::new(contract.clone(), policies, stimuli);
            let testee: Box<dyn Testee> = Box::new(InProcess::new(ReferenceClient::new()));
            let report = run(&plan, vec![testee], &Interrupt::new(), |_| {})
                .map_err(|error| error.to_string())?;
            for policy in &report.policies {
                if let Some(failure) = policy.failures.first() {
                    let (id, exchange, findings) =
                        (policy.policy.id, &failure.exchange, &failure.findings);
                    return Err(format!("{id} accuses the client: {findings:#?}\n{exchange:#?}"));
                }
            }
            match report.problems.first() {
                None => Ok(()),
                Some(problem) => Err(format!("a call was lost: {problem:?}")),
            }
        },
    );
}
