//! What the policies on inputs demand.
//!
//! The policy on a fault demands that the client refuses it, by itself. That nothing has been sent by then
//! is for *input.refused-before-sending*, whatever the fault is.

use std::collections::{HashMap, HashSet};

use crate::exchange::Evidence;
use crate::json::{Json, Path};
use crate::model::{Length, ShapeKind};
use crate::policy::judgement::{Finding, Judgement};
use crate::protocol::{InputFault, InputFaultKind};

use super::union::tags;

/// Demands that the testee refused the input by itself.
pub(in crate::policy) fn refused(evidence: &Evidence<'_>, fault: &InputFault) -> Judgement {
    if !evidence.features().client_validation {
        return Judgement::NotApplicable;
    }
    if evidence.outcome().is_refusal() {
        return Judgement::Pass;
    }
    let sent = if evidence.has_sent() { "sent, and then: " } else { "" };
    Finding::new(fault.path.under("input"), format!("the client must refuse this input: {fault}"))
        .expected("client_error at validate or serialize")
        .actual(format!("{sent}{}", evidence.outcome()))
        .into()
}

/// Whether a string, a list or a map of the input is shorter or longer than the contract has it.
pub(in crate::policy) fn breaks_a_length(evidence: &Evidence<'_>) -> bool {
    let model = evidence.contract().model();
    let mut waiting = vec![(evidence.contract().operation().input(), None, evidence.input())];
    while let Some((shape, of_member, value)) = waiting.pop() {
        let length = match value {
            Json::String(text) => text.chars().count(),
            Json::Array(items) => items.len(),
            Json::Object(entries) => entries.len(),
            _ => continue,
        };
        let shape = model.shape(shape);
        let mut bounds = [of_member, shape.traits.length].into_iter().flatten();
        if bounds.any(|bound: Length| !bound.allows(length)) {
            return true;
        }
        match (&shape.kind, value) {
            (ShapeKind::Structure(members) | ShapeKind::Union(members), Json::Object(values)) => {
                for (name, value) in values {
                    let member = members.iter().find(|member| member.name == *name);
                    waiting.extend(member.map(|m| (m.target, m.traits.length, value)));
                }
            }
            (ShapeKind::List(member), Json::Array(items)) => {
                waiting
                    .extend(items.iter().map(|item| (member.target, member.traits.length, item)));
            }
            (ShapeKind::Map { value: member, .. }, Json::Object(entries)) => {
                let values = entries.iter().map(|(_, value)| value);
                waiting.extend(values.map(|value| (member.target, member.traits.length, value)));
            }
            _ => {}
        }
    }
    false
}

/// The first fault that is a union with several members.
pub(in crate::policy) fn several_members<'v>(evidence: &'v Evidence<'_>) -> Option<&'v InputFault> {
    let several = several(evidence);
    evidence.input_faults().iter().find(|fault| several.contains_key(&fault.path))
}

/// The first fault of such a kind in a union's member that stands alone. In a union with several members
/// it does not matter which of them are known.
pub(in crate::policy) fn alone_in_union<'v>(
    evidence: &'v Evidence<'_>,
    wanted: impl Fn(&InputFaultKind) -> bool,
) -> Option<&'v InputFault> {
    let unions = several(evidence).into_iter();
    let accompanied: HashSet<Path> = unions
        .flat_map(|(union, members)| members.iter().map(move |member| union.member(member)))
        .collect();
    let mut faults = evidence.input_faults().iter().filter(|fault| wanted(&fault.kind));
    faults.find(|fault| !accompanied.contains(&fault.path))
}

/// The unions of an input that have several members which are set, with the names of all. A member that
/// is null is not set: it is ill-typed, and for the policy on types.
fn several<'v>(evidence: &'v Evidence<'_>) -> HashMap<&'v Path, &'v [String]> {
    let faults = evidence.input_faults().iter();
    let mut several: HashMap<_, _> = faults
        .filter_map(|fault| match &fault.kind {
            InputFaultKind::UnionSeveral { members } => Some((&fault.path, &members[..])),
            _ => None,
        })
        .collect();
    if several.is_empty() {
        return several;
    }
    // Paths come from the codec, which writes them; so they are found by writing them again.
    let mut waiting = vec![(Path::default(), evidence.input())];
    while let Some((here, value)) = waiting.pop() {
        match value {
            Json::Object(members) => {
                if tags(value).len() < 2 {
                    several.remove(&here);
                }
                waiting.extend(members.iter().map(|(name, value)| (here.member(name), value)));
            }
            Json::Array(items) => {
                waiting.extend(items.iter().enumerate().map(|(i, item)| (here.index(i), item)));
            }
            _ => {}
        }
    }
    several
}

#[cfg(test)]
mod tests {
    use crate::contract::Contract;
    use crate::exchange::Evidence;
    use crate::policy::{self, Example, Judgement, Policy, Sent, catalogue};

