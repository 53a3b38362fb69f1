//! `wireproof encode`: prints the request for an input.

use wireproof::exchange::{Outcome, Stage};
use wireproof::json::Json;
use wireproof::protocol::write_request;
use wireproof::run::ExitStatus;

use crate::args::EncodeArgs;
use crate::failure::Failure;
use crate::{contract, input, terminal};

pub(crate) fn run(args: &EncodeArgs) -> Result<ExitStatus, Failure> {
    let contract = contract::chosen(&args.contract, None)?;
    let text = input::operation_input()?;
    let value = Json::parse(text)
        .map_err(|fault| Failure::usage(format!("standard input is not JSON: {fault}")))?;
    let printed = match write_request(&contract, &value) {
        Ok(request) => {
            let headers = request.headers.iter().map(|header| {
                let value = String::from_utf8_lossy(&header.value).into_owned();
                (header.name.clone(), Json::from(value))
            });
            let mut fields = vec![
                ("method", Json::from(request.method)),
                ("uri", Json::from(request.uri)),
                ("headers", Json::object(headers)),
                ("body", request.body.map_or(Json::Null, |body| Json::from(body_text(body)))),
            ];
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

/// Returns a body as text. A JSON body is UTF-8.
fn body_text(body: Vec<u8>) -> String {
    String::from_utf8(body)
        .unwrap_or_else(|fault| String::from_utf8_lossy(fault.as_bytes()).into_owned())
}
