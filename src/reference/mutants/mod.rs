//! Mutants: clients like the reference client, but with one planted fault each. A suite that misses one is broken.
//!
//! Policies on bindings and value types, which `DisassociateUser` does not have, have mutants of the generic client.
//!
//! Every *must* and *should* policy on clients has a file here with at least two mutants. A blunt mutant is wrong
//! whenever it can be. A subtle one is wrong only if two things meet. Only that policy catches at least one of
//! them.
//!
//! To add a mutant, write it into the file of the policy that must catch it, `<group>/<name>.rs`. The files are
//! those of the policies in `src/every_policy.rs`. A fault is a function at one of the seams of a call (`fault`).
//! `support` holds the functions that several faults share. `wireproof selftest` runs the whole suite against each
//! mutant.

mod client;
mod fault;
mod support;

pub use client::MutantClient;

use crate::contract::Contract;
use crate::every_policy::every_policy;

use fault::PlantedFault;

/// A faulty variant of the reference client.
#[derive(Clone, Copy, Debug)]
pub struct Mutant {
    /// Its name, which no other mutant has.
    pub name: &'static str,
    /// The id of the policy that must catch it.
    pub policy: &'static str,
    /// How its fault shows.
    pub kind: Kind,
    /// The operation of [`Contract::parcels`] that it calls, as a mutant of the generic client; empty for a mutant of the
    /// typed client of `DisassociateUser`.
    pub operation: &'static str,
    /// What is wrong with it, in one line.
    pub what: &'static str,
    /// A real client that had such a fault, and where it is reported; `None` if no such client is known.
    pub seen_in: Option<&'static str>,
    /// Whether it can run in this process. A mutant that dies or hangs needs a process of its own.
    pub in_process: bool,
    /// The ids of other policies that its fault breaks, too.
    pub also: &'static [&'static str],
    fault: PlantedFault,
}

/// How a fault shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Whenever it can.
    Blunt,
    /// Only if two things meet: in the second call of a connection, above a size, for one error of seven.
    Subtle,
}

impl Kind {
    /// Returns the name in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Blunt => "blunt",
            Self::Subtle => "subtle",
        }
    }
}

impl Mutant {
    /// The default fields of a blunt mutant: no real client is known for it, and only one policy catches it.
    const BLUNT: Self = Self {
        name: "",
        policy: "",
        kind: Kind::Blunt,
        operation: "",
        what: "",
        seen_in: None,
        in_process: true,
        also: &[],
        fault: PlantedFault::NONE,
    };

    /// The default fields of a subtle mutant.
    const SUBTLE: Self = Self { kind: Kind::Subtle, ..Self::BLUNT };

    /// Returns the contract whose operation it calls, if it is a mutant of the generic client.
    ///
    /// # Panics
    ///
    /// Never: a test makes the contract of each mutant.
    pub fn contract(&self) -> Option<Contract> {
        let named = Some(self.operation).filter(|operation| !operation.is_empty())?;
        Some(Contract::parcels(named).expect("the made-up service has the operation"))
    }

    /// Reports whether its policy must be the only one that catches it.
    pub fn is_sole(&self) -> bool {
        self.also.is_empty()
    }
}

/// Declares the files of the policies on clients that can have mutants. Servers have no mutants yet.
macro_rules! mutants {
    (
        client { $($(#[$doc:meta])* $group:ident { $($policy:ident $(: $level:ident)?)* })* }
        server { $($server:tt)* }
    ) => {
        $($(#[$doc])* mod $group { $(file!($policy $($level)?);)* })*

        static FILES: &[&[Mutant]] = &[$($(of!($group $policy $($level)?),)*)*];
    };
}

/// Declares the file of a policy, unless its level is *may*.
macro_rules! file {
    ($policy:ident may) => {};
    ($policy:ident) => {
        pub(super) mod $policy;
    };
}

/// Names the mutants of a policy: none if its level is *may*.
macro_rules! of {
    ($group:ident $policy:ident may) => {
        &[]
    };
    ($group:ident $policy:ident) => {
        $group::$policy::MUTANTS
    };
}

every_policy!(mutants);

/// Returns every mutant, grouped by the policy that must catch it, in the order of the catalogue.
pub fn mutants() -> impl Iterator<Item = &'static Mutant> {
    FILES.iter().copied().flatten()
}

/// Returns the mutant of this name.
pub fn mutant(name: &str) -> Option<&'static Mutant> {
    mutants().find(|mutant| mutant.name == name)
}
