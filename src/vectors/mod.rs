//! Protocol test vectors: what Smithy and botocore publish to try an implementation of restJson1, run through the protocol
//! layer.
//!
//! Two forms of file are read: Smithy JSON AST with the traits of `smithy.test`, and botocore's protocol tests. A request
//! vector says which request an input becomes, a response vector which output or error a response says. Each is tried from
//! both sides, unless the file says that it is for one: a client writes requests and reads responses, a server reads requests
//! and writes responses.
//!
//! Source: Smithy 2.0, "HTTP Protocol Compliance Tests".

mod botocore;
mod compare;
mod fields;
mod listed;
mod parameters;
mod params;
mod read;
mod refusals;
mod run;
mod smithy;
mod vector;
mod verdict;

pub use listed::{LISTED, Listed};
pub use vector::{Vector, VectorParty};
pub use verdict::VectorVerdict;
