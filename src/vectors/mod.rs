//! Protocol test vectors: what Smithy and botocore publish to try an implementation of restJson1, run through the protocol
//! layer.
//!
//! Three forms of file are read: Smithy JSON AST with the traits of `smithy.test`, botocore's protocol tests, and the plain form
//! that [`plain()`] makes of both (docs/vectors.md). A request vector says which request an input becomes, a response vector which
//! output or error a response says, a refusal how a server answers a malformed request. Each is tried from both sides, unless the
//! file says that it is for one: a client writes requests and reads responses, a server reads requests and writes responses.
//!
//! Source: Smithy 2.0, "HTTP Protocol Compliance Tests".

mod botocore;
mod compare;
mod contracts;
mod listed;
mod parameters;
mod params;
mod plain;
mod read;
mod refusals;
mod run;
mod smithy;
mod vector;
mod verdict;

pub use listed::{LISTED, Listed};
pub use plain::plain;
pub use vector::{Vector, VectorParty};
pub use verdict::VectorVerdict;
