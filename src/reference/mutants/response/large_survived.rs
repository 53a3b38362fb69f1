use super::super::Mutant;
use super::super::fault::PlantedFault;
use super::super::support::{refused_if, with_texts};

const POLICY: &str = "response.large-survived";

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "takes-64-kib-at-most",
        policy: POLICY,
        what: "The client refuses a body of more than 64 KiB.",
        fault: PlantedFault {
            outcome: Some(|seen, outcome| refused_if(outcome, seen.body().len() > 65_536)),
            ..PlantedFault::NONE
        },
        ..Mutant::BLUNT
    },
    Mutant {
        name: "counts-the-bytes-of-strings-in-16-bits",
        policy: POLICY,
        what: "A string is cut after 65,535 bytes.",
        fault: PlantedFault {
            outcome: Some(|_, outcome| {
                with_texts(outcome, |_, text| {
                    let end =
                        (0..=text.len().min(65_535)).rev().find(|end| text.is_char_boundary(*end));
                    text[..end.unwrap_or(0)].to_owned()
                })
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
];
