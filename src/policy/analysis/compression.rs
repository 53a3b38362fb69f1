//! What a client does to the body of a request that it may compress.
//!
//! Source: Smithy 2.0, behavior traits, `requestCompression`.

use std::io::Read as _;

use flate2::read::MultiGzDecoder;

use crate::contract::{Contract, is_gzip};
use crate::http::Request;
use crate::json::Json;
use crate::model::ShapeKind;

/// The coding by which it compresses.
const FIELD: &str = "Content-Encoding";

/// The first bytes of gzip (RFC 1952, section 2.3.1).
const MAGIC: [u8; 2] = [0x1f, 0x8b];

/// The most bytes of an unpacked body: as many as of a whole request.
const LARGEST: u64 = 32 * 1024 * 1024;

/// Other codings that compress (IANA, HTTP Content Coding Registry). What else a field names may be a coding of the transport,
/// such as `aws-chunked`.
const OTHERS: [&str; 7] = ["br", "compress", "dcb", "dcz", "deflate", "x-gzip", "zstd"];

/// What a client does to the body of a request.
#[derive(Debug)]
pub(in crate::policy) enum Compression {
    /// It sends the body as it is, and names no coding but those of the input.
    None,
    /// It compresses the body, and says so. This is the unpacked body.
    Gzip(Vec<u8>),
    /// It does something that the sources leave open, or that is too large to be looked at.
    Open,
    /// It does something wrong.
    Wrong(WrongCompression),
}

/// What is wrong with the compression of a body.
#[derive(Debug)]
pub(in crate::policy) struct WrongCompression {
    pub(in crate::policy) message: &'static str,
    pub(in crate::policy) expected: String,
    pub(in crate::policy) actual: String,
    /// Whether the field is wrong, and not the body.
    pub(in crate::policy) in_field: bool,
}

impl Compression {
    /// Returns what the client did to the body of `request`, which carries `input`.
    pub(in crate::policy) fn of(contract: &Contract, input: &Json, request: &Request) -> Self {
        let traits = &contract.operation().shape().traits;
        if !traits.request_compression.iter().any(|coding| is_gzip(coding)) {
            return Self::None;
        }
        let lines = request.headers.all(FIELD).map(|line| String::from_utf8_lossy(&line.value));
        let told = lines.collect::<Vec<_>>().join(",");
        let (told, given) = (codings(&told), codings(given(contract, input)));
        let same = |one: &[&str], other: &[&str]| {
            one.len() == other.len()
                && one.iter().zip(other).all(|(one, other)| one.eq_ignore_ascii_case(other))
        };
        let wrong = |message, expected: String, actual: String, in_field| {
            Self::Wrong(WrongCompression { message, expected, actual, in_field })
        };
        let names = |codings: &[&str]| match codings {
            [] => "no coding".to_owned(),
            codings => codings.join(", "),
        };
        match told.split_last() {
            Some((last, others)) if is_gzip(last) && same(others, &given) => {
                match unpacked(&request.body) {
                    Unpacked::Body(body) => Self::Gzip(body),
                    Unpacked::TooLarge => Self::Open,
                    Unpacked::Not(why) => {
                        let message = "Content-Encoding names gzip, and the body is not gzip";
                        wrong(message, "a body in gzip".to_owned(), why, false)
                    }
                }
            }
            // A payload may be compressed already when the client gets it.
            _ if same(&told, &given) => match unpacked(&request.body) {
                Unpacked::Body(_) if !is_payload(contract, input, &request.body) => {
                    let message = "the body is compressed, and Content-Encoding does not say so";
                    let wanted = given.iter().copied().chain(["gzip"]).collect::<Vec<_>>();
                    wrong(message, names(&wanted), names(&told), true)
                }
                _ => Self::None,
            },
            // `request.header-fields-sent` judges a coding of the input that is lost.
            _ if told.is_empty() => Self::None,
            _ if told.iter().any(|coding| is_gzip(coding)) && !given.is_empty() => {
                let message = "gzip is not named behind the codings of the input";
                let wanted = given.iter().copied().chain(["gzip"]).collect::<Vec<_>>();
                wrong(message, names(&wanted), names(&told), true)
            }
            Some((last, others))
                if same(others, &given)
                    && OTHERS.iter().any(|other| last.eq_ignore_ascii_case(other)) =>
            {
                let message = "the operation does not offer the coding of the body";
                wrong(message, "gzip, or no coding".to_owned(), (*last).to_owned(), true)
            }
            _ => Self::Open,
        }
    }
}

/// Returns the bytes of a payload that is a blob or a string.
pub(in crate::policy) fn raw_payload(contract: &Contract, input: &Json) -> Option<Vec<u8>> {
    use base64::Engine as _;
    let model = contract.model();
    let member = contract.bindings().input.payload(model)?;
    let Some(value) = input.get(&member.name) else { return Some(Vec::new()) };
    match model.kind(member.target) {
        ShapeKind::Blob => base64::engine::general_purpose::STANDARD.decode(value.as_str()?).ok(),
        ShapeKind::String | ShapeKind::Enum(_) => Some(value.as_str()?.as_bytes().to_vec()),
        _ => None,
    }
}

fn is_payload(contract: &Contract, input: &Json, body: &[u8]) -> bool {
    raw_payload(contract, input).is_some_and(|payload| payload == body)
}

/// Returns the codings that the input itself names.
fn given<'i>(contract: &Contract, input: &'i Json) -> &'i str {
    let mut bound = contract.bindings().input.bound(contract.model());
    let named = bound.find(|member| member.traits.binding.is_header(FIELD));
    named.and_then(|member| input.get(&member.name)).and_then(Json::as_str).unwrap_or_default()
}

fn codings(told: &str) -> Vec<&str> {
    let codings = told.split(',').map(str::trim);
    // `identity` stands for no coding (RFC 9110, section 12.5.3).
    codings.filter(|c| !c.is_empty() && !c.eq_ignore_ascii_case("identity")).collect()
}

enum Unpacked {
    Body(Vec<u8>),
    TooLarge,
    Not(String),
}

fn unpacked(body: &[u8]) -> Unpacked {
    if !body.starts_with(&MAGIC) {
        return Unpacked::Not("a body that does not begin like gzip".to_owned());
    }
    let mut found = Vec::new();
    match MultiGzDecoder::new(body).take(LARGEST + 1).read_to_end(&mut found) {
        Ok(_) if found.len() as u64 > LARGEST => Unpacked::TooLarge,
        Ok(_) => Unpacked::Body(found),
        Err(fault) => Unpacked::Not(fault.to_string()),
    }
}
