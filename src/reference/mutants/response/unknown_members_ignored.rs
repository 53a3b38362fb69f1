use crate::exchange::Outcome;
use crate::json::Json;

use super::super::Mutant;
use super::super::fault::PlantedFault;
use super::super::support::told::{OPTIONAL, REQUIRED, told_summary};
use super::super::support::with_summary;

const POLICY: &str = "response.unknown-members-ignored";

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "matches-names-in-any-case",
        policy: POLICY,
        what: "The client compares names without their case, and the last one counts.",
        fault: PlantedFault {
            outcome: Some(|seen, outcome| {
                let told = told_summary(seen);
                with_summary(outcome, |summary| {
                    for name in OPTIONAL.iter().chain(REQUIRED) {
                        let same = told.iter().rfind(|(own, _)| own.eq_ignore_ascii_case(name));
                        if let Some((_, Json::String(text))) = same {
                            summary.retain(|(own, _)| own != name);
                            summary.push(((*name).to_owned(), Json::String(text.clone())));
                        }
                    }
                })
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::BLUNT
    },
    Mutant {
        name: "loses-all-beside-a-long-integer",
        policy: POLICY,
        what: "The whole output is empty if an unknown integer has more than 4,300 digits.",
        seen_in: Some(
            "boto/botocore 1.44.5 (testees/boto3/README.md): Python refuses to read the integer, and the \
             output is shown without members",
        ),
        fault: PlantedFault {
            outcome: Some(|seen, outcome| {
                let long = |(_, value): &(String, Json)| match value {
                    Json::Number(number) => number.as_str().len() > 4_300,
                    _ => false,
                };
                match outcome {
                    Outcome::Response { http_status, .. }
                        if told_summary(seen).iter().any(long) =>
                    {
                        Outcome::Response {
                            http_status,
                            output: Json::Object(Vec::new()),
                            request_id: None,
                        }
                    }
                    outcome => outcome,
                }
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
];
