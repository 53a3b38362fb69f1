//! The requests that arrived at an endpoint, and whether they are the testee's.

use crate::http::{Request, RequestProblem};

/// What arrived at an [`Endpoint`](super::Endpoint) during a call.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Capture {
    /// The requests of the call, in the order in which they were complete. If a connection ended in the middle of a
    /// request, the request has `complete` false.
    pub requests: Vec<Request>,
    /// Requests that began while no call was armed, since the previous capture.
    pub stray: Vec<Request>,
    /// Bytes that are not a request (at most the first 64 KiB), and why. Their connection was closed.
    pub problems: Vec<(Vec<u8>, RequestProblem)>,
    /// Whether a part of the capture came over a connection that may belong to another process: its owner is unknown,
    /// or is not a process of ours.
    pub doubtful: bool,
    /// Whether one of the requests is known to be the testee's.
    pub certain: bool,
    /// The number of requests and problems that were left out, because their sender is unknown while another request is
    /// known to be the testee's.
    pub dropped: usize,
    /// Whether the endpoint closed a connection in the middle of a request or of a response, because the client did not go
    /// on. The client may believe that this connection is still open.
    pub cut: bool,
}

impl Capture {
    /// Notes at which URL the requests of the call arrived. It is that of the endpoint; the URL that the client was told
    /// may have a path, too.
    pub(crate) fn set_endpoint(&mut self, url: &str) {
        for arrival in self.requests.iter_mut().filter_map(|request| request.arrival.as_mut()) {
            url.clone_into(&mut arrival.endpoint);
        }
    }
}

/// For each entry of a capture, whether its connection is known to be the testee's.
#[derive(Debug, Default)]
pub(super) struct Certain {
    pub(super) requests: Vec<bool>,
    pub(super) stray: Vec<bool>,
    pub(super) problems: Vec<bool>,
}

impl Certain {
    /// Removes from a capture what is not the testee's, if that is known.
    ///
    /// A sender that closes its connection before it is looked up is unknown. A port scan does so, but a client keeps
    /// its connection open to wait for the response. So once a request is known to be the testee's (in this capture, or
    /// earlier: `own_seen`), an unknown sender counts as another process. Until then it counts as the testee, and the
    /// capture is doubtful.
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
