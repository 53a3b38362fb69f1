//! Interrupts: how Ctrl-C reaches the threads that wait.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, mpsc};
use std::time::Duration;

/// A switch that ends a run early. Clones are the same switch.
///
/// A thread that blocks registers a waker with [`on_trip`](Self::on_trip), so that it need not poll.
#[derive(Clone, Default)]
pub struct Interrupt(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    tripped: bool,
    next: u64,
    wakers: Vec<(u64, Box<dyn Fn() + Send>)>,
}

/// Keeps a waker registered until it is dropped.
#[must_use = "the waker is removed when this is dropped"]
pub struct WakerGuard {
    interrupt: Interrupt,
    id: u64,
}

impl Interrupt {
    /// Makes an interrupt that is not tripped.
    pub fn new() -> Self {
        Self::default()
    }

    /// Trips the interrupt and calls every waker. It stays tripped.
    pub fn trip(&self) {
        let mut state = self.lock();
        if !state.tripped {
            state.tripped = true;
            for (_, wake) in &state.wakers {
                wake();
            }
        }
    }

    /// Reports whether the interrupt has been tripped.
    pub fn is_tripped(&self) -> bool {
        self.lock().tripped
    }

    /// Registers `wake` to be called when the interrupt is tripped. If it has been tripped, it calls `wake` at once.
    ///
    /// `wake` is called at most once. It runs under the interrupt's lock, so it must not block and must not use the
    /// interrupt. It may send on a channel or notify a condition variable.
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

    /// Waits for `time`. Returns `false` if an interrupt came before or during the wait.
    pub(super) fn pause(&self, time: Duration) -> bool {
        let (sender, tripped) = mpsc::channel();
        let _waker = self.on_trip(move || {
            // After the wait, there is no receiver.
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
