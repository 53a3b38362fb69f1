//! The parts of a response that a client must read as a success.
//!
//! A response may be unusual in several ways at once. Each policy judges only one of them. So every departure
//! of the client's output from the one that it must show gets one cause, and a refusal counts against a
//! policy only if the response is unusual in no other way.

mod causes;
mod departure;
mod judging;
mod parts;
mod path_index;
mod wire;

pub(in crate::policy) use judging::MOST_FINDINGS;
pub(in crate::policy) use parts::Success;
pub(in crate::policy) use wire::{NullMember, WireUnion, is_optional};
