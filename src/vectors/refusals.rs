//! Vectors of refused requests: Smithy's `httpMalformedRequestTests`.

use crate::json::{Json, Path};
use crate::model::LoadError;

use super::parameters::{Row, TextLeft, filled, rows};
use super::vector::{Check, MessageParts, RequestMessage, ResponseMessage};
use crate::model::fields::{
    object_field, optional_string, optional_strings, status_field, string, string_map,
};

/// Returns the vectors that a test stands for, each with its id: one for each row of its parameters. As in Smithy, the second
/// row of the test `Id` is `Id_case1`, and a test without parameters is as it is: no text of it is filled in.
pub(super) fn refusals(test: &Json, at: &Path) -> Result<Vec<(String, Check)>, LoadError> {
    let id = string(test, "id", at)?;
    let rows = rows(test, at)?;
    if rows.is_empty() {
        return Ok(vec![(id.to_owned(), refusal(test, None, at)?)]);
    }
    let left = TextLeft::new();
    let checks = rows
        .iter()
        .enumerate()
        .map(|(i, row)| Ok((format!("{id}_case{i}"), refusal(test, Some((row, &left)), at)?)));
    checks.collect()
}

fn refusal(test: &Json, row: Option<(&Row<'_>, &TextLeft)>, at: &Path) -> Result<Check, LoadError> {
    let fill = |text: &str, at: &Path| match row {
        Some((row, left)) => filled(text, row, left, at),
        None => Ok(text.to_owned()),
    };
    let fill_headers = |value: &Json, at: &Path| {
        let fill = |(name, value): (String, String)| {
            let value = fill(&value, &at.member("headers").member(&name))?;
            Ok((name, value))
        };
        string_map(value, "headers", at)?
            .into_iter()
            .map(fill)
            .collect::<Result<Vec<_>, LoadError>>()
    };
    let (request, request_at) = (object_field(test, "request", at)?, at.member("request"));
    let query = optional_strings(request, "queryParams", &request_at)?;
    let query_at = request_at.member("queryParams");
    let fill_body = |body: &str| fill(body, &request_at.member("body")).map(String::into_bytes);
    let message = RequestMessage {
        method: string(request, "method", &request_at)?.to_owned(),
        path: fill(string(request, "uri", &request_at)?, &request_at.member("uri"))?,
        query: query.iter().map(|part| fill(part, &query_at)).collect::<Result<_, _>>()?,
        parts: MessageParts {
            headers: fill_headers(request, &request_at)?,
            body: optional_string(request, "body", &request_at)?.map(fill_body).transpose()?,
            ..MessageParts::default()
        },
        ..RequestMessage::default()
    };
    let (response, response_at) = (object_field(test, "response", at)?, at.member("response"));
    let mut parts =
        MessageParts { headers: fill_headers(response, &response_at)?, ..MessageParts::default() };
    let mut message_pattern = None;
    if let Some(body) = response.get("body") {
        let at = response_at.member("body");
        let (assertion, assertion_at) =
            (object_field(body, "assertion", &at)?, at.member("assertion"));
        parts.media_type = optional_string(body, "mediaType", &at)?.map(str::to_owned);
        let contents = optional_string(assertion, "contents", &assertion_at)?;
        let contents = contents.map(|text| fill(text, &assertion_at.member("contents")));
        parts.body = contents.transpose()?.map(String::into_bytes);
        let pattern = optional_string(assertion, "messageRegex", &assertion_at)?;
        let pattern = pattern.map(|text| fill(text, &assertion_at.member("messageRegex")));
        message_pattern = pattern.transpose()?;
        if parts.body.is_none() && message_pattern.is_none() {
            let message = "neither `contents` nor `messageRegex`; one of them expected";
            return Err(LoadError::new(&assertion_at, message));
        }
    }
    let status = status_field(response, "code", &response_at)?;
    let response = ResponseMessage { status, parts, message_pattern, error_message: None };
    Ok(Check::Refusal { message, response })
}
