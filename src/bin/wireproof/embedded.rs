//! The embedded contracts, by the names that the command line gives them.

use std::path::Path;

use wireproof::contract::{CONTRACTS, EmbeddedContract};

/// Returns the embedded contract of this name. A file of the same name is `./NAME`.
pub(crate) fn named(name: &Path) -> Option<&'static EmbeddedContract> {
    EmbeddedContract::of_name(name.to_str()?)
}

/// Returns the names of the embedded contracts, for a message.
pub(crate) fn names() -> String {
    CONTRACTS.iter().map(|contract| contract.name).collect::<Vec<_>>().join(", ")
}
