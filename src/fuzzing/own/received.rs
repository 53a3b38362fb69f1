//! What a decoder in this process can get of an answer: a whole message, after an HTTP library has read it.

use std::cell::Cell;

use crate::exchange::Outcome;
use crate::fuzzing::{answer, shown};
use crate::http::{Answer, Delivery, Framing, Header, Headers, Response, is_token};

/// Header fields of the framing. The judge frames each answer itself, because a decoder gets whole messages only.
const FRAMING: [&str; 2] = ["Content-Length", "Transfer-Encoding"];

/// Returns the answer without what a decoder in this process cannot see: interim responses, framing, delivery, and header
/// fields that an HTTP library refuses.
///
/// Returns `None` if no client gets such an answer to decode: its status is below 200 or above 599.
pub(super) fn received(answer: &Answer) -> Option<Answer> {
    let status = Some(answer.status).filter(|status| (200..=599).contains(status))?;
    let headers: Headers = answer.headers.iter().filter_map(field).collect();
    // These statuses end with the head (RFC 9112, section 6.3).
    let body = if matches!(status, 204 | 304) { Vec::new() } else { answer.body.clone() };
    Some(Answer {
        status,
        minor_version: 1,
        interim: Vec::new(),
        headers,
        body,
        framing: Framing::ContentLength,
        delivery: Delivery::default(),
    })
}

/// Returns a header field as an HTTP library hands it on; `None` if it refuses the field, or if it is for the framing.
fn field(field: &Header) -> Option<(String, &[u8])> {
    let is_framing = FRAMING.iter().any(|name| field.name.eq_ignore_ascii_case(name));
    // RFC 9110, section 5.5: white space around a value is no part of it, and other controls are not allowed.
    let value = field.value.trim_ascii();
    let is_clean = value.iter().all(|byte| *byte == b'\t' || (*byte >= b' ' && *byte != 0x7f));
    (is_token(&field.name) && !is_framing && is_clean).then(|| (field.name.clone(), value))
}

thread_local! {
    /// The answer that this thread's decoder is at, for the message if the decoder panics.
    static DECODED: Cell<Option<Answer>> = const { Cell::new(None) };
}

/// Calls the decoder. Returns the answer, what the decoder gets of it, and the outcome.
pub(super) fn decode(
    decoder: &dyn Fn(&Response) -> Outcome,
    answer: Answer,
) -> (Answer, Response, Outcome) {
    let response = answer.response();
    // A decoder may call a judge itself.
    let before = DECODED.replace(Some(answer));
    let outcome = decoder(&response);
    // The answer is gone if the decoder panics and catches it.
    let answer = DECODED.replace(before);
    let answer = answer.unwrap_or_else(|| Answer::json(response.status, response.body.as_slice()));
    (answer, response, outcome)
}

/// Returns the answer that the decoder of this thread is at, in a form for people, and forgets it. `None` if no decoder
/// is running.
pub(in crate::fuzzing) fn being_decoded() -> Option<String> {
    let answer = DECODED.take()?;
    Some(format!("{}\n{}", shown::response(&answer.response()), replay(&answer)))
}

/// Returns the line that says how to check the answer again.
pub(super) fn replay(answer: &Answer) -> String {
    format!("  replay    judge.check(b\"{}\")", answer::write(answer).escape_ascii())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_decoder_gets_what_an_http_library_hands_on() {
        let text = b"400 cut\nX-Amzn-Errortype:  A \nContent-Length: 7\ntransfer-encoding: chunked\nbad name: x\nX: \x01\n\n{}";
        let received = received(&answer::read(text)).expect("it has a status");
        assert_eq!(answer::write(&received), b"400\nX-Amzn-Errortype: A\n\n{}");
        let response = received.response();
        assert!(response.complete && response.body == b"{}", "{response:?}");
        assert_eq!(response.headers.all("Content-Length").count(), 1);
        // What is written is read as the same, so a replay is the same check.
        assert_eq!(answer::read(&answer::write(&received)), received);
    }

    #[test]
    fn nobody_decodes_what_is_no_final_answer() {
        for text in ["100\n\n{}", "0\n\n", "600\n\n{}", "999\n\n"] {
            assert_eq!(received(&answer::read(text.as_bytes())), None, "{text}");
        }
        let empty = received(&answer::read(b"204\n\n{}")).expect("a final answer");
        assert!(empty.body.is_empty() && empty.response().complete);
    }
}