    /// The policies on inputs that say this of an exchange, without their group.
    fn policies(exchange: &Example, wanted: fn(&Judgement) -> bool) -> String {
        let contract = Contract::default();
        let exchange = exchange.exchange(&contract);
        let evidence = Evidence::new(&contract, &exchange, Example::FEATURES);
        let policies =
            catalogue().iter().filter(|policy| policy.group == crate::policy::Group::Input);
        let policies: Vec<_> = policies
            .filter(|policy: &&&Policy| wanted(&policy.judge(&evidence)))
            .map(|policy| policy.id.trim_start_matches("input."))
            .collect();
        policies.join(" ")
    }

    #[test]
    fn a_client_may_hold_to_the_bounds_of_a_length() {
        let contract = Contract::edition("2026-11").expect("it is embedded");
        let policy = policy::find("request.members-serialized").expect("it is in the catalogue");
        let judged = |settings: &str, stage: &str| {
            let input = format!(
                r#"{{"IdentityProvider":{{"ActiveDirectoryIdentityProvider":{{"ActiveDirectorySettings":{settings}}}}}}}"#
            );
            let outcome =
                format!(r#"{{"outcome":"client_error","stage":"{stage}","class":"Invalid"}}"#);
            let example = Example {
                input: input.leak(),
                outcome: outcome.leak(),
                sent: Sent::Nothing,
                ..Example::PLAIN
            };
            let exchange = example.exchange(&contract);
            policy.judge(&Evidence::new(&contract, &exchange, Example::FEATURES))
        };
        for (settings, left_open) in [
            (r#"{"DomainNetworkSettings":{"Subnets":[]}}"#, true),
            (r#"{"DomainIpv4List":["1.1.1.1","1.1.1.2","1.1.1.3"]}"#, true),
            (
                r#"{"DomainCredentialsProvider":{"SecretsManagerCredentialsProvider":{"SecretId":""}}}"#,
                true,
            ),
            (r#"{"DomainIpv4List":["1.1.1.1","1.1.1.2"],"DomainName":""}"#, false),
        ] {
            let judgement = judged(settings, "validate");
            assert_eq!(
                judgement == Judgement::NotExercised,
                left_open,
                "{settings}: {judgement:?}"
            );
            assert!(matches!(judged(settings, "unknown"), Judgement::Fail(_)), "{settings}");
        }
    }

    #[test]
    fn each_fault_has_one_policy() {
        let input = |union: &str| {
            format!(r#"{{"IdentityProvider":{union},"InstanceId":"i","Username":"u"}}"#)
        };
        const AD: &str = r#""ActiveDirectoryIdentityProvider":{}"#;
        for (input, broken) in [
            (input(&format!("{{{AD}}}")), ""),
            (r#"{"InstanceId":"i"}"#.to_owned(), "required-members"),
            ("[]".to_owned(), "types"),
            (input("null"), "types"),
            (input(r#"{"ActiveDirectoryIdentityProvider":null}"#), "types"),
            (input("{}"), "union-not-empty"),
            (input(r#"{"Okta":{}}"#), "unknown-members"),
            (input(r#"{"Okta":null}"#), "unknown-members"),
            (input(&format!(r#"{{{AD},"Okta":{{}}}}"#)), "union-one-member"),
            (input(&format!(r#"{{{AD},"Okta":null}}"#)), "unknown-members"),
            (input(r#"{"SDK_UNKNOWN_MEMBER":{"name":"Okta"}}"#), "unknown-placeholder-refused"),
            (
                input(&format!(r#"{{{AD},"SDK_UNKNOWN_MEMBER":{{"name":"Okta"}}}}"#)),
                "union-one-member",
            ),
            (input(r#"{"ActiveDirectoryIdentityProvider":{"X":{}}}"#), "unknown-members"),
            // Several faults.
            (
                r#"{"Color":1,"IdentityProvider":{"A":1,"B":2},"Username":7}"#.to_owned(),
                "required-members union-one-member unknown-members types",
            ),
        ] {
            let input: &str = input.leak();
            let sent = Example { input, sent: Sent::Body("{}"), ..Example::PLAIN };
            let fail = |judgement: &Judgement| matches!(judgement, Judgement::Fail(_));
            assert_eq!(policies(&sent, fail), broken, "{input}");
            let not_validating = Example {
                outcome: r#"{"outcome":"client_error","stage":"unknown","class":"TypeError"}"#,
                sent: Sent::Nothing,
                ..sent
            };
            assert_eq!(policies(&not_validating, fail), broken, "{input}");
            // Refused, but sent: the one policy on that.
            let outcome = r#"{"outcome":"client_error","stage":"serialize","class":"X"}"#;
            let late = if broken.is_empty() { "" } else { "refused-before-sending" };
            for body in [Sent::Body("{}"), Sent::Raw("GET")] {
                assert_eq!(
                    policies(&Example { outcome, sent: body, ..sent }, fail),
                    late,
                    "{input}"
                );
            }
            let refused = Example { outcome, sent: Sent::Nothing, ..sent };
            let pass = |judgement: &Judgement| *judgement == Judgement::Pass;
            assert_eq!(policies(&refused, pass), format!("{broken} {late}").trim(), "{input}");
        }
    }
}
