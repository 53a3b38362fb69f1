//! Expected outcomes: which outcomes a case permits.

use crate::contract::Contract;
use crate::exchange::Outcome;
use crate::json::Json;
use crate::value::diff;

/// One permitted outcome: the fields of a `result` line that are named must be so, others are free.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expectation(Json);

impl Expectation {
    /// Makes an expectation of an object with the fields of an outcome.
    ///
    /// # Errors
    ///
    /// If it is none, with what is wrong with it.
    pub fn new(fields: Json) -> Result<Self, String> {
        let known: &[&str] = match fields.get("outcome").and_then(Json::as_str) {
            Some("response") => &["outcome", "http_status", "output", "request_id"],
            Some("service_error") => {
                &["outcome", "code", "modeled", "message", "http_status", "request_id", "error"]
            }
            Some("client_error") => &["outcome", "stage"],
            _ => return Err("`outcome` must be response, service_error or client_error".into()),
        };
        match fields.members().iter().find(|(name, _)| !known.contains(&name.as_str())) {
            Some((name, _)) => Err(format!("`{name}` is none of {}", known.join(", "))),
            None => Ok(Self(fields)),
        }
    }

    /// Returns the fields.
    pub fn fields(&self) -> &Json {
        &self.0
    }

    /// Reports whether `outcome` is as expected.
    pub fn permits(&self, contract: &Contract, outcome: &Outcome) -> bool {
        let actual = outcome.to_json();
        self.0.members().iter().all(|(name, expected)| match (name.as_str(), actual.get(name)) {
            ("output", Some(actual)) => {
                let shape = contract.operation().output();
                diff(contract.model(), shape, expected, actual).is_empty()
            }
            ("error", Some(actual)) => same_error(contract, outcome, expected, actual),
            // A missing message may be shown as an empty one. (docs/readings.md#errors.)
            ("message", Some(Json::String(text))) if expected.is_null() => text.is_empty(),
            (_, actual) => actual == Some(expected),
        })
    }

    /// Returns the outcome, with what the expectation leaves free taken from `other` where that is of the same
    /// kind.
    pub fn complete(&self, other: &Outcome) -> Outcome {
        let (other, same) = (other.to_json(), self.0.get("outcome"));
        let mut fields = self.0.members().to_vec();
        if other.get("outcome") == same {
            for (name, value) in other.members() {
                if self.0.get(name).is_none() {
                    fields.push((name.clone(), value.clone()));
                }
            }
        }
        let mut default = |name: &str, value: Json| {
            if !fields.iter().any(|(field, _)| field == name) {
                fields.push((name.to_owned(), value));
            }
        };
        default("modeled", Json::Bool(false));
        default("stage", Json::from("deserialize"));
        default("class", Json::from("Expected"));
        Outcome::from_json(&Json::Object(fields)).expect("the fields were checked")
    }
}

/// Reports whether the members of a modeled error are as expected. They are compared by the shape of the error that the
/// outcome names.
fn same_error(contract: &Contract, outcome: &Outcome, expected: &Json, actual: &Json) -> bool {
    let Outcome::ServiceError { code: Some(code), .. } = outcome else { return false };
    let mut shapes = contract.operation().error_shapes().iter().copied();
    let shape = shapes.find(|shape| contract.model().shape(*shape).id.name() == code);
    match shape {
        Some(shape) => diff(contract.model(), shape, expected, actual).is_empty(),
        None => expected == actual,
    }
}
