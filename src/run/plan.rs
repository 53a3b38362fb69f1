//! The plan of a run.

use std::time::Duration;

use crate::contract::Contract;
use crate::policy::Policy;
use crate::suite::Stimuli;

use super::known::{EntryFacts, KnownFailures};
use super::part::{Part, Shard};
use super::sums::Scope;
use super::waits::useful_testees;

/// What a run sends, what judges it, and how.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The contract that the testee is judged by.
    pub contract: Contract,
    /// Whether nobody named the edition of the contract, neither the user nor the testee. The report then says so. The
    /// default is `false`.
    pub edition_assumed: bool,
    /// The policies that judge.
    pub policies: Vec<&'static Policy>,
    /// The stimuli.
    pub stimuli: Stimuli,
    /// How long a call may take. The default is 10 s.
    pub deadline: Duration,
    /// The filters, as the user wrote them.
    pub filters: Vec<(String, String)>,
    /// How many policies must be judged for the run to count. `None`, the default, stands for half of them.
    pub min_exercised: Option<usize>,
    /// The seed of the generated stimuli. It is also reported if there are none, and the user gave a seed.
    pub seed: Option<u64>,
    /// How many stimuli were generated for each policy.
    pub cases: usize,
    /// The known failures of the testee.
    pub known: KnownFailures,
    /// Whether the runner shrinks generated failures, and reproduces the first failures, each in a newly started testee, to
    /// find the calls of the session that they need. The default is `false`.
    pub shrink: bool,
    /// Whether a policy that only hangs break counts as broken only if a call hangs again, in a newly started testee with
    /// a longer deadline. The default is `true`.
    pub confirm: bool,
    /// The shard of the run that is to be made. The other stimuli are not sent. `None`, the default, stands for the whole
    /// run.
    pub shard: Option<Shard>,
}

impl Plan {
    /// Returns how many testees side by side make the run shorter; at least one. Each that waits for an answer is worth a
    /// testee of its own; of the others one takes many.
    pub fn useful_testees(&self) -> usize {
        useful_testees(&self.stimuli)
    }

    /// Returns a plan with these stimuli, judged by these policies.
    pub fn new(
        contract: Contract,
        policies: Vec<&'static Policy>,
        stimuli: impl Into<Stimuli>,
    ) -> Self {
        Self {
            contract,
            edition_assumed: false,
            policies,
            stimuli: stimuli.into(),
            deadline: Duration::from_secs(10),
            filters: Vec::new(),
            min_exercised: None,
            seed: None,
            cases: 0,
            known: KnownFailures::default(),
            shrink: false,
            confirm: true,
            shard: None,
        }
    }
    /// Reports whether the stimulus at `index` is to be sent.
    pub(super) fn sends(&self, index: usize) -> bool {
        self.shard.is_none_or(|shard| self.stimuli.id(index).is_some_and(|id| shard.has(&id)))
    }

    /// Returns how many stimuli are to be sent.
    pub(super) fn count(&self) -> usize {
        match self.shard {
            None => self.stimuli.len(),
            Some(_) => (0..self.stimuli.len()).filter(|index| self.sends(*index)).count(),
        }
    }

    /// Returns the part of the run that is to be made, or `None` for the whole run.
    pub(super) fn part(&self) -> Option<Part> {
        let shard = self.shard?;
        let (numbers, of) = (vec![shard.number()], shard.of());
        Some(Part { numbers, of, stimuli: self.count(), of_stimuli: self.stimuli.len() })
    }

    /// Returns how much of the run is known at its end.
    pub(super) fn scope(&self) -> Scope {
        if self.shard.is_some() { Scope::Part } else { Scope::Whole }
    }

    /// Returns the facts on the known failures of the policies that judge.
    pub(super) fn known_facts(&self) -> Vec<EntryFacts> {
        let selected = |policy: &Policy| self.policies.iter().any(|other| other.id == policy.id);
        let applies = |policy: &Policy| policy.lacks(&self.contract).is_none();
        self.known.facts(selected, applies)
    }
}
