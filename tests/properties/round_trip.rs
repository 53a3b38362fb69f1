//! What is written is read as what it was: inputs by a server, outputs and errors by a client.

use std::fmt::Debug;

use wireproof::contract::Contract;
use wireproof::generate;
use wireproof::json::Json;
use wireproof::model::ShapeRef;
use wireproof::protocol::{Decoded, NoteKind, ResponseReading, Role, decode, encode};
use wireproof::value::diff;

use crate::property::holds;
use crate::subject::{subjects, with};

/// Holds what was read of a message that carries `value` against it.
fn comes_back(
    contract: &Contract,
    shape: ShapeRef,
    value: &Json,
    decoded: &Decoded<'_, '_>,
) -> Result<Json, String> {
    let model = contract.model();
    if let Some(note) = decoded.refusal() {
        let (path, what) = (decoded.path(note), decoded.describe(note));
        return Err(format!("{value} is refused: {path}: {what}"));
    }
    // Only a token may be missing: a client fills it in.
    let odd = |kind: NoteKind| !kind.is_ordinary() && kind != NoteKind::Missing;
    if let Some(note) = decoded.anatomy().of(odd).next() {
        return Err(format!("{value} has a {} at {}", note.kind.name(), decoded.path(note)));
    }
    let read = decoded.value().map_or(Json::Null, |value| value.to_json(model));
    let differences = diff(model, shape, value, &read);
    if !differences.is_empty() {
        return Err(format!("{value} is read as {read}: {differences:#?}"));
    }
    Ok(read)
}

/// Holds what is written of a value that came back against what was written at first.
fn same<T: PartialEq + Debug>(first: &T, again: &T) -> Result<(), String> {
    if first == again {
        return Ok(());
    }
    Err(format!("{first:?} is read, and that is written as {again:?}"))
}

#[test]
fn inputs_come_back() {
    holds("inputs_come_back", 300, with(subjects(), generate::input), |(subject, input)| {
        let contract = &subject.contract;
        let write = |input: &Json| {
            contract.protocol().write_request(contract, input).map_err(|error| error.to_string())
        };
        let parts = write(&input)?;
        let request = parts.to_request("127.0.0.1");
        let reading = contract.protocol().read_request(contract, &request);
        let reading = reading.map_err(|fault| format!("{parts:?} is no JSON: {fault}"))?;
        let shape = contract.operation().input();
        let decoded = reading.body.decoded().ok_or("the body is a structure")?;
        let read = comes_back(contract, shape, &input, decoded)?;
        same(&parts, &write(&read)?)
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
            let write = |output: &Json| {
                let parts = contract.protocol().write_response(contract, output);
                parts.map_err(|error| error.to_string())
            };
            let parts = write(&output)?;
            let response = parts.clone().into_answer().response();
            let reading = contract.protocol().read_response(contract, &response);
            let ResponseReading::Success(success) = reading else {
                return Err(format!("{parts:?} is no success: {reading:?}"));
            };
            let decoded = success.body.decoded().ok_or("the body is a structure")?;
            let read = comes_back(contract, shape, &output, decoded)?;
            same(&parts, &write(&read)?)
        },
    );
}

#[test]
fn errors_come_back() {
    let errors = with(subjects(), generate::error_value);
    holds("errors_come_back", 200, errors, |(subject, (shape, value))| {
        let contract = &subject.contract;
        let error = contract.model().shape(shape);
        let body = encode(contract.model(), shape, &value).map_err(|error| error.to_string())?;
        let decoded = decode(contract.model(), shape, Role::Client, body.as_bytes())
            .map_err(|fault| format!("{body} is no JSON: {fault}"))?;
        let read = comes_back(contract, shape, &value, &decoded)?;
        let again = encode(contract.model(), shape, &read).map_err(|error| error.to_string())?;
        same(&body, &again)?;

        let parts = contract.protocol().write_error(contract, shape, &value);
        let parts = parts.map_err(|error| error.to_string())?;
        same(&Some(body.into_bytes()), &parts.body)?;
        let response = parts.into_answer().response();
        let reading = contract.protocol().read_response(contract, &response);
        let ResponseReading::Error(reading) = reading else {
            return Err(format!("it is no error: {reading:?}"));
        };
        let status = error.error_status().ok_or("an error has a status")?;
        let name = Some(error.id.name());
        let message = value.get("message").and_then(Json::as_str);
        let sent = (status, name, true, message);
        let read =
            (reading.status, reading.code.as_deref(), reading.modeled, reading.message.as_deref());
        if read == sent { Ok(()) } else { Err(format!("sent was {sent:?}, and read {read:?}")) }
    });
}
