use crate::exchange::Evidence;
use crate::json::{Json, Path};
use crate::policy::analysis::form::{FormOddity, is_date, names_a_date};
use crate::policy::analysis::json_scan::place_of;
use crate::policy::analysis::success::{Cause, Success};
use crate::policy::{Basis, Example, Group, Judgement, Level, Policy, Source};

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "response.dates-verbatim",
    group: Group::Response,
    level: Level::Must,
    summary: "A date that the contract has as a string is shown as it is spelled, whatever its spelling.",
    why: "A string is what the contract promises. A client that reads a date into it loses the \
          offset, the digits or the whole answer, where the service spells it in a way that \
          nobody thought of.",
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
    check,
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

fn check(evidence: &Evidence<'_>) -> Judgement {
    let Some(success) = Success::of(evidence) else { return Judgement::NotExercised };
    let Some(expected) = evidence.expected_output() else { return Judgement::NotExercised };
    let dates = dates(expected);
    if dates.is_empty() {
        return Judgement::NotExercised;
    }
    if evidence.output().is_none() {
        // Of an answer whose dates alone are odd: what else is refused is for other policies.
        if !success.form().is(FormOddity::Date) {
            return Judgement::NotExercised;
        }
        let why = "a date is a string, and may be spelled in any way";
        let refused = success.response_despite(Some(FormOddity::Date), why, |_| false);
        return refused.err().unwrap_or(Judgement::NotExercised);
    }
    let judgement = success.judge_departures(
        "a date of the answer is not shown as it is spelled",
        |cause| matches!(cause, Cause::Date | Cause::Form(FormOddity::Date)),
        |departure| place_of(&evidence.response()?.body, &departure.difference.path),
    );
    match judgement {
        Judgement::Pass if dates.iter().all(|path| success.is_hidden(path)) => {
            Judgement::NotExercised
        }
        judgement => judgement,
    }
}

/// The places of the strings in an output that are dates, or members that are to be dates.
fn dates(output: &Json) -> Vec<Path> {
    let mut found = Vec::new();
    let mut waiting = vec![(Path::default(), output)];
    while let Some((path, value)) = waiting.pop() {
        match value {
            Json::String(text) => {
                let name = path.last_member();
                if is_date(name, text) || name.is_some_and(names_a_date) {
                    found.push(path);
                }
            }
            Json::Object(members) => {
                let members = members.iter();
                waiting.extend(members.map(|(name, value)| (path.member(name), value)));
            }
            Json::Array(items) => {
                let items = items.iter().enumerate();
                waiting.extend(items.map(|(i, value)| (path.index(i), value)));
            }
            _ => {}
        }
    }
    found
}
