//! The JSON form of stimuli, to the byte: what a replay file holds.

use std::time::Duration;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::exchange::fields::{Bytes, Named, any, named};
use crate::exchange::{FormError, from_json, to_json};
use crate::http::{Answer, Chunks, Cut, Delivery, Ending, Framing, Headers, pieces};
use crate::json::{Json, Path};
use crate::policy::{self, Policy};

use super::answer::MAX_TIME;
use super::case::{ClientCall, Stimulus};
use super::load::MAX_REPEAT;

/// The most bytes that a response in chunks takes on the wire: 128 MiB.
const MAX_CODED: usize = 128 * 1024 * 1024;

/// The most pieces that a response is written in.
const MAX_PIECES: usize = 1_000_000;

/// A stimulus.
#[derive(Serialize, Deserialize)]
struct StimulusForm {
    id: String,
    aims: Vec<PolicyId>,
    #[serde(with = "any")]
    input: Json,
    answer: AnswerForm,
    #[serde(deserialize_with = "read_repeat")]
    repeat: usize,
    /// An array of stimuli. It is taken apart by hand, so that no file makes the reader nest deeper than two levels.
    #[serde(with = "any")]
    between: Json,
}

/// A policy by its id.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PolicyId(pub(crate) &'static Policy);

impl Serialize for PolicyId {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.0.id)
    }
}

impl<'j> Deserialize<'j> for PolicyId {
    fn deserialize<D: Deserializer<'j>>(from: D) -> Result<Self, D::Error> {
        let id = String::deserialize(from)?;
        let unknown = || de::Error::custom(format!("there is no policy `{id}`"));
        policy::find(&id).map(Self).ok_or_else(unknown)
    }
}

/// A response as it is sent.
#[derive(Serialize, Deserialize)]
struct AnswerForm {
    status: u16,
    #[serde(deserialize_with = "read_minor_version")]
    minor_version: u8,
    interim: Vec<InterimForm>,
    headers: HeadersForm,
    body: Bytes,
    framing: FramingForm,
    cut: Option<CutForm>,
    delay_us: u64,
    writes: Vec<usize>,
    pause_us: u64,
    early: bool,
    #[serde(with = "named")]
    connection: Ending,
}

#[derive(Serialize, Deserialize)]
struct InterimForm {
    #[serde(deserialize_with = "read_interim_status")]
    status: u16,
    headers: HeadersForm,
}

/// Header fields: a name and a value each.
type HeadersForm = Vec<(String, Bytes)>;

/// The framing by its name, or what there is to say of chunks.
#[derive(Serialize)]
#[serde(untagged)]
enum FramingForm {
    Named(&'static str),
    Chunked(ChunksForm),
}

#[derive(Serialize, Deserialize)]
struct ChunksForm {
    chunks: Vec<usize>,
    extension: String,
    trailers: HeadersForm,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum CutForm {
    Head(usize),
    Body(usize),
}

impl<'j> Deserialize<'j> for FramingForm {
    fn deserialize<D: Deserializer<'j>>(from: D) -> Result<Self, D::Error> {
        struct Either;

        impl<'j> de::Visitor<'j> for Either {
            type Value = FramingForm;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("length, close or an object with chunks")
            }

            fn visit_str<E: de::Error>(self, name: &str) -> Result<FramingForm, E> {
                let known = [LENGTH, CLOSE].into_iter().find(|known| *known == name);
                known
                    .map(FramingForm::Named)
                    .ok_or_else(|| E::custom("length, close or an object with chunks expected"))
            }

            fn visit_map<A: de::MapAccess<'j>>(self, members: A) -> Result<FramingForm, A::Error> {
                let members = de::value::MapAccessDeserializer::new(members);
                ChunksForm::deserialize(members).map(FramingForm::Chunked)
            }
        }

        from.deserialize_any(Either)
    }
}

/// The names of the framings that have nothing more to say.
const LENGTH: &str = "length";
const CLOSE: &str = "close";

impl Named for Ending {
    const EACH: &'static [Self] = &[Self::Open, Self::Closed, Self::Reset];

    fn form_name(self) -> &'static str {
        self.name()
    }
}

fn read_repeat<'j, D: Deserializer<'j>>(from: D) -> Result<usize, D::Error> {
    match usize::deserialize(from)? {
        times @ 1..=MAX_REPEAT => Ok(times),
        _ => Err(de::Error::custom(format!("from 1 to {MAX_REPEAT} expected"))),
    }
}

fn read_minor_version<'j, D: Deserializer<'j>>(from: D) -> Result<u8, D::Error> {
    match u64::deserialize(from)? {
        0 => Ok(0),
        1 => Ok(1),
        _ => Err(de::Error::custom("0 or 1 expected")),
    }
}

fn read_interim_status<'j, D: Deserializer<'j>>(from: D) -> Result<u16, D::Error> {
    match u16::deserialize(from)? {
        status @ 100..=199 => Ok(status),
        _ => Err(de::Error::custom("a status from 100 to 199 expected")),
    }
}

impl Stimulus {
    /// Returns the stimulus as JSON.
    pub fn to_json(&self) -> Json {
        to_json(StimulusForm {
            id: self.id.clone(),
            aims: self.aims.iter().copied().map(PolicyId).collect(),
            input: self.call.input.clone(),
            answer: AnswerForm::of(&self.call.answer),
            repeat: self.repeat,
            between: Json::Array(self.between.iter().map(Self::to_json).collect()),
        })
    }

