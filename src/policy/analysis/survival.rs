//! What the policies on the delivery of responses require.

use crate::exchange::Outcome;
use crate::http::Response;
use crate::policy::judgement::{Finding, Judgement};

use super::answer::outcome_path;
use super::client::ClientAnalysis;
use super::delivery::{Hardship, garbling};
use super::error_answer::is_plain_object;

/// Judges whether the client coped with this hardship, if nothing else about the response can be the reason
/// for a failure. Other policies judge what it then shows.
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
    // A client that fails on bytes after a response, or on the spelling of a chunk's size, does so at any speed.
    let other = |r: &Response| r.surplus || wanted != Hardship::Chunked && r.odd_chunks;
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

/// Judges what the client shows of a response with this hardship, and that it shows one.
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
