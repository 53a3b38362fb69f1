//! Vectors in a Smithy JSON AST file: the traits `smithy.test#httpRequestTests`, `httpResponseTests` and
//! `httpMalformedRequestTests`.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use crate::contract::Contract;
use crate::json::{Json, Path};
use crate::model::{LoadError, Model, Operation, ShapeRef};

use super::contracts::contracts;
use super::params::value_form;
use super::refusals::refusals;
use super::vector::{Check, MessageParts, RequestMessage, ResponseMessage, Vector, VectorParty};
use crate::model::fields::{optional_string, optional_strings, status_field, string, string_map};

const PROTOCOL: &str = "aws.protocols#restJson1";
const REQUESTS: &str = "smithy.test#httpRequestTests";
const RESPONSES: &str = "smithy.test#httpResponseTests";
const REFUSALS: &str = "smithy.test#httpMalformedRequestTests";

/// Returns the vectors of restJson1.
pub(super) fn read(file: &Json, bytes: &[u8]) -> Result<Vec<Vector>, LoadError> {
    let model = Model::of_smithy(file, bytes)?;
    let at = Path::default().member("shapes");
    let shapes = file.get("shapes").map_or(&[][..], Json::members);
    let by_id: HashMap<&str, &Json> =
        shapes.iter().map(|(id, entry)| (id.as_str(), entry)).collect();
    let has_tests = |id: &str| by_id.get(id).is_some_and(|entry| has_tests(entry));
    let is_tried = |operation: &Operation<'_>| {
        has_tests(operation.id().as_str()) || operation.errors().any(|e| has_tests(e.id.as_str()))
    };
    let tried = model.operations().filter(is_tried).map(|operation| operation.id().to_string());
    let tried: Vec<String> = tried.collect();
    refuse_unused(&model, shapes, &at)?;
    let (mut vectors, mut errors) = (Vec::new(), HashSet::new());
    let contracts = contracts(model, tried.iter().map(String::as_str), &at)?;
    for (id, contract) in tried.iter().zip(contracts) {
        let contract =
            contract.map_err(|error| LoadError::new(&at.member(id), error.to_string()))?;
        let contract = Arc::new(contract);
        let mut reader = Reader { contract: &contract, vectors: &mut vectors };
        if let Some(entry) = by_id.get(id.as_str()) {
            reader.requests(entry, &at.member(id))?;
            reader.responses(entry, None, &at.member(id))?;
            reader.refusals(entry, &at.member(id))?;
        }
        // The tests of an error stand at its shape, and several operations may have it: the first one runs them.
        for shape in contract.operation().error_shapes() {
            let id = contract.model().shape(*shape).id.to_string();
            if let Some(entry) = by_id.get(id.as_str()).filter(|_| errors.insert(id.clone())) {
                reader.responses(entry, Some(*shape), &at.member(&id))?;
            }
        }
    }
    Ok(vectors)
}

/// Refuses tests at a shape that is neither an operation nor an error of one: nothing would run them.
fn refuse_unused(model: &Model, shapes: &[(String, Json)], at: &Path) -> Result<(), LoadError> {
    let mut used: HashSet<&str> = HashSet::new();
    for operation in model.operations() {
        used.insert(operation.id().as_str());
        used.extend(operation.errors().map(|error| error.id.as_str()));
    }
    let unused = shapes.iter().find(|(id, entry)| !used.contains(id.as_str()) && has_tests(entry));
    if let Some((id, _)) = unused {
        let message = "tests of a shape that is no operation of the file, nor an error of one; add its operation, or take \
                       the tests out";
        return Err(LoadError::new(&at.member(id).member("traits"), message));
    }
    Ok(())
}

fn has_tests(entry: &Json) -> bool {
    let traits = entry.get("traits").map_or(&[][..], Json::members);
    traits.iter().any(|(name, tests)| {
        let tests = tests.as_array().unwrap_or_default();
        [REQUESTS, RESPONSES, REFUSALS].contains(&name.as_str()) && tests.iter().any(is_ours)
    })
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
                method: string(test, "method", &at)?.to_owned(),
                path: string(test, "uri", &at)?.to_owned(),
                query: optional_strings(test, "queryParams", &at)?,
                forbidden_query: optional_strings(test, "forbidQueryParams", &at)?,
                required_query: optional_strings(test, "requireQueryParams", &at)?,
                host: optional_string(test, "host", &at)?.map(str::to_owned),
                resolved_host: optional_string(test, "resolvedHost", &at)?.map(str::to_owned),
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
            let status = status_field(test, "code", &at)?;
            let message =
                ResponseMessage { status, parts: parts(test, &at)?, ..ResponseMessage::default() };
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
        let id = string(test, "id", at)?;
        let applies = optional_string(test, "appliesTo", at)?;
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
        headers: string_map(test, "headers", at)?,
        forbidden: optional_strings(test, "forbidHeaders", at)?,
        required: optional_strings(test, "requireHeaders", at)?,
        body: optional_string(test, "body", at)?.map(|body| body.as_bytes().to_vec()),
        media_type: optional_string(test, "bodyMediaType", at)?.map(str::to_owned),
    })
}
