use crate::exchange::Outcome;
use crate::json::Json;

use super::super::Mutant;
use super::super::fault::PlantedFault;
use super::super::support::inputs::union;
use super::super::support::sent::edit_body;

const POLICY: &str = "request.union-exactly-one";

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "sends-every-member-of-the-union",
        policy: POLICY,
        what: "The client also sends the union member that is not set, as an empty structure.",
        fault: PlantedFault {
            request: Some(|_, draft| {
                edit_body(draft, |members| {
                    if let Some(union) = union(members) {
                        let other = "OktaIdentityProvider".to_owned();
                        union.push((other, Json::Object(Vec::new())));
                    }
                });
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::BLUNT
    },
    Mutant {
        name: "adds-the-unknown-member-of-the-last-answer",
        policy: POLICY,
        what: "After a response with an unknown union member, the next request also sets that member.",
        fault: PlantedFault {
            request: Some(|seen, draft| {
                let Some(name) = unknown_member(seen.past.as_ref().map(|past| &past.outcome))
                else {
                    return;
                };
                edit_body(draft, |members| {
                    if let Some(union) = union(members) {
                        union.push((name.to_owned(), Json::Object(Vec::new())));
                    }
                });
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
    Mutant {
        name: "drops-empty-structures",
        policy: POLICY,
        what: "An empty structure is not written, so its union is empty.",
        also: &["request.members-serialized"],
        fault: PlantedFault {
            request: Some(|_, draft| {
                edit_body(draft, |members| {
                    if let Some(union) = union(members) {
                        union.retain(|(_, value)| !value.members().is_empty());
                    }
                });
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
];

/// Returns the name of the unknown union member that an outcome shows.
fn unknown_member(outcome: Option<&Outcome>) -> Option<&str> {
    let Outcome::Response { output, .. } = outcome? else { return None };
    let provider = output.get("InstanceUserSummary")?.get("IdentityProvider")?;
    provider.get("SDK_UNKNOWN_MEMBER")?.get("name")?.as_str()
}
