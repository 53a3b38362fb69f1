//! Reads the body of a request, up to limits of size and of time.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use http_body_util::BodyExt as _;
use hyper::body::{Body as _, Incoming};
use tokio::time::{Instant, timeout, timeout_at};

/// Why a body was not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unread {
    /// It has more bytes than one body may have.
    TooLarge,
    /// The bodies of all requests together have more bytes than the server keeps.
    Full,
    /// It did not come in time.
    TooSlow,
    /// It ended early, or its framing is wrong.
    Broken,
}

/// The bytes that all bodies together have taken, and how many they may.
#[derive(Debug)]
pub(super) struct Budget {
    taken: AtomicUsize,
    most: usize,
}

impl Budget {
    pub(super) fn new(most: usize) -> Self {
        Self { taken: AtomicUsize::new(0), most }
    }
}

/// A body, with its share of the budget, which it gives back when it is dropped.
#[derive(Debug)]
pub(super) struct WholeBody {
    pub(super) bytes: Vec<u8>,
    budget: Arc<Budget>,
}

impl WholeBody {
    fn new(budget: Arc<Budget>) -> Self {
        Self { bytes: Vec::new(), budget }
    }

    /// Adds bytes; false if the budget has no room for them.
    fn add(&mut self, bytes: &[u8]) -> bool {
        let before = self.budget.taken.fetch_add(bytes.len(), Ordering::Relaxed);
        if before.saturating_add(bytes.len()) > self.budget.most {
            self.budget.taken.fetch_sub(bytes.len(), Ordering::Relaxed);
            return false;
        }
        self.bytes.extend_from_slice(bytes);
        true
    }
}

impl Drop for WholeBody {
    fn drop(&mut self) {
        self.budget.taken.fetch_sub(self.bytes.len(), Ordering::Relaxed);
    }
}

/// Limits of one body.
#[derive(Clone, Copy, Debug)]
pub(super) struct BodyLimits {
    /// The most bytes.
    pub(super) size: usize,
    /// How long to wait for the next bytes.
    pub(super) pause: Duration,
    /// How long to wait for the whole body.
    pub(super) whole: Duration,
}

/// Reads a body to its end.
///
/// A body that says that it is too large is not read at all, so a client that expects `100 Continue` need not send it.
pub(super) async fn read(
    mut body: Incoming,
    limits: BodyLimits,
    budget: &Arc<Budget>,
) -> Result<WholeBody, Unread> {
    if body.size_hint().lower() > limits.size as u64 {
        return Err(Unread::TooLarge);
    }
    let mut whole = WholeBody::new(Arc::clone(budget));
    let end = Instant::now() + limits.whole;
    loop {
        let next = timeout_at(end, timeout(limits.pause, body.frame())).await;
        let Ok(Ok(next)) = next else { return Err(Unread::TooSlow) };
        let frame = match next {
            None => return Ok(whole),
            Some(Err(_)) => return Err(Unread::Broken),
            Some(Ok(frame)) => frame,
        };
        // Trailers carry no member.
        let Ok(bytes) = frame.into_data() else { continue };
        if whole.bytes.len().saturating_add(bytes.len()) > limits.size {
            return Err(Unread::TooLarge);
        }
        if !whole.add(&bytes) {
            return Err(Unread::Full);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_gives_back_what_it_took() {
        let budget = Arc::new(Budget::new(10));
        let mut first = WholeBody::new(Arc::clone(&budget));
        assert!(first.add(b"12345678"));
        let mut second = WholeBody::new(Arc::clone(&budget));
        assert!(!second.add(b"123"));
        drop(first);
        assert!(second.add(b"123"));
        drop(second);
        assert_eq!(budget.taken.load(Ordering::Relaxed), 0);
    }
}
