use crate::policy::analysis::client::ClientAnalysis;
use crate::policy::analysis::form::FormOddity;
use crate::policy::{
    Basis, Example, Group, Judgement, Level, Policy, PolicyCheck, Source, Subject,
};
use crate::protocol::NoteKind;

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "response.large-survived",
    group: Group::Response,
    level: Level::Must,
    subject: Subject::Outcome,
    needs: &[],
    summary: "A client reads a response of a megabyte, a string of a megabyte and ten thousand \
              members like any other.",
    why: "Buffers and counters have limits. A client that cuts a message at 64 KiB, or that takes \
          much longer for a response ten times as large, meets such a response only in production.",
    basis: &[
        Basis {
            source: Source::Wireproof,
            section: "Answers",
            fact: "A client must decode responses, strings and objects of this size: any limit of \
                   the client is higher.",
            quote: None,
        },
        Basis {
            source: Source::Json,
            section: "9. Parsers",
            fact: "A reader may set a limit. The sources name none, so our own reading sets the \
                   one here.",
            quote: Some("An implementation may set limits on the size of texts that it accepts."),
        },
        Basis {
            source: Source::OperationReference,
            section: "Response Syntax",
            fact: "No string of the response has a maximum length.",
            quote: None,
        },
    ],
    disputed: None,
    check: PolicyCheck::client(check),
    example: Example { body_bytes: Some(BODY), ..Example::PLAIN },
    keeps: Example::UNCHANGED,
    breaks: Example::with_outcome(
        r#"{"outcome":"client_error","stage":"read","class":"BodyTooLarge","message":"no more than 65536 bytes expected"}"#,
    ),
};

fn check(analysis: &ClientAnalysis<'_, '_>) -> Judgement {
    let Some(success) = analysis.success() else { return Judgement::NotExercised };
    success.judge_form(
        POLICY.id,
        FormOddity::Size,
        "its size is within what every client must read",
        "the response is large, and the output does not show a member as it was sent",
        // Much of a large response may be in unknown members.
        |note| matches!(note.kind, NoteKind::UnknownMember | NoteKind::UnionUnknown { .. }),
    )
}

/// The plain response after a member of 70,000 bytes that the contract does not name.
const BODY: &[u8] = &{
    const BEGIN: &[u8] = b"{\"Blob\":\"";
    const END: &[u8] = Example::PLAIN.body.as_bytes();
    const LENGTH: usize = 70_000;
    let mut body = [b'x'; BEGIN.len() + LENGTH + 2 + END.len() - 1];
    let (mut at, end) = (0, BEGIN.len() + LENGTH);
    while at < BEGIN.len() {
        body[at] = BEGIN[at];
        at += 1;
    }
    (body[end], body[end + 1]) = (b'"', b',');
    at = 1; // the plain response's first bracket is already there
    while at < END.len() {
        body[end + 1 + at] = END[at];
        at += 1;
    }
    body
};
