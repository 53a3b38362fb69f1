//! `wireproof encode`: prints the request for an input.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use wireproof::exchange::{Outcome, Stage};
use wireproof::http::Headers;
use wireproof::json::Json;
use wireproof::protocol::{with_tokens, write_request};
use wireproof::run::ExitStatus;

use crate::args::EncodeArgs;
use crate::failure::Failure;
use crate::{contract, input, terminal};

pub(crate) fn run(args: &EncodeArgs) -> Result<ExitStatus, Failure> {
    let contract = contract::chosen(&args.contract, None)?;
    let text = input::operation_input()?;
    let value = Json::parse(text)
        .map_err(|fault| Failure::usage(format!("standard input is not JSON: {fault}")))?;
    let value = with_tokens(&contract, value, &args.idempotency_token);
    let printed = match write_request(&contract, &value) {
        Ok(request) => {
            let mut fields = vec![
                ("method", Json::from(request.method)),
                ("uri", Json::from(request.uri)),
                ("headers", fields_of(&request.headers)),
            ];
            fields.push(body(request.body));
            fields.extend(request.host_prefix.map(|prefix| ("host_prefix", Json::from(prefix))));
            Json::object(fields)
        }
        Err(error) => {
            Outcome::client_error(Stage::Validate, "invalid-input", error.to_string()).to_json()
        }
    };
    terminal::print_json(&format!("{printed}\n"))?;
    Ok(ExitStatus::Holds)
}

/// Returns the header fields by their names. One that is sent several times is an array of its values.
fn fields_of(headers: &Headers) -> Json {
    let mut fields: Vec<(String, Vec<Json>)> = Vec::new();
    for header in headers.iter() {
        let value = Json::from(String::from_utf8_lossy(&header.value).into_owned());
        match fields.iter_mut().find(|(name, _)| name.eq_ignore_ascii_case(&header.name)) {
            Some((_, values)) => values.push(value),
            None => fields.push((header.name.clone(), vec![value])),
        }
    }
    Json::object(fields.into_iter().map(|(name, mut values)| match values.len() {
        1 => (name, values.remove(0)),
        _ => (name, Json::Array(values)),
    }))
}

/// Returns the body: its exact text, or in base64 if it is not UTF-8; null if there is none.
fn body(body: Option<Vec<u8>>) -> (&'static str, Json) {
    match body.map(String::from_utf8) {
        None => ("body", Json::Null),
        Some(Ok(text)) => ("body", Json::from(text)),
        Some(Err(fault)) => ("body_base64", Json::from(STANDARD.encode(fault.as_bytes()))),
    }
}
