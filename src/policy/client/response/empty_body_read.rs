use crate::policy::analysis::client::ClientAnalysis;
use crate::policy::analysis::form::FormOddity;
use crate::policy::{
    Basis, Example, Group, Judgement, Level, Need, Policy, PolicyCheck, Source, Subject,
};

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "response.empty-body-read",
    group: Group::Response,
    level: Level::Must,
    subject: Subject::Outcome,
    needs: &[Need::EmptyOutput],
    summary: "A client reads an empty body of a success as an output without \
              members, if none is required.",
    why: "A service that has nothing to say often sends no body at all. A client \
          that asks its JSON reader for a value then fails a call that succeeded.",
    basis: &[
        Basis {
            source: Source::Wireproof,
            section: "Answers",
            fact: "An empty body of a success reads as `{}`.",
            quote: None,
        },
        Basis {
            source: Source::RestJson1,
            section: "Protocol compliance tests",
            fact: "A client handles a response without a payload if the output has \
                   no required members.",
            quote: None,
        },
    ],
    disputed: None,
    check: PolicyCheck::client(check),
    example: Example {
        input: r#"{"Number":7}"#,
        headers: &[],
        body: "",
        ..Example::of("FindParcels")
    },
    keeps: Example::UNCHANGED,
    breaks: Example::with_outcome(
        r#"{"outcome":"client_error","stage":"deserialize","class":"ParseError","message":"unexpected end"}"#,
    ),
};

fn check(analysis: &ClientAnalysis<'_, '_>) -> Judgement {
    let Some(success) = analysis.success() else { return Judgement::NotExercised };
    if !success.form().is(FormOddity::NoBody) {
        return Judgement::NotExercised;
    }
    let why = "an empty body says that no member is set";
    // Without a body there is no type to declare.
    let oddities = [FormOddity::NoBody, FormOddity::ContentType];
    let despite = success.response_despite_any(POLICY.id, &oddities, why, |_| false);
    despite.err().unwrap_or(Judgement::Pass)
}
