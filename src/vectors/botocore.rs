//! botocore's protocol tests: suites of a small model and its cases.

use std::sync::Arc;

use crate::contract::Contract;
use crate::json::{Json, Path};
use crate::model::{LoadError, Model, ShapeRef};

use super::params::value_form;
use super::vector::{Check, MessageParts, RequestMessage, ResponseMessage, Vector, VectorParty};
use crate::model::fields::{optional_string, optional_strings, status_field, string, string_map};

/// Returns the vectors of the suites whose protocol is rest-json.
pub(super) fn read(suites: &[Json]) -> Result<Vec<Vector>, LoadError> {
    let mut vectors = Vec::new();
    for (i, suite) in suites.iter().enumerate() {
        let at = Path::default().index(i);
        let metadata = suite.get("metadata");
        let protocol =
            metadata.and_then(|metadata| metadata.get("protocol")).and_then(Json::as_str);
        if protocol != Some("rest-json") {
            let message =
                format!("the protocol rest-json expected, not {}", protocol.unwrap_or("none"));
            return Err(LoadError::new(&at.member("metadata").member("protocol"), message));
        }
        let cases_at = at.member("cases");
        let cases = suite.get("cases").and_then(Json::as_array);
        let cases = cases.ok_or_else(|| LoadError::new(&cases_at, "an array expected"))?;
        for (j, case) in cases.iter().enumerate() {
            vectors.push(vector(suite, case, &cases_at.index(j))?);
        }
    }
    Ok(vectors)
}

fn vector(suite: &Json, case: &Json, at: &Path) -> Result<Vector, LoadError> {
    let id = string(case, "id", at)?.to_owned();
    let contract = contract(suite, case, at)?;
    let (model, operation) = (contract.model(), contract.operation());
    let value = |name: &str, shape: ShapeRef| {
        let nothing = Json::Object(Vec::new());
        value_form(model, shape, case.get(name).unwrap_or(&nothing))
    };
    let check = match (case.get("serialized"), case.get("response")) {
        (Some(serialized), _) => {
            let message = request(suite, serialized, &at.member("serialized"))?;
            Check::Request { input: value("params", operation.input()), message }
        }
        (None, Some(response)) => {
            let at_response = at.member("response");
            let status = status_field(response, "status_code", &at_response)?;
            let message = ResponseMessage {
                status,
                parts: parts(response, &at_response)?,
                error_message: optional_string(case, "errorMessage", at)?.map(str::to_owned),
                ..ResponseMessage::default()
            };
            match optional_string(case, "errorCode", at)? {
                Some(code) => {
                    let shapes = operation.error_shapes();
                    let named = |shape: &&ShapeRef| model.shape(**shape).id.name() == code;
                    let shape = shapes.iter().find(named).copied().ok_or_else(|| {
                        let message = format!("the operation has no error `{code}`");
                        LoadError::new(&at.member("errorCode"), message)
                    })?;
                    Check::Error { shape, value: value("error", shape), message }
                }
                None => Check::Success { output: value("result", operation.output()), message },
            }
        }
        (None, None) => return Err(LoadError::new(at, "`serialized` or `response` is missing")),
    };
    Ok(Vector { id, party: VectorParty::Client, contract: Arc::new(contract), check })
}

/// Returns the contract of the operation that a case has under `given`.
fn contract(suite: &Json, case: &Json, at: &Path) -> Result<Contract, LoadError> {
    let given_at = at.member("given");
    let given = case.get("given").ok_or_else(|| LoadError::new(at, "`given` is missing"))?;
    let name = string(given, "name", &given_at)?;
    let shapes = suite.get("shapes").cloned().unwrap_or_else(|| Json::Object(Vec::new()));
    let metadata = [
        ("endpointPrefix", Json::from("vectors")),
        ("protocol", Json::from("rest-json")),
        ("apiVersion", Json::from("2026-11-29")),
    ];
    let file = Json::object([
        ("metadata", Json::object(metadata)),
        ("operations", Json::object([(name, given.clone())])),
        ("shapes", shapes),
    ]);
    let model = Model::from_botocore(file.to_string())?;
    Contract::of_model(model, Some(name))
        .map_err(|error| LoadError::new(&given_at, error.to_string()))
}

fn request(suite: &Json, serialized: &Json, at: &Path) -> Result<RequestMessage, LoadError> {
    let uri = string(serialized, "uri", at)?;
    let (path, query) = uri.split_once('?').unwrap_or((uri, ""));
    let endpoint = optional_string(suite, "clientEndpoint", at)?;
    let host = endpoint.map(|url| url.split_once("://").map_or(url, |(_, host)| host).to_owned());
    Ok(RequestMessage {
        method: optional_string(serialized, "method", at)?.unwrap_or_default().to_owned(),
        path: path.to_owned(),
        query: query.split('&').filter(|part| !part.is_empty()).map(str::to_owned).collect(),
        resolved_host: optional_string(serialized, "host", at)?.map(str::to_owned),
        host,
        parts: parts(serialized, at)?,
        ..RequestMessage::default()
    })
}

fn parts(message: &Json, at: &Path) -> Result<MessageParts, LoadError> {
    Ok(MessageParts {
        headers: string_map(message, "headers", at)?,
        forbidden: optional_strings(message, "forbidHeaders", at)?,
        required: optional_strings(message, "requireHeaders", at)?,
        body: optional_string(message, "body", at)?.map(|body| body.as_bytes().to_vec()),
        media_type: None,
    })
}
