//! The target `server_request`: any bytes as a request to the reference server.

use std::sync::LazyLock;

use crate::contract::Contract;
use crate::generate::{Choices, Config, ValueMaker};
use crate::http::{Header, Headers, Request, Response, is_token};
use crate::json::Json;
use crate::protocol::{RequestParts, ResponseReading, read_error, validate};
use crate::reference::server::{ANSWER_FIELD, Reply, ReplyKind, Responder};
use crate::suite::{Case, Suite};

use super::shown;
use super::target::{Checked, FuzzTarget, Seed};
use super::views::{behind_letter, by_letter};

/// The target.
pub const TARGET: FuzzTarget = FuzzTarget {
    name: "server_request",
    property: "The reference server answers every request, twice the same: by a valid output, by the answer that is asked for, \
               or by an error of the protocol.",
    views: by_letter(&["DisassociateUser", "Converse", "a service with every binding"]),
    check,
    show: |data| format!("  request   {}", shown::bytes(behind_letter(data))),
    mutate: None,
};

/// A responder for each view.
static RESPONDERS: LazyLock<[Responder; 3]> = LazyLock::new(|| {
    let parcels = parcels();
    let converse = Contract::embedded("converse", None).expect("it is embedded");
    [vec![Contract::default()], vec![converse], parcels].map(|all| Responder::new(all, 1))
});

/// Returns the contracts of the made-up service.
fn parcels() -> Vec<Contract> {
    let any = Contract::parcels("SendParcel").expect("the service has the operation");
    let names = any.model().operations().map(|operation| operation.name().to_owned());
    names.map(|name| Contract::parcels(&name).expect("an operation of the service")).collect()
}

/// Returns the request that a text stands for. Nothing is refused: the first line has the method and the target, the lines
/// behind it the fields, and behind an empty line is the body.
fn read(data: &[u8]) -> Request {
    let mut rest = behind_letter(data);
    let mut line = || {
        let end = memchr::memchr(b'\n', rest).unwrap_or(rest.len());
        let line = &rest[..end];
        rest = rest.get(end + 1..).unwrap_or_default();
        line.strip_suffix(b"\r").unwrap_or(line)
    };
    let first = String::from_utf8_lossy(line()).into_owned();
    let (method, target) = first.split_once(' ').unwrap_or((&first, ""));
    let mut headers = Headers::new();
    loop {
        let line = line();
        if line.is_empty() {
            break;
        }
        let colon = memchr::memchr(b':', line).unwrap_or(line.len());
        let value = line.get(colon + 1..).unwrap_or_default().trim_ascii();
        headers.push(String::from_utf8_lossy(&line[..colon]), value);
    }
    Request::new(method, target, headers, rest)
}

fn check(data: &[u8], view: usize) -> Checked {
    let (responder, request) = (&RESPONDERS[view], read(data));
    let reply = responder.reply(&request);
    if responder.reply(&request) != reply {
        return Err(format!("another answer the second time: {reply:#?}"));
    }
    holds(responder, &reply).map_err(|fault| format!("{fault}: {reply:#?}"))
}

/// Checks a reply by its kind.
fn holds(responder: &Responder, reply: &Reply) -> Checked {
    let response = reply.response.clone().into_answer().response();
    let is_sendable = |field: &Header| {
        let clean = field.value.iter().all(|byte| *byte == b'\t' || !byte.is_ascii_control());
        is_token(&field.name) && clean
    };
    if !reply.response.headers.iter().all(is_sendable) {
        return Err("a field that HTTP cannot carry".to_owned());
    }
    if !reply.response.headers.has("x-amzn-RequestId") {
        return Err("no request id".to_owned());
    }
    let contract = responder.contracts().find(|contract| {
        reply.operation.as_deref().is_none_or(|name| name == contract.operation().name())
    });
    let contract = contract.ok_or("the reply names an operation that is not served")?;
    match reply.kind {
        ReplyKind::Generated => is_success(contract, &response),
        ReplyKind::Asked => match (200..600).contains(&response.status) {
            true => Ok(()),
            false => Err("a status that was not asked for".to_owned()),
        },
        ReplyKind::Refused(kind) => is_error(contract, &response, kind.status(), kind.code()),
        ReplyKind::BadlyAsked => is_error(contract, &response, 400, "InvalidWireproofAnswer"),
        ReplyKind::Unable => Err("no output was generated".to_owned()),
    }
}

