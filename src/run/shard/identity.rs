//! What makes shards the shards of one run.

use crate::contract::{Contract, Edition, EmbeddedContract};
use crate::exchange::{Features, TesteeInfo};
use crate::run::digest::ListDigest;
use crate::run::plan::Plan;
use crate::run::report::Report;
use crate::run::unmerged::{PolicyName, RunIdentity, UnmergedKnown, UnmergedTestee};
use crate::suite::PolicyId;

/// How many generated stimuli the digest covers. They depend on the contract and on the seed, so that few are enough to
/// tell two of those apart.
const SAMPLES: usize = 16;

impl RunIdentity {
    /// Returns the identity of the run that a shard is part of.
    pub(super) fn of(plan: &Plan, report: &Report) -> Self {
        Self {
            wireproof: env!("CARGO_PKG_VERSION").to_owned(),
            service: report.contract.service.clone(),
            operation: report.contract.operation.clone(),
            embedded: report.contract.embedded.map(|embedded| embedded.name.to_owned()),
            edition: report.contract.edition.map(str::to_owned),
            edition_assumed: report.contract.edition_assumed,
            contract: contract_digest(&plan.contract),
            testee: UnmergedTestee::of(&report.testee),
            against: report.against.as_ref().map(|against| UnmergedTestee::of(&against.testee)),
            seed: plan.seed,
            cases: plan.cases,
            filters: plan.filters.clone(),
            policies: plan.policies.iter().map(|policy| PolicyName(PolicyId(policy))).collect(),
            min_exercised: plan.min_exercised,
            timeout_ms: u64::try_from(plan.deadline.as_millis()).unwrap_or(u64::MAX),
            known: UnmergedKnown { digest: plan.known.digest(), entries: plan.known_facts() },
            of_stimuli: plan.stimuli.len(),
            fixed: plan.stimuli.fixed(),
            digest: digest(plan),
        }
    }

    /// Returns the embedded edition that the run judged by, if it is known.
    pub(super) fn embedded_edition(&self) -> Option<&'static Edition> {
        let embedded = EmbeddedContract::of_name(self.embedded.as_deref()?)?;
        embedded.edition(self.edition.as_deref()?)
    }

    /// Returns the first difference between two runs: what it is, and its value in each of them.
    pub(super) fn difference(&self, other: &Self) -> Option<(&'static str, String, String)> {
        let text = |value: &Option<String>| value.clone().unwrap_or_else(|| "none".to_owned());
        let number =
            |value: Option<u64>| value.map_or("none".to_owned(), |value| value.to_string());
        let all = |of: &dyn Fn(&Self) -> String| (of(self), of(other));
        let compared: [(&'static str, (String, String)); 17] = [
            ("version of wireproof", all(&|run| run.wireproof.clone())),
            ("service", all(&|run| run.service.clone())),
            ("operation", all(&|run| run.operation.clone())),
            ("embedded contract", all(&|run| text(&run.embedded))),
            ("edition", all(&|run| text(&run.edition))),
            ("assumption of the edition", all(&|run| run.edition_assumed.to_string())),
            ("digest of the contract's file", all(&|run| run.contract.clone())),
            ("testee", all(&|run| run.testee.title())),
            (
                "second testee",
                all(&|run| run.against.as_ref().map_or("none".to_owned(), UnmergedTestee::title)),
            ),
            ("seed", all(&|run| number(run.seed))),
            ("number of --cases", all(&|run| run.cases.to_string())),
            ("selection", all(&|run| run.selection())),
            ("number of policies", all(&|run| run.policies.len().to_string())),
            ("--min-exercised", all(&|run| number(run.min_exercised.map(|least| least as u64)))),
            ("--timeout", all(&|run| format!("{} ms", run.timeout_ms))),
            ("number of stimuli", all(&|run| run.of_stimuli.to_string())),
            ("digest of the stimuli", all(&|run| run.digest.clone())),
        ];
        let named = compared.into_iter().find(|(_, (one, two))| one != two);
        let named = named.map(|(what, (one, two))| (what, one, two));
        let rest = || {
            // What has no short name: features of the testee, ids of policies, entries of the known failures.
            let what = if self.known != other.known {
                "content of the file of known failures"
            } else if self.policies != other.policies {
                "list of policies"
            } else {
                "description that the testee gives of itself"
            };
            (what, "one".to_owned(), "another".to_owned())
        };
        named.or_else(|| (self != other).then(rest))
    }

    fn selection(&self) -> String {
        let filters = self.filters.iter().map(|(name, value)| format!("{name} = {value}"));
        let filters: Vec<_> = filters.collect();
        if filters.is_empty() { "every policy".to_owned() } else { filters.join(", ") }
    }
}

/// Returns a digest of the whole contract. The stimuli do not show all of it: neither the URI nor the lengths of lists.
fn contract_digest(contract: &Contract) -> String {
    let mut digest = ListDigest::default();
    digest.add(contract.file_digest());
    digest.add(contract.operation().id().as_str());
    digest.finish()
}

/// Returns a digest of what the run sends.
fn digest(plan: &Plan) -> String {
    let (fixed, all) = (plan.stimuli.fixed(), plan.stimuli.len());
    let generated = all - fixed;
    let samples =
        (0..SAMPLES.min(generated)).map(|at| fixed + at * generated / SAMPLES.min(generated));
    let mut digest = ListDigest::default();
    for index in (0..fixed).chain(samples) {
        if let Some(stimulus) = plan.stimuli.get(index) {
            digest.add(&stimulus.id);
            digest.add(stimulus.to_json().to_string());
        }
    }
    digest.finish()
}

impl UnmergedTestee {
    fn of(info: &TesteeInfo) -> Self {
        let TesteeInfo { name, version, language, edition, features } = info.clone();
        let Features { client_validation, session_token, host_prefix } = features;
        Self { name, version, language, edition, client_validation, session_token, host_prefix }
    }

    fn title(&self) -> String {
        let rest = [&self.version, &self.language].into_iter().flatten();
        std::iter::once(&self.name).chain(rest).map(String::as_str).collect::<Vec<_>>().join(" ")
    }

    /// Returns what the testee reported about itself.
    pub(super) fn to_info(&self) -> TesteeInfo {
        let Self {
            name,
            version,
            language,
            edition,
            client_validation,
            session_token,
            host_prefix,
        } = self.clone();
        let features = Features { client_validation, session_token, host_prefix };
        TesteeInfo { name, version, language, edition, features }
    }
}
