use crate::policy::analysis::client::ClientAnalysis;
use crate::policy::analysis::delivery::Hardship;
use crate::policy::analysis::survival::delivered;
use crate::policy::{
    Basis, Example, Group, Judgement, Level, Policy, PolicyCheck, Source, Subject,
};

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "response.chunked-decoded",
    group: Group::Response,
    level: Level::Must,
    subject: Subject::Outcome,
    needs: &[],
    summary: "An answer in chunks reads as the same answer in one piece.",
    why: "A service that writes as it goes, and every proxy in between, may cut an answer anywhere: \
          between the bytes of a character, in the middle of a name. It may put extensions beside the \
          sizes and fields behind the last chunk. None of this is part of what the answer says.",
    basis: &[
        Basis {
            source: Source::Http11,
            section: "7.1. Chunked Transfer Coding",
            fact: "Every recipient decodes chunks, and no split of them means anything.",
            quote: Some(
                "A recipient MUST be able to parse and decode the chunked transfer coding.",
            ),
        },
        Basis {
            source: Source::Http11,
            section: "7.1.1. Chunk Extensions",
            fact: "Extensions that a recipient does not know are ignored.",
            quote: Some("A recipient MUST ignore unrecognized chunk extensions."),
        },
        Basis {
            source: Source::Http11,
            section: "7.1.2. Chunked Trailer Section",
            fact: "Fields may follow the last chunk; they may be kept apart or left out.",
            quote: None,
        },
    ],
    disputed: None,
    check: PolicyCheck::client(check),
    example: Example {
        chunks: Some(&[7]),
        body: r#"{"InstanceUserSummary":{"IdentityProvider":{"ActiveDirectoryIdentityProvider":{"DirectoryId":"d-9067f0a1b2"}},"InstanceId":"i-0abcd1234efgh5678","Status":"DISASSOCIATED","Username":"Zoë"}}"#,
        ..Example::PLAIN
    },
    keeps: Example::with_outcome(
        r#"{"outcome":"response","http_status":200,"output":{"InstanceUserSummary":{"IdentityProvider":{"ActiveDirectoryIdentityProvider":{"DirectoryId":"d-9067f0a1b2"}},"InstanceId":"i-0abcd1234efgh5678","Status":"DISASSOCIATED","Username":"Zoë"}}}"#,
    ),
    breaks: Example::instead(&Example {
        chunks: Some(&[1]),
        body: r#"{"InstanceUserSummary":{"IdentityProvider":{"ActiveDirectoryIdentityProvider":{"DirectoryId":"d-9067f0a1b2"}},"InstanceId":"i-0abcd1234efgh5678","Status":"DISASSOCIATED","Username":"Zoë"}}"#,
        outcome: r#"{"outcome":"response","http_status":200,"output":{"InstanceUserSummary":{"IdentityProvider":{"ActiveDirectoryIdentityProvider":{"DirectoryId":"d-9067f0a1b2"}},"InstanceId":"i-0abcd1234efgh5678","Status":"DISASSOCIATED","Username":"Zo\ufffd\ufffd"}}}"#,
        ..Example::PLAIN
    }),
};

fn check(analysis: &ClientAnalysis<'_, '_>) -> Judgement {
    delivered(
        analysis,
        POLICY.id,
        Hardship::Chunked,
        "the answer is whole; it only came in chunks",
        "a member of an answer in chunks is not in the output as it was sent",
    )
}
