use crate::exchange::{Outcome, Stage};
use crate::json::Json;

use super::super::Mutant;
use super::super::support::inputs::{body, is_valid};
use super::super::fault::{PlantedFault, Seen};

const POLICY: &str = "input.refused-before-sending";

/// As much as is written before the first piece of it goes out.
const BUFFER: usize = 64 * 1024;

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "refuses-once-it-has-sent",
        policy: POLICY,
        what: "The texts of an input are sent, and the input is checked then.",
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
        what: "The request goes out as it is checked, which shows where a fault lies behind the first 64 KiB.",
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

/// The members of an input that are texts.
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
