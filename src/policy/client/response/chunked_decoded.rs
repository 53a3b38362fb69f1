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
    summary: "A client reads a response in chunks like the same response in one piece.",
    why: "A service that writes its response bit by bit, and every proxy on the way, may split it \
          anywhere: between the bytes of a character, or in the middle of a name. They may spell \
          the sizes in capital digits, or with zeros before them, add extensions after the sizes, and fields after the last chunk. None of this is part of \
          what the response says.",
    basis: &[
        Basis {
            source: Source::Http11,
            section: "7.1. Chunked Transfer Coding",
            fact: "Every recipient decodes chunks, and the split into chunks has no meaning.",
            quote: Some(
                "A recipient MUST be able to parse and decode the chunked transfer coding.",
            ),
        },
        Basis {
            source: Source::Http11,
            section: "7.1.1. Chunk Extensions",
            fact: "A recipient ignores extensions that it does not know. The grammar allows white space before and \
                   behind the parts of an extension. A size is of hexadecimal digits, in either case, and may begin \
                   with zeros.",
            quote: Some("A recipient MUST ignore unrecognized chunk extensions."),
        },
        Basis {
            source: Source::HttpSemantics,
            section: "5.6.3. Whitespace",
            fact: "A sender must not generate bad white space (BWS), and a recipient reads over it.",
            quote: Some(
                "A recipient MUST parse for such bad whitespace and remove it before interpreting the protocol element.",
            ),
        },
        Basis {
            source: Source::Http11,
            section: "7.1.2. Chunked Trailer Section",
            fact: "Fields may follow the last chunk; a recipient may store them separately or \
                   discard them.",
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
        "it is complete, and came in chunks",
        "the response came in chunks, and the output does not show a member as it was sent",
    )
}
