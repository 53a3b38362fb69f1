use crate::exchange::{Outcome, Stage};
use crate::json::Json;

use super::super::Mutant;
use super::super::support::refused;
use super::super::fault::{PlantedFault, Seen};

const POLICY: &str = "wire.deterministic";

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "finds-its-errors-in-another-order",
        policy: POLICY,
        what: "Whether an answer that cannot be read is told as such or as a failed connection changes from \
               call to call.",
        fault: PlantedFault {
            outcome: Some(|seen, outcome| match outcome {
                Outcome::ClientError { stage: Stage::Deserialize, .. } if toss(seen) => {
                    Outcome::client_error(Stage::Read, "ReadError", "planted fault")
                }
                outcome => outcome,
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::BLUNT
    },
    Mutant {
        name: "minds-duplicates-now-and-then",
        policy: POLICY,
        what: "A body that has a member twice is read or refused, as a hash map with a new seed has it.",
        fault: PlantedFault {
            outcome: Some(|seen, outcome| {
                let twice = Json::parse(seen.body()).is_ok_and(|body| has_duplicates(&body));
                match outcome {
                    Outcome::Response { .. } if twice && toss(seen) => refused(),
                    outcome => outcome,
                }
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
];

/// A coin that falls one way in one call and another way in the next, with no rhythm in it.
fn toss(seen: &Seen<'_>) -> bool {
    seen.call.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 63 == 1
}

/// Whether the summary of a body, or the body itself, has a member twice.
fn has_duplicates(body: &Json) -> bool {
    let twice = |value: &Json| value.distinct_members().len() < value.members().len();
    twice(body) || body.get("InstanceUserSummary").is_some_and(twice)
}
