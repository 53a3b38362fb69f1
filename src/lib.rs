//! wireproof proves that a program speaks an AWS REST-JSON operation exactly as its contract says.
#![forbid(unsafe_code)]

pub mod codec;
pub mod contract;
pub mod exchange;
pub mod http;
pub mod json;
#[cfg(feature = "reference")]
pub mod reference;
pub mod shape;
#[cfg(feature = "run")]
pub mod testee;
pub mod value;
