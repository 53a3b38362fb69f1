//! The JSON form of stimuli, to the byte: what a replay file holds.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;

use crate::exchange::{Field, FormError};
use crate::http::{Answer, Chunks, Cut, Delivery, Ending, Framing, Headers, pieces};
use crate::json::{Json, Path};
use crate::policy;

use super::case::{ClientCall, Stimulus};
use super::load::{MAX_REPEAT, MAX_TIME};

impl Stimulus {
    /// The stimulus as JSON.
    pub fn to_json(&self) -> Json {
        Json::object([
            ("id", Json::from(self.id.as_str())),
            ("aims", self.aims.iter().map(|aim| aim.id).collect()),
            ("input", self.call.input.clone()),
            ("answer", answer_to_json(&self.call.answer)),
            ("repeat", Json::from(self.repeat)),
            ("between", Json::Array(self.between.iter().map(Self::to_json).collect())),
        ])
    }

    /// Reads what [`to_json`](Self::to_json) wrote; `at` is where it stands, for messages.
    ///
    /// # Errors
    ///
    /// Where a field is missing or wrong, a policy is not known, or the answer takes too long to send.
    pub fn from_json(json: &Json, at: &Path) -> Result<Self, FormError> {
        Self::read(json, at, true)
    }

    fn read(json: &Json, at: &Path, outermost: bool) -> Result<Self, FormError> {
        let stimulus = Field { json, path: at.clone() };
        let mut aims = Vec::new();
        for aim in stimulus.get("aims")?.items()? {
            let found = policy::find(aim.text()?);
            aims.push(found.ok_or_else(|| aim.wrong("an id of `wireproof policies` expected"))?);
        }
        let repeat = stimulus.get("repeat")?;
        let times = usize::try_from(repeat.number()?).unwrap_or(usize::MAX);
        if !(1..=MAX_REPEAT).contains(&times) {
            return Err(repeat.wrong(format!("from 1 to {MAX_REPEAT} expected")));
        }
        let between = stimulus.get("between")?;
        let mut others = Vec::new();
        for other in between.items()? {
            // The calls between are calls, and have none between them.
            if !outermost {
                return Err(between.wrong("nothing stands between the calls here"));
            }
            others.push(Self::read(other.json, &other.path, false)?);
        }
        Ok(Self {
            id: stimulus.get("id")?.text()?.to_owned(),
            aims,
            call: ClientCall {
                input: stimulus.get("input")?.json.clone(),
                answer: read_answer(&stimulus.get("answer")?)?,
            },
            repeat: times,
            between: others,
        })
    }
}

/// The most bytes that an answer in chunks takes on the wire: 128 MiB.
const MAX_CODED: usize = 128 * 1024 * 1024;

/// The most pieces that an answer is written in.
const MAX_PIECES: usize = 1_000_000;

fn answer_to_json(answer: &Answer) -> Json {
    let interim = answer.interim.iter().map(|(status, headers)| {
        Json::object([("status", Json::from(*status)), ("headers", headers_to_json(headers))])
    });
    let framing = match &answer.framing {
        Framing::ContentLength => Json::from("length"),
        Framing::UntilClose => Json::from("close"),
        Framing::Chunked(chunks) => Json::object([
            ("chunks", chunks.sizes.iter().copied().collect()),
            ("extension", Json::from(chunks.extension.as_str())),
            ("trailers", headers_to_json(&chunks.trailers)),
        ]),
    };
    let delivery = &answer.delivery;
    let cut = match delivery.cut {
        None => Json::Null,
        Some(Cut::Head(bytes)) => Json::object([("head", Json::from(bytes))]),
        Some(Cut::Body(bytes)) => Json::object([("body", Json::from(bytes))]),
    };
    Json::object([
        ("status", Json::from(answer.status)),
        ("minor_version", Json::from(u16::from(answer.minor_version))),
        ("interim", Json::Array(interim.collect())),
        ("headers", headers_to_json(&answer.headers)),
        ("body", bytes_to_json(&answer.body)),
        ("framing", framing),
        ("cut", cut),
        ("delay_us", micros(delivery.delay)),
        ("writes", delivery.writes.iter().copied().collect()),
        ("pause_us", micros(delivery.pause)),
        ("early", Json::from(delivery.early)),
        ("connection", Json::from(delivery.ending.name())),
    ])
}

