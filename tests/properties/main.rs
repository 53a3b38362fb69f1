//! Properties that hold for any contract, value, answer and input: each is drawn, and made smaller where it fails.
//!
//! What is drawn is the same in every run, unless `PROPTEST_RNG_SEED` or `PROPTEST_CASES` say otherwise: see
//! [`property`].

#![cfg(feature = "fuzzing")]

mod anatomy;
mod bindings;
mod bodies;
mod error_type;
mod exchanges;
mod faithful;
mod property;
mod round_trip;
mod second;
mod subject;
mod validation;
