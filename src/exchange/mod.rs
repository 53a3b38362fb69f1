//! Exchanges: what was asked, what was sent, what was answered, and what the testee made of it.
//!
//! An [`Exchange`] is all that a policy may look at, whoever made it: a fixed case, a generator, a
//! recording. [`Evidence`] is an exchange beside what the oracle, the codec, reads out of it.

mod evidence;
mod form;
mod oracle;
mod outcome;
mod session;

pub use evidence::Evidence;
pub use form::FormError;
pub use oracle::oracle_outcome;
pub use outcome::{Outcome, Stage};
pub use session::{Exchange, Features, Session, TesteeInfo};
