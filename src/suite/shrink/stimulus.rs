//! Simpler stimuli: one thing out of the ordinary less.

use std::time::Duration;

use crate::http::{Answer, Chunks, Cut, Delivery, Ending, Framing, Headers};
use crate::suite::Stimulus;

use super::units;

/// How many edits of one row of header fields, or of one value, are thought of.
const EDITS: usize = 64;

/// Stimuli that are simpler in one respect other than their texts, the simplest first.
pub fn simpler(stimulus: &Stimulus) -> Vec<Stimulus> {
    let mut found = Vec::new();
    let mut with = |edit: &dyn Fn(&mut Stimulus)| {
        let mut other = stimulus.clone();
        edit(&mut other);
        if other.call.answer != stimulus.call.answer
            || other.call.endpoint_path != stimulus.call.endpoint_path
            || other.repeat != stimulus.repeat
            || other.between.len() != stimulus.between.len()
        {
            found.push(other);
        }
    };
    let answer = &stimulus.call.answer;
    let mut plain = Answer::json(200, "");
    // What was taken away already must not come back.
    if answer.headers.is_empty() {
        plain.headers = Headers::new();
    }
    with(&|other| (other.repeat, other.between) = (1, Vec::new()));
    with(&|other| other.repeat = other.repeat.min(2));
    with(&|other| other.call.endpoint_path.clear());
    with(&|other| other.call.endpoint_path.truncate(1));
    for left_out in units::stretches(stimulus.between.len(), EDITS) {
        with(&|other| drop(other.between.drain(left_out.clone())));
    }
    with(&|other| other.call.answer = Answer { body: answer.body.clone(), ..plain.clone() });
    with(&|other| other.call.answer.delivery = Delivery::default());
    with(&|other| other.call.answer.framing = Framing::ContentLength);
    with(&|other| other.call.answer.headers = Headers::new());
    if answer.headers.len() > 1 {
        with(&|other| other.call.answer.headers = plain.headers.clone());
    }
    with(&|other| other.call.answer.interim.clear());
    with(&|other| other.call.answer.minor_version = 1);
    with(&|other| {
        other.call.answer.status = if answer.response().is_success() { 200 } else { 400 }
    });
    with(&|other| other.call.answer.interim.truncate(1));
    with(&|other| {
        other.call.answer.interim.iter_mut().for_each(|(_, fields)| *fields = Headers::new())
    });
    for left_out in units::stretches(answer.headers.len(), EDITS) {
        with(&|other| {
            let kept = answer.headers.iter().enumerate();
            let kept = kept.filter(|(place, _)| !left_out.contains(place));
            other.call.answer.headers =
                kept.map(|(_, field)| (field.name.clone(), field.value.clone())).collect();
        });
    }
    if let Framing::Chunked(chunks) = &answer.framing {
        for simpler in simpler_chunks(chunks, answer.body.len()) {
            with(&|other| other.call.answer.framing = Framing::Chunked(simpler.clone()));
        }
    }
    for simpler in simpler_deliveries(&answer.delivery) {
        with(&|other| other.call.answer.delivery = simpler.clone());
    }
    found
}

/// Returns the same, with less in the values of its header fields.
pub fn shorter_headers(stimulus: &Stimulus) -> Vec<Stimulus> {
    let fields: Vec<_> = stimulus.call.answer.headers.iter().cloned().collect();
    let mut found = Vec::new();
    for (place, field) in fields.iter().enumerate() {
        for left_out in units::stretches(field.value.len(), EDITS) {
            let mut value = field.value.clone();
            value.drain(left_out);
            let headers = fields.iter().enumerate().map(|(other, field)| {
                let value = if other == place { &value } else { &field.value };
                (field.name.clone(), value.clone())
            });
            let mut other = stimulus.clone();
            other.call.answer.headers = headers.collect();
            found.push(other);
        }
    }
    found
}

fn simpler_chunks(chunks: &Chunks, length: usize) -> Vec<Chunks> {
    let mut found = vec![
        Chunks::default(),
        Chunks { extension: String::new(), ..chunks.clone() },
        Chunks { capital: false, ..chunks.clone() },
        Chunks { zeros: 0, ..chunks.clone() },
        Chunks { zeros: chunks.zeros.min(1), ..chunks.clone() },
        Chunks { trailers: Headers::new(), ..chunks.clone() },
        Chunks { sizes: Vec::new(), ..chunks.clone() },
    ];
    for left_out in units::stretches(chunks.sizes.len(), EDITS) {
        let mut sizes = chunks.sizes.clone();
        sizes.drain(left_out);
        found.push(Chunks { sizes, ..chunks.clone() });
    }
    // Two chunks are simpler than many.
    if let [first, ..] = chunks.sizes[..] {
        found.push(Chunks { sizes: vec![first, length.max(1)], ..chunks.clone() });
    }
    found
}

fn simpler_deliveries(delivery: &Delivery) -> Vec<Delivery> {
    let same = || delivery.clone();
    let mut found = vec![
        Delivery { cut: None, ..same() },
        Delivery { delay: Duration::ZERO, ..same() },
        Delivery { writes: Vec::new(), pause: Duration::ZERO, ..same() },
        Delivery { early: false, ..same() },
        Delivery { ending: Ending::Open, ..same() },
        Delivery { delay: delivery.delay / 2, ..same() },
        Delivery { pause: delivery.pause / 2, ..same() },
    ];
    if delivery.ending == Ending::Reset {
        found.push(Delivery { ending: Ending::Closed, ..same() });
    }
    if let Some(cut) = delivery.cut {
        let (bytes, of): (usize, fn(usize) -> Cut) = match cut {
            Cut::Head(bytes) => (bytes, Cut::Head),
            Cut::Body(bytes) => (bytes, Cut::Body),
        };
        let fewer = [0, bytes / 2, bytes - bytes / 4, bytes.saturating_sub(1)];
        found.extend(fewer.map(|bytes| Delivery { cut: Some(of(bytes)), ..same() }));
    }
    found
}
