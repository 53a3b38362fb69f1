//! The fuzz targets without a fuzzer: every seed and every regression holds, and so does what is near them.

#![cfg(feature = "fuzzing")]

use std::collections::BTreeMap;
use std::fs;
use std::panic::{self, AssertUnwindSafe};
use std::path::{Path, PathBuf};

use wireproof::fuzzing::{FuzzTarget, TARGETS, write_seeds};

/// About how many changed seeds each target is held against: what a debug build does in a few seconds.
const CHANGED: usize = 3_000;

fn fuzz(folder: &str, target: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz").join(folder).join(target)
}

/// The files of a folder by their names; none where it is not there.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let Ok(entries) = fs::read_dir(folder) else { return BTreeMap::new() };
    let paths = entries.map(|entry| entry.expect("its entries can be read").path());
    let read = paths.map(|path| {
        let name = path.file_name().and_then(|name| name.to_str()).expect("a name in UTF-8");
        (name.to_owned(), fs::read(&path).expect("a file"))
    });
    read.collect()
}

/// Checks every view of the target; a panic is told with the file it comes from, and what was done to it.
fn holds(target: &'static FuzzTarget, file: &str, change: &str, data: &[u8]) {
    let checked = panic::catch_unwind(AssertUnwindSafe(|| target.check_every_view(data)));
    if checked.is_err() {
        panic!("{}/{file} {change}:\n{}", target.name, target.show(data));
    }
}

/// What becomes of a byte; `None` where it is taken out.
type Way = fn(u8) -> Option<u8>;

/// What lies near `data`: each byte changed in a few ways, and the text cut at several lengths; but of all
/// that only every `step`th.
fn near(data: &[u8], step: usize, offset: usize) -> impl Iterator<Item = (String, Vec<u8>)> {
    const WAYS: [(&str, Way); 6] = [
        ("flipped", |byte| Some(byte ^ 1)),
        ("a quote", |_| Some(b'"')),
        ("a brace", |_| Some(b'}')),
        ("high", |byte| Some(byte | 0x80)),
        ("zero", |_| Some(0)),
        ("gone", |_| None),
    ];
    let changes = (0..data.len() * WAYS.len()).skip(offset % step).step_by(step);
    let changed = changes.map(|nth| {
        let (at, (how, change)) = (nth / WAYS.len(), WAYS[nth % WAYS.len()]);
        let mut made = data.to_vec();
        match change(made[at]) {
            Some(byte) => made[at] = byte,
            None => drop(made.remove(at)),
        }
        (format!("with byte {at} {how}"), made)
    });
    let cuts = [1, 2, 3, 5, 7].map(|part| data.len() * part / 8);
    let cut = cuts.into_iter().skip(offset % 5).take(1);
    changed.chain(cut.map(|length| (format!("cut to {length} bytes"), data[..length].to_vec())))
}

fn run(name: &str) {
    let target = wireproof::fuzzing::target(name);
    let seeds: BTreeMap<String, Vec<u8>> = target.seeds().into_iter().collect();
    assert!(!seeds.is_empty(), "{name} has no seeds");
    let regressions = files(&fuzz("regressions", name));
    let all = || regressions.iter().chain(&seeds);
    let bytes: usize = all().map(|(_, data)| data.len()).sum();
    // An odd step comes by every other way to change a byte, and the offset by the rest.
    let step = (bytes * 6 / CHANGED) | 1;
    holds(target, "nothing", "at all", &[]);
    for (nth, (file, data)) in all().enumerate() {
        holds(target, file, "as it is", data);
        for (change, changed) in near(data, step, nth) {
            holds(target, file, &change, &changed);
        }
    }
}

/// One test for each target, so that they run side by side.
macro_rules! targets {
    ($($name:ident)*) => {
        $(#[test] fn $name() { run(stringify!($name)); })*

        #[test]
        fn every_target_is_run_here_and_has_a_program() {
            let listed: Vec<_> = TARGETS.iter().map(|target| target.name).collect();
            assert_eq!(listed, [$(stringify!($name)),*]);
            let manifest = fs::read_to_string(fuzz("", "Cargo.toml")).expect("fuzz/Cargo.toml");
            let programs = files(&fuzz("", "fuzz_targets"));
            assert_eq!(programs.len(), listed.len());
            for name in listed {
                let program = programs.get(&format!("{name}.rs")).expect(name);
                let program = String::from_utf8_lossy(program);
                assert!(program.contains(&format!("fuzzing::{name}::TARGET")), "{name}: {program}");
                assert!(manifest.contains(&format!("name = \"{name}\"")), "{name} is no program");
            }
        }
    };
}

targets! { decode error_name request_head response union error request differential model testee_line http server_request }

#[test]
fn the_seeds_are_written_as_they_are_made() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let count = write_seeds(folder.path()).expect("they can be written");
    let mut found = 0;
    for target in TARGETS {
        let made = target.seeds();
        let written = files(&folder.path().join(target.name));
        assert_eq!(written.len(), made.len(), "{}: two seeds share a name", target.name);
        let made: BTreeMap<_, _> = made.into_iter().collect();
        assert!(written == made, "{}: the files are not the seeds", target.name);
        found += written.len();
    }
    assert_eq!(found, count);
}
