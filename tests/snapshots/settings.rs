//! The settings of snapshots: their folder, the filters, and the list of all.

use std::collections::BTreeSet;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use insta::Settings;

/// Every snapshot lies here.
const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/snapshots");

/// What a subject's snapshots have that is another in each run or each release: a pattern, and what stands in its place.
pub(crate) type Filters = &'static [(&'static str, &'static str)];

/// Snapshots that belong together.
pub(crate) struct Subject {
    /// The folder that they lie in.
    pub(crate) name: &'static str,
    pub(crate) filters: Filters,
    /// Lists them, without making any.
    pub(crate) list: fn() -> Vec<Snapshot>,
}

/// A snapshot that can be made.
pub(crate) struct Snapshot {
    name: String,
    /// What it shows, in one sentence.
    about: String,
    make: Box<dyn FnOnce() -> String>,
}

impl Snapshot {
    pub(crate) fn new(
        name: impl Into<String>,
        about: impl Into<String>,
        make: impl FnOnce() -> String + 'static,
    ) -> Self {
        Self { name: name.into(), about: about.into(), make: Box::new(make) }
    }
}

impl Subject {
    /// Makes every snapshot, and compares each with its file.
    pub(crate) fn check(&self) {
        let mut settings = Settings::new();
        settings.set_snapshot_path(Path::new(FOLDER).join(self.name));
        settings.set_prepend_module_to_snapshot(false);
        // The expression would be the same in every file.
        settings.set_omit_expression(true);
        for (pattern, replacement) in self.filters {
            settings.add_filter(pattern, *replacement);
        }
        settings.add_filter(&format!(r"\b{}\b", version()), "[version]");
        let mut changed = Vec::new();
        for Snapshot { name, about, make } in (self.list)() {
            settings.set_description(about);
            // One that has changed must not hide the others: all are to be reviewed at once.
            let same = catch_unwind(AssertUnwindSafe(|| {
                let text = make();
                settings.bind(|| insta::assert_snapshot!(name.as_str(), text));
            }));
            changed.extend(same.is_err().then_some(name));
        }
        assert!(changed.is_empty(), "changed or new in {}: {}", self.name, changed.join(", "));
    }
}

/// The version of this crate, as a pattern.
fn version() -> String {
    env!("CARGO_PKG_VERSION").replace('.', r"\.")
}

/// Returns the files in the folder that are not a snapshot of these subjects.
pub(crate) fn stray(subjects: &[Subject]) -> Vec<String> {
    let mut known = BTreeSet::new();
    for subject in subjects {
        for Snapshot { name, .. } in (subject.list)() {
            let file = format!("{}/{name}.snap", subject.name);
            assert!(known.insert(file.clone()), "{file} is listed twice");
        }
    }
    let mut stray = Vec::new();
    for folder in entries(Path::new(FOLDER)) {
        let path = Path::new(FOLDER).join(&folder);
        if !path.is_dir() {
            stray.push(folder);
            continue;
        }
        let files = entries(&path).into_iter().map(|file| format!("{folder}/{file}"));
        stray.extend(files.filter(|file| !known.contains(file)));
    }
    stray
}

/// The names in a folder, in their order.
fn entries(folder: &Path) -> Vec<String> {
    let mut names: Vec<_> = fs::read_dir(folder)
        .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        .map(|entry| entry.expect("it can be read").file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}
