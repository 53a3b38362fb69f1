use crate::json::Json;

use super::super::Mutant;
use super::super::fault::{PlantedFault, Seen};
use super::super::support::parts::{edit_parameter, edit_query};

const POLICY: &str = "request.query-map-sent";

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "drops-the-query-map",
        policy: POLICY,
        operation: "FindParcels",
        what: "The entries of a map are not sent.",
        fault: PlantedFault {
            input: Some(|_, input| match input {
                Json::Object(members) => Json::Object(
                    members.into_iter().filter(|(name, _)| name != "Filters").collect(),
                ),
                other => other,
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::BLUNT
    },
    Mutant {
        name: "lets-entries-replace-members",
        policy: POLICY,
        operation: "FindParcels",
        what: "An entry with the name of a member is sent in its place.",
        fault: PlantedFault {
            request: Some(|seen, draft| {
                let entry = seen_entry(seen, "page");
                if let Some(entry) = entry {
                    edit_parameter(draft, "page", |_| None);
                    edit_query(draft, |query| format!("{query}&page={entry}"));
                }
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
    Mutant {
        name: "sends-the-first-entry-only",
        policy: POLICY,
        operation: "FindParcels",
        what: "Of several entries only the first is sent.",
        fault: PlantedFault {
            input: Some(|_, input| match input {
                Json::Object(members) => {
                    let cut = members.into_iter().map(|(name, value)| match value {
                        Json::Object(mut entries) if name == "Filters" => {
                            entries.truncate(1);
                            (name, Json::Object(entries))
                        }
                        value => (name, value),
                    });
                    Json::Object(cut.collect())
                }
                other => other,
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
];

/// Returns an entry of the map, encoded as far as the corners need it.
fn seen_entry(seen: &Seen<'_>, name: &str) -> Option<String> {
    let text = seen.input.get("Filters")?.get(name)?.as_str()?;
    let encoded = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
            char::from(byte).to_string()
        }
        other => format!("%{other:02X}"),
    };
    Some(text.bytes().map(encoded).collect())
}
