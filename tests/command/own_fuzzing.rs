//! The fuzzing of a decoder of the user's own: `wireproof fuzz init`, and the example.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use wireproof::fuzzing::DecoderJudge;
use wireproof::{Contract, oracle_outcome};

#[path = "../../examples/fuzz_own_client.rs"]
#[allow(dead_code, reason = "only a part of the example runs here")]
mod example;

/// Runs `wireproof fuzz init` in a folder, and returns the exit code, standard output and standard error.
fn init(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_wireproof"));
    let command = command.current_dir(folder).args(["fuzz", "init"]).args(arguments);
    let output = command.output().expect("it starts");
    let text = |bytes| String::from_utf8(bytes).expect("what is printed is UTF-8");
    (output.status.code().expect("it is not killed"), text(output.stdout), text(output.stderr))
}

/// Returns the files of a folder and of those in it, by their paths there.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut waiting = vec![folder.to_owned()];
    while let Some(next) = waiting.pop() {
        for entry in fs::read_dir(next).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                waiting.push(path);
            } else {
                let name = path.strip_prefix(folder).expect("it is in there");
                found.insert(
                    name.to_str().expect("UTF-8").to_owned(),
                    fs::read(&path).expect("a file"),
                );
            }
        }
    }
    found
}

#[test]
fn a_crate_is_written_once() {
    let place = tempfile::tempdir().expect("a temporary folder");
    let (code, told, complaint) = init(place.path(), &["my fuzz"]);
    assert_eq!((code, complaint.as_str()), (0, ""));
    let next = "cargo +nightly fuzz run --fuzz-dir 'my fuzz' answer 'my fuzz/corpus/answer' 'my fuzz/seeds/answer' \
                -- -dict='my fuzz/answer.dict'";
    assert!(told.contains(next), "{told}");
    let written = files(&place.path().join("my fuzz"));
    for name in ["Cargo.toml", ".gitignore", "fuzz_targets/answer.rs", "answer.dict"] {
        assert!(written.contains_key(name), "{name}");
        assert!(told.contains(&format!("my fuzz/{name}")), "{told}");
    }
    assert!(place.path().join("my fuzz/corpus/answer").is_dir());
    let seeds = written.iter().filter(|(name, _)| name.starts_with("seeds/answer/"));
    let judge = DecoderJudge::new(|response| oracle_outcome(&Contract::default(), response));
    let seeds: Vec<_> = seeds.map(|(_, text)| judge.check(text)).collect();
    assert!(told.contains(&format!("{} answers", seeds.len())) && seeds.len() > 100, "{told}");
    // Nothing is overwritten.
    let (code, told, complaint) = init(place.path(), &["my fuzz"]);
    assert_eq!((code, told.as_str()), (2, ""));
    assert!(complaint.contains("my fuzz is not empty, and no file is overwritten"), "{complaint}");
    assert_eq!(files(&place.path().join("my fuzz")), written);
}

#[test]
fn a_crate_has_its_contract_and_its_dependency() {
    let place = tempfile::tempdir().expect("a temporary folder");
    let contract = include_str!("../../src/fuzzing/every_shape.json");
    fs::write(place.path().join("c.json"), contract).expect("it can be written");
    let checkout = env!("CARGO_MANIFEST_DIR");
    let (code, _, complaint) =
        init(place.path(), &["f", "--contract", "c.json", "--wireproof", checkout]);
    assert_eq!((code, complaint.as_str()), (0, ""));
    let written = files(&place.path().join("f"));
    assert_eq!(written["contract.json"], contract.as_bytes());
    let manifest = String::from_utf8_lossy(&written["Cargo.toml"]).into_owned();
    assert!(manifest.contains(&format!("path = \"{checkout}\"")), "{manifest}");
    // What is wrong is said before anything is written.
    for (arguments, message) in [
        (&["g", "--contract", "none.json"][..], "cannot be read"),
        (&["g", "--edition", "1999-01"], "1999-01"),
        (&["g", "--wireproof", "."], "no checkout of wireproof"),
        (&["c.json"], "c.json cannot be written"),
    ] {
        let (code, told, complaint) = init(place.path(), arguments);
        assert_eq!((code, told.as_str()), (2, ""), "{arguments:?}");
        assert!(complaint.contains(message), "{arguments:?}: {complaint}");
        assert!(!place.path().join("g").exists(), "{arguments:?}");
    }
}

/// It builds a crate of its own with libFuzzer: `cargo test --test own_fuzzing -- --ignored`.
#[test]
#[ignore = "it builds the library once more"]
fn a_crate_compiles() {
    let place = tempfile::tempdir().expect("a temporary folder");
    let checkout = env!("CARGO_MANIFEST_DIR");
    let (code, _, complaint) = init(place.path(), &["f", "--wireproof", checkout]);
    assert_eq!((code, complaint.as_str()), (0, ""));
    let mut cargo = Command::new(env!("CARGO"));
    let cargo = cargo.args(["check", "--quiet", "--offline"]).current_dir(place.path().join("f"));
    // The versions that are there already, and what is built of them.
    fs::copy(Path::new(checkout).join("fuzz/Cargo.lock"), place.path().join("f/Cargo.lock"))
        .expect("it can be copied");
    let cargo = cargo.env("CARGO_TARGET_DIR", Path::new(checkout).join("fuzz/target"));
    assert!(cargo.status().expect("it starts").success());
}

#[test]
fn the_example_says_which_decoder_is_right() {
    assert!(example::feed(example::right).is_ok_and(|count| count > 1_000));
    let accusation = example::feed(example::wrong).expect_err("it misses errors");
    assert!(accusation.policies().any(|policy| policy.id == "error.from-header"), "{accusation}");
}

#[test]
fn the_page_shows_a_finding_as_it_is() {
    let text = b"400\nX-Amzn-Errortype: ConflictException\n\n{\"message\":\"m\"}";
    let answer = DecoderJudge::answer_of_text(text);
    let accusation =
        DecoderJudge::new(example::wrong).judge(&answer).expect_err("it misses errors");
    let page = include_str!("../../docs/fuzzing.md");
    assert!(page.contains(&accusation.to_string()), "{accusation}");
}
