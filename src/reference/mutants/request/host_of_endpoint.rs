use super::super::Mutant;
use super::super::fault::PlantedFault;

const POLICY: &str = "request.host-of-endpoint";

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "names-another-host",
        policy: POLICY,
        what: "The client sends and signs the host of the service in AWS, whatever its endpoint is.",
        fault: PlantedFault {
            host: Some(|_, _| {
                "license-manager-user-subscriptions.us-east-1.amazonaws.com".to_owned()
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::BLUNT
    },
    Mutant {
        name: "leaves-out-the-port-on-a-kept-connection",
        policy: POLICY,
        what: "From the second request of a connection on, the client sends and signs the host without its port.",
        fault: PlantedFault {
            host: Some(|seen, host| match host.rsplit_once(':') {
                Some((name, _)) if seen.on_connection > 1 => name.to_owned(),
                _ => host,
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
];
