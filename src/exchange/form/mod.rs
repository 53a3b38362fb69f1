//! Our own JSON forms: outcomes, exchanges, and what the forms of higher layers are made of.
//!
//! A form is a type with serde's derives, for its writer and its reader alike. `to_json` and `from_json` go
//! between such a type and [`Json`](crate::json::Json). The reader is not serde_json's: that one rounds numbers
//! that a double cannot hold, refuses a member that is there twice, and names lines and not paths.

#[cfg(feature = "run")]
pub(super) mod exchange;
#[cfg(feature = "suite")]
pub(crate) mod fields;
#[cfg(feature = "suite")]
mod handover;
mod outcome;
#[cfg(feature = "suite")]
pub(super) mod read;
#[cfg(all(test, feature = "run"))]
mod tests;
#[cfg(feature = "run")]
pub(super) mod whole;
#[cfg(feature = "suite")]
pub(super) mod write;
