//! A small HTTP/1.1 client (RFC 9112) over `std::net`, with only the features that a call needs.
//!
//! Whatever the other side sends, reading ends by the deadline and uses a limited amount of memory.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

mod answer;
mod body;
mod connection;
mod draft;
mod endpoint;
mod error;
mod head;
mod limits;

pub(super) use answer::Answer;
pub(super) use connection::{CONTENT_TYPE, Connection};
pub(super) use draft::Draft;
pub(super) use error::HttpError;

use connection::Idle;
use endpoint::Endpoint;

/// The most idle connections that are kept, each to another endpoint.
const MAX_IDLE: usize = 16;

/// The idle connections: at most one for each endpoint.
///
/// A call takes its connection out, so that a call on another thread opens a new one.
#[derive(Default)]
pub(super) struct Connections {
    idle: Mutex<HashMap<String, Idle>>,
}

impl Connections {
    /// Opens a connection to the endpoint, for one exchange that must end by the deadline.
    ///
    /// It uses a kept connection if that is still open. The other side may close it at the same moment. Even then the
    /// request is not repeated, because the client cannot know whether the other side has received it.
    pub(super) fn open(&self, endpoint: &str, deadline: Duration) -> Result<Connection, HttpError> {
        let kept = self.idle().remove(endpoint).filter(Idle::is_usable);
        Connection::open(Endpoint::parse(endpoint)?, kept, deadline)
    }

    /// Keeps a connection for the next call, if its response allows that.
    pub(super) fn keep(&self, connection: Connection) {
        if let Some((endpoint, kept)) = connection.into_idle() {
            let mut idle = self.idle();
            if idle.len() >= MAX_IDLE {
                idle.clear();
            }
            idle.insert(endpoint, kept);
        }
    }

    fn idle(&self) -> MutexGuard<'_, HashMap<String, Idle>> {
        // The map is consistent at every moment, so a panic in another thread cannot have damaged it.
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Connections {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.idle().keys()).finish()
    }
}
