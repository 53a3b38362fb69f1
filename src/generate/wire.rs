//! How answers come: in chunks, in pieces, behind others, and until they break off.

use std::time::Duration;

use crate::http::{Answer, Chunks, Cut, Ending, Framing, Headers};

use super::choices::Choices;
use super::config::Config;

/// Extensions of chunks.
pub(super) const EXTENSIONS: &[&str] = &[
    "",
    ";a",
    ";a=b",
    ";a=\"b c\"",
    " ;a=b",
    "\t; a",
    " ; a = b",
    ";chunk-signature=0123456789abcdef",
    ";a=\"\\\"\"",
];

/// Statuses of interim answers. 101 is none: it changes the protocol.
pub(super) const INTERIM: &[u16] = &[100, 102, 103, 199];

/// Puts the answer onto the wire as the configuration has it.
pub(super) fn deliver(answer: &mut Answer, config: &Config, choices: &mut Choices) {
    if choices.chance(config.chunks) {
        let kind = choices.below(6);
        answer.framing = Framing::Chunked(chunks(answer.body.len(), kind, choices));
    } else if choices.chance(config.until_close) {
        answer.framing = Framing::UntilClose;
    }
    if choices.chance(config.interim) {
        answer.interim = interim(choices.between(1, 3), choices);
    }
    if choices.chance(config.drips) {
        drip(answer, 12, choices);
    }
}

/// Chunks for a body of this length, of one of six kinds.
pub(super) fn chunks(length: usize, kind: usize, choices: &mut Choices) -> Chunks {
    // Each chunk has a line of its own, so that a large body is cut into larger ones.
    let least = length / 500 + 1;
    let sizes = match kind {
        0 => vec![least],
        1 => Vec::new(),
        2 => vec![choices.between(1, length.max(2) - 1), usize::MAX],
        3 => vec![least, least + 1, least + 2],
        4 => vec![usize::MAX],
        _ => (0..choices.between(1, 8)).map(|_| choices.between(least, least + 40)).collect(),
    };
    let extension = match choices.chance(30) {
        true => choices.choose(EXTENSIONS).copied().unwrap_or_default().to_owned(),
        false => String::new(),
    };
    let mut trailers = Headers::new();
    if choices.chance(30) {
        trailers.push("X-Amz-Checksum-Crc32", "AAAAAA==");
    }
    if choices.chance(10) {
        trailers.push("x-amzn-errortype", "ConflictException");
    }
    let capital = choices.chance(20);
    let zeros = if choices.chance(15) { choices.between(1, 6) } else { 0 };
    Chunks { sizes, extension, capital, zeros, trailers }
}

/// Interim answers.
pub(super) fn interim(count: usize, choices: &mut Choices) -> Vec<(u16, Headers)> {
    (0..count)
        .map(|_| {
            let status = choices.choose(INTERIM).copied().unwrap_or(100);
            let mut headers = Headers::new();
            if choices.chance(40) {
                headers.push("Link", "</style.css>; rel=preload");
            }
            if choices.chance(20) {
                headers.push("Content-Type", "application/json");
            }
            (status, headers)
        })
        .collect()
}

/// Sends the answer in so many pieces at most, with a pause of a millisecond between them.
pub(super) fn drip(answer: &mut Answer, pieces: usize, choices: &mut Choices) {
    let length = answer.body.len() + 160;
    let size = length / choices.between(1, pieces.max(1)) + 1;
    answer.delivery.writes = match choices.below(3) {
        0 => vec![size],
        1 => vec![choices.between(1, 40), size],
        _ => vec![1, choices.between(1, 120), usize::MAX],
    };
    answer.delivery.pause = Duration::from_millis(choices.between(1, 2) as u64);
}

/// Ends the connection behind the answer, or leaves it open.
pub(super) fn ending(choices: &mut Choices) -> Ending {
    choices.pick(&[Ending::Open, Ending::Closed, Ending::Reset])
}

/// Returns the lengths of the answer's head and of its encoded body.
pub(super) fn lengths(answer: &Answer) -> (usize, usize) {
    let whole = answer.response().raw;
    let head = whole.windows(4).position(|end| end == b"\r\n\r\n").map_or(whole.len(), |at| at + 4);
    (head, whole.len() - head)
}

/// Cuts the answer off at a random place.
pub(super) fn break_off(answer: &mut Answer, choices: &mut Choices) {
    let (head, body) = lengths(answer);
    answer.delivery.cut = Some(match choices.chance(50) {
        true => Cut::Head(choices.below(head)),
        false => Cut::Body(choices.below(body)),
    });
    answer.delivery.ending = choices.pick(&[Ending::Open, Ending::Closed]);
}
