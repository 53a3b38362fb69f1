//! How the processes that a testee has started are found and ended.

use std::collections::HashSet;
use std::fs::File;
use std::io::Read as _;
use std::os::fd::OwnedFd;
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;
use rustix::process::{PidfdFlags, Signal, getpid, kill_process, pidfd_open, pidfd_send_signal};

use crate::testee::processes::{self, Process};

/// How often it is looked for more processes before those that were found are killed. One look is enough unless
/// processes are started meanwhile; whoever has been seen is stopped and starts no more.
const LOOKS: usize = 32;

/// How long the processes that are killed may take to be gone. They need nothing but a processor for it.
const GONE: Duration = Duration::from_secs(5);

/// Most bytes of an environment that are read: 4 MiB.
const MAX_ENVIRONMENT: u64 = 4 * 1024 * 1024;

/// Kills the processes that carry `mark` in their environment or for which `is_root` holds, and all of their
/// descendants, and waits until they are gone. They are stopped first, so that none starts another one while it is looked
/// for more.
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
        // It can be read when the process has ended. What a signal disturbs is not waited for any longer.
        let left = until.saturating_duration_since(Instant::now());
        let left = Timespec::try_from(left).ok();
        let _ = poll(&mut [PollFd::new(&process, PollFlags::IN)], left.as_ref());
    }
}

/// Those of `all` that are roots, and their descendants, as far as they live. What was started before `since`, as we
/// were ourselves, cannot be one.
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

/// Whether these bytes are in its environment as it was when its program started.
fn carries(process: &Process, mark: &[u8]) -> bool {
    let Ok(file) = File::open(format!("/proc/{}/environ", process.pid.as_raw_nonzero())) else {
        return false;
    };
    let mut environment = Vec::new();
    // What cannot be read is not ours to kill.
    let _ = file.take(MAX_ENVIRONMENT).read_to_end(&mut environment);
    memchr::memmem::find(&environment, mark).is_some()
}

/// Sends a signal to this process, and to no other that has its id by now. Returns the file that means the process, if
/// there is one.
fn send(process: &Process, signal: Signal) -> Option<OwnedFd> {
    // A process that is gone needs no signal, and one that we may not send it to is out of reach.
    match pidfd_open(process.pid, PidfdFlags::empty()) {
        // The file means the same process for good, so what is true of it now remains true.
        Ok(file) if process.is_there() => {
            let _ = pidfd_send_signal(&file, signal);
            Some(file)
        }
        // A kernel before 5.3, or a sandbox that does not know the call.
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
