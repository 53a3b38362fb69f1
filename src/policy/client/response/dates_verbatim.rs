use crate::policy::analysis::client::ClientAnalysis;
use crate::policy::analysis::form::FormOddity;
use crate::policy::{
    Basis, Example, Group, Judgement, Level, Need, Policy, PolicyCheck, Source, Subject,
};

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "response.dates-verbatim",
    group: Group::Response,
    level: Level::Must,
    subject: Subject::Outcome,
    needs: &[Need::StringInOutput],
    summary: "A client shows a date that the contract declares as a string exactly as the response \
              spells it.",
    why: "The contract promises a string. A client that parses it as a date loses the offset, some \
          digits or the whole response if the service spells it in an unexpected way.",
    basis: &[
        Basis {
            source: Source::OperationReference,
            section: "Response Structure",
            fact: "The dates of the summary are strings.",
            quote: Some("AssociationDate (string)"),
        },
        Basis {
            source: Source::RestJson1,
            section: "JSON shape serialization",
            fact: "A string is a JSON string; only a timestamp has formats.",
            quote: None,
        },
    ],
    disputed: None,
    check: PolicyCheck::client(check),
    example: Example {
        body: r#"{"InstanceUserSummary":{"AssociationDate":"Mon, 1 Aug 2022 09:30:00 GMT","DisassociationDate":"2022-11-30T17:00:00.50+05:30","IdentityProvider":{"ActiveDirectoryIdentityProvider":{"DirectoryId":"d-9067f0a1b2"}},"InstanceId":"i-0abcd1234efgh5678","Status":"DISASSOCIATED","Username":"alice"}}"#,
        ..Example::PLAIN
    },
    keeps: Example::with_outcome(
        r#"{"outcome":"response","http_status":200,"output":{"InstanceUserSummary":{"AssociationDate":"Mon, 1 Aug 2022 09:30:00 GMT","DisassociationDate":"2022-11-30T17:00:00.50+05:30","IdentityProvider":{"ActiveDirectoryIdentityProvider":{"DirectoryId":"d-9067f0a1b2"}},"InstanceId":"i-0abcd1234efgh5678","Status":"DISASSOCIATED","Username":"alice"}}}"#,
    ),
    breaks: Example::with_outcome(
        r#"{"outcome":"response","http_status":200,"output":{"InstanceUserSummary":{"AssociationDate":"2022-08-01T09:30:00Z","DisassociationDate":"2022-11-30T11:30:00.5Z","IdentityProvider":{"ActiveDirectoryIdentityProvider":{"DirectoryId":"d-9067f0a1b2"}},"InstanceId":"i-0abcd1234efgh5678","Status":"DISASSOCIATED","Username":"alice"}}}"#,
    ),
};

fn check(analysis: &ClientAnalysis<'_, '_>) -> Judgement {
    let Some(success) = analysis.success() else { return Judgement::NotExercised };
    let form = success.form();
    if form.dates().is_empty() {
        return Judgement::NotExercised;
    }
    if analysis.output().is_none() {
        // A refusal breaks this policy if only the spelling of a date is unusual in the response.
        if !form.is(FormOddity::Date) {
            return Judgement::NotExercised;
        }
        let why = "a date is a string, and may have any spelling";
        let refused = success.response_despite(POLICY.id, Some(FormOddity::Date), why, |_| false);
        return refused.err().unwrap_or(Judgement::NotExercised);
    }
    let message = "the output does not show a date as it is spelled";
    match success.judge_departures(POLICY.id, message) {
        Judgement::Pass if form.dates().iter().all(|date| success.is_hidden(&date.path)) => {
            Judgement::NotExercised
        }
        judgement => judgement,
    }
}
