use crate::json::Path;
use crate::policy::analysis::client::ClientAnalysis;
use crate::policy::{
    Basis, Example, Finding, Group, Judgement, Level, Policy, PolicyCheck, Sent, Source, Subject,
};

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "input.refused-before-sending",
    group: Group::Input,
    level: Level::Must,
    subject: Subject::Arrival,
    needs: &[],
    summary: "If a client refuses an input, it sends nothing for it, whatever is wrong with the \
              input.",
    why: "A caller whose input was refused assumes that nothing has happened. If a request went \
          out before that, the service may have acted on an input that the client itself calls \
          invalid, and the user is gone.",
    basis: &[Basis {
        source: Source::Wireproof,
        section: "Requests",
        fact: "A client refuses an input when it validates it or when it writes the request. A \
               call that ends so sends nothing.",
        quote: None,
    }],
    disputed: None,
    check: PolicyCheck::client(check),
    example: Example {
        input: r#"{"IdentityProvider":{},"UserName":null,"Username":7}"#,
        sent: Sent::Nothing,
        ..Example::PLAIN
    },
    keeps: Example::with_outcome(
        r#"{"outcome":"client_error","stage":"validate","class":"ParamValidationError","message":"Parameter validation failed"}"#,
    ),
    breaks: Example::instead(&Example {
        input: r#"{"IdentityProvider":{"ActiveDirectoryIdentityProvider":{}},"InstanceId":"i-0abcd1234efgh5678","Username":7}"#,
        sent: Sent::Body(
            r#"{"IdentityProvider":{"ActiveDirectoryIdentityProvider":{}},"InstanceId":"i-0abcd1234efgh5678","Username":7}"#,
        ),
        outcome: r#"{"outcome":"client_error","stage":"validate","class":"ParamValidationError","message":"Invalid type for parameter Username"}"#,
        ..Example::PLAIN
    }),
};

fn check(analysis: &ClientAnalysis<'_, '_>) -> Judgement {
    let Some(fault) = analysis.input_faults().first() else { return Judgement::NotExercised };
    if !analysis.features().client_validation {
        return Judgement::NotApplicable;
    }
    // The policy on the fault judges whether the client refuses the input at all.
    if !analysis.outcome().is_refusal() {
        return Judgement::NotExercised;
    }
    if !analysis.has_sent() {
        return Judgement::Pass;
    }
    let sent = match analysis.request() {
        Some(request) => format!("{} {}", request.method, request.target),
        None => "bytes that are not a request".to_owned(),
    };
    Finding::new(
        Path::root("request"),
        format!("the client refused its input after it sent it: {fault}"),
    )
    .expected("nothing")
    .actual(format!("{sent}, and then: {}", analysis.outcome()))
    .into()
}
