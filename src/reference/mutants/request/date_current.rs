use std::time::{Duration, SystemTime};

use super::super::Mutant;
use super::super::fault::PlantedFault;

const POLICY: &str = "request.date-current";

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "signs-in-local-time",
        policy: POLICY,
        what: "The client marks local time, one hour ahead, as UTC.",
        fault: PlantedFault {
            clock: Some(|_, now| now + Duration::from_secs(60 * 60)),
            ..PlantedFault::NONE
        },
        ..Mutant::BLUNT
    },
    Mutant {
        name: "signs-at-a-fixed-date",
        policy: POLICY,
        what: "The client signs every request at the date of an example in the documentation.",
        fault: PlantedFault {
            clock: Some(|_, _| SystemTime::UNIX_EPOCH + Duration::from_secs(1_440_938_160)),
            ..PlantedFault::NONE
        },
        ..Mutant::BLUNT
    },
    Mutant {
        name: "signs-an-hour-behind-on-a-kept-connection",
        policy: POLICY,
        what: "From the second request of a connection on, the date is one hour behind.",
        fault: PlantedFault {
            clock: Some(|seen, now| match seen.on_connection {
                0 | 1 => now,
                _ => now - Duration::from_secs(60 * 60),
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
];
