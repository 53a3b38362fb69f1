use super::super::Mutant;
use super::super::support::error::{error_type, renamed, text_in_body};
use super::super::fault::PlantedFault;

const POLICY: &str = "error.uri-suffix-stripped";

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "uri-kept",
        policy: POLICY,
        what: "The URI stays behind the name of an error.",
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
        what: "The URI stays behind a name that __type tells.",
        seen_in: Some(
            "aws/aws-sdk-net#3253: of a `__type` what stands behind the colon was not cut off",
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
        what: "The hash is looked for before the colon, so that the fragment of a URI is taken for the name.",
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

/// The type without the namespace before its name.
fn bare(error_type: &str) -> String {
    let (name, uri) = error_type.split_once(':').unwrap_or((error_type, ""));
    format!("{}:{uri}", name.split('#').next_back().unwrap_or(name))
}
