use super::super::Mutant;
use super::super::fault::PlantedFault;

const POLICY: &str = "request.content-type";

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "says-amz-json",
        policy: POLICY,
        what: "The Content-Type is application/x-amz-json-1.1, that of another AWS protocol.",
        fault: PlantedFault {
            request: Some(|_, draft| draft.content_type = "application/x-amz-json-1.1".to_owned()),
            ..PlantedFault::NONE
        },
        ..Mutant::BLUNT
    },
    Mutant {
        name: "bytes-for-what-is-not-ascii",
        policy: POLICY,
        what: "A body that is not ASCII is sent as application/octet-stream.",
        fault: PlantedFault {
            request: Some(|_, draft| {
                if !draft.body.is_ascii() {
                    draft.content_type = "application/octet-stream".to_owned();
                }
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
    Mutant {
        name: "type-told-twice-on-a-kept-connection",
        policy: POLICY,
        what: "From the second request of a connection on, the client adds a default Content-Type to its \
               own.",
        seen_in: Some(
            "aws/aws-sdk-js-v3#1800: the client sent the caller's Content-Type beside its own",
        ),
        fault: PlantedFault {
            request: Some(|seen, draft| {
                if seen.on_connection > 1 {
                    draft.content_type.push_str(", application/json");
                }
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
];
