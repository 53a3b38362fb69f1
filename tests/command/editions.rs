//! `docs/editions.md`, held against the models of the editions.

use std::collections::BTreeSet;
use std::process::Command;

use serde_json::Value;

use wireproof::contract::{Contract, EDITIONS};
use wireproof::policy;

const PAGE: &str = include_str!("../../docs/editions.md");

fn model(edition: &str) -> Value {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/contract/disassociate_user");
    let text = std::fs::read(format!("{folder}/{edition}.json")).expect("the edition's file");
    serde_json::from_slice(&text).expect("it is JSON")
}

/// The name behind the namespace.
fn short(id: &str) -> &str {
    id.rsplit_once('#').map_or(id, |(_, name)| name)
}

fn target(of: &Value) -> &str {
    short(of["target"].as_str().expect("a target"))
}

fn is_required(member: &Value) -> bool {
    member["traits"]["smithy.api#required"].is_object()
}

/// The members of a shape, in order. A shape without members has none.
fn members(shape: &Value) -> impl Iterator<Item = (&String, &Value)> {
    shape["members"].as_object().into_iter().flatten()
}

/// Describes the lengths that a shape or a member allows.
fn length(of: &Value) -> String {
    let length = &of["traits"]["smithy.api#length"];
    match (length["min"].as_u64(), length["max"].as_u64()) {
        (Some(min), Some(max)) => format!("; its length is {min} to {max}"),
        (Some(min), None) => format!("; its length is {min} or more"),
        (None, Some(max)) => format!("; its length is {max} at most"),
        (None, None) => String::new(),
    }
}

/// Describes a shape that is new in an edition.
fn described(shape: &Value) -> String {
    let kind = shape["type"].as_str().expect("a type");
    let mut text = match kind {
        "enum" => {
            let names: Vec<_> = members(shape).map(|(name, _)| format!("`{name}`")).collect();
            format!("an enum of {}", names.join(", "))
        }
        "list" => format!("a list of {}", target(&shape["member"])),
        kind => {
            let members = members(shape).map(|(name, member)| {
                let required = if is_required(member) { " (required)" } else { "" };
                format!("`{name}`: {}{required}{}", target(member), length(member))
            });
            format!("a {kind} of {}", members.collect::<Vec<_>>().join(", "))
        }
    };
    text += &length(shape);
    text
}

/// What an edition changes in the one before it: a line for each change.
fn changes(before: &Value, after: &Value) -> BTreeSet<String> {
    let mut lines = BTreeSet::new();
    let old = before["shapes"].as_object().expect("shapes");
    for (id, shape) in after["shapes"].as_object().expect("shapes") {
        if matches!(shape["type"].as_str(), Some("service" | "operation")) {
            assert_eq!(shape["errors"], old[id]["errors"], "the page says that errors stay");
            continue;
        }
        let name = short(id);
        let Some(earlier) = old.get(id) else {
            lines.insert(format!("- `{name}` is new: {}", described(shape)));
            continue;
        };
        assert_eq!(shape["type"], earlier["type"], "{id}: no line for another type");
        for (member, now) in members(shape) {
            let Some(then) = earlier["members"].get(member) else {
                let required = if is_required(now) { ", required" } else { "" };
                lines.insert(format!("- `{name}` gains `{member}`: {}{required}", target(now)));
                continue;
            };
            assert_eq!(now["target"], then["target"], "{member}: no line for another target");
            match (is_required(then), is_required(now)) {
                (true, false) => {
                    lines.insert(format!("- `{name}` no longer requires `{member}`"));
                }
                (false, true) => {
                    lines.insert(format!("- `{name}` now requires `{member}`"));
                }
                _ => {}
            }
        }
        for (member, _) in
            members(earlier).filter(|(member, _)| shape["members"].get(member).is_none())
        {
            lines.insert(format!("- `{name}` loses `{member}`"));
        }
    }
    for id in old.keys().filter(|id| after["shapes"].get(id).is_none()) {
        lines.insert(format!("- `{}` is gone", short(id)));
    }
    lines
}

/// The lines of a section, until the next one.
fn section(title: &str) -> impl Iterator<Item = &'static str> {
    let (_, rest) =
        PAGE.split_once(&format!("\n## {title}\n")).unwrap_or_else(|| panic!("{title}"));
    rest.lines().take_while(|line| !line.starts_with("## "))
}

#[test]
fn the_page_lists_what_each_edition_changes() {
    for pair in EDITIONS.windows(2) {
        let [before, after] = pair else { continue };
        let title = format!("From {} to {}", before.name, after.name);
        let told: BTreeSet<_> =
            section(&title).filter(|line| line.starts_with("- ")).map(str::to_owned).collect();
        let expected = changes(&model(before.name), &model(after.name));
        assert!(!expected.is_empty(), "{title}");
        assert_eq!(told, expected, "{title}");
    }
    assert_eq!(PAGE.matches("\n## From ").count(), EDITIONS.len() - 1, "a section for each step");
}

#[test]
fn the_page_and_the_help_name_every_edition() {
    let help = Command::new(env!("CARGO_BIN_EXE_wireproof"))
        .args(["client", "--help"])
        .output()
        .expect("the command starts");
    let help = String::from_utf8(help.stdout).expect("it is UTF-8");
    for edition in EDITIONS {
        assert!(help.contains(edition.name), "{}", edition.name);
        let row = format!("| `{}` | {} |", edition.name, edition.summary);
        assert!(PAGE.contains(&row), "{row}");
    }
    assert!(PAGE.contains(&format!("The default is `{}`", EDITIONS[0].name)));
}

#[test]
fn the_page_names_the_policies_that_not_every_edition_needs() {
    let lacking = |id: &str| {
        let contract = Contract::edition(id).expect("it is embedded");
        let lacks = policy::catalogue().iter().filter(|policy| policy.lacks(&contract).is_some());
        lacks.map(|policy| policy.id).collect::<BTreeSet<_>>()
    };
    // What no edition needs, such as a label in the path, sets none of them apart.
    let by_none = EDITIONS.iter().map(|edition| lacking(edition.name));
    let by_none = by_none.reduce(|all, some| &all & &some).unwrap_or_default();
    for edition in EDITIONS {
        for policy in &lacking(edition.name) - &by_none {
            let line = format!("`{policy}` does not apply to `{}`", edition.name);
            assert!(PAGE.contains(&line), "{line}");
        }
    }
}
