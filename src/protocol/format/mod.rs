//! The formats of bodies. Each knows shapes and values, and no HTTP.

pub mod json;
