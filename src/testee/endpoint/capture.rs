//! What arrived at an endpoint, and whose it is.

use crate::http::{Request, RequestProblem};

/// What arrived at an [`Endpoint`](super::Endpoint) during a call.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Capture {
    /// The requests of the call, in the order in which they were complete. A connection that ended in
    /// the middle of a request leaves one with `complete` false.
    pub requests: Vec<Request>,
    /// Requests that began while no call was armed, since the previous capture.
    pub stray: Vec<Request>,
    /// Bytes that were no request (the first 64 KiB of them), and why. Their connection was closed.
    pub problems: Vec<(Vec<u8>, RequestProblem)>,
    /// Whether some of it came over a connection that may be another process's than the testee's: its owner
    /// could not be found out, or is no process of ours.
    pub doubtful: bool,
    /// Whether one of the requests is known to be the testee's.
    pub certain: bool,
    /// How many requests and other bytes were left out, because their sender is unknown and a request is known to be
    /// the testee's.
    pub dropped: usize,
}

/// Of each thing in a capture, whether it came over a connection that is known to be the testee's.
#[derive(Debug, Default)]
pub(super) struct Certain {
    pub(super) requests: Vec<bool>,
    pub(super) stray: Vec<bool>,
    pub(super) problems: Vec<bool>,
}

impl Certain {
    /// Takes out of a capture what is not the testee's, if that can be told.
    ///
    /// A sender that has closed its connection before it could be looked up is unknown, and a scan of ports does
    /// just that. A client waits for its answer with the connection open. So once a request was known to be the testee's
    /// (in this capture, or before it: `own_seen`), what is unknown is another process's. Until then it counts as the
    /// testee's, and is doubtful.
    pub(super) fn judge(self, capture: &mut Capture, own_seen: bool) {
        fn keep<T>(list: &mut Vec<T>, certain: &[bool]) -> usize {
            let (before, mut certain) = (list.len(), certain.iter());
            list.retain(|_| certain.next().copied().unwrap_or_default());
            before - list.len()
        }
        capture.certain = self.requests.contains(&true);
        if capture.certain || own_seen {
            capture.dropped = keep(&mut capture.requests, &self.requests)
                + keep(&mut capture.stray, &self.stray)
                + keep(&mut capture.problems, &self.problems);
        } else {
            let mut all = [&self.requests, &self.stray, &self.problems].into_iter().flatten();
            capture.doubtful = all.any(|certain| !certain);
        }
    }
}
