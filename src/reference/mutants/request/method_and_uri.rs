use super::super::Mutant;
use super::super::fault::PlantedFault;

const POLICY: &str = "request.method-and-uri";

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "puts-instead-of-posts",
        policy: POLICY,
        what: "The request is a PUT.",
        fault: PlantedFault { request: Some(|_, draft| draft.method = "PUT".to_owned()), ..PlantedFault::NONE },
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
];
