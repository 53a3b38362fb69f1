use crate::policy::analysis::body::json_content_type;
use crate::policy::analysis::client::ClientAnalysis;
use crate::policy::{
    Basis, Example, Group, Judgement, Level, Policy, PolicyCheck, Sent, Source, Subject,
};

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "request.content-type",
    group: Group::Request,
    level: Level::Must,
    subject: Subject::Arrival,
    needs: &[],
    summary: "A client declares the type of its body as application/json, exactly once.",
    why: "A service that checks the type refuses any other with status 415, before it reads the \
          body. A service that does not check it may read the body as a form.",
    basis: &[
        Basis {
            source: Source::RestJson1,
            section: "Content-Type",
            fact: "Bodies that are not bound to a payload member are application/json.",
            quote: Some("uses a default Content-Type of application/json"),
        },
        Basis {
            source: Source::HttpSemantics,
            section: "8.3",
            fact: "The field names one media type, in upper or lower case, with optional \
                   parameters.",
            quote: None,
        },
    ],
    disputed: None,
    check: PolicyCheck::client(check),
    example: Example::PLAIN,
    keeps: Example::UNCHANGED,
    breaks: Example::with_sent(Sent::Head {
        method: "POST",
        target: "/user/DisassociateUser",
        content_type: "application/x-www-form-urlencoded",
    }),
};

fn check(analysis: &ClientAnalysis<'_, '_>) -> Judgement {
    let Some(request) = analysis.request() else { return Judgement::NotExercised };
    if request.body.is_empty() && !request.headers.has("Content-Type") {
        return Judgement::NotExercised; // another policy judges a missing body
    }
    // `request.payload-media-type` judges the type of a payload, and that of one which a member names.
    let bindings = &analysis.contract().bindings().input;
    if bindings.payload(analysis.contract().model()).is_some() || names_type(analysis) {
        return Judgement::NotExercised;
    }
    json_content_type(&request.headers, "request")
}

/// Reports whether a member of the input is the type of the body.
fn names_type(analysis: &ClientAnalysis<'_, '_>) -> bool {
    let contract = analysis.contract();
    let mut bound = contract.bindings().input.bound(contract.model());
    bound.any(|member| member.traits.binding.is_header("Content-Type"))
}
