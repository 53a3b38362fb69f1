use super::super::Mutant;
use super::super::fault::{PlantedFault, Seen};

const POLICY: &str = "wire.redirect-not-followed";

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "follows-redirects",
        policy: POLICY,
        what: "The client repeats the request at the host that a redirect names.",
        seen_in: Some(
            "aws/aws-sdk-go#4800: Go's HTTP client followed redirects, and dropped the signature",
        ),
        fault: PlantedFault { again: Some(origin), ..PlantedFault::NONE },
        ..Mutant::BLUNT
    },
    Mutant {
        name: "follows-redirects-to-the-same-host",
        policy: POLICY,
        what: "The client follows a redirect that stays on the same host.",
        fault: PlantedFault {
            again: Some(|seen| origin(seen).filter(|origin| origin == seen.endpoint)),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
];

/// Returns the scheme and the authority to which a redirect points.
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
