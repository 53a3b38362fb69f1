//! The codec of restJson1, held to tables that were written from the specification and not by the
//! codec.

mod anatomy;
mod large;
mod model;
mod nothing_bound;
mod refusals;
mod refused;
mod values;