/// Checks that a response is a success with a valid output.
fn is_success(contract: &Contract, response: &Response) -> Checked {
    let reading = match contract.protocol().read_response(contract, response) {
        ResponseReading::Success(reading) => reading,
        _ => return Err("no success".to_owned()),
    };
    let ill_typed = reading.bound.iter().find(|bound| bound.value.is_none());
    if let Some(bound) = ill_typed {
        return Err(format!("the member {} is ill-typed", bound.member.name));
    }
    if let Some((decoded, note)) =
        reading.body.decoded().and_then(|decoded| Some((decoded, decoded.refusal()?)))
    {
        return Err(decoded.describe(note).to_string());
    }
    let output = reading.output(contract);
    match validate(contract.model(), contract.operation().output(), &output).first() {
        None => Ok(()),
        Some(fault) => Err(fault.to_string()),
    }
}

/// Checks that a response is this error of the protocol, with a message.
fn is_error(contract: &Contract, response: &Response, status: u16, code: &str) -> Checked {
    let reading = read_error(&contract.operation(), response);
    let message = reading.message.as_deref().is_some_and(|message| !message.is_empty());
    match response.status == status && reading.code.as_deref() == Some(code) && message {
        true => Ok(()),
        false => Err(format!("not the error {code} with the status {status} and a message")),
    }
}

/// Returns requests of correct clients for each service, malformed ones, and requests for answers.
pub(super) fn of_services() -> Vec<Seed> {
    let mut seeds = Vec::new();
    for (view, responder) in RESPONDERS.iter().enumerate() {
        for contract in responder.contracts() {
            let (maker, name) = (ValueMaker::new(contract), contract.operation().name());
            for seed in 0..2 {
                let input = maker.input(&Config::realistic(), &mut Choices::from_seed(seed));
                let Ok(parts) = contract.protocol().write_request(contract, &input) else {
                    continue;
                };
                let bytes = TARGET.choosing(&text(&parts, ""), view);
                seeds.push((format!("{name}-{seed}"), bytes));
            }
        }
    }
    let plain = plain();
    let asked = [
        "error=ThrottlingException; status=429",
        "code=X; body={",
        "status=503; delay=1",
        "value={}",
        "policy=union.unknown-member-named",
        "all-members",
        "close",
    ];
    let asked = asked.iter().zip(0..).map(|(asks, nth)| {
        let field = format!("{ANSWER_FIELD}: {asks}\n");
        (format!("asked-{nth}"), TARGET.choosing(&text(&plain, &field), 0))
    });
    seeds.extend(asked);
    seeds
}

/// Returns the request of the first case.
fn plain() -> RequestParts {
    let (contract, suite) = (Contract::default(), Suite::embedded());
    let input = |case: &Case| case.stimulus.call.input.clone();
    let input = suite.cases().first().map_or_else(|| Json::Object(Vec::new()), input);
    let written = contract.protocol().write_request(&contract, &input);
    written.expect("the first case has a valid input")
}

/// Writes a request in the form of the target.
fn text(parts: &RequestParts, fields: &str) -> Vec<u8> {
    let mut text = format!("{} {}\n", parts.method, parts.uri).into_bytes();
    for field in parts.headers.iter() {
        text.extend([field.name.as_bytes(), b": ", &field.value, b"\n"].concat());
    }
    text.extend([fields.as_bytes(), b"\n", parts.body_bytes()].concat());
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_the_request_that_it_shows() {
        let request = read(b"aPUT /x?y\r\nA: b\nc\n\n{}\n\n");
        assert_eq!((request.method.as_str(), request.target.as_str()), ("PUT", "/x?y"));
        assert_eq!(request.headers.only("A").map(|field| &field.value[..]), Some(&b"b"[..]));
        assert_eq!(request.body, b"{}\n\n");
        assert_eq!(read(b"").target, "");
    }

    #[test]
    fn seeds_reach_every_kind_of_reply() {
        let mut kinds = std::collections::BTreeSet::new();
        for (_, bytes) in of_services() {
            let view = TARGET.views.of(&bytes);
            kinds.insert(RESPONDERS[view].reply(&read(&bytes)).kind.name());
        }
        kinds.insert(RESPONDERS[0].reply(&read(b"GET /")).kind.name());
        assert!(
            kinds.is_superset(&["generated", "asked", "badly-asked", "refused"].into()),
            "{kinds:?}"
        );
    }

    #[test]
    fn a_wrong_answer_is_found() {
        let responder = &RESPONDERS[0];
        let good = responder.reply(&read(&text(&plain(), "")));
        assert_eq!(holds(responder, &good), Ok(()));
        let change = |change: fn(&mut Reply)| {
            let mut changed = good.clone();
            change(&mut changed);
            holds(responder, &changed).expect_err("it is wrong")
        };
        assert!(change(|reply| reply.response.body = Some(b"{}".to_vec())).contains("required"));
        assert!(change(|reply| reply.response.status = 500).contains("no success"));
        assert!(change(|reply| reply.response.headers = Headers::new()).contains("request id"));
        assert!(change(|reply| reply.response.headers.push("a b", "c")).contains("carry"));
        assert!(change(|reply| reply.kind = ReplyKind::BadlyAsked).contains("not the error"));
    }
}
