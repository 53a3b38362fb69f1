//! What is wrong with how a request is signed.

use crate::http::{Header, Request};
use crate::model::TimestampFormat;
use crate::value::Timestamp;

use super::canonical::{self, Tabs};
use super::{ALGORITHM, SCOPE_END, Scope, Signer, hash, signature};

/// Stands in place of the hash of a body that is not signed.
const UNSIGNED_PAYLOAD: &str = "UNSIGNED-PAYLOAD";

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignatureFault {
    /// The header field that it is about, in lower case.
    pub header: String,
    /// What is wrong, in one sentence: the same for every run.
    pub message: String,
    /// What should stand there.
    pub expected: Option<String>,
    /// What stands there.
    pub actual: Option<String>,
}

impl SignatureFault {
    fn new(header: &str, message: impl Into<String>) -> Self {
        Self { header: header.to_owned(), message: message.into(), expected: None, actual: None }
    }

    fn expected(self, text: impl Into<String>) -> Self {
        Self { expected: Some(text.into()), ..self }
    }

    fn actual(self, text: impl Into<String>) -> Self {
        Self { actual: Some(text.into()), ..self }
    }
}

/// Returns everything that is wrong with how a whole request is signed, by the `Authorization` field, as this
/// signer would sign it. Only where the body need not be signed may it be left out.
///
/// The signature is computed over the header fields that the request names, whatever they are, and at
/// its own time: no clock is asked. It is not compared where something else that is wrong already
/// leaves it nothing to be compared with.
pub fn verify(
    request: &Request,
    signer: &Signer<'_>,
    unsigned_payload: bool,
) -> Vec<SignatureFault> {
    let text = match single(request, "authorization") {
        Ok(Some(text)) => text,
        Ok(None) => {
            let fault = SignatureFault::new("authorization", "the request is not signed");
            return vec![fault.expected(ALGORITHM).actual("no such field")];
        }
        Err(fault) => return vec![fault],
    };
    let authorization = match Authorization::parse(text) {
        Ok(authorization) => authorization,
        Err(fault) => return vec![fault],
    };
    let mut faults = Vec::new();
    let mut comparable = true;
    let time = match signing_time(request) {
        Ok(time) => time,
        Err(fault) => {
            faults.push(fault);
            comparable = false;
            String::new()
        }
    };
    comparable &= scope(&authorization, signer, &time, &mut faults);
    comparable &= signed_headers(&authorization, request, &mut faults);
    let payload = payload(request, unsigned_payload, &mut faults);
    if comparable {
        let Authorization { scope, signed, .. } = &authorization;
        let Request { method, target, headers, .. } = request;
        let canonical =
            |tabs| hash(&canonical::request(method, target, headers, signed, &payload, tabs));
        let of = |canonical: &str| signature(signer.secret_access_key, scope, &time, canonical);
        let (canonical, other) = (canonical(Tabs::Kept), || canonical(Tabs::AsSpaces));
        let expected = of(&canonical);
        // Both are right, since the source leaves it open.
        if authorization.signature != expected && authorization.signature != of(&other()) {
            faults.push(
                SignatureFault::new(
                    "authorization",
                    "the signature is not the one of this request",
                )
                .expected(format!("{expected}, of the canonical request {canonical}"))
                .actual(authorization.signature),
            );
        }
    }
    faults
}

/// An `Authorization` field, taken apart.
#[derive(Debug)]
pub(super) struct Authorization<'a> {
    access_key_id: &'a str,
    scope: Scope<'a>,
    pub(super) signed: Vec<&'a str>,
    signature: &'a str,
}

