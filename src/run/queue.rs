//! The stimuli that are still to be sent.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::exchange::Outcome;
use crate::policy::Policy;
use crate::suite::{Stimuli, Stimulus};
use crate::testee::{CallError, Interrupt};

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
    hangs: HashMap<&'static str, usize>,
    unsent: usize,
    /// Why no more can be sent.
    stopped: Option<CallError>,
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
            if interrupt.is_tripped() || state.stopped.is_some() {
                return None;
            }
            let index = state.next;
            if index >= self.stimuli.len() {
                return None;
            }
            state.next += 1;
            let given_up =
                |aim: &&'static Policy| state.hangs.get(aim.id).is_some_and(|n| *n >= HANGS_BORNE);
            if self.stimuli.aims(index).iter().any(given_up) {
                state.unsent += 1;
                continue;
            }
            return Some(index);
        }
    }

    /// Notes what became of a call.
    pub(super) fn note(&self, stimulus: &Stimulus, outcome: &Outcome) {
        if matches!(outcome, Outcome::Timeout { .. }) {
            let mut state = self.lock();
            for aim in &stimulus.aims {
                *state.hangs.entry(aim.id).or_default() += 1;
            }
        }
    }

    /// A call could not be made: no more stimuli are given out.
    pub(super) fn stop(&self, error: CallError) {
        self.lock().stopped.get_or_insert(error);
    }

    /// Why no more could be sent, where that was no interrupt.
    pub(super) fn stopped(&self) -> Option<String> {
        match &self.lock().stopped {
            Some(CallError::CannotRun(why)) => Some(why.clone()),
            _ => None,
        }
    }

    /// How many stimuli were not sent after hangs.
    pub(super) fn unsent(&self) -> usize {
        self.lock().unsent
    }
}
