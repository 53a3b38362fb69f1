//! The contract, the testee and the calls in the JSON report.

use serde::{Deserialize, Serialize};

use crate::exchange::TesteeInfo;
use crate::run::{CallCounts, ContractInfo, Part};

/// The version of the format.
pub(super) const VERSION: u64 = 1;

/// The contract that a testee was judged by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedContract {
    /// The service.
    pub service: String,
    /// The operation.
    pub operation: String,
    /// The name of the embedded contract, if it is one. A report of an early version does not say.
    #[serde(default)]
    pub name: Option<String>,
    /// The edition, if the contract is an embedded one.
    pub edition: Option<String>,
    /// Whether nobody named the edition. A report of an early version does not say.
    #[serde(default)]
    pub edition_assumed: bool,
}

/// What a testee reports about itself.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SavedTestee {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: Option<String>,
    /// The language that it is written in.
    pub language: Option<String>,
}

/// The calls, counted by their outcome.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SavedCalls {
    /// How many calls were judged.
    pub judged: usize,
    #[serde(skip_deserializing)]
    skipped: usize,
    #[serde(skip_deserializing)]
    crash: usize,
    #[serde(skip_deserializing)]
    timeout: usize,
    #[serde(skip_deserializing)]
    protocol_error: usize,
    #[serde(skip_deserializing)]
    unsent: usize,
}

/// The part of a run that a report is of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedShard {
    /// The numbers of its shards, from 1. There is one, unless several shards were merged and others were missing.
    pub numbers: Vec<u32>,
    /// How many shards the run has.
    pub of: u32,
    /// How many stimuli the part has.
    pub stimuli: usize,
    /// How many stimuli the whole run has.
    pub of_stimuli: usize,
}

impl SavedShard {
    pub(super) fn of(part: &Part) -> Self {
        let Part { numbers, of, stimuli, of_stimuli } = part.clone();
        Self { numbers, of, stimuli, of_stimuli }
    }

    /// Returns the part of the run.
    pub(super) fn into_part(self) -> Part {
        let Self { numbers, of, stimuli, of_stimuli } = self;
        Part { numbers, of, stimuli, of_stimuli }
    }
}

impl SavedContract {
    pub(super) fn of(contract: &ContractInfo) -> Self {
        let ContractInfo { service, operation, embedded, edition, edition_assumed } =
            contract.clone();
        let name = embedded.map(|embedded| embedded.name.to_owned());
        let edition = edition.map(str::to_owned);
        Self { service, operation, name, edition, edition_assumed }
    }
}

impl SavedTestee {
    pub(super) fn of(testee: &TesteeInfo) -> Self {
        let TesteeInfo { name, version, language, .. } = testee.clone();
        Self { name, version, language }
    }
}

impl SavedCalls {
    pub(super) fn of(calls: &CallCounts) -> Self {
        let CallCounts { judged, skipped, crash, timeout, protocol_error, unsent } = *calls;
        Self { judged, skipped, crash, timeout, protocol_error, unsent }
    }
}
