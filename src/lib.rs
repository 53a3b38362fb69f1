//! wireproof proves that a program speaks an AWS REST-JSON operation exactly as its contract says: that
//! a client sends what it should and understands every answer that it may get.
//!
//! The `wireproof` command judges any program that speaks the testee protocol. As a library it judges a
//! Rust client under `cargo test`, each policy a test of its own: see `cargo_test`.
//!
//! # How it fits together
//!
//! ```text
//!  contract ──► stimulus ──► testee ──► exchange ──► policies ──► verdicts ──► report
//! ```
//!
//! | module | what it holds |
//! |---|---|
//! | [`json`] | strict JSON, the ground of the rest |
//! | [`terminal_text`] | text from outside, made fit to be shown |
//! | [`model`] | Smithy models |
//! | [`contract`] | the operation that is judged, in its editions |
//! | [`value`] | values as shapes type them, and how they differ |
//! | [`http`] | messages as they are on the wire |
//! | [`credentials`], [`sigv4`] | the dummy credentials, and signatures made with them |
//! | [`protocol`] | restJson1, interpreted from shapes: the oracle |
//! | [`exchange`] | what was asked, sent, answered, and made of it |
//! | [`policy`] | the catalogue of policies |
//! | `suite` | the fixed cases (feature `suite`) |
//! | `generate` | stimuli made from a contract and a seed (feature `generate`) |
//! | `pattern` | patterns for names, in bounds (feature `run`) |
//! | `testee`, `run`, `report` | testees, the runner and its reports (feature `run`) |
//! | `reference` | the typed client that is judged by default (feature `reference`) |
//! | `selftest` | every mutant against the suite (feature `reference`) |
//! | `cargo_test` | policies as tests (feature `cargo-test`) |
//! | `fuzzing` | what must hold for any bytes (feature `fuzzing`) |
//!
//! Without default features the library reads, encodes and judges, and depends on little.

#![forbid(unsafe_code)]

mod every_policy;

#[doc(hidden)]
pub mod contract;
pub mod credentials;
#[doc(hidden)]
pub mod exchange;
#[doc(hidden)]
pub mod http;
#[doc(hidden)]
pub mod json;
#[doc(hidden)]
pub mod model;
pub mod policy;
#[doc(hidden)]
pub mod protocol;
#[doc(hidden)]
pub mod sigv4;
#[doc(hidden)]
pub mod terminal_text;
#[doc(hidden)]
pub mod value;

#[doc(inline)]
pub use contract::{Contract, ContractError, EDITIONS, Edition};
#[doc(inline)]
pub use exchange::{
    ClientView, Evidence, Exchange, Features, Outcome, Stage, TesteeInfo, UnknownStage,
    oracle_outcome,
};
#[doc(inline)]
pub use http::{Answer, Headers, Request, Response};
#[doc(inline)]
pub use json::{Json, SyntaxError};
#[cfg(feature = "run")]
#[doc(inline)]
pub use report::{TextOptions, write_text};
#[cfg(feature = "run")]
#[doc(inline)]
pub use testee::{Client, OwnedCall};

#[cfg(feature = "suite")]
pub mod suite;

#[cfg(feature = "generate")]
pub mod generate;

#[cfg(feature = "run")]
#[doc(hidden)]
pub mod pattern;
#[cfg(feature = "run")]
#[doc(hidden)]
pub mod report;
#[cfg(feature = "run")]
pub mod run;
#[cfg(feature = "run")]
pub mod testee;

#[cfg(feature = "reference")]
#[doc(hidden)]
pub mod reference;

#[cfg(feature = "reference")]
#[doc(hidden)]
pub mod selftest;

#[cfg(feature = "cargo-test")]
pub mod cargo_test;

#[cfg(feature = "fuzzing")]
#[doc(hidden)]
pub mod fuzzing;

/// The README's examples are tests too.
#[cfg(all(doctest, feature = "cargo-test"))]
#[doc = include_str!("../README.md")]
struct Readme;
