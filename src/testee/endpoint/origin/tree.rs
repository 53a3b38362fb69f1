//! The sockets of this process and of those that descend from it, as `/proc` shows them.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::io;

use rustix::process::{Pid, getpid};

use crate::testee::processes::{self, Process};

/// How many processes are kept that were found to have a connection.
const KNOWN: usize = 256;

/// The processes that descend from this one, this one among them.
#[derive(Debug, Default)]
pub(super) struct Tree {
    /// Those that had a connection, and the port of the endpoint that it led to: the next one there is likely of
    /// the same process. One that has lost its parent meanwhile is still known.
    known: Vec<(Process, u16)>,
}

impl Tree {
    /// Which of these sockets, connected to this port, the processes have that had a connection before.
    pub(super) fn held_by_known(&mut self, port: u16, sought: &[u64]) -> HashSet<u64> {
        let mut held = HashSet::new();
        self.known.sort_by_key(|(_, other)| *other != port);
        for (process, connected) in &mut self.known {
            if sought.iter().all(|inode| held.contains(inode)) {
                break;
            }
            let mut found = HashSet::new();
            // What cannot be read here is looked at again with the whole tree.
            let _ = sockets(process.pid, sought, &mut found);
            if !found.is_empty() && process.is_there() {
                held.extend(found);
                *connected = port;
            }
        }
        held
    }

    /// Adds those of these sockets that a process of the tree has; says whether every process could be looked
    /// at.
    pub(super) fn held(&mut self, port: u16, sought: &[u64], held: &mut HashSet<u64>) -> bool {
        let Some(processes) = descendants() else { return false };
        let mut whole = true;
        for process in processes {
            let before = held.len();
            match sockets(process.pid, sought, held) {
                Ok(()) => {}
                // It has ended, and has no sockets any more.
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(_) => whole &= Process::of(process.pid).is_none(),
            }
            if held.len() > before
                && !self
                    .known
                    .iter()
                    .any(|(known, _)| (known.pid, known.started) == (process.pid, process.started))
            {
                self.known.retain(|(known, _)| known.pid != process.pid);
                if self.known.len() >= KNOWN {
                    self.known.pop();
                }
                self.known.insert(0, (process, port));
            }
        }
        whole
    }
}

/// Adds those of these sockets that a process has open.
fn sockets(pid: Pid, sought: &[u64], held: &mut HashSet<u64>) -> io::Result<()> {
    for file in fs::read_dir(format!("/proc/{}/fd", pid.as_raw_nonzero()))? {
        // A file may be closed meanwhile.
        let Ok(target) = fs::read_link(file?.path()) else { continue };
        let target = target.to_string_lossy();
        let inode = target.strip_prefix("socket:[").and_then(|rest| rest.strip_suffix(']'));
        let inode = inode.and_then(|inode| inode.parse().ok());
        held.extend(inode.filter(|inode| sought.contains(inode)));
    }
    Ok(())
}

/// This process and all that descend from it; `None` if they cannot be listed.
fn descendants() -> Option<Vec<Process>> {
    let own = getpid();
    let mut found = processes::all();
    let parents: HashMap<i32, i32> =
        found.iter().map(|process| (id(process), process.parent)).collect();
    let descends = |process: &Process| {
        let mut pid = id(process);
        // A process may have ended and its number be used again while this list was made: no more steps than
        // there are processes.
        for _ in 0..=parents.len() {
            if pid == own.as_raw_nonzero().get() {
                return true;
            }
            match parents.get(&pid) {
                Some(parent) => pid = *parent,
                None => return false,
            }
        }
        false
    };
    found.retain(descends);
    // Without itself among them the list is that of another namespace.
    found.iter().any(|process| process.pid == own).then_some(found)
}

fn id(process: &Process) -> i32 {
    process.pid.as_raw_nonzero().get()
}
