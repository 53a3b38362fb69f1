//! The processes of this machine, read from `/proc` on Linux.

use std::fs;

use rustix::process::{Pid, getpid};

/// The state of a process when it was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(in crate::testee) struct Process {
    pub(in crate::testee) pid: Pid,
    /// The id of its parent; 0 if it has none.
    pub(in crate::testee) parent: i32,
    /// Its start time in ticks since the machine started. A later process may get the same id, but not the same id and
    /// start time.
    pub(in crate::testee) started: u64,
    /// Its state: `Z` if it has ended and waits to be reaped.
    pub(in crate::testee) state: u8,
}

impl Process {
    pub(in crate::testee) fn pid(&self) -> Pid {
        self.pid
    }

    pub(in crate::testee) fn has_ended(&self) -> bool {
        matches!(self.state, b'Z' | b'X')
    }

    pub(in crate::testee) fn is_child_of_ours(&self) -> bool {
        self.parent == getpid().as_raw_nonzero().get()
    }

    /// Returns the process with this id, if there is one and we may read it.
    pub(in crate::testee) fn of(pid: Pid) -> Option<Self> {
        let stat = fs::read(format!("/proc/{}/stat", pid.as_raw_nonzero())).ok()?;
        Self::parse(pid, &stat)
    }

    /// Parses `/proc/PID/stat`. The second field is the program's name in parentheses. The name may itself have
    /// parentheses and spaces, so parsing begins after the last parenthesis.
    fn parse(pid: Pid, stat: &[u8]) -> Option<Self> {
        let name_end = stat.iter().rposition(|byte| *byte == b')')?;
        let fields = std::str::from_utf8(&stat[name_end + 1..]).ok()?;
        let mut fields = fields.split_ascii_whitespace();
        let state = *fields.next()?.as_bytes().first()?;
        let parent = fields.next()?.parse().ok()?;
        // The start time is field 22 of the line: see proc_pid_stat(5).
        let started = fields.nth(17)?.parse().ok()?;
        Some(Self { pid, parent, started, state })
    }

    /// Reports whether this process still exists, and not a later one with its id.
    pub(in crate::testee) fn is_there(&self) -> bool {
        Self::of(self.pid).is_some_and(|now| now.started == self.started)
    }
}

/// Returns every process of this machine.
pub(in crate::testee) fn all() -> Vec<Process> {
    let Ok(entries) = fs::read_dir("/proc") else { return Vec::new() };
    let ids = entries.filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok());
    ids.filter_map(|id| Process::of(Pid::from_raw(id)?)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_linux_tells_of_a_process() {
        let pid = Pid::from_raw(4711).expect("not 0");
        let stat =
            b"4711 (a) Z 9) (x) S 12 4711 4711 0 -1 4194560 96 0 0 0 0 0 0 0 20 0 1 0 98765 2 3";
        let read = Process::parse(pid, stat);
        let expected = Process { pid, parent: 12, started: 98765, state: b'S' };
        assert_eq!(read, Some(expected));
        assert_eq!(Process::parse(pid, b"1 (x"), None);
        assert_eq!(Process::parse(pid, b"1 (x) S"), None);
        let own = Process::of(getpid()).expect("we are there");
        assert!(!own.has_ended());
        assert!(all().iter().any(|other| (other.pid, other.started) == (own.pid, own.started)));
    }
}
