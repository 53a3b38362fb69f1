//! Removes credentials from a report. Report and replay files are written from the redacted report.

use std::collections::HashMap;
use std::sync::Arc;

use crate::exchange::{Exchange, Redaction};
use crate::policy::Finding;

use super::report::Report;

/// Removes the credentials from a report, and notes in it whether there were any. Returns whether there were any outside
/// of the exchanges.
pub(super) fn report(report: &mut Report) -> bool {
    let mut exchanges = Exchanges::default();
    for failure in report.policies.iter_mut().flat_map(|policy| &mut policy.failures) {
        findings(exchanges.redact(&mut failure.exchange), &mut failure.findings);
    }
    for kind in report.against.iter_mut().flat_map(|against| &mut against.undecided) {
        for exchange in [&mut kind.first, &mut kind.second] {
            exchanges.redact(exchange);
        }
        let mut redaction = Redaction::new();
        [&mut kind.difference.first, &mut kind.difference.second]
            .into_iter()
            .for_each(|text| redaction.text(text));
    }
    let mut redaction = Redaction::new();
    for problem in &mut report.problems {
        redaction.outcome(&mut problem.outcome);
    }
    let testees = [Some(&mut report.testee), report.against.as_mut().map(|a| &mut a.testee)];
    for testee in testees.into_iter().flatten() {
        let texts = [Some(&mut testee.name), testee.version.as_mut(), testee.language.as_mut()];
        texts.into_iter().flatten().for_each(|text| redaction.text(text));
    }
    if let Some(why) = &mut report.cut_short {
        redaction.text(why);
    }
    let beside = redaction.has_hit();
    report.redacted = beside || exchanges.done.values().any(|done| done.2.has_hit());
    beside
}

/// Removes the credentials from an exchange, and from the findings about it.
pub(super) fn shown(exchange: &mut Exchange, found: &mut [Finding]) {
    let mut redaction = Redaction::new();
    if let Some(clean) = redaction.exchange(exchange) {
        *exchange = clean;
    }
    findings(&mut redaction, found);
}

/// Removes from findings the credentials that the redaction has found in their exchange.
pub(super) fn findings(redaction: &mut Redaction, findings: &mut [Finding]) {
    for finding in findings {
        redaction.text(&mut finding.message);
        let shown = [&mut finding.expected, &mut finding.actual];
        shown.into_iter().flatten().for_each(|text| redaction.text(text));
    }
}

/// The redacted exchanges of a report, by their address: policies share them, and each may be large.
#[derive(Default)]
struct Exchanges {
    /// The original is kept beside the redacted exchange, so that no other exchange gets its address.
    done: HashMap<*const Exchange, (Arc<Exchange>, Arc<Exchange>, Redaction)>,
}

impl Exchanges {
    fn redact(&mut self, exchange: &mut Arc<Exchange>) -> &mut Redaction {
        let (_, clean, redaction) = self.done.entry(Arc::as_ptr(exchange)).or_insert_with(|| {
            let mut redaction = Redaction::new();
            let clean = redaction.exchange(exchange).map_or_else(|| Arc::clone(exchange), Arc::new);
            (Arc::clone(exchange), clean, redaction)
        });
        *exchange = Arc::clone(clean);
        redaction
    }
}
