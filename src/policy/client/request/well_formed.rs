use crate::http::{Request, RequestProblem};
use crate::json::Path;
use crate::policy::analysis::client::ClientAnalysis;
use crate::policy::{
    Basis, Example, Finding, Group, Judgement, Level, Policy, PolicyCheck, Sent, Source, Subject,
};

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "request.well-formed",
    group: Group::Request,
    level: Level::Must,
    subject: Subject::Arrival,
    needs: &[],
    summary: "For a valid input, a client sends an HTTP/1.1 request that a server can read.",
    why: "A server that cannot read a request answers 400 or closes the connection, whatever the \
          caller asked for. If a header line breaks only for some texts, exactly those calls are \
          lost.\n\nNo other policy can judge bytes that are not a request. Without this one, a \
          client that never sends HTTP at all would break nothing.",
    basis: &[
        Basis {
            source: Source::HttpSemantics,
            section: "2.2",
            fact: "A sender writes every part of a message as the grammar requires.",
            quote: Some(
                "A sender MUST NOT generate protocol elements that do not match the grammar defined by the \
                 corresponding ABNF rules.",
            ),
        },
        Basis {
            source: Source::Http11,
            section: "2.1, 3, 5",
            fact: "A request is a line of method, target and version, then header lines of a name, \
                   a colon and a value, then an empty line, then the body.",
            quote: None,
        },
        Basis {
            source: Source::Http11,
            section: "3.2",
            fact: "An HTTP/1.1 request names its host, once.",
            quote: Some(
                "A client MUST send a Host header field (Section 7.2 of [HTTP]) in all HTTP/1.1 request \
                 messages.",
            ),
        },
        Basis {
            source: Source::Wireproof,
            section: "Requests",
            fact: "The endpoint does not read a request that is larger than 32 MiB, has a head \
                   larger than 1 MiB, or has more than 1,000 header fields.",
            quote: None,
        },
    ],
    disputed: None,
    check: PolicyCheck::client(check),
    example: Example::PLAIN,
    keeps: Example::UNCHANGED,
    breaks: Example::with_sent_and_outcome(
        Sent::Raw(
            "POST /user/DisassociateUser HTTP/1.1\r\nHost 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}",
        ),
        r#"{"outcome":"client_error","stage":"read","class":"ConnectionClosed","message":"no answer"}"#,
    ),
};

/// The most bytes that a finding shows of bytes that are not a request.
const SHOWN: usize = 80;

fn check(analysis: &ClientAnalysis<'_, '_>) -> Judgement {
    // The policies on inputs judge a request for an input that the client should refuse.
    if !analysis.input_faults().is_empty() {
        return Judgement::NotExercised;
    }
    match (analysis.request(), analysis.problems()) {
        (None, []) => Judgement::NotExercised, // another policy judges that nothing was sent
        (None, problems) => unreadable(problems),
        // `request.length-delimited` judges the end of a request, and the bytes after it.
        (Some(request), _) => host(request),
    }
}

/// Judges bytes that have no request among them.
fn unreadable(problems: &[(Vec<u8>, RequestProblem)]) -> Judgement {
    let mut findings = problems.iter().filter(|(_, problem)| !problem.framing).map(|told| {
        let (bytes, problem) = told;
        let message = format!("the client sent bytes that are not a readable request: {problem}");
        let shown = bytes[..bytes.len().min(SHOWN)].escape_ascii().to_string();
        let more = if bytes.len() > SHOWN { "…" } else { "" };
        let shown = shown + more + looks_like(bytes);
        let finding = Finding::new(Path::root("request"), message);
        finding.expected("an HTTP/1.1 request").actual(shown)
    });
    // Bytes that came later, on other connections, add nothing.
    match findings.next() {
        Some(first) => first.into(),
        None => Judgement::NotExercised, // another policy judges an unclear end of a body
    }
}

/// Returns a hint if the bytes look like another protocol.
fn looks_like(bytes: &[u8]) -> &'static str {
    // A record of TLS begins with its type, which is 22 for a handshake, and a version that begins with 3
    // (RFC 8446, section 5.1). HTTP/2 begins with a preface (RFC 9113, section 3.4).
    if bytes.starts_with(b"\x16\x03") {
        " (it looks like TLS, and the endpoint is http:// and not https://)"
    } else if bytes.starts_with(b"PRI * HTTP/2.0") {
        " (it looks like HTTP/2, and the endpoint speaks HTTP/1.1)"
    } else {
        ""
    }
}

