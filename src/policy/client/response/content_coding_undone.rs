use std::io::Read;

use flate2::read::GzDecoder;

use crate::exchange::Outcome;
use crate::http::{Request, Response};
use crate::json::Json;
use crate::policy::analysis::answer::outcome_path;
use crate::policy::analysis::client::ClientAnalysis;
use crate::policy::{
    Basis, Example, Finding, Group, Judgement, Level, Policy, PolicyCheck, Shows, Source, Subject,
};
use crate::protocol::ErrorSource;

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "response.content-coding-undone",
    group: Group::Response,
    level: Level::May,
    subject: Subject::Outcome,
    needs: &[],
    summary: "A client that did not rule out gzip reads a response in gzip, and refuses one that \
              only claims to be in gzip.",
    why: "Proxies compress responses for a client that does not refuse gzip. A client that reads \
          these bytes as JSON loses a good response. A client that looks at the bytes, and not at \
          the declared coding, reads something that a cache or a filter on the way may have taken \
          for something else.",
    basis: &[
        Basis {
            source: Source::HttpSemantics,
            section: "12.5.3. Accept-Encoding",
            fact: "Without the field any content coding is acceptable. This does not say that a \
                   client can read it.",
            quote: Some("any content coding is considered acceptable by the user agent"),
        },
        Basis {
            source: Source::HttpSemantics,
            section: "8.4. Content-Encoding",
            fact: "The field lists the codings that a recipient must undo to get the media type.",
            quote: None,
        },
    ],
    disputed: None,
    check: PolicyCheck::client(check),
    example: Example { headers: CODED, body_bytes: Some(GZIP), ..Example::PLAIN },
    keeps: Example::with_outcome(r#"{"outcome":"response","http_status":200,"output":{}}"#),
    breaks: Example::with_outcome(
        r#"{"outcome":"client_error","stage":"deserialize","class":"SyntaxError","message":"Unexpected token"}"#,
    ),
};

const CODED: &[(&str, &str)] =
    &[("Content-Type", "application/json"), ("Content-Encoding", "gzip")];

/// The first bytes of gzip (RFC 1952, section 2.3.1).
const MAGIC: [u8; 2] = [0x1f, 0x8b];

/// The most bytes that are decompressed. The limit stops a small body that expands without end.
const LARGEST: u64 = 16 * 1024 * 1024;

/// `{}` in gzip.
const GZIP: &[u8] = &[
    0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0xff, 0xab, 0xae, 0x05, 0x00, 0x43, 0xbf,
    0xa6, 0xa3, 0x02, 0x00, 0x00, 0x00,
];

fn check(analysis: &ClientAnalysis<'_, '_>) -> Judgement {
    let coded = analysis.response().filter(|response| says_gzip(response));
    let Some(response) = coded.filter(|response| response.complete) else {
        return Judgement::NotExercised;
    };
    if analysis.outcome().is_refusal()
        || analysis.given_up_for().is_some()
        || !analysis.outcome().is_told()
    {
        return Judgement::NotExercised;
    }
    let is_gzip = response.body.starts_with(&MAGIC);
    // A body that no client can read says nothing about gzip.
    let readable =
        if is_gzip { is_object(undone(&response.body)) } else { is_object(&response.body[..]) };
    if !readable {
        return Judgement::NotExercised;
    }
    if is_gzip && analysis.request().is_some_and(rules_gzip_out) {
        return Judgement::NotApplicable;
    }
    let expected = match (is_gzip, response.is_success()) {
        (false, _) => "client_error",
        (true, true) => "response",
        (true, false) => "service_error",
    };
    match analysis.outcome() {
        Outcome::ServiceError { code, .. } if !response.is_success() => {
            of_error(analysis, code.as_deref())
        }
        shown if shown.name() == expected => Judgement::Pass,
        shown => {
            let message = match is_gzip {
                true => "the response is in gzip, and the client did not rule gzip out",
                false => "the response claims to be in gzip but is not, and the client reads it",
            };
            Finding::new(outcome_path(), message)
                .expected(expected)
                .actual(shown.to_string())
                .at_response_byte(0)
                .into()
        }
    }
}

/// Judges the code of an error. Its status and perhaps its header name the error, whatever the client makes
/// of the body.
fn of_error(analysis: &ClientAnalysis<'_, '_>, shown: Option<&str>) -> Judgement {
    let header = analysis
        .error()
        .filter(|error| error.source == Some(ErrorSource::Header) && error.headers.len() == 1);
    match header.and_then(|error| error.code.as_deref()) {
        Some(told) if shown != Some(told) => {
            let path = outcome_path().member("code");
            let finding =
                Finding::new(path, "the header names the code, whatever the coding of the body");
            let finding = finding.expected(told);
            match shown {
                Some(code) => finding.actual(code),
                None => finding.actual("no code").counts_if(Shows::Code),
            }
            .into()
        }
        _ => Judgement::Pass,
    }
}

/// Decompresses a body. Returns an empty body if it is not gzip, or if it is too large.
fn undone(body: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    match GzDecoder::new(body).take(LARGEST).read_to_end(&mut out) {
        Ok(_) if (out.len() as u64) < LARGEST => out,
        _ => Vec::new(),
    }
}

fn is_object(body: impl AsRef<[u8]>) -> bool {
    matches!(Json::parse(body), Ok(Json::Object(_)))
}

/// Reports whether the response declares gzip as its only coding.
fn says_gzip(response: &Response) -> bool {
    let told = response.headers.only("Content-Encoding").and_then(|header| header.text());
    told.is_some_and(|value| value.trim().eq_ignore_ascii_case("gzip"))
}

/// Reports whether the request rules gzip out: it gives gzip a weight of zero, or names only other codings.
fn rules_gzip_out(request: &Request) -> bool {
    let fields: Vec<_> = request.headers.all("Accept-Encoding").filter_map(|h| h.text()).collect();
    let takes = |wanted: &[&str]| {
        let mut codings = fields.iter().flat_map(|field| field.split(','));
        codings.find_map(|coding| {
            let mut parts = coding.split(';').map(str::trim);
            let name = parts.next().unwrap_or_default();
            wanted.iter().any(|other| name.eq_ignore_ascii_case(other)).then(|| {
                !parts.any(|weight| {
                    let weight = weight.to_ascii_lowercase();
                    let weight = weight.strip_prefix("q=");
                    weight.is_some_and(|q| q.trim_matches(['0', '.']).is_empty())
                })
            })
        })
    };
    // `*` stands for every coding that the field does not name.
    !fields.is_empty() && !takes(&["gzip", "x-gzip"]).or_else(|| takes(&["*"])).unwrap_or(false)
}
