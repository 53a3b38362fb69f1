//! How an answer came, apart from what it says.
//!
//! What an answer says does not depend on how it came. Where that was hard on a client, and the client
//! gave the answer up, a policy on the hardship judges that, and no other policy. Of bytes behind an answer no policy
//! is: a client may stumble over them.

use std::time::Duration;

use memchr::memmem;

use crate::exchange::{Evidence, Outcome};
use crate::http::{Ending, Response};
use crate::json::SyntaxErrorKind;
use crate::policy::judgement::{Finding, Judgement};
use crate::protocol::{Reading, read_response};

use super::error_answer::{is_plain_object, readable_error};
use super::json_scan::place_of;
use super::outcome_path;
use super::success::{Cause, Success};

/// An answer that takes this long is a slow one.
const SLOW: Duration = Duration::from_millis(200);

/// The most fields, and the most bytes in them, of a head that every client must read.
/// (docs/readings.md#answers.)
const FIELDS_FOR_ALL: usize = 50;
const HEAD_FOR_ALL: usize = 8 * 1024;

/// What is hard about the way in which an answer came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::policy) enum Hardship {
    /// The connection was reset, be it behind the answer.
    Reset,
    /// Interim answers came before it.
    Interim,
    /// It came slowly, or late.
    Slow,
    /// Its head is larger than every client must read.
    LargeHead,
    /// It came in chunks.
    Chunked,
    /// More came behind it than belongs to it. A client may take that for a sign that the length is wrong
    /// (RFC 9112, section 6.3).
    Surplus,
}

/// The gravest of the hardships.
pub(in crate::policy) fn hardship(response: &Response) -> Option<Hardship> {
    let headers = &response.headers;
    let head = || headers.iter().map(|field| field.name.len() + field.value.len() + 4).sum();
    if response.ending == Ending::Reset {
        Some(Hardship::Reset)
    } else if !response.interim.is_empty() && response.status != 0 {
        Some(Hardship::Interim)
    } else if response.time >= SLOW {
        Some(Hardship::Slow)
    } else if headers.len() > FIELDS_FOR_ALL || HEAD_FOR_ALL < head() {
        Some(Hardship::LargeHead)
    } else if headers.has("Transfer-Encoding") {
        Some(Hardship::Chunked)
    } else if response.surplus {
        Some(Hardship::Surplus)
    } else {
        None
    }
}

/// Whether there is an extension beside the size of its first chunk.
fn has_chunk_extension(response: &Response) -> bool {
    let body = memmem::find(&response.raw, b"\r\n\r\n").map(|end| &response.raw[end + 4..]);
    response.headers.has("Transfer-Encoding")
        && body.is_some_and(|body| {
            let line = memmem::find(body, b"\r\n").unwrap_or(body.len());
            body[..line].contains(&b';')
        })
}

/// The status of an interim answer that the testee took for the final one.
pub(in crate::policy) fn interim_shown(evidence: &Evidence<'_>) -> Option<u16> {
    let (Outcome::Response { http_status, .. } | Outcome::ServiceError { http_status, .. }) =
        evidence.outcome()
    else {
        return None;
    };
    http_status.filter(|status| evidence.response().is_some_and(|r| r.interim.contains(status)))
}

/// Whether the testee gave the answer up, and may have done so for the way in which it came.
pub(in crate::policy) fn gave_up(evidence: &Evidence<'_>) -> bool {
    matches!(evidence.outcome(), Outcome::ClientError { .. })
        && evidence.response().is_some_and(|response| hardship(response).is_some())
}

/// Judges whether the testee got over this hardship, where there is nothing else about the answer that
/// it could have stumbled over. What it then shows is for other policies.
pub(in crate::policy) fn survival(
    evidence: &Evidence<'_>,
    wanted: Hardship,
    message: &str,
) -> Judgement {
    if evidence.response().and_then(hardship) != Some(wanted) {
        return Judgement::NotExercised;
    }
    let expected = match (Success::of(evidence), readable_error(evidence)) {
        (Some(success), _) if success.is_plain() => "response",
        (_, Some((error, _))) if is_plain_object(error) => "service_error",
        _ => return Judgement::NotExercised,
    };
    // Whoever stumbles over bytes behind an answer, or over the extension of a chunk, does so at any pace.
    let other = |r: &Response| r.surplus || wanted == Hardship::Slow && has_chunk_extension(r);
    match evidence.outcome() {
        Outcome::ClientError { .. } if evidence.response().is_some_and(other) => {
            Judgement::NotExercised
        }
        outcome @ Outcome::ClientError { .. } => Finding::new(outcome_path(), message)
            .expected(expected)
            .actual(outcome.to_string())
            .into(),
        outcome if outcome.name() == expected => Judgement::Pass,
        _ => Judgement::NotExercised,
    }
}

