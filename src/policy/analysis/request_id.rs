//! The request ids that a client shows, of each call of its session.

use crate::exchange::{Exchange, Outcome};
use crate::policy::counts::Shows;
use crate::policy::judgement::{Finding, Judgement};
use crate::protocol::{REQUEST_ID_HEADER, request_id};

use super::answer::outcome_path;
use super::client::ClientAnalysis;

/// The calls that a policy on request ids judges.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::policy) enum Answered {
    /// Those that the client shows as a success.
    Success,
    /// Those that it shows as an error of the service.
    Error,
}

/// What the response to a call says of its request id.
enum Told<'e> {
    /// It has this one.
    Id(&'e str),
    /// It has none, in a field of whatever name.
    None,
}

/// Requires that a client shows the request id of each response. If a response has none, the client does not show
/// that of an earlier one.
pub(in crate::policy) fn shown(analysis: &ClientAnalysis<'_, '_>, answered: Answered) -> Judgement {
    let calls = match analysis.session() {
        Some(session) => &session.calls[..],
        None => std::slice::from_ref(analysis.exchange()),
    };
    let mut judged = false;
    for (index, call) in calls.iter().enumerate() {
        let Some((told, shown)) = of_call(call, answered) else { continue };
        match told {
            Told::Id(id) if shown == Some(id) => judged = true,
            Told::Id(id) => {
                let finding =
                    Finding::new(path(), of("the request id of the response is not shown", index));
                let finding = finding.expected(id).actual(shown.unwrap_or("no request id"));
                return match shown {
                    Some(_) => finding.into(),
                    None => finding.counts_if(Shows::RequestId).into(),
                };
            }
            Told::None => {
                let earlier = calls[..index].iter().filter_map(|call| call.response.as_ref());
                let earlier: Vec<_> = earlier.filter_map(request_id).collect();
                judged |= !earlier.is_empty();
                if let Some(shown) = shown.filter(|shown| earlier.contains(shown)) {
                    let message = "the response has no request id, and an earlier one has this";
                    return Finding::new(path(), of(message, index))
                        .expected("no request id")
                        .actual(shown)
                        .into();
                }
            }
        }
    }
    if judged { Judgement::Pass } else { Judgement::NotExercised }
}

/// Adds which call a message is about, if it is not the first one, which reports show.
fn of(message: &str, index: usize) -> String {
    match index {
        0 => message.to_owned(),
        _ => format!("{message} (call {} of the session)", index + 1),
    }
}

fn path() -> crate::json::Path {
    outcome_path().member("request_id")
}

/// Returns what the response says and what the client shows, if the policy judges the call.
///
/// It is open which id counts if a response has several, or one in a field of another name. It is also open what a
/// client shows of a response that came after interim ones or did not come whole.
fn of_call(call: &Exchange, answered: Answered) -> Option<(Told<'_>, Option<&str>)> {
    let response = call.response.as_ref().filter(|response| response.complete)?;
    let outcome = call.outcome()?;
    let concerned = match (answered, outcome) {
        (Answered::Success, Outcome::Response { .. }) => response.is_success(),
        (Answered::Error, Outcome::ServiceError { .. }) => matches!(response.status, 400..=599),
        _ => false,
    };
    if !concerned || !response.interim.is_empty() {
        return None;
    }
    let names_an_id = |name: &str| {
        let name = name.to_ascii_lowercase();
        name.contains("request-id") || name.contains("requestid") || name.contains("-id-2")
    };
    let fields = response.headers.iter().filter(|field| names_an_id(&field.name)).count();
    match (fields, request_id(response)) {
        (0, _) => Some((Told::None, outcome.request_id())),
        (1, Some(id)) if response.headers.has(REQUEST_ID_HEADER) => {
            Some((Told::Id(id), outcome.request_id()))
        }
        _ => None,
    }
}
