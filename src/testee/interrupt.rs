//! Interrupts: how Ctrl-C reaches whoever waits.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, mpsc};
use std::time::Duration;

/// A switch that ends a run early. Clones are the same switch.
///
/// Whoever blocks registers a waker with [`on_trip`](Self::on_trip), so that nobody has to poll.
#[derive(Clone, Default)]
pub struct Interrupt(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    tripped: bool,
    next: u64,
    wakers: Vec<(u64, Box<dyn Fn() + Send>)>,
}

/// Keeps a waker registered until it is dropped.
#[must_use = "the waker is taken out again when this is dropped"]
pub struct WakerGuard {
    interrupt: Interrupt,
    id: u64,
}

impl Interrupt {
    /// An interrupt that is not tripped.
    pub fn new() -> Self {
        Self::default()
    }

    /// Trips the interrupt and wakes everyone who waits. It stays tripped.
    pub fn trip(&self) {
        let mut state = self.lock();
        if !state.tripped {
            state.tripped = true;
            for (_, wake) in &state.wakers {
                wake();
            }
        }
    }

    /// Whether the interrupt has been tripped.
    pub fn is_tripped(&self) -> bool {
        self.lock().tripped
    }

    /// Has `wake` called when the interrupt is tripped, or at once if it has been.
    ///
    /// `wake` is called at most once. It must not block and must not use the interrupt: it is for
    /// sending on a channel, or notifying a condition variable.
    pub fn on_trip(&self, wake: impl Fn() + Send + 'static) -> WakerGuard {
        let mut state = self.lock();
        let id = state.next;
        state.next += 1;
        if state.tripped {
            wake();
        } else {
            state.wakers.push((id, Box::new(wake)));
        }
        WakerGuard { interrupt: self.clone(), id }
    }

    /// Waits `time`; says whether it was the whole time, and no interrupt came before or in it.
    pub(super) fn pause(&self, time: Duration) -> bool {
        let (sender, tripped) = mpsc::channel();
        let _waker = self.on_trip(move || {
            // The wait may be over by then.
            let _ = sender.send(());
        });
        tripped.recv_timeout(time).is_err()
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Interrupt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Interrupt").field("tripped", &self.is_tripped()).finish_non_exhaustive()
    }
}

impl Drop for WakerGuard {
    fn drop(&mut self) {
        self.interrupt.lock().wakers.retain(|(id, _)| *id != self.id);
    }
}

impl fmt::Debug for WakerGuard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WakerGuard").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc;

    #[test]
    fn wakes_those_who_wait_and_those_who_come_late() {
        let interrupt = Interrupt::new();
        let (sender, wakes) = mpsc::channel();
        let waker = |name: &'static str| {
            let sender = sender.clone();
            move || sender.send(name).expect("the test listens")
        };
        let _first = interrupt.on_trip(waker("first"));
        drop(interrupt.on_trip(waker("gone")));
        let waiting = interrupt.clone();
        assert!(!waiting.is_tripped());
        interrupt.trip();
        interrupt.trip();
        assert!(waiting.is_tripped());
        let _late = waiting.on_trip(waker("late"));
        assert_eq!(wakes.try_iter().collect::<Vec<_>>(), ["first", "late"]);
    }
}
