use crate::json::Json;

use super::super::Saboteur;
use super::super::craft::inputs::{member, union};
use super::super::craft::sent::edit_body;
use super::super::fault::Fault;

const POLICY: &str = "request.no-unmodeled-members";

pub(in super::super) const SABOTEURS: &[Saboteur] = &[
    Saboteur {
        name: "sends-a-type-hint",
        policy: POLICY,
        what: "The body names the shape that it is of, in __type.",
        fault: Fault {
            request: Some(|_, draft| {
                edit_body(draft, |members| {
                    let hint = Json::String("DisassociateUserRequest".into());
                    members.insert(0, ("__type".to_owned(), hint));
                });
            }),
            ..Fault::NONE
        },
        ..Saboteur::BLUNT
    },
    Saboteur {
        name: "marks-empty-structures",
        policy: POLICY,
        what: "A structure without members gets one, so that it is not taken for none.",
        fault: Fault {
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
            ..Fault::NONE
        },
        ..Saboteur::SUBTLE
    },
];
