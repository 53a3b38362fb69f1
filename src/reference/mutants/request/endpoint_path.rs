use super::super::Mutant;
use super::super::fault::PlantedFault;
use crate::reference::PATH;

const POLICY: &str = "request.endpoint-path";

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "drops-the-path-of-the-endpoint",
        policy: POLICY,
        what: "The client takes only the host and port of the endpoint, and drops its path.",
        fault: PlantedFault {
            request: Some(|_, draft| PATH.clone_into(&mut draft.target)),
            ..PlantedFault::NONE
        },
        ..Mutant::BLUNT
    },
    Mutant {
        name: "doubles-the-slash-behind-the-endpoint",
        policy: POLICY,
        what: "If the endpoint ends with a slash, the target has two slashes in a row.",
        fault: PlantedFault {
            request: Some(|seen, draft| {
                if seen.endpoint.ends_with('/') {
                    let base = draft.target.len() - PATH.len();
                    draft.target.insert(base, '/');
                }
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
];
