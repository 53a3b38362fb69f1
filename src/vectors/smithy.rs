//! Vectors in a Smithy JSON AST file: the traits `smithy.test#httpRequestTests`, `httpResponseTests` and
//! `httpMalformedRequestTests`.

use std::sync::Arc;

use crate::contract::{Contract, ContractError};
use crate::json::{Json, Path};
use crate::model::{LoadError, Model, ShapeRef};

use super::fields::{headers, required_text, status, text, texts};
use super::params::value_form;
use super::refusals::refusals;
use super::vector::{Check, MessageParts, RequestMessage, ResponseMessage, Vector, VectorParty};

const PROTOCOL: &str = "aws.protocols#restJson1";
const REQUESTS: &str = "smithy.test#httpRequestTests";
const RESPONSES: &str = "smithy.test#httpResponseTests";
const REFUSALS: &str = "smithy.test#httpMalformedRequestTests";

/// Returns the vectors of restJson1.
pub(super) fn read(file: &Json, bytes: &[u8]) -> Result<Vec<Vector>, LoadError> {
    let model = Model::of_smithy(file, bytes)?;
    let at = Path::default().member("shapes");
    let mut vectors = Vec::new();
    let shapes = file.get("shapes").map_or(&[][..], Json::members);
    let has_tests = |entry: &Json, trait_id: &str| {
        let tests = entry.get("traits").and_then(|traits| traits.get(trait_id));
        tests.and_then(Json::as_array).is_some_and(|tests| tests.iter().any(is_ours))
    };
    for operation in model.operations() {
        let entry = shapes.iter().find(|(id, _)| id == operation.id().as_str());
        let Some((id, entry)) = entry else { continue };
        let errors = operation.error_shapes().iter().map(|error| {
            let id = &model.shape(*error).id;
            (*error, shapes.iter().find(|(found, _)| found == id.as_str()))
        });
        let errors: Vec<_> = errors.filter_map(|(shape, entry)| Some((shape, entry?))).collect();
        let tried = has_tests(entry, REQUESTS)
            || has_tests(entry, RESPONSES)
            || has_tests(entry, REFUSALS)
            || errors.iter().any(|(_, (_, entry))| has_tests(entry, RESPONSES));
        if !tried {
            continue;
        }
        let contract = match Contract::of_model(model.clone(), Some(id)) {
            Ok(contract) => Arc::new(contract),
            Err(ContractError::EventStream { .. }) => continue,
            Err(error) => return Err(LoadError::new(&at.member(id), error.to_string())),
        };
        let mut reader = Reader { contract: &contract, vectors: &mut vectors };
        reader.requests(entry, &at.member(id))?;
        reader.responses(entry, None, &at.member(id))?;
        reader.refusals(entry, &at.member(id))?;
        for (shape, (id, entry)) in errors {
            reader.responses(entry, Some(shape), &at.member(id))?;
        }
    }
    // The vectors of an error stand at its shape, and several operations may have it.
    let mut seen = std::collections::HashSet::new();
    vectors.retain(|vector| seen.insert((vector.id.clone(), vector.party.name(), vector.kind())));
    Ok(vectors)
}

fn is_ours(test: &Json) -> bool {
    test.get("protocol").and_then(Json::as_str) == Some(PROTOCOL)
}

struct Reader<'a> {
    contract: &'a Arc<Contract>,
    vectors: &'a mut Vec<Vector>,
}

impl Reader<'_> {
    fn requests(&mut self, entry: &Json, at: &Path) -> Result<(), LoadError> {
        for (test, at) in tests(entry, REQUESTS, at)? {
            let message = RequestMessage {
                method: required_text(test, "method", &at)?.to_owned(),
                path: required_text(test, "uri", &at)?.to_owned(),
                query: texts(test, "queryParams", &at)?,
                forbidden_query: texts(test, "forbidQueryParams", &at)?,
                required_query: texts(test, "requireQueryParams", &at)?,
                host: text(test, "host", &at)?.map(str::to_owned),
                resolved_host: text(test, "resolvedHost", &at)?.map(str::to_owned),
                parts: parts(test, &at)?,
            };
            let input = self.value(test, self.contract.operation().input());
            self.add(test, &at, Check::Request { input, message })?;
        }
        Ok(())
    }

    fn responses(
        &mut self,
        entry: &Json,
        error: Option<ShapeRef>,
        at: &Path,
    ) -> Result<(), LoadError> {
        for (test, at) in tests(entry, RESPONSES, at)? {
            let status = status(test, "code", &at)?;
            let message =
                ResponseMessage { status, parts: parts(test, &at)?, message_pattern: None };
            let check = match error {
                Some(shape) => Check::Error { shape, value: self.value(test, shape), message },
                None => {
                    let output = self.value(test, self.contract.operation().output());
                    Check::Success { output, message }
                }
            };
            self.add(test, &at, check)?;
        }
        Ok(())
    }

    fn refusals(&mut self, entry: &Json, at: &Path) -> Result<(), LoadError> {
        for (test, at) in tests(entry, REFUSALS, at)? {
            for (id, check) in refusals(test, &at)? {
                let (party, contract) = (VectorParty::Server, Arc::clone(self.contract));
                self.vectors.push(Vector { id, party, contract, check });
            }
        }
        Ok(())
    }

    fn value(&self, test: &Json, shape: ShapeRef) -> Json {
        let nothing = Json::Object(Vec::new());
        value_form(self.contract.model(), shape, test.get("params").unwrap_or(&nothing))
    }

    fn add(&mut self, test: &Json, at: &Path, check: Check) -> Result<(), LoadError> {
        let id = required_text(test, "id", at)?;
        let applies = text(test, "appliesTo", at)?;
        for party in [VectorParty::Client, VectorParty::Server] {
            if applies.is_none_or(|applies| applies == party.name()) {
                let (id, contract) = (id.to_owned(), Arc::clone(self.contract));
                self.vectors.push(Vector { id, party, contract, check: check.clone() });
            }
        }
        Ok(())
    }
}

fn tests<'a>(
    entry: &'a Json,
    trait_id: &str,
    at: &Path,
) -> Result<Vec<(&'a Json, Path)>, LoadError> {
    let at = at.member("traits").member(trait_id);
    let Some(list) = entry.get("traits").and_then(|traits| traits.get(trait_id)) else {
        return Ok(Vec::new());
    };
    let Some(list) = list.as_array() else {
        return Err(LoadError::new(&at, format!("an array expected, not {}", list.kind())));
    };
    let ours = list.iter().enumerate().filter(|(_, test)| is_ours(test));
    Ok(ours.map(|(i, test)| (test, at.index(i))).collect())
}

fn parts(test: &Json, at: &Path) -> Result<MessageParts, LoadError> {
    Ok(MessageParts {
        headers: headers(test, at)?,
        forbidden: texts(test, "forbidHeaders", at)?,
        required: texts(test, "requireHeaders", at)?,
        body: text(test, "body", at)?.map(|body| body.as_bytes().to_vec()),
        media_type: text(test, "bodyMediaType", at)?.map(str::to_owned),
    })
}
