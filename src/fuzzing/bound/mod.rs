//! Contracts with every binding, for the targets `request` and `response`.
//!
//! A plan begins with a byte from [`FIRST`] on. It names the contract and the half of an exchange, and the other bytes are the
//! choices of a message: it must be read as it was written, and malformed variants of it must be refused. Texts are any value
//! and any response, so they need not survive; but what is sent arrives as it was sent.

use std::sync::LazyLock;

use crate::contract::Contract;
use crate::generate::{Choices, Config, ValueMaker};
use crate::http::{Request, Response};
use crate::json::Json;
use crate::operation_check::{Half, half};
use crate::protocol::{ResponseReading, validate, write_request};
use crate::value::diff;

use super::answer;
use super::target::{Checked, Seed};

/// A made-up model of five operations that have all bindings.
const MODEL: &str = include_str!("model.json");

/// The first byte of plans for these contracts.
const FIRST: u8 = 0xc0;

/// The halves of an exchange, each a view of the target `request`.
pub(super) const HALVES: [Half; 2] = [Half::Request, Half::Response];

/// Returns a contract for each operation, with what makes its values.
fn contracts() -> &'static [(Contract, ValueMaker)] {
    static CONTRACTS: LazyLock<Vec<(Contract, ValueMaker)>> = LazyLock::new(|| {
        let names = ["PutThing", "UploadThing", "ListThings", "SendText", "SendChoice"];
        let contracts = names.map(|name| Contract::from_smithy(MODEL, Some(name)));
        let made = contracts.map(|contract| {
            let contract = contract.expect("the embedded model loads; a test loads it");
            let maker = ValueMaker::new(&contract);
            (contract, maker)
        });
        Vec::from(made)
    });
    &CONTRACTS
}

/// Reports whether the bytes are a plan for one of these contracts.
pub(super) fn is_plan(data: &[u8]) -> bool {
    data.first().is_some_and(|first| *first >= FIRST)
}

/// Returns the index of the contract, and of the half.
fn named(data: &[u8]) -> (usize, usize) {
    let first = usize::from(data.first().map_or(0, |first| first.saturating_sub(FIRST)));
    (first % contracts().len(), first / contracts().len() % HALVES.len())
}

/// Returns the index of the half that a plan names.
pub(super) fn half_of(data: &[u8]) -> usize {
    named(data).1
}

/// Makes the bytes a plan of this half. The contract stays, if they are a plan already.
pub(super) fn choose(data: &mut Vec<u8>, half: usize) {
    let contract = if is_plan(data) { named(data).0 } else { 0 };
    let first = FIRST + (contract + half * contracts().len()) as u8;
    match data.first_mut() {
        Some(old) => *old = first,
        None => data.push(first),
    }
}

/// Checks the message of a plan.
pub(super) fn plan_holds(data: &[u8]) -> Checked {
    let (at, which) = named(data);
    let (contract, maker) = &contracts()[at];
    let mut choices = Choices::from_bytes(data.get(1..).unwrap_or_default());
    let (_, disagreements) = half(contract, maker, HALVES[which], &mut choices);
    match disagreements.first() {
        None => Ok(()),
        Some(first) => Err(format!("{}: {}\n  of {}", first.check, first.message, first.value)),
    }
}

/// Shows the message of a plan.
pub(super) fn show(data: &[u8]) -> String {
    let (at, which) = named(data);
    let (contract, maker) = &contracts()[at];
    let mut choices = Choices::from_bytes(data.get(1..).unwrap_or_default());
    let (value, _) = half(contract, maker, HALVES[which], &mut choices);
    format!("  contract  {}\n  value     {value}", contract.operation().name())
}

/// Returns a plan of each half for each contract.
pub(super) fn plans() -> Vec<Seed> {
    let one = |first: usize| {
        let mut choices = Choices::from_seed(first as u64);
        let choices = (0..96).map(|_| choices.below(256) as u8);
        let bytes = std::iter::once(FIRST + first as u8).chain(choices).collect();
        (format!("bound-{first}"), bytes)
    };
    (0..contracts().len() * HALVES.len()).map(one).collect()
}

/// Returns a response with every member for each contract.
pub(super) fn responses() -> Vec<Seed> {
    let one = |(contract, maker): &(Contract, ValueMaker)| {
        let output = maker.output(&Config::full(), &mut Choices::from_seed(1));
        let parts = contract.protocol().write_response(contract, &output).ok()?;
        let name = format!("bound-{}", contract.operation().name());
        Some((name, answer::write(&parts.into_answer())))
    };
    contracts().iter().filter_map(one).collect()
}

/// Checks a value that anyone may hand in: if it is sent, the same request arrives.
pub(super) fn sent_text(value: &Json, which: usize) -> Checked {
    for (contract, _) in contracts() {
        match HALVES[which] {
            Half::Request => {
                if let Ok(parts) = write_request(contract, value) {
                    arrives(&parts.to_request("127.0.0.1"))?;
                }
            }
            Half::Response => {
                let _ = contract.protocol().write_response(contract, value);
            }
        }
    }
    Ok(())
}

