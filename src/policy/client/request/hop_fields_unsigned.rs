use std::collections::BTreeSet;

use crate::http::Request;
use crate::json::Path;
use crate::policy::analysis::client::ClientAnalysis;
use crate::policy::{
    Basis, Example, Finding, Group, Judgement, Level, Need, Policy, PolicyCheck, Sent, Source,
    Subject,
};
use crate::sigv4;

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "request.hop-fields-unsigned",
    group: Group::Request,
    level: Level::Should,
    subject: Subject::Arrival,
    needs: &[Need::Signature],
    summary: "A client does not sign header fields that proxies and load balancers change.",
    why: "A proxy removes Connection and the fields that it names, adds itself to Via, and may replace \
          User-Agent. Load balancers set X-Amzn-Trace-Id. If the signature covers such a field, it \
          verifies at a test server and fails behind the first proxy: the service answers with \
          status 403.",
    basis: &[
        Basis {
            source: Source::SigV4,
            section: "Create a canonical request",
            fact: "Connection, X-Amzn-Trace-Id, User-Agent, Keep-Alive, Transfer-Encoding, TE, \
                   Trailer, Upgrade, Proxy-Authorization and Proxy-Authenticate are not signed.",
            quote: Some(
                "Do not include hop-by-hop headers that are frequently altered during transit across a \
                 complex system.",
            ),
        },
        Basis {
            source: Source::HttpSemantics,
            section: "7.6.1",
            fact: "A proxy removes Connection and each field that it names. It also removes \
                   Proxy-Connection, Keep-Alive, TE, Transfer-Encoding and Upgrade.",
            quote: None,
        },
        Basis {
            source: Source::HttpSemantics,
            section: "7.6.3, 10.1.1",
            fact: "A proxy adds itself to Via. It may answer an Expect itself.",
            quote: None,
        },
    ],
    disputed: None,
    check: PolicyCheck::client(check),
    example: Example::PLAIN,
    keeps: Example::UNCHANGED,
    breaks: Example::with_sent(Sent::Also(&[("Connection", "keep-alive")])),
};

/// The fields that hops change, in lower case. All fields that begin with `proxy-` belong to them, too.
const HOP_FIELDS: [&str; 10] = [
    "connection",
    "expect",
    "keep-alive",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "user-agent",
    "via",
    "x-amzn-trace-id",
];

/// The fields that a request must sign, whatever its Connection says.
const SIGNED: [&str; 1] = ["host"];

fn check(analysis: &ClientAnalysis<'_, '_>) -> Judgement {
    let Some((request, signed)) =
        analysis.request().and_then(|request| Some((request, sigv4::signed_names(request)?)))
    else {
        return Judgement::NotExercised; // `request.signed` judges a request without a signature
    };
    let signed: BTreeSet<_> = signed.iter().map(|name| name.to_ascii_lowercase()).collect();
    let nominated = nominated(request);
    let changed = |name: &&String| {
        HOP_FIELDS.contains(&name.as_str())
            || name.starts_with("proxy-")
            || nominated.contains(*name) && !SIGNED.contains(&name.as_str())
    };
    let findings = signed.iter().filter(changed).map(|name| {
        let path = Path::root("request").member("headers").member(name);
        Finding::new(path, "the signature covers a field that proxies or load balancers change")
            .expected("a field that is not in `SignedHeaders`")
            .actual(signed.iter().map(String::as_str).collect::<Vec<_>>().join(";"))
    });
    findings.collect::<Vec<_>>().into()
}

/// Returns the fields that the Connection field of a request names, in lower case. A proxy removes them.
fn nominated(request: &Request) -> BTreeSet<String> {
    let values = request.headers.all("connection").filter_map(|field| field.text());
    let names =
        values.flat_map(|value| value.split(',')).map(|name| name.trim().to_ascii_lowercase());
    names.filter(|name| request.headers.has(name)).collect()
}

#[cfg(test)]
mod tests {
    use crate::contract::Contract;
    use crate::exchange::Evidence;
    use crate::policy::{Example, Judgement, Sent, find};

    /// Returns the names in the paths of the findings.
    fn named(sent: Sent) -> Vec<String> {
        let contract = Contract::default();
        let exchange = Example { sent, ..Example::PLAIN }.exchange(&contract);
        let evidence = Evidence::new(&contract, &exchange, Example::FEATURES);
        match find("request.hop-fields-unsigned").expect("it is listed").judge(&evidence) {
            Judgement::Pass => Vec::new(),
            Judgement::Fail(findings) => {
                let name = |path: &str| path.rsplit('.').next().map(str::to_owned);
                findings.iter().filter_map(|finding| name(finding.path.as_str())).collect()
            }
            other => vec![format!("{other:?}")],
        }
    }

    #[test]
    fn each_field_that_hops_change_is_named() {
        let names: &[&[(&str, &str)]] = &[
            &[("Connection", "close")],
            &[("USER-AGENT", "x")],
            &[("Via", "1.1 x")],
            &[("X-Amzn-Trace-Id", "Root=1")],
            &[("TE", "trailers")],
            &[("Trailer", "X-Sum")],
            &[("Upgrade", "h2c")],
            &[("Keep-Alive", "timeout=5")],
            &[("Expect", "100-continue")],
            &[("Proxy-Connection", "close")],
            &[("Proxy-Authorization", "Basic x")],
        ];
        for fields in names {
            let found = named(Sent::Also(fields)).join(" ");
            assert!(found.contains(&fields[0].0.to_ascii_lowercase()), "{fields:?}: {found}");
        }
        // Not even if two fields hide behind others.
        let both = named(Sent::Also(&[("Connection", "close, X-Own"), ("X-Own", "1")]));
        assert_eq!(both.len(), 2, "{both:?}");
    }

    #[test]
    fn other_fields_may_be_signed() {
        for fields in [
            &[("Accept", "*/*"), ("Accept-Encoding", "gzip")][..],
            &[("X-Amz-Content-Sha256", "x"), ("X-Amz-User-Agent", "x"), ("X-Via", "x")],
            &[("Amz-Sdk-Invocation-Id", "x"), ("Date", "x"), ("Teapot", "x")],
        ] {
            assert!(named(Sent::Also(fields)).is_empty(), "{fields:?}");
        }
        assert_eq!(named(Sent::Unsigned), ["NotExercised"]);
    }
}
