//! The mutants beside the catalogue, without a run: what `wireproof selftest` needs to be told of each.

use std::collections::BTreeSet;

use wireproof::policy::{Level, Party, Policy, catalogue};
use wireproof::reference::mutants::{Mutant, mutant, mutants};

/// The policies that a client can break, and that bind it.
fn binding() -> impl Iterator<Item = &'static Policy> {
    let policies = catalogue().iter().copied();
    policies.filter(|policy| policy.party() == Party::Client && policy.level != Level::May)
}

#[test]
fn mutants_name_binding_policies_and_no_others() {
    let ids: BTreeSet<_> = binding().map(|policy| policy.id).collect();
    for mutant in mutants() {
        let Mutant { name, policy, also, .. } = mutant;
        assert!(ids.contains(policy), "{name}: {policy} is no policy that binds a client");
        let mut others = BTreeSet::new();
        for other in *also {
            assert!(ids.contains(other), "{name}: {other} is no policy that binds a client");
            assert_ne!(other, policy, "{name} is caught by its own policy at any rate");
            assert!(others.insert(other), "{name}: {other} is named twice");
        }
    }
}

#[test]
fn names_are_unique_and_in_kebab_case() {
    let mut names = BTreeSet::new();
    for own in mutants() {
        assert!(names.insert(own.name), "{} is used twice", own.name);
        let is_word = |word: &str| {
            let mut letters = word.bytes();
            !word.is_empty() && letters.all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
        };
        assert!(own.name.split('-').all(is_word), "{} is no kebab-case", own.name);
        assert_eq!(mutant(own.name).map(|found| found.policy), Some(own.policy));
    }
}

#[test]
fn what_is_wrong_is_said_in_one_sentence() {
    for Mutant { name, what, .. } in mutants() {
        assert!(what.ends_with('.'), "{name}: {what}");
        assert!(what.len() > 1 && !what.contains(". "), "{name}: more than a sentence: {what}");
        assert!(!what.contains(['\n', '\r']) && !what.contains("  "), "{name}: {what}");
    }
}

#[test]
fn a_real_client_is_named_with_the_place_to_read_of_it() {
    for Mutant { name, seen_in, .. } in mutants() {
        let Some(seen_in) = seen_in else { continue };
        let (place, what) = seen_in.split_once(": ").unwrap_or((seen_in, ""));
        let repository = place.split(['#', ' ']).next().unwrap_or(place);
        // A thread has a number, and a client that was tried a version.
        let is_place = repository.split('/').count() == 2
            && repository.len() < place.len()
            && place.bytes().any(|byte| byte.is_ascii_digit());
        assert!(
            is_place && !what.is_empty(),
            "{name}: owner/repository#number: what, not {seen_in}"
        );
    }
}
