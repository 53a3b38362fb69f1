use super::super::Mutant;
use super::super::fault::PlantedFault;

const POLICY: &str = "request.hop-fields-unsigned";

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "signs-its-connection-field",
        policy: POLICY,
        what: "The client sends `Connection: keep-alive`, and signs it with the other fields.",
        seen_in: Some(
            "mhart/aws4#119: the library signed every field, `Connection` too, and Amazon SES asked users to stop",
        ),
        fault: PlantedFault {
            request: Some(|_, draft| {
                draft.signed.push(("Connection".to_owned(), "keep-alive".to_owned()));
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::BLUNT
    },
    Mutant {
        name: "signs-its-trace-id-on-a-kept-connection",
        policy: POLICY,
        what: "From the second request of a connection on, the client sends and signs a trace id.",
        seen_in: Some(
            "aws/aws-sdk-js#1269: a load balancer may change the trace id, which the SDK signed",
        ),
        fault: PlantedFault {
            request: Some(|seen, draft| {
                if seen.on_connection > 1 {
                    let id = "Root=1-5759e988-bd862e3fe1be46a994272793";
                    draft.signed.push(("X-Amzn-Trace-Id".to_owned(), id.to_owned()));
                }
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
    Mutant {
        name: "signs-its-expectation",
        policy: POLICY,
        what: "If the body has more than 64 KiB, the client sends and signs `Expect: 100-continue`.",
        fault: PlantedFault {
            request: Some(|_, draft| {
                if draft.body.len() > 64 * 1024 {
                    draft.signed.push(("Expect".to_owned(), "100-continue".to_owned()));
                }
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
];
