use super::super::Mutant;
use super::super::fault::PlantedFault;
use super::super::support::error::{error_type, renamed, text_in_body};

const POLICY: &str = "error.uri-suffix-stripped";

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "uri-kept",
        policy: POLICY,
        what: "The name of an error keeps the URI behind it.",
        fault: PlantedFault {
            outcome: Some(|seen, outcome| match seen.answer.as_ref().and_then(error_type) {
                Some(value) if value.contains(':') => renamed(outcome, Some(bare(&value))),
                _ => outcome,
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::BLUNT
    },
    Mutant {
        name: "uri-kept-in-type",
        policy: POLICY,
        what: "A name from `__type` keeps the URI behind it.",
        seen_in: Some(
            "aws/aws-sdk-net#3253: the client did not cut off the part behind the colon of a `__type`",
        ),
        fault: PlantedFault {
            outcome: Some(|seen, outcome| {
                let Some(answer) = &seen.answer else { return outcome };
                let told = text_in_body(answer, "__type");
                match told.filter(|told| error_type(answer).as_ref() == Some(told)) {
                    Some(value) if value.contains(':') => renamed(outcome, Some(bare(&value))),
                    _ => outcome,
                }
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
    Mutant {
        name: "cuts-at-the-hash-first",
        policy: POLICY,
        what: "The client looks for the hash before the colon, so it takes the fragment of a URI for the \
               name.",
        fault: PlantedFault {
            outcome: Some(|seen, outcome| match seen.answer.as_ref().and_then(error_type) {
                Some(value) if value.contains('#') => {
                    let name = value.split('#').nth(1).unwrap_or_default();
                    renamed(outcome, name.split(':').next().map(str::to_owned))
                }
                _ => outcome,
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
];

/// Returns the type without its namespace.
fn bare(error_type: &str) -> String {
    let (name, uri) = error_type.split_once(':').unwrap_or((error_type, ""));
    format!("{}:{uri}", name.split('#').next_back().unwrap_or(name))
}
