//! Outcomes: how the oracle and the reference client read answers of the embedded suite.

use std::fmt::Write as _;
use std::time::Duration;

use wireproof::contract::Contract;
use wireproof::http::Response;
use wireproof::json::Json;
use wireproof::protocol::{BodyKind, ErrorReading, ErrorSource, ResponseReading, read_response};
use wireproof::reference::ReferenceClient;
use wireproof::suite::{Case, Suite};
use wireproof::testee::Endpoint;

use super::place::Place;
use super::settings::{Snapshot, Subject};
use super::wire::{indented, visible, visible_lines};

pub(crate) const SUBJECT: Subject = Subject { name: "outcomes", filters: &[], list };

/// The cases whose answers are shown.
#[rustfmt::skip]
const CASES: &[&str] = &[
    // The known member of the union.
    "union/known", "union/known-empty-structure", "union/known-null-directory-id", "union/known-with-unknown-inside",
    "union/known-escaped-name", "union/known-twice-alike",
    // A member that the contract does not know, with each kind of value and names of every sort.
    "union/unknown-object", "union/unknown-empty-object", "union/unknown-object-every-kind", "union/unknown-string",
    "union/unknown-empty-string", "union/unknown-number", "union/unknown-huge-number", "union/unknown-false",
    "union/unknown-array", "union/name-unicode", "union/name-empty", "union/name-quotes-and-controls",
    "union/name-sdk-unknown-member",
    // Hints and nulls.
    "union/type-hint-first", "union/type-hint-before-unknown", "union/null-known-before-unknown",
    "union/null-unknown-after-known", "union/null",
    // Several members, no member, and values that are not a union.
    "union/several-known-then-unknown", "union/several-unknown-then-known", "union/no-member",
    "union/no-member-null-known", "union/no-member-type-hint", "union/non-object-tag", "union/non-object-empty-array",
    // The answer around it.
    "response/all-members", "response/required-only", "response/null-every-optional",
    "response/null-required-username", "response/missing-required-summary", "response/empty-body",
    "response/unknown-every-kind-at-the-top", "response/duplicate-username", "response/duplicate-null-last",
    "response/strings-short-escapes", "response/strings-controls-escaped", "response/malformed-html",
    "response/malformed-trailing-comma", "response/truncated-framed-in-a-name", "response/trailing-second-object",
    "response/utf8-latin-1", "response/type-number-for-a-string", "response/type-string-for-a-structure",
    "response/no-object-array", "response/no-object-null", "response/chunked-with-trailers",
    // Each error that the contract names, in each of the three forms.
    "error/access-denied-from-header", "error/access-denied-from-code", "error/access-denied-from-type",
    "error/conflict-from-header", "error/conflict-from-code", "error/conflict-from-type",
    "error/internal-server-from-header", "error/internal-server-from-code", "error/internal-server-from-type",
    "error/resource-not-found-from-header", "error/resource-not-found-from-code", "error/resource-not-found-from-type",
    "error/service-quota-exceeded-from-header", "error/service-quota-exceeded-from-code",
    "error/service-quota-exceeded-from-type",
    "error/throttling-from-header", "error/throttling-from-code", "error/throttling-from-type",
    "error/validation-from-header", "error/validation-from-code", "error/validation-from-type",
    // The places of an error's name, and which one counts.
    "error/uri-suffix-in-header", "error/namespace-in-code", "error/namespace-and-suffix-in-type",
    "error/header-over-code-and-type", "error/code-before-type", "error/header-lower-case",
    "error/header-value-in-spaces", "error/nested-type-before-top-level",
    // Errors that the contract does not name, and those without a name.
    "error/unknown-from-header", "error/unknown-from-code", "error/no-code-empty-object", "error/no-code-500",
    // Messages, and bodies without information.
    "error/message-upper-case-with-type", "error/message-null", "error/message-unicode", "error/empty-500",
    "error/empty-with-header", "error/html-502", "error/html-with-header", "error/text-429", "error/json-null",
    "error/json-array", "error/broken-json", "error/success-body-at-500",
];

fn list() -> Vec<Snapshot> {
    let suite = Suite::embedded();
    let shown = CASES.iter().map(|id| {
        let case = suite.cases().iter().find(|case| case.id() == *id);
        let case = case.unwrap_or_else(|| panic!("there is no case {id} any more")).clone();
        Snapshot::new(id.replace('/', "-"), case.why.clone(), move || show(&case))
    });
    shown.collect()
}

fn show(case: &Case) -> String {
    let response = case.stimulus.call.answer.response();
    let mut text = format!("{}\n{}\n", case.id(), visible(&response.raw));
    let _ = writeln!(text, "the oracle notices\n{}", indented(&noticed(&response)));
    let _ = writeln!(text, "wireproof decode\n{}", visible_lines(&decoded(&response).to_pretty()));
    text + "the reference client\n" + &visible_lines(&told(case).to_pretty())
}

/// Returns what the codec noticed while it read the body.
fn noticed(response: &Response) -> String {
    let contract = Contract::default();
    match read_response(&contract, response) {
        ResponseReading::Success(success) => {
            let Some(decoded) = success.body.decoded() else { return String::new() };
            let notes = decoded.anatomy().notes().iter();
            let notes = notes.map(|note| {
                let (name, path) = (note.kind.name(), decoded.path(note).under("output"));
                format!("{name} at {path}, byte {}\n", note.offset)
            });
            notes.collect()
        }
        ResponseReading::NotJson(fault) => format!("{}: {fault}\n", fault.kind.name()),
        ResponseReading::Error(error) => {
            let ErrorReading { source, headers, body, body_code, body_type, .. } = *error;
            let source = match source {
                None => "nowhere",
                Some(ErrorSource::Header) => "the header",
                Some(ErrorSource::Code) => "`code`",
                Some(ErrorSource::Type) => "`__type`",
            };
            let body = match body {
                BodyKind::Empty => "there is none".to_owned(),
                BodyKind::NotJson(fault) => format!("no JSON, {fault}"),
                BodyKind::NotObject(kind) => kind.to_string(),
                BodyKind::Object => "an object".to_owned(),
            };
            format!(
                "the code comes from {source}\n\
                 header: {headers:?}\n\
                 body: {body}\n\
                 code: {body_code:?}\n\
                 __type: {body_type:?}\n"
            )
        }
    }
}

/// Returns how the command reads the answer.
fn decoded(response: &Response) -> Json {
    let mut arguments = vec!["decode".to_owned(), format!("--status={}", response.status)];
    arguments.extend(response.headers.iter().map(|header| {
        format!("--header={}: {}", header.name, header.text().expect("the case's header is text"))
    }));

    let (code, printed, complaint) = Place::new().output(&arguments, &response.body);
    assert_eq!((code, complaint.as_str()), (0, ""), "{arguments:?}");
    Json::parse(printed).expect("JSON")
}

/// Returns how the reference client reads it, over a connection.
fn told(case: &Case) -> Json {
    let endpoint = Endpoint::bind().expect("a port is free");
    endpoint.arm(case.stimulus.call.answer.steps());
    let input = case.stimulus.call.input.to_string();
    let outcome = ReferenceClient::new().call(endpoint.url(), &input, Duration::from_secs(60));
    outcome.to_json()
}
