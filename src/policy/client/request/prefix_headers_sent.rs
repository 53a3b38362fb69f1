use crate::json::Json;
use crate::model::Binding;
use crate::policy::analysis::client::ClientAnalysis;
use crate::policy::analysis::sent::{Sent as SentRequest, place_of};
use crate::policy::{
    Basis, Example, Finding, Group, Judgement, Level, Need, Policy, PolicyCheck, Sent, Source,
    Subject,
};

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "request.prefix-headers-sent",
    group: Group::Request,
    level: Level::Must,
    subject: Subject::Arrival,
    needs: &[Need::PrefixedFieldsInInput],
    summary: "A client sends each entry of a map that is bound to header fields \
              with a prefix, in a field whose name is the prefix and the key.",
    why: "The entries are the caller's own names, such as the metadata of an \
          object. The service stores what arrives, and the caller misses the rest \
          much later.",
    basis: &[Basis {
        source: Source::SmithyHttp,
        section: "httpPrefixHeaders trait",
        fact: "Each key with the prefix before it is the name of a field.",
        quote: Some(
            "string value that defines the prefix to prepend to each \
                     header field name stored in the targeted map member",
        ),
    }],
    disputed: None,
    check: PolicyCheck::client(check),
    example: Example {
        input: r#"{"Depot":"north","Day":1756684800,"Copies":1,"Open":true,"Tags":["a"],"Token":"t","Meta":{"color":"red"}}"#,
        status: 201,
        outcome: r#"{"outcome":"response","http_status":201,"output":{"Code":201}}"#,
        ..Example::of("SendParcel")
    },
    keeps: Example::UNCHANGED,
    breaks: Example::with_sent(Sent::Fields(&[("X-Meta-color", "blue")])),
};

fn check(analysis: &ClientAnalysis<'_, '_>) -> Judgement {
    let Some(sent) = SentRequest::of(analysis) else { return Judgement::NotExercised };
    let (mut judged, mut findings) = (false, Vec::new());
    for member in sent.bound(|binding| matches!(binding, Binding::PrefixHeaders(_))) {
        let Binding::PrefixHeaders(prefix) = &member.traits.binding else { continue };
        let entries = sent.input.get(&member.name).map_or_else(Vec::new, Json::distinct_members);
        for (key, value) in entries {
            let due = value.as_str().unwrap_or_default();
            // Clients differ in whether they send a field without text.
            if due.is_empty() {
                continue;
            }
            judged = true;
            let name = format!("{prefix}{key}");
            let fields = sent.request.headers.all(&name);
            let found: Vec<_> =
                fields.map(|field| String::from_utf8_lossy(&field.value).into_owned()).collect();
            if !matches!(&found[..], [only] if only.trim() == due.trim()) {
                let message = "the field of an entry does not have its value";
                let found =
                    if found.is_empty() { "no such field".to_owned() } else { found.join(" | ") };
                let finding = Finding::new(place_of(member).member(key), message);
                findings.push(finding.expected(due).actual(found));
            }
        }
    }
    if judged { findings.into() } else { Judgement::NotExercised }
}
