//! Finds the sockets of this process and its descendants in `/proc`.

use std::collections::{HashMap, HashSet};
use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

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
    /// By the port of the endpoint, the process and the number of the file that was the last connection to it. A client
    /// that connects again mostly gets the same number, and one look at it is far cheaper than one at every file.
    last: HashMap<u16, (Pid, OsString)>,
}

impl Tree {
    /// Returns which of these sockets, connected to this port, belong to processes that had a connection before.
    pub(super) fn held_by_known(&mut self, port: u16, sought: &[u64]) -> HashSet<u64> {
        let mut held = HashSet::new();
        self.known.sort_by_key(|(_, other)| *other != port);
        let last = self.last.get(&port).cloned();
        for (process, connected) in &mut self.known {
            if sought.iter().all(|inode| held.contains(inode)) {
                break;
            }
            let mut found = HashSet::new();
            if let Some((pid, file)) = &last
                && *pid == process.pid
            {
                found.extend(
                    socket(&folder(*pid).join(file)).filter(|inode| sought.contains(inode)),
                );
            }
            if found.len() < sought.len() {
                // If this fails, `held` looks at the whole tree.
                let file = sockets(process.pid, sought, &mut found);
                if let Ok(Some(file)) = file {
                    if self.last.len() >= KNOWN {
                        self.last.clear();
                    }
                    self.last.insert(port, (process.pid, file));
                }
            }
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
                Ok(_) => {}
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

/// Adds the sought sockets that a process has open. Returns the number of the file that is the last of them. It ends as
/// soon as it has found all.
fn sockets(pid: Pid, sought: &[u64], held: &mut HashSet<u64>) -> io::Result<Option<OsString>> {
    let mut last = None;
    for file in fs::read_dir(folder(pid))? {
        let file = file?;
        if let Some(inode) = socket(&file.path()).filter(|inode| sought.contains(inode)) {
            held.insert(inode);
            last = Some(file.file_name());
            if sought.iter().all(|inode| held.contains(inode)) {
                break;
            }
        }
    }
    Ok(last)
}

/// Returns the folder of the open files of a process.
fn folder(pid: Pid) -> PathBuf {
    PathBuf::from(format!("/proc/{}/fd", pid.as_raw_nonzero()))
}

/// Returns the inode of an open file, if it is a socket. The process may close it meanwhile.
fn socket(file: &Path) -> Option<u64> {
    let target = fs::read_link(file).ok()?;
    target.to_str()?.strip_prefix("socket:[")?.strip_suffix(']')?.parse().ok()
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
