//! The generators, the oracle and the catalogue hold each other down, as the fixed cases do.
#![cfg(feature = "generate")]

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use proptest::prelude::*;
use proptest::test_runner::{Config as ProptestConfig, TestError, TestRunner};
use wireproof::codec;
use wireproof::contract::{Contract, EDITIONS};
use wireproof::generate::{Generator, is_aimed, strategy};
use wireproof::policy::{self, Party, Policy};
use wireproof::suite::{Source as _, Stimulus};

/// How many stimuli of each policy are looked at.
const CASES: usize = 60;

fn laws() -> Vec<&'static Policy> {
    policy::catalogue().iter().copied().filter(|law| law.party() == Party::Client).collect()
}

fn generator(edition: &str, seed: u64) -> (Contract, Generator) {
    let contract = Contract::edition(edition).expect("an embedded edition");
    let generator = Generator::new(&contract, &laws(), CASES, seed);
    (contract, generator)
}

#[test]
fn there_are_stimuli_for_every_law_in_every_edition() {
    for edition in EDITIONS {
        let (_, generator) = generator(edition.name, 1);
        let made: BTreeSet<_> = generator.policies().map(|law| law.id).collect();
        let missing: Vec<_> =
            laws().into_iter().map(|law| law.id).filter(|id| !made.contains(id)).collect();
        assert!(missing.is_empty(), "{}: {missing:?}", edition.name);
        assert_eq!(generator.len(), laws().len() * CASES);
    }
}

/// What is generated is judged by the law that it aims at, accuses nobody who does all right, and is over
/// in time. And it differs: a row of the same stimulus sixty times would prove little.
#[test]
fn every_stimulus_is_aimed_and_most_are_unlike() {
    for edition in EDITIONS {
        let (contract, generator) = generator(edition.name, 7);
        let mut unlike: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
        let mut times: BTreeMap<&str, Duration> = BTreeMap::new();
        for index in 0..generator.len() {
            let aim = generator.aims(index)[0];
            let stimulus = generator.stimulus(index);
            assert_eq!(stimulus.aims[0].id, aim.id);
            assert!(is_aimed(&contract, &stimulus, aim), "{}", stimulus.id);
            let time = stimulus.answer.response().time * stimulus.repeat as u32;
            assert!(time < Duration::from_millis(1_800), "{} takes {time:?}", stimulus.id);
            *times.entry(aim.id).or_default() += time;
            let told = format!("{} {:?}", stimulus.input, stimulus.answer);
            unlike.entry(aim.id).or_default().insert(told);
        }
        for (id, unlike) in unlike {
            assert!(unlike.len() * 10 >= CASES * 7, "{id}: {} of {CASES} differ", unlike.len());
        }
        for (id, time) in times {
            assert!(time < Duration::from_millis(40) * CASES as u32, "{id} takes {time:?}");
        }
    }
}

#[test]
fn a_seed_gives_the_same_stimuli_whatever_else_is_selected() {
    let (contract, all) = generator("2022-08", 3);
    let law = policy::find("union.unknown-member-named").expect("it is there");
    let alone = Generator::new(&contract, &[law], CASES, 3);
    let place = all.policies().position(|other| other.id == law.id).expect("it is there");
    let told = |stimulus: &Stimulus| format!("{:?}", stimulus.to_json());
    for number in 0..CASES {
        let here = alone.stimulus(number);
        assert_eq!(told(&here), told(&all.stimulus(place * CASES + number)));
        assert_eq!(told(&here), told(&alone.stimulus(number)));
    }
    let (_, other) = generator("2022-08", 4);
    let differ = (0..CASES).filter(|number| {
        told(&all.stimulus(place * CASES + number)) != told(&other.stimulus(place * CASES + number))
    });
    assert!(differ.count() > CASES / 3, "another seed gives others, past the boundary");
}

