//! The sockets of this process and of those that descend from it, as `/proc` shows them.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::io;

/// How many processes are kept that were found to have a connection.
const KNOWN: usize = 256;

/// The processes that descend from this one, this one among them.
#[derive(Debug, Default)]
pub(super) struct Tree {
    /// Those that had a connection, and the port of the endpoint that it led to: the next one there is likely of
    /// the same process. One that has lost its parent meanwhile is still known.
    known: Vec<(Process, u16)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Process {
    pid: u32,
    /// When it was started: a number is used again.
    start: u64,
}

impl Process {
    fn is_there(self) -> bool {
        stat(self.pid).is_some_and(|stat| stat.start == self.start)
    }
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
                Err(_) => whole &= stat(process.pid).is_none(),
            }
            if held.len() > before && !self.known.iter().any(|(known, _)| *known == process) {
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
fn sockets(pid: u32, sought: &[u64], held: &mut HashSet<u64>) -> io::Result<()> {
    for file in fs::read_dir(format!("/proc/{pid}/fd"))? {
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
    let own = std::process::id();
    let mut parents = HashMap::new();
    let mut found = Vec::new();
    for entry in fs::read_dir("/proc").ok()? {
        let Ok(entry) = entry else { continue };
        let pid = entry.file_name().to_str().and_then(|name| name.parse::<u32>().ok());
        if let Some((pid, stat)) = pid.and_then(|pid| Some((pid, stat(pid)?))) {
            parents.insert(pid, stat.parent);
            found.push(Process { pid, start: stat.start });
        }
    }
    let descends = |process: &Process| {
        let mut pid = process.pid;
        // A process may have ended and its number be used again while this list was made: no more steps than
        // there are processes.
        for _ in 0..=parents.len() {
            if pid == own {
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

struct Stat {
    parent: u32,
    start: u64,
}

/// What `/proc/PID/stat` says; `None` if there is no such process.
fn stat(pid: u32) -> Option<Stat> {
    let stat = fs::read(format!("/proc/{pid}/stat")).ok()?;
    // The name, in parentheses, may hold anything.
    let end = stat.iter().rposition(|byte| *byte == b')')?;
    let fields = String::from_utf8_lossy(stat.get(end + 1..)?).into_owned();
    let mut fields = fields.split_ascii_whitespace();
    // Of the fields behind the name the second is the parent, and the 20th the start (proc(5)).
    let parent = fields.nth(1)?.parse().ok()?;
    let start = fields.nth(17)?.parse().ok()?;
    Some(Stat { parent, start })
}
