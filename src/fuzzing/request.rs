//! The target `request`: inputs, valid and invalid ones.
//!
//! Bytes that begin with `{` or `[` are an input as JSON text. All other bytes are choices: a contract, and then an input
//! of it with some faults; or a message of a contract with bindings.

use std::collections::BTreeMap;

use crate::contract::EDITIONS;
use crate::generate::Choices;
use crate::json::Json;

use super::bound;
use super::contracts::contracts;
use super::judged::Jury;
pub use super::planned::Planned;
use super::planned::planned;
use super::sound::{Part, sound};
use super::target::{Checked, FuzzTarget, Seed};
use super::views::{Views, end_with_spaces, spaces};
use super::{mutate, seeds};

/// The target.
pub const TARGET: FuzzTarget = FuzzTarget {
    name: "request",
    property: "A valid input arrives at a server unchanged; an invalid one is not sent, and each of its faults is \
               found at its path; and no policy accuses a client that does the same.",
    views: Views { names: NAMES, chosen, choose },
    check,
    show,
    mutate: Some(mutate::json),
};

/// The views of each contract.
const PARTS: [Part; 6] = [
    Part::Codec,
    Part::Policies(Jury::Sent),
    Part::Policies(Jury::Successes),
    Part::Policies(Jury::Unions),
    Part::Policies(Jury::Errors),
    Part::Policies(Jury::Calls),
];

/// Names the [`PARTS`] for contracts.
macro_rules! for_each_contract {
    ($($contract:literal)*) => {
        &[$(
            concat!("the codec, by contract ", $contract),
            concat!("policies on requests, by contract ", $contract),
            concat!("policies on successes, by contract ", $contract),
            concat!("policies on unions and servers, by contract ", $contract),
            concat!("policies on errors, by contract ", $contract),
            concat!("policies on calls, by contract ", $contract),
        )*
            "the codec on a request, by a contract with bindings",
            "the codec on a response, by a contract with bindings",
        ]
    };
}

/// A text may be an input of any contract, so its views are those of all contracts: the embedded editions, then the
/// made-up contract, and then the contracts with bindings. A plan names its contract, so it has only the views of one.
const NAMES: &[&str] = for_each_contract!("1" "2" "3" "4");

/// The views of the contracts with [bindings](bound).
const BOUND: usize = NAMES.len() - bound::HALVES.len();

fn chosen(data: &[u8]) -> usize {
    match is_text(data) {
        true => spaces(data),
        false if bound::is_plan(data) => BOUND + bound::half_of(data),
        false => usize::from(data.first().copied().unwrap_or(0) / 4) % PARTS.len(),
    }
}

fn choose(data: &mut Vec<u8>, view: usize) {
    if view >= BOUND && !is_text(data) {
        return bound::choose(data, view - BOUND);
    }
    let part = (view % PARTS.len()) as u8;
    match data.first_mut() {
        Some(b'{' | b'[') => end_with_spaces(data, view),
        Some(first) => *first = *first % 4 + 4 * part,
        None => data.push(4 * part),
    }
}

/// The number of plans that are tried in the search for those with one fault.
const TRIED: u64 = 4_000;

/// Returns the inputs of the cases, and for each contract a plan of a valid input and one plan for each kind of fault.
pub(super) fn of_cases() -> Vec<Seed> {
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
    seeds.extend(bound::plans());
    seeds
}

fn show(data: &[u8]) -> String {
    match text(data) {
        Some(input) => format!("  input     {input}"),
        None if bound::is_plan(data) => bound::show(data),
        None if is_text(data) => format!("  not JSON  {}", super::shown::bytes(data)),
        None => {
            let (contract, planned) = planned(data);
            let name = contracts()[contract].edition_name().unwrap_or("made up");
            format!("  contract  {name}\n{planned}")
        }
    }
}

fn is_text(data: &[u8]) -> bool {
    matches!(data.first(), Some(b'{' | b'['))
}

fn text(data: &[u8]) -> Option<Json> {
    is_text(data).then(|| Json::parse(data).ok()).flatten()
}

fn check(data: &[u8], view: usize) -> Checked {
    if view >= BOUND {
        return match text(data) {
            Some(value) => bound::sent_text(&value, view - BOUND),
            None if is_text(data) => Ok(()),
            None => bound::plan_holds(data),
        };
    }
    let (nth, part) = (view / PARTS.len(), PARTS[view % PARTS.len()]);
    if is_text(data) {
        return match text(data) {
            Some(input) => sound(nth, &input, part),
            None => Ok(()),
        };
    }
    match nth {
        0 => {
            let (contract, planned) = planned(data);
            planned.holds_in(contract, part)
        }
        _ => Ok(()), // the plan names its contract
    }
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
    fn texts_and_plans_choose_their_views() {
        assert_eq!(BOUND, PARTS.len() * contracts().len());
        for text in [&b"{}"[..], b"[1]  ", b"", b"\x01abc", b"\xff"] {
            let views = if is_text(text) { NAMES.len() } else { PARTS.len() };
            for view in 0..views {
                let made = TARGET.choosing(text, view);
                assert_eq!(chosen(&made), view, "{text:?}");
                assert_eq!(is_text(&made), is_text(text));
                if !is_text(text) {
                    assert_eq!(planned(&made).0, planned(text).0, "{text:?}");
                    assert_eq!(planned(&made).1.input, planned(text).1.input, "{text:?}");
                }
            }
        }
    }

    #[test]
    fn no_bytes_are_a_plain_input() {
        let (contract, Planned { input, faults }) = planned(&[]);
        assert_eq!((contract, faults.len()), (0, 0));
        assert!(input.get("Username").is_some());
    }
}
