//! Handles signals: those of Ctrl-C, `timeout`, a CI server and a closed terminal.

use std::time::{Duration, Instant};

use wireproof::run::ExitStatus;
use wireproof::testee::{self, Interrupt};

use crate::failure::Failure;
use crate::output;

/// Signals within this time of the first one ask for the same thing: `timeout` sends one to the process and one to its
/// group, microseconds apart, and a terminal that closes sends two kinds.
const ONE_WISH: Duration = Duration::from_secs(1);

/// Installs the signal handler.
///
/// The first signal ends the run in order, with a report of the results so far. A signal that comes a second later or
/// more ends the program at once: no testee outlives it, and the files hold the reports of the beginning of the run.
pub(crate) fn listen(interrupt: &Interrupt) -> Result<(), Failure> {
    let interrupt = interrupt.clone();
    listen_for(move || interrupt.trip())
}

/// Installs the signal handler, which calls `end` at the first signal, on a thread that handles signals only.
pub(crate) fn listen_for(end: impl Fn() + Send + 'static) -> Result<(), Failure> {
    let mut signals = Signals::default();
    ctrlc::set_handler(move || match signals.heed(Instant::now()) {
        Wish::EndInOrder => end(),
        Wish::Same => {}
        Wish::EndNow => {
            testee::kill_all();
            output::remove_drafts();
            std::process::exit(ExitStatus::Interrupted.code().into());
        }
    })
    .map_err(|error| Failure::cannot_run(format!("cannot listen for Ctrl-C: {error}")))
}

/// What a signal asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wish {
    EndInOrder,
    /// Nothing more: an earlier signal asked for the same.
    Same,
    EndNow,
}

/// The signals so far.
#[derive(Debug, Default)]
struct Signals {
    first: Option<Instant>,
}

impl Signals {
    /// Returns what the signal that comes `now` asks for.
    fn heed(&mut self, now: Instant) -> Wish {
        let first = *self.first.get_or_insert(now);
        match now.duration_since(first) {
            Duration::ZERO => Wish::EndInOrder,
            since if since < ONE_WISH => Wish::Same,
            _ => Wish::EndNow,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signals_within_a_second_are_one() {
        let mut signals = Signals::default();
        let first = Instant::now();
        let heed = |after: u64| signals.heed(first + Duration::from_micros(after));
        let wishes = [0, 3, 400_000, 999_999, 1_000_000, 5_000_000].map(heed);
        assert_eq!(
            wishes,
            [Wish::EndInOrder, Wish::Same, Wish::Same, Wish::Same, Wish::EndNow, Wish::EndNow]
        );
    }
}
