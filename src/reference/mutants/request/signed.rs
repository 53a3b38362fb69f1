use super::super::Mutant;
use super::super::fault::PlantedFault;
use super::super::support::sent::{edit_bytes, set_field};
use crate::reference::PATH;

const POLICY: &str = "request.signed";

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "signs-a-port-that-it-does-not-send",
        policy: POLICY,
        what: "The signed host includes the port, but the sent Host field does not.",
        seen_in: Some(
            "awslabs/aws-sdk-rust#1244: the signature covered host and port, but the Host field had no port",
        ),
        fault: PlantedFault {
            wire: Some(|seen, bytes| {
                let host = seen.endpoint.trim_start_matches("http://");
                let host = host.split([':', '/']).next().unwrap_or(host);
                edit_bytes(bytes, |head, _| set_field(head, "Host", host))
            }),
            ..PlantedFault::NONE
        },
        also: &["request.host-of-endpoint"],
        ..Mutant::BLUNT
    },
    Mutant {
        name: "signs-the-target-without-the-path-of-the-endpoint",
        policy: POLICY,
        what: "The signature covers the path of the operation alone, also if the endpoint has a path before it.",
        fault: PlantedFault {
            request: Some(|_, draft| PATH.clone_into(&mut draft.target)),
            wire: Some(|seen, bytes| {
                let url = seen.endpoint.trim_start_matches("http://");
                let base = url.find('/').map_or("", |slash| url[slash..].trim_end_matches('/'));
                edit_bytes(bytes, |head, _| *head = head.replacen(" /", &format!(" {base}/"), 1))
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
    Mutant {
        name: "escapes-behind-its-signing",
        policy: POLICY,
        what: "The client escapes the non-ASCII characters of the body after it has signed the body.",
        fault: PlantedFault {
            wire: Some(|_, bytes| {
                edit_bytes(bytes, |head, body| {
                    let mut escaped = String::new();
                    for unit in String::from_utf8_lossy(body).encode_utf16() {
                        match u8::try_from(unit) {
                            Ok(byte) if byte.is_ascii() => escaped.push(char::from(byte)),
                            _ => escaped += &format!("\\u{unit:04x}"),
                        }
                    }
                    *body = escaped.into_bytes();
                    set_field(head, "Content-Length", &body.len().to_string());
                })
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
];
