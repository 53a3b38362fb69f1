//! The catalogue of policies: rules that hold for any exchange, one file each.
//!
//! A policy does not know where an exchange came from. It decides whether it has something to judge in the
//! exchange, whether the exchange keeps the policy, and if not, where the exchange breaks it.
//!
//! To add a policy, write `policy/<party>/<group>/<name>.rs` with its `POLICY`, and add its name to the list
//! in `src/every_policy.rs`. CONTRIBUTING.md describes the steps. The tests of this module find a file that
//! is not listed, and check every policy against its own examples.

mod analysis;
mod attribution;
mod basis;
mod check;
mod counts;
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
#[doc(hidden)]
pub use check::PolicyCheck;
#[doc(hidden)]
pub use counts::{Counts, Shows};
#[doc(hidden)]
pub use example::{Example, Sent, Variant};
pub use group::Group;
pub use judgement::{Finding, Judgement, Mark, MarkedPart};
pub use level::Level;
pub use need::Need;
pub use party::Party;
#[doc(hidden)]
pub use subject::Subject;

use crate::contract::Contract;
use crate::every_policy::every_policy;
use crate::exchange::{Evidence, Features, Outcome};

use attribution::Found;
use check::Judges;

/// A rule over an exchange.
#[derive(Debug)]
#[non_exhaustive]
pub struct Policy {
    /// The id, `group.name`, never reused or renumbered.
    pub id: &'static str,
    /// The subject of the policy, which also decides the party that it binds.
    pub group: Group,
    /// The level: how binding the policy is.
    pub level: Level,
    /// The part of an exchange that it judges.
    pub subject: Subject,
    /// What an operation must have for the policy to apply. An operation that lacks one of these cannot break
    /// the policy.
    pub needs: &'static [Need],
    /// What a client or server must do, in one sentence.
    pub summary: &'static str,
    /// Who is hurt if the policy is broken, and how. One or more paragraphs.
    pub why: &'static str,
    /// The sources of the policy. At least one.
    pub basis: &'static [Basis],
    /// The reason why its reading is in doubt, if most real clients break it.
    pub disputed: Option<&'static str>,
    /// The function that judges an exchange, and the party whose view it gets.
    pub check: PolicyCheck,
    /// The parts that the two example exchanges share.
    pub example: Example,
    /// The difference of an exchange that keeps the policy from the example.
    pub keeps: Variant,
    /// The difference of an exchange that breaks the policy from the example.
    pub breaks: Variant,
}

/// Declares the modules of the policies, and the catalogue.
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

/// Returns every policy, by group, in the order of the catalogue.
pub fn catalogue() -> &'static [&'static Policy] {
    listed::CATALOGUE
}

/// Returns the policy with this id.
pub fn find(id: &str) -> Option<&'static Policy> {
    catalogue().iter().copied().find(|policy| policy.id == id)
}

impl Policy {
    /// Returns the party that the policy binds. A client is not to blame for the response, and a server is
    /// not to blame for the request.
    pub fn party(&self) -> Party {
        self.check.party()
    }

    /// Returns an exchange that keeps the policy.
    pub const fn kept_example(&self) -> Example {
        self.example.vary(self.keeps)
    }

    /// Returns an exchange that breaks the policy.
    pub const fn broken_example(&self) -> Example {
        self.example.vary(self.breaks)
    }

    /// Returns the kinds of findings that the policy leaves to another.
    #[cfg(feature = "run")]
    pub(crate) fn yielding(&self) -> impl Iterator<Item = &'static Attribution> {
        attribution::yielding(self.id)
    }

    /// Returns the kinds of findings that other policies leave to this one.
    #[cfg(feature = "run")]
    pub(crate) fn owning(&self) -> impl Iterator<Item = &'static Attribution> {
        attribution::owning(self.id)
    }

    /// Returns what the operation of a contract lacks for the policy to apply to it, and `None` if the policy
    /// applies.
    pub fn lacks(&self, contract: &Contract) -> Option<Need> {
        self.needs.iter().copied().find(|need| !need.is_met(contract))
    }

    /// Returns the feature that a testee must have for the policy to apply to it, if this one lacks it. It is named as in the
    /// hello of a testee.
    pub fn lacks_feature(&self, features: Features) -> Option<&'static str> {
        let lacks_prefix = self.needs.contains(&Need::HostPrefix) && !features.host_prefix;
        let lacks_validation = self.group == Group::Input && !features.client_validation;
        match (lacks_prefix, lacks_validation) {
            (true, _) => Some("host_prefix"),
            (false, true) => Some("client_validation"),
            (false, false) => None,
        }
    }

    /// Judges one exchange.
    ///
    /// To judge an exchange by many policies, make one [`Analysis`] and use [`judge_in`](Self::judge_in).
    pub fn judge(&self, evidence: &Evidence<'_>) -> Judgement {
        self.judge_in(&Analysis::of(evidence))
    }

    /// Judges one exchange, by an analysis that other policies may have used before.
    ///
    /// A policy is not applicable if the operation lacks something that the policy needs. A policy on clients
    /// does not judge an exchange without a client's view. If the testee reported no outcome because it died,
    /// hung, broke the protocol or could not hold the input, only the group *wire* judges the exchange.
    ///
    /// If there are more than a thousand findings, the judgement has the first thousand, and one that counts
    /// the rest.
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
