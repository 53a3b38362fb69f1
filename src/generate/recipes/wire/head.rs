//! Answers whose head decides how the body is read: by the status, by two framings, and with folded fields.

use crate::generate::answer::success;
use crate::generate::choices::Choices;
use crate::generate::config::Config;
use crate::generate::context::{Context, Draft};
use crate::generate::wire::{chunks, interim};
use crate::http::{Answer, Chunks, Ending, Framing};

use super::super::{Recipe, error, nth, recipe};

/// The names and values of header fields.
type Fields = &'static [(&'static str, &'static str)];

/// Statuses without a body, each with what its head says of one: the name and value of a field, or how else it is
/// framed.
const BODYLESS: &[(u16, Framing, Fields)] = &[
    (204, Framing::ByStatus, &[]),
    (304, Framing::ByStatus, &[]),
    (204, Framing::ContentLength, &[]),
    (205, Framing::ContentLength, &[]),
    (304, Framing::ContentLength, &[]),
    (304, Framing::ByStatus, &[("Content-Length", "164")]),
    (304, Framing::ByStatus, &[("Transfer-Encoding", "chunked")]),
    (205, Framing::UntilClose, &[]),
    (204, Framing::UntilClose, &[]),
    (
        304,
        Framing::ByStatus,
        &[("ETag", "\"a\""), ("Last-Modified", "Tue, 29 Nov 2022 17:00:00 GMT")],
    ),
];

pub(in crate::generate::recipes) fn bodyless_status_survived() -> Recipe {
    recipe(|_| vec![BODYLESS.len(), 3, 2], bodyless)
}

fn bodyless(context: &Context, _: &Config, choices: &mut Choices, at: &[usize]) -> Option<Draft> {
    let (status, framing, fields) = nth(BODYLESS, at[0])?;
    let mut answer = Answer::json(*status, "");
    answer.headers = fields.iter().copied().collect();
    answer.framing = framing.clone();
    if *status == 205 && choices.chance(30) {
        answer.framing = Framing::Chunked(chunks(0, 1, choices));
    }
    answer.interim = interim(at[1], choices);
    if at[2] == 0 && choices.chance(50) {
        answer.headers.push("X-Amzn-Requestid", "r-1");
    }
    Some(Draft::answered(context, answer, choices))
}

pub(in crate::generate::recipes) fn chunks_override_length() -> Recipe {
    recipe(|_| vec![4, 3, 6], framed_twice)
}

fn framed_twice(
    context: &Context,
    _: &Config,
    choices: &mut Choices,
    at: &[usize],
) -> Option<Draft> {
    // There must be nothing else about it that is odd.
    let quiet = Config::quiet(choices);
    let mut answer = match at[2] {
        0 => error::plain(context, choices)?,
        _ => success(context, &quiet, choices, |_, _| Some(()))?,
    };
    let length = answer.body.len();
    let told = [0, length, length / 2, length + 7][at[0] % 4];
    answer.framing = Framing::Chunked(chunks(length, at[2], choices));
    answer.headers.push("Content-Length", told.to_string());
    answer.interim = interim(at[1], choices);
    // A client that goes by the length would take the rest for the next response.
    answer.delivery.ending = Ending::Closed;
    Some(Draft::answered(context, answer, choices))
}

/// Values of header fields that are folded.
const FOLDS: &[&str] =
    &["one,\r\n two", "one,\r\n two,\r\n\tthree", "\r\n one", "one\r\n  \t two", "a\r\n b\r\n c"];

pub(in crate::generate::recipes) fn folded_field_joined() -> Recipe {
    recipe(|_| vec![FOLDS.len(), 2, 3], folded)
}

fn folded(context: &Context, _: &Config, choices: &mut Choices, at: &[usize]) -> Option<Draft> {
    // There must be nothing else about it that is odd.
    let quiet = Config::quiet(choices);
    let mut answer = match at[2] {
        0 => {
            let mut answer = Answer::json(500, r#"{"message":"m"}"#);
            let code = choices.pick(&["ConflictException", "NobodyKnowsException"]);
            let fold = choices.pick(&["\r\n ", "\r\n\t", "\r\n  "]);
            answer.headers.push("X-Amzn-Errortype", format!("{fold}{code}"));
            answer
        }
        1 => error::plain(context, choices)?,
        _ => success(context, &quiet, choices, |_, _| Some(()))?,
    };
    if at[2] > 0 {
        let name = choices.pick(&["X-Note", "Via", "Server"]);
        answer.headers.push(name, *nth(FOLDS, at[0])?);
    }
    if at[1] == 1 {
        answer.framing = Framing::Chunked(Chunks::default());
    }
    Some(Draft::answered(context, answer, choices))
}
