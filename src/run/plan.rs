//! What is to be run.

use std::time::Duration;

use crate::contract::Contract;
use crate::policy::Policy;
use crate::suite::Stimuli;

use super::known::KnownFailures;

/// What is to be run, and how.
#[derive(Clone, Debug)]
pub struct Plan {
    /// What the testee is judged by.
    pub contract: Contract,
    /// The policies that judge.
    pub policies: Vec<&'static Policy>,
    /// The stimuli.
    pub stimuli: Stimuli,
    /// How long a call may take; 10 s at first.
    pub deadline: Duration,
    /// What was selected, as the user said it.
    pub filters: Vec<(String, String)>,
    /// How many policies must be judged for the run to count; `None`, as at first, for half of them.
    pub min_exercised: Option<usize>,
    /// The seed of the generated stimuli, where there are some.
    pub seed: Option<u64>,
    /// How many stimuli were generated for each policy.
    pub cases: usize,
    /// What the testee is known to break.
    pub known: KnownFailures,
    /// Whether generated failures are shrunk, and the first failures made again in a testee that is started
    /// anew for each, to learn how much of the session they need; not at first.
    pub shrink: bool,
    /// Whether a call that hung must hang again, in a testee that is started anew and has longer, before a policy that
    /// nothing else breaks is broken by it; at first it must.
    pub confirm: bool,
}

impl Plan {
    /// A plan with these stimuli, judged by these policies.
    pub fn new(
        contract: Contract,
        policies: Vec<&'static Policy>,
        stimuli: impl Into<Stimuli>,
    ) -> Self {
        Self {
            contract,
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
        }
    }
}
