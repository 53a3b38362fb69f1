//! The request for a valid input, compared with the input part by part.
//!
//! A member outside the body is judged by what a server reads in its place: the text of a number or a list may have
//! several spellings.

use crate::http::Request;
use crate::json::{Json, Path};
use crate::model::{Binding, Member, Model};
use crate::policy::judgement::{Finding, Judgement};
use crate::protocol::{RequestParts, RequestReading};
use crate::value::diff;

use super::client::ClientAnalysis;
use super::value_class::is_timestamp;

/// A request that arrived whole, for a valid input.
pub(in crate::policy) struct Sent<'a, 'e> {
    pub(in crate::policy) model: &'e Model,
    pub(in crate::policy) input: &'e Json,
    pub(in crate::policy) request: &'e Request,
    /// What a server reads in it.
    pub(in crate::policy) reading: &'a RequestReading<'e, 'e>,
    /// The request that carries the input.
    pub(in crate::policy) due: &'a RequestParts,
    bound: Vec<&'e Member>,
}

impl<'a, 'e> Sent<'a, 'e> {
    /// Returns the request; `None` if none arrived whole, or if the sources leave open how its input is sent.
    pub(in crate::policy) fn of(analysis: &ClientAnalysis<'a, 'e>) -> Option<Self> {
        if !analysis.input_faults().is_empty() || analysis.has_lone_surrogate() {
            return None;
        }
        let contract = analysis.contract();
        let (request, reading) = (analysis.framed_request()?, analysis.request_reading()?);
        let model = contract.model();
        let bound = contract.bindings().input.bound(model).collect();
        let due = analysis.due_request()?;
        Some(Self { model, input: analysis.input(), request, reading, due, bound })
    }

    /// Returns the members outside the body whose binding is `wanted`.
    pub(in crate::policy) fn bound(
        &self,
        wanted: impl Fn(&Binding) -> bool,
    ) -> impl Iterator<Item = &'e Member> {
        self.bound.iter().copied().filter(move |member| wanted(&member.traits.binding))
    }

    /// Reports whether the values of a member are timestamps, which have a policy of their own.
    pub(in crate::policy) fn is_timestamp(&self, member: &Member) -> bool {
        is_timestamp(self.model, member)
    }

    /// Returns what a server reads for a member: nothing, a text that is no value, or a value.
    pub(in crate::policy) fn read(&self, member: &Member) -> Option<Option<&Json>> {
        let found = self.reading.bound.iter().find(|bound| bound.member.name == member.name)?;
        Some(found.value.as_ref())
    }

    /// Judges a member by what a server reads in its place. A member whose value is empty may be left out. Returns whether
    /// there was anything to compare.
    pub(in crate::policy) fn compare(&self, member: &Member, findings: &mut Vec<Finding>) -> bool {
        let due = self.input.get(&member.name);
        let finding = |what: &str| Finding::new(place_of(member), what);
        let show = |value: &Json| value.to_string();
        match (due, self.read(member)) {
            (None, None) => return false,
            (None, Some(_)) if member.traits.idempotency_token => return false,
            (None, Some(read)) => findings.push(
                finding("the client sends a member that the input does not have")
                    .expected("nothing")
                    .actual(read.map_or_else(|| "a text that is no value".to_owned(), show)),
            ),
            (Some(due), None) if is_nothing(due) => {}
            (Some(due), None) => findings.push(
                finding("the client does not send the value of the input")
                    .expected(show(due))
                    .actual("nothing"),
            ),
            (Some(due), Some(None)) => findings.push(
                finding("the client sends a text that is no value of the member")
                    .expected(show(due)),
            ),
            (Some(due), Some(Some(read))) => {
                if !diff(self.model, member.target, due, read).is_empty() {
                    findings.push(
                        finding("the client sends another value than the input has")
                            .expected(show(due))
                            .actual(show(read)),
                    );
                }
            }
        }
        true
    }

    /// Judges each member whose binding is `wanted`, apart from timestamps.
    pub(in crate::policy) fn judge(&self, wanted: impl Fn(&Binding, &Member) -> bool) -> Judgement {
        let (mut judged, mut findings) = (false, Vec::new());
        for member in self.bound.iter().filter(|member| !self.is_timestamp(member)) {
            if wanted(&member.traits.binding, member) {
                judged |= self.compare(member, &mut findings);
            }
        }
        if judged || !findings.is_empty() { findings.into() } else { Judgement::NotExercised }
    }

    /// Returns the path of the request behind that of its endpoint, and the query.
    pub(in crate::policy) fn target(&self) -> Option<(&'e str, &'e str)> {
        target_of(self.request)
    }
}

/// Returns the path of a request behind that of its endpoint, and the query. `None` for a path that does not begin so:
/// `request.endpoint-path` judges it. It also judges a second slash between the two, which is left out here.
pub(in crate::policy) fn target_of(request: &Request) -> Option<(&str, &str)> {
    let (path, query) = request.target.split_once('?').unwrap_or((&request.target, ""));
    let whole = request.told_endpoint().map_or("", |url| url.path);
    let base = whole.trim_end_matches('/');
    let rest = path.strip_prefix(base)?;
    let has_two = !base.is_empty() && base.len() < whole.len() && rest.starts_with("//");
    Some((if has_two { &rest[1..] } else { rest }, query))
}

/// Reports whether a value has no text at all outside the body, so that clients differ in whether they send it.
fn is_nothing(value: &Json) -> bool {
    match value {
        Json::String(text) => text.is_empty(),
        Json::Array(items) => items.is_empty(),
        Json::Object(entries) => entries.iter().all(|(_, value)| is_nothing(value)),
        _ => false,
    }
}

/// Returns the path of a member outside the body, in findings.
pub(in crate::policy) fn place_of(member: &Member) -> Path {
    let request = Path::root("request");
    match &member.traits.binding {
        Binding::Header(name) => request.member("headers").member(&name.to_ascii_lowercase()),
        Binding::PrefixHeaders(prefix) => {
            request.member("headers").member(&prefix.to_ascii_lowercase())
        }
        Binding::Query(name) => request.member("query").member(name),
        Binding::QueryParams => request.member("query"),
        _ => request.member("labels").member(&member.name),
    }
}

/// Returns the first character of an encoded text that must be encoded: one that is neither unreserved nor `kept`.
///
/// Source: Smithy 2.0, HTTP bindings, `httpLabel` and `httpQuery`.
pub(in crate::policy) fn unencoded(text: &str, kept: &str) -> Option<char> {
    let plain = |c: &char| c.is_ascii_alphanumeric() || "-._~%".contains(*c) || kept.contains(*c);
    text.chars().find(|c| !plain(c))
}
