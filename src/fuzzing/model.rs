//! The target `model`: contract files.

use crate::contract::{Contract, ContractError};
use crate::json::{Json, Path};
use crate::model::Model;
use crate::protocol::{Role, decode, encode, validate};

use super::places::places;
use super::target::{Checked, FuzzTarget};
use super::{mutate, seeds, shown};

/// The target.
pub const TARGET: FuzzTarget = FuzzTarget {
    name: "model",
    property: "A contract file loads and then serves the codec, or the error names a path in it; white space \
               does not matter.",
    check,
    show,
    seeds: seeds::models,
    mutate: Some(mutate::json),
};

fn show(data: &[u8]) -> String {
    format!("  file      {}", shown::bytes(data))
}

fn check(data: &[u8]) -> Checked {
    let loaded = Contract::from_smithy(data, None);
    if let Ok(file) = Json::parse(data) {
        let again = Contract::from_smithy(file.to_string(), None);
        let say = |loaded: &Result<Contract, ContractError>| match loaded {
            Ok(_) => "a contract".to_owned(),
            Err(error) => error.to_string(),
        };
        if say(&loaded) != say(&again) {
            let (one, other) = (say(&loaded), say(&again));
            return Err(format!("with its white space: {one}\nwithout: {other}"));
        }
    }
    match &loaded {
        Ok(contract) => serves(contract),
        Err(error) => names_a_place(error, data),
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
    let paths = places(text).paths;
    let known = |path: &Path| path.as_str().is_empty() || paths.values().any(|p| p == path);
    match known(&error.path) || error.path.parent().is_some_and(known) {
        true => Ok(()),
        false => Err(format!("the file has no path `{}` ({})", error.path, error.message)),
    }
}

/// Calls every function of a model, and the codec with each of its shapes.
fn serves(contract: &Contract) -> Checked {
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
    let bodies = ["{}", "[]", "null", r#"{"a":{"a":[1]},"b":"x"}"#, "\"x\"", "1"];
    for shape in model.shapes() {
        let Some(place) = model.find(&shape.id) else {
            return Err(format!("{} is in the model but cannot be found", shape.id));
        };
        for body in bodies {
            for role in [Role::Client, Role::Server] {
                let decoded = decode(model, place, role, body.as_bytes()).map_err(|fault| {
                    format!("{} does not read {body} as JSON: {fault}", shape.id)
                })?;
                if let Some(value) = decoded.value() {
                    let _ = value.to_json(model);
                }
            }
            let value = Json::parse(body).map_err(|fault| fault.to_string())?;
            let faults = validate(model, place, &value);
            if encode(model, place, &value).is_ok() != faults.is_empty() {
                return Err(format!(
                    "the encoder and the validator disagree on {body} for {}",
                    shape.id
                ));
            }
        }
    }
    Ok(())
}
