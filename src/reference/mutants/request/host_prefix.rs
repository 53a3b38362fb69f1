use crate::json::Json;

use super::super::Mutant;
use super::super::fault::{PlantedFault, Seen};

const POLICY: &str = "request.host-prefix";

/// Returns a text of the input.
fn text<'s>(seen: &Seen<'s>, name: &str) -> &'s str {
    seen.input.get(name).and_then(Json::as_str).unwrap_or_default()
}

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "sends-no-host-prefix",
        policy: POLICY,
        operation: "WeighParcel",
        what: "The host is that of the endpoint, without the prefix of the operation.",
        fault: PlantedFault {
            host: Some(|seen, host| {
                let authority = seen.endpoint.trim_start_matches("http://");
                authority.split('/').next().map_or(host, str::to_owned)
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::BLUNT
    },
    Mutant {
        name: "mixes-up-host-labels",
        policy: POLICY,
        operation: "WeighParcel",
        what: "The labels of the host are filled in by their order in the input.",
        fault: PlantedFault {
            host: Some(|seen, host| {
                let (depot, scale) = (text(seen, "Depot"), text(seen, "Scale"));
                let right = format!("{depot}.scale-{scale}.");
                match host.strip_prefix(&right) {
                    Some(rest) => format!("{scale}.scale-{depot}.{rest}"),
                    None => host,
                }
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
    Mutant {
        name: "cuts-host-labels-at-hyphens",
        policy: POLICY,
        operation: "WeighParcel",
        what: "A value in the prefix of the host ends at its first hyphen.",
        fault: PlantedFault {
            host: Some(|seen, host| {
                let depot = text(seen, "Depot");
                match (depot.split_once('-'), host.strip_prefix(depot)) {
                    (Some((begin, _)), Some(rest)) => format!("{begin}{rest}"),
                    _ => host,
                }
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
    Mutant {
        name: "sends-empty-host-labels",
        policy: POLICY,
        operation: "WeighParcel",
        what: "A request with an empty label of the host is sent.",
        fault: PlantedFault {
            input: Some(|_, mut input| {
                if let Json::Object(members) = &mut input {
                    for (name, value) in members {
                        if matches!(name.as_str(), "Depot" | "Scale") && value.as_str() == Some("") {
                            *value = Json::from("default");
                        }
                    }
                }
                input
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
];
