//! What mutants of errors are made with.

use crate::exchange::Outcome;
use crate::json::Json;

use super::super::super::errors::ErrorKind;
use super::super::super::http::{Answer, HttpError};

/// The header that names an error.
pub(in super::super) const ERROR_TYPE: &str = "X-Amzn-Errortype";

/// What was read with the answer edited, where it is an error.
pub(in super::super) fn with_error(
    read: Result<Answer, HttpError>,
    edit: impl FnOnce(&mut Answer),
) -> Result<Answer, HttpError> {
    read.map(|mut answer| {
        if answer.status >= 300 {
            edit(&mut answer);
        }
        answer
    })
}

/// Names the error of an answer in its header, or takes the header away.
pub(in super::super) fn name_in_header(answer: &mut Answer, name: Option<&str>) {
    answer.headers.retain(|(own, _)| !own.eq_ignore_ascii_case(ERROR_TYPE));
    answer.headers.extend(name.map(|name| (ERROR_TYPE.to_owned(), name.into())));
}

/// The text of a member at the top level of the body.
pub(in super::super) fn text_in_body(answer: &Answer, name: &str) -> Option<String> {
    Json::parse(&answer.body).ok()?.get(name)?.as_str().map(str::to_owned)
}

/// Takes a member out of the top level of the body.
pub(in super::super) fn take_from_body(answer: &mut Answer, name: &str) {
    if let Ok(Json::Object(mut members)) = Json::parse(&answer.body) {
        members.retain(|(own, _)| own != name);
        answer.body = Json::Object(members).to_string().into_bytes();
    }
}

/// What names the error of an answer, with all that stands around the name.
pub(in super::super) fn error_type(answer: &Answer) -> Option<String> {
    let header = answer.header(ERROR_TYPE).map(|value| String::from_utf8_lossy(value).into_owned());
    let in_body = |name| text_in_body(answer, name);
    header.or_else(|| in_body("code")).or_else(|| in_body("__type"))
}

/// Whether this is the name of an error that the operation lists.
pub(in super::super) fn is_known_error(name: &str) -> bool {
    ErrorKind::from_code(Some(name.to_owned())).is_modeled()
}

/// The status that the operation declares for an error.
pub(in super::super) fn declared_status(name: &str) -> Option<u16> {
    match name {
        "ConflictException" | "InternalServerException" => Some(500),
        "ResourceNotFoundException" => Some(404),
        name => is_known_error(name).then_some(400),
    }
}

/// The outcome with its error named otherwise. Whether that has a type of its own goes with the name.
pub(in super::super) fn renamed(mut outcome: Outcome, name: Option<String>) -> Outcome {
    if let Outcome::ServiceError { code, modeled, .. } = &mut outcome {
        *modeled = name.as_deref().is_some_and(is_known_error);
        *code = name;
    }
    outcome
}

/// The outcome with its error given a type of its own, or not, by its name.
pub(in super::super) fn with_type_where(
    mut outcome: Outcome,
    is_typed: impl FnOnce(&str, bool) -> bool,
) -> Outcome {
    if let Outcome::ServiceError { code: Some(code), modeled, .. } = &mut outcome {
        *modeled = is_typed(code, *modeled);
    }
    outcome
}
