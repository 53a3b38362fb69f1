//! What the benches measure: the bodies, and the readers that are held against each other.

#![forbid(unsafe_code)]

pub mod bodies;
pub mod malformed;
pub mod peers;
