//! Mutants: the reference client with one fault each. A suite that does not catch them all is broken.
//!
//! Every *must* and *should* policy on clients has a file here with two mutants at least: a blunt one,
//! which is wrong whenever it can be, and a subtle one, which is wrong only when two things meet. One of
//! them at least is caught by that policy and by no other.
//!
//! To add one: write it into the file of the policy that must catch it, `<group>/<name>.rs`. The files are those of
//! the policies in `src/every_policy.rs`. A fault is a function at one of the seams of a call (`fault`). What several
//! of them need is in `support`. `wireproof selftest` runs the whole suite against each.

mod client;
mod fault;
mod support;

pub use client::MutantClient;

use crate::every_policy::every_policy;

use fault::PlantedFault;

/// A faulty variant of the reference client.
#[derive(Clone, Copy, Debug)]
pub struct Mutant {
    /// Its name, unlike any other.
    pub name: &'static str,
    /// The id of the policy that must catch it.
    pub policy: &'static str,
    /// How its fault shows.
    pub kind: Kind,
    /// What is wrong with it, in one line.
    pub what: &'static str,
    /// A real client that had such a fault, and where to read of it; `None` where none is known.
    pub seen_in: Option<&'static str>,
    /// Whether it must run as a process of its own, for it dies or hangs.
    pub in_process: bool,
    /// The ids of other policies that catch it rightly too: its fault breaks what they say as well.
    pub also: &'static [&'static str],
    fault: PlantedFault,
}

/// How a fault shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Whenever it can.
    Blunt,
    /// Only when two things meet: in the second call of a connection, past a size, for one error of
    /// seven.
    Subtle,
}

impl Kind {
    /// The name in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Blunt => "blunt",
            Self::Subtle => "subtle",
        }
    }
}

impl Mutant {
    /// A blunt mutant that no real client is known for, caught by one policy alone: what is not named
    /// is as here.
    const BLUNT: Self = Self {
        name: "",
        policy: "",
        kind: Kind::Blunt,
        what: "",
        seen_in: None,
        in_process: true,
        also: &[],
        fault: PlantedFault::NONE,
    };

    /// A subtle one.
    const SUBTLE: Self = Self { kind: Kind::Subtle, ..Self::BLUNT };

    /// Whether its policy must be the only one that catches it.
    pub fn is_sole(&self) -> bool {
        self.also.is_empty()
    }
}

/// Declares the files of the policies on clients that can be broken. Servers have no mutants yet.
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

/// The mutants of a policy: none if its level is *may*.
macro_rules! of {
    ($group:ident $policy:ident may) => {
        &[]
    };
    ($group:ident $policy:ident) => {
        $group::$policy::MUTANTS
    };
}

every_policy!(mutants);

/// Every mutant, by the policies that must catch them, in the order of the catalogue.
pub fn mutants() -> impl Iterator<Item = &'static Mutant> {
    FILES.iter().copied().flatten()
}

/// The mutant of this name.
pub fn mutant(name: &str) -> Option<&'static Mutant> {
    mutants().find(|mutant| mutant.name == name)
}
