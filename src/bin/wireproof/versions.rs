//! The versions of a testee: what `NAME@VERSION` stands for.
//!
//! A testee with versions has a folder for each pinned one in `versions/`. Its `setup` and its `run` take the version as their
//! argument. `setup` may install others, too.

use std::cmp::Ordering;
use std::fs;
use std::path::Path;

use crate::shell::shown;

/// The folder of a testee that holds its pinned versions.
const VERSIONS: &str = "versions";

/// Returns the pinned versions of the testee in this folder, the oldest first.
pub(crate) fn pinned(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder.join(VERSIONS)).into_iter().flatten().flatten();
    let mut versions: Vec<String> = entries
        .filter(|entry| entry.path().is_dir())
        .filter_map(|entry| entry.file_name().into_string().ok())
        .filter(|name| is_version(name))
        .collect();
    versions.sort_by(|a, b| order(a, b));
    versions
}

/// Returns the version that `asked` stands for, or the newest pinned one if nothing is asked for. A testee without versions
/// has none. The beginning of a pinned version stands for the newest one that begins so: `1.28` for `1.28.0`.
///
/// # Errors
///
/// If the text is no version, or the testee has no versions. The message says what to write instead.
pub(crate) fn chosen(folder: &Path, asked: Option<&str>) -> Result<Option<String>, String> {
    let pinned = pinned(folder);
    let Some(asked) = asked else { return Ok(pinned.last().cloned()) };
    if pinned.is_empty() {
        return Err(format!("it has no versions: leave out `@{}`", shown(asked)));
    }
    if !is_version(asked) {
        let there = pinned.join(", ");
        return Err(format!("`{}` is not a version; pinned are {there}", shown(asked)));
    }
    let begins = |version: &&String| {
        version.strip_prefix(asked).is_some_and(|rest| rest.starts_with(['.', '-']))
    };
    let exact = pinned.iter().find(|version| *version == asked);
    let found = exact.or_else(|| pinned.iter().rfind(begins));
    Ok(Some(found.map_or(asked, String::as_str).to_owned()))
}

/// Reports whether a text can be a version. It becomes a word of a command line and the name of a folder.
fn is_version(text: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '+' | '_');
    text.len() <= 100
        && text.starts_with(|c: char| c.is_ascii_alphanumeric())
        && text.chars().all(plain)
}

/// Orders two versions as `sort -V` does: numbers by their value, and what is between them as text.
fn order(first: &str, second: &str) -> Ordering {
    parts(first).cmp(&parts(second)).then_with(|| first.cmp(second))
}

/// Splits a version into texts, each with the number behind it. A number is without zeros at its beginning, and its length
/// comes first, so that numbers of any length compare by their value.
fn parts(version: &str) -> Vec<(&str, usize, &str)> {
    let mut parts = Vec::new();
    let mut rest = version;
    while !rest.is_empty() {
        let digits = rest.find(|c: char| c.is_ascii_digit()).unwrap_or(rest.len());
        let (text, behind) = rest.split_at(digits);
        let end = behind.find(|c: char| !c.is_ascii_digit()).unwrap_or(behind.len());
        let (number, behind) = behind.split_at(end);
        let number = number.trim_start_matches('0');
        parts.push((text, number.len(), number));
        rest = behind;
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(versions: &[&str]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().expect("a temporary folder");
        for version in versions {
            fs::create_dir_all(folder.path().join(VERSIONS).join(version)).expect("a folder");
        }
        folder
    }

    #[test]
    fn the_newest_is_that_of_the_largest_numbers() {
        let folder =
            folder(&["1.9.0", "1.63.13", "1.17.1-debian", "1.63.2", "1.062.0", "-x", ".y"]);
        let versions = pinned(folder.path());
        assert_eq!(versions, ["1.9.0", "1.17.1-debian", "1.062.0", "1.63.2", "1.63.13"]);
    }

    #[test]
    fn a_version_is_chosen_whole_by_its_beginning_or_not_at_all() {
        let with = folder(&["1.28.0", "1.28.5", "1.44.5", "1.4"]);
        let choose = |asked| chosen(with.path(), asked).map(Option::unwrap_or_default);
        for (asked, version) in [
            (None, "1.44.5"),
            (Some("1.28.0"), "1.28.0"),
            (Some("1.28"), "1.28.5"),
            (Some("1.4"), "1.4"),
            (Some("1"), "1.44.5"),
            (Some("1.29.0"), "1.29.0"),
        ] {
            assert_eq!(choose(asked).as_deref(), Ok(version), "{asked:?}");
        }
        for asked in ["", "../1.28.0", "-x", ".", "1 2", "1/2"] {
            let error = choose(Some(asked)).expect_err(asked);
            assert!(error.ends_with("pinned are 1.4, 1.28.0, 1.28.5, 1.44.5"), "{error}");
        }
        let without = folder(&[]);
        assert_eq!(chosen(without.path(), None), Ok(None));
        let error = chosen(without.path(), Some("1.0")).expect_err("it has none");
        assert_eq!(error, "it has no versions: leave out `@1.0`");
    }
}
