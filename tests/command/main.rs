//! The `wireproof` command, from its arguments to its exit code.
//!
//! One program holds all of it: it is linked once, and tests that wait overlap.
#![cfg(feature = "cli")]

mod bad_input;
mod bounds;
mod brisk;
mod check_models;
mod check_report;
mod command_line;
mod contracts;
mod decode;
mod editions;
mod embedded;
mod failures;
#[cfg(unix)]
mod files;
mod folder;
#[cfg(unix)]
mod gate;
mod mixed_shards;
mod models;
#[cfg(feature = "fuzzing")]
mod own_fuzzing;
#[cfg(unix)]
mod process;
mod reports;
#[cfg(unix)]
mod serve;
mod shards;
mod smoke;
mod vectors;
#[cfg(unix)]
mod versions;
mod wire;

#[path = "../support/mod.rs"]
mod support;
