//! The responses in case files: their form, and what goes together in one.

use std::time::Duration;

use serde::Deserialize;

use crate::http::{Answer, Chunks, Cut, Delivery, Ending, Framing, Headers, is_token};

use super::text::Text;

/// The longest that the sending of an answer may take: a stimulus must be over within 2 s.
pub(super) const MAX_TIME: Duration = Duration::from_millis(1_800);

/// How long to wait between two writes, if the case does not say.
const PAUSE_MS: u64 = 5;

/// The most zeros before the size of a chunk.
const MAX_ZEROS: usize = 1_000;

/// The most times that a header field may be repeated.
pub(super) const MAX_TIMES: usize = 10_000;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawAnswer {
    status: Option<u16>,
    version: Option<RawVersion>,
    interim: Option<Vec<RawInterim>>,
    headers: Option<Vec<RawHeader>>,
    body: Option<Text>,
    framing: Option<RawFraming>,
    chunks: Option<Vec<usize>>,
    chunk_extension: Option<String>,
    capital_sizes: Option<bool>,
    zeros_before_sizes: Option<usize>,
    trailers: Option<Vec<RawHeader>>,
    head_cut: Option<usize>,
    cut: Option<usize>,
    delay_ms: Option<u64>,
    writes: Option<Vec<usize>>,
    pause_ms: Option<u64>,
    early: Option<bool>,
    close: Option<bool>,
    reset: Option<bool>,
}

#[derive(Clone, Copy, Deserialize)]
enum RawVersion {
    #[serde(rename = "1.0")]
    Http10,
    #[serde(rename = "1.1")]
    Http11,
}

#[derive(Clone, Copy, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
enum RawFraming {
    Length,
    Chunked,
    Close,
    Status,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawInterim {
    status: u16,
    #[serde(default)]
    headers: Vec<RawHeader>,
}

/// A header field, or the same one many times.
#[derive(Deserialize)]
#[serde(untagged)]
enum RawHeader {
    Once(String, Text),
    Times(RawRepeated),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRepeated {
    name: String,
    value: Text,
    times: usize,
}

/// Reads the response of a case; that of a plain success if the case names none.
pub(super) fn read_answer(raw: Option<RawAnswer>, default_body: &str) -> Result<Answer, String> {
    let Some(raw) = raw else { return Ok(Answer::json(200, default_body)) };
    let body = match raw.body {
        Some(text) => text.bytes().map_err(|what| format!("`body`: {what}"))?,
        None => Vec::new(),
    };
    let mut answer = Answer::json(raw.status.unwrap_or(200), body);
    if let Some(RawVersion::Http10) = raw.version {
        answer.minor_version = 0;
    }
    for interim in raw.interim.unwrap_or_default() {
        if !(100..200).contains(&interim.status) {
            return Err("the status in `interim` must be 100 to 199".to_owned());
        }
        answer.interim.push((interim.status, read_headers(interim.headers)?));
    }
    if let Some(headers) = raw.headers {
        answer.headers = read_headers(headers)?;
    }
    let of_chunks = raw.chunks.is_some()
        || raw.chunk_extension.is_some()
        || raw.capital_sizes.is_some()
        || raw.zeros_before_sizes.is_some()
        || raw.trailers.is_some();
    let zeros = raw.zeros_before_sizes.unwrap_or(0);
    if zeros > MAX_ZEROS {
        return Err(format!("`zeros_before_sizes`: {MAX_ZEROS} at most"));
    }
    answer.framing = match raw.framing.unwrap_or(RawFraming::Length) {
        RawFraming::Chunked if answer.minor_version == 0 => {
            return Err("HTTP/1.0 has no chunks".to_owned());
        }
        RawFraming::Chunked => Framing::Chunked(Chunks {
            sizes: raw.chunks.unwrap_or_default(),
            extension: raw.chunk_extension.unwrap_or_default(),
            capital: raw.capital_sizes.unwrap_or(false),
            zeros,
            trailers: read_headers(raw.trailers.unwrap_or_default())?,
        }),
        _ if of_chunks => {
            let message = "`chunks`, `chunk_extension` and `trailers` go with framing = \"chunked\", as does the spelling of sizes";
            return Err(message.to_owned());
        }
        RawFraming::Length => Framing::ContentLength,
        RawFraming::Close => Framing::UntilClose,
        RawFraming::Status if matches!(answer.status, 204 | 304) && answer.body.is_empty() => {
            Framing::ByStatus
        }
        RawFraming::Status => {
            let message = "framing = \"status\" goes with the status 204 or 304 and without a body";
            return Err(message.to_owned());
        }
    };
    // A length may stand beside chunks, which then count, and beside a status that has no body.
    let counted = !matches!(answer.framing, Framing::UntilClose);
    let chunked = matches!(answer.framing, Framing::Chunked(_) | Framing::ByStatus);
    for (name, framed) in [("Content-Length", counted), ("Transfer-Encoding", chunked)] {
        if answer.headers.has(name) && !framed {
            return Err(format!("`{name}` in the headers does not go with the framing"));
        }
    }
    answer.delivery = Delivery {
        cut: match (raw.head_cut, raw.cut) {
            (Some(_), Some(_)) => return Err("`head_cut` and `cut` exclude each other".to_owned()),
            (Some(bytes), None) => Some(Cut::Head(bytes)),
            (None, cut) => cut.map(Cut::Body),
        },
        delay: Duration::from_millis(raw.delay_ms.unwrap_or(0)),
        pause: match (&raw.writes, raw.pause_ms) {
            (None, Some(_)) => return Err("`pause_ms` goes with `writes`".to_owned()),
            (None, None) => Duration::ZERO,
            (Some(_), pause) => Duration::from_millis(pause.unwrap_or(PAUSE_MS)),
        },
        writes: raw.writes.unwrap_or_default(),
        early: raw.early.unwrap_or(false),
        ending: match (raw.close.unwrap_or(false), raw.reset.unwrap_or(false)) {
            (true, true) => return Err("`close` and `reset` exclude each other".to_owned()),
            (true, false) => Ending::Closed,
            (false, true) => Ending::Reset,
            (false, false) => Ending::Open,
        },
    };
    if answer.delivery.early && answer.delivery.ending == Ending::Reset {
        return Err("`early` and `reset` exclude each other".to_owned());
    }
    let time = answer.response().time;
    if time > MAX_TIME {
        let (time, most) = (time.as_millis(), MAX_TIME.as_millis());
        return Err(format!("its sending takes {time} ms, and {most} ms is the most"));
    }
    Ok(answer)
}

fn read_headers(raw: Vec<RawHeader>) -> Result<Headers, String> {
    let mut headers = Headers::new();
    for header in raw {
        let (name, value, times) = match header {
            RawHeader::Once(name, value) => (name, value, 1),
            RawHeader::Times(RawRepeated { name, value, times }) => (name, value, times),
        };
        let value = value.bytes().map_err(|what| format!("`{name}`: {what}"))?;
        if !is_token(&name) {
            return Err(format!("`{name}` is no name of a header field"));
        }
        // A line end goes with the white space behind it: that is a folded value.
        let unfolded = String::from_utf8_lossy(&value).replace("\r\n ", "").replace("\r\n\t", "");
        if unfolded.contains(['\r', '\n']) {
            return Err(format!("`{name}`: its value must not end its line"));
        }
        if times > MAX_TIMES {
            return Err(format!("`{name}`: {MAX_TIMES} times at most"));
        }
        for _ in 0..times {
            headers.push(name.clone(), value.clone());
        }
    }
    Ok(headers)
}
