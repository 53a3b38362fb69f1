//! The operations that mutants call, and the stimuli for them.

use std::collections::HashMap;

use crate::contract::{CONTRACTS, Contract};
use crate::generate::Generator;
use crate::policy::{self, Level, Party, Policy};
use crate::reference::mutants::{Mutant, mutants};
use crate::suite::{Case, Stimuli, Stimulus, StimulusSource as _, Suite};

/// The seed of generated stimuli, so that each self-test sends the same.
const SEED: u64 = 1;

/// How many corners of its own policy a mutant gets, and how many of every other.
const OWN: usize = 100;
const OTHERS: usize = 4;

/// How many corners of each policy a generic client without a fault gets.
const FAULTLESS: usize = 8;

/// An operation, and the stimuli for its mutants.
#[derive(Debug)]
pub(super) struct Subject {
    /// The operation of the made-up contract; empty for one with fixed cases.
    pub(super) operation: &'static str,
    pub(super) contract: Contract,
    /// The policies that apply to the operation and that a mutant can break.
    pub(super) policies: Vec<&'static Policy>,
    /// The stimuli of a run of all policies.
    all: Vec<Stimulus>,
    /// The stimuli of a run of one policy.
    alone: HashMap<&'static str, Vec<Stimulus>>,
}

/// Returns the policies that a mutant can break.
pub(super) fn binding_policies() -> Vec<&'static Policy> {
    let binding =
        |policy: &&'static Policy| policy.party() == Party::Client && policy.level != Level::May;
    policy::catalogue().iter().copied().filter(binding).collect()
}

/// Returns the operations that mutants call, each once.
pub(super) fn operations(
    mutants: &[&'static Mutant],
) -> impl Iterator<Item = &'static str> + use<> {
    let mut operations: Vec<_> = mutants.iter().map(|mutant| mutant.operation).collect();
    operations.sort_unstable();
    operations.dedup();
    operations.into_iter()
}

/// Returns the stimuli of cases.
fn stimuli_of(cases: &[&Case]) -> Vec<Stimulus> {
    cases.iter().map(|case| case.stimulus.clone()).collect()
}

impl Subject {
    /// Returns the subject that an operation is.
    ///
    /// # Panics
    ///
    /// Never: the made-up contract has the operations of all mutants, which a test checks.
    pub(super) fn of(operation: &'static str) -> Self {
        match operation {
            "" => Self::typed(),
            operation => Self::generic(operation),
        }
    }

    /// Returns the other embedded contracts in their default editions, with their fixed cases. No mutant calls them: only the
    /// client without a fault does, so that a case which accuses it is found.
    pub(super) fn without_mutants() -> impl Iterator<Item = Self> {
        CONTRACTS.iter().skip(1).map(|embedded| {
            let contract = Contract::embedded(embedded.name, None);
            Self::with_cases(contract.expect("a test loads each")).0
        })
    }

    /// Returns a contract with the fixed cases, and these cases.
    fn with_cases(contract: Contract) -> (Self, Suite) {
        let suite = Suite::of_contract(&contract);
        let mut policies = binding_policies();
        policies.retain(|policy| policy.lacks(&contract).is_none());
        let all = stimuli_of(&suite.select_for_run(&contract, &policies));
        (Self { operation: "", contract, policies, all, alone: HashMap::new() }, suite)
    }

    /// Returns `DisassociateUser` in its default edition, which the typed client is built from, with the fixed cases.
    fn typed() -> Self {
        let (subject, suite) = Self::with_cases(Contract::default());
        let (contract, policies) = (&subject.contract, &subject.policies);
        let alone = suite.select_for_each_run(contract, policies).into_iter().zip(policies);
        let alone = alone.map(|(cases, policy)| (policy.id, stimuli_of(&cases))).collect();
        Self { alone, ..subject }
    }

    /// Returns an operation of the made-up contract, with generated corners. Only the policies that `DisassociateUser` has
    /// nothing for, and those with mutants of the operation, aim.
    fn generic(operation: &'static str) -> Self {
        let contract = Contract::parcels(operation).expect("a test makes each operation");
        let mut policies = binding_policies();
        policies.retain(|policy| policy.lacks(&contract).is_none());
        let default = Contract::default();
        let (mut all, mut alone) = (Vec::new(), HashMap::new());
        let has_mutant = |policy: &Policy| {
            mutants().any(|mutant| mutant.operation == operation && mutant.policy == policy.id)
        };
        let aiming = |policy: &&&Policy| policy.lacks(&default).is_some() || has_mutant(policy);
        for policy in policies.iter().filter(aiming) {
            let generator = Generator::new(&contract, &[policy], OWN, SEED);
            let made: Vec<_> =
                (0..generator.len()).map(|index| generator.stimulus(index)).collect();
            all.extend(made.iter().take(OTHERS).cloned());
            alone.insert(policy.id, made);
        }
        Self { operation, contract, policies, all, alone }
    }

    /// Returns the stimuli for a mutant in a run of all policies, and for the client without a fault if there is none.
    pub(super) fn stimuli(&self, mutant: Option<&Mutant>) -> Stimuli {
        match (self.operation, mutant) {
            ("", _) => self.all.iter().cloned().collect(),
            (_, None) => {
                // The first stimuli of a policy are the same however many there are.
                let (own, others): (Vec<_>, Vec<_>) = self
                    .policies
                    .iter()
                    .copied()
                    .partition(|policy| self.alone.contains_key(policy.id));
                let generator = Generator::new(&self.contract, &others, FAULTLESS, SEED);
                let made = (0..generator.len()).map(|index| generator.stimulus(index));
                let own = own.iter().flat_map(|policy| &self.alone[policy.id]);
                made.chain(own.cloned()).collect()
            }
            (_, Some(mutant)) => {
                let own = self.alone.get(mutant.policy).into_iter().flatten();
                let others = self
                    .all
                    .iter()
                    .filter(|other| other.aims.iter().all(|aim| aim.id != mutant.policy));
                own.chain(others).cloned().collect()
            }
        }
    }

    /// Returns the stimuli of a run of one policy.
    pub(super) fn stimuli_alone(&self, policy: &str) -> Stimuli {
        self.alone.get(policy).into_iter().flatten().cloned().collect()
    }
}
