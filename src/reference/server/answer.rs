//! Makes the response to a request that is accepted.

use crate::contract::Contract;
use crate::generate::{Choices, Config};
use crate::http::Headers;
use crate::json::Json;
use crate::model::ShapeRef;
use crate::protocol::{ERROR_TYPE_HEADER, EncodeError, Filler, ResponseParts, with_defaults};

use super::asked::{Asked, What};
use super::error as errors;
use super::operations::Operation;
use super::ready;

/// How often a value is generated until one is valid. The first one is, unless the contract is at fault.
const ATTEMPTS: usize = 20;

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Unanswered {
    /// The request asks for what there is not.
    Asked(String),
    /// No valid value can be generated.
    Unable(String),
}

/// Returns the response to an accepted request that asks for this answer.
pub(super) fn of(
    operation: &Operation,
    asked: &Asked,
    choices: &mut Choices,
) -> Result<ResponseParts, Unanswered> {
    let mut response = match (&asked.what, asked.status) {
        // An error that does not say which one it is.
        (What::Success, Some(status @ 300..)) => unnamed(status),
        (What::Success, _) => {
            success(operation, asked.value.as_ref(), &Config::realistic(), choices)?
        }
        (What::AllMembers, _) => success(operation, None, &Config::full(), choices)?,
        (What::RequiredMembers, _) => {
            success(operation, None, &Config { absent: 100, ..Config::realistic() }, choices)?
        }
        (What::Error(name), _) => error(operation, name, asked.value.as_ref(), choices)?,
        (What::Code(code), _) => errors::error(400, code, "an error that the request asks for"),
        (What::Case(id), _) => ready::of_case(operation, id).map_err(Unanswered::Asked)?,
        (What::Policy(policy), _) => {
            ready::of_policy(operation, policy, choices).map_err(Unanswered::Asked)?
        }
    };
    if let Some(status) = asked.status {
        response.status = status;
    }
    if let Some(body) = &asked.body {
        response.body = Some(body.clone().into_bytes());
        if !response.headers.has("Content-Type") {
            response.headers.push("Content-Type", "application/json");
        }
    }
    if matches!(response.status, 204 | 205 | 304) {
        // Such a response has no content (RFC 9110, section 15).
        response.body = None;
    }
    Ok(response)
}

/// Returns a success with the given output, or with a generated one.
fn success(
    operation: &Operation,
    given: Option<&Json>,
    config: &Config,
    choices: &mut Choices,
) -> Result<ResponseParts, Unanswered> {
    let contract = &operation.contract;
    let (model, shape) = (contract.model(), contract.bindings().output.shape());
    let write = |output: &Json| {
        let output = with_defaults(model, shape, output, Filler::Server);
        contract.protocol().write_response(contract, &output)
    };
    match given {
        Some(output) => write(output).map_err(|fault| not_valid(&fault)),
        None => generated(
            operation,
            |choices| write(&operation.maker().output(config, choices)),
            choices,
        ),
    }
}

/// Returns the error of this name, with the given members or with generated ones.
fn error(
    operation: &Operation,
    name: &str,
    given: Option<&Json>,
    choices: &mut Choices,
) -> Result<ResponseParts, Unanswered> {
    let contract = &operation.contract;
    let shape = listed(contract, name).ok_or_else(|| {
        Unanswered::Asked(format!(
            "{} does not list the error `{name}`; {}; code={name} sends it all the same",
            contract.operation().name(),
            names(contract)
        ))
    })?;
    let model = contract.model();
    let write = |value: &Json| {
        let value = with_defaults(model, shape, value, Filler::Server);
        contract.protocol().write_error(contract, shape, &value)
    };
    match given {
        Some(value) => write(value).map_err(|fault| not_valid(&fault)),
        None => {
            let config = Config::realistic();
            generated(
                operation,
                |choices| write(&operation.maker().value(shape, &config, choices)),
                choices,
            )
        }
    }
}

/// Returns the shape of the error of this name, if the operation lists it.
fn listed(contract: &Contract, name: &str) -> Option<ShapeRef> {
    let mut shapes = contract.operation().error_shapes().iter().copied();
    shapes.find(|shape| contract.model().shape(*shape).id.name() == name)
}

/// Returns a sentence about the errors that the operation lists.
fn names(contract: &Contract) -> String {
    let names: Vec<&str> = contract.operation().errors().map(|error| error.id.name()).collect();
    match names[..] {
        [] => "it lists none".to_owned(),
        _ => format!("it lists {}", names.join(", ")),
    }
}

/// Returns the response with a generated value: the first one that is valid.
fn generated(
    operation: &Operation,
    make: impl Fn(&mut Choices) -> Result<ResponseParts, EncodeError>,
    choices: &mut Choices,
) -> Result<ResponseParts, Unanswered> {
    if let Some(obstacle) = operation.maker().obstacle() {
        return Err(Unanswered::Unable(obstacle));
    }
    let mut fault = None;
    for _ in 0..ATTEMPTS {
        match make(choices) {
            Ok(response) => return Ok(response),
            Err(found) => fault = Some(found),
        }
    }
    let fault = fault.map_or_else(String::new, |fault| fault.to_string());
    Err(Unanswered::Unable(format!("no valid value was generated: {fault}")))
}

/// Returns the message about a value that is not valid. The writer takes it for an input.
fn not_valid(fault: &EncodeError) -> Unanswered {
    let faults = fault.faults.iter().map(|fault| {
        let fault = fault.to_string();
        let behind = fault.strip_prefix("input");
        behind.map_or_else(|| fault.clone(), |behind| format!("value{behind}"))
    });
    Unanswered::Asked(faults.collect::<Vec<_>>().join("; "))
}

/// Returns an error without a code.
fn unnamed(status: u16) -> ResponseParts {
    let named = errors::error(status, "", "an error that the request asks for");
    let is_type = |name: &str| name.eq_ignore_ascii_case(ERROR_TYPE_HEADER);
    let others = named.headers.iter().filter(|field| !is_type(&field.name));
    let headers: Headers = others.map(|field| (field.name.clone(), field.value.clone())).collect();
    ResponseParts { headers, ..named }
}
