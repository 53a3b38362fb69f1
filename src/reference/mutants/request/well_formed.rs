use super::super::Mutant;
use super::super::fault::PlantedFault;
use super::super::support::sent::edit_bytes;

const POLICY: &str = "request.well-formed";

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "leaves-out-the-version",
        policy: POLICY,
        what: "The request line ends after the target, as in HTTP/0.9.",
        fault: PlantedFault {
            wire: Some(|_, bytes| {
                edit_bytes(bytes, |head, _| *head = head.replacen(" HTTP/1.1\r\n", "\r\n", 1))
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::BLUNT
    },
    Mutant {
        name: "names-its-host-twice",
        policy: POLICY,
        what: "If the body has more than 64 KiB, the request has two Host fields.",
        fault: PlantedFault {
            wire: Some(|_, bytes| {
                edit_bytes(bytes, |head, body| {
                    let host = head.split("\r\n").find(|line| line.starts_with("Host: "));
                    if let Some(host) = host.filter(|_| body.len() > 64 * 1024).map(str::to_owned) {
                        *head += "\r\n";
                        *head += &host;
                    }
                })
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
    Mutant {
        name: "breaks-a-header-line-beside-other-scripts",
        policy: POLICY,
        what: "A header line loses its colon if the body has non-ASCII text.",
        fault: PlantedFault {
            wire: Some(|_, bytes| {
                edit_bytes(bytes, |head, body| {
                    let text = String::from_utf8_lossy(body);
                    if !text.is_ascii() || text.contains("\\u") {
                        *head = head.replacen("\r\nHost: ", "\r\nHost ", 1);
                    }
                })
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
];
