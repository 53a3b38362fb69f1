//! The catalogue: the policies that hold for any exchange, one file each.
//!
//! A policy knows nothing of where an exchange came from. It says whether the exchange concerns it,
//! and if so, whether the exchange keeps it, and if not, where it breaks it.
//!
//! To add one: write `policy/<party>/<group>/<name>.rs` with its `POLICY`, and add its name to the list in
//! `src/every_policy.rs`. CONTRIBUTING.md walks through it. The tests of this module find a file that is not
//! listed, and hold every policy against its own examples.

mod analysis;
mod basis;
mod example;
mod group;
mod judgement;
mod level;
mod party;

pub use basis::{Basis, Source};
pub use example::{Example, Sent, Variant};
pub use group::Group;
pub use judgement::{Counts, Finding, Judgement, Mark, MarkedPart, Shows};
pub use level::Level;
pub use party::Party;

use crate::every_policy::every_policy;
use crate::exchange::{Evidence, Outcome};

/// A policy.
#[derive(Debug)]
pub struct Policy {
    /// The id, `group.name`, never reused or renumbered.
    pub id: &'static str,
    /// What it is about, and with that whom it binds.
    pub group: Group,
    /// How binding it is.
    pub level: Level,
    /// What it says, in one sentence.
    pub summary: &'static str,
    /// Why it matters: what goes wrong for whom where it is broken. One or more paragraphs.
    pub why: &'static str,
    /// Where it comes from. At least one source.
    pub basis: &'static [Basis],
    /// Why its reading is in doubt, where most real clients break it.
    pub disputed: Option<&'static str>,
    /// The policy itself.
    pub check: fn(&Evidence<'_>) -> Judgement,
    /// An exchange that the policy judges, but for what keeps or breaks the policy.
    pub example: Example,
    /// In what an exchange that keeps the policy differs from the example.
    pub keeps: Variant,
    /// In what an exchange that breaks the policy differs from the example.
    pub breaks: Variant,
}

/// Declares the modules of the policies, and the catalogue of them.
macro_rules! catalogue {
    ($($party:ident {
        $($(#[$doc:meta])* $group:ident { $($policy:ident $(: $level:ident)?)* })*
    })*) => {
        $(mod $party { $($(#[$doc])* pub(super) mod $group {
            $(mod $policy; pub(in crate::policy) use $policy::POLICY as $policy;)*
        })* })*

        #[allow(non_upper_case_globals, reason = "a policy's name here is that of its file")]
        mod listed {
            pub(super) static CATALOGUE: &[&super::Policy] =
                &[$($($(&super::$party::$group::$policy,)*)*)*];
        }
    };
}

every_policy!(catalogue);

/// Every policy, by group, in the order of the catalogue.
pub fn catalogue() -> &'static [&'static Policy] {
    listed::CATALOGUE
}

/// The policy with this id.
pub fn find(id: &str) -> Option<&'static Policy> {
    catalogue().iter().copied().find(|policy| policy.id == id)
}

impl Policy {
    /// Whom it binds. A client is not to blame for its answer, nor a server for a request.
    pub fn party(&self) -> Party {
        self.group.party()
    }

    /// An exchange that keeps it.
    pub const fn kept_example(&self) -> Example {
        self.example.vary(self.keeps)
    }

    /// An exchange that breaks it.
    pub const fn broken_example(&self) -> Example {
        self.example.vary(self.breaks)
    }

    /// Whether it is about calls that are lost: then it says itself which of them break it. Of other policies
    /// a lost call breaks those that it was aimed at.
    pub fn is_on_lost_calls(&self) -> bool {
        matches!(self.id, "wire.never-crashes" | "wire.never-hangs")
    }

    /// Whether it judges what arrived at the endpoint: then the request of another process can break it.
    pub fn is_on_what_arrived(&self) -> bool {
        matches!(self.group, Group::Request | Group::Input)
            || self.id == "wire.redirect-not-followed"
    }

    /// Judges one exchange.
    ///
    /// Where the testee told no outcome, because it died, hung, broke the protocol or could not hold the
    /// input, only the group *wire* has something to say; and the group *server*, which looks at the
    /// answer alone. Where it took an interim answer for the final one, it has not read the answer that
    /// the groups *response*, *union* and *error* are about.
    ///
    /// Of more than a thousand findings the first thousand are told, and one that counts the others.
    pub fn judge(&self, evidence: &Evidence<'_>) -> Judgement {
        self.judged(evidence).bounded()
    }

    fn judged(&self, evidence: &Evidence<'_>) -> Judgement {
        match evidence.outcome() {
            _ if self.party() == Party::Server => (self.check)(evidence),
            Outcome::Skipped { .. } => Judgement::NotApplicable,
            outcome if !outcome.is_told() && self.group != Group::Wire => Judgement::NotExercised,
            _ if matches!(self.group, Group::Response | Group::Union | Group::Error)
                && analysis::delivery::interim_shown(evidence).is_some() =>
            {
                Judgement::NotExercised
            }
            _ => (self.check)(evidence),
        }
    }
}

#[cfg(test)]
mod tests;
