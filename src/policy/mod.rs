//! The catalogue: the policies that hold for any exchange, one file each.
//!
//! A policy knows nothing of where an exchange came from. It says whether the exchange concerns it,
//! and if so, whether the exchange keeps it, and if not, where it breaks it.
//!
//! To add one: write `policy/<party>/<group>/<name>.rs` with its `POLICY`, and add its name to the list in
//! `src/every_policy.rs`. CONTRIBUTING.md walks through it. The tests of this module find a file that is not
//! listed, and hold every policy against its own examples.

mod analysis;
mod attribution;
mod basis;
mod check;
mod example;
mod group;
mod judgement;
mod level;
mod need;
mod party;
mod subject;

pub use analysis::Analysis;
#[cfg(feature = "run")]
pub(crate) use attribution::Attribution;
pub use basis::{Basis, Source};
pub use check::PolicyCheck;
pub use example::{Example, Sent, Variant};
pub use group::Group;
pub use judgement::{Counts, Finding, Judgement, Mark, MarkedPart, Shows};
pub use level::Level;
pub use need::Need;
pub use party::Party;
pub use subject::Subject;

use crate::contract::Contract;
use crate::every_policy::every_policy;
use crate::exchange::{Evidence, Outcome};

use attribution::Found;
use check::Judges;

/// A policy.
#[derive(Debug)]
pub struct Policy {
    /// The id, `group.name`, never reused or renumbered.
    pub id: &'static str,
    /// What it is about, and with that whom it binds.
    pub group: Group,
    /// How binding it is.
    pub level: Level,
    /// What of an exchange it judges.
    pub subject: Subject,
    /// What an operation must have for it to apply. An operation that lacks one of these cannot break it.
    pub needs: &'static [Need],
    /// What it says, in one sentence.
    pub summary: &'static str,
    /// Why it matters: what goes wrong for whom where it is broken. One or more paragraphs.
    pub why: &'static str,
    /// Where it comes from. At least one source.
    pub basis: &'static [Basis],
    /// Why its reading is in doubt, where most real clients break it.
    pub disputed: Option<&'static str>,
    /// The function that judges an exchange, and what it may look at.
    pub check: PolicyCheck,
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
        self.check.party()
    }

    /// An exchange that keeps it.
    pub const fn kept_example(&self) -> Example {
        self.example.vary(self.keeps)
    }

    /// An exchange that breaks it.
    pub const fn broken_example(&self) -> Example {
        self.example.vary(self.breaks)
    }

    /// The findings that it leaves to another policy.
    #[cfg(feature = "run")]
    pub(crate) fn yielding(&self) -> impl Iterator<Item = &'static Attribution> {
        attribution::yielding(self.id)
    }

    /// The findings that other policies leave to it.
    #[cfg(feature = "run")]
    pub(crate) fn owning(&self) -> impl Iterator<Item = &'static Attribution> {
        attribution::owning(self.id)
    }

    /// What the operation of a contract lacks for the policy to apply to it. `None` if the policy applies.
    pub fn lacks(&self, contract: &Contract) -> Option<Need> {
        self.needs.iter().copied().find(|need| !need.is_met(contract))
    }

    /// Judges one exchange.
    ///
    /// To judge an exchange by many policies, make one [`Analysis`] and use [`judge_in`](Self::judge_in).
    pub fn judge(&self, evidence: &Evidence<'_>) -> Judgement {
        self.judge_in(&Analysis::of(evidence))
    }

    /// Judges one exchange, of which other policies may have read something already.
    ///
    /// A policy is not applicable if the operation lacks what the policy needs. A policy on clients does not judge an exchange without a client's view. If the testee told no outcome,
    /// because it died, hung, broke the protocol or could not hold the input, only the group *wire* judges it.
    ///
    /// Of more than a thousand findings the first thousand are told, and one that counts the others.
    pub fn judge_in(&self, analysis: &Analysis<'_, '_>) -> Judgement {
        if self.lacks(analysis.contract()).is_some() {
            return Judgement::NotApplicable;
        }
        let judgement = match (self.check.0, &analysis.client) {
            (Judges::Server(check), _) => check(&analysis.server),
            (Judges::Client(check), Some(client)) => match client.outcome() {
                Outcome::Skipped { .. } => Judgement::NotApplicable,
                outcome if !outcome.is_told() && self.group != Group::Wire => {
                    Judgement::NotExercised
                }
                _ if client.interim_shown().is_some()
                    && attribution::yields(self.id, Found::InterimShown) =>
                {
                    Judgement::NotExercised
                }
                _ => check(client),
            },
            (Judges::Client(_), None) => Judgement::NotExercised,
        };
        judgement.bounded()
    }
}

#[cfg(test)]
mod tests;