fn arrives(sent: &Request) -> Checked {
    // Such characters are legal in no field, but only a line break ends one (RFC 9110, section 5.5).
    let is_control = |byte: &u8| byte.is_ascii_control();
    if sent.headers.iter().any(|field| field.value.iter().any(is_control)) {
        return Ok(());
    }
    match Request::parse(&sent.raw) {
        Ok(arrived)
            if arrived.target == sent.target
                && arrived.body == sent.body
                && arrived.headers.len() == sent.headers.len() =>
        {
            Ok(())
        }
        Ok(arrived) => Err(format!("sent is {:?}\nand what arrives {:?}", sent.raw, arrived.raw)),
        Err(problem) => Err(format!("{problem:?} in {:?}", String::from_utf8_lossy(&sent.raw))),
    }
}

/// Checks that what a client reads out of any response is the same once it is written and read again.
pub(super) fn comes_back(text: &[u8]) -> Checked {
    let response = answer::message(text);
    // Those have no body, whatever members there are.
    if !response.is_success() || matches!(response.status, 204 | 205) {
        return Ok(());
    }
    let (contract, _) = &contracts()[text.len() % contracts().len()];
    let (model, shape) = (contract.model(), contract.operation().output());
    let Some(first) = read(contract, &response) else { return Ok(()) };
    // An unknown member of a union, or a field that is no text, cannot be written.
    if !validate(model, shape, &first).is_empty() || repeats_a_name(&first) {
        return Ok(());
    }
    let parts = contract.protocol().write_response(contract, &first);
    let parts = parts.map_err(|error| format!("{first} is read and cannot be written: {error}"))?;
    let again = Response {
        status: parts.status,
        headers: parts.headers,
        body: parts.body.unwrap_or_default(),
        ..response.clone()
    };
    let second =
        read(contract, &again).ok_or_else(|| format!("{first} is written as {again:?}"))?;
    match diff(model, shape, &first, &second)[..] {
        [] => Ok(()),
        _ => Err(format!("{first} is read, and comes back as {second}")),
    }
}

/// Returns the output of a response, if a client must accept it.
fn read(contract: &Contract, response: &Response) -> Option<Json> {
    let ResponseReading::Success(success) = contract.protocol().read_response(contract, response)
    else {
        return None;
    };
    let refused = success.body.decoded().is_some_and(|decoded| decoded.refusal().is_some());
    let readable = success.bound.iter().all(|bound| bound.value.is_some());
    (!refused && readable).then(|| success.output(contract))
}

/// Reports whether fields with a prefix have names that are the same but for their case. They are entries of their own, and the
/// writer sends one field.
fn repeats_a_name(output: &Json) -> bool {
    output.get("Metadata").is_some_and(|map| {
        let mut names: Vec<_> =
            map.members().iter().map(|(name, _)| name.to_ascii_lowercase()).collect();
        names.sort();
        names.windows(2).any(|pair| pair[0] == pair[1])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_model_has_every_binding() {
        assert_eq!(contracts().len(), 5);
        for name in [
            "httpLabel",
            "httpQuery",
            "httpQueryParams",
            "httpHeader",
            "httpPrefixHeaders",
            "httpPayload",
            "httpResponseCode",
            "hostLabel",
            "mediaType",
            "idempotencyToken",
            "httpChecksumRequired",
        ] {
            assert!(MODEL.contains(&format!("\"smithy.api#{name}\"")), "{name}");
        }
    }

    #[test]
    fn many_plans_hold() {
        for seed in 0..400 {
            let mut choices = Choices::from_seed(seed);
            let mut data: Vec<u8> = (0..200).map(|_| choices.below(256) as u8).collect();
            data[0] |= FIRST;
            if let Err(fault) = plan_holds(&data) {
                panic!("{}\n{fault}", show(&data));
            }
        }
    }

    #[test]
    fn a_field_that_breaks_out_is_refused() {
        for (member, value) in [
            ("Owner", Json::from("a\r\nX-Evil: 1")),
            ("Metadata", Json::object([("a: b\r\nX-Evil", "1")].map(|(k, v)| (k, Json::from(v))))),
            ("Metadata", Json::object([("a b", Json::from("1"))])),
        ] {
            let members = ["Group", "Key", "Name"].map(|name| (name, Json::from("x")));
            let input = Json::object(members.into_iter().chain([(member, value)]));
            let (contract, _) = &contracts()[0];
            assert!(write_request(contract, &input).is_err(), "{input}");
            assert_eq!(sent_text(&input, 0), Ok(()));
        }
    }

    #[test]
    fn responses_come_back() {
        for (name, text) in responses() {
            assert!(text.len() > 20, "{name}");
            for length in 0..contracts().len() {
                let longer = [&text[..], &b" ".repeat(length)].concat();
                assert_eq!(comes_back(&longer), Ok(()), "{name}");
            }
        }
        // The writer of lists is not the identity: it quotes what needs it.
        let lists = b"200\nX-Labels: a,  \"b,c\" ,\nX-Meta-A: 1\nX-Next: n\n\n{\"name\":\"n\"}";
        assert_eq!(comes_back(lists), Ok(()));
    }
}
