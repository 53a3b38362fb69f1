//! The library, by what its users see of it. What only one part needs to know is tested beside that part, in `src/`.
//!
//! One program holds all of it: it is linked once, and tests that wait overlap.

#[cfg(feature = "run")]
mod connections;
#[cfg(feature = "run")]
mod endpoint;
#[cfg(feature = "run")]
mod framing;
#[cfg(feature = "generate")]
mod generate;
#[cfg(feature = "reference")]
mod hangs;
#[cfg(feature = "reference")]
mod mutants;
#[cfg(feature = "run")]
mod protocol_schema;
#[cfg(feature = "serve")]
mod serve;
#[cfg(feature = "reference")]
mod signatures;
#[cfg(feature = "reference")]
mod testees;
mod vectors;
