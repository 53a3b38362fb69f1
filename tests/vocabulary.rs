//! One word for each thing, and one thing for each word: the glossary is in CONTRIBUTING.md.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Words that are out, each with the word that takes its place.
const OUT: &[(&str, &str)] = &[
    ("law", "policy"),
    ("laws", "policies"),
    ("saboteur", "mutant"),
    ("saboteurs", "mutants"),
    ("sabotaged", "mutant"),
    ("gist", "normalized outcome"),
    ("gists", "normalized outcomes"),
    ("parting", "outcome difference"),
    ("partings", "outcome differences"),
    ("skim", "JSON scan"),
    ("skims", "JSON scans"),
    ("craft", "support"),
    ("scene", "context"),
];

/// What is read: files with text of ours. Snapshots are what these print.
const READ: &[&str] = &[
    "src",
    "tests",
    "docs",
    "benches",
    "examples",
    "fuzz",
    "scripts",
    "snapshots",
    "README.md",
    "ARCHITECTURE.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
];

/// Folders that are made and not written.
const MADE: &[&str] = &["target", "corpus", "seeds", "artifacts", "node_modules"];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every file under these places that is UTF-8, with its text.
fn texts(places: &[&str]) -> Vec<(PathBuf, String)> {
    let mut waiting: Vec<PathBuf> = places.iter().map(|place| root().join(place)).collect();
    let mut found = Vec::new();
    while let Some(path) = waiting.pop() {
        if let Ok(entries) = fs::read_dir(&path) {
            let entries = entries.map(|entry| entry.expect("a folder can be read").path());
            waiting.extend(entries.filter(|path| {
                !MADE.iter().any(|made| path.file_name().is_some_and(|name| name == *made))
            }));
        } else if let Ok(text) = fs::read_to_string(&path) {
            found.push((path.strip_prefix(root()).expect("it is below").to_owned(), text));
        }
    }
    found.sort();
    found
}

/// The words of a line in lower case: `SuiteFault` and `suite_fault` are two each.
fn words(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut before = ' ';
    for character in line.chars() {
        let begins = !character.is_alphabetic()
            || character.is_uppercase() && before.is_lowercase()
            || !before.is_alphabetic();
        if begins {
            words.push(String::new());
        }
        if character.is_alphabetic() {
            words.last_mut().expect("there is one").extend(character.to_lowercase());
        }
        before = character;
    }
    words.retain(|word| !word.is_empty());
    words
}

#[test]
fn no_word_is_used_that_is_out() {
    let mut wrong = Vec::new();
    for (path, text) in texts(READ) {
        if path == Path::new("tests/vocabulary.rs") {
            continue;
        }
        let glossary = path == Path::new("CONTRIBUTING.md");
        for (number, line) in text.lines().enumerate() {
            // The glossary names the words that are out, in a table.
            if glossary && line.starts_with('|') {
                continue;
            }
            let words = words(line);
            for (out, instead) in OUT.iter().filter(|(out, _)| words.iter().any(|word| word == out))
            {
                let place = format!("{}:{}", path.display(), number + 1);
                wrong.push(format!("{place}: `{out}` is out; say {instead}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_two_public_types_share_a_name() {
    let mut places: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (path, text) in texts(&["src"]) {
        for line in text.lines() {
            let kinds = ["pub struct ", "pub enum ", "pub trait ", "pub type ", "pub union "];
            let Some(rest) = kinds.iter().find_map(|kind| line.trim_start().strip_prefix(kind))
            else {
                continue;
            };
            let name = rest.split(|c: char| !c.is_alphanumeric() && c != '_').next();
            places
                .entry(name.unwrap_or_default().into())
                .or_default()
                .push(path.display().to_string());
        }
    }
    assert!(places.len() > 100, "the types are found: {}", places.len());
    let shared: Vec<_> = places.into_iter().filter(|(_, paths)| paths.len() > 1).collect();
    assert!(shared.is_empty(), "each wants a name of its own: {shared:?}");
}
