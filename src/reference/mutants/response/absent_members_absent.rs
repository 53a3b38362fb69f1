use crate::json::Json;

use super::super::Mutant;
use super::super::fault::PlantedFault;
use super::super::support::told::{OPTIONAL, has, told_summary, told_union};
use super::super::support::{with_summary, with_union};

const POLICY: &str = "response.absent-members-absent";

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "starts-from-empty-strings",
        policy: POLICY,
        what: "An optional string is shown as empty if the response has neither a value nor a null for it.",
        seen_in: Some(
            "amazon-archives/aws-sdk-core-ruby#102: lists and maps that a response did not have were shown \
             as empty",
        ),
        fault: PlantedFault {
            outcome: Some(|seen, outcome| {
                let told = told_summary(seen);
                with_summary(outcome, |summary| {
                    let absent = OPTIONAL.iter().filter(|name| !has(&told, name));
                    summary.extend(
                        absent.map(|name| ((*name).to_owned(), Json::String(String::new()))),
                    );
                })
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::BLUNT
    },
    Mutant {
        name: "fills-an-empty-directory",
        policy: POLICY,
        what: "A directory without members is shown with an empty DirectoryId.",
        fault: PlantedFault {
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
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
];
