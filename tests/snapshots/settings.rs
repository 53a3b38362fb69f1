//! The settings of snapshots: their folder, the filters, and the list of all.

use std::collections::BTreeSet;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::{Mutex, OnceLock};
use std::thread;

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
    make: Make,
}

type Make = Box<dyn FnOnce() -> String + Send>;

/// How many snapshots are made at a time: most of them wait for a run.
const SIDE_BY_SIDE: usize = 4;

impl Snapshot {
    pub(crate) fn new(
        name: impl Into<String>,
        about: impl Into<String>,
        make: impl FnOnce() -> String + Send + 'static,
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
        let list = (self.list)().into_iter();
        let (names, makes): (Vec<_>, Vec<_>) =
            list.map(|Snapshot { name, about, make }| ((name, about), make)).unzip();
        for ((name, about), made) in names.into_iter().zip(made(makes)) {
            settings.set_description(about);
            // One that has changed must not hide the others: all are to be reviewed at once.
            let same = made.is_some_and(|text| {
                let assert = || settings.bind(|| insta::assert_snapshot!(name.as_str(), text));
                catch_unwind(AssertUnwindSafe(assert)).is_ok()
            });
            changed.extend((!same).then_some(name));
        }
        assert!(changed.is_empty(), "changed or new in {}: {}", self.name, changed.join(", "));
    }
}

/// Makes snapshots, a few at a time. Returns their texts in the same order, and nothing for one that panics.
fn made(makes: Vec<Make>) -> Vec<Option<String>> {
    let made: Vec<_> = makes.iter().map(|_| OnceLock::new()).collect();
    let next = Mutex::new(makes.into_iter().zip(&made));
    thread::scope(|scope| {
        for _ in 0..SIDE_BY_SIDE {
            scope.spawn(|| {
                while let Some((make, text)) = { next.lock().expect("no panic holds it").next() } {
                    let _ = text.set(catch_unwind(AssertUnwindSafe(make)).ok());
                }
            });
        }
    });
    made.into_iter().map(|text| text.into_inner().flatten()).collect()
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
