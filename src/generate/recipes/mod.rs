//! Recipes: for each policy on clients, how a stimulus is made that the policy judges.
//!
//! The recipe of a policy is a function with the name of the policy's file, in the module of its group.
//! `src/every_policy.rs` lists them, and the compiler names a recipe that is missing.
//!
//! A recipe has *axes*: the corner cases that it walks through one by one before it makes random ones. What the axes
//! do not decide is drawn. A recipe may miss its policy now and then: the generator checks what it makes.

mod error;
mod input;
mod request;
mod response;
mod text_corners;
mod union;
mod wire;

use crate::every_policy::every_policy;

use super::choices::Choices;
use super::config::Config;
use super::context::{Context, Draft};

/// How a stimulus for one policy is made.
#[derive(Clone, Copy)]
pub(super) struct Recipe {
    /// How many corners there are along each axis.
    pub(super) axes: fn(&Context) -> Vec<usize>,
    /// Makes a stimulus at a corner: there is an index for each axis, below its length.
    pub(super) make: Make,
    /// The most stimuli that are made: few, if each takes its time on the wire.
    pub(super) most: usize,
}

/// Makes a stimulus: `None` if the contract has no place for it, or if the choices come to none.
pub(super) type Make = fn(&Context, &Config, &mut Choices, &[usize]) -> Option<Draft>;

const fn recipe(axes: fn(&Context) -> Vec<usize>, make: Make) -> Recipe {
    Recipe { axes, make, most: usize::MAX }
}

/// The recipe of a policy, and the names by which the list calls the policy.
struct Listed {
    group: &'static str,
    policy: &'static str,
    recipe: fn() -> Recipe,
}

/// Declares the recipes of all policies on clients. Servers have none yet.
macro_rules! recipes {
    (
        client { $($(#[$doc:meta])* $group:ident { $($policy:ident $(: $level:ident)?)* })* }
        server { $($server:tt)* }
    ) => {
        const LISTED: &[Listed] = &[$($(Listed {
            group: stringify!($group),
            policy: stringify!($policy),
            recipe: $group::$policy,
        },)*)*];
    };
}

every_policy!(recipes);

impl Listed {
    /// Reports whether it is for the policy of this id.
    fn is_for(&self, id: &str) -> bool {
        let name = id.strip_prefix(self.group).and_then(|rest| rest.strip_prefix('.'));
        // Names of files have an underscore where ids have a hyphen.
        name.is_some_and(|name| name.split('-').eq(self.policy.split('_')))
    }
}

/// Returns the recipe for the policy of this id.
pub(super) fn find(policy: &str) -> Option<Recipe> {
    LISTED.iter().find(|listed| listed.is_for(policy)).map(|listed| (listed.recipe)())
}

/// Returns one of a list by an index of any size.
fn nth<T>(list: &[T], index: usize) -> Option<&T> {
    list.get(index.checked_rem(list.len())?)
}
