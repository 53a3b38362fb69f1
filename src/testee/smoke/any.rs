//! The calls that check a driver by a contract of the user's own.
//!
//! They are those of the embedded operation that any operation can have. A text is tried if the operation has one in the
//! body of its request or of its answer.

use crate::contract::Contract;
use crate::exchange::Outcome;
use crate::http::Answer;
use crate::json::Json;

use super::attempt::Attempt;
use super::extremes::EXTREMES;
use super::fault::DriverFault;
use super::plain::{Plain, TextMember};
use super::probe::Probe;
use super::probes::PROBES;
use super::record::{LINES, ProbeRecord};

/// The probes whose input is the plain one, whatever the answer, and whose check looks at no member.
const SAME: [&str; 9] = [
    "endpoint",
    "error",
    "unmodeled-error",
    "nobody-listens",
    "infinite-error",
    "surrogate-error",
    "empty-answer",
    "empty-error",
    "huge-error",
];

/// Returns the calls, in the order of the embedded ones. There are none if no plain input or output of the operation is
/// known.
pub(super) fn attempts(contract: &Contract) -> Vec<Attempt> {
    let Some(plain) = Plain::of(contract) else { return Vec::new() };
    PROBES.iter().chain(EXTREMES).filter_map(|probe| attempt(probe, &plain)).collect()
}

fn attempt(probe: &Probe, plain: &Plain) -> Option<Attempt> {
    let same = Attempt { input: plain.input.clone(), ..Attempt::of(probe) };
    let of_texts = |text: String| {
        let Plain { texts: (sent, told), .. } = plain;
        let (sent, told) = (sent.clone(), told.clone());
        (sent.is_some() || told.is_some()).then(|| Attempt {
            input: plain.input_with(&text),
            answer: answer_with(plain, &text),
            judge: Box::new(move |seen| keeps(seen, &text, sent.as_ref(), told.as_ref())),
            ..Attempt::of(probe)
        })
    };
    match probe.name {
        "success" => {
            let output = plain.output.clone();
            let answer = plain.answer.clone();
            Some(Attempt { answer, judge: Box::new(move |seen| seen.shows(&output)), ..same })
        }
        "no-object" => Some(Attempt { answer: plain.answer.clone(), ..Attempt::of(probe) }),
        "refused-input" => {
            let (name, _) = plain.input.members().first()?;
            let wrong = Json::object([(name.as_str(), Json::object([("a", Json::Null)]))]);
            Some(Attempt { input: wrong, answer: plain.answer.clone(), ..same })
        }
        "unicode" | "long-lines" | "huge-values" => of_texts(text_of(probe)?),
        name if SAME.contains(&name) => {
            let answers_plainly = matches!(name, "endpoint" | "nobody-listens");
            let answer = if answers_plainly { plain.answer.clone() } else { (probe.answer)() };
            Some(Attempt { answer, ..same })
        }
        _ => None,
    }
}

/// Returns the text that a probe of the embedded operation sends.
fn text_of(probe: &Probe) -> Option<String> {
    (probe.input)().get("Username").and_then(Json::as_str).map(str::to_owned)
}

/// Returns the plain answer with this text.
fn answer_with(plain: &Plain, text: &str) -> Answer {
    let Some((_, wire)) = &plain.texts.1 else { return plain.answer.clone() };
    let body = Json::parse(&plain.answer.body).unwrap_or(Json::Null);
    let members = body.members().iter().map(|(name, value)| match name == wire {
        true => (name.clone(), Json::from(text)),
        false => (name.clone(), value.clone()),
    });
    Answer { body: Json::object(members).to_string().into_bytes(), ..plain.answer.clone() }
}

/// Checks a text in the body of the request and in the output.
fn keeps(
    seen: &ProbeRecord<'_>,
    expected: &str,
    sent: Option<&TextMember>,
    told: Option<&TextMember>,
) -> Result<(), DriverFault> {
    seen.is_sent_once()?;
    if let Some((_, wire)) = sent {
        let body = seen.requests.first().and_then(|request| Json::parse(&request.body).ok());
        let found = body.and_then(|body| body.get(wire).cloned());
        let remedy = "read standard input as UTF-8, and split lines only at line feeds";
        same_text("request", wire, found.as_ref(), expected, remedy)?;
    }
    if let (Some((name, _)), Outcome::Response { output, .. }) = (told, seen.outcome) {
        let remedy = "write standard output as UTF-8, and JSON with a library";
        same_text("output", name, output.get(name), expected, remedy)?;
    }
    Ok(())
}

fn same_text(
    place: &str,
    name: &str,
    found: Option<&Json>,
    expected: &str,
    remedy: &'static str,
) -> Result<(), DriverFault> {
    if found.and_then(Json::as_str) == Some(expected) {
        return Ok(());
    }
    let found = found.map_or("nothing".to_owned(), Json::to_string);
    let wrong = format!("the {place} has {} for the {name}", super::fault::cut(&found));
    Err(DriverFault { wrong, remedy, section: LINES })
}