impl<'a> Authorization<'a> {
    /// Reads the field. The order of its parts, and the space between them, are free.
    pub(super) fn parse(text: &'a str) -> Result<Self, SignatureFault> {
        let fault = |message: String| {
            let form = format!(
                "{ALGORITHM} Credential=ID/DATE/REGION/SERVICE/{SCOPE_END}, SignedHeaders=…, Signature=…"
            );
            SignatureFault::new("authorization", message).expected(form).actual(text)
        };
        let (algorithm, parts) = text.split_once(' ').unwrap_or((text, ""));
        if algorithm != ALGORITHM {
            return Err(SignatureFault::new(
                "authorization",
                "the request is signed by another algorithm",
            )
            .expected(ALGORITHM)
            .actual(algorithm));
        }
        let (mut credential, mut signed, mut signature) = (None, None, None);
        for part in parts.split(',').map(str::trim) {
            let (name, value) = part.split_once('=').unwrap_or((part, ""));
            let place = match name {
                "Credential" => &mut credential,
                "SignedHeaders" => &mut signed,
                "Signature" => &mut signature,
                _ => return Err(fault("a part of the field has no meaning".to_owned())),
            };
            if place.replace(value).is_some() {
                return Err(fault(format!("`{name}` is told more than once")));
            }
        }
        let missing = |name: &str| fault(format!("`{name}` is missing"));
        // An access key id may hold any character, slashes too.
        let credential = credential.ok_or_else(|| missing("Credential"))?;
        let mut scope = credential.rsplitn(5, '/');
        let (Some(end), Some(service), Some(region), Some(date), Some(access_key_id)) =
            (scope.next(), scope.next(), scope.next(), scope.next(), scope.next())
        else {
            return Err(fault("the credential has not its five parts".to_owned()));
        };
        Ok(Self {
            access_key_id,
            scope: Scope { date, region, service, end },
            signed: signed.ok_or_else(|| missing("SignedHeaders"))?.split(';').collect(),
            signature: signature.ok_or_else(|| missing("Signature"))?,
        })
    }
}

/// Who has signed, and for what. Whether a signature can be told to be right: not where the secret is
/// one that we do not know.
fn scope(
    authorization: &Authorization<'_>,
    signer: &Signer<'_>,
    time: &str,
    faults: &mut Vec<SignatureFault>,
) -> bool {
    let Scope { date, region, service, end } = authorization.scope;
    let day = time.get(..8).unwrap_or(date);
    for (message, expected, actual) in [
        (
            "the access key is none that the testee was given",
            signer.access_key_id,
            authorization.access_key_id,
        ),
        ("the signature is for another day than the request", day, date),
        ("the signature is for another region", signer.region, region),
        ("the signature is for another service", signer.service, service),
        ("the credential ends otherwise", SCOPE_END, end),
    ] {
        if actual != expected {
            let fault = SignatureFault::new("authorization", message);
            faults.push(fault.expected(expected).actual(actual));
        }
    }
    authorization.access_key_id == signer.access_key_id
}

/// Which fields are signed. Whether they are all there, in their canonical order.
fn signed_headers(
    authorization: &Authorization<'_>,
    request: &Request,
    faults: &mut Vec<SignatureFault>,
) -> bool {
    let mut comparable = true;
    let signed = &authorization.signed;
    let mut canonical: Vec<_> = signed.iter().map(|name| name.to_ascii_lowercase()).collect();
    canonical.sort();
    canonical.dedup();
    if canonical != *signed {
        faults.push(
            SignatureFault::new(
                "authorization",
                "`SignedHeaders` is not in lower case, sorted, without repeats",
            )
            .expected(canonical.join(";"))
            .actual(signed.join(";")),
        );
        comparable = false;
    }
    for name in canonical.iter().filter(|name| !request.headers.has(name)) {
        let fault = SignatureFault::new(name, "the field is signed, and was not sent");
        faults.push(fault.actual("no such field"));
        comparable = false;
    }
    // Source: "Create a signed AWS API request", CanonicalHeaders.
    let sent = request.headers.iter().map(|header| header.name.to_ascii_lowercase());
    // A session token may go along unsigned: AWS's own test suite of SigV4 has it both ways ("post-sts-header-after").
    let must = |name: &String| name.starts_with("x-amz-") && name != "x-amz-security-token";
    let mut due: Vec<_> = sent.filter(must).collect();
    due.push("host".to_owned());
    due.sort();
    due.dedup();
    for name in due.iter().filter(|name| !canonical.contains(name)) {
        let fault = SignatureFault::new(name, "the field is not signed, and must be");
        faults
            .push(fault.expected(format!("`{name}` in `SignedHeaders`")).actual(signed.join(";")));
    }
    comparable
}

