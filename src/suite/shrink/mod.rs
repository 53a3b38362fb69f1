//! Smaller stimuli: what to try in place of one that fails.
//!
//! What is made smaller is the stimulus itself, its bytes and the way they go onto the wire, and not the
//! choices of whatever made it: a fixed case, a generator and a recording shrink alike.

mod stimulus;
mod text;
mod units;

pub use stimulus::{shorter_headers, simpler};
pub use text::texts;

use crate::json::Json;

use super::case::Stimulus;

/// Stimuli that are smaller or simpler than this one in one respect: first the plainer ways onto the wire, then
/// smaller bodies, then smaller inputs, then shorter header fields.
pub fn stimuli(stimulus: &Stimulus) -> Vec<Stimulus> {
    let mut found = simpler(stimulus);
    for body in texts(&stimulus.call.answer.body) {
        let mut other = stimulus.clone();
        other.call.answer.body = body;
        found.push(other);
    }
    for text in texts(stimulus.call.input.to_string().as_bytes()) {
        if let Ok(input) = Json::parse(text) {
            let mut other = stimulus.clone();
            other.call.input = input;
            found.push(other);
        }
    }
    found.extend(shorter_headers(stimulus));
    found
}
