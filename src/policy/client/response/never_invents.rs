use crate::policy::analysis::client::ClientAnalysis;
use crate::policy::{
    Basis, Example, Group, Judgement, Level, Policy, PolicyCheck, Source, Subject,
};

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "response.never-invents",
    group: Group::Response,
    level: Level::Must,
    subject: Subject::Outcome,
    needs: &[],
    summary: "A client shows nothing that the response does not say.",
    why: "The value may come from the request, from an earlier response, from a default of the \
          client or from nowhere. This is the worst fault in an output, because such a value looks \
          like all the others.",
    basis: &[
        Basis {
            source: Source::RestJson1,
            section: "JSON shape serialization",
            fact: "A member's value is the one under its name.",
            quote: None,
        },
        Basis {
            source: Source::Smithy,
            section: "Aggregate types, Client error correction",
            fact: "If a member has no default, a client fills in a value only if the member is \
                   required: the empty value, or the unknown variant of an enum or union.",
            quote: None,
        },
        Basis {
            source: Source::Smithy,
            section: "Type refinement traits, default trait",
            fact: "A client may show the default of a member that the response lacks.",
            quote: None,
        },
    ],
    disputed: None,
    check: PolicyCheck::client(check),
    example: Example::PLAIN,
    keeps: Example::UNCHANGED,
    breaks: Example::with_outcome(
        r#"{"outcome":"response","http_status":200,"output":{"InstanceUserSummary":{"Domain":"corp.example.com","IdentityProvider":{"ActiveDirectoryIdentityProvider":{"DirectoryId":"d-9067f0a1b2"}},"InstanceId":"i-0abcd1234efgh5678","Status":"DISASSOCIATED","Username":"alice"}}}"#,
    ),
};

fn check(analysis: &ClientAnalysis<'_, '_>) -> Judgement {
    let Some(success) = analysis.success() else { return Judgement::NotExercised };
    if analysis.output().is_none() {
        return Judgement::NotExercised;
    }
    success.judge_departures(POLICY.id, "the output says something that the response does not say")
}
