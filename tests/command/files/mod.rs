//! What becomes of files, signals and standard streams, whatever happens to a run.

mod inputs;
pub(crate) mod place;
mod replays;
mod reports;
mod signals;
mod streams;
