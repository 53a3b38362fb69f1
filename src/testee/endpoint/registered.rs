//! A connection of an endpoint, as the register has it: its stream, and what it is doing.

use std::net::{Shutdown, TcpStream};
use std::sync::Arc;

/// A connection that the endpoint serves.
#[derive(Debug)]
pub(super) struct Registered {
    pub(super) stream: Arc<TcpStream>,
    pub(super) phase: Phase,
    /// Whether it is known to be the testee's.
    pub(super) certain: bool,
}

/// What a connection is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Phase {
    /// It waits for the first byte of a request, without having taken it from the kernel.
    Idle,
    /// It has closed its sending side, and waits for the client to close the other one.
    Draining,
    /// It waits for more bytes of a request, without having taken them from the kernel.
    Partial,
    /// It sends bytes of a response, which may take until the client reads them.
    Sending,
    /// It works without waiting for the client.
    Busy,
}

impl Registered {
    /// Reports whether the endpoint has read every byte that the client has sent.
    pub(super) fn is_caught_up(&self) -> bool {
        match self.phase {
            // A connection takes bytes from the kernel only while it is busy, so none can be in between here.
            Phase::Idle | Phase::Draining | Phase::Partial => {
                rustix::io::ioctl_fionread(&*self.stream).unwrap_or(0) == 0
            }
            Phase::Sending => true,
            Phase::Busy => false,
        }
    }

    /// Reports whether the connection has no request that is incomplete or unanswered.
    pub(super) fn is_settled(&self) -> bool {
        matches!(self.phase, Phase::Idle | Phase::Draining) && self.is_caught_up()
    }

    /// Reports whether the connection waits for nothing, or only for a client that does not read its response.
    pub(super) fn is_received(&self) -> bool {
        self.phase == Phase::Sending || self.is_settled()
    }

    /// Shuts the connection down in both directions. This wakes the thread that waits for it.
    pub(super) fn close(&self) {
        // This fails if the connection has already ended.
        let _ = self.stream.shutdown(Shutdown::Both);
    }
}
