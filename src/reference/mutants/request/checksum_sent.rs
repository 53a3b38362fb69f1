use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use md5::{Digest as _, Md5};

use super::super::Mutant;
use super::super::fault::PlantedFault;

const POLICY: &str = "request.checksum-sent";

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "sends-no-checksum",
        policy: POLICY,
        operation: "SendParcel",
        what: "The checksum is not sent.",
        fault: PlantedFault {
            request: Some(|_, draft| draft.checksum = None),
            ..PlantedFault::NONE
        },
        ..Mutant::BLUNT
    },
    Mutant {
        name: "sends-a-checksum-in-digits",
        policy: POLICY,
        operation: "SendParcel",
        what: "The checksum is in hexadecimal digits.",
        fault: PlantedFault {
            request: Some(|_, draft| {
                draft.checksum =
                    Some(|body| Md5::digest(body).iter().map(|b| format!("{b:02x}")).collect())
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
    Mutant {
        name: "forgets-the-checksum-of-large-bodies",
        policy: POLICY,
        operation: "SendParcel",
        what: "A body of more than 300 bytes has no checksum.",
        fault: PlantedFault {
            request: Some(|_, draft| {
                if draft.body.len() > 300 {
                    draft.checksum = None;
                }
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
    Mutant {
        name: "sums-the-body-before-its-end",
        policy: POLICY,
        operation: "SendParcel",
        what: "The checksum leaves out the last byte of the body.",
        fault: PlantedFault {
            request: Some(|_, draft| {
                draft.checksum = Some(|body| {
                    STANDARD.encode(Md5::digest(&body[..body.len().saturating_sub(1)]))
                });
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
];
