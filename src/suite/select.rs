//! The choice of the cases for a run in which only some policies judge.

use std::time::Duration;

use crate::contract::Contract;
use crate::exchange::{Evidence, Features, Outcome, Session, Stage, oracle_outcome};
use crate::json::Json;
use crate::policy::{Analysis, Judgement, Policy, Subject};

use super::Suite;
use super::case::Case;

impl Suite {
    /// Returns the cases of an edition that aim at one of `policies` at least. A contract that is no embedded
    /// edition has no cases: they speak of `DisassociateUser`.
    pub fn select(&self, edition: Option<&str>, policies: &[&'static Policy]) -> Vec<&Case> {
        let Some(edition) = edition else { return Vec::new() };
        let of_edition = self.cases().iter().filter(|case| case.is_for(edition));
        of_edition.filter(|case| aims_at(case, policies)).collect()
    }

    /// Returns the cases that a run sends in which only `policies` judge. They are those
    ///
    /// - that aim at one of the policies;
    /// - that one of the policies judges, although they aim at others: a client may break the policy there only. Slow
    ///   answers are left out here if the policy judges outcomes: they would make up most of the time of the run;
    /// - that show what the testee can tell at all ([`Case::shows`]), because some findings depend on it.
    ///
    /// Those that aim at the policies come first.
    ///
    /// So a policy that a fault breaks in a run of all policies breaks in a run of that policy alone. If no case aims at
    /// the policies, there are none.
    pub fn select_for_run(&self, contract: &Contract, policies: &[&'static Policy]) -> Vec<&Case> {
        let Some(edition) = contract.edition_name() else { return Vec::new() };
        let of_edition = || self.cases().iter().filter(|case| case.is_for(edition));
        if !of_edition().any(|case| aims_at(case, policies)) {
            return Vec::new();
        }
        let is_needed = |case: &&Case| {
            case.shows || aims_at(case, policies) || is_judged(contract, case, policies)
        };
        let mut cases: Vec<_> = of_edition().filter(is_needed).collect();
        // If the testee hangs, the run soon ends: then it has sent what matters most.
        cases.sort_by_key(|case| !aims_at(case, policies));
        cases
    }
}

fn aims_at(case: &Case, policies: &[&'static Policy]) -> bool {
    case.stimulus.aims.iter().any(|aim| policies.iter().any(|policy| policy.id == aim.id))
}

/// Reports whether one of the policies judges what a client may show in a case: what the case permits, or the body of a
/// success as it is.
fn is_judged(contract: &Contract, case: &Case, policies: &[&'static Policy]) -> bool {
    let response = case.stimulus.call.answer.response();
    let is_slow = response.time > SLOW;
    let policies: Vec<_> =
        policies.iter().filter(|policy| !is_slow || policy.subject != Subject::Outcome).collect();
    if policies.is_empty() {
        return false;
    }
    let request = case.sent.then(|| case.stimulus.faithful_request(contract).ok()).flatten();
    let requests: Vec<_> = request.into_iter().collect();
    let mut outcomes = match case.sent {
        true => {
            let as_it_is = Json::parse(&response.body).ok().filter(|_| response.is_success());
            let as_it_is = as_it_is.map(|output| {
                let http_status = Some(response.status);
                Outcome::Response { http_status, output, request_id: None }
            });
            let mut outcomes = vec![oracle_outcome(contract, &response)];
            outcomes.extend(as_it_is.filter(|outcome| *outcome != outcomes[0]));
            outcomes
        }
        false => vec![Outcome::client_error(Stage::Validate, "invalid-input", "")],
    };
    for expected in &case.expect {
        // Most cases permit one outcome, which is the oracle's.
        if !expected.permits(contract, &outcomes[0]) || case.expect.len() > 1 {
            outcomes.push(expected.complete(&outcomes[0]));
        }
    }
    outcomes.into_iter().any(|outcome| {
        let call = case.stimulus.exchange(requests.clone(), outcome);
        let calls = vec![call; case.stimulus.repeat];
        let session = Session { calls, ..Session::default() };
        let evidence = Evidence::of_session(contract, &session, FEATURES);
        evidence.is_some_and(|evidence| {
            let analysis = Analysis::of(&evidence);
            policies.iter().any(|policy| {
                matches!(policy.judge_in(&analysis), Judgement::Pass | Judgement::Fail(_))
            })
        })
    })
}

/// An answer that takes longer than this is slow. What a client reads in it, the policies judge in quick answers, too; what
/// it makes of the slowness, those that the case aims at.
const SLOW: Duration = Duration::from_millis(100);

/// Every feature that a client may have: what a policy judges of such a client is what it can judge at all.
const FEATURES: Features = Features::new().with_client_validation(true).with_session_token(true);
