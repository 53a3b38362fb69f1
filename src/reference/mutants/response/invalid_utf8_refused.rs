use super::super::Mutant;
use super::super::fault::PlantedFault;
use super::super::support::body::with_body;

const POLICY: &str = "response.invalid-utf8-refused";

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "replaces-what-is-no-utf-8",
        policy: POLICY,
        what: "The client reads bytes that are not UTF-8 as U+FFFD.",
        fault: PlantedFault {
            answer: Some(|_, read| {
                with_body(read, |body| {
                    Some(String::from_utf8_lossy(body).into_owned().into_bytes())
                })
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::BLUNT
    },
    Mutant {
        name: "reads-cesu-8",
        policy: POLICY,
        what: "The client reads a surrogate pair of three bytes each as the character that the pair encodes.",
        fault: PlantedFault {
            answer: Some(|_, read| with_body(read, joined)),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
];

/// Returns the body with each surrogate pair of three bytes each replaced by one character of four bytes.
fn joined(body: &[u8]) -> Option<Vec<u8>> {
    let mut kept = Vec::with_capacity(body.len());
    let mut rest = body;
    while let Some((&first, behind)) = rest.split_first() {
        match *rest {
            [0xED, a @ 0xA0..=0xAF, b, 0xED, c @ 0xB0..=0xBF, d, ..] => {
                let low = |byte: u8, bits: u32| u32::from(byte) & ((1 << bits) - 1);
                let high_half = low(a, 4) << 6 | low(b, 6);
                let code = 0x1_0000 + (high_half << 10 | low(c, 4) << 6 | low(d, 6));
                kept.extend(char::from_u32(code)?.to_string().into_bytes());
                rest = &rest[6..];
            }
            _ => {
                kept.push(first);
                rest = behind;
            }
        }
    }
    Some(kept)
}
