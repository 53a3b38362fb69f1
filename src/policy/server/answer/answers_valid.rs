use crate::http::Response;
use crate::policy::analysis::server::{ServerAnalysis, at_byte, noted, response_path};
use crate::policy::{
    Basis, Example, Finding, Group, Judgement, Level, Policy, PolicyCheck, Source, Subject,
};
use crate::protocol::{NoteKind, Reading};

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "server.answers-valid",
    group: Group::Server,
    level: Level::Must,
    subject: Subject::Answer,
    needs: &[],
    summary: "A server sends a success with the operation's status and a body of strict JSON with \
              the right types.",
    why: "Clients differ in what they accept. A response that is not strictly valid works for the \
          client that it was tested with, and fails for the users of another.",
    basis: &[
        Basis {
            source: Source::RestJson1,
            section: "JSON shape serialization",
            fact: "The table gives the JSON type of each shape.",
            quote: None,
        },
        Basis {
            source: Source::SmithyHttp,
            section: "http trait",
            fact: "The trait names the status of a success; it is 200 if the trait names none.",
            quote: Some("The HTTP status code of a successful response."),
        },
        Basis {
            source: Source::Json,
            section: "2, 4, 8.1",
            fact: "A JSON text is one value in UTF-8, and the names of an object should be unique.",
            quote: None,
        },
    ],
    disputed: None,
    check: PolicyCheck::server(check),
    example: Example::PLAIN,
    keeps: Example::UNCHANGED,
    breaks: Example::instead(&Example {
        body: r#"{"InstanceUserSummary":{"IdentityProvider":{"ActiveDirectoryIdentityProvider":{"DirectoryId":"d-9067f0a1b2"}},"InstanceId":"i-0abcd1234efgh5678","Status":"DISASSOCIATED","Username":7}}"#,
        ..Example::PLAIN
    }),
};

fn check(analysis: &ServerAnalysis<'_, '_>) -> Judgement {
    let mut findings = match analysis.reading() {
        None | Some(Reading::Error(_)) => return Judgement::NotExercised,
        Some(Reading::NotJson(fault)) => {
            let message = format!("the body is not JSON: {}", fault.kind);
            let finding = Finding::new(response_path().member("body"), message);
            vec![at_byte(analysis, finding, fault.offset)]
        }
        Some(Reading::Success(success)) => {
            let faults = success.body.decoded().map(|decoded| {
                noted(analysis, decoded, |kind| {
                    let ill_typed = matches!(kind, NoteKind::Mistyped { .. } | NoteKind::TooDeep);
                    ill_typed || kind == NoteKind::Duplicate
                })
            });
            faults.unwrap_or_default()
        }
    };
    let declared = analysis.contract().operation().http().code;
    let is_wrong = |response: &&Response| {
        // A member may be the status, and a response of 204 has no room for the members of a body.
        let is_due = response.status == declared
            || analysis.contract().facts().read.status
            || matches!(declared, 204 | 205) && response.is_success() && !response.body.is_empty();
        !is_due
    };
    if let Some(response) = analysis.response().filter(is_wrong) {
        findings.push(
            Finding::new(response_path().member("status"), "the status of the success is wrong")
                .expected(declared.to_string())
                .actual(response.status.to_string()),
        );
    }
    findings.into()
}
