use crate::http::{Ending, Request, Response};
use crate::json::Path;
use crate::policy::analysis::client::ClientAnalysis;
use crate::policy::{
    Basis, Example, Finding, Group, Judgement, Level, Policy, PolicyCheck, Sent, Source, Subject,
};

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "request.length-delimited",
    group: Group::Request,
    level: Level::Must,
    subject: Subject::Arrival,
    needs: &[],
    summary: "A client frames its body once, by Content-Length or in chunks, and sends exactly \
              that many bytes.",
    why: "If a body is longer than its length, the rest stays on the connection, and the service \
          reads it as the next request. If it is shorter, the service waits for bytes that never \
          come. If a request has two framings that disagree, a proxy and the service behind it may \
          disagree too: that is request smuggling.",
    basis: &[
        Basis {
            source: Source::Http11,
            section: "6.2",
            fact: "A request has a length or a transfer coding, and never both.",
            quote: Some(
                "A sender MUST NOT send a Content-Length header field in any message that contains a \
                 Transfer-Encoding header field.",
            ),
        },
        Basis {
            source: Source::Http11,
            section: "6.3",
            fact: "A request's body ends with the last chunk, or after its length in bytes; a \
                   request with neither has no body.",
            quote: None,
        },
        Basis {
            source: Source::HttpSemantics,
            section: "8.6",
            fact: "Content-Length is one decimal number: the bytes of the body.",
            quote: None,
        },
    ],
    disputed: None,
    check: PolicyCheck::client(check),
    example: Example::PLAIN,
    keeps: Example::UNCHANGED,
    breaks: Example::instead(&Example {
        sent: Sent::Raw(
            "POST /user/DisassociateUser HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: 139\r\n\r\n{\"IdentityProvider\":{\"ActiveDirectoryIdentityProvider\":{\"DirectoryId\":\"d-9067f0a1b2\"}},\"InstanceId\":\"i-0abcd1234efgh5678\",\"Username\":\"Zo\u{eb}\"}",
        ),
        input: r#"{"IdentityProvider":{"ActiveDirectoryIdentityProvider":{"DirectoryId":"d-9067f0a1b2"}},"InstanceId":"i-0abcd1234efgh5678","Username":"Zo\u00eb"}"#,
        ..Example::PLAIN
    }),
};

fn check(analysis: &ClientAnalysis<'_, '_>) -> Judgement {
    let unread = analysis.problems();
    let mut findings = match analysis.request() {
        Some(request) => of_head(request),
        None => Vec::new(),
    };
    let body = Path::root("request").member("body");
    let shown = |bytes: &[u8]| String::from_utf8_lossy(&bytes[..bytes.len().min(80)]).into_owned();
    for (bytes, problem) in unread {
        if problem.framing {
            let message = format!("the end of the body is unclear: {}", problem.message);
            findings.push(Finding::new(body.clone(), message).actual(shown(bytes)));
        } else if let Some(request) = analysis.request() {
            let message = "the client sent more than the framing of the request says";
            let finding = Finding::new(body.clone(), message);
            findings.push(finding.expected(framing(request)).actual(shown(bytes)));
        }
    }
    let Some(request) = analysis.request() else {
        return match findings.is_empty() {
            true => Judgement::NotExercised,
            false => findings.into(),
        };
    };
    // A client may stop before the end of its request: if the connection ends meanwhile, because the response
    // breaks off or does not want the rest (RFC 9112, section 9.5), or if the response arrives early. If nothing
    // was sent to the client, the connection was the client's to end.
    let stays = |a: &Response| a.complete && a.ending == Ending::Open && !a.early;
    if !request.complete && analysis.response().is_none_or(stays) {
        let finding =
            Finding::new(body, "the client sent less than the framing of the request says");
        let actual = format!("{} bytes of a body", request.body.len());
        findings.push(finding.expected(framing(request)).actual(actual));
    }
    let headers = &request.headers;
    let framed = headers.has("Content-Length") || headers.has("Transfer-Encoding");
    // `request.body-is-json-object` judges a request without a body.
    match findings.is_empty() && !(framed && request.complete) {
        true => Judgement::NotExercised,
        false => findings.into(),
    }
}

/// Returns the faults of the framing that the head declares.
fn of_head(request: &Request) -> Vec<Finding> {
    let values = |name: &str| -> Vec<String> {
        let fields = request.headers.all(name);
        fields.map(|field| String::from_utf8_lossy(&field.value).trim().to_owned()).collect()
    };
    let (lengths, codings) = (values("Content-Length"), values("Transfer-Encoding"));
    let finding = |name: &str, message: &str| {
        Finding::new(Path::root("request").member("headers").member(name), message)
    };
    let mut findings = Vec::new();
    if !lengths.is_empty() && !codings.is_empty() {
        findings.push(
            finding("content-length", "the body is framed twice: by its length, and in chunks")
                .expected("Content-Length or Transfer-Encoding")
                .actual(framing(request)),
        );
    }
    if lengths.len() > 1 {
        let finding = finding("content-length", "the length is declared more than once");
        findings.push(finding.expected("one Content-Length").actual(lengths.join(" | ")));
    }
    if !codings.is_empty() && !codings.join(", ").eq_ignore_ascii_case("chunked") {
        let finding =
            finding("transfer-encoding", "the body has a transfer coding other than chunked");
        findings.push(finding.expected("chunked").actual(codings.join(" | ")));
    }
    if !codings.is_empty() && request.minor_version == 0 {
        let finding = finding("transfer-encoding", "HTTP/1.0 has no transfer codings");
        findings.push(finding.expected("Content-Length").actual(codings.join(" | ")));
    }
    findings
}

/// Returns the framing that the head declares, as it is spelled there.
fn framing(request: &Request) -> String {
    let fields = request.headers.iter().filter(|field| {
        ["Content-Length", "Transfer-Encoding"]
            .iter()
            .any(|name| field.name.eq_ignore_ascii_case(name))
    });
    let fields: Vec<_> = fields
        .map(|field| format!("{}: {}", field.name, String::from_utf8_lossy(&field.value)))
        .collect();
    if fields.is_empty() { "no framing, so no body".to_owned() } else { fields.join(", ") }
}
