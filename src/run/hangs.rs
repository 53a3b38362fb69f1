//! How often a testee hung, and what is not sent to it any more.

use std::collections::HashMap;

use crate::exchange::Outcome;
use crate::policy::Policy;
use crate::suite::Stimulus;

/// After so many hangs for one policy, its further stimuli are not sent. (docs/testee-protocol.md#what-the-harness-does.)
const HANGS_BORNE: usize = 3;

/// After so many hangs in all, one for a policy is enough: each costs a whole deadline, and a run is not to
/// take hours.
pub(super) const HANGS_IN_ALL: usize = 30;

/// How often a testee hung, by the policies that the calls aimed at.
#[derive(Debug)]
pub(super) struct Hangs<'a> {
    /// Those that judge.
    policies: &'a [&'static Policy],
    by_policy: HashMap<&'static str, usize>,
    in_all: usize,
}

impl<'a> Hangs<'a> {
    /// None yet, in a run in which these policies judge.
    pub(super) fn new(policies: &'a [&'static Policy]) -> Self {
        Self { policies, by_policy: HashMap::new(), in_all: 0 }
    }

    /// Notes what became of a call.
    pub(super) fn note(&mut self, stimulus: &Stimulus, outcome: &Outcome) {
        if matches!(outcome, Outcome::Timeout { .. }) {
            self.in_all += 1;
            for aim in &stimulus.aims {
                *self.by_policy.entry(aim.id).or_default() += 1;
            }
        }
    }

    /// Whether the testee has hung too often for every policy that a stimulus aims at. What would also tell
    /// of another one is sent all the same: a client that hangs where a connection breaks off may still be
    /// judged by how it reads what is slow.
    pub(super) fn is_given_up(&self, aims: &[&'static Policy]) -> bool {
        let borne = if self.in_all < HANGS_IN_ALL { HANGS_BORNE } else { 1 };
        let judges =
            |aim: &&&'static Policy| self.policies.iter().any(|policy| policy.id == aim.id);
        let mut aims = aims.iter().filter(judges).peekable();
        aims.peek().is_some()
            && aims.all(|aim| self.by_policy.get(aim.id).is_some_and(|hangs| *hangs >= borne))
    }
}
