use crate::model::Binding;
use crate::policy::analysis::client::ClientAnalysis;
use crate::policy::analysis::sent::Sent as SentRequest;
use crate::policy::analysis::target::judge_parameter;
use crate::policy::{
    Basis, Example, Group, Judgement, Level, Need, Policy, PolicyCheck, Sent, Source, Subject,
};

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "request.query-sent",
    group: Group::Request,
    level: Level::Must,
    subject: Subject::Arrival,
    needs: &[Need::QueryInInput],
    summary: "A client sends each member that is bound to the query as a parameter, \
              percent-encoded, and a list as one parameter for each element.",
    why: "A plus sign, an ampersand or an equals sign in a value reaches the \
          service as another value, or as another parameter. A list that is joined \
          with commas is one element for the service.",
    basis: &[Basis {
        source: Source::SmithyHttp,
        section: "httpQuery serialization rules",
        fact: "Characters that are not unreserved are percent-encoded. A list \
               is sent as several parameters of one name.",
        quote: Some(
            "list members are serialized by adding multiple query \
                     string parameters to the query string using the same name",
        ),
    }],
    disputed: None,
    check: PolicyCheck::client(check),
    example: Example {
        input: r#"{"Number":7,"Page":"a&b","Sizes":["s","m"]}"#,
        ..Example::of("FindParcels")
    },
    keeps: Example::UNCHANGED,
    breaks: Example::with_sent(Sent::Head {
        method: "GET",
        target: "/parcels/7?type=parcel&empty&page=a%26b&size=s,m",
        content_type: "",
    }),
};

fn check(analysis: &ClientAnalysis<'_, '_>) -> Judgement {
    let Some(sent) = SentRequest::of(analysis) else { return Judgement::NotExercised };
    let (mut judged, mut findings) = (false, Vec::new());
    let maps = sent.bound(|binding| *binding == Binding::QueryParams);
    let maps: Vec<_> = maps.filter_map(|map| sent.input.get(&map.name)).collect();
    for member in sent.bound(|binding| matches!(binding, Binding::Query(_))) {
        let Binding::Query(name) = &member.traits.binding else { continue };
        // `request.timestamps-in-format` judges timestamps, and `request.query-map-sent` a name that a map has too.
        let mapped = maps.iter().any(|map| map.get(name).is_some());
        if !sent.is_timestamp(member) && !mapped {
            judged |= judge_parameter(&sent, name, Some(member), &mut findings);
        }
    }
    if judged { findings.into() } else { Judgement::NotExercised }
}
