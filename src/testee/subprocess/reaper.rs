//! Waits for the end of a process, or kills it, without a race for its id.

use std::fmt;
use std::io;
use std::os::unix::process::ExitStatusExt as _;
use std::process::{Child, ExitStatus};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, Weak};
use std::thread;
use std::time::Duration;

use rustix::io::Errno;
use rustix::process::{Pid, Signal, WaitId, WaitIdOptions, kill_process_group, waitid};

use super::family::{self, Family};

/// The testees of this program that are being watched.
static WATCHED: Mutex<Vec<Weak<Shared>>> = Mutex::new(Vec::new());

/// How a process ended, as the rest of a sentence: `exited with 7`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Exit(String);

impl fmt::Display for Exit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<io::Result<ExitStatus>> for Exit {
    fn from(status: io::Result<ExitStatus>) -> Self {
        Self(match status {
            Ok(status) => match (status.code(), status.signal()) {
                (Some(code), _) => format!("exited with {code}"),
                // The standard library knows the names of signals: `signal: 6 (SIGABRT)`.
                (None, Some(_)) => {
                    format!("was killed by {}", status.to_string().replacen(": ", " ", 1))
                }
                (None, None) => format!("ended with {status}"),
            },
            Err(error) => format!("ended, and its status is unknown ({error})"),
        })
    }
}

/// Watches a process that leads its own process group, and the processes that it starts.
///
/// The system can give the id of a process to another one once the process is reaped. So the thread that waits for the
/// end does not reap. Killing (with the family and the group) and reaping both need the lock.
#[derive(Debug)]
pub(super) struct Reaper {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    pid: Pid,
    /// The processes that it starts.
    family: Family,
    state: Mutex<State>,
    ended: Condvar,
}

#[derive(Debug)]
struct State {
    child: Child,
    /// Set when the process has been reaped. From then on, another process may have its id.
    exit: Option<Exit>,
}

impl Reaper {
    /// Watches `child`, and calls `on_exit` when it has ended.
    ///
    /// # Errors
    ///
    /// If the thread cannot be started. Then the process is killed.
    pub(super) fn watch(
        child: Child,
        family: Family,
        on_exit: impl FnOnce(Exit) + Send + 'static,
    ) -> io::Result<Self> {
        let pid = Pid::from_child(&child);
        let state = Mutex::new(State { child, exit: None });
        let shared = Arc::new(Shared { pid, family, state, ended: Condvar::new() });
        watched().push(Arc::downgrade(&shared));
        let watched = Arc::clone(&shared);
        let spawned = thread::Builder::new().name("testee-reaper".to_owned()).spawn(move || {
            watched.wait_for_end();
            on_exit(watched.reap());
        });
        if let Err(error) = spawned {
            shared.kill();
            shared.reap();
            return Err(error);
        }
        Ok(Self { shared })
    }

    /// Kills the process and everything that it started, unless it has been reaped.
    pub(super) fn kill(&self) {
        self.shared.kill();
    }

    /// Waits until the process has ended and been reaped; `None` if that takes longer than `limit`.
    pub(super) fn wait(&self, limit: Duration) -> Option<Exit> {
        let running = |state: &mut State| state.exit.is_none();
        let waited = self.shared.ended.wait_timeout_while(self.shared.lock(), limit, running);
        waited.unwrap_or_else(PoisonError::into_inner).0.exit.clone()
    }
}

impl Drop for Reaper {
    fn drop(&mut self) {
        self.kill();
        watched().retain(|other| other.strong_count() > 0);
    }
}

fn watched() -> MutexGuard<'static, Vec<Weak<Shared>>> {
    WATCHED.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Kills every testee of this program and everything that they started, and prevents the start of others.
///
/// It is for a program that is about to end, whatever its threads are doing. It does not wait for them.
pub fn kill_all() {
    family::close();
    let watched: Vec<_> = watched().iter().filter_map(Weak::upgrade).collect();
    // Killing the groups takes no time, so it comes before the search for the families.
    watched.iter().for_each(|shared| shared.kill_group(&shared.lock()));
    family::end_all();
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until the process has ended, and leaves it unreaped.
    fn wait_for_end(&self) {
        let options = WaitIdOptions::EXITED | WaitIdOptions::NOWAIT;
        while matches!(waitid(WaitId::Pid(self.pid), options), Err(Errno::INTR)) {}
    }

    fn kill(&self) {
        self.kill_family(&self.lock());
    }

    /// Kills the process, its group, and what has left the group.
    fn kill_family(&self, state: &State) {
        if state.exit.is_none() {
            // The family comes before the group, because the children of a process that is gone cannot be found.
            self.family.end(self.pid);
            self.kill_group(state);
        }
    }

    fn kill_group(&self, state: &State) {
        if state.exit.is_none() {
            // If this fails, the group is empty.
            let _ = kill_process_group(self.pid, Signal::KILL);
        }
    }

    fn reap(&self) -> Exit {
        let mut state = self.lock();
        // The processes that it started and left behind end with it.
        self.kill_family(&state);
        let exit = Exit::from(state.child.wait());
        state.exit = Some(exit.clone());
        family::forget(self.pid);
        self.ended.notify_all();
        exit
    }
}
