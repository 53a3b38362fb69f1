//! What is left out after hangs, and what is said of known failures that nobody tried.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use wireproof::contract::Contract;
use wireproof::exchange::{Outcome, TesteeInfo};
use wireproof::policy::{self, Policy};
use wireproof::reference::ReferenceClient;
use wireproof::run::{KnownFailures, KnownProblem, KnownProblemKind, Plan, run};
use wireproof::suite::{Stimulus, Suite};
use wireproof::testee::{Client, InProcess, Interrupt, OwnedCall};

/// The reference client, which hangs in its first three calls.
struct HangsAtFirst {
    calls: AtomicUsize,
    client: ReferenceClient,
}

impl Client for HangsAtFirst {
    fn info(&self) -> TesteeInfo {
        ReferenceClient::info()
    }

    fn call(&self, call: &OwnedCall) -> Outcome {
        if self.calls.fetch_add(1, Ordering::Relaxed) < 3 {
            loop {
                thread::park();
            }
        }
        self.client.call(&call.endpoint, &call.input_text(), call.deadline)
    }
}

fn policy(id: &&str) -> &'static Policy {
    policy::find(id).expect(id)
}

fn stimulus(id: &str, aim: &str) -> Stimulus {
    let suite = Suite::embedded();
    let plain = suite.cases().iter().find(|case| case.stimulus.id == "request/once-on-success");
    let plain = plain.expect("it is there").stimulus.clone();
    Stimulus { id: id.to_owned(), aims: vec![policy(&aim)], ..plain }
}

#[test]
fn a_known_failure_whose_cases_were_left_out_is_not_said_to_pass() {
    let known = r#"
        [[failure]]
        policy = "union.known-member"
        reason = "It hangs in the first ones."

        [[failure]]
        policy = "union.known-member"
        case = "{a/4,b/0}"
        reason = "One holds, and one was left out."

        [[failure]]
        policy = "response.members-decoded"
        case = "a/1"
        reason = "It hung, so nobody knows what it would have read."

        [[failure]]
        policy = "response.members-decoded"
        case = "{a/4,b/0}"
        flaky = true
        reason = "It may hold, and did."

        [[failure]]
        policy = "response.members-decoded"
        case = "no/such"
        reason = "There is none."
        "#;
    let aimed = ["a/0", "a/1", "a/2", "a/3", "a/4", "a/5"];
    let mut stimuli: Vec<_> = aimed.iter().map(|id| stimulus(id, "union.known-member")).collect();
    stimuli.push(stimulus("b/0", "response.members-decoded"));
    let policies = ["union.known-member", "response.members-decoded", "wire.never-crashes"];
    let mut plan = Plan::new(Contract::default(), policies.iter().map(policy).collect(), stimuli);
    plan.deadline = Duration::from_millis(100);
    plan.known = KnownFailures::read("known.toml", known, "2026-01-01").expect("it can be read");
    let client = HangsAtFirst { calls: AtomicUsize::new(0), client: ReferenceClient::new() };
    let testee = Box::new(InProcess::new(client));
    let report = run(&plan, vec![testee], &Interrupt::new(), |_| {}).expect("it runs");

    assert_eq!((report.calls.timeout, report.calls.unsent, report.calls.judged), (3, 3, 1));
    let lines = |problems: &[KnownProblem]| problems.iter().map(|p| p.line).collect::<Vec<_>>();
    assert_eq!(lines(&report.not_tried), [6, 11], "{:?}", report.not_tried);
    assert_eq!(lines(&report.known), [22], "{:?}", report.known);
    assert_eq!(report.known[0].kind, KnownProblemKind::MatchesNothing);
    let said = report.not_tried[0].to_string();
    assert!(said.contains("known.toml:6: the known failure of union.known-member was not tried"));
}
