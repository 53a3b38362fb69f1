use crate::policy::analysis::client::ClientAnalysis;
use crate::policy::analysis::delivery::Hardship;
use crate::policy::analysis::survival::survival;
use crate::policy::{
    Basis, Example, Group, Judgement, Level, Policy, PolicyCheck, Source, Subject,
};

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "wire.large-head-survived",
    group: Group::Wire,
    level: Level::May,
    subject: Subject::Outcome,
    needs: &[],
    summary: "A client reads a response with more than 50 header fields, or more than 8 KiB of \
              them, like any other.",
    why: "Each proxy on the way adds fields, and tracing adds long ones. HTTP libraries have \
          limits of their own, from a hundred fields to none. If a library inside the client \
          reaches its limit, the user loses the response.",
    basis: &[Basis {
        source: Source::HttpSemantics,
        section: "5.4. Field Limits",
        fact: "HTTP sets no limit for fields, and lets a client drop or refuse what is larger than \
               it wants.",
        quote: Some("HTTP does not place a predefined limit on the length of each field line"),
    }],
    disputed: None,
    check: PolicyCheck::client(check),
    example: Example { headers: LARGE, ..Example::PLAIN },
    keeps: Example::UNCHANGED,
    breaks: Example::with_outcome(
        r#"{"outcome":"client_error","stage":"read","class":"Error","message":"Parse Error: Header overflow"}"#,
    ),
};

/// A head with one field more than every client must read.
const LARGE: &[(&str, &str)] = &{
    let mut fields = [("X-Trace", "0123456789abcdef"); 51];
    fields[0] = ("Content-Type", "application/json");
    fields
};

fn check(analysis: &ClientAnalysis<'_, '_>) -> Judgement {
    survival(analysis, Hardship::LargeHead, "it is complete, and only its head is large")
}
