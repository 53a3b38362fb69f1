//! Reads vectors in the plain form.

use std::collections::HashMap;
use std::sync::Arc;

use crate::contract::Contract;
use crate::json::{Json, Path};
use crate::model::fields::{
    array, object_field, optional_string, optional_strings, status_field, string, string_map,
};
use crate::model::{LoadError, Model, ShapeRef};
use crate::vectors::contracts::contracts;
use crate::vectors::vector::{
    Check, MessageParts, RequestMessage, ResponseMessage, Vector, VectorParty,
};

/// The member by which the form is known. Its value is the version.
pub(in crate::vectors) const MARK: &str = "wireproof_vectors";

/// Returns the vectors of a file in the plain form.
pub(in crate::vectors) fn read(file: &Json) -> Result<Vec<Vector>, LoadError> {
    let root = Path::default();
    if file.get(MARK).and_then(Json::as_u64) != Some(1) {
        let message = "version 1 expected; export the vectors again with this version of wireproof";
        return Err(LoadError::new(&root.member(MARK), message));
    }
    let at = root.member("models");
    let models = array(file, "models", &root)?;
    let vectors = array(file, "vectors", &root)?;
    let vectors_at = root.member("vectors");
    let entries = || vectors.iter().enumerate().map(|(i, entry)| (entry, vectors_at.index(i)));
    // The operations of each model, so that their contracts share it.
    let mut needed: Vec<Vec<&str>> = models.iter().map(|_| Vec::new()).collect();
    for (entry, at) in entries() {
        let (model, operation) = place(entry, models.len(), &at)?;
        needed[model].push(operation);
    }
    let mut by_operation = HashMap::new();
    for (i, (model, mut operations)) in models.iter().zip(needed).enumerate() {
        let model = Model::read(model.to_string())
            .map_err(|fault| LoadError::new(&at.index(i), fault.to_string()))?;
        operations.sort_unstable();
        operations.dedup();
        let found = contracts(model, operations.iter().copied(), &at.index(i))?;
        for (operation, contract) in operations.iter().zip(found) {
            by_operation.insert((i, *operation), contract.map(Arc::new));
        }
    }
    let vector = |(entry, at): (&Json, Path)| {
        let contract = match by_operation.get(&place(entry, models.len(), &at)?) {
            Some(Ok(contract)) => Arc::clone(contract),
            Some(Err(fault)) => {
                return Err(LoadError::new(&at.member("operation"), fault.to_string()));
            }
            None => return Err(LoadError::new(&at, "no contract")),
        };
        vector(entry, contract, &at)
    };
    entries().map(vector).collect()
}

/// Returns the index of the model and the id of the operation of a vector.
fn place<'e>(entry: &'e Json, models: usize, at: &Path) -> Result<(usize, &'e str), LoadError> {
    let index = entry.get("model").and_then(Json::as_u64);
    let index = index.and_then(|index| usize::try_from(index).ok()).filter(|i| *i < models);
    let wrong = || format!("the index of one of the {models} models expected");
    let index = index.ok_or_else(|| LoadError::new(&at.member("model"), wrong()))?;
    Ok((index, string(entry, "operation", at)?))
}

fn vector(entry: &Json, contract: Arc<Contract>, at: &Path) -> Result<Vector, LoadError> {
    let party = match string(entry, "party", at)? {
        "client" => VectorParty::Client,
        "server" => VectorParty::Server,
        other => {
            let message = format!("`{other}` is neither client nor server");
            return Err(LoadError::new(&at.member("party"), message));
        }
    };
    let value = |name: &str| object_field(entry, name, at).cloned();
    let check = match string(entry, "kind", at)? {
        "request" => Check::Request { input: value("input")?, message: request(entry, at)? },
        "response" => Check::Success { output: value("output")?, message: response(entry, at)? },
        "error" => {
            let shape = error_shape(&contract, entry, at)?;
            Check::Error { shape, value: value("error")?, message: response(entry, at)? }
        }
        "refusal" => {
            Check::Refusal { message: request(entry, at)?, response: response(entry, at)? }
        }
        other => {
            let message = format!("`{other}` is none of request, response, error and refusal");
            return Err(LoadError::new(&at.member("kind"), message));
        }
    };
    Ok(Vector { id: string(entry, "id", at)?.to_owned(), party, contract, check })
}

fn error_shape(contract: &Contract, entry: &Json, at: &Path) -> Result<ShapeRef, LoadError> {
    let id = string(entry, "error_shape", at)?;
    let (model, operation) = (contract.model(), contract.operation());
    let found =
        operation.error_shapes().iter().find(|shape| model.shape(**shape).id.as_str() == id);
    found.copied().ok_or_else(|| {
        let message = format!("{} has no error `{id}`", operation.name());
        LoadError::new(&at.member("error_shape"), message)
    })
}

fn request(entry: &Json, at: &Path) -> Result<RequestMessage, LoadError> {
    let (message, at) = (object_field(entry, "request", at)?, &at.member("request"));
    Ok(RequestMessage {
        method: string(message, "method", at)?.to_owned(),
        path: string(message, "path", at)?.to_owned(),
        query: optional_strings(message, "query", at)?,
        forbidden_query: optional_strings(message, "forbidden_query", at)?,
        required_query: optional_strings(message, "required_query", at)?,
        host: optional_string(message, "host", at)?.map(str::to_owned),
        resolved_host: optional_string(message, "resolved_host", at)?.map(str::to_owned),
        parts: parts(message, at)?,
    })
}

fn response(entry: &Json, at: &Path) -> Result<ResponseMessage, LoadError> {
    let (message, at) = (object_field(entry, "response", at)?, &at.member("response"));
    Ok(ResponseMessage {
        status: status_field(message, "status", at)?,
        parts: parts(message, at)?,
        message_pattern: optional_string(message, "message_pattern", at)?.map(str::to_owned),
        error_message: optional_string(message, "error_message", at)?.map(str::to_owned),
    })
}

fn parts(message: &Json, at: &Path) -> Result<MessageParts, LoadError> {
    Ok(MessageParts {
        headers: string_map(message, "headers", at)?,
        forbidden: optional_strings(message, "forbidden_headers", at)?,
        required: optional_strings(message, "required_headers", at)?,
        body: optional_string(message, "body", at)?.map(|body| body.as_bytes().to_vec()),
        media_type: optional_string(message, "media_type", at)?.map(str::to_owned),
    })
}
