//! What the text report says of how far the run can be trusted.

use std::fmt::Write as _;

use crate::run::Report;
use crate::testee::Strangers;

use crate::report::paint::Paint;

// Writing to a `String` cannot fail, so what `writeln!` returns is dropped throughout.

/// Says first of all that little was judged, since a reader of the rest may take it for a success.
pub(super) fn write_too_little(out: &mut String, report: &Report, paint: Paint) {
    if report.is_too_little() {
        let (selected, judged) = (report.policies.len(), report.judged());
        let text = format!(
            "TOO LITTLE WAS JUDGED: policies selected {selected}, judged {judged}, needed {} (--min-exercised)",
            report.needed().max(1)
        );
        let _ = writeln!(out, "{}\n", paint.bad(text));
    }
}

/// Says how many connections came from other processes than the testee's, and what became of them.
pub(super) fn write_strangers(out: &mut String, report: &Report, paint: Paint) {
    let Strangers { dropped, outside } = report.strangers;
    if dropped > 0 {
        let text = format!("connections of other processes, dropped: {dropped}");
        let _ = writeln!(out, "{}", paint.warn(text));
    }
    if outside > 0 {
        let text = format!(
            "connections from outside the testee's process tree, judged as the testee's since it made none \
             itself: {outside}"
        );
        let _ = writeln!(out, "{}", paint.warn(text));
    }
}
