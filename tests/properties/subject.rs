//! The contracts that properties are about: made-up ones mostly, and now and then an edition of ours.

use std::fmt;

use proptest::prelude::*;
use wireproof::contract::{Contract, EDITIONS};
use wireproof::generate::{self, Config};

/// A contract that is shown as its file.
#[derive(Clone)]
pub(crate) struct Subject {
    pub(crate) contract: Contract,
    shown: String,
}

impl fmt::Debug for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.shown)
    }
}

/// Contracts of any shapes.
pub(crate) fn made_up() -> impl Strategy<Value = Subject> {
    generate::contract_file().prop_map(|file| {
        let shown = file.to_string();
        let contract = Contract::from_smithy(&shown, None).expect("a generated file is a contract");
        Subject { contract, shown }
    })
}

/// Returns those, and the embedded editions.
pub(crate) fn subjects() -> impl Strategy<Value = Subject> {
    let edition = (0..EDITIONS.len()).prop_map(|at| {
        let name = EDITIONS[at].name;
        let contract = Contract::edition(name).expect("an embedded edition");
        Subject { contract, shown: format!("edition {name}") }
    });
    prop_oneof![7 => made_up().boxed(), 1 => edition.boxed()]
}

/// A made-up model whose operations have every binding.
const BOUND: &str = include_str!("../../src/fuzzing/bound/model.json");

/// Returns the contracts of its operations.
pub(crate) fn bound() -> impl Strategy<Value = Subject> {
    let names = ["PutThing", "UploadThing", "ListThings", "SendText", "SendChoice"];
    (0..names.len()).prop_map(move |at| {
        let contract = Contract::from_smithy(BOUND, Some(names[at])).expect("it is a contract");
        Subject { contract, shown: names[at].to_owned() }
    })
}

/// Returns a contract of these, and something of it that `of` draws by any configuration.
pub(crate) fn with<S: Strategy>(
    subjects: impl Strategy<Value = Subject>,
    of: impl Fn(&Contract, Config) -> S,
) -> impl Strategy<Value = (Subject, S::Value)> {
    (subjects, Config::any()).prop_flat_map(move |(subject, config)| {
        let drawn = of(&subject.contract, config);
        (Just(subject), drawn)
    })
}
