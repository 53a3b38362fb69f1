use crate::http::Request;
use crate::json::Path;
use crate::policy::analysis::client::ClientAnalysis;
use crate::policy::{
    Basis, Example, Finding, Group, Judgement, Level, Need, Policy, PolicyCheck, Sent, Source,
    Subject,
};
use crate::sigv4::{self, Signer};

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "request.signed",
    group: Group::Request,
    level: Level::Should,
    subject: Subject::Arrival,
    needs: &[Need::Signature],
    summary: "A client signs every request by SigV4 with the credentials that it was given, and \
              the signature verifies.",
    why: "AWS answers a request with status 403 if it has no signature, or if the signature does \
          not match what arrives. Nothing else in the request can change that. A client that \
          changes a request after it signs it, or signs something other than what it sends, fails \
          for some inputs only.\n\nMost emulators check no signature, so no test against one finds \
          this.",
    basis: &[
        Basis {
            source: Source::AwsAuth,
            section: "aws.auth#sigv4 trait",
            fact: "The service supports Signature Version 4, under the trait's name for it.",
            quote: None,
        },
        Basis {
            source: Source::SigV4,
            section: "Create a canonical request",
            fact: "The signature covers the method, the path, the query, the body's hash and the \
                   header fields that it lists, which include Host and all of x-amz-*.",
            quote: Some(
                "You must include the host header (HTTP/1.1) or the :authority header (HTTP/2), and any \
                 x-amz-* headers in the signature.",
            ),
        },
        Basis {
            source: Source::Wireproof,
            section: "Requests",
            fact: "Signatures are verified with the dummy credentials, at the client's own time, \
                   in the Authorization field.",
            quote: None,
        },
    ],
    disputed: None,
    check: PolicyCheck::client(check),
    example: Example::PLAIN,
    keeps: Example::UNCHANGED,
    breaks: Example::with_sent(Sent::Unsigned),
};

fn check(analysis: &ClientAnalysis<'_, '_>) -> Judgement {
    let contract = analysis.contract();
    let Some(service) = contract.sigv4_name() else { return Judgement::NotExercised };
    // If the framing leaves the body unclear, it is also unclear what the client should sign.
    if !analysis.problems().is_empty() {
        return Judgement::NotExercised;
    }
    // `wire.redirect-not-followed` judges a request to the target of a redirect.
    let redirects = analysis.response().is_some_and(|answer| (300..400).contains(&answer.status));
    let most = if redirects { 1 } else { usize::MAX };
    let unsigned_payload = contract.operation().shape().traits.unsigned_payload;
    let (mut judged, mut findings) = (false, Vec::new());
    for (i, request) in analysis.requests().iter().enumerate().take(most) {
        // A part of a request cannot be verified. Other policies judge a signature in the query and a wrong
        // number of hosts. Without exactly one host no signature verifies.
        let hosts = request.headers.all("host").count();
        if !request.complete || is_presigned(request) || hosts != 1 {
            continue;
        }
        judged = true;
        let path = if i == 0 { Path::root("request") } else { Path::root("requests").index(i) };
        for fault in sigv4::verify(request, &Signer::dummy(service), unsigned_payload) {
            let path = path.member("headers").member(&fault.header);
            let mut finding = Finding::new(path, fault.message);
            finding.expected = fault.expected;
            finding.actual = fault.actual;
            findings.push(finding);
        }
    }
    if judged { findings.into() } else { Judgement::NotExercised }
}

/// Reports whether the signature is in the query.
fn is_presigned(request: &Request) -> bool {
    let query = request.target.split_once('?').map_or("", |(_, query)| query);
    query.split('&').any(|pair| pair.starts_with("X-Amz-Signature="))
}
