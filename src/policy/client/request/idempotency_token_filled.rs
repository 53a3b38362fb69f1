use crate::json::{Json, Path};
use crate::policy::analysis::client::ClientAnalysis;
use crate::policy::analysis::sent::Sent as SentRequest;
use crate::policy::{
    Basis, Example, Finding, Group, Judgement, Level, Need, Policy, PolicyCheck, Sent, Source,
    Subject,
};

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "request.idempotency-token-filled",
    group: Group::Request,
    level: Level::May,
    subject: Subject::Arrival,
    needs: &[Need::TokenInInput],
    summary: "A client fills in an idempotency token that the caller leaves out.",
    why: "With a token, the service can tell a repetition from a new call. Without \
          one, a caller who tries again may do everything twice.",
    basis: &[Basis {
        source: Source::Smithy,
        section: "idempotencyToken trait",
        fact: "A client may provide a token if the caller does not.",
        quote: Some(
            "Clients MAY automatically provide a value if the value is \
                     not present",
        ),
    }],
    disputed: None,
    check: PolicyCheck::client(check),
    example: Example {
        input: r#"{"Depot":"north","Day":1756684800,"Copies":1,"Open":true,"Tags":["a"]}"#,
        status: 201,
        outcome: r#"{"outcome":"response","http_status":201,"output":{"Code":201}}"#,
        ..Example::of("SendParcel")
    },
    keeps: Example::with_sent(Sent::Body(
        r#"{"Copies":1,"Open":true,"Tags":["a"],"Token":"00000000-0000-4000-8000-000000000000"}"#,
    )),
    breaks: Example::with_sent(Sent::Body(r#"{"Copies":1,"Open":true,"Tags":["a"]}"#)),
};

fn check(analysis: &ClientAnalysis<'_, '_>) -> Judgement {
    let Some(sent) = SentRequest::of(analysis) else { return Judgement::NotExercised };
    let contract = analysis.contract();
    let members = contract.model().members(contract.operation().input()).iter();
    let tokens = members.filter(|member| member.traits.idempotency_token);
    let absent: Vec<_> = tokens.filter(|member| sent.input.get(&member.name).is_none()).collect();
    if absent.is_empty() {
        return Judgement::NotExercised;
    }
    let read = sent.reading.input(contract);
    let filled =
        |name: &str| read.get(name).and_then(Json::as_str).is_some_and(|token| !token.is_empty());
    let lacking = absent.into_iter().filter(|member| !filled(&member.name));
    let findings = lacking.map(|member| {
        let path = Path::root("request").member("body").member(&member.name);
        Finding::new(path, "the client leaves out the idempotency token").expected("a token")
    });
    findings.collect::<Vec<_>>().into()
}
