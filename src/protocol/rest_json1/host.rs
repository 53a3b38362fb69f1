//! The prefix of the host, with the values of its labels.
//!
//! Source: Smithy 2.0, "Endpoint traits" (`endpoint`, `hostLabel`).

use crate::contract::Contract;
use crate::json::{Json, Path};
use crate::model::Member;
use crate::protocol::format::json::{InputFault, InputFaultKind};

use super::text::{self, Place};

/// Returns the prefix of the host, with each label replaced by the value of its member; `None` if the operation has none.
pub(super) fn write(contract: &Contract, input: &Json) -> Option<String> {
    let prefix = prefix(contract)?.to_owned();
    Some(in_prefix(contract).fold(prefix, |prefix, member| {
        prefix.replace(&label(member), &value(contract, member, input))
    }))
}

/// Returns the faults of the values that are no label of a host name (RFC 1123, section 2.1).
pub(super) fn faults(contract: &Contract, input: &Json) -> Vec<InputFault> {
    let wrong =
        in_prefix(contract).filter(|member| !is_host_label(&value(contract, member, input)));
    let fault = |member: &Member| InputFault {
        path: Path::default().member(&member.name),
        kind: InputFaultKind::NotHostLabel,
    };
    wrong.map(fault).collect()
}

fn prefix(contract: &Contract) -> Option<&str> {
    contract.operation().shape().traits.host_prefix.as_deref()
}

/// Returns the members of the input that the prefix has labels for.
fn in_prefix(contract: &Contract) -> impl Iterator<Item = &Member> {
    let members = contract.model().members(contract.bindings().input.shape());
    let prefix = prefix(contract).filter(|prefix| prefix.contains('{'));
    let members = prefix.map_or(&[][..], |_| members).iter();
    members.filter(move |member| prefix.is_some_and(|prefix| prefix.contains(&label(member))))
}

fn label(member: &Member) -> String {
    format!("{{{}}}", member.name)
}

fn value(contract: &Contract, member: &Member, input: &Json) -> String {
    let value = input.get(&member.name);
    let text = value.and_then(|value| text::write(contract.model(), member, value, Place::Label));
    text.unwrap_or_default()
}

fn is_host_label(text: &str) -> bool {
    (1..=63).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
        && !text.starts_with('-')
        && !text.ends_with('-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_that_would_change_the_host_is_refused() {
        let contract = Contract::from_smithy(
            r##"{"smithy":"2.0","shapes":{
                "a#Op":{"type":"operation","input":{"target":"a#In"},"traits":{
                    "smithy.api#http":{"method":"POST","uri":"/"},
                    "smithy.api#endpoint":{"hostPrefix":"data-{id}."}}},
                "a#In":{"type":"structure","members":{"id":{"target":"smithy.api#String",
                    "traits":{"smithy.api#required":{},"smithy.api#hostLabel":{}}}}}}}"##,
            None,
        )
        .expect("a contract");
        let input = |text: &str| Json::object([("id", Json::from(text))]);
        assert_eq!(write(&contract, &input("a-1")).as_deref(), Some("data-a-1."));
        for text in ["a", "1", "A-b", &"x".repeat(63)] {
            assert_eq!(faults(&contract, &input(text)), [], "{text}");
        }
        for text in ["", "a.b/c@evil#", "a.b", "a b", "-a", "a-", "é", "a\r\n", &"x".repeat(64)] {
            let found = faults(&contract, &input(text));
            assert_eq!(found.len(), 1, "{text}");
            assert_eq!(found[0].kind, InputFaultKind::NotHostLabel, "{text}");
        }
    }
}
