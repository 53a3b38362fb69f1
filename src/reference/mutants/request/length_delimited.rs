use std::time::Duration;

use super::super::Mutant;
use super::super::fault::PlantedFault;
use super::super::support::sent::{edit_bytes, set_field};

const POLICY: &str = "request.length-delimited";

/// How long a client waits for an answer that never comes: longer than any that a case delays, and than a busy machine keeps
/// one back that was sent before the whole request had come.
const IN_VAIN: Duration = Duration::from_secs(2);

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "frames-twice",
        policy: POLICY,
        what: "The body is sent in chunks, and the request has a Content-Length as well.",
        seen_in: Some(
            "aws/aws-sdk-java-v2#7173: a chunked request also got a Content-Length if the length of its body \
             was known",
        ),
        fault: PlantedFault {
            wire: Some(|_, bytes| {
                edit_bytes(bytes, |head, body| {
                    head.push_str("\r\nTransfer-Encoding: chunked");
                    let size = format!("{:x}\r\n", body.len());
                    *body = [size.as_bytes(), body, b"\r\n0\r\n\r\n"].concat();
                })
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::BLUNT
    },
    Mutant {
        name: "counts-characters",
        policy: POLICY,
        what: "The Content-Length counts characters instead of bytes.",
        seen_in: Some(
            "aws-amplify/aws-sdk-android#62: Content-Length was the number of characters of the content",
        ),
        fault: PlantedFault {
            wire: Some(|_, bytes| {
                edit_bytes(bytes, |head, body| {
                    let characters = String::from_utf8_lossy(body).chars().count();
                    set_field(head, "Content-Length", &characters.to_string());
                })
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
    Mutant {
        name: "declares-a-byte-too-many",
        policy: POLICY,
        what: "The Content-Length of a body whose length is a multiple of 32 is one too large, so the client waits in vain \
               for an answer to half a request.",
        // It may have no time left to send a large request.
        also: &["request.members-serialized"],
        fault: PlantedFault {
            wire: Some(|_, bytes| {
                edit_bytes(bytes, |head, body| {
                    let surplus = usize::from(body.len() % 32 == 0);
                    set_field(head, "Content-Length", &(body.len() + surplus).to_string());
                })
            }),
            deadline: Some(|deadline| deadline.min(IN_VAIN)),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
];
