//! Finds the sockets of this process and its descendants in `/proc`.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::io;

use rustix::process::{Pid, getpid};

use crate::testee::processes::{self, Process};

/// The most processes that are remembered because they had a connection.
const KNOWN: usize = 256;

/// This process and its descendants.
#[derive(Debug, Default)]
pub(super) struct Tree {
    /// The processes that had a connection, each with the port of the endpoint. The next connection to that port is
    /// probably of the same process. A process that has lost its parent since then is still known.
    known: Vec<(Process, u16)>,
}

impl Tree {
    /// Returns which of these sockets, connected to this port, belong to processes that had a connection before.
    pub(super) fn held_by_known(&mut self, port: u16, sought: &[u64]) -> HashSet<u64> {
        let mut held = HashSet::new();
        self.known.sort_by_key(|(_, other)| *other != port);
        for (process, connected) in &mut self.known {
            if sought.iter().all(|inode| held.contains(inode)) {
                break;
            }
            let mut found = HashSet::new();
            // If this fails, `held` looks at the whole tree.
            let _ = sockets(process.pid, sought, &mut found);
            if !found.is_empty() && process.is_there() {
                held.extend(found);
                *connected = port;
            }
        }
        held
    }

    /// Adds the sought sockets that a process of the tree has. Returns whether every process could be read.
    pub(super) fn held(&mut self, port: u16, sought: &[u64], held: &mut HashSet<u64>) -> bool {
        let Some(processes) = descendants() else { return false };
        let mut whole = true;
        for process in processes {
            let before = held.len();
            match sockets(process.pid, sought, held) {
                Ok(()) => {}
                // The process has ended, so it has no sockets.
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

/// Adds the sought sockets that a process has open.
fn sockets(pid: Pid, sought: &[u64], held: &mut HashSet<u64>) -> io::Result<()> {
    for file in fs::read_dir(format!("/proc/{}/fd", pid.as_raw_nonzero()))? {
        // The process may close a file during this loop.
        let Ok(target) = fs::read_link(file?.path()) else { continue };
        let target = target.to_string_lossy();
        let inode = target.strip_prefix("socket:[").and_then(|rest| rest.strip_suffix(']'));
        let inode = inode.and_then(|inode| inode.parse().ok());
        held.extend(inode.filter(|inode| sought.contains(inode)));
    }
    Ok(())
}

/// Returns this process and its descendants; `None` if they cannot be listed.
fn descendants() -> Option<Vec<Process>> {
    let own = getpid();
    let mut found = processes::all();
    let parents: HashMap<i32, i32> =
        found.iter().map(|process| (id(process), process.parent)).collect();
    let descends = |process: &Process| {
        let mut pid = id(process);
        // If an id was reused while the list was made, the parents may form a circle. So the number of steps has a bound.
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
    // If this process is not in the list, `/proc` belongs to another namespace.
    found.iter().any(|process| process.pid == own).then_some(found)
}

fn id(process: &Process) -> i32 {
    process.pid.as_raw_nonzero().get()
}
