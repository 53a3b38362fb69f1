use crate::policy::analysis::client::ClientAnalysis;
use crate::policy::analysis::form::FormOddity;
use crate::policy::{
    Basis, Example, Group, Judgement, Level, Policy, PolicyCheck, Source, Subject,
};
use crate::protocol::{Note, NoteKind};

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "response.any-depth-survived",
    group: Group::Response,
    level: Level::May,
    subject: Subject::Outcome,
    needs: &[],
    summary: "A client reads a response that nests deeper than 100 levels in values that it skips.",
    why: "A client can skip a value without using memory or stack for each level, so it needs no \
          limit. A client that has a limit fails on a new member of the service, or on a document \
          in one.",
    basis: &[
        Basis {
            source: Source::Json,
            section: "9. Parsers",
            fact: "A reader may set a limit.",
            quote: Some("An implementation may set limits on the maximum depth of nesting."),
        },
        Basis {
            source: Source::Wireproof,
            section: "Only observed",
            fact: "Skipping has no limit of depth; the suite observes whether a client has one.",
            quote: None,
        },
    ],
    disputed: None,
    check: PolicyCheck::client(check),
    example: Example { body: DEEP, ..Example::PLAIN },
    keeps: Example::UNCHANGED,
    breaks: Example::with_outcome(
        r#"{"outcome":"client_error","stage":"deserialize","class":"ParseError","message":"nested too deep"}"#,
    ),
};

/// A response with an unknown member of 120 levels.
const DEEP: &str = r#"{"InstanceUserSummary":{"Deep":[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]],"IdentityProvider":{"ActiveDirectoryIdentityProvider":{"DirectoryId":"d-9067f0a1b2"}},"InstanceId":"i-0abcd1234efgh5678","Status":"DISASSOCIATED","Username":"alice"}}"#;

fn check(analysis: &ClientAnalysis<'_, '_>) -> Judgement {
    let Some(success) = analysis.success() else { return Judgement::NotExercised };
    if !success.form().is(FormOddity::Depth) || !success.form().is_too_deep() {
        return Judgement::NotExercised;
    }
    let why = "it nests deep only in values that a client skips";
    let skipped =
        |note: &Note| matches!(note.kind, NoteKind::UnknownMember | NoteKind::UnionUnknown { .. });
    match success.response_despite(POLICY.id, Some(FormOddity::Depth), why, skipped) {
        Ok(()) => Judgement::Pass,
        Err(judgement) => judgement,
    }
}
