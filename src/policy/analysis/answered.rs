//! The members of the output outside the body, and those of a raw payload, as the client shows them.

use crate::json::{Json, Path};
use crate::model::{Binding, Member, Model, ShapeRef};
use crate::policy::judgement::{Finding, Judgement};
use crate::protocol::{Filler, with_defaults};
use crate::value::diff;

use super::client::ClientAnalysis;
use super::form::FormOddity;
use super::json_scan::is_correction;
use super::value_class::{ValueClass, has_class, is_same_moment, is_timestamp};

/// Fields that HTTP itself uses. A map with an empty prefix takes every field, and may show them or not.
const OF_HTTP: &[&str] = &[
    "content-length",
    "content-type",
    "date",
    "connection",
    "server",
    "transfer-encoding",
    "keep-alive",
    "x-amzn-requestid",
];

/// The output that a client must show, and the one that it shows.
pub(in crate::policy) struct Answered<'a, 'e> {
    pub(in crate::policy) model: &'e Model,
    pub(in crate::policy) due: &'a Json,
    pub(in crate::policy) shown: &'e Json,
    output: ShapeRef,
    bound: Vec<&'e Member>,
}

impl<'a, 'e> Answered<'a, 'e> {
    /// Returns both outputs. `None` if the response is no plain success, or if the client did not read it as one.
    pub(in crate::policy) fn of(analysis: &ClientAnalysis<'a, 'e>) -> Option<Self> {
        analysis.plain_success()?;
        let contract = analysis.contract();
        let (due, shown) = (analysis.expected_output()?, analysis.output()?);
        let model = contract.model();
        let bound = contract.bindings().output.bound(model).collect();
        Some(Self { model, due, shown, output: contract.operation().output(), bound })
    }

    /// Judges the members outside the body that `wanted` holds for, apart from timestamps.
    pub(in crate::policy) fn judge(
        &self,
        message: &str,
        wanted: impl Fn(&Binding, &Member) -> bool,
    ) -> Judgement {
        let (mut judged, mut findings) = (false, Vec::new());
        for member in &self.bound {
            if wanted(&member.traits.binding, member) && !is_timestamp(self.model, member) {
                judged |= self.compare(member, message, &mut findings);
            }
        }
        // A value that is shown for a field that did not come is wrong, also if no field came at all.
        if judged || !findings.is_empty() { findings.into() } else { Judgement::NotExercised }
    }

    /// Judges the timestamps outside the body.
    pub(in crate::policy) fn timestamps(&self, message: &str, findings: &mut Vec<Finding>) -> bool {
        let mut judged = false;
        for member in self.bound.iter().filter(|member| is_timestamp(self.model, member)) {
            judged |= self.compare(member, message, findings);
        }
        judged
    }

    /// Compares one member. Returns whether there was anything to compare.
    pub(in crate::policy) fn compare(
        &self,
        member: &Member,
        message: &str,
        findings: &mut Vec<Finding>,
    ) -> bool {
        let of = |output: &'e Json| output.get(&member.name).filter(|value| !value.is_null());
        let due = self.due.get(&member.name);
        let shown = of(self.shown);
        let same = match (due, shown) {
            (None, None) => return false,
            (Some(due), Some(shown)) => is_same(self.model, member, due, shown),
            // An empty text, list or map and an absent one are not told apart by every client.
            (Some(due), None) => is_empty(due),
            (None, Some(shown)) => is_empty(shown) || self.fills_in(member, shown),
        };
        if !same {
            let show = |value: Option<&Json>| value.map_or("nothing".to_owned(), Json::to_string);
            let path = Path::default().member(&member.name).under("outcome.output");
            findings.push(Finding::new(path, message).expected(show(due)).actual(show(shown)));
        }
        due.is_some()
    }

    /// Reports whether a client may show this value for a member that did not come: its default (Smithy 2.0, "default trait"),
    /// or what client error correction has for a required member.
    fn fills_in(&self, member: &Member, shown: &Json) -> bool {
        let nothing = Json::Object(Vec::new());
        let filled = with_defaults(self.model, self.output, &nothing, Filler::ClientReads);
        let is_default = |default: &Json| is_same(self.model, member, default, shown);
        filled.get(&member.name).is_some_and(is_default)
            || member.traits.required && is_correction(self.model, member.target, shown)
    }
}

