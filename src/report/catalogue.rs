//! Writes the catalogue as a page in Markdown.

use std::fmt::Write as _;

use crate::policy::Policy;

/// Writes the policies as one page: for each group a table, then each policy with its basis.
///
/// `docs/policies.md` is this page for the whole catalogue. A test checks that.
pub fn write_catalogue(policies: &[&'static Policy]) -> String {
    let mut out = String::from(
        "# The catalogue\n\n\
         Made by `wireproof policies --format markdown`; do not edit it by hand. Ids are never reused or renumbered. The levels are \
         those of RFC 2119; a *may* is observed and never a failure.\n",
    );
    let mut groups: Vec<&str> = policies.iter().map(|policy| policy.group.name()).collect();
    groups.dedup();
    // Writing to a `String` cannot fail, so what `writeln!` returns is dropped throughout.
    for group in groups {
        let _ = writeln!(out, "\n## {group}\n\n| policy | level | what it says |\n|---|---|---|");
        let members = || policies.iter().filter(|policy| policy.group.name() == group);
        for policy in members() {
            let anchor = policy.id.replace('.', "");
            let _ = writeln!(
                out,
                "| [`{}`](#{anchor}) | {} | {} |",
                policy.id,
                policy.level,
                policy.summary.replace('|', "\\|")
            );
        }
        for policy in members() {
            write_policy(&mut out, policy);
        }
    }
    out
}

fn write_policy(out: &mut String, policy: &Policy) {
    let _ = writeln!(
        out,
        "\n### `{}`\n\n**{}** {}\n\n{}\n",
        policy.id, policy.level, policy.summary, policy.why
    );
    for basis in policy.basis {
        let source = basis.source;
        // The page itself is in docs/, beside the project's own sources.
        let url = source.url().strip_prefix("docs/").unwrap_or(source.url());
        let _ = write!(out, "- [{}]({url}), \"{}\": {}", source.title(), basis.section, basis.fact);
        match basis.quote {
            Some(quote) => {
                let _ = writeln!(out, " \u{201c}{quote}\u{201d}");
            }
            None => out.push('\n'),
        }
    }
    if let Some(why) = policy.disputed {
        let _ = writeln!(out, "\n*Disputed:* {why}");
    }
}
