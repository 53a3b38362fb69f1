//! Generators: stimuli that nobody thought of, made from a contract and a seed.
//!
//! [`Generator`] makes a run's stimuli for each policy: first the corner cases of its recipe, then random
//! ones. Each is checked: what a faithful client makes of it is judged by the policy that it is for, and no
//! policy accuses that client.
//!
//! The same generators are [proptest] strategies, for a Rust user's own property tests:
//!
//! ```
//! use proptest::prelude::*;
//! use wireproof::protocol::{ResponseReading, read_response};
//! use wireproof::contract::Contract;
//! use wireproof::generate::{self, Config};
//!
//! let contract = Contract::default();
//! let answers = Config::any().prop_flat_map({
//!     let contract = contract.clone();
//!     move |config| generate::answer(&contract, config)
//! });
//! proptest!(ProptestConfig::with_cases(32), |(answer in answers)| {
//!     // In place of the codec stands what is to be tested.
//!     let response = answer.response();
//!     let reading = read_response(&contract, &response);
//!     let ResponseReading::Success(success) = reading else { panic!("it is a success") };
//!     let decoded = success.body.decoded().expect("the body is a structure");
//!     prop_assert!(decoded.refusal().is_none());
//! });
//! ```
//!
//! Contracts are generated as well ([`contract()`]), for what must hold whatever the operation is.
//!
//! Whatever is drawn is a list of [choices](Choices), of which 0 is the simplest: so everything shrinks, and the
//! bytes of a fuzzer are a stimulus ([`stimulus_from_bytes`]).

mod answer;
mod bound;
mod check;
mod choices;
mod config;
mod context;
mod contract;
mod corner_tables;
mod corners;
mod error;
mod generator;
mod input;
mod plain_bound;
mod public;
mod recipes;
mod strategy;
mod text;
mod tree;
mod value;
mod wire;

#[doc(hidden)]
pub use check::{Fitness, faithful_session, fitness};
#[doc(hidden)]
pub use choices::Choices;
pub(crate) use choices::hash_of;
pub use config::Config;
#[doc(hidden)]
pub use contract::{contract, contract_file};
pub use generator::Generator;
#[cfg(feature = "fuzzing")]
pub(crate) use public::AnswerMaker;
pub(crate) use public::ValueMaker;
pub use public::{answer, input, stimulus};
#[doc(hidden)]
pub use public::{
    error_answer, error_value, invalid_input, malformation, output_value, stimulus_from_bytes,
};
#[doc(hidden)]
pub use strategy::{Drawn, DrawnTree, drawn};
#[doc(hidden)]
pub use tree::{RawTree, Spelling};
