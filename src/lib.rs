//! wireproof proves that a program speaks an AWS REST-JSON operation exactly as its contract says.
#![forbid(unsafe_code)]

pub mod codec;
pub mod contract;
pub mod exchange;
pub mod http;
pub mod json;
pub mod policy;
#[cfg(feature = "reference")]
pub mod reference;
#[cfg(feature = "run")]
pub mod report;
#[cfg(feature = "run")]
pub mod run;
pub mod shape;
#[cfg(feature = "suite")]
pub mod suite;
#[cfg(feature = "run")]
pub mod testee;
pub mod value;
