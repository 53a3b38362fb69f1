//! The text report, for people.

mod differential;
mod exchange;
mod failures;
mod layout;
mod lost;
mod policies;
mod summary;
#[cfg(test)]
mod tests;
mod trust;

pub(super) use exchange::write_exchange;
#[cfg(feature = "junit")]
pub(super) use failures::write_failure;
pub(super) use failures::write_finding;
pub use layout::TextOptions;
#[cfg(feature = "junit")]
pub(super) use layout::filters;
pub(super) use layout::{NAME, WIDTH, counted, field, generated, title, write_rule};

use crate::run::Report;

pub(super) fn to_bytes(report: &Report) -> Vec<u8> {
    write_text(report, &TextOptions::default()).into_bytes()
}

/// Writes the report as text.
pub fn write_text(report: &Report, options: &TextOptions) -> String {
    let mut out = String::new();
    trust::write_too_little(&mut out, report, options.paint);
    policies::write_heading(&mut out, report, options);
    if !options.quiet {
        policies::write_policies(&mut out, report, options);
    }
    failures::write_broken(&mut out, report, options);
    lost::write_lost(&mut out, report, options);
    if let Some(against) = &report.against {
        differential::write_differential(&mut out, report, against, options);
    }
    summary::write_summary(&mut out, report, options);
    out
}
