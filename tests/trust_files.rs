//! What becomes of files, signals and standard streams, whatever happens to a run.
#![cfg(all(feature = "cli", unix))]

#[path = "trust/files/inputs.rs"]
mod inputs;
#[path = "trust/files/place.rs"]
mod place;
#[path = "trust/files/replays.rs"]
mod replays;
#[path = "trust/files/reports.rs"]
mod reports;
#[path = "trust/files/signals.rs"]
mod signals;
#[path = "trust/files/streams.rs"]
mod streams;
