use std::collections::{BTreeMap, HashSet};

use crate::exchange::Outcome;
use crate::policy::analysis::client::ClientAnalysis;
use crate::policy::analysis::json_scan::is_empty;
use crate::policy::analysis::success::MOST_FINDINGS;
use crate::policy::{
    Basis, Example, Finding, Group, Judgement, Level, Need, Policy, PolicyCheck, Source, Subject,
};
use crate::protocol::NoteKind;
use crate::value::{Difference, SDK_UNKNOWN_MEMBER};

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "response.missing-required-left-out",
    group: Group::Response,
    level: Level::May,
    subject: Subject::Outcome,
    needs: &[Need::RequiredInOutput],
    summary: "If a response lacks a required member, a client leaves it out and does not fill it \
              in.",
    why: "A client whose types cannot express an absent value fills in the empty value. Its user \
          sees an empty user name, and cannot tell whether the service sent it. Both are allowed; \
          a user who changes from one client to another meets the difference here.",
    basis: &[
        Basis {
            source: Source::Smithy,
            section: "Aggregate types, Client error correction",
            fact: "If a response lacks a required member, a client may fill in the empty value of \
                   its type.",
            quote: None,
        },
        Basis {
            source: Source::Wireproof,
            section: "Only observed",
            fact: "A client may leave it out as well; the suite observes which of the two it does.",
            quote: None,
        },
    ],
    disputed: None,
    check: PolicyCheck::client(check),
    example: Example {
        body: r#"{"InstanceUserSummary":{"IdentityProvider":{"ActiveDirectoryIdentityProvider":{"DirectoryId":"d-9067f0a1b2"}},"InstanceId":"i-0abcd1234efgh5678","Status":"DISASSOCIATED"}}"#,
        ..Example::PLAIN
    },
    keeps: Example::with_outcome(
        r#"{"outcome":"response","http_status":200,"output":{"InstanceUserSummary":{"IdentityProvider":{"ActiveDirectoryIdentityProvider":{"DirectoryId":"d-9067f0a1b2"}},"InstanceId":"i-0abcd1234efgh5678","Status":"DISASSOCIATED"}}}"#,
    ),
    breaks: Example::with_outcome(
        r#"{"outcome":"response","http_status":200,"output":{"InstanceUserSummary":{"IdentityProvider":{"ActiveDirectoryIdentityProvider":{"DirectoryId":"d-9067f0a1b2"}},"InstanceId":"i-0abcd1234efgh5678","Status":"DISASSOCIATED","Username":""}}}"#,
    ),
};

fn check(analysis: &ClientAnalysis<'_, '_>) -> Judgement {
    let Some(success) = analysis.success() else { return Judgement::NotExercised };
    let missing: Vec<_> = success.noted(|kind| kind == NoteKind::Missing).collect();
    match analysis.outcome() {
        _ if missing.is_empty() => return Judgement::NotExercised,
        Outcome::Response { .. } => {}
        // A client that refuses the response neither leaves the member out nor fills it in.
        Outcome::ClientError { .. } => return Judgement::NotApplicable,
        _ => return Judgement::NotExercised,
    }
    let differences = analysis.differences().iter();
    let differences: BTreeMap<&str, &Difference> =
        differences.map(|difference| (difference.path.as_str(), difference)).collect();
    // A departure that another policy judges is not a filled-in value. A union is filled in with a member
    // that has no name.
    let wrong: HashSet<&str> = success
        .departures(|cause| cause.found.is_some())
        .map(|departure| departure.difference.path.as_str())
        .collect();
    let filled_in = |difference: &Difference| {
        let Some(shown) = difference.actual.as_ref().filter(|shown| !shown.is_null()) else {
            return false;
        };
        shown.get(SDK_UNKNOWN_MEMBER).is_some_and(is_empty)
            || !wrong.contains(difference.path.as_str())
    };
    let mut judged = false;
    let mut findings = Vec::new();
    for (note, path) in &missing {
        // The difference is at the member itself or inside it.
        let inside = format!("{path}.");
        let own = differences.get(path.as_str()).copied();
        let within = differences.range(inside.as_str()..).next();
        let within = within.filter(|(at, _)| at.starts_with(&inside)).map(|(_, found)| *found);
        match own.or(within).filter(|difference| filled_in(difference)) {
            Some(shown) if findings.len() < MOST_FINDINGS => {
                let message = "the response does not have this required member";
                let finding = Finding::of_output(shown, message);
                let offset = note.offset as usize;
                // An empty body reads as an object without members, so it has no byte to mark.
                let marked = analysis.response().is_some_and(|r| offset < r.body.len());
                findings.push(if marked { finding.at_response_byte(offset) } else { finding });
            }
            Some(_) => {}
            None => judged |= !success.is_hidden(path),
        }
    }
    match findings.is_empty() && !judged {
        true => Judgement::NotApplicable,
        false => findings.into(),
    }
}
