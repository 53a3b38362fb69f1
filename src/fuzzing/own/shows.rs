//! What a decoder can show at all.
//!
//! Some findings count only if a testee shows such a thing in another call: a client that never shows a status cannot be
//! blamed for not showing one. In a run, other calls tell. A fuzzer judges each input alone, so that a finding can be
//! replayed. So the judge asks the decoder once, before the first input, with answers that any client understands.

use std::collections::HashSet;

use crate::exchange::Outcome;
use crate::http::{Answer, Response};
use crate::policy::Shows;
use crate::protocol::ERROR_TYPE_HEADER;

use super::received::decode;

/// Returns what a decoder shows of plain answers: a success with this body, and an error that is named in each of the three
/// places.
pub(super) fn shown_by(
    decoder: &dyn Fn(&Response) -> Outcome,
    success: Option<Answer>,
    error: &str,
) -> HashSet<Shows> {
    let mut answers: Vec<_> = success.into_iter().collect();
    for (field, member) in [(true, None), (false, Some("code")), (false, Some("__type"))] {
        let body = member.map_or_else(
            || r#"{"message":"m"}"#.to_owned(),
            |member| format!(r#"{{"{member}":"{error}","message":"m"}}"#),
        );
        let mut answer = Answer::json(400, body);
        if field {
            answer.headers.push(ERROR_TYPE_HEADER, error);
        }
        answers.push(answer);
    }
    let mut shown = HashSet::new();
    for mut answer in answers {
        answer.headers.push("x-amzn-requestid", "8b6a7f3e-0000-4000-8000-000000000000");
        let (_, response, outcome) = decode(decoder, answer);
        shown.extend(Shows::of(&outcome, Some(&response)));
    }
    shown
}
