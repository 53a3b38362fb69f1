use super::super::Saboteur;
use super::super::fault::Fault;

const POLICY: &str = "request.method-and-uri";

pub(in super::super) const SABOTEURS: &[Saboteur] = &[
    Saboteur {
        name: "puts-instead-of-posts",
        policy: POLICY,
        what: "The request is a PUT.",
        fault: Fault { request: Some(|_, draft| draft.method = "PUT".to_owned()), ..Fault::NONE },
        ..Saboteur::BLUNT
    },
    Saboteur {
        name: "slash-at-the-end-on-a-kept-connection",
        policy: POLICY,
        what: "From the second request of a connection on, a slash stands behind the path.",
        fault: Fault {
            request: Some(|seen, draft| {
                if seen.on_connection > 1 {
                    draft.target.push('/');
                }
            }),
            ..Fault::NONE
        },
        ..Saboteur::SUBTLE
    },
];
