//! The operations of a server, and which of them a request is for.

use std::sync::OnceLock;

use crate::contract::Contract;
use crate::generate::ValueMaker;
use crate::http::Request;
use crate::suite::Suite;

/// An operation that is served.
#[derive(Debug)]
pub(super) struct Operation {
    pub(super) contract: Contract,
    // What only some requests need, and what takes long to make for each of a thousand operations.
    maker: OnceLock<ValueMaker>,
    cases: OnceLock<Suite>,
}

impl Operation {
    /// Returns what makes values of the operation's shapes.
    pub(super) fn maker(&self) -> &ValueMaker {
        self.maker.get_or_init(|| ValueMaker::new(&self.contract))
    }

    /// Returns the fixed cases of the contract.
    pub(super) fn cases(&self) -> &Suite {
        self.cases.get_or_init(|| Suite::of_contract(&self.contract))
    }
}

/// The operations of a server, the most specific pattern first.
#[derive(Debug)]
pub(super) struct Operations(Vec<Operation>);

impl Operations {
    pub(super) fn new(contracts: Vec<Contract>) -> Self {
        let operation =
            |contract| Operation { contract, maker: OnceLock::new(), cases: OnceLock::new() };
        let mut all: Vec<_> = contracts.into_iter().map(operation).collect();
        all.sort_by_cached_key(|operation| breadth(&operation.contract.operation().http().uri));
        Self(all)
    }

    /// Returns the operation that the request is for.
    pub(super) fn find(&self, request: &Request) -> Option<&Operation> {
        self.0
            .iter()
            .find(|Operation { contract, .. }| contract.protocol().is_for(contract, request))
    }

    /// Returns the only operation, if there is one.
    pub(super) fn only(&self) -> Option<&Operation> {
        self.0.first().filter(|_| self.0.len() == 1)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Operation> {
        self.0.iter()
    }
}

/// A key by which patterns are in order: segment by segment, a literal before a label before a greedy label, and of two equal
/// paths the one with more constant parameters before.
///
/// Source: Smithy 2.0, "HTTP binding traits", "Specificity routing".
fn breadth(uri: &str) -> (Vec<u8>, std::cmp::Reverse<usize>) {
    let (path, query) = uri.split_once('?').unwrap_or((uri, ""));
    let segments = path.split('/').map(|segment| match segment.strip_prefix('{') {
        None => 0,
        Some(label) if !label.ends_with("+}") => 1,
        Some(_) => 2,
    });
    let parameters = query.split('&').filter(|parameter| !parameter.is_empty()).count();
    (segments.collect(), std::cmp::Reverse(parameters))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_specific_pattern_stands_before_a_broad_one() {
        let mut patterns = ["/{all+}", "/a/{x}", "/a/b", "/{x}/b", "/a/b?c", "/a/{x+}"];
        patterns.sort_by_key(|pattern| breadth(pattern));
        assert_eq!(patterns, ["/a/b?c", "/a/b", "/a/{x}", "/a/{x+}", "/{x}/b", "/{all+}"]);
    }
}
