//! Exchanges: what was asked, what was sent, what was answered, and what the testee made of it.
//!
//! An [`Exchange`] is all that a policy may look at, whoever made it: a fixed case, a generator, a
//! recording. It has the messages, and a [`ClientView`] if a client is judged. [`Evidence`] is an exchange
//! beside what the oracle, the codec, reads out of it.

mod evidence;
mod form;
mod form_error;
mod normalized;
mod oracle;
mod outcome;
mod outcome_difference;
mod redact;
mod session;

pub use evidence::Evidence;
pub(crate) use evidence::{ClientEvidence, MessageEvidence};
#[cfg(feature = "run")]
pub(crate) use form::exchange::LONG;
#[cfg(feature = "run")]
pub use form::exchange::{SavedExchange, SavedProblem, SavedRequest, SavedResponse};
#[cfg(feature = "suite")]
pub(crate) use form::fields;
#[cfg(feature = "suite")]
pub(crate) use form::read::from_json;
#[cfg(feature = "run")]
pub(crate) use form::whole::{WholeExchange, moment};
#[cfg(feature = "suite")]
pub(crate) use form::write::to_json;
pub use form_error::FormError;
pub use normalized::NormalizedOutcome;
pub(crate) use oracle::error_members;
pub use oracle::oracle_outcome;
#[cfg(feature = "fuzzing")]
pub(crate) use oracle::outcome_of;
pub use outcome::{Outcome, Stage, UnknownStage};
pub use outcome_difference::OutcomeDifference;
pub use redact::{Redaction, redacted};
pub use session::{ClientView, Exchange, Features, Session, TesteeInfo};
