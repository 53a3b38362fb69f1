//! The contracts that the targets use.

use std::cell::RefCell;
use std::sync::LazyLock;

use crate::contract::{Contract, EDITIONS};
use crate::json::SyntaxError;
use crate::model::ShapeRef;
use crate::protocol::{Decoded, Decoder, Role};

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

/// A decoder for each contract and role. Making one costs more than reading a small body.
pub(super) type Decoders = Vec<[Decoder<'static>; 2]>;

/// Makes them.
pub(super) fn decoders() -> Decoders {
    let of = |contract: &'static Contract| {
        [Role::Client, Role::Server].map(|role| Decoder::new(contract.model(), role))
    };
    contracts().iter().map(of).collect()
}

/// Decodes a body by a decoder that is kept from one execution to the next, and hands the result to `then`.
pub(super) fn decoded<T>(
    contract: usize,
    role: Role,
    shape: ShapeRef,
    body: &[u8],
    then: impl FnOnce(Result<&Decoded<'_, '_>, SyntaxError>) -> T,
) -> T {
    thread_local! {
        static DECODERS: RefCell<Decoders> = RefCell::new(decoders());
    }
    DECODERS.with_borrow_mut(|decoders| {
        let decoder = &mut decoders[contract][role as usize];
        match decoder.decode(shape, body) {
            Ok(decoded) => {
                let result = then(Ok(&decoded));
                decoded.recycle(decoder);
                result
            }
            Err(fault) => then(Err(fault)),
        }
    })
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
