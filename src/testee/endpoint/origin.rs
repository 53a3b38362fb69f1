//! Finds out whether the testee or another process of this machine is at the other end of a connection.
//!
//! Any process on this machine can connect to an endpoint: a port scan, an editor that forwards ports. A connection is
//! not the testee's if its owner is neither this process nor a descendant. Once a request of the testee was seen, such
//! a connection is dropped. A connection with an unknown owner counts as the testee's.

#[cfg(target_os = "linux")]
mod diag;
#[cfg(target_os = "linux")]
mod tree;

use std::iter::Sum;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

/// What the endpoints of a run know about the owners of connections.
///
/// Endpoints that serve the same testee share one value. On systems other than Linux, every owner is unknown.
#[derive(Debug, Default)]
pub struct Origins {
    /// Whether a request of the testee's own process tree was seen. A connection alone is not enough: a driver may only
    /// check that the endpoint exists, while its client runs elsewhere.
    own_seen: AtomicBool,
    dropped: AtomicUsize,
    outside: AtomicUsize,
    lookup: Mutex<Lookup>,
}

/// The number of connections from processes that are not the testee's.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Strangers {
    /// Connections that were closed without a record.
    pub dropped: usize,
    /// Connections that were served as the testee's, because no request of the testee's process tree had been seen: its
    /// client may run elsewhere, in a container or a daemon.
    pub outside: usize,
}

impl Sum for Strangers {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::default(), |sum, other| Self {
            dropped: sum.dropped + other.dropped,
            outside: sum.outside + other.outside,
        })
    }
}

/// The owner of the other end of a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(
    not(target_os = "linux"),
    allow(dead_code, reason = "nothing is known of any owner there")
)]
enum Owner {
    /// This process, or one that descends from it.
    Own,
    /// Another process.
    Foreign,
    /// It could not be determined.
    Unknown,
}

/// What the endpoint does with a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Admission {
    /// It is served.
    Serve {
        /// Whether it is known to be the testee's.
        certain: bool,
    },
    /// It is closed.
    Drop,
}

impl Origins {
    /// Returns the number of connections from other processes.
    pub fn strangers(&self) -> Strangers {
        Strangers {
            dropped: self.dropped.load(Ordering::Relaxed),
            outside: self.outside.load(Ordering::Relaxed),
        }
    }

    /// Decides for each of these connections to the endpoint `local` whether it is served.
    pub(super) fn admit(&self, local: SocketAddr, peers: &[SocketAddr]) -> Vec<Admission> {
        let owners = {
            let mut lookup = self.lookup.lock().unwrap_or_else(PoisonError::into_inner);
            lookup.owners(local, peers)
        };
        owners.into_iter().map(|owner| self.judge(owner)).collect()
    }

    /// Reports whether a request was seen that is known to be the testee's.
    pub(super) fn own_seen(&self) -> bool {
        self.own_seen.load(Ordering::Relaxed)
    }

    /// Notes the result of a call: whether one of its requests is known to be the testee's, and how many entries of
    /// others were left out.
    pub(super) fn note(&self, own: bool, dropped: usize) {
        let mut dropped = dropped;
        if own && !self.own_seen.swap(true, Ordering::Relaxed) {
            // The testee runs in our process tree, so the foreign connections that were served before were not its own.
            dropped = dropped.max(self.outside.swap(0, Ordering::Relaxed));
        }
        self.dropped.fetch_add(dropped, Ordering::Relaxed);
    }

    fn judge(&self, owner: Owner) -> Admission {
        match owner {
            Owner::Own => Admission::Serve { certain: true },
            Owner::Unknown => Admission::Serve { certain: false },
            Owner::Foreign if self.own_seen() => {
                self.dropped.fetch_add(1, Ordering::Relaxed);
                Admission::Drop
            }
            Owner::Foreign => {
                self.outside.fetch_add(1, Ordering::Relaxed);
                Admission::Serve { certain: false }
            }
        }
    }
}

/// The means to look up owners.
#[derive(Debug, Default)]
struct Lookup {
    #[cfg(target_os = "linux")]
    diag: diag::Diag,
    #[cfg(target_os = "linux")]
    tree: tree::Tree,
}

