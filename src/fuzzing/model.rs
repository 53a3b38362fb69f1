//! The target `model`: contract files.

use crate::contract::{Contract, ContractError};
use crate::json::{Json, Path};
use crate::model::Model;
use crate::protocol::{Decoder, Role, encode, validate};

use super::places::places;
use super::target::{Checked, FuzzTarget};
use super::views::by_spaces;
use super::{mutate, shown};

/// The target.
pub const TARGET: FuzzTarget = FuzzTarget {
    name: "model",
    property: "A contract file loads and then serves the codec, or the error names a path in it; white space \
               does not matter.",
    views: by_spaces(&[
        "with and without white space",
        "names and places",
        "the codec and `{}`",
        "the codec and `[]`",
        "the codec and `null`",
        "the codec and an object in an object",
        "the codec and a string",
        "the codec and a number",
    ]),
    check,
    show,
    mutate: Some(mutate::json),
};

fn show(data: &[u8]) -> String {
    format!("  file      {}", shown::bytes(data))
}

/// The bodies that the codec reads by each shape of a model, each in a view of its own.
const BODIES: [&str; 6] = ["{}", "[]", "null", r#"{"a":{"a":[1]},"b":"x"}"#, "\"x\"", "1"];

/// The views that come before those of the bodies.
const OTHERS: usize = 2;

fn check(data: &[u8], view: usize) -> Checked {
    let loaded = Contract::from_smithy(data, None);
    match (view, &loaded) {
        (0, _) => without_spaces(&loaded, data),
        (1, Ok(contract)) => is_found(contract),
        (1, Err(error)) => names_a_place(error, data),
        (_, Ok(contract)) => serves(contract, BODIES[view - OTHERS]),
        (_, Err(_)) => Ok(()),
    }
}

/// Checks that the white space of a file does not matter.
fn without_spaces(loaded: &Result<Contract, ContractError>, data: &[u8]) -> Checked {
    let Ok(file) = Json::parse(data) else { return Ok(()) };
    let again = Contract::from_smithy(file.to_string(), None);
    let say = |loaded: &Result<Contract, ContractError>| match loaded {
        Ok(_) => "a contract".to_owned(),
        Err(error) => error.to_string(),
    };
    let same = match (loaded, &again) {
        (Ok(_), Ok(_)) => true,
        (loaded, again) => say(loaded) == say(again),
    };
    match same {
        true => Ok(()),
        false => {
            let (one, other) = (say(loaded), say(&again));
            Err(format!("with its white space: {one}\nwithout: {other}"))
        }
    }
}

/// Checks that the path of an error exists in the file. The path of a missing member has a parent that exists.
fn names_a_place(error: &ContractError, data: &[u8]) -> Checked {
    if error.to_string().trim().is_empty() {
        return Err("the error says nothing".to_owned());
    }
    let ContractError::Load(error) = error else { return Ok(()) };
    let Ok(text) = std::str::from_utf8(data) else { return Ok(()) };
    if Json::parse(text).is_err() {
        return match error.message.starts_with("not JSON: ") && error.message.contains("byte") {
            true => Ok(()),
            false => Err(format!("the file is not JSON, but the error says `{error}`")),
        };
    }
    let places = places(text);
    let known = |path: &Path| path.as_str().is_empty() || places.has(path);
    match known(&error.path) || error.path.parent().is_some_and(known) {
        true => Ok(()),
        false => Err(format!("the file has no path `{}` ({})", error.path, error.message)),
    }
}

/// Calls the functions of a model, and checks that it finds its own errors and shapes.
fn is_found(contract: &Contract) -> Checked {
    let model: &Model = contract.model();
    let _ = (contract.service_name(), contract.sigv4_name(), contract.operation().http());
    if let Some(service) = contract.service() {
        let _ = (service.sdk_id(), service.version(), service.signing_name());
    }
    for operation in model.operations() {
        for error in operation.errors() {
            if operation.error(error.id.name()).is_none() {
                return Err(format!("{} is not found among the errors of its operation", error.id));
            }
        }
    }
    match model.shapes().find(|shape| model.find(&shape.id).is_none()) {
        None => Ok(()),
        Some(shape) => Err(format!("{} is in the model but cannot be found", shape.id)),
    }
}

/// Calls the codec with each shape of a model and this body.
fn serves(contract: &Contract, body: &str) -> Checked {
    let model: &Model = contract.model();
    let value = Json::parse(body).map_err(|fault| fault.to_string())?;
    let mut decoders = [Role::Client, Role::Server].map(|role| Decoder::new(model, role));
    for shape in model.shapes() {
        let Some(place) = model.find(&shape.id) else { continue };
        for decoder in &mut decoders {
            let decoded = decoder
                .decode(place, body.as_bytes())
                .map_err(|fault| format!("{} does not read {body} as JSON: {fault}", shape.id))?;
            if let Some(value) = decoded.value() {
                let _ = value.to_json(model);
            }
            decoded.recycle(decoder);
        }
        let faults = validate(model, place, &value);
        if encode(model, place, &value).is_ok() != faults.is_empty() {
            return Err(format!(
                "the encoder and the validator disagree on {body} for {}",
                shape.id
            ));
        }
    }
    Ok(())
}
