use super::super::Mutant;
use super::super::fault::{PlantedFault, Seen};
use crate::reference::http::Draft;

const POLICY: &str = "wire.redirect-not-followed";

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "follows-redirects",
        policy: POLICY,
        what: "The client repeats the request at the host that a redirect names.",
        seen_in: Some(
            "aws/aws-sdk-go#4800: Go's HTTP client followed redirects, and dropped the signature",
        ),
        fault: PlantedFault { again: Some(origin), request: Some(follow), ..PlantedFault::NONE },
        ..Mutant::BLUNT
    },
    Mutant {
        name: "follows-redirects-to-the-same-host",
        policy: POLICY,
        what: "The client follows a redirect that stays on the same host.",
        fault: PlantedFault {
            again: Some(|seen| origin(seen).filter(|origin| origin == seen.endpoint)),
            request: Some(follow),
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

/// Sends a repetition to the path that the redirect names.
fn follow(seen: &Seen<'_>, draft: &mut Draft) {
    if seen.sent == 0 {
        return;
    }
    let location = seen.header("Location").unwrap_or_default();
    let path = location
        .strip_prefix("http://")
        .map_or(Some(&location[..]), |rest| rest.find('/').map(|start| &rest[start..]));
    let is_path =
        |path: &&str| path.starts_with('/') && path.bytes().all(|byte| byte.is_ascii_graphic());
    draft.target = path.filter(is_path).unwrap_or("/").to_owned();
}
