use crate::codec::NoteKind;
use crate::exchange::Evidence;
use crate::json::Json;
use crate::policy::demand::union::{at, tags};
use crate::policy::demand::{outcome_path, response};
use crate::policy::{Basis, Example, Finding, Judgement, Level, Policy, Source};

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "union.known-member",
    level: Level::Must,
    summary: "A union with one member that the contract knows decodes to that member.",
    why: "The member that is set is the union's whole meaning. A client that shows another one, or \
          takes it for one that it does not know, hands its user a value of the wrong kind.",
    basis: &[
        Basis {
            source: Source::RestJson1,
            section: "Union serialization",
            fact: "A union is a JSON object in which the member that is set stands under its own name.",
            quote: None,
        },
        Basis {
            source: Source::OperationReference,
            section: "Response Structure, IdentityProvider",
            fact: "The answer's identity provider has the one top-level key that is set.",
            quote: Some("Only one of the following top level keys will be set"),
        },
    ],
    disputed: None,
    check,
    keeps: Example::PLAIN,
    breaks: Example {
        outcome: r#"{"outcome":"response","http_status":200,"output":{"InstanceUserSummary":{"IdentityProvider":{"SDK_UNKNOWN_MEMBER":{"name":"ActiveDirectoryIdentityProvider"}},"InstanceId":"i-0abcd1234efgh5678","Status":"DISASSOCIATED","Username":"alice"}}}"#,
        ..Example::PLAIN
    },
};

fn check(evidence: &Evidence<'_>) -> Judgement {
    let Some(expected) = evidence.expected_output() else { return Judgement::NotExercised };
    let odd =
        |kind| matches!(kind, NoteKind::Null | NoteKind::TypeHint | NoteKind::UnionUnknown { .. });
    let known = evidence.all_noted(|kind| kind == NoteKind::UnionKnown);
    if known.is_empty() || evidence.noted(odd).is_some() {
        return Judgement::NotExercised; // the laws on those things judge such an answer
    }
    if let Err(finding) =
        response(evidence, "a union with a known member is no reason to refuse it")
    {
        return finding.into();
    }
    let shown = evidence.output().unwrap_or(&Json::Null);
    let mut findings = Vec::new();
    for (note, path) in known {
        let (Some(wire), shown) = (at(expected, &path), at(shown, &path)) else { continue };
        if shown.map(tags) != Some(tags(wire)) {
            let place = path.under(outcome_path().member("output").as_str());
            findings.push(
                Finding::new(place, "the union does not show the member that is set")
                    .expected(tags(wire).join(", "))
                    .actual(shown.map_or_else(|| "nothing".to_owned(), Json::to_string))
                    .at_response_byte(note.offset as usize),
            );
        }
    }
    findings.into()
}
