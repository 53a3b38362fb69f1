use crate::json::Json;
use crate::model::Binding;
use crate::policy::analysis::client::ClientAnalysis;
use crate::policy::analysis::sent::Sent as SentRequest;
use crate::policy::analysis::target::judge_parameter;
use crate::policy::{
    Basis, Example, Group, Judgement, Level, Need, Policy, PolicyCheck, Sent, Source, Subject,
};

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "request.query-map-sent",
    group: Group::Request,
    level: Level::Must,
    subject: Subject::Arrival,
    needs: &[Need::QueryMapInInput],
    summary: "A client sends each entry of a map that is bound to the query as a \
              parameter. If a member is bound to the same name, only the member \
              counts.",
    why: "Entries that are lost, or that overwrite a member, change what the \
          service looks for, and the caller sees only an odd result.",
    basis: &[
        Basis {
            source: Source::SmithyHttp,
            section: "httpQueryParams trait",
            fact: "The entries are sent like members that are bound to the query.",
            quote: None,
        },
        Basis {
            source: Source::SmithyHttp,
            section: "httpQueryParams serialization rules",
            fact: "If a member and an entry have the same name, the client sends \
                   the member.",
            quote: Some(
                "clients MUST use the value set by the member with the \
                         httpQuery-trait and disregard the value set by \
                         httpQueryParams",
            ),
        },
    ],
    disputed: None,
    check: PolicyCheck::client(check),
    example: Example {
        input: r#"{"Number":7,"Page":"1","Filters":{"page":"2","to city":"Ulm"}}"#,
        ..Example::of("FindParcels")
    },
    keeps: Example::UNCHANGED,
    breaks: Example::with_sent(Sent::Head {
        method: "GET",
        target: "/parcels/7?type=parcel&empty&page=1&page=2&to%20city=Ulm",
        content_type: "",
    }),
};

fn check(analysis: &ClientAnalysis<'_, '_>) -> Judgement {
    let Some(sent) = SentRequest::of(analysis) else { return Judgement::NotExercised };
    let maps = sent.bound(|binding| *binding == Binding::QueryParams);
    let entries = maps.filter_map(|member| sent.input.get(&member.name));
    let names: Vec<&str> = entries.flat_map(Json::distinct_members).map(|(name, _)| name).collect();
    let (mut judged, mut findings) = (false, Vec::new());
    for name in names {
        let member = |binding: &Binding| matches!(binding, Binding::Query(own) if own == name);
        // A member of this name is a timestamp: its spelling has a policy of its own.
        if !sent.bound(member).any(|member| sent.is_timestamp(member)) {
            judged |= judge_parameter(&sent, name, None, &mut findings);
        }
    }
    if judged { findings.into() } else { Judgement::NotExercised }
}
