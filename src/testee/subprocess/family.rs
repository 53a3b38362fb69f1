//! What a testee starts: how it is found again, and ended with the testee.
//!
//! A process group is not enough: a child in a session of its own (`setsid`, a double fork) has left it. So each testee
//! has a mark in its environment, which its children inherit wherever they go; on Linux those that carry it are found
//! in `/proc`, and so are their children. What lost the mark as well, and its parent, is a child of ours by then if
//! this program [adopts orphans](adopt_orphans), and goes at the end of the program at the latest.
//!
//! Elsewhere than on Linux there is only the process group.

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

/// The variable that marks what a testee starts.
pub(super) const MARK: &str = "WIREPROOF_TESTEE";

/// Held for reading while a process is started, until its id is in [`OWN`]; for writing while ids are looked at.
static STARTING: RwLock<()> = RwLock::new(());

/// The testees that have not been reaped: nobody else may wait for them.
static OWN: Mutex<Option<HashSet<Pid>>> = Mutex::new(None);

/// Whether orphans of testees become children of this program.
#[cfg(target_os = "linux")]
static ADOPTS: AtomicBool = AtomicBool::new(false);

/// Whether this process had children before it adopted any. A shell may have started them and then become this program:
/// they are nobody's orphans.
#[cfg(target_os = "linux")]
static HAD_CHILDREN: AtomicBool = AtomicBool::new(false);

/// Whether this program is about to end, and starts no more testees.
static CLOSED: AtomicBool = AtomicBool::new(false);

/// What one testee starts.
#[derive(Debug)]
pub(super) struct Family {
    /// The value of [`MARK`].
    mark: String,
}

/// Makes orphans of testees children of this program, so that none gets away.
///
/// On Linux it sets the attribute "child subreaper" of this process; elsewhere it does nothing. From then on this library
/// waits for children of this process that it did not start itself, and [`kill_all`](super::kill_all) kills them. So it
/// is for a program whose only children are testees. The `wireproof` command calls it before it starts one.
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

/// Lets no more testee start.
pub(super) fn close() {
    CLOSED.store(true, Ordering::SeqCst);
}

/// Notes that a testee has been reaped.
pub(super) fn forget(pid: Pid) {
    own().as_mut().map(|own| own.remove(&pid));
}

/// Kills everything that carries the mark of any testee of this program, and what this program has adopted.
pub(super) fn end_all() {
    // A testee that is being started has its id by now, and is refused afterwards.
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
    /// Where it cannot be started, or this program is about to end.
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

/// Whether a process is an orphan that became a child of this program, or may be one.
///
/// If this process had children from the beginning, a process that these started and left behind may be adopted, too. It
/// is not a testee's; so then only those are ended that carry a mark or descend from a testee.
#[cfg(target_os = "linux")]
fn is_adopted(process: &processes::Process) -> bool {
    ADOPTS.load(Ordering::SeqCst)
        && !HAD_CHILDREN.load(Ordering::SeqCst)
        && process.is_child_of_ours()
}

/// Waits for what was adopted and has ended, so that it does not pile up.
#[cfg(target_os = "linux")]
fn reap_orphans() {
    use rustix::process::{WaitId, WaitIdOptions, waitid};
    if !ADOPTS.load(Ordering::SeqCst) {
        return;
    }
    // A child that is being started is in `OWN` before it is looked at here.
    let _none_starts = STARTING.write().unwrap_or_else(PoisonError::into_inner);
    for process in processes::all() {
        let is_own = || own().as_ref().is_some_and(|own| own.contains(&process.pid()));
        if process.has_ended() && is_adopted(&process) && !is_own() {
            let options = WaitIdOptions::EXITED | WaitIdOptions::NOHANG;
            // Where it is gone already there is nothing to do.
            let _ = waitid(WaitId::Pid(process.pid()), options);
        }
    }
}

/// What the marks of this program begin with: no other program has it, now or before.
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
