//! Whether a value that was read is the one that was written.
//!
//! Outside the body some values have the same message: an absent list and an empty one, an absent payload and an empty one.
//! And a message has fields and parameters that no member set. docs/readings.md says the same of clients.

use crate::contract::Contract;
use crate::json::Json;
use crate::model::{Binding, Bindings, Member};
use crate::value::diff;

/// The message that a value travels in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Request,
    Response,
}

/// Returns how the value that was read differs from the one that was written.
pub(super) fn differences(
    contract: &Contract,
    bindings: &Bindings,
    side: Side,
    written: &Json,
    read: &Json,
) -> Vec<String> {
    let model = contract.model();
    let plain = |value: &Json, is_read: bool| {
        comparable(contract, bindings, side, value, is_read.then_some(written))
    };
    let (wanted, found) = (plain(written, false), plain(read, true));
    let differences = diff(model, bindings.shape(), &wanted, &found);
    let shown = |value: &Option<Json>| {
        value.as_ref().map_or_else(|| "nothing".to_owned(), |value| format!("`{value:.200}`"))
    };
    let told = differences.into_iter().take(3).map(|difference| {
        let (actual, expected) = (shown(&difference.actual), shown(&difference.expected));
        format!("{}: {actual}, not {expected}", difference.path)
    });
    told.collect()
}

/// Returns the value without what its message does not say. `written` is there for the value that was read.
fn comparable(
    contract: &Contract,
    bindings: &Bindings,
    side: Side,
    value: &Json,
    written: Option<&Json>,
) -> Json {
    let Json::Object(given) = value else { return value.clone() };
    let model = contract.model();
    let members = model.members(bindings.shape());
    let payload = bindings.payload(model);
    let kept = given.iter().filter_map(|(name, value)| {
        let entry = |value: Json| Some((name.clone(), value));
        let Some(member) = members.iter().find(|member| member.name == *name) else {
            return entry(value.clone());
        };
        let is_payload = payload.is_some_and(|payload| payload.name == *name);
        let is_bound = bindings.bound(model).any(|bound| bound.name == *name);
        let was_written = written.is_none_or(|written| written.get(name).is_some());
        match &member.traits.binding {
            _ if is_payload => entry(value.clone()).filter(|_| !is_empty(value)),
            _ if !is_bound => entry(value.clone()),
            // The message has them in any case.
            Binding::ResponseCode => entry(value.clone()).filter(|_| was_written),
            Binding::Header(field) if side == Side::Response || is_common(field) => {
                entry(value.clone())
                    .filter(|_| was_written || !is_common(field))
                    .filter(|_| !is_empty_list(value))
            }
            Binding::Query(_) | Binding::Header(_) => {
                entry(value.clone()).filter(|_| !is_empty_list(value))
            }
            Binding::QueryParams => {
                let taken = taken_parameters(contract, bindings);
                entries(value, |key, value| !taken.contains(&key) && !is_empty_list(value))
                    .and_then(entry)
            }
            Binding::PrefixHeaders(prefix) => {
                let own = |key: &str| match written {
                    Some(written) => is_own(written, member, prefix, key),
                    None => true,
                };
                entries(value, |key, value| own(key) && !is_empty_list(value)).and_then(entry)
            }
            Binding::Label | Binding::Body | Binding::Payload => entry(value.clone()),
        }
    });
    Json::Object(kept.collect())
}

/// Reports whether a field with this prefix is one of the map, and not one that the message has in any case.
fn is_own(written: &Json, member: &Member, prefix: &str, key: &str) -> bool {
    let map = written.get(&member.name);
    let named = map.is_some_and(|map| map.members().iter().any(|(name, _)| name == key));
    named || !is_common(&format!("{prefix}{key}"))
}

/// Reports whether messages have the field without a member that sets it.
fn is_common(field: &str) -> bool {
    const COMMON: &[&str] = &[
        "content-type",
        "content-length",
        "content-encoding",
        "content-md5",
        "host",
        "authorization",
        "x-amzn-errortype",
    ];
    COMMON.iter().any(|common| common.eq_ignore_ascii_case(field))
}