/// Judges whether the request names its host exactly once; HTTP/1.0 requires no host.
fn host(request: &Request) -> Judgement {
    let hosts: Vec<_> = request.headers.all("host").collect();
    let message = match hosts.len() {
        1 => return Judgement::Pass,
        0 if request.minor_version == 0 => return Judgement::Pass,
        0 => "the request names no host",
        _ => "the request names its host more than once",
    };
    let shown = hosts.iter().map(|field| String::from_utf8_lossy(&field.value).into_owned());
    let shown = shown.take(4).collect::<Vec<_>>().join(" | ");
    Finding::new(Path::root("request").member("headers").member("host"), message)
        .expected("one Host")
        .actual(if shown.is_empty() { "none".to_owned() } else { shown })
        .into()
}

#[cfg(test)]
mod tests {
    use crate::contract::Contract;
    use crate::exchange::Evidence;
    use crate::policy::{Example, Judgement, Sent, find};

    const TOLD: &str =
        r#"{"outcome":"client_error","stage":"read","class":"Closed","message":"no answer"}"#;

    /// Returns the policies on clients that these bytes break.
    fn broken(input: &'static str, raw: &'static str) -> Vec<&'static str> {
        let contract = Contract::default();
        let sent = Sent::Raw(raw);
        let exchange = Example { input, sent, outcome: TOLD, ..Example::PLAIN };
        let exchange = exchange.exchange(&contract);
        let evidence = Evidence::new(&contract, &exchange, Example::FEATURES);
        let all =
            crate::policy::catalogue().iter().filter(|p| p.party() == crate::policy::Party::Client);
        let all = all.filter(|policy| matches!(policy.judge(&evidence), Judgement::Fail(_)));
        all.map(|policy| policy.id).collect()
    }

    #[test]
    fn bytes_that_are_no_request_break_one_policy() {
        for raw in [
            "\u{16}\u{3}\u{1}\u{2}\0\u{1}\0\u{1}",
            "\0\0\0\0\0\0\0\0",
            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
            "GET /\r\n",
            "GET /\r\n\r\n",
            "POST /user/DisassociateUser HTTP/1.1\r\nHost 127.0.0.1\r\n\r\n",
            "POST /user/DisassociateUser HTTP/1.1\r\nHost: 127.0.0.1\r\nName : x\r\n\r\n",
            "POST /user/DisassociateUser HTTP/1.1\r\nHost: 127.0.0.1\r\nNoEnd: ",
        ] {
            assert_eq!(broken(Example::PLAIN.input, raw), ["request.well-formed"], "{raw:?}");
            let refused = broken("{}", raw);
            assert!(!refused.contains(&"request.well-formed"), "{raw:?}: {refused:?}");
        }
    }

    #[test]
    fn what_is_wrong_with_the_framing_is_left_to_the_policy_on_it() {
        for raw in [
            "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: x\r\n\r\n",
            "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
            "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n\u{16}\u{3}\u{1}",
        ] {
            let broken = broken(Example::PLAIN.input, raw);
            assert!(broken.contains(&"request.length-delimited"), "{raw:?}: {broken:?}");
            assert!(!broken.contains(&"request.well-formed"), "{raw:?}: {broken:?}");
        }
    }

    #[test]
    fn a_host_is_named_once() {
        for (head, kept) in [
            ("POST / HTTP/1.1\r\nHost: x\r\n\r\n", true),
            ("POST / HTTP/1.1\r\nhOST:\r\n\r\n", true),
            ("POST / HTTP/1.0\r\n\r\n", true),
            ("POST / HTTP/1.1\r\n\r\n", false),
            ("POST / HTTP/1.1\r\nHost: x\r\nHost: x\r\n\r\n", false),
            ("POST / HTTP/1.0\r\nHost: x\r\nHost: x\r\n\r\n", false),
        ] {
            let contract = Contract::default();
            let exchange = Example { sent: Sent::Raw(head), ..Example::PLAIN }.exchange(&contract);
            let evidence = Evidence::new(&contract, &exchange, Example::FEATURES);
            let policy = find("request.well-formed").expect("it is listed");
            assert_eq!(policy.judge(&evidence) == Judgement::Pass, kept, "{head:?}");
        }
    }
}
