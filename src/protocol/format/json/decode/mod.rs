//! Decoding: one pass over a JSON body, by the shape that it should have.
//!
//! The decoder keeps the open containers on a list of its own, so depth costs no stack. It does not stop at the
//! first fault of the *value*: it notes every one and reads on, because a policy is about one of them and must know
//! of the others. It stops at the first byte that is not *JSON*.
//!
//! [`Decoder`] drives the pass. The pass has one file for each kind of container, and one for single values.

mod collection;
mod decoded;
mod decoder;
mod duplicates;
mod open;
mod pass;
mod role;
mod structure;
#[cfg(test)]
mod tests;
mod union;
mod value;

pub use decoded::Decoded;
pub use decoder::{Decoder, decode};
pub use role::Role;
