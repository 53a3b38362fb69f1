use crate::json::Json;
use crate::model::Binding;
use crate::policy::analysis::client::ClientAnalysis;
use crate::policy::analysis::sent::{Sent as SentRequest, place_of};
use crate::policy::analysis::sent_values::judge;
use crate::policy::analysis::value_class::ValueClass;
use crate::policy::{
    Basis, Example, Finding, Group, Judgement, Level, Need, Policy, PolicyCheck, Sent, Source,
    Subject,
};

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "request.timestamps-in-format",
    group: Group::Request,
    level: Level::Must,
    subject: Subject::Arrival,
    needs: &[Need::TimestampInInput],
    summary: "A client sends a timestamp in the format of its place: seconds since \
              1970 in the body, an HTTP date in a header field, a date-time in the \
              path and in the query, unless the model says otherwise.",
    why: "A service refuses a date in another format, or reads another moment. Each \
          place has its own format, so a client that knows one often gets the \
          others wrong.",
    basis: &[
        Basis {
            source: Source::RestJson1,
            section: "Shape serialization",
            fact: "A timestamp in the body is in epoch-seconds.",
            quote: None,
        },
        Basis {
            source: Source::SmithyHttp,
            section: "httpHeader serialization rules",
            fact: "A timestamp in a header field is an http-date.",
            quote: Some(
                "timestamp values are serialized using the http-date format \
                         by default",
            ),
        },
        Basis {
            source: Source::SmithyHttp,
            section: "httpQuery serialization rules",
            fact: "A timestamp in a label or in the query is a date-time.",
            quote: None,
        },
    ],
    disputed: None,
    check: PolicyCheck::client(check),
    example: Example {
        input: r#"{"Depot":"north","Day":1756684800,"Copies":1,"Open":true,"Tags":["a"],"Token":"t","Due":1756684800}"#,
        status: 201,
        outcome: r#"{"outcome":"response","http_status":201,"output":{"Code":201}}"#,
        ..Example::of("SendParcel")
    },
    keeps: Example::UNCHANGED,
    breaks: Example::with_sent(Sent::Fields(&[("X-Due", "2025-09-01T00:00:00Z")])),
};

fn check(analysis: &ClientAnalysis<'_, '_>) -> Judgement {
    let Some(sent) = SentRequest::of(analysis) else { return Judgement::NotExercised };
    let (mut judged, mut findings) = (false, Vec::new());
    // In the path of an endpoint with a path of its own, the reader does not find the labels.
    let plain =
        sent.request.told_endpoint().is_none_or(|url| url.path.trim_matches('/').is_empty());
    for member in sent.bound(|binding| plain || *binding != Binding::Label) {
        let Some(due) = sent.input.get(&member.name).filter(|_| sent.is_timestamp(member)) else {
            continue;
        };
        judged = true;
        let read = sent.read(member);
        let same = match (due, read) {
            (Json::Array(due), None) if due.is_empty() => true,
            (Json::Array(due), Some(Some(Json::Array(read)))) => {
                due.len() == read.len()
                    && due.iter().zip(read).all(|(due, read)| is_same(due, read))
            }
            (due, Some(Some(read))) => is_same(due, read),
            _ => false,
        };
        if !same {
            let message = "the client does not send the timestamp in the format of its place";
            let read = read
                .flatten()
                .map_or_else(|| "nothing that a server reads".to_owned(), Json::to_string);
            findings.push(
                Finding::new(place_of(member), message).expected(due.to_string()).actual(read),
            );
        }
    }
    let in_body = judge(analysis, ValueClass::Timestamp, |difference| {
        let values = difference.expected.as_ref().zip(difference.actual.as_ref());
        values.is_some_and(|(due, sent)| is_same(due, sent))
    });
    in_body.and(judged.then_some(findings))
}

/// Reports whether two values are the same moment. How much of a fraction a client sends is left to it: an HTTP date has
/// none, and many languages know milliseconds only.
fn is_same(due: &Json, sent: &Json) -> bool {
    let (Json::Number(due), Json::Number(sent)) = (due, sent) else { return false };
    let grain = if sent.is_integral() { 1.0 } else { 0.001 };
    due.same_value(sent) || (due.to_f64() - sent.to_f64()).abs() < grain
}
