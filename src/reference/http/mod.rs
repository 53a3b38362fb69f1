//! A small HTTP/1.1 client (RFC 9112) over `std::net`: as much as a call needs, and no more.
//!
//! Whatever the other side sends, reading ends by the deadline and keeps a bounded amount of memory.

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

/// How many idle connections are kept, each to another endpoint.
const MAX_IDLE: usize = 16;

/// The connections that wait for their next call: at most one for each endpoint.
///
/// A call takes the connection out, so that another thread that calls meanwhile opens its own.
#[derive(Default)]
pub(super) struct Connections {
    idle: Mutex<HashMap<String, Idle>>,
}

impl Connections {
    /// A connection to the endpoint, for one exchange that is to be over by the deadline.
    ///
    /// A kept connection is used if it is still open. A request is sent once and never again, even
    /// where the other side then turns out to have closed in this moment: whether it has seen the
    /// request nobody knows.
    pub(super) fn open(&self, endpoint: &str, deadline: Duration) -> Result<Connection, HttpError> {
        let kept = self.idle().remove(endpoint).filter(Idle::is_usable);
        Connection::open(Endpoint::parse(endpoint)?, kept, deadline)
    }

    /// Keeps a connection for the next call, if its answer has left it fit for one.
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
        // The map is whole at every moment, so a panic elsewhere has not spoilt it.
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Connections {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.idle().keys()).finish()
    }
}
