use crate::policy::analysis::client::ClientAnalysis;
use crate::policy::analysis::delivery::Hardship;
use crate::policy::analysis::error::code_despite;
use crate::policy::analysis::error_answer::ErrorOddity;
use crate::policy::analysis::survival::survival;
use crate::policy::{
    Basis, Example, Group, Judgement, Level, Policy, PolicyCheck, Source, Subject,
};

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "wire.folded-field-joined",
    group: Group::Wire,
    level: Level::Must,
    subject: Subject::Outcome,
    needs: &[],
    summary: "A client reads a header field that goes on in the next line as one line with a space in it.",
    why: "Old servers and proxies fold long header fields. A client that refuses the fold loses a response that is \
          otherwise like any other; a client that keeps the line end, or only the first line, reads another value.",
    basis: &[Basis {
        source: Source::Http11,
        section: "5.2. Obsolete Line Folding",
        fact: "No server should fold a field, but a user agent replaces each fold of a response by spaces before it \
               interprets the field.",
        quote: Some(
            "MUST replace each received obs-fold with one or more SP octets prior to interpreting the field value",
        ),
    }],
    disputed: None,
    check: PolicyCheck::client(check),
    example: Example {
        headers: &[("Content-Type", "application/json"), ("X-Note", "one,\r\n two")],
        ..Example::PLAIN
    },
    keeps: Example::UNCHANGED,
    breaks: Example::with_outcome(
        r#"{"outcome":"client_error","stage":"read","class":"HttpError","message":"invalid HTTP header parsed"}"#,
    ),
};

fn check(analysis: &ClientAnalysis<'_, '_>) -> Judgement {
    if analysis.hardship() != Some(Hardship::Folded) {
        return Judgement::NotExercised;
    }
    let folded = analysis.error_answer().is_some_and(|answer| answer.has(ErrorOddity::Folded));
    if folded {
        let message = "the name of the error is in a folded field";
        return code_despite(analysis, POLICY.id, ErrorOddity::Folded, message);
    }
    survival(analysis, Hardship::Folded, "it is complete, and only a header field of it is folded")
}
