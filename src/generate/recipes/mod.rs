//! Recipes: for each policy, what a stimulus is made of that it judges. One file a group.
//!
//! A recipe has *axes*: the corner cases that it walks through one by one before it makes random ones. What is
//! not told by them is drawn. A recipe may miss now and then; what it makes is checked.

mod error;
mod input;
mod request;
mod response;
mod union;
mod wire;

use super::choices::Choices;
use super::config::Config;
use super::context::{Context, Draft};

/// How a stimulus for one policy is made.
pub(super) struct Recipe {
    /// The policy's id.
    pub(super) policy: &'static str,
    /// How many corners there are along each axis.
    pub(super) axes: fn(&Context) -> Vec<usize>,
    /// Makes a stimulus at a corner: there is an index for each axis, below its length.
    pub(super) make: Make,
    /// The most that are made, where each takes its time on the wire.
    pub(super) most: usize,
}

/// Makes a stimulus: `None` where the contract has no place for it, or the draw came to none.
pub(super) type Make = fn(&Context, &Config, &mut Choices, &[usize]) -> Option<Draft>;

const fn recipe(policy: &'static str, axes: fn(&Context) -> Vec<usize>, make: Make) -> Recipe {
    Recipe { policy, axes, make, most: usize::MAX }
}

const GROUPS: [&[Recipe]; 6] = [
    request::RECIPES,
    input::RECIPES,
    response::RECIPES,
    union::RECIPES,
    error::RECIPES,
    wire::RECIPES,
];

/// The recipe for the policy of this id.
pub(super) fn find(policy: &str) -> Option<&'static Recipe> {
    GROUPS.into_iter().flatten().find(|recipe| recipe.policy == policy)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::policy::{Party, catalogue};

    #[test]
    fn every_policy_on_clients_has_a_recipe() {
        let recipes = GROUPS.into_iter().flatten().map(|recipe| recipe.policy);
        let mut listed = BTreeSet::new();
        for policy in recipes {
            assert!(listed.insert(policy), "{policy} has two recipes");
        }
        let clients = catalogue().iter().filter(|policy| policy.party() == Party::Client);
        let wanted: BTreeSet<_> = clients.map(|policy| policy.id).collect();
        assert_eq!(listed, wanted);
    }
}