/// Returns what stands for the body in the canonical request.
fn payload(request: &Request, unsigned: bool, faults: &mut Vec<SignatureFault>) -> String {
    const FIELD: &str = "x-amz-content-sha256";
    let body = hash(&request.body);
    match single(request, FIELD) {
        Ok(None) => body,
        Ok(Some(UNSIGNED_PAYLOAD)) if unsigned => UNSIGNED_PAYLOAD.to_owned(),
        Ok(Some(told)) => {
            if told != body {
                let message = match told {
                    UNSIGNED_PAYLOAD => "the body is not signed, and must be",
                    _ => "this is not the hash of the body",
                };
                faults.push(SignatureFault::new(FIELD, message).expected(body).actual(told));
            }
            told.to_owned()
        }
        Err(fault) => {
            faults.push(fault);
            body
        }
    }
}

/// Returns the time at which the request says it was signed, as `20150830T123600Z`.
pub(super) fn signing_time(request: &Request) -> Result<String, SignatureFault> {
    let (name, text) = if let Some(text) = single(request, "x-amz-date")? {
        ("x-amz-date", text)
    } else if let Some(text) = single(request, "date")? {
        ("date", text)
    } else {
        let message = "neither this field nor Date tells when the request was signed";
        let fault = SignatureFault::new("x-amz-date", message).actual("no such field");
        return Err(fault.expected("a time, as 20150830T123600Z"));
    };
    let http_date = Timestamp::parse(text, TimestampFormat::HttpDate).filter(|_| name == "date");
    if let Some(time) = http_date {
        let text = time.format(TimestampFormat::DateTime);
        // Of a fraction, which no one sends, only the seconds count.
        let text = text.split(['.', 'Z']).next().unwrap_or_default();
        return Ok(format!("{}Z", text.replace(['-', ':'], "")));
    }
    match is_basic_time(text) {
        true => Ok(text.to_owned()),
        false => {
            let fault =
                SignatureFault::new(name, "this is no time in UTC of ISO 8601's basic format");
            Err(fault.expected("a time, as 20150830T123600Z").actual(text))
        }
    }
}

fn is_basic_time(text: &str) -> bool {
    let parts = [(0..4), (4..6), (6..8), (9..11), (11..13), (13..15)].map(|part| text.get(part));
    let [Some(year), Some(month), Some(day), Some(hour), Some(minute), Some(second)] = parts else {
        return false;
    };
    let extended = format!("{year}-{month}-{day}T{hour}:{minute}:{second}Z");
    text.len() == 16
        && text.get(8..9) == Some("T")
        && text.ends_with('Z')
        && Timestamp::parse(&extended, TimestampFormat::DateTime).is_some()
}

/// Returns the only field of this name, as text.
pub(super) fn single<'r>(
    request: &'r Request,
    name: &str,
) -> Result<Option<&'r str>, SignatureFault> {
    let shown = |header: &Header| String::from_utf8_lossy(&header.value).into_owned();
    let mut fields = request.headers.all(name);
    match (fields.next(), fields.next()) {
        (None, _) => Ok(None),
        (Some(field), None) => match field.text() {
            Some(text) => Ok(Some(text)),
            None => Err(SignatureFault::new(name, "the field is no text").actual(shown(field))),
        },
        (Some(first), Some(second)) => {
            let shown = format!("{} | {}", shown(first), shown(second));
            Err(SignatureFault::new(name, "the field is sent more than once").actual(shown))
        }
    }
}
