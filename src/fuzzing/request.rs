//! The target `request`: inputs, valid and invalid ones.
//!
//! Bytes that begin with `{` or `[` are an input as JSON text. All other bytes are choices: a contract, and then an input
//! of it with some faults.

use std::collections::BTreeMap;

use crate::contract::EDITIONS;
use crate::generate::Choices;
use crate::json::Json;

use super::contracts::contracts;
pub use super::planned::Planned;
use super::planned::planned;
use super::sound::sound;
use super::target::{Checked, FuzzTarget, Seed};
use super::{mutate, seeds};

/// The target.
pub const TARGET: FuzzTarget = FuzzTarget {
    name: "request",
    property: "A valid input arrives at a server unchanged; an invalid one is not sent, and each of its faults is \
               found at its path; and no policy accuses a client that does the same.",
    check,
    show,
    seeds: of_cases,
    mutate: Some(mutate::json),
};

/// The number of plans that are tried in the search for those with one fault.
const TRIED: u64 = 4_000;

/// Returns the inputs of the cases, and for each contract a plan of a valid input and one plan for each kind of fault.
fn of_cases() -> Vec<Seed> {
    let mut seeds = seeds::of_cases(|case| Some(case.stimulus.call.input.to_string().into_bytes()));
    for contract in 0..=EDITIONS.len() as u8 {
        let mut plans = BTreeMap::new();
        for seed in 0..TRIED {
            let mut choices = Choices::from_seed(seed);
            let choices = (0..48).map(|_| choices.below(256) as u8);
            let bytes: Vec<u8> = std::iter::once(contract).chain(choices).collect();
            let faults = planned(&bytes).1.faults;
            match faults.iter().map(|(_, kind)| *kind).collect::<Vec<_>>()[..] {
                [] => {
                    plans.entry("valid").or_insert(bytes);
                }
                // An unknown second member of a union is two faults.
                [kind] | ["unknown-union-member", kind @ "union-several"] => {
                    plans.entry(kind).or_insert(bytes);
                }
                _ => {}
            }
        }
        let named = plans.into_iter();
        seeds.extend(named.map(|(kind, bytes)| (format!("planned-{contract}-{kind}"), bytes)));
    }
    seeds
}

fn show(data: &[u8]) -> String {
    match text(data) {
        Some(input) => format!("  input     {input}"),
        None if is_text(data) => format!("  not JSON  {}", super::shown::bytes(data)),
        None => {
            let (contract, planned) = planned(data);
            format!("  contract  {}\n{planned}", contract.edition_name().unwrap_or("made up"))
        }
    }
}

fn is_text(data: &[u8]) -> bool {
    matches!(data.first(), Some(b'{' | b'['))
}

fn text(data: &[u8]) -> Option<Json> {
    is_text(data).then(|| Json::parse(data).ok()).flatten()
}

fn check(data: &[u8]) -> Checked {
    if is_text(data) {
        let Some(input) = text(data) else { return Ok(()) };
        return contracts().iter().try_for_each(|contract| sound(contract, &input));
    }
    let (contract, planned) = planned(data);
    planned.holds(contract)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_of_every_kind_are_put() {
        let mut kinds = std::collections::BTreeSet::new();
        let mut valid = 0;
        for seed in 0..20_000_u64 {
            let mut choices = crate::generate::Choices::from_seed(seed);
            let data: Vec<u8> = (0..40).map(|_| choices.below(256) as u8).collect();
            if is_text(&data) {
                continue;
            }
            let faults = planned(&data).1.faults;
            valid += usize::from(faults.is_empty());
            kinds.extend(faults.into_iter().map(|(_, kind)| kind));
        }
        assert!(valid > 1_000, "{valid}");
        assert_eq!(kinds.len(), 7, "{kinds:?}");
    }

    #[test]
    fn no_bytes_are_a_plain_input() {
        let (contract, Planned { input, faults }) = planned(&[]);
        assert_eq!((contract.edition_name(), faults.len()), (Some("2022-08"), 0));
        assert!(input.get("Username").is_some());
    }
}
