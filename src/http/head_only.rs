//! Answers to HEAD, which have no body whatever their fields say (RFC 9110, section 9.3.2).

use memchr::memmem;

#[cfg(feature = "run")]
use super::delivery::Step;
use super::response::Response;

/// Returns the same steps without the bytes behind the head of the final response.
#[cfg(feature = "run")]
pub(crate) fn head_only(steps: &[Step]) -> Vec<Step> {
    let sent = steps.iter().filter_map(|step| match step {
        Step::Send(bytes) => Some(&bytes[..]),
        _ => None,
    });
    let mut left = end_of_head(&sent.collect::<Vec<_>>().concat());
    let mut kept = Vec::with_capacity(steps.len());
    for step in steps {
        match step {
            Step::Send(bytes) => {
                let part = &bytes[..bytes.len().min(left)];
                left -= part.len();
                if !part.is_empty() {
                    kept.push(Step::Send(part.to_vec()));
                }
            }
            other => kept.push(other.clone()),
        }
    }
    kept
}

/// Returns where the head of the final response ends; the end of the bytes if it does not.
fn end_of_head(bytes: &[u8]) -> usize {
    let mut at = 0;
    while let Some(end) = memmem::find(&bytes[at..], b"\r\n\r\n") {
        // The status of an interim response begins with 1 (RFC 9110, section 15.2).
        let is_interim = bytes[at..].get(9) == Some(&b'1');
        at += end + 4;
        if !is_interim {
            return at;
        }
    }
    bytes.len()
}

impl Response {
    /// Returns the response as a client reads it that has sent HEAD: its head alone.
    #[must_use]
    pub(crate) fn without_body(mut self) -> Self {
        let end = end_of_head(&self.raw);
        let is_whole = self.status != 0 && self.raw[..end].ends_with(b"\r\n\r\n");
        self.raw.truncate(end);
        self.body.clear();
        self.complete = is_whole;
        self.whole_body = is_whole;
        (self.surplus, self.odd_chunks) = (false, false);
        self
    }
}

#[cfg(all(test, feature = "run"))]
mod tests {
    use super::*;
    use crate::http::{Answer, Request};

    fn sent(steps: &[Step]) -> Vec<u8> {
        let bytes = |step: &Step| match step {
            Step::Send(bytes) => bytes.clone(),
            _ => Vec::new(),
        };
        steps.iter().flat_map(bytes).collect()
    }

    #[test]
    fn what_stands_behind_the_head_is_not_sent_and_not_read() {
        let answer = Answer::json(404, r#"{"message":"none"}"#);
        let steps = head_only(&answer.steps());
        assert!(sent(&steps).ends_with(b"\r\n\r\n"), "{steps:?}");
        let head = Request::new("HEAD", "/", [("Host", "h")].into_iter().collect(), b"");
        let response = answer.response_to(&[head]).expect("it is answered");
        assert_eq!(response.raw, sent(&steps));
        assert!(response.complete && response.whole_body && response.body.is_empty());
        assert_eq!(response.status, 404);
        let get = Request::new("GET", "/", [("Host", "h")].into_iter().collect(), b"");
        assert_eq!(answer.response_to(&[get]).map(|response| response.body.len()), Some(18));
    }

    #[test]
    fn interim_responses_stay() {
        let raw = b"HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\nA: b\r\n\r\nbody";
        assert_eq!(end_of_head(raw), raw.len() - 4);
        assert_eq!(end_of_head(b"HTTP/1.1 200 OK\r\nA: b\r\n"), 23);
        let steps = [Step::Send(raw[..40].to_vec()), Step::Send(raw[40..].to_vec()), Step::Close];
        assert_eq!(sent(&head_only(&steps)), raw[..raw.len() - 4]);
        assert!(matches!(head_only(&steps).last(), Some(Step::Close)));
    }
}
