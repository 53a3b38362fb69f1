use super::super::Mutant;
use super::super::fault::PlantedFault;
use super::super::support::sent::edit_bytes;
use crate::reference::Credentials;

const POLICY: &str = "request.session-token";

/// Returns the same credentials without their token.
fn without_token(credentials: Credentials) -> Credentials {
    Credentials { session_token: None, ..credentials }
}

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "forgets-the-session-token",
        policy: POLICY,
        what: "The client reads only the two keys of its credentials.",
        fault: PlantedFault {
            credentials: Some(|_, credentials| without_token(credentials)),
            ..PlantedFault::NONE
        },
        ..Mutant::BLUNT
    },
    Mutant {
        name: "adds-the-session-token-behind-its-signing",
        policy: POLICY,
        what: "The client adds the session token after it has signed the request.",
        fault: PlantedFault {
            credentials: Some(|_, credentials| without_token(credentials)),
            wire: Some(|_, bytes| {
                edit_bytes(bytes, |head, _| {
                    let token = Credentials::default().session_token.unwrap_or_default();
                    head.push_str(&format!("\r\nX-Amz-Security-Token: {token}"));
                })
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::BLUNT
    },
    Mutant {
        name: "loses-the-session-token-on-a-kept-connection",
        policy: POLICY,
        what: "Only the first request of a connection has the session token.",
        fault: PlantedFault {
            credentials: Some(|seen, credentials| match seen.on_connection {
                0 | 1 => credentials,
                _ => without_token(credentials),
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
];
