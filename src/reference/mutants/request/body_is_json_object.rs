use super::super::Mutant;
use super::super::fault::PlantedFault;

const POLICY: &str = "request.body-is-json-object";

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "writes-a-byte-order-mark",
        policy: POLICY,
        what: "A byte order mark stands before the body.",
        fault: PlantedFault {
            request: Some(|_, draft| {
                draft.body.splice(..0, "\u{feff}".bytes());
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::BLUNT
    },
    Mutant {
        name: "writes-latin-1-where-it-can",
        policy: POLICY,
        what: "A body is sent as Latin-1 if Latin-1 has all its characters, and otherwise as UTF-8.",
        seen_in: Some(
            "psf/requests#3476: Python's HTTP client always encodes a text body as Latin-1",
        ),
        fault: PlantedFault {
            request: Some(|_, draft| {
                let text = String::from_utf8_lossy(&draft.body);
                let latin = text.chars().map(|c| u8::try_from(u32::from(c))).collect();
                if let Ok(latin) = latin {
                    draft.body = latin;
                }
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
];
