//! Writes the report of a gate: what two versions of a testee do differently.

mod json;
mod text;

pub use json::gate_to_json;
pub use text::write_gate;
