use crate::json::Json;

use super::super::Mutant;
use super::super::support::sent::edit_body;
use super::super::fault::PlantedFault;

const POLICY: &str = "request.absent-members-omitted";

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "sends-null-for-absent",
        policy: POLICY,
        what: "If the caller leaves out the Domain, it is sent as null.",
        seen_in: Some(
            "rusoto/rusoto#687: the client left out unset optional members only if they were booleans",
        ),
        fault: PlantedFault {
            request: Some(|_, draft| {
                edit_body(draft, |members| {
                    if !members.iter().any(|(name, _)| name == "Domain") {
                        members.push(("Domain".to_owned(), Json::Null));
                    }
                });
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::BLUNT
    },
    Mutant {
        name: "keeps-the-domain-of-the-call-before",
        policy: POLICY,
        what: "A call without a Domain sends the Domain of the previous call, because the client reuses the \
               request.",
        fault: PlantedFault {
            request: Some(|seen, draft| {
                let past = seen.past.as_ref().and_then(|past| past.input.get("Domain"));
                let Some(domain @ Json::String(_)) = past else { return };
                edit_body(draft, |members| {
                    if !members.iter().any(|(name, _)| name == "Domain") {
                        members.push(("Domain".to_owned(), domain.clone()));
                    }
                });
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
];