/// An answer that broke off before its body was whole, as far as it came: a success, or one of which
/// not even the status did. `reset` tells how.
pub(in crate::policy) fn broken_off<'e>(
    evidence: &Evidence<'e>,
    reset: bool,
) -> Option<&'e Response> {
    evidence.response().filter(|response| {
        !response.whole_body
            && (response.ending == Ending::Reset) == reset
            && (response.status == 0 || response.is_success())
            && evidence.outcome().is_told()
    })
}

/// The hardship, where what the testee shows of an answer may be wrong because of it. That an answer is
/// slow, or has a large head, garbles nothing; that it came in chunks as well may.
pub(in crate::policy) fn garbling(evidence: &Evidence<'_>) -> Option<Hardship> {
    let response = evidence.response()?;
    match hardship(response)? {
        hardship @ (Hardship::Interim | Hardship::Chunked) => Some(hardship),
        Hardship::Slow | Hardship::LargeHead => {
            response.headers.has("Transfer-Encoding").then_some(Hardship::Chunked)
        }
        Hardship::Reset | Hardship::Surplus => None,
    }
}

/// Judges what the testee shows of an answer that came with this hardship, and that it shows one.
pub(in crate::policy) fn delivered(
    evidence: &Evidence<'_>,
    wanted: Hardship,
    given_up: &str,
    garbled: &str,
) -> Judgement {
    match Success::of(evidence) {
        Some(success) if garbling(evidence) == Some(wanted) && evidence.output().is_some() => {
            success.judge_departures(
                garbled,
                |cause| cause == Cause::Delivery(wanted),
                |departure| place_of(&evidence.response()?.body, &departure.difference.path),
            )
        }
        _ => survival(evidence, wanted, given_up),
    }
}

