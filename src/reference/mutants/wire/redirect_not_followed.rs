use super::super::Mutant;
use super::super::fault::{PlantedFault, Seen};

const POLICY: &str = "wire.redirect-not-followed";

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "follows-redirects",
        policy: POLICY,
        what: "The request is sent on to the host that a redirect names.",
        seen_in: Some(
            "aws/aws-sdk-go#4800: Go's HTTP client followed redirects, and left the signature behind",
        ),
        fault: PlantedFault { again: Some(origin), ..PlantedFault::NONE },
        ..Mutant::BLUNT
    },
    Mutant {
        name: "follows-redirects-to-the-same-host",
        policy: POLICY,
        what: "A redirect that stays on its host is followed.",
        fault: PlantedFault {
            again: Some(|seen| origin(seen).filter(|origin| origin == seen.endpoint)),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
];

/// The scheme and the host that a redirect points to.
fn origin(seen: &Seen<'_>) -> Option<String> {
    if !(300..400).contains(&seen.status()) {
        return None;
    }
    let location = seen.header("Location")?;
    if location.starts_with('/') {
        return Some(seen.endpoint.to_owned());
    }
    let authority = location.strip_prefix("http://")?.split('/').next()?;
    Some(format!("http://{authority}"))
}
