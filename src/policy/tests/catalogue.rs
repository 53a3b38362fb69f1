//! Tests of the whole catalogue.

use std::collections::BTreeSet;

use crate::contract::Contract;
use crate::exchange::Evidence;
use crate::policy::{Example, Judgement, Level, Party, Policy, Sent, catalogue, find};

pub(super) fn judged(policy: &Policy, example: &Example) -> Judgement {
    let contract = example.contract_or(&Contract::default());
    let session = example.session(&contract);
    let evidence = Evidence::of_session(&contract, &session, Example::FEATURES);
    policy.judge(&evidence.expect("a session has a first call"))
}

#[test]
fn every_policy_passes_what_keeps_it_and_fails_what_breaks_it() {
    for policy in catalogue() {
        assert_eq!(judged(policy, &policy.kept_example()), Judgement::Pass, "{}: keeps", policy.id);
        let breaks = judged(policy, &policy.broken_example());
        let Judgement::Fail(findings) = breaks else { panic!("{}: breaks: {breaks:?}", policy.id) };
        assert!(findings.iter().all(|f| !f.message.is_empty()), "{}", policy.id);
    }
}

#[test]
fn an_exchange_that_keeps_a_policy_breaks_no_other() {
    for policy in catalogue() {
        // A client must cope with responses that its server must not send. Policies that only observe allow
        // both.
        let binding = |other: &&&Policy| {
            other.party() == policy.party() && (other.level != Level::May || other.id == policy.id)
        };
        for other in catalogue().iter().filter(binding) {
            let judgement = judged(other, &policy.kept_example());
            let broken = matches!(judgement, Judgement::Fail(_));
            assert!(!broken, "{} by what keeps {}: {judgement:?}", other.id, policy.id);
        }
    }
}

#[test]
fn who_never_came_to_the_answer_is_not_blamed_for_it() {
    for id in ["input.refused-before-sending", "wire.interim-answers-skipped"] {
        let breaks = find(id).expect("it is there").broken_example();
        for policy in catalogue().iter().filter(|p| {
            matches!(p.group, crate::policy::Group::Response | crate::policy::Group::Union)
        }) {
            let judgement = judged(policy, &breaks);
            let blamed = matches!(judgement, Judgement::Fail(_));
            assert!(!blamed, "{} by what breaks {id}: {judgement:?}", policy.id);
        }
    }
}

#[test]
fn who_took_an_interim_answer_for_the_final_one_is_blamed_for_that_alone() {
    let stopped = r#"{"outcome":"response","http_status":103,"output":{}}"#;
    for policy in catalogue().iter().filter(|p| {
        matches!(
            p.group,
            crate::policy::Group::Response
                | crate::policy::Group::Union
                | crate::policy::Group::Error
        )
    }) {
        let exchange = Example { interim: &[103], outcome: stopped, ..policy.broken_example() };
        for other in catalogue().iter().filter(|other| other.party() == Party::Client) {
            let blamed = matches!(judged(other, &exchange), Judgement::Fail(_));
            let due = other.id == "wire.interim-answers-skipped";
            assert!(!blamed || due, "{} by what breaks {}", other.id, policy.id);
        }
    }
}

#[test]
fn policies_on_servers_look_at_the_answer_alone() {
    let bound: Vec<_> = catalogue().iter().filter(|p| p.party() == Party::Server).collect();
    assert!(!bound.is_empty() && bound.iter().all(|p| p.group == crate::policy::Group::Server));
    for policy in bound {
        for example in [policy.kept_example(), policy.broken_example()] {
            for outcome in [Example::PLAIN.outcome, r#"{"outcome":"crash"}"#] {
                let other = Example { outcome, input: "7", sent: Sent::Body("7"), ..example };
                assert_eq!(judged(policy, &other), judged(policy, &example), "{}", policy.id);
            }
        }
    }
}

#[test]
fn ids_are_unique_and_every_policy_says_where_it_comes_from() {
    let mut ids = BTreeSet::new();
    for policy in catalogue() {
        assert!(ids.insert(policy.id), "{} is used twice", policy.id);
        assert!(!policy.basis.is_empty(), "{} has no basis", policy.id);
        for basis in policy.basis {
            assert!(!basis.section.is_empty() && !basis.fact.is_empty(), "{}", policy.id);
            let words = basis.quote.map_or(0, |quote| quote.split_whitespace().count());
            assert!(words <= 25, "{}: a quote of {words} words is not short", policy.id);
        }
        for text in [policy.summary, policy.why] {
            assert!(text.ends_with('.') && !text.contains("  "), "{}: {text}", policy.id);
        }
        assert_ne!(policy.kept_example().outcome, "", "{}", policy.id);
    }
}

#[test]
fn an_id_begins_with_the_name_of_its_group() {
    for policy in catalogue() {
        let name = policy.id.strip_prefix(policy.group.name());
        assert!(name.is_some_and(|name| name.starts_with('.')), "{}: {}", policy.id, policy.group);
    }
}
