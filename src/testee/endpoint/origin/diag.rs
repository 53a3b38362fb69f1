//! Looks up the socket at the other end of a connection with the kernel's socket diagnostics.
//!
//! A question is about one connection and takes a few microseconds, however many connections there are. Reading
//! `/proc/net/tcp` takes milliseconds on a large machine. Source: sock_diag(7).

use std::net::{IpAddr, SocketAddr};

use rustix::fd::OwnedFd;
use rustix::net::{
    AddressFamily, RecvFlags, SendFlags, SocketFlags, SocketType, netlink, recv, send, socket_with,
};

/// `SOCK_DIAG_BY_FAMILY`: the type of a question and of its answer.
const BY_FAMILY: u16 = 20;

/// `NLM_F_REQUEST`.
const REQUEST: u16 = 1;

const AF_INET: u8 = 2;
const IPPROTO_TCP: u8 = 6;

/// The sizes of `struct nlmsghdr` and of `struct inet_diag_req_v2` in bytes.
const HEADER: usize = 16;
const QUESTION: usize = 56;

/// The offset of the inode in an answer: it is the last field of `struct inet_diag_msg`.
const INODE: usize = HEADER + 68;

/// A connection to the kernel's socket diagnostics, opened at the first question.
#[derive(Debug, Default)]
pub(super) struct Diag {
    socket: Option<OwnedFd>,
    /// The number of the latest question.
    asked: u32,
}

impl Diag {
    /// Returns the inode of the socket at `peer` that is connected to `local`. Returns `None` if no process has it open,
    /// or if the kernel does not answer.
    pub(super) fn inode(&mut self, peer: SocketAddr, local: SocketAddr) -> Option<u64> {
        let (IpAddr::V4(peer_ip), IpAddr::V4(local_ip)) = (peer.ip(), local.ip()) else {
            return None;
        };
        let socket = match &self.socket {
            Some(socket) => socket,
            None => self.socket.insert(open()?),
        };
        self.asked = self.asked.wrapping_add(1);
        let mut question = Vec::with_capacity(HEADER + QUESTION);
        question.extend(((HEADER + QUESTION) as u32).to_ne_bytes());
        question.extend([BY_FAMILY.to_ne_bytes(), REQUEST.to_ne_bytes()].as_flattened());
        question.extend([self.asked.to_ne_bytes(), [0; 4]].as_flattened());
        // The family, the protocol, no extensions, a pad; every state.
        question.extend([AF_INET, IPPROTO_TCP, 0, 0]);
        question.extend(u32::MAX.to_ne_bytes());
        // The question takes the other end's point of view. It also finds an IPv6 socket that speaks IPv4.
        question.extend([peer.port().to_be_bytes(), local.port().to_be_bytes()].as_flattened());
        for ip in [peer_ip, local_ip] {
            question.extend(ip.octets());
            question.extend([0; 12]);
        }
        // Any interface, and no cookie.
        question.extend([0_u32.to_ne_bytes(), [0xff; 4], [0xff; 4]].as_flattened());
        send(socket, &question, SendFlags::empty()).ok()?;
        let mut answer = [0; 1024];
        loop {
            // The kernel answers while it takes the question, so there is no need to wait.
            let (length, _) = recv(socket, &mut answer[..], RecvFlags::DONTWAIT).ok()?;
            let answer = answer.get(..length)?;
            if answer.get(8..12)? != self.asked.to_ne_bytes() {
                continue; // it is of an earlier question
            }
            if answer.get(4..6)? != BY_FAMILY.to_ne_bytes() {
                return None;
            }
            let inode = answer.get(INODE..INODE + 4)?.try_into().ok()?;
            return Some(u64::from(u32::from_ne_bytes(inode))).filter(|inode| *inode != 0);
        }
    }
}

fn open() -> Option<OwnedFd> {
    let kind = (AddressFamily::NETLINK, SocketType::RAW, SocketFlags::CLOEXEC);
    socket_with(kind.0, kind.1, kind.2, Some(netlink::SOCK_DIAG)).ok()
}
