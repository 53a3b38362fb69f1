use crate::json::Path;
use crate::policy::analysis::client::ClientAnalysis;
use crate::policy::analysis::sent::Sent as SentRequest;
use crate::policy::{
    Basis, Example, Finding, Group, Judgement, Level, Need, Policy, PolicyCheck, Sent, Source,
    Subject,
};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use md5::{Digest as _, Md5};
use sha2::Sha256;

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "request.checksum-sent",
    group: Group::Request,
    level: Level::Must,
    subject: Subject::Arrival,
    needs: &[Need::ChecksumInRequest],
    summary: "A client sends a checksum of the body if the operation requires one: \
              Content-MD5, or a field of the service such as x-amz-checksum-crc32.",
    why: "The service refuses a request without the checksum, and one whose \
          checksum is that of another body.",
    basis: &[Basis {
        source: Source::SmithyHttp,
        section: "httpChecksumRequired trait",
        fact: "The request has a checksum of its body.",
        quote: Some(
            "Indicates that an operation requires a checksum in its \
                     HTTP request. By default, the checksum used for a service \
                     is a MD5 checksum",
        ),
    }],
    disputed: None,
    check: PolicyCheck::client(check),
    example: Example {
        input: r#"{"Depot":"north","Day":1756684800,"Copies":1,"Open":true,"Tags":["a"],"Token":"t"}"#,
        status: 201,
        outcome: r#"{"outcome":"response","http_status":201,"output":{"Code":201}}"#,
        ..Example::of("SendParcel")
    },
    keeps: Example::UNCHANGED,
    breaks: Example::with_sent(Sent::Fields(&[("Content-MD5", "1B2M2Y8AsgTpgAmY7PhCfg==")])),
};

/// The prefix of the fields with other checksums.
const PREFIX: &str = "x-amz-checksum-";

fn check(analysis: &ClientAnalysis<'_, '_>) -> Judgement {
    let Some(sent) = SentRequest::of(analysis) else { return Judgement::NotExercised };
    if sent.due.body.is_none() && sent.request.body.is_empty() {
        return Judgement::NotExercised;
    }
    let body = &sent.request.body;
    let sums = [
        ("content-md5", STANDARD.encode(Md5::digest(body))),
        ("x-amz-checksum-sha256", STANDARD.encode(Sha256::digest(body))),
        ("x-amz-checksum-crc32", STANDARD.encode(crc32(body).to_be_bytes())),
    ];
    let mut found = false;
    let mut findings = Vec::new();
    for field in sent.request.headers.iter() {
        let name = field.name.to_ascii_lowercase();
        let told = String::from_utf8_lossy(&field.value).trim().to_owned();
        match sums.iter().find(|(own, _)| *own == name) {
            Some((_, sum)) => {
                found = true;
                if *sum != told {
                    let path = Path::root("request").member("headers").member(&name);
                    let finding = Finding::new(path, "the checksum is not that of the body");
                    findings.push(finding.expected(sum.as_str()).actual(told));
                }
            }
            None => found |= is_other_checksum(&name, &told),
        }
    }
    if !found {
        let path = Path::root("request").member("headers").member("content-md5");
        let finding = Finding::new(path, "the operation requires a checksum");
        findings.push(finding.expected("Content-MD5, or another checksum").actual("no such field"));
    }
    findings.into()
}

/// Reports whether a field has a checksum that is not computed here, or names one that follows the body as a trailer.
fn is_other_checksum(name: &str, value: &str) -> bool {
    name.starts_with(PREFIX)
        || name == "x-amz-trailer" && value.to_ascii_lowercase().contains(PREFIX)
}

/// Returns the CRC-32 of ISO-HDLC, which AWS uses, bit by bit: bodies here are small.
fn crc32(bytes: &[u8]) -> u32 {
    let step = |crc: u32, _| if crc & 1 == 1 { crc >> 1 ^ 0xedb8_8320 } else { crc >> 1 };
    let sum = bytes.iter().fold(!0, |crc: u32, byte| (0..8).fold(crc ^ u32::from(*byte), step));
    !sum
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_checksum_may_be_of_any_algorithm_and_come_behind_the_body() {
        let is_one = super::is_other_checksum;
        assert!(is_one("x-amz-checksum-sha1", "2jmj7l5rSw0yVb/vlWAYkK/YBwk="));
        assert!(is_one("x-amz-trailer", "X-Amz-Checksum-Crc32"));
        assert!(!is_one("x-amz-trailer", "x-amz-meta") && !is_one("x-amz-date", "x"));
    }

    #[test]
    fn the_sum_is_that_of_its_check_value() {
        assert_eq!(super::crc32(b"123456789"), 0xcbf4_3926);
    }
}
