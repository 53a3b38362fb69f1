//! Fuzz targets: properties that must hold for any bytes.
//!
//! # Fuzz a decoder of your own
//!
//! [`DecoderJudge`] gives answers to a decoder in this process, and the policies judge what it shows. That is a fuzz target
//! of ten lines, which `wireproof fuzz init DIR` writes; docs/fuzzing.md describes it. [`dictionary`] and [`answer_seeds`]
//! give the fuzzer words and first inputs, and [`AnswerPlan`] makes an answer by choices.
//!
//! # The targets of wireproof
//!
//! They serve the tests of wireproof, and can change at any time.
//!
//! The property of a wide target has several *views*. An execution checks one of them, which the bytes choose, and
//! [`FuzzTarget::check_every_view`] all.
//!
//! The check of a target is a function of the library. So stable tests run it over the seeds and regressions
//! (`tests/fuzz_seeds.rs`), and the programs under `fuzz/` are shims around it. If a check fails, it panics with a message
//! for people: a status, header fields, a body, and the result of each reader. It never shows only bare bytes.
//!
//! | target | its bytes are | property |
//! |---|---|---|
//! | [`decode`] | a body | the decoder and a second reader agree on what is JSON, and every offset is in the body |
//! | [`error_name`] | the type of an error | the codec and a second reader find the same name |
//! | [`request_head`] | a request | it is the same in one piece and in two, and its lines say what was read |
//! | [`response`] | a response | the codec reads it the same way every time, and no policy accuses a client that follows it |
//! | [`union`] | a plan of a union's members | the decoder finds what the plan predicts |
//! | [`error`] | a response | the error is the one that a slow second reader finds |
//! | [`request`] | an input, or a plan of one | a valid input survives the wire, and each planned fault is found at its path |
//! | [`differential`] | a response | the codec, the reference client and a strict JSON reader agree |
//! | [`model`] | a contract file | it loads, or the error names a path in it |
//! | [`testee_line`] | a protocol line | writing what was read, and reading it again, changes nothing |
//! | [`http`] | bytes to an endpoint | the result does not depend on the pieces in which they arrive |
//! | [`server_request`] | a request | the reference server answers it by a valid output or by an error of the protocol |
//!
//! To add a target, write `src/fuzzing/<name>.rs` with its `TARGET`, name it below, in [`TARGETS`] and in `SEEDS`, and copy a shim in
//! `fuzz/fuzz_targets/`.

use std::path::Path;
use std::{fs, io};

mod answer;
mod bound;
mod contracts;
pub mod decode;
pub mod differential;
pub mod error;
pub mod error_name;
pub mod http;
mod judged;
pub mod model;
mod mutate;
mod own;
mod places;
mod planned;
pub mod request;
pub mod request_head;
pub mod response;
mod seeds;
pub mod server_request;
mod shown;
mod sound;
mod strict;
mod target;
pub mod testee_line;
pub mod union;
mod views;

pub use own::{
    Accusation, AnswerPlan, DecoderJudge, Skeleton, SkeletonFile, answer_seeds, dictionary,
};
pub use target::{FuzzTarget, show_input_on_panic};

/// Every target.
pub static TARGETS: &[FuzzTarget] = &[
    decode::TARGET,
    error_name::TARGET,
    request_head::TARGET,
    response::TARGET,
    union::TARGET,
    error::TARGET,
    request::TARGET,
    differential::TARGET,
    model::TARGET,
    testee_line::TARGET,
    http::TARGET,
    server_request::TARGET,
];

/// Makes the seeds of a target.
type MakeSeeds = fn() -> Vec<target::Seed>;

/// The seeds of each target.
///
/// They are not in [`FuzzTarget`]: every program would have the suite and its readers in it, and after each execution the
/// fuzzer looks through the counters of all code.
static SEEDS: &[(&str, MakeSeeds)] = &[
    ("decode", seeds::bodies),
    ("error_name", seeds::error_types),
    ("request_head", seeds::requests),
    ("response", || [seeds::responses(), bound::responses()].concat()),
    ("union", union::of_cases),
    ("error", seeds::errors),
    ("request", request::of_cases),
    ("differential", seeds::differences),
    ("model", seeds::models),
    ("testee_line", seeds::lines),
    ("http", seeds::requests),
    ("server_request", server_request::of_services),
];

impl FuzzTarget {
    /// Returns the seeds that are made from the suite's cases: file names and bytes. They are the same every time.
    /// They choose the views in turn.
    pub fn seeds(&self) -> Vec<(String, Vec<u8>)> {
        let own = SEEDS.iter().find(|(name, _)| *name == self.name);
        let mut seeds = own.map_or_else(Vec::new, |(_, make)| make());
        let views = self.views().len();
        for (nth, (_, bytes)) in seeds.iter_mut().enumerate() {
            *bytes = self.choosing(bytes, nth % views);
        }
        seeds
    }
}

/// Returns the target of this name.
///
/// # Panics
///
/// If there is none.
pub fn target(name: &str) -> &'static FuzzTarget {
    match TARGETS.iter().find(|target| target.name == name) {
        Some(target) => target,
        None => panic!("there is no fuzz target `{name}`"),
    }
}

/// Writes the seeds of every target into a folder with its name in `folder`. Returns the number of seeds.
///
/// It does not touch other files there.
///
/// # Errors
///
/// If a folder or a file cannot be written.
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
