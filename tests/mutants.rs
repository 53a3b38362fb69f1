//! The mutants beside the catalogue, without a run: what `wireproof selftest` needs to be told of each.

#![cfg(feature = "reference")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use wireproof::policy::{Level, Party, Policy, catalogue};
use wireproof::reference::mutants::{Kind, Mutant, mutant, mutants};

/// The policies that a client can break, and that bind it.
fn binding() -> impl Iterator<Item = &'static Policy> {
    let policies = catalogue().iter().copied();
    policies.filter(|policy| policy.party() == Party::Client && policy.level != Level::May)
}

fn of(policy: &Policy) -> Vec<&'static Mutant> {
    mutants().filter(|mutant| mutant.policy == policy.id).collect()
}

#[test]
fn every_binding_policy_has_a_blunt_mutant_and_a_subtle_one() {
    let lacks = |kind: Kind| {
        let lacking = binding().filter(move |p| !of(p).iter().any(|own| own.kind == kind));
        lacking.map(move |policy| format!("{}: no {} one", policy.id, kind.name()))
    };
    let lacking: Vec<_> = lacks(Kind::Blunt).chain(lacks(Kind::Subtle)).collect();
    assert!(lacking.is_empty(), "{lacking:#?}");
}

/// A policy that never catches anything alone would not be missed.
#[test]
fn every_binding_policy_is_the_sole_catcher_of_a_mutant() {
    let never = binding().filter(|policy| !of(policy).iter().any(|own| own.is_sole()));
    let never: Vec<_> = never.map(|policy| policy.id).collect();
    assert!(never.is_empty(), "{never:#?}");
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

/// A file that nobody listed would be a mutant that nobody runs.
#[test]
fn every_file_is_listed_and_named_for_its_policy() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/reference/mutants");
    let mut files = BTreeSet::new();
    for group in entries(&folder) {
        // A folder with a `mod.rs`, or a file of its name beside it, is no group.
        let is_module = group.join("mod.rs").exists() || group.with_extension("rs").exists();
        if !group.is_dir() || is_module {
            continue;
        }
        for file in entries(&group) {
            files.insert(format!("{}.{}", stem(&group), stem(&file)));
        }
    }
    let listed: BTreeSet<_> = mutants().map(|mutant| mutant.policy.to_owned()).collect();
    let place = "src/reference/mutants/<group>/<policy>.rs, and the list in mutants/mod.rs";
    assert_eq!(files, listed, "{place}");
}

fn entries(folder: &Path) -> impl Iterator<Item = PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder");
    entries.map(|entry| entry.expect("it can be read").path())
}

fn stem(path: &Path) -> String {
    let stem = path.file_stem().and_then(|stem| stem.to_str());
    stem.expect("a name in UTF-8").replace('_', "-")
}
