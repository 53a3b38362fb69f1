//! Writes the page of one policy: the policy, why it exists, its basis, and an exchange that keeps it and one that
//! breaks it.

use std::fmt::Write as _;

use crate::contract::Contract;
use crate::exchange::Evidence;
use crate::policy::{Example, Judgement, Policy};

use super::paint::Paint;
use super::text::{TextOptions, write_exchange};

/// The width of the prose, in columns.
const WIDTH: usize = 80;

// Writing to a `String` cannot fail, so what `writeln!` returns is dropped throughout.

/// Writes the page of a policy. Its examples are of `contract`, which must be one of `DisassociateUser`, unless it needs what
/// that lacks.
pub fn write_policy(policy: &Policy, contract: &Contract, paint: Paint) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "{}  {}\n", paint.strong(policy.id), policy.level);
    prose(&mut out, policy.summary, "");
    out.push('\n');
    prose(&mut out, policy.why, "");
    let _ = writeln!(out, "\n{}\n", paint.strong("Basis"));
    for basis in policy.basis {
        let _ = writeln!(out, "  {}, \"{}\"", basis.source.title(), basis.section);
        let _ = writeln!(out, "  {}", paint.dim(basis.source.url()));
        prose(&mut out, basis.fact, "    ");
        if let Some(quote) = basis.quote {
            prose(&mut out, &format!("\u{201c}{quote}\u{201d}"), "    ");
        }
        out.push('\n');
    }
    if let Some(why) = policy.disputed {
        let _ = writeln!(out, "{}\n", paint.warn("Disputed"));
        prose(&mut out, why, "  ");
        out.push('\n');
    }
    write_attribution(&mut out, policy, paint);
    for (title, example) in [
        ("An exchange that keeps it", policy.kept_example()),
        ("An exchange that breaks it", policy.broken_example()),
    ] {
        let _ = writeln!(out, "{}\n", paint.strong(title));
        write_example(&mut out, policy, &example, &example.contract_or(contract), paint);
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

/// Writes the policies that judge a finding in place of this one, and those in place of which this one judges.
fn write_attribution(out: &mut String, policy: &Policy, paint: Paint) {
    /// If there are more policies than this, the page shows their number and not their names.
    const NAMED: usize = 4;
    let yields = policy
        .yielding()
        .map(|row| (format!("Yields to {} if {}.", row.owner, row.condition), row.why));
    let owns = policy.owning().map(|row| {
        let others = match row.yielding {
            few if few.len() <= NAMED => few.join(", "),
            many => format!("{} other policies", many.len()),
        };
        (format!("Comes before {others} if {}.", row.condition), row.why)
    });
    let mut rows = yields.chain(owns).peekable();
    if rows.peek().is_none() {
        return;
    }
    let _ = writeln!(out, "{}\n", paint.strong("One fault, one policy"));
    for (rule, why) in rows {
        prose(out, &rule, "  ");
        prose(out, why, "    ");
        out.push('\n');
    }
}

fn write_example(
    out: &mut String,
    policy: &Policy,
    example: &Example,
    contract: &Contract,
    paint: Paint,
) {
    let session = example.session(contract);
    let Some(evidence) = Evidence::of_session(contract, &session, Example::FEATURES) else {
        return;
    };
    let findings = match policy.judge(&evidence) {
        Judgement::Fail(findings) => findings,
        _ => Vec::new(),
    };
    let options = TextOptions { paint, ..TextOptions::default() };
    if let Some(exchange) = session.first() {
        // The two examples of a policy on requests may differ only in the header fields.
        let with_fields = policy.group == crate::policy::Group::Request;
        write_exchange(out, &options, exchange, findings.iter(), with_fields);
    }
    if session.repeats().next().is_some() {
        // The repeated calls belong to the exchange, so the empty line comes after them.
        out.truncate(out.trim_end().len());
        out.push('\n');
        for call in session.repeats() {
            let again = paint.dim(format!("{:<10}", "again"));
            let outcome = call.outcome().map(ToString::to_string).unwrap_or_default();
            let _ = writeln!(out, "        {again}{outcome}");
        }
        out.push('\n');
    }
    for finding in &findings {
        let _ = writeln!(out, "        {}: {}", paint.bad(&finding.path), finding.message);
        for (name, value) in [("expected", &finding.expected), ("actual", &finding.actual)] {
            if let Some(value) = value {
                let _ = writeln!(out, "        {}{value}", paint.dim(format!("{name:<10}")));
            }
        }
    }
}

fn prose(out: &mut String, text: &str, indent: &str) {
    // Ids of policies and names of header fields have hyphens: they stay whole, so that they can be found and copied.
    let options = textwrap::Options::new(WIDTH)
        .initial_indent(indent)
        .subsequent_indent(indent)
        .word_splitter(textwrap::WordSplitter::NoHyphenation)
        .word_separator(textwrap::WordSeparator::AsciiSpace);
    for line in textwrap::wrap(text, options) {
        let _ = writeln!(out, "{line}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::catalogue;

    /// Returns a text without white space, since the page breaks lines.
    fn words(text: &str) -> String {
        text.split_whitespace().collect()
    }

    /// What must be on the page of a policy, in this order.
    fn parts(policy: &Policy, contract: &Contract) -> Vec<String> {
        let mut parts = vec![format!("{} {}", policy.id, policy.level)];
        parts.extend([policy.summary, policy.why, "Basis"].map(words));
        for basis in policy.basis {
            parts.push(words(&format!("{}, \"{}\"", basis.source.title(), basis.section)));
            parts.push(basis.source.url().to_owned());
            parts.push(words(basis.fact));
            parts.extend(basis.quote.map(|quote| words(&format!("\u{201c}{quote}\u{201d}"))));
        }
        parts.extend(policy.disputed.map(|why| format!("Disputed {}", words(why))));
        for row in policy.yielding() {
            parts.push(words(&format!("Yields to {} if {}.", row.owner, row.condition)));
            parts.push(words(row.why));
        }
        for row in policy.owning() {
            parts.push(words(&format!("if {}. {}", row.condition, row.why)));
        }
        let contract = &policy.kept_example().contract_or(contract);
        parts.push("An exchange that keeps it input".to_owned());
        parts.push(outcome(policy.kept_example(), contract));
        parts.push("An exchange that breaks it input".to_owned());
        let example = policy.broken_example();
        parts.push(outcome(example, contract));
        let session = example.session(contract);
        let evidence = Evidence::of_session(contract, &session, Example::FEATURES);
        match policy.judge(&evidence.expect("a session has a first call")) {
            Judgement::Fail(findings) => {
                for finding in findings {
                    parts.push(words(&format!("{}: {}", finding.path, finding.message)));
                    let expected = finding.expected.map(|text| format!("expected {text}"));
                    let actual = finding.actual.map(|text| format!("actual {text}"));
                    parts.extend(expected.into_iter().chain(actual).map(|text| words(&text)));
                }
            }
            other => panic!("{}: {other:?}", policy.id),
        }
        parts
    }

    /// The beginning of the line on an example's outcome, before what the page escapes or cuts.
    fn outcome(example: Example, contract: &Contract) -> String {
        let session = example.session(contract);
        let outcome = session.first().and_then(|call| call.outcome());
        let outcome = outcome.map(ToString::to_string).unwrap_or_default();
        words(&outcome).chars().take(16).collect()
    }

    #[test]
    fn a_page_has_all_that_its_policy_says_in_this_order() {
        let contract = Contract::default();
        for policy in catalogue() {
            let page = write_policy(policy, &contract, Paint::default());
            assert!(page.ends_with('\n') && !page.ends_with("\n\n"), "{page}");
            let page = words(&page);
            let mut rest = page.as_str();
            for part in parts(policy, &contract) {
                match rest.split_once(&words(&part)) {
                    Some((_, behind)) => rest = behind,
                    None => panic!("{}: not there, or not in its place: {part}\n{page}", policy.id),
                }
            }
            assert!(!page.contains('\u{1b}'), "{}: colours that nobody asked for", policy.id);
        }
    }
}
