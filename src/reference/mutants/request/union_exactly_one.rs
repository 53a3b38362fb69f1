use crate::exchange::Outcome;
use crate::json::Json;

use super::super::Mutant;
use super::super::support::inputs::union;
use super::super::support::sent::edit_body;
use super::super::fault::PlantedFault;

const POLICY: &str = "request.union-exactly-one";

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "sends-every-member-of-the-union",
        policy: POLICY,
        what: "The member of the union that is not set is sent too, as an empty structure.",
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
        what: "Behind an answer with an unknown union member, that member is set in the next request too.",
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
        what: "A structure without members is not written, and leaves its union empty.",
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

/// The name of the unknown union member that an outcome shows.
fn unknown_member(outcome: Option<&Outcome>) -> Option<&str> {
    let Outcome::Response { output, .. } = outcome? else { return None };
    let provider = output.get("InstanceUserSummary")?.get("IdentityProvider")?;
    provider.get("SDK_UNKNOWN_MEMBER")?.get("name")?.as_str()
}
