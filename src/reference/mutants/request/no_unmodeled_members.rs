use crate::json::Json;

use super::super::Mutant;
use super::super::fault::PlantedFault;
use super::super::support::inputs::{member, union};
use super::super::support::sent::edit_body;

const POLICY: &str = "request.no-unmodeled-members";

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "sends-a-type-hint",
        policy: POLICY,
        what: "The body names its shape in `__type`.",
        fault: PlantedFault {
            request: Some(|_, draft| {
                edit_body(draft, |members| {
                    let hint = Json::String("DisassociateUserRequest".into());
                    members.insert(0, ("__type".to_owned(), hint));
                });
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::BLUNT
    },
    Mutant {
        name: "marks-empty-structures",
        policy: POLICY,
        what: "An empty structure gets a member, to distinguish it from an absent one.",
        fault: PlantedFault {
            request: Some(|_, draft| {
                edit_body(draft, |members| {
                    let directory = union(members)
                        .and_then(|union| member(union, "ActiveDirectoryIdentityProvider"));
                    if let Some(Json::Object(directory)) = directory
                        && directory.is_empty()
                    {
                        directory.push(("_".to_owned(), Json::Bool(true)));
                    }
                });
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
];
