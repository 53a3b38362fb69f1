//! Hands a JSON value through serde as it is.
//!
//! serde has no call for "this value, whatever it is", and its own data model would lose the spelling of numbers. So a
//! field asks for a unit structure of a certain name, and the value itself takes the way beside.

use std::cell::RefCell;

use crate::json::Json;

/// The name under which a value is asked for that may be anything.
pub(super) const ANY: &str = "$wireproof::Json";

/// The name under which a value is asked for that must be an outcome.
pub(super) const OUTCOME: &str = "$wireproof::Outcome";

thread_local! {
    /// The value on its way. It is taken in the same call that hands it over.
    static ON_ITS_WAY: RefCell<Option<Json>> = const { RefCell::new(None) };
}

pub(super) fn give(json: Json) {
    ON_ITS_WAY.replace(Some(json));
}

pub(super) fn take() -> Option<Json> {
    ON_ITS_WAY.take()
}
