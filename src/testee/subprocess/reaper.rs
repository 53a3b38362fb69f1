//! The end of a process: waiting for it, and bringing it about, without a race for its id.

use std::fmt;
use std::io;
use std::os::unix::process::ExitStatusExt as _;
use std::process::{Child, ExitStatus};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, Weak};
use std::thread;
use std::time::Duration;

use rustix::io::Errno;
use rustix::process::{Pid, Signal, WaitId, WaitIdOptions, kill_process_group, waitid};

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

/// The processes that are watched over.
static LIVE: Mutex<Vec<Weak<Shared>>> = Mutex::new(Vec::new());

/// Kills every testee of this process that lives, with all that it started. It is for the end of a program that does
/// not wait for anybody any more.
pub fn kill_all() {
    for shared in live().iter().filter_map(Weak::upgrade) {
        shared.kill();
    }
}

fn live() -> MutexGuard<'static, Vec<Weak<Shared>>> {
    LIVE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Watches over a process that leads a process group of its own.
///
/// The id of a process is its own until it is reaped. So the thread that waits for the end does
/// that without reaping; the group is killed, and the process reaped, only under the lock.
#[derive(Debug)]
pub(super) struct Reaper {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    pid: Pid,
    state: Mutex<State>,
    ended: Condvar,
}

#[derive(Debug)]
struct State {
    child: Child,
    /// Set when the process has been reaped: from here on its id may be another's.
    exit: Option<Exit>,
}

impl Reaper {
    /// Watches `child`, and calls `on_exit` when it has ended.
    ///
    /// # Errors
    ///
    /// Where there is no thread to be had. The process is killed then.
    pub(super) fn watch(
        child: Child,
        on_exit: impl FnOnce(Exit) + Send + 'static,
    ) -> io::Result<Self> {
        let pid = Pid::from_child(&child);
        let state = Mutex::new(State { child, exit: None });
        let shared = Arc::new(Shared { pid, state, ended: Condvar::new() });
        {
            let mut live = live();
            live.retain(|shared| shared.strong_count() > 0);
            live.push(Arc::downgrade(&shared));
        }
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

    /// Kills the process and all others of its group, if it has not ended by itself.
    pub(super) fn kill(&self) {
        self.shared.kill();
    }

    /// Waits until the process has ended and been reaped; `None` where that takes longer.
    pub(super) fn wait(&self, limit: Duration) -> Option<Exit> {
        let running = |state: &mut State| state.exit.is_none();
        let waited = self.shared.ended.wait_timeout_while(self.shared.lock(), limit, running);
        waited.unwrap_or_else(PoisonError::into_inner).0.exit.clone()
    }
}

impl Drop for Reaper {
    fn drop(&mut self) {
        self.kill();
    }
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
        self.kill_group(&self.lock());
    }

    fn kill_group(&self, state: &State) {
        if state.exit.is_none() {
            // Where this fails, there is nobody left.
            let _ = kill_process_group(self.pid, Signal::KILL);
        }
    }

    fn reap(&self) -> Exit {
        let mut state = self.lock();
        // What the process started and left behind goes with it.
        self.kill_group(&state);
        let exit = Exit::from(state.child.wait());
        state.exit = Some(exit.clone());
        self.ended.notify_all();
        exit
    }
}
