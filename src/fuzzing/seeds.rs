//! Seeds: the first inputs of the targets, made from the suite's cases.
//!
//! A seed has the name of its case. If several cases give the same bytes, only the first is used.

use std::collections::HashSet;

use crate::exchange::{Outcome, TesteeInfo};
use crate::json::Json;
use crate::protocol::{ERROR_TYPE_HEADER, write_request};
use crate::suite::{Case, Suite};
use crate::testee::protocol::{CallRequest, CallResult, HarnessLine, HelloRequest, TesteeLine};

use super::answer;
use super::contracts::{EVERY_SHAPE, default};
use super::judged::signed;
use super::target::Seed;

/// The size of the largest seed in bytes. A fuzzer mutates small seeds faster.
const LARGEST: usize = 2_048;

/// Makes seeds from cases, without duplicates.
pub(super) fn of_cases(mut make: impl FnMut(&Case) -> Option<Vec<u8>>) -> Vec<Seed> {
    let mut seen = HashSet::new();
    let suite = Suite::embedded();
    let made = suite.cases().iter().filter_map(|case| Some((case, make(case)?)));
    let small = made.filter(|(_, bytes)| bytes.len() <= LARGEST);
    small
        .filter(|(_, bytes)| seen.insert(bytes.clone()))
        .map(|(case, bytes)| (case.id().replace('/', "-"), bytes))
        .collect()
}

/// Reports whether a case belongs to one of these groups of policies.
fn is_of(case: &Case, groups: &[&str]) -> bool {
    case.id().split('/').next().is_some_and(|group| groups.contains(&group))
}

/// Returns responses of every kind.
pub(super) fn responses() -> Vec<Seed> {
    of_cases(|case| {
        let wanted = is_of(case, &["response", "union", "wire"]);
        wanted.then(|| answer::write(&case.stimulus.call.answer))
    })
}

/// Returns error responses.
pub(super) fn errors() -> Vec<Seed> {
    of_cases(|case| is_of(case, &["error"]).then(|| answer::write(&case.stimulus.call.answer)))
}

/// Returns responses that readers may read differently: with ordinary framing and an unusual body.
pub(super) fn differences() -> Vec<Seed> {
    of_cases(|case| {
        let wanted = is_of(case, &["response", "union", "error"]);
        let bytes = wanted.then(|| answer::write(&case.stimulus.call.answer))?;
        (bytes.len() <= LARGEST / 4).then_some(bytes)
    })
}

/// Returns the bodies of all responses, and those of the requests that a correct client sends.
pub(super) fn bodies() -> Vec<Seed> {
    let mut seeds = of_cases(|case| Some(case.stimulus.call.answer.body.clone()));
    let sent = of_cases(|case| {
        let parts = write_request(default(), &case.stimulus.call.input).ok()?;
        Some(signed(default(), &parts).body)
    });
    seeds.extend(sent.into_iter().map(|(name, body)| (format!("sent-{name}"), body)));
    seeds
}

/// Returns the types of errors, from header fields and bodies.
pub(super) fn error_types() -> Vec<Seed> {
    of_cases(|case| {
        let answer = &case.stimulus.call.answer;
        let field = answer.headers.all(ERROR_TYPE_HEADER).next();
        let body = || {
            let body = Json::parse(&answer.body).ok()?;
            let told = body.get("code").or_else(|| body.get("__type"))?;
            Some(told.as_str()?.as_bytes().to_vec())
        };
        field.map(|field| field.value.clone()).or_else(body)
    })
}

/// Returns contract files: small ones that together have every feature, and the made-up contract.
pub(super) fn models() -> Vec<Seed> {
    let parts: &[(&str, &str)] = &[
        ("empty", r#"{"smithy":"2.0","shapes":{}}"#),
        (
            "operation",
            r##"{"smithy":"2.0","shapes":{"a#Op":{"type":"operation","input":{"target":"a#S"},"errors":[{"target":"a#E"}],"traits":{"smithy.api#http":{"method":"POST","uri":"/","code":200}}},"a#S":{"type":"structure","members":{"x":{"target":"smithy.api#String","traits":{"smithy.api#required":{}}},"s":{"target":"a#S"}}},"a#E":{"type":"structure","traits":{"smithy.api#error":"client","smithy.api#httpError":404}}}}"##,
        ),
        (
            "service",
            r##"{"smithy":"2","metadata":{},"shapes":{"a#S":{"type":"service","version":"1","operations":[{"target":"a#Op"}],"resources":[],"traits":{"aws.auth#sigv4":{"name":"s"},"aws.api#service":{"sdkId":"S"},"smithy.api#auth":["aws.auth#sigv4"]}},"a#Op":{"type":"operation","traits":{"smithy.api#http":{"method":"GET","uri":"/x"},"smithy.api#endpoint":{"hostPrefix":"h."}}}}}"##,
        ),
        (
            "apply",
            r##"{"smithy":"2.0","shapes":{"a#S$x":{"type":"apply","traits":{"smithy.api#required":{}}},"a#S":{"type":"structure","members":{"x":{"target":"a#L"}}},"a#L":{"type":"list","member":{"target":"a#M"},"traits":{"smithy.api#sparse":{}}},"a#M":{"type":"map","key":{"target":"smithy.api#String"},"value":{"target":"a#U"}},"a#U":{"type":"union","members":{"a":{"target":"a#U"}}}}}"##,
        ),
        (
            "enums",
            r##"{"smithy":"2.0","shapes":{"a#E":{"type":"enum","members":{"A":{"target":"smithy.api#Unit","traits":{"smithy.api#enumValue":"a"}}}},"a#I":{"type":"intEnum","members":{"A":{"target":"smithy.api#Unit","traits":{"smithy.api#enumValue":1}}}},"a#O":{"type":"string","traits":{"smithy.api#enum":[{"value":"x","name":"X"}]}},"a#T":{"type":"timestamp","traits":{"smithy.api#timestampFormat":"http-date"}}}}"##,
        ),
    ];
    let mut seeds: Vec<Seed> =
        parts.iter().map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec())).collect();
    seeds.push(("every-shape".to_owned(), EVERY_SHAPE.as_bytes().to_vec()));
    seeds
}

