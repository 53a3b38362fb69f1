//! Paths and marks in the body of a request.

use crate::json::Path;
use crate::policy::judgement::Finding;

use super::client::ClientAnalysis;

/// Prefixes a path in the body with `request.body`.
pub(in crate::policy) fn body_path(path: &Path) -> Path {
    path.under("request.body")
}

/// Marks a byte of the request's body, if the body has that byte.
pub(in crate::policy) fn at_byte(
    analysis: &ClientAnalysis<'_, '_>,
    finding: Finding,
    offset: usize,
) -> Finding {
    match analysis.request() {
        Some(request) if offset < request.body.len() => finding.at_request_byte(offset),
        _ => finding,
    }
}