/// Reports whether a client shows the value of a member outside the body.
pub(super) fn is_same(model: &Model, member: &Member, due: &Json, shown: &Json) -> bool {
    match (&member.traits.binding, due, shown) {
        (Binding::PrefixHeaders(prefix), Json::Object(_), Json::Object(_)) => {
            let lower = |value: &Json| {
                let entries = value.distinct_members().into_iter();
                let mut entries: Vec<(String, String)> = entries
                    .map(|(name, value)| (name.to_ascii_lowercase(), value.to_string()))
                    .filter(|(name, _)| !prefix.is_empty() || !OF_HTTP.contains(&name.as_str()))
                    .collect();
                entries.sort_unstable();
                entries
            };
            lower(due) == lower(shown)
        }
        _ if is_timestamp(model, member) => match (due, shown) {
            (Json::Array(due), Json::Array(shown)) => {
                due.len() == shown.len()
                    && due.iter().zip(shown).all(|(due, shown)| is_same_moment(due, shown))
            }
            (due, shown) => is_same_moment(due, shown),
        },
        _ => diff(model, member.target, due, shown).is_empty(),
    }
}

/// Reports whether a value is an empty text, list or map, which not every client tells from an absent one.
pub(super) fn is_empty(value: &Json) -> bool {
    match value {
        Json::String(text) => text.is_empty(),
        Json::Array(items) => items.is_empty(),
        Json::Object(entries) => entries.is_empty(),
        _ => false,
    }
}

/// Judges how a client shows the values of a class, and whether it reads a response as a success in which only such a value
/// is unusual. `refused` is the reason why it must, and `message` says what is wrong with a value.
pub(in crate::policy) fn judge_class(
    analysis: &ClientAnalysis<'_, '_>,
    policy: &str,
    class: ValueClass,
    oddity: Option<FormOddity>,
    (refused, message): (&str, &str),
) -> Judgement {
    let (Some(success), Some(due)) = (analysis.success(), analysis.expected_output()) else {
        return Judgement::NotExercised;
    };
    let contract = analysis.contract();
    let shape = contract.operation().output();
    if !has_class(contract.model(), shape, due, class) {
        return Judgement::NotExercised;
    }
    if analysis.output().is_some() {
        return success.judge_departures(policy, message);
    }
    match oddity.filter(|oddity| success.form().is(*oddity)) {
        Some(oddity) => success
            .response_despite(policy, Some(oddity), refused, |_| false)
            .err()
            .unwrap_or(Judgement::NotExercised),
        None => Judgement::NotExercised,
    }
}

#[cfg(test)]
mod tests {
    use crate::contract::Contract;
    use crate::exchange::{ClientView, Evidence, Exchange, Features, Outcome};
    use crate::http::{Answer, Request};
    use crate::json::Json;
    use crate::policy::{Judgement, find};

    #[test]
    fn a_client_may_fill_in_what_did_not_come_and_invents_nothing() {
        let contract = Contract::from_smithy(
            r##"{"smithy":"2.0","shapes":{
                "a#Op":{"type":"operation","output":{"target":"a#Out"},"traits":{
                    "smithy.api#http":{"method":"GET","uri":"/"}}},
                "a#Out":{"type":"structure","members":{
                    "Due":{"target":"smithy.api#Integer","traits":{
                        "smithy.api#httpHeader":"X-Due","smithy.api#required":{}}},
                    "Count":{"target":"smithy.api#Integer","traits":{
                        "smithy.api#httpHeader":"X-Count","smithy.api#default":3}},
                    "Plain":{"target":"smithy.api#Integer","traits":{
                        "smithy.api#httpHeader":"X-Plain"}}}}}}"##,
            None,
        )
        .expect("a contract");
        let policy = find("response.header-fields-read").expect("there is one");
        let broken = |shown: &str| {
            let outcome = Outcome::Response {
                http_status: Some(200),
                output: Json::parse(shown).expect("JSON"),
                request_id: None,
            };
            let request = Request::parse(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n").expect("a request");
            let exchange = Exchange {
                requests: vec![request],
                problems: Vec::new(),
                response: Some(Answer::json(200, "{}").response()),
                client: Some(ClientView { input: Json::Object(Vec::new()), outcome }),
            };
            matches!(
                policy.judge(&Evidence::new(&contract, &exchange, Features::ALL)),
                Judgement::Fail(_)
            )
        };
        for (shown, is_wrong) in [
            ("{}", false),
            (r#"{"Due":0}"#, false),
            (r#"{"Count":3}"#, false),
            (r#"{"Due":1}"#, true),
            (r#"{"Count":0}"#, true),
            (r#"{"Plain":0}"#, true),
        ] {
            assert_eq!(broken(shown), is_wrong, "{shown}");
        }
    }
}
