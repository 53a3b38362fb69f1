//! Answers that are there already: those of fixed cases, and those by which a policy judges a client.

use crate::generate::Choices;
use crate::http::{Answer, Delivery, Framing, Headers, is_token};
use crate::policy::Policy;
use crate::protocol::ResponseParts;
use crate::terminal_text::inline;

use super::operations::Operation;

/// How often an answer for a policy is drawn until one is judged by it and can be sent.
const ATTEMPTS: usize = 60;

/// Returns the answer of a fixed case.
pub(super) fn of_case(operation: &Operation, id: &str) -> Result<ResponseParts, String> {
    let contract = &operation.contract;
    let edition = contract.edition_name().unwrap_or_default();
    let mut cases = operation.cases().cases().iter().filter(|case| case.is_for(edition));
    let case = cases.find(|case| case.id() == id).ok_or_else(|| {
        let id: String = id.chars().take(80).collect();
        format!(
            "{} has no case `{}`; the cases of embedded contracts are in src/suite/cases",
            contract.operation().name(),
            inline(&id)
        )
    })?;
    plain(&case.stimulus.call.answer).ok_or_else(|| {
        format!(
            "the answer of {id} is special in its framing or its delivery, which an HTTP library decides here; `wireproof \
             client` sends it byte by byte"
        )
    })
}

/// Returns an answer by which the policy judges a client.
pub(super) fn of_policy(
    operation: &Operation,
    policy: &'static Policy,
    choices: &mut Choices,
) -> Result<ResponseParts, String> {
    let (contract, id) = (&operation.contract, policy.id);
    if let Some(need) = policy.lacks(contract) {
        return Err(format!("{id} does not apply to {}: {need}", contract.operation().name()));
    }
    let maker = operation.maker();
    if let Some(obstacle) = maker.obstacle() {
        return Err(obstacle);
    }
    let mut drawn = (0..ATTEMPTS).filter_map(|_| maker.answer_for(policy, choices));
    drawn.find_map(|answer| plain(&answer)).ok_or_else(|| {
        format!(
            "no answer for {id} that an HTTP library can send was found; `wireproof client --policy {id}` sends its answers \
             byte by byte"
        )
    })
}

/// Returns the message of an answer, if nothing in its framing and its delivery is special.
fn plain(answer: &Answer) -> Option<ResponseParts> {
    let ordinary = answer.minor_version == 1
        && answer.interim.is_empty()
        && answer.delivery == Delivery::default()
        && matches!(answer.framing, Framing::ContentLength | Framing::ByStatus)
        && answer.addressed("", "").is_none()
        && (200..=599).contains(&answer.status);
    let is_framing = |name: &str| {
        ["content-length", "transfer-encoding", "connection"]
            .iter()
            .any(|framing| name.eq_ignore_ascii_case(framing))
    };
    let is_sendable = |name: &str, value: &[u8]| {
        is_token(name) && value.iter().all(|byte| *byte == b'\t' || !byte.is_ascii_control())
    };
    let fields = || answer.headers.iter();
    if !ordinary || fields().any(|f| is_framing(&f.name) || !is_sendable(&f.name, &f.value)) {
        return None;
    }
    let headers: Headers = fields().map(|f| (f.name.clone(), f.value.clone())).collect();
    let has_body = !matches!(answer.status, 204 | 205 | 304);
    let body = has_body.then(|| answer.body.clone());
    Some(ResponseParts { status: answer.status, headers, body })
}
