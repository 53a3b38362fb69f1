//! Says in the findings of a report if another edition of the contract says otherwise.
//!
//! If nobody named the edition, the run has assumed one, and may accuse a testee that is right by its own. Only failures
//! that the report shows are judged again, each by its exchange.

use crate::contract::Contract;
use crate::exchange::{Evidence, Exchange, Features};
use crate::json::Path;
use crate::policy::{Finding, Judgement, Policy};

use super::report::Report;

/// Adds the notes to a report. `assumed` is the contract that the run has judged by.
pub(super) fn note(assumed: &Contract, report: &mut Report) {
    let Some(editions) = Editions::beside(assumed) else { return };
    let features = report.testee.features;
    for policy in &mut report.policies {
        for failure in &mut policy.failures {
            editions.note(policy.policy, &failure.exchange, features, &mut failure.findings);
        }
    }
}

/// The contract that a run has assumed, and the other editions of it.
pub(super) struct Editions<'a> {
    assumed: &'a Contract,
    own: &'static str,
    others: Vec<(&'static str, Contract)>,
}

impl<'a> Editions<'a> {
    /// Returns the editions beside the assumed one, or `None` if it is no embedded contract.
    pub(super) fn beside(assumed: &'a Contract) -> Option<Self> {
        let own = assumed.edition_name()?;
        let embedded = assumed.embedded_as()?;
        let others = embedded.editions.iter().filter(|edition| edition.name != own);
        let others = others.filter_map(|edition| {
            let other = Contract::embedded(embedded.name, Some(edition.name));
            Some((edition.name, other.ok()?))
        });
        Some(Self { assumed, own, others: others.collect() })
    }

    /// Adds the notes to the findings on an exchange.
    pub(super) fn note(
        &self,
        policy: &Policy,
        exchange: &Exchange,
        features: Features,
        findings: &mut [Finding],
    ) {
        // A policy on a session sees more than this one call, so that nothing can be said of it here.
        let Some(here) = places(policy, self.assumed, exchange, features) else { return };
        let there = self.others.iter().map(|(name, contract)| {
            (*name, places(policy, contract, exchange, features).unwrap_or_default())
        });
        let there: Vec<_> = there.collect();
        for finding in findings.iter_mut().filter(|finding| here.contains(&finding.path)) {
            let kept = there.iter().filter(|(_, places)| !places.contains(&finding.path));
            let kept: Vec<_> = kept.map(|(name, _)| *name).collect();
            if !kept.is_empty() {
                finding.note = Some(format!(
                    "edition {} is only assumed; by edition {} this is no failure",
                    self.own,
                    kept.join(" and ")
                ));
            }
        }
    }
}

/// Returns the paths at which an exchange breaks a policy; `None` if it does not break it.
fn places(
    policy: &Policy,
    contract: &Contract,
    exchange: &Exchange,
    features: Features,
) -> Option<Vec<Path>> {
    match policy.judge(&Evidence::new(contract, exchange, features)) {
        Judgement::Fail(findings) => {
            Some(findings.into_iter().map(|finding| finding.path).collect())
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::{Example, Sent, find};
    use crate::run::Verdict;
    use crate::run::sample::{failure, policy, report};

    /// Returns the notes of the findings on an exchange that was judged by the default edition.
    fn notes(id: &str, example: &Example) -> Vec<Option<String>> {
        let contract = Contract::default();
        let exchange = example.exchange(&contract);
        let judged = find(id).expect("it is in the catalogue");
        let evidence = Evidence::new(&contract, &exchange, Example::FEATURES);
        let Judgement::Fail(findings) = judged.judge(&evidence) else { panic!("{id} is kept") };
        let failures = vec![failure("x/y", exchange, findings)];
        let mut report = report(vec![policy(id, Verdict::Fail, 1, failures)]);
        report.testee.features = Example::FEATURES;
        note(&contract, &mut report);
        report.policies[0].failures[0].findings.iter().map(|f| f.note.clone()).collect()
    }

    #[test]
    fn a_finding_says_which_editions_say_otherwise() {
        const BOTH: &str =
            "edition 2022-08 is only assumed; by edition 2024-11 and 2026-11 this is no failure";
        let missing =
            Example { input: r#"{"Domain":"d"}"#, sent: Sent::Body("{}"), ..Example::PLAIN };
        assert_eq!(notes("input.required-members", &missing), [Some(BOTH.to_owned())]);
        // A member that only the last edition has.
        let shared = r#"{"IdentityProvider":{"ActiveDirectoryIdentityProvider":{"IsSharedActiveDirectory":true}},"InstanceId":"i","Username":"u"}"#;
        const LAST: &str = "edition 2022-08 is only assumed; by edition 2026-11 this is no failure";
        let shared = Example { input: shared, sent: Sent::Body("{}"), ..Example::PLAIN };
        assert_eq!(notes("input.unknown-members", &shared), [Some(LAST.to_owned())]);
        // A number is no string in any edition.
        let number = r#"{"IdentityProvider":{"ActiveDirectoryIdentityProvider":{}},"InstanceId":"i","Username":7}"#;
        let number = Example { input: number, sent: Sent::Body("{}"), ..Example::PLAIN };
        assert_eq!(notes("input.types", &number), [None]);
    }
}