/// Returns the names of parameters that are not entries of a map.
fn taken_parameters<'c>(contract: &'c Contract, bindings: &'c Bindings) -> Vec<&'c str> {
    let uri = &contract.operation().http().uri;
    let constant = uri.split_once('?').map_or("", |(_, query)| query).split('&');
    let constant = constant.map(|part| part.split_once('=').map_or(part, |(name, _)| name));
    let bound =
        bindings.bound(contract.model()).filter_map(|member| match &member.traits.binding {
            Binding::Query(name) => Some(name.as_str()),
            _ => None,
        });
    constant.chain(bound).collect()
}

/// Returns the map of the entries that are wanted; `None` if it has none.
fn entries(map: &Json, wanted: impl Fn(&str, &Json) -> bool) -> Option<Json> {
    let entries = map.members().iter().filter(|(key, value)| wanted(key, value));
    let entries: Vec<_> = entries.cloned().collect();
    (!entries.is_empty()).then_some(Json::Object(entries))
}

fn is_empty(value: &Json) -> bool {
    match value {
        Json::String(text) => text.is_empty(),
        Json::Object(members) => members.is_empty(),
        _ => false,
    }
}

fn is_empty_list(value: &Json) -> bool {
    value.as_array().is_some_and(<[Json]>::is_empty)
}

#[cfg(test)]
mod tests {
    use super::*;

    const MODEL: &str = r##"{"smithy":"2.0","shapes":{
        "a#Op":{"type":"operation","input":{"target":"a#I"},"output":{"target":"a#I"},
            "traits":{"smithy.api#http":{"method":"POST","uri":"/x?fixed=1","code":200}}},
        "a#I":{"type":"structure","members":{
            "list":{"target":"a#L","traits":{"smithy.api#httpQuery":"l"}},
            "map":{"target":"a#M","traits":{"smithy.api#httpQueryParams":{}}},
            "fields":{"target":"a#M","traits":{"smithy.api#httpPrefixHeaders":""}},
            "type":{"target":"smithy.api#String","traits":{"smithy.api#httpHeader":"Content-Type"}},
            "text":{"target":"smithy.api#String"}}},
        "a#L":{"type":"list","member":{"target":"smithy.api#String"}},
        "a#M":{"type":"map","key":{"target":"smithy.api#String"},"value":{"target":"smithy.api#String"}}}}"##;

    fn told(written: &str, read: &str) -> Vec<String> {
        let contract = Contract::from_smithy(MODEL, None).expect("a contract");
        let json = |text: &str| Json::parse(text).expect("JSON");
        let bindings = &contract.bindings().input;
        differences(&contract, bindings, Side::Request, &json(written), &json(read))
    }

    #[test]
    fn what_no_message_says_is_no_difference() {
        for (written, read) in [
            (r#"{"list":[]}"#, "{}"),
            (r#"{"map":{}}"#, "{}"),
            (r#"{"map":{"a":"1"}}"#, r#"{"map":{"a":"1","fixed":"1","l":"2"}}"#),
            (r#"{"fields":{"a":"1"}}"#, r#"{"fields":{"a":"1","Host":"h"},"type":"text/plain"}"#),
        ] {
            assert_eq!(told(written, read), [""; 0], "{written} {read}");
        }
    }

    #[test]
    fn every_other_difference_is_told() {
        for (written, read) in [
            (r#"{"list":["a"]}"#, "{}"),
            ("{}", r#"{"list":["a"]}"#),
            (r#"{"map":{"a":"1"}}"#, r#"{"map":{"a":"2"}}"#),
            (r#"{"map":{"a":"1"}}"#, r#"{"map":{"a":"1","b":"1"}}"#),
            (r#"{"fields":{"a":"1"}}"#, r#"{"fields":{"a":"1","X-Other":"h"}}"#),
            (r#"{"type":"text/plain"}"#, r#"{"type":"text/html"}"#),
            (r#"{"type":"text/plain"}"#, "{}"),
            (r#"{"text":""}"#, "{}"),
        ] {
            assert_eq!(told(written, read).len(), 1, "{written} {read}");
        }
    }
}
