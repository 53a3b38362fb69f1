use crate::exchange::{Outcome, error_members};
use crate::json::Json;
use crate::model::ShapeKind;
use crate::policy::analysis::client::ClientAnalysis;
use crate::policy::analysis::json_scan::is_empty;
use crate::policy::analysis::value_class::is_same_moment;
use crate::policy::{
    Basis, Example, Finding, Group, Judgement, Level, Need, Policy, PolicyCheck, Source, Subject,
};
use crate::value::{Difference, diff};

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "error.members-kept",
    group: Group::Error,
    level: Level::Must,
    subject: Subject::Outcome,
    needs: &[Need::MemberInErrors],
    summary: "If a client shows the members of a modeled error, it shows each member that the contract names, with its value.",
    why: "A caller that waits as long as `Retry-After` says, or that branches on the reason of an \
          error, needs more than the name of the error and its message.",
    basis: &[Basis {
        source: Source::RestJson1,
        section: "Operation error serialization",
        fact: "An error is serialized as an output is: its members travel in the body, or where they \
               are bound to.",
        quote: None,
    }],
    disputed: None,
    check: PolicyCheck::client(check),
    example: Example {
        input: r#"{"Depot":"north","Day":1756684800,"Copies":1,"Open":true,"Tags":["a"],"Token":"t"}"#,
        status: 404,
        headers: &[("X-Amzn-Errortype", "ParcelNotFound"), ("X-Reason", "lost, or stolen")],
        body: r#"{"message":"no such parcel"}"#,
        ..Example::of("SendParcel")
    },
    keeps: Example::with_outcome(
        r#"{"outcome":"service_error","code":"ParcelNotFound","modeled":true,"message":"no such parcel","http_status":404,"error":{"message":"no such parcel","Reason":"lost, or stolen"}}"#,
    ),
    breaks: Example::with_outcome(
        r#"{"outcome":"service_error","code":"ParcelNotFound","modeled":true,"message":"no such parcel","http_status":404,"error":{"message":"no such parcel","Reason":"lost"}}"#,
    ),
};

/// The most findings of one exchange.
const MOST_FINDINGS: usize = 20;

fn check(analysis: &ClientAnalysis<'_, '_>) -> Judgement {
    let (Some(answer), Some(response)) = (analysis.error_answer(), analysis.response()) else {
        return Judgement::NotExercised;
    };
    // A client that shows no members is not judged, and a wrong name has policies of its own.
    let Outcome::ServiceError { code: Some(code), modeled: true, error: Some(shown), .. } =
        analysis.outcome()
    else {
        return Judgement::NotExercised;
    };
    if answer.reading.code.as_deref() != Some(code) || !answer.is_object() {
        return Judgement::NotExercised;
    }
    let contract = analysis.contract();
    let model = contract.model();
    let shape = contract.operation().error(code).and_then(|error| model.find(&error.id));
    let (Some(shape), Some(due)) = (shape, error_members(contract, response, answer.reading))
    else {
        return Judgement::NotExercised;
    };
    let ShapeKind::Structure(members) = model.kind(shape) else { return Judgement::NotExercised };
    let named = |name: &str| members.named(name).is_some();
    let (due, shown) = (judged(named, &due), judged(named, shown));
    if due.members().is_empty() && shown.members().is_empty() {
        return Judgement::NotExercised;
    }
    let wrong = diff(model, shape, &due, &shown).into_iter().filter(|found| !is_open(found));
    let findings = wrong.take(MOST_FINDINGS).map(|found| {
        let show = |value: Option<&Json>| value.map_or("nothing".to_owned(), Json::to_string);
        let path = found.path.under("outcome.error");
        Finding::new(path, "the error does not show the value of a member")
            .expected(show(found.expected.as_ref()))
            .actual(show(found.actual.as_ref()))
    });
    findings.collect::<Vec<_>>().into()
}

/// Returns the members that the contract names, without the message, which has policies of its own.
fn judged(named: impl Fn(&str) -> bool, error: &Json) -> Json {
    let is_judged = |name: &str| !name.eq_ignore_ascii_case("message") && named(name);
    let own = error.members().iter().filter(|(name, value)| is_judged(name) && !value.is_null());
    Json::Object(own.cloned().collect())
}

/// Reports whether a difference is left open: an empty value for what is absent, as client error correction has it; an empty
/// text, list or map that is not told apart from an absent one; and the fraction of a moment.
fn is_open(found: &Difference) -> bool {
    match (&found.expected, &found.actual) {
        (None, Some(shown)) => is_empty(shown),
        (Some(due), None) => !matches!(due, Json::Number(_) | Json::Bool(_)) && is_empty(due),
        (Some(due), Some(shown)) => is_same_moment(due, shown),
        (None, None) => true,
    }
}
