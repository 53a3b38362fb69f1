//! Writes what changed between two contracts.

use std::fmt::Write as _;

use crate::contract::{Change, Contract, EVOLVING_MODELS};
use crate::json::Json;
use crate::report::paint::Paint;
use crate::terminal_text::inline;

// Writing to a `String` cannot fail, so what `writeln!` returns is dropped throughout.

/// Writes what changed from one contract to a later one, for people. `names` are those of the two, as the user gave them.
pub fn write_diff(
    names: (&str, &str),
    contracts: (&Contract, &Contract),
    changes: &[Change],
    paint: Paint,
) -> String {
    let mut out = String::new();
    let (from, to) = (inline(names.0), inline(names.1));
    let operation = contracts.1.operation().name();
    let _ = writeln!(out, "{}: {from} → {to}\n", paint.strong(operation));
    if changes.is_empty() {
        let _ = writeln!(out, "  nothing changed\n");
    }
    for change in changes {
        let text = inline(&change.text);
        match &change.breaks {
            None => {
                let _ = writeln!(out, "  {}   {text}", paint.good("ok"));
            }
            Some(broken) => {
                let _ = writeln!(out, "  {} {text}", paint.bad("BREAKS"));
                let _ = writeln!(out, "         for     {}", broken.whom);
                let (section, rule) = (broken.rule.section, broken.rule.text);
                let _ = writeln!(out, "         rule    {section}: {rule}");
            }
        }
    }
    if !changes.is_empty() {
        out.push('\n');
    }
    let breaking = changes.iter().filter(|change| change.breaks.is_some()).count();
    let s = if changes.len() == 1 { "" } else { "s" };
    let _ = writeln!(out, "{} change{s}, {breaking} breaking", changes.len());
    let _ = writeln!(out, "by Smithy's guide {}", paint.dim(EVOLVING_MODELS));
    out
}

/// Returns what changed from one contract to a later one as JSON.
pub fn diff_to_json(
    names: (&str, &str),
    contracts: (&Contract, &Contract),
    changes: &[Change],
) -> Json {
    let side = |name: &str, contract: &Contract| {
        Json::object([
            ("name", Json::from(name)),
            ("operation", Json::from(contract.operation().id().as_str())),
        ])
    };
    let breaking = changes.iter().filter(|change| change.breaks.is_some()).count();
    let list = changes.iter().map(|change| {
        let mut fields = vec![
            ("subject", Json::from(change.subject.as_str())),
            ("text", Json::from(change.text.as_str())),
            ("breaking", Json::from(change.breaks.is_some())),
        ];
        if let Some(broken) = &change.breaks {
            let rule = Json::object([
                ("section", Json::from(broken.rule.section)),
                ("text", Json::from(broken.rule.text)),
            ]);
            fields.extend([("for", Json::from(broken.whom.as_str())), ("rule", rule)]);
        }
        Json::object(fields)
    });
    Json::object([
        ("from", side(names.0, contracts.0)),
        ("to", side(names.1, contracts.1)),
        ("guide", Json::from(EVOLVING_MODELS)),
        ("breaking", Json::from(breaking)),
        ("changes", Json::Array(list.collect())),
    ])
}
