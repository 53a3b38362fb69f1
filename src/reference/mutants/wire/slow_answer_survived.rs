use std::time::Duration;

use super::super::Mutant;
use super::super::fault::PlantedFault;
use crate::reference::http::HttpError;

const POLICY: &str = "wire.slow-answer-survived";

/// Longer than any delay that only a busy machine causes.
const PATIENCE: Duration = Duration::from_secs(1);

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "waits-a-second",
        policy: POLICY,
        what: "The client gives up after a second without a response, whatever the deadline is.",
        fault: PlantedFault {
            deadline: Some(|deadline| deadline.min(PATIENCE)),
            ..PlantedFault::NONE
        },
        ..Mutant::BLUNT
    },
    Mutant {
        name: "waits-a-second-on-a-kept-connection",
        policy: POLICY,
        what: "A kept connection that is silent for a second counts as dead.",
        fault: PlantedFault {
            answer: Some(|seen, read| match read {
                Ok(_) if seen.on_connection > 1 && seen.took > PATIENCE => Err(HttpError::TimedOut),
                read => read,
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
];
