use crate::exchange::Outcome;
use crate::json::{Json, JsonKind};

use super::super::Mutant;
use super::super::fault::PlantedFault;
use super::super::support::refused;

const POLICY: &str = "error.not-json-survived";

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "every-error-body-parsed",
        policy: POLICY,
        what: "The parser fails if the body of an error of 400 or more is not a JSON object.",
        seen_in: Some(
            "aws/aws-sdk-js#1379: the HTML page of an unavailable service became an error of the JSON parser",
        ),
        fault: PlantedFault {
            outcome: Some(|seen, outcome| {
                let body = seen.body();
                let is_object =
                    Json::parse(&body).is_ok_and(|body| body.kind() == JsonKind::Object);
                match outcome {
                    Outcome::ServiceError { .. }
                        if seen.status() >= 400 && !body.is_empty() && !is_object =>
                    {
                        refused()
                    }
                    other => other,
                }
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::BLUNT
    },
    Mutant {
        name: "null-body-looked-into",
        policy: POLICY,
        what: "The client fails if the body of an error is null, because it looks up members in it.",
        fault: PlantedFault {
            outcome: Some(|seen, outcome| match outcome {
                Outcome::ServiceError { .. } if seen.body().trim() == "null" => refused(),
                other => other,
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
    Mutant {
        name: "short-text-parsed",
        policy: POLICY,
        what: "The parser fails if the body of an error is plain text, but not if it is an HTML page.",
        seen_in: Some(
            "aws/aws-sdk-js-v3#7182: the client parsed an error in plain text as the JSON or XML that it \
             expected",
        ),
        fault: PlantedFault {
            outcome: Some(|seen, outcome| {
                let is_text = |told: String| told.starts_with("text/plain");
                match outcome {
                    Outcome::ServiceError { .. }
                        if seen.header("Content-Type").is_some_and(is_text)
                            && Json::parse(seen.body()).is_err() =>
                    {
                        refused()
                    }
                    other => other,
                }
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
];
