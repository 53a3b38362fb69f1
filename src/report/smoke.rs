//! Writes the result of the smoke test of a driver, for people.

use std::fmt::Write as _;

use crate::testee::smoke::{DriverCheck, PAGE};

use super::paint::Paint;
use super::text::counted;

/// Writes a line for each check, and what they come to.
pub fn write_smoke(checks: &[DriverCheck], paint: Paint) -> String {
    let width = checks.iter().map(|check| check.name.len()).max().unwrap_or_default();
    let mut out = String::new();
    // Writing to a `String` cannot fail.
    for check in checks {
        let name = format!("{:width$}", check.name);
        let _ = match &check.fault {
            None => {
                writeln!(out, "{}    {}  {}", paint.good("ok"), paint.strong(name), check.holds)
            }
            Some(fault) => writeln!(
                out,
                "{}  {}  {}; to mend it, {} ({PAGE}, \"{}\")",
                paint.bad("FAIL"),
                paint.strong(name),
                fault.wrong,
                fault.remedy,
                fault.section
            ),
        };
    }
    let faults = checks.iter().filter(|check| check.fault.is_some()).count();
    let made = counted(checks.len(), "check", "checks");
    let _ = match faults {
        0 => writeln!(out, "\n{made}: the driver is fit to be judged"),
        _ => writeln!(out, "\n{made}, {faults} failed: mend the driver before its SDK is judged"),
    };
    out
}
