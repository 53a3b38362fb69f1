//! Seeds: answers of a contract as text.

use std::collections::HashSet;

use crate::contract::Contract;
use crate::fuzzing::answer;
use crate::generate::Generator;
use crate::http::Answer;
use crate::policy::{self, Group, Party, Policy};
use crate::suite::{StimulusSource as _, Suite};

use super::received::received;

/// The size of the largest seed in bytes. A fuzzer mutates small seeds faster.
const LARGEST: usize = 2_048;

/// How many stimuli are generated for each policy.
const FOR_A_POLICY: usize = 3;

/// The seed of the generator. The seeds are the same every time.
const SEED: u64 = 1;

/// Returns seeds for [`DecoderJudge::check`](super::DecoderJudge::check): file names, and answers as text. They are the
/// answers that the suite and the generator have for the policies on responses, unions and errors, without duplicates.
///
/// A contract that is no embedded edition has generated ones only. There are none if no call of its operation can be made.
///
/// ```
/// use wireproof::{Contract, fuzzing};
///
/// let seeds = fuzzing::answer_seeds(&Contract::default());
/// assert!(seeds.len() > 100);
/// assert!(seeds.iter().any(|(_, text)| text.starts_with(b"400\n")));
/// ```
pub fn answer_seeds(contract: &Contract) -> Vec<(String, Vec<u8>)> {
    let policies: Vec<&'static Policy> = policy::catalogue()
        .iter()
        .filter(|policy| policy.party() == Party::Client)
        .filter(|policy| matches!(policy.group, Group::Response | Group::Union | Group::Error))
        .copied()
        .collect();
    let suite = Suite::of_contract(contract);
    let cases = suite.select(contract.edition_name(), &policies).into_iter();
    let cases = cases.map(|case| (case.id().to_owned(), case.stimulus.call.answer.clone()));
    let generator = Generator::new(contract, &policies, FOR_A_POLICY, SEED);
    let generated = (0..generator.len()).map(|index| {
        let stimulus = generator.stimulus(index);
        (stimulus.id, stimulus.call.answer)
    });
    let mut seen = HashSet::new();
    let seeds = cases.chain(generated).filter_map(|(id, made): (String, Answer)| {
        let text = answer::write(&received(&made)?);
        (text.len() <= LARGEST && seen.insert(text.clone())).then(|| (id.replace('/', "-"), text))
    });
    seeds.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::oracle_outcome;
    use crate::fuzzing::contracts::contracts;
    use crate::fuzzing::own::DecoderJudge;

    #[test]
    fn every_seed_is_an_answer_that_a_faithful_decoder_reads() {
        for contract in contracts() {
            let seeds = answer_seeds(contract);
            let names: HashSet<_> = seeds.iter().map(|(name, _)| name).collect();
            assert!(seeds.len() > 60 && names.len() == seeds.len(), "{}", seeds.len());
            let oracle = contract.clone();
            let judge = DecoderJudge::new(move |response| oracle_outcome(&oracle, response));
            let judge = judge.contract(contract.clone()).should();
            for (name, text) in &seeds {
                assert!(
                    name.bytes().all(|b| b.is_ascii_alphanumeric() || b"-.".contains(&b)),
                    "{name}"
                );
                judge.check(text);
            }
        }
    }
}