    /// Reads what [`to_json`](Self::to_json) wrote; `at` is the place of the value, for messages.
    ///
    /// # Errors
    ///
    /// If a field is missing or wrong, a policy is not known, or the response takes too long to send.
    pub fn from_json(json: &Json, at: &Path) -> Result<Self, FormError> {
        Self::read(json, at, true)
    }

    fn read(json: &Json, at: &Path, outermost: bool) -> Result<Self, FormError> {
        let form: StimulusForm = from_json(json, at)?;
        let place = at.member("between");
        let items = match form.between {
            Json::Array(items) => items,
            other => {
                let message = format!("an array expected, not {}", other.kind());
                return Err(FormError::new(place, message));
            }
        };
        // The calls between are calls, and have none between them.
        if !outermost && !items.is_empty() {
            return Err(FormError::new(place, "nothing stands between the calls here"));
        }
        let others = items.iter().enumerate();
        let others = others.map(|(at, other)| Self::read(other, &place.index(at), false));
        Ok(Self {
            between: others.collect::<Result<_, _>>()?,
            id: form.id,
            aims: form.aims.iter().map(|aim| aim.0).collect(),
            call: ClientCall {
                input: form.input,
                answer: form.answer.into_answer(&at.member("answer"))?,
            },
            repeat: form.repeat,
        })
    }
}

impl AnswerForm {
    fn of(answer: &Answer) -> Self {
        let interim = answer.interim.iter();
        let delivery = &answer.delivery;
        Self {
            status: answer.status,
            minor_version: answer.minor_version,
            interim: interim
                .map(|(status, fields)| InterimForm { status: *status, headers: headers(fields) })
                .collect(),
            headers: headers(&answer.headers),
            body: Bytes(answer.body.clone()),
            framing: match &answer.framing {
                Framing::ContentLength => FramingForm::Named(LENGTH),
                Framing::UntilClose => FramingForm::Named(CLOSE),
                Framing::Chunked(chunks) => FramingForm::Chunked(ChunksForm {
                    chunks: chunks.sizes.clone(),
                    extension: chunks.extension.clone(),
                    trailers: headers(&chunks.trailers),
                }),
            },
            cut: delivery.cut.map(|cut| match cut {
                Cut::Head(bytes) => CutForm::Head(bytes),
                Cut::Body(bytes) => CutForm::Body(bytes),
            }),
            delay_us: micros(delivery.delay),
            writes: delivery.writes.clone(),
            pause_us: micros(delivery.pause),
            early: delivery.early,
            connection: delivery.ending,
        }
    }

    /// Returns the response, if it can be sent in bounds.
    fn into_answer(self, at: &Path) -> Result<Answer, FormError> {
        let answer = Answer {
            status: self.status,
            minor_version: self.minor_version,
            interim: self
                .interim
                .into_iter()
                .map(|interim| (interim.status, read_headers(interim.headers)))
                .collect(),
            headers: read_headers(self.headers),
            body: self.body.0,
            framing: match self.framing {
                FramingForm::Named(CLOSE) => Framing::UntilClose,
                FramingForm::Named(_) => Framing::ContentLength,
                FramingForm::Chunked(form) => Framing::Chunked(Chunks {
                    sizes: form.chunks,
                    extension: form.extension,
                    trailers: read_headers(form.trailers),
                }),
            },
            delivery: Delivery {
                cut: self.cut.map(|cut| match cut {
                    CutForm::Head(bytes) => Cut::Head(bytes),
                    CutForm::Body(bytes) => Cut::Body(bytes),
                }),
                delay: Duration::from_micros(self.delay_us),
                writes: self.writes,
                pause: Duration::from_micros(self.pause_us),
                early: self.early,
                ending: self.connection,
            },
        };
        if let Framing::Chunked(chunks) = &answer.framing {
            // An extension stands behind each size.
            let length = chunks.coded_length(answer.body.len());
            if length > MAX_CODED {
                let message =
                    format!("its chunks come to {length} bytes, and {MAX_CODED} are sent at most");
                return Err(FormError::new(at.member("framing"), message));
            }
        }
        let pieces = pieces(answer.body.len(), &answer.delivery.writes);
        if pieces > MAX_PIECES {
            let message = format!("it comes in {pieces} pieces, and {MAX_PIECES} are sent at most");
            return Err(FormError::new(at.member("writes"), message));
        }
        if answer.response().time > MAX_TIME {
            let most = MAX_TIME.as_millis();
            let message = format!("its sending takes longer than {most} ms");
            return Err(FormError::new(at.clone(), message));
        }
        Ok(answer)
    }
}

fn micros(time: Duration) -> u64 {
    u64::try_from(time.as_micros()).unwrap_or(u64::MAX)
}

fn headers(headers: &Headers) -> HeadersForm {
    headers.iter().map(|field| (field.name.clone(), Bytes(field.value.clone()))).collect()
}

fn read_headers(form: HeadersForm) -> Headers {
    let mut headers = Headers::new();
    form.into_iter().for_each(|(name, value)| headers.push(name, value.0));
    headers
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
            (
                r#""cut":null"#,
                r#""cut":7"#,
                "`call.answer.cut`: an object with one of head, body expected",
            ),
            (
                r#""connection":"open""#,
                r#""connection":"ajar""#,
                "`call.answer.connection`: `ajar` is none of open, closed, reset",
            ),
            (r#""minor_version":1"#, r#""minor_version":2"#, "`call.answer.minor_version`: 0 or 1"),
            (r#""early":false"#, r#""early":0"#, "`call.answer.early`: true or false expected"),
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
