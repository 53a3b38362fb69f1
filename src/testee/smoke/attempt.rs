//! A call that checks a driver, ready to be made.

use crate::http::Answer;
use crate::json::Json;

use super::fault::DriverFault;
use super::probe::{Probe, ProbeTarget, Remedy};
use super::record::ProbeRecord;

/// The check of a call's result.
type Judge = Box<dyn Fn(&ProbeRecord<'_>) -> Result<(), DriverFault>>;

/// A call, and the check of its result.
pub(super) struct Attempt {
    pub(super) name: &'static str,
    /// What a driver does that passes.
    pub(super) holds: &'static str,
    pub(super) target: ProbeTarget,
    pub(super) input: Json,
    pub(super) answer: Answer,
    /// What to change in a driver whose call is lost here.
    pub(super) lost: Option<Remedy>,
    pub(super) judge: Judge,
}

impl Attempt {
    /// Returns the call of a probe, with the messages of the embedded operation.
    pub(super) fn of(probe: &Probe) -> Self {
        Self {
            name: probe.name,
            holds: probe.holds,
            target: probe.target,
            input: (probe.input)(),
            answer: (probe.answer)(),
            lost: probe.lost,
            judge: Box::new(probe.judge),
        }
    }
}
