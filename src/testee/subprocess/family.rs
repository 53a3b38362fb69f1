//! Finds the processes that a testee starts, and ends them with the testee.
//!
//! A process group is not enough, because a child in its own session (`setsid`, a double fork) has left it. So each
//! testee has a mark in its environment, and its children inherit the mark. On Linux, the processes with the mark and
//! their descendants are found in `/proc`. If a process has lost both the mark and its parent, it is a child of this
//! program if the program [adopts orphans](adopt_orphans). Then it ends with the program at the latest.
//!
//! On other systems there is only the process group.

use std::collections::HashSet;
use std::io;
use std::process::{Child, Command};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError, RwLock};
use std::time::SystemTime;

use rustix::process::Pid;

#[cfg(target_os = "linux")]
use super::tree;
#[cfg(target_os = "linux")]
use crate::testee::processes;

/// The environment variable that marks the processes of a testee.
pub(super) const MARK: &str = "WIREPROOF_TESTEE";

/// A lock that is held for reading while a process starts, until its id is in [`OWN`], and for writing while ids are
/// examined.
static STARTING: RwLock<()> = RwLock::new(());

/// The testees that have not been reaped. Only their own reaper may wait for them.
static OWN: Mutex<Option<HashSet<Pid>>> = Mutex::new(None);

/// Whether orphans of testees become children of this program.
#[cfg(target_os = "linux")]
static ADOPTS: AtomicBool = AtomicBool::new(false);

/// Whether this process had children before it adopted any. A shell may have started them and then become this program,
/// so they are not orphans of testees.
#[cfg(target_os = "linux")]
static HAD_CHILDREN: AtomicBool = AtomicBool::new(false);

/// Whether this program is about to end, and starts no more testees.
static CLOSED: AtomicBool = AtomicBool::new(false);

/// The processes that one testee starts.
#[derive(Debug)]
pub(super) struct Family {
    /// The value of [`MARK`].
    mark: String,
}

/// Makes orphans of testees children of this program, so that none escapes.
///
/// On Linux it sets the attribute "child subreaper" of this process. On other systems it does nothing. From then on,
/// this library waits for children of this process that it did not start, and [`kill_all`](super::kill_all) kills them.
/// So it is only for a program that has no children except testees. The `wireproof` command calls it before it starts
/// one.
pub fn adopt_orphans() {
    #[cfg(target_os = "linux")]
    if !ADOPTS.load(Ordering::SeqCst) {
        let has = processes::all().iter().any(processes::Process::is_child_of_ours);
        HAD_CHILDREN.store(has, Ordering::SeqCst);
    }
    #[cfg(target_os = "linux")]
    if rustix::process::set_child_subreaper(Some(rustix::process::getpid())).is_ok() {
        ADOPTS.store(true, Ordering::SeqCst);
    }
}

/// Prevents the start of further testees.
pub(super) fn close() {
    CLOSED.store(true, Ordering::SeqCst);
}

/// Notes that a testee has been reaped.
pub(super) fn forget(pid: Pid) {
    own().as_mut().map(|own| own.remove(&pid));
}

/// Kills every process with the mark of a testee of this program, and every process that this program has adopted.
pub(super) fn end_all() {
    // This waits for a testee that is just starting, so that it is found below. `CLOSED` refuses later ones.
    drop(STARTING.write().unwrap_or_else(PoisonError::into_inner));
    #[cfg(target_os = "linux")]
    if own().is_some() {
        tree::end(&format!("{MARK}={}/", run()), is_adopted);
    }
}

impl Family {
    /// Starts a testee.
    ///
    /// # Errors
    ///
    /// If it cannot be started, or if this program is about to end.
    pub(super) fn spawn(command: &mut Command) -> io::Result<(Self, Child)> {
        static NEXT: AtomicU64 = AtomicU64::new(1);
        let mark = format!("{}/{}/", run(), NEXT.fetch_add(1, Ordering::Relaxed));
        let _starting = STARTING.read().unwrap_or_else(PoisonError::into_inner);
        if CLOSED.load(Ordering::SeqCst) {
            return Err(io::Error::other("wireproof is about to end"));
        }
        let child = command.env(MARK, &mark).spawn()?;
        own().get_or_insert_default().insert(Pid::from_child(&child));
        Ok((Self { mark }, child))
    }

    /// Kills the testee, which has this id and is not reaped, and everything that it started.
    pub(super) fn end(&self, testee: Pid) {
        #[cfg(target_os = "linux")]
        {
            tree::end(&format!("{MARK}={}", self.mark), |process| process.pid() == testee);
            reap_orphans();
        }
        #[cfg(not(target_os = "linux"))]
        let _ = (&self.mark, testee);
    }
}

/// Reports whether a process is a child of this program because it is an orphan of a testee.
///
/// If this process had children from the beginning, it may also adopt the orphans of these. They are not a testee's, so
/// no process counts as adopted then: only processes with a mark, and descendants of a testee, are ended.
#[cfg(target_os = "linux")]
fn is_adopted(process: &processes::Process) -> bool {
    ADOPTS.load(Ordering::SeqCst)
        && !HAD_CHILDREN.load(Ordering::SeqCst)
        && process.is_child_of_ours()
}

/// Reaps the adopted processes that have ended, so that they do not accumulate.
#[cfg(target_os = "linux")]
fn reap_orphans() {
    use rustix::process::{WaitId, WaitIdOptions, waitid};
    if !ADOPTS.load(Ordering::SeqCst) {
        return;
    }
    // With this lock, a child that is just starting is in `OWN` before it is examined here.
    let _none_starts = STARTING.write().unwrap_or_else(PoisonError::into_inner);
    for process in processes::all() {
        let is_own = || own().as_ref().is_some_and(|own| own.contains(&process.pid()));
        if process.has_ended() && is_adopted(&process) && !is_own() {
            let options = WaitIdOptions::EXITED | WaitIdOptions::NOHANG;
            // This fails if the process is already gone.
            let _ = waitid(WaitId::Pid(process.pid()), options);
        }
    }
}

/// Returns the beginning of the marks of this program. No other program has or had the same one.
fn run() -> &'static str {
    static RUN: OnceLock<String> = OnceLock::new();
    RUN.get_or_init(|| {
        let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        format!("{}-{}", std::process::id(), now.as_nanos())
    })
}

fn own() -> MutexGuard<'static, Option<HashSet<Pid>>> {
    OWN.lock().unwrap_or_else(PoisonError::into_inner)
}
