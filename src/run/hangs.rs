//! Counts the hangs of a testee, and decides which stimuli are no longer sent.

use std::collections::HashMap;
use std::time::Duration;

use crate::exchange::Outcome;
use crate::policy::Policy;
use crate::suite::Stimulus;

/// After this many hangs for one policy, its further stimuli are not sent (docs/testee-protocol.md#what-the-harness-does).
const HANGS_BORNE: usize = 3;

/// After this many hangs in total, one hang for a policy is enough. Each hang costs a whole deadline, and a run must not
/// take hours.
pub(super) const HANGS_IN_ALL: usize = 30;

/// How long a call may take at least that a testee is expected to hang in. A stimulus is done with the wire within 2 s.
const EXPECTED: Duration = Duration::from_secs(3);

/// The hangs of a testee, counted by the policies that the calls aimed at.
#[derive(Debug)]
pub(super) struct Hangs<'a> {
    /// The policies that judge in this run.
    policies: &'a [&'static Policy],
    by_policy: HashMap<&'static str, usize>,
    in_all: usize,
}

impl<'a> Hangs<'a> {
    /// Returns the empty count of a run in which these policies judge.
    pub(super) fn new(policies: &'a [&'static Policy]) -> Self {
        Self { policies, by_policy: HashMap::new(), in_all: 0 }
    }

    /// Counts the call if it hung.
    pub(super) fn note(&mut self, stimulus: &Stimulus, outcome: &Outcome) {
        if matches!(outcome, Outcome::Timeout { .. }) {
            self.in_all += 1;
            for aim in &stimulus.aims {
                *self.by_policy.entry(aim.id).or_default() += 1;
            }
        }
    }

    /// Reports whether the testee has hung too often for every policy that a stimulus aims at.
    ///
    /// A stimulus that also aims at another policy is still sent: a client that hangs when a connection breaks off can still
    /// be judged by how it reads a slow response.
    pub(super) fn is_given_up(&self, aims: &[&'static Policy]) -> bool {
        let borne = if self.in_all < HANGS_IN_ALL { HANGS_BORNE } else { 1 };
        let judges = |aim: &Policy| self.policies.iter().any(|policy| policy.id == aim.id);
        let mut judging = aims.iter().filter(|aim| judges(aim)).peekable();
        // A stimulus that aims at other policies comes after those that aim at the judging ones. It is not worth more
        // hangs than they are.
        if judging.peek().is_none() {
            return self.in_all >= HANGS_BORNE;
        }
        judging.all(|aim| self.by_policy.get(aim.id).is_some_and(|hangs| *hangs >= borne))
    }

    /// Returns how long the call of a stimulus may take, if a call may take `whole`: a third of it if the testee has hung
    /// for every policy that the stimulus aims at.
    ///
    /// No client is accused for the shorter time alone: a hang counts only if it is [confirmed](super::confirm::hangs).
    pub(super) fn deadline(&self, aims: &[&'static Policy], whole: Duration) -> Duration {
        match !aims.is_empty() && aims.iter().all(|aim| self.by_policy.contains_key(aim.id)) {
            true => whole.min(EXPECTED.max(whole / 3)),
            false => whole,
        }
    }
}