/// Over the answers of a run everything turns up that the odds are there for.
#[test]
fn everything_out_of_the_ordinary_turns_up() {
    let (_, generator) = generator("2022-08", 11);
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    for index in 0..generator.len() {
        let stimulus = generator.stimulus(index);
        let body = String::from_utf8_lossy(&stimulus.answer.body).into_owned();
        let input = stimulus.input.to_string();
        let wire = format!("{:?}", stimulus.answer);
        for (name, is_there) in [
            ("an empty text", body.contains("\"\"")),
            ("a text of 40 characters", body.contains(&"a".repeat(40))),
            ("a text of 255 characters", input.contains(&"a".repeat(255))),
            ("a character of another plane", body.chars().any(|c| c > '\u{FFFF}')),
            ("the last character", body.contains('\u{10FFFF}') || input.contains('\u{10FFFF}')),
            ("an escape in lower case", body.contains("\\u00") || body.contains("\\ud83d")),
            ("an escape in upper case", body.contains("\\uD83D")),
            ("an escaped solidus", body.contains("\\/")),
            ("a control character", body.contains("\\u0000")),
            ("null", body.contains(":null")),
            ("a number past doubles", body.contains("1e999")),
            ("an integer past doubles", body.contains("9007199254740993")),
            ("a type hint first", body.contains("{\"__type\"")),
            ("a type hint behind", body.contains(",\"__type\"")),
            ("an unknown union member", body.contains("\"Okta\"")),
            ("a nested value", body.contains("{\"a\":{\"b\"")),
            ("depth", body.contains(&"[".repeat(33))),
            ("size", body.len() > 65_536),
            ("chunks of one byte", wire.contains("sizes: [1, 1]")),
            ("a first chunk of 17 bytes", wire.contains("sizes: [17, 10000]")),
            ("another spelling of the header", wire.contains("X-AMZN-ERRORTYPE")),
            ("a cut head", wire.contains("Some(Head")),
            ("a reset", wire.contains("Reset")),
            ("a redirect", wire.contains("Location")),
            ("an interim answer", !stimulus.answer.interim.is_empty()),
            ("a repetition with others between", !stimulus.between.is_empty()),
        ] {
            *seen.entry(name).or_default() += usize::from(is_there);
        }
    }
    let missing: Vec<_> = seen.iter().filter(|(_, count)| **count == 0).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

/// Shapes of every kind, a recursive one among them, and no union: what there is to aim at is aimed at.
#[test]
fn a_contract_of_ones_own_has_stimuli_too() {
    let model = r#"{"smithy":"2.0","shapes":{
        "a#S":{"type":"service","version":"1","operations":[{"target":"a#Do"}],
            "traits":{"aws.protocols#restJson1":{}}},
        "a#Do":{"type":"operation","input":{"target":"a#In"},"output":{"target":"a#Out"},
            "traits":{"smithy.api#http":{"method":"PUT","uri":"/do","code":201}}},
        "a#In":{"type":"structure","members":{"Node":{"target":"a#Node","traits":{"smithy.api#required":{}}},
            "Blob":{"target":"smithy.api#Blob"},"When":{"target":"smithy.api#Timestamp"}}},
        "a#Out":{"type":"structure","members":{"Nodes":{"target":"a#Nodes"},"Map":{"target":"a#Map"},
            "Count":{"target":"smithy.api#Long"},"Ratio":{"target":"smithy.api#Double"},
            "When":{"target":"smithy.api#Timestamp"},"Any":{"target":"smithy.api#Document"},
            "Name":{"target":"smithy.api#String","traits":{"smithy.api#required":{}}}}},
        "a#Nodes":{"type":"list","member":{"target":"a#Node"}},
        "a#Map":{"type":"map","key":{"target":"smithy.api#String"},"value":{"target":"smithy.api#Integer"}},
        "a#Node":{"type":"structure","members":{"Next":{"target":"a#Node"},"Name":{"target":"smithy.api#String"}}}
    }}"#;
    let contract = Contract::from_smithy(model, None).expect("it is a model");
    let generator = Generator::new(&contract, &laws(), 20, 5);
    let made: BTreeSet<_> = generator.policies().map(|law| law.id).collect();
    for id in ["request.members-serialized", "input.types", "response.members-decoded", "wire.reset-is-an-error"] {
        assert!(made.contains(id), "{id} of {made:?}");
    }
    assert!(!made.iter().any(|id| id.starts_with("union.")), "it has no unions: {made:?}");
    for index in 0..generator.len() {
        let stimulus = generator.stimulus(index);
        assert!(is_aimed(&contract, &stimulus, stimulus.aims[0]), "{}", stimulus.id);
    }
}

fn runner() -> TestRunner {
    let config = ProptestConfig { failure_persistence: None, cases: 64, ..Default::default() };
    TestRunner::new_with_rng(config, proptest::test_runner::TestRng::deterministic_rng(Default::default()))
}

#[test]
fn strategies_make_valid_inputs_and_shrink_them() {
    let contract = Contract::default();
    let shape = contract.operation().input();
    let valid = |input: &wireproof::json::Json| {
        codec::validate(contract.model(), shape, input).is_empty()
    };
    runner()
        .run(&strategy::input(&contract), |input| {
            prop_assert!(valid(&input), "{}", input);
            Ok(())
        })
        .expect("every one is valid");
    let result = runner().run(&strategy::input(&contract), |input| {
        let name = input.get("Username").and_then(|name| name.as_str()).unwrap_or_default();
        prop_assert!(name.len() < 5);
        Ok(())
    });
    let Err(TestError::Fail(_, least)) = result else { panic!("{result:?}") };
    let username = least.get("Username").and_then(|name| name.as_str()).expect("it has one");
    assert_eq!(username.len(), 5, "{least}");
    assert!(valid(&least) && least.get("Domain").is_none(), "{least}");
}

#[test]
fn what_a_strategy_shrinks_stays_aimed() {
    let contract = Contract::default();
    for id in ["response.malformed-refused", "union.several-members-refused", "input.types"] {
        let law = policy::find(id).expect("it is there");
        let result = runner().run(&strategy::aimed_at(&contract, law), |stimulus| {
            prop_assert!(stimulus.id.is_empty());
            Ok(())
        });
        let Err(TestError::Fail(_, least)) = result else { panic!("{result:?}") };
        assert!(is_aimed(&contract, &least, law), "{id}: {least:?}");
        assert!(least.answer.body.len() < 250, "{id}: {least:?}");
    }
    runner()
        .run(&strategy::error_answer(&contract), |answer| {
            prop_assert!(answer.status >= 400);
            Ok(())
        })
        .expect("every one is an error");
}

#[test]
fn bytes_choose_stimuli() {
    let contract = Contract::default();
    let law = policy::find("response.members-decoded").expect("it is there");
    let plain = strategy::from_bytes(&contract, law, &[]).expect("the first choices make one");
    assert!(is_aimed(&contract, &plain, law));
    let made: BTreeSet<String> = (0..=255_u8)
        .filter_map(|byte| strategy::from_bytes(&contract, law, &[byte; 64]))
        .map(|stimulus| String::from_utf8_lossy(&stimulus.answer.body).into_owned())
        .collect();
    assert!(made.len() > 30, "{} bodies", made.len());
}
