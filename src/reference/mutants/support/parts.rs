//! Edits of the requests and outcomes of the generic client.

use crate::exchange::Outcome;
use crate::json::{Json, Number};

use super::super::super::http::Draft;

/// Changes the path of a request.
pub(in super::super) fn edit_path(draft: &mut Draft, edit: impl FnOnce(&str) -> String) {
    let (path, query) = match draft.target.split_once('?') {
        Some((path, query)) => (path.to_owned(), Some(query.to_owned())),
        None => (draft.target.clone(), None),
    };
    draft.target = edit(&path);
    if let Some(query) = query {
        draft.target = format!("{}?{query}", draft.target);
    }
}

/// Changes the query of a request.
pub(in super::super) fn edit_query(draft: &mut Draft, edit: impl FnOnce(&str) -> String) {
    let (path, query) = draft.target.split_once('?').unwrap_or((&draft.target, ""));
    let query = edit(query);
    draft.target = match query.is_empty() {
        true => path.to_owned(),
        false => format!("{path}?{query}"),
    };
}

/// Changes the values of the parameters with this name; `None` leaves the parameter out.
pub(in super::super) fn edit_parameter(
    draft: &mut Draft,
    name: &str,
    edit: impl Fn(&str) -> Option<String>,
) {
    edit_query(draft, |query| {
        let parameters = query.split('&').filter(|parameter| !parameter.is_empty());
        let parameters = parameters.filter_map(|parameter| match parameter.split_once('=') {
            Some((own, value)) if own == name => edit(value).map(|value| format!("{own}={value}")),
            _ => Some(parameter.to_owned()),
        });
        parameters.collect::<Vec<_>>().join("&")
    });
}

/// Changes the value of a header field; `None` leaves the field out.
pub(in super::super) fn edit_field(
    draft: &mut Draft,
    name: &str,
    edit: impl Fn(&str) -> Option<String>,
) {
    draft.signed = std::mem::take(&mut draft.signed)
        .into_iter()
        .filter_map(|(own, value)| match own == name {
            true => edit(&value).map(|value| (own, value)),
            false => Some((own, value)),
        })
        .collect();
}

/// Returns a text in which each percent-encoding of `encoded` is the character itself.
pub(in super::super) fn bare(text: &str, encoded: &str, character: &str) -> String {
    text.replace(encoded, character)
}

/// Changes the member with this name of an output, if the outcome shows it; `None` leaves it out.
pub(in super::super) fn edit_output(
    mut outcome: Outcome,
    name: &str,
    edit: impl FnOnce(Json) -> Option<Json>,
) -> Outcome {
    if let Outcome::Response { output: Json::Object(members), .. } = &mut outcome {
        edit_member(members, name, edit);
    }
    outcome
}

/// Changes the member with this name of an error, if the outcome shows it; `None` leaves it out.
pub(in super::super) fn edit_error(
    mut outcome: Outcome,
    name: &str,
    edit: impl FnOnce(Json) -> Option<Json>,
) -> Outcome {
    if let Outcome::ServiceError { error: Some(Json::Object(members)), .. } = &mut outcome {
        edit_member(members, name, edit);
    }
    outcome
}

fn edit_member(
    members: &mut Vec<(String, Json)>,
    name: &str,
    edit: impl FnOnce(Json) -> Option<Json>,
) {
    if let Some(at) = members.iter().position(|(own, _)| own == name) {
        let (own, value) = members.remove(at);
        members.extend(edit(value).map(|value| (own, value)));
    }
}

/// Changes every value inside a value, the innermost first.
pub(in super::super) fn edit_all(value: Json, edit: &impl Fn(Json) -> Json) -> Json {
    edit(match value {
        Json::Array(items) => {
            Json::Array(items.into_iter().map(|item| edit_all(item, edit)).collect())
        }
        Json::Object(members) => Json::Object(
            members.into_iter().map(|(name, value)| (name, edit_all(value, edit))).collect(),
        ),
        scalar => scalar,
    })
}

/// Returns a number as a double holds it, and every other value as it is.
pub(in super::super) fn as_double(value: Json) -> Json {
    match value {
        Json::Number(number) => {
            let double = Number::from_f64(number.to_f64());
            Json::Number(double.unwrap_or(number))
        }
        other => other,
    }
}

/// Returns a number of this spelling.
pub(in super::super) fn number(text: &str) -> Json {
    Number::parse(text).map_or(Json::Null, Json::Number)
}

/// Returns an array or object without its null elements.
pub(in super::super) fn without_nulls(value: Json) -> Json {
    match value {
        Json::Array(items) => {
            Json::Array(items.into_iter().filter(|item| !item.is_null()).collect())
        }
        Json::Object(entries) => {
            Json::Object(entries.into_iter().filter(|(_, value)| !value.is_null()).collect())
        }
        other => other,
    }
}
