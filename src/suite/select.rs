//! The choice of the cases for a run in which only some policies judge.

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use crate::contract::Contract;
use crate::exchange::{Evidence, Features, Outcome, Session, Stage, oracle_outcome};
use crate::json::Json;
use crate::policy::{Analysis, Judgement, Policy, Subject};

use super::Suite;
use super::case::Case;

impl Suite {
    /// Returns the cases of an edition that aim at one of `policies` at least. A contract that is no embedded
    /// edition has no cases. [`Suite::of_contract`] has those of its own contract.
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
        self.needed(contract, policies, |case| !judging(contract, case, policies, true).is_empty())
    }

    /// Returns for each of `policies` the cases that a run sends in which only this policy judges: what
    /// [`select_for_run`](Self::select_for_run) returns for it. To ask for all at once is far cheaper, because the
    /// policies share what they look at.
    pub fn select_for_each_run<'s>(
        &'s self,
        contract: &Contract,
        policies: &[&'static Policy],
    ) -> Vec<Vec<&'s Case>> {
        let judging = |case: &'s Case| (case.id(), judging(contract, case, policies, false));
        let judging: HashMap<_, _> = self.cases().iter().map(judging).collect();
        let of = |(place, policy): (usize, &&'static Policy)| {
            let is_judged = |case: &Case| judging[case.id()].contains(&place);
            self.needed(contract, &[*policy], is_judged)
        };
        policies.iter().enumerate().map(of).collect()
    }

    /// Returns the cases that a run of `policies` sends. `is_judged` says whether one of the policies judges a case.
    fn needed(
        &self,
        contract: &Contract,
        policies: &[&'static Policy],
        is_judged: impl Fn(&Case) -> bool,
    ) -> Vec<&Case> {
        let Some(edition) = contract.edition_name() else { return Vec::new() };
        let of_edition = || self.cases().iter().filter(|case| case.is_for(edition));
        if !of_edition().any(|case| aims_at(case, policies)) {
            return Vec::new();
        }
        let is_needed = |case: &&Case| case.shows || aims_at(case, policies) || is_judged(case);
        let mut cases: Vec<_> = of_edition().filter(is_needed).collect();
        // If the testee hangs, the run soon ends: then it has sent what matters most.
        cases.sort_by_key(|case| !aims_at(case, policies));
        cases
    }
}

fn aims_at(case: &Case, policies: &[&'static Policy]) -> bool {
    case.stimulus.aims.iter().any(|aim| policies.iter().any(|policy| policy.id == aim.id))
}

/// Returns the places of the policies that judge what a client may show in a case: what the case permits, or the body of a
/// success as it is. If one is enough, it looks no further than the first outcome that a policy judges.
fn judging(
    contract: &Contract,
    case: &Case,
    policies: &[&'static Policy],
    one_is_enough: bool,
) -> HashSet<usize> {
    let response = case.stimulus.call.answer.response();
    let is_slow = response.time > SLOW;
    let policies = policies.iter().enumerate();
    let policies = policies.filter(|(_, policy)| !is_slow || policy.subject != Subject::Outcome);
    let mut open: Vec<_> = policies.collect();
    let mut found = HashSet::new();
    if open.is_empty() {
        return found;
    }
    // No policy on outcomes looks at a signature.
    let signed = open.iter().any(|(_, policy)| policy.subject != Subject::Outcome);
    let request = match (case.sent, signed) {
        (false, _) => None,
        (true, true) => case.stimulus.faithful_request(contract).ok(),
        (true, false) => case.stimulus.unsigned_request(contract).ok(),
    };
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
    for outcome in outcomes {
        let call = case.stimulus.exchange(requests.clone(), outcome);
        let calls = vec![call; case.stimulus.repeat];
        let session = Session { calls, ..Session::default() };
        let Some(evidence) = Evidence::of_session(contract, &session, FEATURES) else { continue };
        let analysis = Analysis::of(&evidence);
        open.retain(|(place, policy)| {
            if one_is_enough && !found.is_empty() {
                return true;
            }
            let judged = matches!(policy.judge_in(&analysis), Judgement::Pass | Judgement::Fail(_));
            if judged {
                found.insert(*place);
            }
            !judged
        });
        if open.is_empty() || (one_is_enough && !found.is_empty()) {
            break;
        }
    }
    found
}

/// An answer that takes longer than this is slow. What a client reads in it, the policies judge in quick answers, too; what
/// it makes of the slowness, those that the case aims at.
const SLOW: Duration = Duration::from_millis(100);

/// Every feature that a client may have: what a policy judges of such a client is what it can judge at all.
const FEATURES: Features =
    Features::new().with_client_validation(true).with_session_token(true).with_host_prefix(true);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::find;

    #[test]
    fn what_is_selected_for_each_run_is_what_each_run_selects() {
        let suite = Suite::embedded();
        let contract = Contract::default();
        let policies = ["wire.slow-answer-survived", "request.signed", "union.known-member"];
        let policies = policies.map(|id| find(id).expect("it is there"));
        let ids = |cases: Vec<&Case>| cases.into_iter().map(Case::id).collect::<Vec<_>>().join(" ");
        let at_once = suite.select_for_each_run(&contract, &policies);
        for (cases, policy) in at_once.into_iter().zip(policies) {
            let alone = ids(suite.select_for_run(&contract, &[policy]));
            assert_eq!(ids(cases), alone, "{}", policy.id);
            assert!(!alone.is_empty());
        }
    }
}
