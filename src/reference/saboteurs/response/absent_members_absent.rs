use crate::json::Json;

use super::super::Saboteur;
use super::super::craft::told::{OPTIONAL, has, told_summary, told_union};
use super::super::craft::{with_summary, with_union};
use super::super::fault::Fault;

const POLICY: &str = "response.absent-members-absent";

pub(in super::super) const SABOTEURS: &[Saboteur] = &[
    Saboteur {
        name: "starts-from-empty-strings",
        policy: POLICY,
        what: "Strings are empty until the answer says something of them, be it null.",
        seen_in: Some(
            "amazon-archives/aws-sdk-core-ruby#102: lists and maps that an answer did not have were shown as empty ones",
        ),
        fault: Fault {
            outcome: Some(|seen, outcome| {
                let told = told_summary(seen);
                with_summary(outcome, |summary| {
                    let absent = OPTIONAL.iter().filter(|name| !has(&told, name));
                    summary.extend(
                        absent.map(|name| ((*name).to_owned(), Json::String(String::new()))),
                    );
                })
            }),
            ..Fault::NONE
        },
        ..Saboteur::BLUNT
    },
    Saboteur {
        name: "fills-an-empty-directory",
        policy: POLICY,
        what: "A directory without members is shown with an empty DirectoryId.",
        fault: Fault {
            outcome: Some(|seen, outcome| {
                let empty =
                    Json::object([("ActiveDirectoryIdentityProvider", Json::Object(Vec::new()))]);
                if told_union(seen).is_none_or(|union| union.to_string() != empty.to_string()) {
                    return outcome;
                }
                let directory = Json::object([("DirectoryId", Json::String(String::new()))]);
                with_union(
                    outcome,
                    Some(Json::object([("ActiveDirectoryIdentityProvider", directory)])),
                )
            }),
            ..Fault::NONE
        },
        ..Saboteur::SUBTLE
    },
];
