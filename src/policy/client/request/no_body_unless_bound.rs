use crate::json::Path;
use crate::policy::analysis::client::ClientAnalysis;
use crate::policy::analysis::request::{at_byte, body_path};
use crate::policy::analysis::sent::Sent as SentRequest;
use crate::policy::{
    Basis, Example, Finding, Group, Judgement, Level, Need, Policy, PolicyCheck, Sent, Source,
    Subject,
};

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "request.no-body-unless-bound",
    group: Group::Request,
    level: Level::Should,
    subject: Subject::Arrival,
    needs: &[Need::NoBodyInInput],
    summary: "A client sends no body and no Content-Type if no member of the input \
              is bound to the body.",
    why: "A GET with a body is refused by some proxies and caches, and its \
          signature covers a body that an HTTP library may drop.",
    basis: &[
        Basis {
            source: Source::RestJson1,
            section: "Content-Type",
            fact: "A request without members in its body has no Content-Type.",
            quote: None,
        },
        Basis {
            source: Source::Wireproof,
            section: "Requests",
            fact: "Smithy's protocol tests forbid the field, and say that a service \
                   tolerates `{}`: a *should*.",
            quote: None,
        },
    ],
    disputed: None,
    check: PolicyCheck::client(check),
    example: Example { input: r#"{"Number":7}"#, ..Example::of("FindParcels") },
    keeps: Example::UNCHANGED,
    breaks: Example::with_sent(Sent::Fields(&[("Content-Type", "application/json")])),
};

fn check(analysis: &ClientAnalysis<'_, '_>) -> Judgement {
    let Some(sent) = SentRequest::of(analysis) else { return Judgement::NotExercised };
    let mut findings = Vec::new();
    if !sent.request.body.is_empty() {
        let message = "nothing is bound to the body, and the client sends one";
        let finding = Finding::new(body_path(&Path::default()), message).expected("nothing");
        findings.push(at_byte(analysis, finding, 0));
    }
    let mut bound = sent.bound(|binding| binding.is_header("Content-Type"));
    if let Some(field) = sent.request.headers.all("Content-Type").next()
        && bound.next().is_none()
    {
        let path = Path::root("request").member("headers").member("content-type");
        let finding =
            Finding::new(path, "nothing is bound to the body, and the client names its type");
        findings
            .push(finding.expected("no such field").actual(String::from_utf8_lossy(&field.value)));
    }
    findings.into()
}
