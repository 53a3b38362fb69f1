//! Fuzz targets: for any bytes at all, a property that must hold.
//!
//! What a target checks is a function of the library, so that stable tests run it over the seeds
//! and regressions (`tests/fuzz_seeds.rs`), and the programs under `fuzz/` are shims around it. Each panics
//! with what it was about in a form that people read: a status, header fields, a body, and what each reader
//! said; never with bare bytes.
//!
//! | target | its bytes are | what holds |
//! |---|---|---|
//! | [`response`] | an answer | the codec reads it alike in every way, and no policy accuses who follows it |
//! | [`union`] | a plan of a union's members | the decoder says what the plan is known to come to |
//! | [`error`] | an answer | the error is what a slow second reading finds |
//! | [`request`] | an input, or a plan of one | valid ones survive the wire, and faults are found where they were put |
//! | [`differential`] | an answer | the codec, the reference client and a strict JSON reader agree |
//! | [`model`] | a contract file | it loads, or the error names a place in it |
//! | [`testee_line`] | a protocol line | reading and writing it settles |
//! | [`http`] | bytes to an endpoint | it does not matter in which pieces they come |
//!
//! To add one: write `src/fuzzing/<name>.rs` with its `TARGET`, name it below and in [`TARGETS`], copy a shim
//! in `fuzz/fuzz_targets/`.

use std::path::Path;
use std::{fs, io};

mod answer;
mod contracts;
pub mod differential;
pub mod error;
pub mod http;
mod judged;
pub mod model;
mod mutate;
mod places;
mod planned;
pub mod request;
pub mod response;
mod seeds;
mod shown;
mod sound;
mod strict;
mod target;
pub mod testee_line;
pub mod union;

pub use target::{FuzzTarget, show_input_on_panic};

/// Every target.
pub static TARGETS: &[FuzzTarget] = &[
    response::TARGET,
    union::TARGET,
    error::TARGET,
    request::TARGET,
    differential::TARGET,
    model::TARGET,
    testee_line::TARGET,
    http::TARGET,
];

/// The target of this name.
///
/// # Panics
///
/// Where there is none.
pub fn target(name: &str) -> &'static FuzzTarget {
    match TARGETS.iter().find(|target| target.name == name) {
        Some(target) => target,
        None => panic!("there is no fuzz target `{name}`"),
    }
}

/// Writes the seeds of every target, each under its name in `folder`, and says how many there are.
///
/// Other files there are left alone.
///
/// # Errors
///
/// Where a folder or a file cannot be written.
pub fn write_seeds(folder: &Path) -> io::Result<usize> {
    let mut count = 0;
    for target in TARGETS {
        let folder = folder.join(target.name);
        fs::create_dir_all(&folder)?;
        for (name, bytes) in target.seeds() {
            fs::write(folder.join(name), bytes)?;
            count += 1;
        }
    }
    Ok(count)
}
