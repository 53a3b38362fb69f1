use super::super::Mutant;
use super::super::fault::PlantedFault;
use super::super::support::parts::{bare, edit_path};

const POLICY: &str = "request.labels-encoded";

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "leaves-slashes-in-labels",
        policy: POLICY,
        operation: "StoreParcel",
        what: "A slash in a label is not encoded, so the label has two segments.",
        fault: PlantedFault {
            request: Some(|_, draft| {
                // The label is the segment after the name of the operation.
                edit_path(draft, |path| match path.splitn(4, '/').collect::<Vec<_>>()[..] {
                    ["", first, label, rest] => {
                        format!("/{first}/{}/{rest}", bare(label, "%2F", "/"))
                    }
                    _ => path.to_owned(),
                });
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::BLUNT
    },
    Mutant {
        name: "encodes-labels-like-a-form",
        policy: POLICY,
        operation: "SendParcel",
        what: "A space in a label becomes a plus sign.",
        fault: PlantedFault {
            request: Some(|_, draft| edit_path(draft, |path| bare(path, "%20", "+"))),
            ..PlantedFault::NONE
        },
        ..Mutant::BLUNT
    },
    Mutant {
        name: "leaves-colons-in-labels",
        policy: POLICY,
        operation: "SendParcel",
        what: "A colon in a label is not encoded.",
        fault: PlantedFault {
            request: Some(|_, draft| edit_path(draft, |path| bare(path, "%3A", ":"))),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
    Mutant {
        name: "encodes-labels-twice",
        policy: POLICY,
        operation: "StoreParcel",
        what: "A percent sign of a label is encoded twice.",
        also: &["request.greedy-label-whole"],
        fault: PlantedFault {
            request: Some(|_, draft| edit_path(draft, |path| bare(path, "%25", "%2525"))),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
    Mutant {
        name: "drops-what-is-not-ascii",
        policy: POLICY,
        operation: "SendParcel",
        what: "A label loses its characters beyond ASCII.",
        fault: PlantedFault {
            request: Some(|_, draft| {
                edit_path(draft, |path| {
                    path.split_inclusive('%').enumerate().fold(
                        String::new(),
                        |mut kept, (_, part)| {
                            let high = part.starts_with(['C', 'D', 'E', 'F', '8', '9', 'A', 'B']);
                            if high && kept.ends_with('%') {
                                kept.pop();
                                kept.push_str(part.get(2..).unwrap_or_default());
                            } else {
                                kept.push_str(part);
                            }
                            kept
                        },
                    )
                });
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
];
