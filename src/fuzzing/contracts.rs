//! The contracts that the targets use.

use std::sync::LazyLock;

use crate::contract::{Contract, EDITIONS};

/// A made-up contract with shapes of every type: `DisassociateUser` has few of them.
pub(super) const EVERY_SHAPE: &str = include_str!("every_shape.json");

/// The index of that contract in [`contracts`]. The embedded editions come before it.
pub(super) const MADE_UP: usize = EDITIONS.len();

/// Returns the embedded editions, and then the made-up contract.
pub(super) fn contracts() -> &'static [Contract] {
    static CONTRACTS: LazyLock<Vec<Contract>> = LazyLock::new(|| {
        let editions = EDITIONS.iter().map(|edition| Contract::edition(edition.name));
        let all = editions.chain([Contract::from_smithy(EVERY_SHAPE, None)]);
        all.map(|contract| contract.expect("the embedded contracts load; a test loads each"))
            .collect()
    });
    &CONTRACTS
}

/// Returns the default edition.
pub(super) fn default() -> &'static Contract {
    &contracts()[0]
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn the_made_up_contract_has_every_shape() {
        let contract = &contracts()[MADE_UP];
        let used: BTreeSet<_> = contract.model().shapes().map(|s| s.kind.name()).collect();
        for name in ["union", "map", "list", "timestamp", "document", "blob", "intEnum"] {
            assert!(used.contains(name), "{name}");
        }
        assert_eq!(contracts()[0].edition_name(), Some("2022-08"));
    }
}
