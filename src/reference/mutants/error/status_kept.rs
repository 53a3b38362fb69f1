use crate::exchange::Outcome;

use super::super::Mutant;
use super::super::fault::PlantedFault;
use super::super::support::error::declared_status;

const POLICY: &str = "error.status-kept";

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "shows-the-declared-status",
        policy: POLICY,
        what: "An error is shown with the status that the model declares for it.",
        fault: PlantedFault {
            outcome: Some(|_, mut outcome| {
                if let Outcome::ServiceError { code: Some(code), http_status, .. } = &mut outcome {
                    *http_status = declared_status(code).or(*http_status);
                }
                outcome
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::BLUNT
    },
    Mutant {
        name: "rounds-unknown-statuses",
        policy: POLICY,
        what: "A status that is not in the HTTP registry is shown as the first status of its class.",
        fault: PlantedFault {
            outcome: Some(|_, mut outcome| {
                if let Outcome::ServiceError { http_status: Some(status), .. } = &mut outcome
                    && !matches!(status, 300..=308 | 400..=418 | 421..=431 | 451 | 500..=511)
                {
                    *status -= *status % 100;
                }
                outcome
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
];
