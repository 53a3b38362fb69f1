use super::super::Saboteur;
use super::super::craft::sent::edit_bytes;
use super::super::fault::Fault;

const POLICY: &str = "request.well-formed";

pub(in super::super) const SABOTEURS: &[Saboteur] = &[
    Saboteur {
        name: "leaves-out-the-version",
        policy: POLICY,
        what: "The request line ends behind the target, as in HTTP/0.9.",
        fault: Fault {
            wire: Some(|_, bytes| {
                edit_bytes(bytes, |head, _| *head = head.replacen(" HTTP/1.1\r\n", "\r\n", 1))
            }),
            ..Fault::NONE
        },
        ..Saboteur::BLUNT
    },
    Saboteur {
        name: "breaks-a-header-line-beside-other-scripts",
        policy: POLICY,
        what: "A header line loses its colon if a text of the body is not ASCII.",
        fault: Fault {
            wire: Some(|_, bytes| {
                edit_bytes(bytes, |head, body| {
                    let text = String::from_utf8_lossy(body);
                    if !text.is_ascii() || text.contains("\\u") {
                        *head = head.replacen("\r\nHost: ", "\r\nHost ", 1);
                    }
                })
            }),
            ..Fault::NONE
        },
        ..Saboteur::SUBTLE
    },
];
