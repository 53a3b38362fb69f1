use crate::exchange::Outcome;
use crate::policy::analysis::client::ClientAnalysis;
use crate::policy::analysis::form::FormOddity;
use crate::policy::{
    Basis, Example, Group, Judgement, Level, Policy, PolicyCheck, Source, Subject,
};
use crate::protocol::NoteKind;

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "response.deep-nesting-survived",
    group: Group::Response,
    level: Level::Must,
    subject: Subject::Outcome,
    needs: &[],
    summary: "A client reads a response that nests up to 100 levels deep; it reads or refuses a \
              deeper one, and never crashes.",
    why: "A reader that calls itself for every bracket runs out of stack and ends the whole \
          program: half a megabyte of brackets is enough. A client that refuses a value that it \
          skips anyway loses a good response.",
    basis: &[
        Basis {
            source: Source::Json,
            section: "9. Parsers",
            fact: "A reader may set a limit.",
            quote: Some("An implementation may set limits on the maximum depth of nesting."),
        },
        Basis {
            source: Source::Wireproof,
            section: "Answers",
            fact: "A client must decode depth 100, and may refuse a deeper response.",
            quote: None,
        },
    ],
    disputed: None,
    check: PolicyCheck::client(check),
    example: Example {
        body: r#"{"InstanceUserSummary":{"Deep":[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]],"IdentityProvider":{"ActiveDirectoryIdentityProvider":{"DirectoryId":"d-9067f0a1b2"}},"InstanceId":"i-0abcd1234efgh5678","Status":"DISASSOCIATED","Username":"alice"}}"#,
        ..Example::PLAIN
    },
    keeps: Example::UNCHANGED,
    breaks: Example::with_outcome(
        r#"{"outcome":"client_error","stage":"deserialize","class":"ParseError","message":"nested too deep"}"#,
    ),
};

fn check(analysis: &ClientAnalysis<'_, '_>) -> Judgement {
    let Some(success) = analysis.success() else { return Judgement::NotExercised };
    let form = success.form();
    let refused = matches!(analysis.outcome(), Outcome::ClientError { .. });
    if form.is(FormOddity::Depth) && form.is_too_deep() && refused {
        return Judgement::Pass;
    }
    success.judge_form(
        POLICY.id,
        FormOddity::Depth,
        "it nests no deeper than every client must read, or the client did not refuse it",
        "the response nests deep, and the output does not show a member as it was sent",
        // Values that nest deep are in unknown members.
        |note| matches!(note.kind, NoteKind::UnknownMember | NoteKind::UnionUnknown { .. }),
    )
}
