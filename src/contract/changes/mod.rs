//! What changed between two contracts, and what of it breaks somebody.
//!
//! Two contracts are held against each other from the operation on: the input, the output and the errors, and what these
//! reach. Shapes are the same if they have the same name, whatever their namespace is: botocore's models have none.
//!
//! Source: [Smithy 2.0, "Evolving models"](https://smithy.io/2.0/guides/evolving-models.html).

mod change;
mod compare;
mod constraint;
mod member;
mod operation;
mod place;
mod rule;
mod shape;

use super::Contract;

pub use change::{Break, Change};
pub use rule::{EVOLVING_MODELS, Rule};

impl Contract {
    /// Returns what changed from this contract to a later one: first what is about the operation itself, then what is about
    /// its shapes.
    ///
    /// ```
    /// use wireproof::contract::Contract;
    ///
    /// let (old, new) = (Contract::edition("2022-08")?, Contract::edition("2024-11")?);
    /// let changes = old.changes_to(&new);
    /// assert!(changes.iter().any(|change| change.text.contains("gains `InstanceUserArn`")));
    /// // Each is one that Smithy allows.
    /// assert!(changes.iter().all(|change| change.breaks.is_none()));
    /// # Ok::<(), wireproof::contract::ContractError>(())
    /// ```
    pub fn changes_to(&self, later: &Self) -> Vec<Change> {
        let mut changes = operation::changes(self, later);
        changes.extend(compare::Comparison::of(self, later).changes());
        changes
    }
}

#[cfg(test)]
mod tests;