/// Whether what came of an answer that broke off would pass for a whole one, but for its framing: its
/// body is JSON, if need be for a reader that does not ask for its encoding, or has not begun.
pub(in crate::policy) fn passes_for_whole(evidence: &Evidence<'_>, response: &Response) -> bool {
    let blank = response.body.iter().all(|byte| b" \t\r\n".contains(byte));
    blank
        || match read_response(evidence.contract(), response) {
            Reading::Success(_) => true,
            Reading::NotJson(fault) => fault.kind == SyntaxErrorKind::InvalidUtf8,
            Reading::Error(_) => false,
        }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract::Contract;
    use crate::exchange::{Exchange, Stage};
    use crate::http::{Answer, Chunks, Cut, Delivery, Framing, Headers, Request};
    use crate::json::Json;
    use crate::policy::{Example, Party, catalogue};

    /// The policies on clients that an exchange breaks which is otherwise ordinary.
    fn broken(answer: &Answer, outcome: &Outcome, requests: usize) -> Vec<&'static str> {
        let contract = Contract::default();
        let plain = Example::PLAIN.exchange(&contract);
        let request: Vec<Request> = plain.requests.iter().cycle().take(requests).cloned().collect();
        let exchange = Exchange {
            requests: request,
            response: Some(answer.response()),
            outcome: outcome.clone(),
            ..plain
        };
        let evidence = Evidence::new(&contract, &exchange, Example::FEATURES);
        let policies = catalogue().iter().filter(|policy| policy.party() == Party::Client);
        let broken =
            policies.filter(|policy| matches!(policy.judge(&evidence), Judgement::Fail(_)));
        broken.map(|policy| policy.id).collect()
    }

    fn plain(change: impl FnOnce(&mut Answer)) -> Answer {
        let mut answer = Answer::json(200, Example::PLAIN.body);
        change(&mut answer);
        answer
    }

    fn cut(cut: Cut, ending: Ending) -> Delivery {
        Delivery { cut: Some(cut), ending, ..Delivery::default() }
    }

    fn shown(output: &str) -> Outcome {
        let output = Json::parse(output).expect("it is JSON");
        Outcome::Response { http_status: Some(200), output }
    }

    #[test]
    fn a_large_head_is_counted_by_its_bytes_and_by_its_fields() {
        let hardship = |name: &str, value: usize, fields: usize| {
            let mut response = Answer::json(200, "{}").response();
            response.headers = Headers::new();
            for _ in 0..fields {
                response.headers.push(name, "x".repeat(value));
            }
            hardship(&response)
        };
        // A line has a colon, a space, and an end of two bytes.
        assert_eq!(hardship("Name", HEAD_FOR_ALL / 16 - 8, 16), None);
        assert_eq!(hardship("Names", HEAD_FOR_ALL / 16 - 8, 16), Some(Hardship::LargeHead));
        assert_eq!(hardship("N", 1, FIELDS_FOR_ALL), None);
        assert_eq!(hardship("N", 1, FIELDS_FOR_ALL + 1), Some(Hardship::LargeHead));
    }

    #[test]
    fn how_an_answer_came_is_judged_by_one_policy_and_once() {
        let refused = &Outcome::client_error(Stage::Read, "Refused", "");
        let right = &shown(Example::PLAIN.body);
        let nothing = &shown("{}");
        let garbled = &shown(&Example::PLAIN.body.replace("alice", "al\u{fffd}ce"));
        let whole = Example::PLAIN.body.len();
        let chunked = || Framing::Chunked(Chunks::default());
        let slow = || Delivery { delay: SLOW, ..Delivery::default() };
        let error = || Answer::json(409, r#"{"code":"ConflictException","message":"m"}"#);
        let redirect = || Answer {
            headers: [("Location", "http://127.0.0.1:1/")].into_iter().collect(),
            ..Answer::json(302, "")
        };
        let moved = &Outcome::ServiceError {
            code: None,
            modeled: false,
            message: None,
            http_status: Some(302),
        };
        for (answer, outcome, policy) in [
            (plain(|a| a.framing = chunked()), refused, "response.chunked-decoded"),
            (plain(|a| a.framing = chunked()), garbled, "response.chunked-decoded"),
            (plain(|a| a.framing = chunked()), nothing, "response.chunked-decoded"),
            (Answer { framing: chunked(), ..error() }, refused, "response.chunked-decoded"),
            (plain(|a| a.delivery = slow()), refused, "wire.slow-answer-survived"),
            (plain(|a| a.delivery = slow()), garbled, "response.strings-exact"),
            (
                plain(|a| (a.delivery, a.framing) = (slow(), chunked())),
                garbled,
                "response.chunked-decoded",
            ),
            (
                plain(|a| (a.delivery, a.framing) = (slow(), chunked())),
                refused,
                "wire.slow-answer-survived",
            ),
            (
                plain(|a| {
                    let chunks = Chunks { extension: ";a".to_owned(), ..Chunks::default() };
                    (a.delivery, a.framing) = (slow(), Framing::Chunked(chunks));
                }),
                refused,
                "",
            ),
            (Answer { delivery: slow(), ..error() }, refused, "wire.slow-answer-survived"),
            (
                plain(|a| a.interim = vec![(100, Headers::new())]),
                refused,
                "wire.interim-answers-skipped",
            ),
            (
                plain(|a| a.interim = vec![(103, Headers::new())]),
                nothing,
                "wire.interim-answers-skipped",
            ),
            (
                plain(|a| a.delivery = cut(Cut::Body(0), Ending::Reset)),
                nothing,
                "wire.reset-is-an-error",
            ),
            (
                plain(|a| {
                    a.framing = Framing::UntilClose;
                    a.delivery.ending = Ending::Reset;
                }),
                right,
                "wire.reset-is-an-error",
            ),
            (plain(|a| a.delivery.ending = Ending::Reset), refused, ""),
            (plain(|a| a.delivery.ending = Ending::Reset), right, ""),
            (
                plain(|a| a.headers.push("Content-Length", "1000")),
                right,
                "wire.early-close-is-an-error",
            ),
            (
                plain(|a| a.delivery = cut(Cut::Head(30), Ending::Open)),
                nothing,
                "wire.early-close-is-an-error",
            ),
            (
                plain(|a| a.delivery = cut(Cut::Head(0), Ending::Open)),
                nothing,
                "wire.early-close-is-an-error",
            ),
            (
                plain(|a| a.delivery = cut(Cut::Body(100), Ending::Open)),
                nothing,
                "response.truncated-refused",
            ),
            (
                plain(|a| {
                    a.framing = chunked();
                    a.delivery = cut(Cut::Body(whole + 4 + 2 + 3), Ending::Open);
                }),
                right,
                "wire.last-line-awaited",
            ),
            (
                plain(|a| a.headers.push("X", "x".repeat(HEAD_FOR_ALL))),
                refused,
                "wire.large-head-survived",
            ),
            (plain(|a| a.headers.push("X", "x".repeat(HEAD_FOR_ALL))), right, ""),
            (redirect(), refused, "wire.redirect-not-followed"),
            (redirect(), right, "wire.redirect-not-followed"),
            (redirect(), moved, ""),
        ] {
            let expected: Vec<_> =
                Some(policy).into_iter().filter(|policy| !policy.is_empty()).collect();
            assert_eq!(broken(&answer, outcome, 1), expected, "{answer:?}: {outcome}");
        }
        assert_eq!(broken(&redirect(), moved, 2), ["wire.redirect-not-followed"]);
    }
}
