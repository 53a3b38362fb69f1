//! A second reading of bodies: slow, obvious, over a JSON reader that is not ours. It shares with the codec the
//! model, the names of what is noticed, and no step of the reading.

mod moment;
mod number;
mod outside;
mod reading;
mod scalar;
mod tree;

pub(crate) use outside::Head;
pub(crate) use reading::{Noted, Reading, read};
