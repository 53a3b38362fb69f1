//! What is encoded is decoded as what it was: inputs by a server, outputs and errors by a client.

use wireproof::contract::Contract;
use wireproof::generate;
use wireproof::http::Answer;
use wireproof::json::Json;
use wireproof::model::ShapeRef;
use wireproof::protocol::request::encode_request;
use wireproof::protocol::{ERROR_TYPE_HEADER, NoteKind, Role, decode, encode, read_error};
use wireproof::value::diff;

use crate::property::holds;
use crate::subject::{subjects, with};

/// Decodes a body that is the encoding of `value`, and holds what comes out against it.
fn comes_back(
    contract: &Contract,
    shape: ShapeRef,
    role: Role,
    value: &Json,
    body: &str,
) -> Result<(), String> {
    let model = contract.model();
    let decoded = decode(model, shape, role, body.as_bytes())
        .map_err(|fault| format!("{body} is no JSON: {fault}"))?;
    if let Some(note) = decoded.refusal() {
        let (path, what) = (decoded.path(note), decoded.describe(note));
        return Err(format!("{body} is refused: {path}: {what}"));
    }
    // Only a token may be missing: a client fills it in.
    let odd = |kind: NoteKind| !kind.is_ordinary() && kind != NoteKind::Missing;
    if let Some(note) = decoded.anatomy().of(odd).next() {
        return Err(format!("{body} has a {} at {}", note.kind.name(), decoded.path(note)));
    }
    let read = decoded.value().map_or(Json::Null, |value| value.to_json(model));
    let differences = diff(model, shape, value, &read);
    if !differences.is_empty() {
        return Err(format!("{body} is read as {read}: {differences:#?}"));
    }
    match encode(model, shape, &read) {
        Ok(again) if again == body => Ok(()),
        again => Err(format!("{body} is read as {read}, and that is encoded as {again:?}")),
    }
}

#[test]
fn inputs_come_back() {
    holds("inputs_come_back", 300, with(subjects(), generate::input), |(subject, input)| {
        let contract = &subject.contract;
        let request = encode_request(contract, &input).map_err(|error| error.to_string())?;
        comes_back(contract, contract.operation().input(), Role::Server, &input, &request.body)
    });
}

#[test]
fn outputs_come_back() {
    holds(
        "outputs_come_back",
        300,
        with(subjects(), generate::output_value),
        |(subject, output)| {
            let (contract, shape) = (&subject.contract, subject.contract.operation().output());
            let body =
                encode(contract.model(), shape, &output).map_err(|error| error.to_string())?;
            comes_back(contract, shape, Role::Client, &output, &body)
        },
    );
}

#[test]
fn errors_come_back() {
    let errors = with(subjects(), generate::error_value);
    holds("errors_come_back", 200, errors, |(subject, (shape, value))| {
        let (contract, operation) = (&subject.contract, subject.contract.operation());
        let error = contract.model().shape(shape);
        let body = encode(contract.model(), shape, &value).map_err(|error| error.to_string())?;
        comes_back(contract, shape, Role::Client, &value, &body)?;

        let status = error.error_status().ok_or("an error has a status")?;
        let mut answer = Answer::json(status, body);
        answer.headers.push(ERROR_TYPE_HEADER, error.id.name());
        let response = answer.response();
        let reading = read_error(&operation, &response);
        let name = Some(error.id.name());
        let message = value.get("message").and_then(Json::as_str);
        let sent = (status, name, true, message);
        let read =
            (reading.status, reading.code.as_deref(), reading.modeled, reading.message.as_deref());
        if read == sent { Ok(()) } else { Err(format!("sent was {sent:?}, and read {read:?}")) }
    });
}
