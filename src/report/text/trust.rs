//! Writes what limits the trust in the run.

use std::fmt::Write as _;

use crate::run::Report;
use crate::testee::Strangers;

use crate::report::paint::Paint;

// Writing to a `String` cannot fail, so what `writeln!` returns is dropped throughout.

/// Writes that too little was judged. This is the first line, since a reader may take the rest for a success.
pub(super) fn write_too_little(out: &mut String, report: &Report, paint: Paint) {
    if report.is_too_little() {
        let (selected, judged) = (report.policies.len(), report.judged());
        let text = format!(
            "TOO LITTLE WAS JUDGED: policies selected {selected}, judged {judged}, needed {} (--min-exercised)",
            report.least()
        );
        let _ = writeln!(out, "{}\n", paint.bad(text));
    }
}

/// Writes how many connections came from processes other than the testee's, and whether they were dropped.
pub(super) fn write_strangers(out: &mut String, report: &Report, paint: Paint) {
    let Strangers { dropped, outside } = report.strangers;
    if dropped > 0 {
        let text = format!("connections of other processes, dropped: {dropped}");
        let _ = writeln!(out, "{}", paint.warn(text));
    }
    if outside > 0 {
        let text = format!(
            "connections from outside the testee's process tree, judged as the testee's because it made none \
             itself: {outside}"
        );
        let _ = writeln!(out, "{}", paint.warn(text));
    }
}
