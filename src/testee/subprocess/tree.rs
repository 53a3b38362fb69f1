//! The processes of this machine, as Linux tells them in `/proc`; and how a part of them is ended.

use std::collections::HashSet;
use std::fs::{self, File};
use std::io::Read as _;

use rustix::io::Errno;
use rustix::process::{
    Pid, PidfdFlags, Signal, getpid, kill_process, pidfd_open, pidfd_send_signal,
};

/// How often it is looked for more processes before those that were found are killed. One look is enough unless
/// processes are started meanwhile; whoever has been seen is stopped and starts no more.
const LOOKS: usize = 32;

/// Most bytes of an environment that are read: 4 MiB.
const MAX_ENVIRONMENT: u64 = 4 * 1024 * 1024;

/// A process, as it was when it was looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Process {
    pid: Pid,
    /// The id of its parent; 0 where it has none.
    parent: i32,
    /// When it was started, in ticks since the machine was: with the id this names it, and no later one.
    started: u64,
    /// `Z` where it has ended, and waits to be reaped.
    state: u8,
}

impl Process {
    pub(super) fn pid(&self) -> Pid {
        self.pid
    }

    pub(super) fn has_ended(&self) -> bool {
        matches!(self.state, b'Z' | b'X')
    }

    pub(super) fn is_child_of_ours(&self) -> bool {
        self.parent == getpid().as_raw_nonzero().get()
    }

    /// The process of this id, if there is one that we may look at.
    fn of(pid: Pid) -> Option<Self> {
        let stat = fs::read(format!("/proc/{}/stat", pid.as_raw_nonzero())).ok()?;
        Self::parse(pid, &stat)
    }

    /// Reads `/proc/PID/stat`. The second field is the program's name, in parentheses, and may hold anything.
    fn parse(pid: Pid, stat: &[u8]) -> Option<Self> {
        let name_end = stat.iter().rposition(|byte| *byte == b')')?;
        let fields = std::str::from_utf8(&stat[name_end + 1..]).ok()?;
        let mut fields = fields.split_ascii_whitespace();
        let state = *fields.next()?.as_bytes().first()?;
        let parent = fields.next()?.parse().ok()?;
        // Field 22 of them all: see proc_pid_stat(5).
        let started = fields.nth(17)?.parse().ok()?;
        Some(Self { pid, parent, started, state })
    }

    /// Whether these bytes are in its environment as it was when its program started.
    fn carries(&self, mark: &[u8]) -> bool {
        let Ok(file) = File::open(format!("/proc/{}/environ", self.pid.as_raw_nonzero())) else {
            return false;
        };
        let mut environment = Vec::new();
        // What cannot be read is not ours to kill.
        let _ = file.take(MAX_ENVIRONMENT).read_to_end(&mut environment);
        memchr::memmem::find(&environment, mark).is_some()
    }

    /// Sends a signal to this process, and to no other that has its id by now.
    fn signal(&self, signal: Signal) {
        let is_same = || Self::of(self.pid).is_some_and(|now| now.started == self.started);
        // A process that is gone needs no signal, and one that we may not send it to is out of reach.
        match pidfd_open(self.pid, PidfdFlags::empty()) {
            // The file means the same process for good, so what is true of it now remains true.
            Ok(process) if is_same() => drop(pidfd_send_signal(process, signal)),
            // A kernel before 5.3, or a sandbox that does not know the call.
            Err(Errno::NOSYS | Errno::PERM) if is_same() => drop(kill_process(self.pid, signal)),
            _ => {}
        }
    }
}

/// Every process that there is.
pub(super) fn processes() -> Vec<Process> {
    let Ok(entries) = fs::read_dir("/proc") else { return Vec::new() };
    let ids = entries.filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok());
    ids.filter_map(|id| Process::of(Pid::from_raw(id)?)).collect()
}

/// Kills the processes that carry `mark` in their environment or for which `is_root` holds, and all of their
/// descendants. They are stopped first, so that none starts another one while it is looked for more.
pub(super) fn end(mark: &str, is_root: impl Fn(&Process) -> bool) {
    let mut known = HashSet::new();
    let Some(since) = Process::of(getpid()).map(|own| own.started) else { return };
    for _ in 0..LOOKS {
        let found = family(&processes(), since, |process| {
            is_root(process) || process.carries(mark.as_bytes())
        });
        let key = |process: &Process| (process.pid, process.started);
        let new: Vec<_> = found.iter().filter(|process| !known.contains(&key(process))).collect();
        if new.is_empty() {
            break;
        }
        new.iter().for_each(|process| process.signal(Signal::STOP));
        known.extend(new.into_iter().map(|process| (process.pid, process.started)));
    }
    for (pid, started) in known {
        Process { pid, parent: 0, started, state: 0 }.signal(Signal::KILL);
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

#[cfg(test)]
mod tests {
    use super::*;

    fn pid(id: i32) -> Pid {
        Pid::from_raw(id).expect("not 0")
    }

    #[test]
    fn reads_what_linux_tells_of_a_process() {
        let stat =
            b"4711 (a) Z 9) (x) S 12 4711 4711 0 -1 4194560 96 0 0 0 0 0 0 0 20 0 1 0 98765 2 3";
        let read = Process::parse(pid(4711), stat);
        let expected = Process { pid: pid(4711), parent: 12, started: 98765, state: b'S' };
        assert_eq!(read, Some(expected));
        assert_eq!(Process::parse(pid(1), b"1 (x"), None);
        assert_eq!(Process::parse(pid(1), b"1 (x) S"), None);
        let own = Process::of(getpid()).expect("we are there");
        assert!(!own.has_ended());
        assert!(
            processes().iter().any(|other| (other.pid, other.started) == (own.pid, own.started))
        );
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
