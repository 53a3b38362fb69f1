use crate::json::Json;
use crate::policy::analysis::client::ClientAnalysis;
use crate::policy::analysis::refusal::refusal;
use crate::policy::analysis::union::tags;
use crate::policy::{
    Basis, Example, Finding, Group, Judgement, Level, Need, Policy, PolicyCheck, Source, Subject,
};
use crate::value::SDK_UNKNOWN_MEMBER;

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "union.null-is-absent",
    group: Group::Union,
    level: Level::Must,
    subject: Subject::Outcome,
    needs: &[Need::UnionInOutput],
    summary: "A client treats a union that is null as absent, and shows no member of it.",
    why: "Null has no member. A client that shows one anyway, such as the contract's first member \
          or an empty name, says something that the service never said.",
    basis: &[
        Basis {
            source: Source::RestJson1,
            section: "Protocol compliance tests",
            fact: "RestJsonDoesntDeserializeNullStructureValues: a member that is null is not in \
                   the output.",
            quote: None,
        },
        Basis {
            source: Source::Smithy,
            section: "Aggregate types, Client error correction",
            fact: "If a required union is absent, a client may show the unknown variant in its \
                   place.",
            quote: None,
        },
        Basis {
            source: Source::Wireproof,
            section: "Answers",
            fact: "A null union is absent, an error, or an unknown member without a name.",
            quote: None,
        },
    ],
    disputed: None,
    check: PolicyCheck::client(check),
    example: Example {
        body: r#"{"InstanceUserSummary":{"IdentityProvider":null,"InstanceId":"i-0abcd1234efgh5678","Status":"DISASSOCIATED","Username":"alice"}}"#,
        ..Example::PLAIN
    },
    keeps: Example::with_outcome(
        r#"{"outcome":"response","http_status":200,"output":{"InstanceUserSummary":{"InstanceId":"i-0abcd1234efgh5678","Status":"DISASSOCIATED","Username":"alice"}}}"#,
    ),
    breaks: Example::with_outcome(
        r#"{"outcome":"response","http_status":200,"output":{"InstanceUserSummary":{"IdentityProvider":{"ActiveDirectoryIdentityProvider":{}},"InstanceId":"i-0abcd1234efgh5678","Status":"DISASSOCIATED","Username":"alice"}}}"#,
    ),
};

fn check(analysis: &ClientAnalysis<'_, '_>) -> Judgement {
    let Some(success) = analysis.success() else { return Judgement::NotExercised };
    let nulls = || success.nulls().iter().filter(|null| null.union);
    let Some(first) = nulls().next() else { return Judgement::NotExercised };
    if analysis.output().is_none() {
        let why = "it has a null union, and the client did not read it as a success";
        return refusal(analysis, why, Some(first.offset), false);
    }
    if nulls().all(|null| success.is_hidden(&null.path)) {
        return Judgement::NotExercised;
    }
    let mut findings = Vec::new();
    for departure in success.departures(|cause| cause.is_owned_by(POLICY.id)) {
        let shown = departure.difference.actual.as_ref();
        if shown.is_none_or(is_unknown_without_a_name) {
            continue;
        }
        let message = "the union is null, but the output shows a member of it";
        let finding = Finding::of_output(departure.difference, message)
            .expected("nothing, or an unknown member without a name");
        findings.push(match departure.cause.blamed {
            Some(offset) => finding.at_response_byte(offset),
            None => finding,
        });
    }
    findings.into()
}

fn is_unknown_without_a_name(union: &Json) -> bool {
    tags(union) == [SDK_UNKNOWN_MEMBER]
        && union.get(SDK_UNKNOWN_MEMBER).is_some_and(|unknown| {
            matches!(unknown, Json::Object(_)) && unknown.get("name").is_none_or(Json::is_null)
        })
}
