//! Functions for mutants that misread errors.

use crate::exchange::Outcome;
use crate::json::Json;

use super::super::super::errors::ErrorKind;
use super::super::super::http::{Answer, HttpError};

/// The header that names an error.
pub(in super::super) const ERROR_TYPE: &str = "X-Amzn-Errortype";

/// Edits the response that was read if it is an error.
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

/// Sets the header that names the error of a response, or removes it.
pub(in super::super) fn name_in_header(answer: &mut Answer, name: Option<&str>) {
    answer.headers.retain(|(own, _)| !own.eq_ignore_ascii_case(ERROR_TYPE));
    answer.headers.extend(name.map(|name| (ERROR_TYPE.to_owned(), name.into())));
}

/// Returns the string of a member at the top level of the body.
pub(in super::super) fn text_in_body(answer: &Answer, name: &str) -> Option<String> {
    Json::parse(&answer.body).ok()?.get(name)?.as_str().map(str::to_owned)
}

/// Removes a member from the top level of the body.
pub(in super::super) fn take_from_body(answer: &mut Answer, name: &str) {
    if let Ok(Json::Object(mut members)) = Json::parse(&answer.body) {
        members.retain(|(own, _)| own != name);
        answer.body = Json::Object(members).to_string().into_bytes();
    }
}

/// Returns the text that names the error of a response, with its namespace and URI.
pub(in super::super) fn error_type(answer: &Answer) -> Option<String> {
    let header = answer.header(ERROR_TYPE).map(|value| String::from_utf8_lossy(value).into_owned());
    let in_body = |name| text_in_body(answer, name);
    header.or_else(|| in_body("code")).or_else(|| in_body("__type"))
}

/// Reports whether the operation lists an error of this name.
pub(in super::super) fn is_known_error(name: &str) -> bool {
    ErrorKind::from_code(Some(name.to_owned())).is_modeled()
}

/// Returns the status that the model declares for an error.
pub(in super::super) fn declared_status(name: &str) -> Option<u16> {
    match name {
        "ConflictException" | "InternalServerException" => Some(500),
        "ResourceNotFoundException" => Some(404),
        name => is_known_error(name).then_some(400),
    }
}

/// Renames the error of an outcome. The name decides whether the error has a type of its own.
pub(in super::super) fn renamed(mut outcome: Outcome, name: Option<String>) -> Outcome {
    if let Outcome::ServiceError { code, modeled, .. } = &mut outcome {
        *modeled = name.as_deref().is_some_and(is_known_error);
        *code = name;
    }
    outcome
}

/// Sets whether the error of an outcome has a type of its own. `is_typed` gets the name and the present answer.
pub(in super::super) fn with_type_where(
    mut outcome: Outcome,
    is_typed: impl FnOnce(&str, bool) -> bool,
) -> Outcome {
    if let Outcome::ServiceError { code: Some(code), modeled, .. } = &mut outcome {
        *modeled = is_typed(code, *modeled);
    }
    outcome
}

/// Changes a member of the error that an outcome shows; `None` leaves it out.
pub(in super::super) fn edit_error(
    mut outcome: Outcome,
    name: &str,
    edit: impl FnOnce(Json) -> Option<Json>,
) -> Outcome {
    if let Outcome::ServiceError { error: Some(Json::Object(members)), .. } = &mut outcome
        && let Some(at) = members.iter().position(|(own, _)| own == name)
    {
        let (own, value) = members.remove(at);
        members.extend(edit(value).map(|value| (own, value)));
    }
    outcome
}