impl Lookup {
    #[cfg(not(target_os = "linux"))]
    fn owners(&mut self, _local: SocketAddr, peers: &[SocketAddr]) -> Vec<Owner> {
        vec![Owner::Unknown; peers.len()]
    }

    /// Returns the owners of the other ends of these connections.
    ///
    /// An owner is foreign only if its socket is open and no process of the tree has it. The processes are listed after
    /// the connection was accepted. They are listed twice, because one listing may miss a process that is just starting.
    #[cfg(target_os = "linux")]
    fn owners(&mut self, local: SocketAddr, peers: &[SocketAddr]) -> Vec<Owner> {
        let inodes: Vec<_> = peers.iter().map(|peer| self.diag.inode(*peer, local)).collect();
        let sought: Vec<u64> = inodes.iter().copied().flatten().collect();
        let mut own = self.tree.held_by_known(local.port(), &sought);
        let mut whole = true;
        for _ in 0..2 {
            if sought.iter().any(|inode| !own.contains(inode)) {
                whole &= self.tree.held(local.port(), &sought, &mut own);
            }
        }
        // The second look at the inode shows that the socket was open while the processes were listed.
        let owner = |(peer, inode): (&SocketAddr, &Option<u64>)| match *inode {
            Some(inode) if own.contains(&inode) => Owner::Own,
            Some(inode) if whole && self.diag.inode(*peer, local) == Some(inode) => Owner::Foreign,
            _ => Owner::Unknown,
        };
        peers.iter().zip(&inodes).map(owner).collect()
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use std::io::{BufRead as _, BufReader};
    use std::net::{Ipv4Addr, Ipv6Addr, TcpListener, TcpStream};
    use std::process::{Command, Stdio};

    use super::*;

    fn accepted(listener: &TcpListener) -> (TcpStream, SocketAddr) {
        listener.accept().expect("somebody has connected")
    }

    #[test]
    fn a_connection_of_this_process_is_its_own() {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port");
        let local = listener.local_addr().expect("it is bound");
        let _client = TcpStream::connect(local).expect("it listens");
        let mapped = (Ipv4Addr::LOCALHOST.to_ipv6_mapped(), local.port());
        let (_stream, peer) = accepted(&listener);
        let _mapped = TcpStream::connect(mapped).expect("it listens");
        let (_other, mapped) = accepted(&listener);
        let owners = Lookup::default().owners(local, &[peer, mapped]);
        assert_eq!(owners, [Owner::Own, Owner::Own]);
    }

    #[test]
    fn of_an_end_that_is_closed_nothing_is_known() {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port");
        let local = listener.local_addr().expect("it is bound");
        drop(TcpStream::connect(local).expect("it listens"));
        let (_stream, peer) = accepted(&listener);
        let nobody = SocketAddr::from((Ipv6Addr::LOCALHOST, 1));
        assert_eq!(Lookup::default().owners(local, &[peer, nobody]), [Owner::Unknown; 2]);
    }

    #[test]
    fn a_connection_of_a_child_is_its_own() {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port");
        let local = listener.local_addr().expect("it is bound");
        let script = format!("exec 3<>/dev/tcp/127.0.0.1/{}; echo; read -r line", local.port());
        let Ok(mut child) = Command::new("bash")
            .args(["-c", &script])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
        else {
            return; // there is no bash here
        };
        let output = child.stdout.take().expect("it is piped");
        BufReader::new(output).read_line(&mut String::new()).expect("it has connected");
        let (_stream, peer) = accepted(&listener);
        let mut lookup = Lookup::default();
        assert_eq!(lookup.owners(local, &[peer]), [Owner::Own]);
        assert_eq!(lookup.owners(local, &[peer]), [Owner::Own], "as it is known by now");
        drop(child.stdin.take());
        child.wait().expect("it ends");
    }

    #[test]
    fn a_foreign_connection_is_dropped_once_the_testee_has_connected() {
        let origins = Origins::default();
        assert_eq!(origins.judge(Owner::Foreign), Admission::Serve { certain: false });
        origins.own_seen.store(true, Ordering::Relaxed);
        assert_eq!(origins.judge(Owner::Foreign), Admission::Drop);
        assert_eq!(origins.judge(Owner::Unknown), Admission::Serve { certain: false });
        assert_eq!(origins.strangers(), Strangers { dropped: 1, outside: 1 });
    }
}
