//! What several policies demand of an outcome.

pub(super) mod body;
pub(super) mod delivery;
pub(super) mod error;
pub(super) mod error_answer;
pub(super) mod form;
pub(super) mod input;
pub(super) mod json_scan;
pub(super) mod request;
pub(super) mod server;
pub(super) mod success;
pub(super) mod union;

use crate::exchange::{Evidence, Outcome};
use crate::http::{Header, Response};
use crate::json::Path;
use crate::protocol::{ERROR_TYPE_HEADER, Note, NoteKind};

use super::judgement::{Finding, Judgement};

/// The place of the outcome as a whole.
pub(super) fn outcome_path() -> Path {
    Path::root("outcome")
}

/// The answer, where its status is one of a success and its body can only be read as it stands.
///
/// A status that has no body, a content coding, and an encoding that is declared to be none of
/// JSON's leave open what a client reads.
pub(super) fn plain_success<'e>(evidence: &Evidence<'e>) -> Option<&'e Response> {
    let response = evidence.response().filter(|response| response.is_success())?;
    // Who refused an input that is none says nothing of the answer, even where it was sent all the same.
    if evidence.outcome().is_refusal() && !evidence.input_faults().is_empty() {
        return None;
    }
    let value =
        |header: &Header| String::from_utf8_lossy(&header.value).trim().to_ascii_lowercase();
    let foreign = |value: String| {
        let charset = value.split(';').filter_map(|part| part.trim().strip_prefix("charset="));
        charset.map(|name| name.trim_matches('"')).any(|name| name != "utf-8" && name != "utf8")
    };
    let headers = &response.headers;
    let readable = !matches!(response.status, 204 | 205)
        && headers.all("Content-Encoding").all(|header| value(header) == "identity")
        && !headers.all("Content-Type").map(value).any(foreign);
    readable.then_some(response)
}

/// Demands that the testee refused the answer for what was noticed at `blamed`; `why` says what is wrong
/// with it. A refusal keeps the policy only where there is no `other` thing to refuse the answer for.
pub(super) fn refusal(
    evidence: &Evidence<'_>,
    why: &str,
    blamed: Option<usize>,
    other: bool,
) -> Judgement {
    let finding = match evidence.outcome() {
        Outcome::ClientError { .. } if other => return Judgement::NotExercised,
        Outcome::ClientError { .. } => return Judgement::Pass,
        Outcome::ServiceError { .. } if has_error_header(evidence) => {
            return Judgement::NotExercised;
        }
        shown => Finding::new(outcome_path(), format!("the answer must be refused: {why}"))
            .expected("client_error")
            .actual(shown.to_string()),
    };
    match blamed {
        Some(offset) => finding.at_response_byte(offset).into(),
        None => finding.into(),
    }
}

/// Whether the answer has the header of errors: what that makes of a success is left open.
pub(super) fn has_error_header(evidence: &Evidence<'_>) -> bool {
    evidence.response().is_some_and(|response| response.headers.has(ERROR_TYPE_HEADER))
}

/// Demands that the testee refused a success for the notes of the kind that `wanted` holds for, where
/// the body has one.
pub(super) fn refusal_for(
    evidence: &Evidence<'_>,
    why: &str,
    wanted: impl Fn(&Note) -> bool,
) -> Judgement {
    let Some(decoded) = evidence.success().filter(|_| plain_success(evidence).is_some()) else {
        return Judgement::NotExercised;
    };
    if !decoded.anatomy().is_whole() {
        return Judgement::NotExercised;
    }
    let notes = decoded.anatomy().notes();
    let Some(blamed) = notes.iter().find(|note| wanted(note)) else {
        return Judgement::NotExercised;
    };
    // Which of two members of one name counts is open, and with it what stands in their place.
    if notes.iter().any(|note| note.kind == NoteKind::Duplicate) {
        return Judgement::NotExercised;
    }
    let other = notes
        .iter()
        .any(|note| !wanted(note) && (note.kind.refuses() || note.kind == NoteKind::Missing));
    refusal(evidence, why, Some(blamed.offset as usize), other)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract::Contract;
    use crate::policy::Example;

    #[test]
    fn the_charset_of_json_has_two_spellings() {
        let contract = Contract::default();
        let plain = |headers: &'static [(&str, &str)]| {
            let exchange = Example { headers, ..Example::PLAIN }.exchange(&contract);
            plain_success(&Evidence::new(&contract, &exchange, Example::FEATURES)).is_some()
        };
        assert!(plain(&[("Content-Type", "application/json; charset=utf-8")]));
        assert!(plain(&[("Content-Type", "application/json; charset=\"UTF8\"")]));
        assert!(!plain(&[("Content-Type", "application/json; charset=latin1")]));
        assert!(!plain(&[("Content-Encoding", "gzip")]));
    }
}
