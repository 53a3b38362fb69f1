use super::super::Mutant;
use super::super::fault::PlantedFault;
use super::super::support::sent::edit_bytes;

const POLICY: &str = "request.method-and-uri";

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "puts-instead-of-posts",
        policy: POLICY,
        what: "The request is a PUT.",
        fault: PlantedFault {
            request: Some(|_, draft| draft.method = "PUT".to_owned()),
            ..PlantedFault::NONE
        },
        ..Mutant::BLUNT
    },
    Mutant {
        name: "slash-at-the-end-on-a-kept-connection",
        policy: POLICY,
        what: "From the second request of a connection on, the path ends with an additional slash.",
        fault: PlantedFault {
            request: Some(|seen, draft| {
                if seen.on_connection > 1 {
                    draft.target.push('/');
                }
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
    Mutant {
        name: "sends-the-whole-url-as-its-target",
        policy: POLICY,
        what: "The target is in absolute form, as for a proxy.",
        fault: PlantedFault {
            wire: Some(|seen, bytes| {
                edit_bytes(bytes, |head, _| {
                    let url = seen.endpoint.trim_start_matches("http://");
                    let authority = url.split('/').next().unwrap_or_default();
                    *head = head.replacen(" /", &format!(" http://{authority}/"), 1);
                })
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::BLUNT
    },
];