fn micros(time: Duration) -> Json {
    Json::from(u64::try_from(time.as_micros()).unwrap_or(u64::MAX))
}

fn headers_to_json(headers: &Headers) -> Json {
    let field = |header: &crate::http::Header| {
        Json::Array(vec![Json::from(header.name.as_str()), bytes_to_json(&header.value)])
    };
    Json::Array(headers.iter().map(field).collect())
}

/// Bytes as the text that they are, else in base64.
fn bytes_to_json(bytes: &[u8]) -> Json {
    match std::str::from_utf8(bytes) {
        Ok(text) => Json::from(text),
        Err(_) => Json::object([("base64", Json::from(BASE64.encode(bytes)))]),
    }
}

fn read_answer(answer: &Field<'_>) -> Result<Answer, FormError> {
    let mut interim = Vec::new();
    for item in answer.get("interim")?.items()? {
        let status = item.get("status")?.small()?;
        if !(100..200).contains(&status) {
            return Err(item.wrong("a status from 100 to 199 expected"));
        }
        interim.push((status, item.get("headers")?.headers()?));
    }
    let framing = answer.get("framing")?;
    let coding = match framing.json.as_str() {
        Some("length") => Framing::ContentLength,
        Some("close") => Framing::UntilClose,
        Some(_) => return Err(framing.wrong("length, close or an object with chunks expected")),
        None => Framing::Chunked(Chunks {
            sizes: framing.get("chunks")?.sizes()?,
            extension: framing.get("extension")?.text()?.to_owned(),
            trailers: framing.get("trailers")?.headers()?,
        }),
    };
    let cut = answer.get("cut")?;
    let cut = match (cut.json.get("head"), cut.json.get("body")) {
        _ if cut.json.is_null() => None,
        (Some(_), None) => Some(Cut::Head(cut.get("head")?.size()?)),
        (None, Some(_)) => Some(Cut::Body(cut.get("body")?.size()?)),
        _ => return Err(cut.wrong("null, or an object with head or body expected")),
    };
    let connection = answer.get("connection")?;
    let named = |ending: &Ending| connection.json.as_str() == Some(ending.name());
    let ending = [Ending::Open, Ending::Closed, Ending::Reset].into_iter().find(named);
    let minor_version = answer.get("minor_version")?;
    let read = Answer {
        status: answer.get("status")?.small()?,
        minor_version: match minor_version.number()? {
            version @ (0 | 1) => version as u8,
            _ => return Err(minor_version.wrong("0 or 1 expected")),
        },
        interim,
        headers: answer.get("headers")?.headers()?,
        body: answer.get("body")?.bytes()?,
        framing: coding,
        delivery: Delivery {
            cut,
            delay: answer.get("delay_us")?.time()?,
            writes: answer.get("writes")?.sizes()?,
            pause: answer.get("pause_us")?.time()?,
            early: match answer.get("early")?.json {
                Json::Bool(early) => *early,
                _ => return Err(answer.get("early")?.wrong("a boolean expected")),
            },
            ending: ending.ok_or_else(|| connection.wrong("open, closed or reset expected"))?,
        },
    };
    if let Framing::Chunked(chunks) = &read.framing {
        // An extension stands behind each size.
        let length = chunks.coded_length(read.body.len());
        if length > MAX_CODED {
            let message =
                format!("its chunks come to {length} bytes, and {MAX_CODED} are sent at most");
            return Err(framing.wrong(message));
        }
    }
    let pieces = pieces(read.body.len(), &read.delivery.writes);
    if pieces > MAX_PIECES {
        let message = format!("it comes in {pieces} pieces, and {MAX_PIECES} are sent at most");
        return Err(answer.get("writes")?.wrong(message));
    }
    if read.response().time > MAX_TIME {
        let most = MAX_TIME.as_millis();
        return Err(answer.wrong(format!("its sending takes longer than {most} ms")));
    }
    Ok(read)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::suite::Suite;

    #[test]
    fn every_case_reads_back_as_it_was() {
        for case in Suite::embedded().cases() {
            let stimulus = &case.stimulus;
            let text = stimulus.to_json().to_string();
            let json = Json::parse(&text).expect("it is JSON");
            let read = Stimulus::from_json(&json, &Path::root("call"));
            let read = read.unwrap_or_else(|error| panic!("{}: {error}", case.id()));
            assert_eq!(read.call.answer, stimulus.call.answer, "{}", case.id());
            assert_eq!(read.call.answer.steps(), stimulus.call.answer.steps(), "{}", case.id());
            assert_eq!(read.call.input, stimulus.call.input, "{}", case.id());
            assert_eq!(read.to_json(), stimulus.to_json(), "{}", case.id());
        }
    }

    #[test]
    fn what_is_wrong_is_told_with_its_place() {
        let case = Suite::embedded();
        let good = case.cases()[0].stimulus.to_json().to_string();
        let refused = |from: &str, to: &str| {
            assert!(good.contains(from), "{from} in {good}");
            let json = Json::parse(good.replacen(from, to, 1)).expect("it is JSON");
            let error = Stimulus::from_json(&json, &Path::root("call"));
            error.expect_err(to).to_string()
        };
        for (from, to, message) in [
            (r#""repeat":1"#, r#""repeat":21"#, "`call.repeat`: from 1 to 20 expected"),
            (r#""repeat":1"#, r#""times":1"#, "`call.repeat`: missing"),
            (r#""delay_us":0"#, r#""delay_us":1800001"#, "`call.answer`: its sending takes longer"),
            (r#""cut":null"#, r#""cut":7"#, "`call.answer.cut`: null, or an object"),
            (r#""connection":"open""#, r#""connection":"ajar""#, "`call.answer.connection`: open,"),
            (r#""minor_version":1"#, r#""minor_version":2"#, "`call.answer.minor_version`: 0 or 1"),
            (r#""early":false"#, r#""early":0"#, "`call.answer.early`: a boolean expected"),
            (r#""framing":"length""#, r#""framing":"x""#, "`call.answer.framing`: length, close"),
            (r#""status":200"#, r#""status":"200""#, "`call.answer.status`: a whole number"),
        ] {
            let error = refused(from, to);
            assert!(error.starts_with(message), "{error}");
        }
    }

    #[test]
    fn what_grows_without_bound_on_the_wire_is_refused() {
        let suite = Suite::embedded();
        let mut stimulus = suite.cases()[0].stimulus.clone();
        stimulus.call.answer.body = b"x".repeat(1_000);
        let refused = |stimulus: &Stimulus| {
            let read = Stimulus::from_json(&stimulus.to_json(), &Path::root("call"));
            read.map(drop).expect_err("it is too much").to_string()
        };
        let chunks =
            Chunks { sizes: vec![1], extension: ";a".repeat(500_000), ..Chunks::default() };
        stimulus.call.answer.framing = Framing::Chunked(chunks);
        let error = refused(&stimulus);
        assert!(error.starts_with("`call.answer.framing`: its chunks come to 1001"), "{error}");
        stimulus.call.answer.framing = Framing::ContentLength;
        stimulus.call.answer.body = b"x".repeat(MAX_PIECES + 1);
        stimulus.call.answer.delivery.writes = vec![1];
        let error = refused(&stimulus);
        assert!(error.starts_with("`call.answer.writes`: it comes in 1000001 pieces"), "{error}");
    }
}