/// Returns lines of the testee protocol: the calls of the cases, and their results.
pub(super) fn lines() -> Vec<Seed> {
    let info = TesteeInfo {
        name: "t".into(),
        version: Some("1".into()),
        language: Some("rust".into()),
        ..TesteeInfo::default()
    };
    let mut seeds = vec![
        ("harness-hello", HarnessLine::Hello(HelloRequest::of(default())).to_line()),
        ("harness-bye", HarnessLine::Bye.to_line()),
        ("testee-hello", TesteeLine::Hello(info).to_line()),
    ]
    .into_iter()
    .map(|(name, line)| (name.to_owned(), line))
    .collect::<Vec<_>>();
    let results = of_cases(|case| {
        // The id of the result is that of the policy, so cases of one policy with the same outcome give one seed.
        let (aim, outcome) = (case.stimulus.aims.first()?, case.expect.first()?);
        let other = Outcome::client_error(crate::exchange::Stage::Read, "C", "m");
        let outcome = outcome.complete(&other);
        let result = CallResult { id: aim.id.to_owned(), outcome };
        Some(TesteeLine::Result(result).to_line())
    });
    seeds.extend(results.into_iter().take(60));
    let calls = of_cases(|case| {
        let call = CallRequest {
            id: "1".to_owned(),
            endpoint: "http://127.0.0.1:1".to_owned(),
            operation: "DisassociateUser".to_owned(),
            input: case.stimulus.call.input.clone(),
            deadline: std::time::Duration::from_secs(10),
        };
        Some(HarnessLine::Call(call).to_line())
    });
    seeds.extend(calls.into_iter().take(40).map(|(name, line)| (format!("call-{name}"), line)));
    seeds
}

/// Returns requests: those that a correct client sends for the cases, and some with other framing.
pub(super) fn requests() -> Vec<Seed> {
    let mut seeds = of_cases(|case| {
        let parts = write_request(default(), &case.stimulus.call.input).ok()?;
        Some(signed(default(), &parts).raw)
    });
    seeds.truncate(40);
    let others: &[(&str, &str)] = &[
        ("get", "GET / HTTP/1.1\r\nHost: x\r\n\r\n"),
        (
            "chunked",
            "POST /a HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3;e=1\r\nabc\r\n0\r\nT: t\r\n\r\n",
        ),
        ("gzip", "POST /a HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\r\nabc"),
        (
            "both",
            "POST /a HTTP/1.1\r\nTransfer-Encoding: gzip, chunked\r\nContent-Length: 2\r\n\r\n0\r\n\r\n",
        ),
        ("two", "GET /1 HTTP/1.1\r\n\r\nPOST /2 HTTP/1.1\r\nContent-Length: 2\r\n\r\n{}"),
        ("lengths", "POST / HTTP/1.1\r\nContent-Length: 1\r\ncontent-length: 1\r\n\r\nx"),
        (
            "chunked-twice",
            "POST /a HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\nPOST /b HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n",
        ),
        ("short", "POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\n{}"),
        ("expect", "POST / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n{}"),
        ("old", "POST / HTTP/1.0\nContent-Length: 2\n\n{}"),
        ("blank", "\r\n\r\nGET / HTTP/1.1\r\n\r\n"),
        ("tls", "\u{16}\u{3}\u{1}\u{2}\u{0}"),
    ];
    seeds.extend(
        others.iter().map(|(name, text)| (format!("made-{name}"), text.as_bytes().to_vec())),
    );
    seeds
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::Response;

    #[test]
    fn an_ordinary_response_is_received_without_its_bytes() {
        let mut ordinary = 0;
        let seeds = [responses(), errors()].concat();
        let texts = seeds.iter().map(|(_, seed)| &seed[..]);
        let odd: [&[u8]; 6] = [
            b"200\nA\r: b\n\n{}",
            b"200\nA: b\r\n\n{}",
            b"200\n: b\n\n",
            b"200\nA:\tb \n\n",
            b"200\n A: b\n\n{}",
            b"7\n\n{}",
        ];
        for text in texts.chain(odd) {
            let (sent, received) = (answer::read(text).response(), answer::received(text));
            if !received.raw.is_empty() {
                assert_eq!(received, sent);
                continue;
            }
            ordinary += 1;
            let own = sent.headers.iter().filter(|field| field.name != "Content-Length");
            assert!(own.eq(received.headers.iter()), "{}", text.escape_ascii());
            let headers = received.headers.clone();
            assert_eq!(Response { raw: Vec::new(), headers, ..sent }, received);
        }
        assert!(ordinary > 100, "{ordinary}");
    }
}
