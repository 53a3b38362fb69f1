//! Clients that sign wrongly, over real connections: one policy finds them, and no other blames them.

use std::time::Duration;

use wireproof::contract::Contract;
use wireproof::policy::{self, Party};
use wireproof::reference::{Credentials, ReferenceClient};
use wireproof::run::{Plan, Report, Verdict, run};
use wireproof::suite::{Stimuli, Suite};
use wireproof::testee::{InProcess, Interrupt, OwnedCall};

/// The policies on requests, with what aims at them, against a client with these credentials.
fn report(credentials: Credentials) -> Report {
    let client = ReferenceClient::with_credentials(credentials);
    let contract = Contract::default();
    let policies = policy::catalogue().iter().copied();
    let policies: Vec<_> = policies
        .filter(|policy| {
            policy.party() == Party::Client && policy.group == wireproof::policy::Group::Request
        })
        .collect();
    let suite = Suite::embedded();
    let cases = suite.select(contract.edition_name(), &policies);
    let stimuli: Stimuli = cases.into_iter().map(|case| case.stimulus.clone()).collect();
    let plan = Plan { deadline: Duration::from_secs(60), ..Plan::new(contract, policies, stimuli) };
    let testee = InProcess::new(move |call: &OwnedCall| {
        client.call(&call.endpoint, &call.input_text(), call.deadline)
    });
    run(&plan, vec![Box::new(testee)], &Interrupt::new(), |_| {}).expect("it runs")
}

/// The policies that are broken, and what the first finding of each says.
fn broken(report: &Report) -> Vec<(&str, &str)> {
    let broken = report.policies.iter().filter(|policy| policy.verdict == Verdict::Fail);
    broken
        .map(|policy| (policy.policy.id, policy.failures[0].findings[0].message.as_str()))
        .collect()
}

#[test]
fn who_signs_wrongly_breaks_the_policy_on_that_and_no_other() {
    let right = Credentials::default();
    for (credentials, message) in [
        (
            Credentials { secret_access_key: "another".to_owned(), ..right.clone() },
            "the signature is not the one of this request",
        ),
        (
            Credentials { access_key_id: "AKIDOTHER".to_owned(), ..right.clone() },
            "the access key is none that the testee was given",
        ),
        (
            Credentials { region: "eu-central-1".to_owned(), ..right.clone() },
            "the signature is for another region",
        ),
    ] {
        let report = report(credentials);
        assert_eq!(broken(&report), [("request.signed", message)]);
        let policy = report.policies.iter().find(|policy| policy.policy.id == "request.signed");
        let policy = policy.expect("it was asked for");
        assert!(policy.failed == policy.exercised && policy.failed > 3, "{} calls", policy.failed);
    }
    let with_token = Credentials { session_token: Some("token".to_owned()), ..right };
    assert_eq!(broken(&report(with_token)), []);
}
