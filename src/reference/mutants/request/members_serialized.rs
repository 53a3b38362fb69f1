use crate::json::Json;

use super::super::Mutant;
use super::super::fault::PlantedFault;
use super::super::support::sent::edit_body;

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
    Mutant {
        name: "sends-numbers-for-digits",
        policy: POLICY,
        what: "A Username that is a number in JSON is sent as a number.",
        fault: PlantedFault {
            request: Some(|_, draft| {
                edit_body(draft, |members| {
                    for (name, value) in members {
                        let text = value.as_str().unwrap_or_default();
                        if name == "Username"
                            && let Ok(number @ Json::Number(_)) = Json::parse(text)
                        {
                            *value = number;
                        }
                    }
                });
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
    Mutant {
        name: "drops-leading-zeros",
        policy: POLICY,
        what: "An InstanceId of digits loses the zeros before them.",
        fault: PlantedFault {
            request: Some(|_, draft| {
                edit_body(draft, |members| {
                    for (name, value) in members {
                        if let Json::String(text) = value
                            && name == "InstanceId"
                            && let Ok(number) = text.parse::<u64>()
                        {
                            *text = number.to_string();
                        }
                    }
                });
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
    Mutant {
        name: "sends-an-object-for-empty-braces",
        policy: POLICY,
        what: "A DirectoryId that is `{}` or `[]` is sent as an empty object or array.",
        fault: PlantedFault {
            request: Some(|_, draft| {
                let text = String::from_utf8_lossy(&draft.body);
                draft.body = text
                    .replace("\"DirectoryId\":\"{}\"", "\"DirectoryId\":{}")
                    .replace("\"DirectoryId\":\"[]\"", "\"DirectoryId\":[]")
                    .into_bytes();
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
];
