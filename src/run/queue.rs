//! The stimuli that are still to be sent.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::exchange::Outcome;
use crate::policy::Policy;
use crate::suite::{Stimuli, Stimulus};
use crate::testee::Interrupt;

/// After so many hangs for one policy, its further stimuli are not sent. (DESIGN, section 5.)
const HANGS_BORNE: usize = 3;

/// The stimuli that are still to be sent.
pub(super) struct Queue<'a> {
    stimuli: &'a Stimuli,
    state: Mutex<QueueState>,
}

#[derive(Default)]
struct QueueState {
    next: usize,
    hangs: Hangs,
    unsent: usize,
}

/// How often a testee hung, by the policies that the calls aimed at.
#[derive(Debug, Default)]
pub(super) struct Hangs(HashMap<&'static str, usize>);

impl Hangs {
    /// Notes what became of a call.
    pub(super) fn note(&mut self, stimulus: &Stimulus, outcome: &Outcome) {
        if matches!(outcome, Outcome::Timeout { .. }) {
            for aim in &stimulus.aims {
                *self.0.entry(aim.id).or_default() += 1;
            }
        }
    }

    /// Whether nothing that aims at one of these policies is to be sent any more.
    pub(super) fn is_given_up(&self, aims: &[&'static Policy]) -> bool {
        aims.iter().any(|aim| self.0.get(aim.id).is_some_and(|hangs| *hangs >= HANGS_BORNE))
    }
}

impl<'a> Queue<'a> {
    pub(super) fn new(stimuli: &'a Stimuli) -> Self {
        Self { stimuli, state: Mutex::default() }
    }

    fn lock(&self) -> MutexGuard<'_, QueueState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The next stimulus, and its place; none where the run is over or interrupted.
    pub(super) fn next(&self, interrupt: &Interrupt) -> Option<(usize, Cow<'a, Stimulus>)> {
        let index = self.take(interrupt)?;
        // It may have to be made, and nobody else must wait for that.
        self.stimuli.get(index).map(|stimulus| (index, stimulus))
    }

    fn take(&self, interrupt: &Interrupt) -> Option<usize> {
        let mut state = self.lock();
        loop {
            if interrupt.is_tripped() {
                return None;
            }
            let index = state.next;
            if index >= self.stimuli.len() {
                return None;
            }
            state.next += 1;
            if state.hangs.is_given_up(self.stimuli.aims(index)) {
                state.unsent += 1;
                continue;
            }
            return Some(index);
        }
    }

    /// Notes what became of a call.
    pub(super) fn note(&self, stimulus: &Stimulus, outcome: &Outcome) {
        self.lock().hangs.note(stimulus, outcome);
    }

    /// How many stimuli were not sent after hangs.
    pub(super) fn unsent(&self) -> usize {
        self.lock().unsent
    }
}
