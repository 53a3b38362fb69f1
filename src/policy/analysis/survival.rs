//! What the policies on the delivery of answers demand.

use crate::exchange::Outcome;
use crate::http::Response;
use crate::policy::judgement::{Finding, Judgement};

use super::answer::outcome_path;
use super::client::ClientAnalysis;
use super::delivery::{Hardship, garbling, has_chunk_extension};
use super::error_answer::is_plain_object;

/// Judges whether the testee got over this hardship, if nothing else about the answer is there to stumble
/// over. What it then shows is for other policies.
pub(in crate::policy) fn survival(
    analysis: &ClientAnalysis<'_, '_>,
    wanted: Hardship,
    message: &str,
) -> Judgement {
    if analysis.hardship() != Some(wanted) {
        return Judgement::NotExercised;
    }
    let expected = match (analysis.success(), analysis.readable_error()) {
        (Some(success), _) if success.is_plain() => "response",
        (_, Some((error, _))) if is_plain_object(error) => "service_error",
        _ => return Judgement::NotExercised,
    };
    // A client that stumbles over bytes behind an answer, or over the extension of a chunk, does so at any pace.
    let other = |r: &Response| r.surplus || wanted == Hardship::Slow && has_chunk_extension(r);
    match analysis.outcome() {
        Outcome::ClientError { .. } if analysis.response().is_some_and(other) => {
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

/// Judges what the testee shows of an answer that came with this hardship, and that it shows one.
pub(in crate::policy) fn delivered(
    analysis: &ClientAnalysis<'_, '_>,
    policy: &str,
    wanted: Hardship,
    given_up: &str,
    garbled: &str,
) -> Judgement {
    let is_garbled = analysis.response().and_then(garbling) == Some(wanted);
    match analysis.success().filter(|_| is_garbled && analysis.output().is_some()) {
        Some(success) => success.judge_departures(policy, garbled),
        None => survival(analysis, wanted, given_up),
    }
}
