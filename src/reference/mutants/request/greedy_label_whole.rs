use super::super::Mutant;
use super::super::fault::PlantedFault;
use super::super::support::parts::{bare, edit_path};

const POLICY: &str = "request.greedy-label-whole";

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "encodes-slashes-in-greedy-labels",
        policy: POLICY,
        operation: "DrawParcel",
        what: "The slashes of a greedy label are encoded.",
        fault: PlantedFault {
            request: Some(|_, draft| {
                edit_path(draft, |path| match path.strip_prefix("/pictures/") {
                    Some(label) => format!("/pictures/{}", label.replace('/', "%2F")),
                    None => path.to_owned(),
                });
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::BLUNT
    },
    Mutant {
        name: "leaves-spaces-in-greedy-labels",
        policy: POLICY,
        operation: "LabelParcel",
        what: "A plus sign stands for a space in a greedy label.",
        fault: PlantedFault {
            request: Some(|_, draft| edit_path(draft, |path| bare(path, "%20", "+"))),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
    Mutant {
        name: "cuts-greedy-labels",
        policy: POLICY,
        operation: "DrawParcel",
        what: "Of a greedy label with more than two segments, only the last two are sent.",
        fault: PlantedFault {
            request: Some(|_, draft| {
                edit_path(draft, |path| {
                    let parts: Vec<&str> = path.split('/').collect();
                    match parts[..] {
                        ["", first, _, .., a, b] if parts.len() > 4 => format!("/{first}/{a}/{b}"),
                        _ => path.to_owned(),
                    }
                });
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
];
