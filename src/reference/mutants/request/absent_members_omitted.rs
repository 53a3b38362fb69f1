use crate::json::Json;

use super::super::Mutant;
use super::super::fault::PlantedFault;
use super::super::support::sent::edit_body;

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
    Mutant {
        name: "takes-the-domain-from-the-user-name",
        policy: POLICY,
        what: "A call without a Domain sends what is behind the `@` of the Username.",
        fault: PlantedFault {
            request: Some(|seen, draft| {
                let name = seen.input.get("Username").and_then(Json::as_str).unwrap_or_default();
                let Some((_, domain)) = name.rsplit_once('@') else { return };
                edit_body(draft, |members| {
                    if !members.iter().any(|(name, _)| name == "Domain") {
                        members.push(("Domain".to_owned(), Json::from(domain)));
                    }
                });
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
    Mutant {
        name: "takes-the-directory-from-the-domain",
        policy: POLICY,
        what: "A call without a DirectoryId sends a Domain that looks like the id of a directory in its place.",
        fault: PlantedFault {
            request: Some(|_, draft| {
                let text = String::from_utf8_lossy(&draft.body).into_owned();
                let domain = Json::parse(&draft.body).ok();
                let domain = domain.as_ref().and_then(|body| body.get("Domain")?.as_str());
                if let Some(id) = domain.filter(|domain| domain.starts_with("d-")) {
                    let (absent, copied) = (
                        r#""ActiveDirectoryIdentityProvider":{}"#,
                        format!(r#""ActiveDirectoryIdentityProvider":{{"DirectoryId":"{id}"}}"#),
                    );
                    draft.body = text.replace(absent, &copied).into_bytes();
                }
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
];
