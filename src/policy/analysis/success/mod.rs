//! An answer that a client must take for a success, taken apart.
//!
//! An answer may be odd in several ways at once. So that each policy judges its own oddity, every
//! departure of the testee's output from the one that it must show is put down to one cause, and a
//! refusal to the only oddity that the answer has.

mod causes;
mod departure;
mod judging;
mod parts;
mod path_index;
mod wire;

pub(in crate::policy) use judging::MOST_FINDINGS;
pub(in crate::policy) use parts::Success;
pub(in crate::policy) use wire::{NullMember, WireUnion, is_optional};
