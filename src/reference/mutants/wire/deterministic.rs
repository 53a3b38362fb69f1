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
        what: "The client reports an unreadable response as such in one call and as a failed connection in \
               another.",
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
        what: "The client reads or refuses a body with a duplicate member at random, like a hash map with a \
               new seed.",
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

/// Returns a boolean that changes from call to call without a short period.
fn toss(seen: &Seen<'_>) -> bool {
    seen.call.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 63 == 1
}

/// Reports whether a body or its summary has a duplicate member.
fn has_duplicates(body: &Json) -> bool {
    let twice = |value: &Json| value.distinct_members().len() < value.members().len();
    twice(body) || body.get("InstanceUserSummary").is_some_and(twice)
}
