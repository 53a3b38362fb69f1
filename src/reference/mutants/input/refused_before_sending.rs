use crate::exchange::{Outcome, Stage};
use crate::json::Json;

use super::super::Mutant;
use super::super::fault::{PlantedFault, Seen};
use super::super::support::inputs::{body, is_valid};

const POLICY: &str = "input.refused-before-sending";

/// The number of bytes that the client buffers before it sends the first part.
const BUFFER: usize = 64 * 1024;

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "refuses-once-it-has-sent",
        policy: POLICY,
        what: "The client sends the strings of an input, and checks the input afterwards.",
        fault: PlantedFault {
            forgive: Some(|seen| Some(body(&texts(seen.input)))),
            outcome: Some(refused_late),
            ..PlantedFault::NONE
        },
        ..Mutant::BLUNT
    },
    Mutant {
        name: "sends-while-it-checks",
        policy: POLICY,
        what: "The client sends the request while it checks it, so a fault behind the first 64 KiB comes too \
               late.",
        fault: PlantedFault {
            forgive: Some(|seen| {
                let texts = body(&texts(seen.input));
                (texts.len() > BUFFER).then_some(texts)
            }),
            outcome: Some(refused_late),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
];

/// Returns the members of an input that are strings.
fn texts(input: &Json) -> Json {
    let is_text =
        |(name, value): &&(String, Json)| value.as_str().is_some() && name != "IdentityProvider";
    let texts = input.members().iter().filter(is_text);
    Json::object(texts.cloned())
}

fn refused_late(seen: &Seen<'_>, outcome: Outcome) -> Outcome {
    if seen.sent == 0 || is_valid(seen.input) {
        return outcome;
    }
    Outcome::client_error(Stage::Serialize, "InvalidInput", "planted fault")
}
