use crate::json::Json;

use super::super::Mutant;
use super::super::support::sent::edit_body;
use super::super::fault::PlantedFault;

const POLICY: &str = "request.members-serialized";

/// The number of bytes that the client encodes at a time.
const BUFFER: usize = 64 * 1024;

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "trims-user-names",
        policy: POLICY,
        what: "White space at both ends of the Username is not sent.",
        fault: PlantedFault {
            request: Some(|_, draft| {
                edit_body(draft, |members| {
                    for (name, value) in members {
                        if let Json::String(text) = value
                            && name == "Username"
                        {
                            *text = text.trim().into();
                        }
                    }
                });
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::BLUNT
    },
    Mutant {
        name: "drops-an-empty-optional-text",
        policy: POLICY,
        what: "An empty Domain is not sent, because an empty optional member counts as absent.",
        fault: PlantedFault {
            request: Some(|_, draft| {
                edit_body(draft, |members| {
                    members.retain(|(name, value)| name != "Domain" || value.as_str() != Some(""));
                });
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
    Mutant {
        name: "breaks-characters-across-buffers",
        policy: POLICY,
        what: "A character across the border of two buffers of 64 KiB becomes replacement characters.",
        fault: PlantedFault {
            request: Some(|_, draft| {
                let pieces = draft.body.chunks(BUFFER).map(String::from_utf8_lossy);
                draft.body = pieces.collect::<String>().into_bytes();
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
];
