//! Help pages, in 100 columns.

use super::place::Place;
use super::settings::{Snapshot, Subject};

pub(crate) const SUBJECT: Subject = Subject { name: "help", filters: &[], list };

/// Every subcommand; [`every_subcommand_is_listed`] finds one that is not.
const COMMANDS: [&str; 17] = [
    "check-models",
    "client",
    "compare",
    "contract",
    "decode",
    "encode",
    "explain",
    "fuzz",
    "gate",
    "matrix",
    "merge",
    "policies",
    "replay",
    "selftest",
    "serve",
    "testee",
    "vectors",
];

/// What the list of commands in the help leaves out.
const HIDDEN: [&str; 1] = ["testee"];

fn list() -> Vec<Snapshot> {
    let page = |name: &'static str, arguments: Vec<&'static str>| {
        let about = ["wireproof"].into_iter().chain(arguments.iter().copied());
        let about = about.collect::<Vec<_>>().join(" ");
        Snapshot::new(name, about, move || {
            let (code, page, complaint) = Place::new().output(&arguments, b"");
            assert_eq!((code, complaint.as_str()), (0, ""));
            page
        })
    };
    let mut pages = vec![
        page("wireproof", vec![]),
        page("wireproof--help", vec!["--help"]),
        page("wireproof--version", vec!["--version"]),
    ];
    pages.push(page("fuzz-init", vec!["fuzz", "init", "--help"]));
    pages.extend([
        page("contract-show", vec!["contract", "show", "--help"]),
        page("contract-diff", vec!["contract", "diff", "--help"]),
        page("contract-import", vec!["contract", "import", "--help"]),
    ]);
    pages.extend(COMMANDS.map(|command| page(command, vec![command, "--help"])));
    pages
}

#[test]
fn every_subcommand_is_listed() {
    let (_, page, _) = Place::new().output(&["--help"], b"");
    let listed = page.lines().skip_while(|line| *line != "Commands:").skip(1);
    let listed = listed.take_while(|line| !line.is_empty());
    let mut listed: Vec<_> = listed
        .filter(|line| line.starts_with("  ") && !line.starts_with("   "))
        .filter_map(|line| line.split_whitespace().next())
        .filter(|name| *name != "help")
        .chain(HIDDEN)
        .collect();
    listed.sort_unstable();
    assert_eq!(listed, COMMANDS, "{page}");
}
