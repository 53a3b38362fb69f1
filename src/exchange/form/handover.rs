//! Hands a JSON value through serde's deserializer as it is.
//!
//! serde has no call for "this value, whatever it is", and its own data model loses the spelling of numbers. So a field
//! asks for a unit structure of a certain name, and the value is handed over in a slot of the thread.

use std::cell::RefCell;

use crate::json::Json;

/// The name under which a value is asked for that may be anything.
pub(super) const ANY: &str = "$wireproof::Json";

/// The name under which a value is asked for that must be an outcome.
pub(super) const OUTCOME: &str = "$wireproof::Outcome";

thread_local! {
    /// The value that is handed over. It is taken in the same call.
    static HANDED: RefCell<Option<Json>> = const { RefCell::new(None) };
}

pub(super) fn give(json: Json) {
    HANDED.replace(Some(json));
}

pub(super) fn take() -> Option<Json> {
    HANDED.take()
}
