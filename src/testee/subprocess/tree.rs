//! Finds and kills the processes that a testee has started.

use std::collections::HashSet;
use std::fs::File;
use std::io::Read as _;
use std::os::fd::OwnedFd;
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;
use rustix::process::{PidfdFlags, Signal, getpid, kill_process, pidfd_open, pidfd_send_signal};

use crate::testee::processes::{self, Process};

/// The most searches for further processes before the found ones are killed. One is enough unless processes start during
/// the search. A process that has been found is stopped, so it starts no more.
const LOOKS: usize = 32;

/// How long killed processes may take to end. They need only a processor for it.
const GONE: Duration = Duration::from_secs(5);

/// The most bytes of an environment that are read: 4 MiB.
const MAX_ENVIRONMENT: u64 = 4 * 1024 * 1024;

/// Kills the processes that have `mark` in their environment or for which `is_root` holds, and all their descendants.
/// Waits until they are gone. It stops them first, so that none starts another one during the search.
pub(super) fn end(mark: &str, is_root: impl Fn(&Process) -> bool) {
    let mut known = HashSet::new();
    let Some(since) = Process::of(getpid()).map(|own| own.started) else { return };
    for _ in 0..LOOKS {
        let found = family(&processes::all(), since, |process| {
            is_root(process) || carries(process, mark.as_bytes())
        });
        let key = |process: &Process| (process.pid, process.started);
        let new: Vec<_> = found.iter().filter(|process| !known.contains(&key(process))).collect();
        if new.is_empty() {
            break;
        }
        new.iter().for_each(|process| drop(send(process, Signal::STOP)));
        known.extend(new.into_iter().map(|process| (process.pid, process.started)));
    }
    let killed: Vec<_> = known
        .into_iter()
        .filter_map(|(pid, started)| {
            send(&Process { pid, parent: 0, started, state: 0 }, Signal::KILL)
        })
        .collect();
    let until = Instant::now() + GONE;
    for process in killed {
        // The file becomes readable when the process has ended. If a signal interrupts the wait, it is not repeated.
        let left = until.saturating_duration_since(Instant::now());
        let left = Timespec::try_from(left).ok();
        let _ = poll(&mut [PollFd::new(&process, PollFlags::IN)], left.as_ref());
    }
}

/// Returns the roots among `all` and their descendants, except those that have ended. `since` is the start time of this
/// process: a process that started earlier cannot be a testee's.
fn family(all: &[Process], since: u64, is_root: impl Fn(&Process) -> bool) -> Vec<Process> {
    let own = getpid();
    let mut rest: Vec<&Process> =
        all.iter().filter(|process| process.started >= since && process.pid != own).collect();
    let mut ids = HashSet::new();
    let mut found = Vec::new();
    let mut take = |members: Vec<&Process>, ids: &mut HashSet<i32>| {
        ids.extend(members.iter().map(|process| process.pid.as_raw_nonzero().get()));
        found.extend(members.into_iter().filter(|process| !process.has_ended()).copied());
    };
    let (roots, others) = rest.into_iter().partition(|process| is_root(process));
    rest = others;
    take(roots, &mut ids);
    loop {
        let (children, others): (Vec<_>, Vec<_>) =
            rest.into_iter().partition(|process| ids.contains(&process.parent));
        if children.is_empty() {
            return found;
        }
        rest = others;
        take(children, &mut ids);
    }
}

/// Reports whether `mark` is in the environment with which the process started its program.
fn carries(process: &Process, mark: &[u8]) -> bool {
    let Ok(file) = File::open(format!("/proc/{}/environ", process.pid.as_raw_nonzero())) else {
        return false;
    };
    let mut environment = Vec::new();
    // If the environment cannot be read, the process belongs to another user and is not killed.
    let _ = file.take(MAX_ENVIRONMENT).read_to_end(&mut environment);
    memchr::memmem::find(&environment, mark).is_some()
}

/// Sends a signal to this process, and never to a later one with its id. Returns the pidfd of the process, if there is
/// one.
fn send(process: &Process, signal: Signal) -> Option<OwnedFd> {
    // An error other than those below means that the process is gone or belongs to another user.
    match pidfd_open(process.pid, PidfdFlags::empty()) {
        // A pidfd always refers to the same process, so the result of `is_there` stays valid.
        Ok(file) if process.is_there() => {
            let _ = pidfd_send_signal(&file, signal);
            Some(file)
        }
        // The kernel is older than 5.3, or a sandbox refuses the call. Then the signal goes to the id.
        Err(Errno::NOSYS | Errno::PERM) if process.is_there() => {
            let _ = kill_process(process.pid, signal);
            None
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rustix::process::Pid;

    fn pid(id: i32) -> Pid {
        Pid::from_raw(id).expect("not 0")
    }

    #[test]
    fn a_family_is_all_descendants_that_live() {
        let process = |id, parent, started, state| Process { pid: pid(id), parent, started, state };
        let all = [
            process(400_013, 400_012, 9, b'S'),
            process(400_010, 1, 5, b'S'),
            process(400_011, 400_010, 6, b'Z'),
            process(400_012, 400_011, 7, b'T'),
            process(400_020, 1, 5, b'S'),
            // It was there before us, whatever it says.
            process(400_021, 400_010, 3, b'S'),
        ];
        let found = family(&all, 5, |process| process.pid() == pid(400_010));
        let mut found: Vec<_> = found.iter().map(|p| p.pid().as_raw_nonzero().get()).collect();
        found.sort_unstable();
        assert_eq!(found, [400_010, 400_012, 400_013]);
    }
}
