use super::super::Mutant;
use super::super::fault::PlantedFault;
use super::super::support::body::{outside_strings, with_body};

const POLICY: &str = "response.malformed-refused";

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "takes-trailing-commas",
        policy: POLICY,
        what: "The client ignores a comma before a closing bracket.",
        seen_in: Some(
            "smithy-lang/smithy-rs#4846: the schema-based deserializer skipped commas like white space",
        ),
        fault: PlantedFault {
            answer: Some(|_, read| with_body(read, without_trailing_commas)),
            ..PlantedFault::NONE
        },
        ..Mutant::BLUNT
    },
    Mutant {
        name: "takes-a-page-for-no-members",
        policy: POLICY,
        what: "The client reads a body that does not begin like JSON as an object without members.",
        seen_in: Some(
            "boto/botocore 1.44.5 (testees/boto3/README.md): a success whose body is not JSON is shown \
             without members",
        ),
        fault: PlantedFault {
            answer: Some(|_, read| {
                with_body(read, |body| {
                    let first = body.trim_ascii_start().first()?;
                    let json = b"{[\"-0123456789tfn\xEF".contains(first);
                    (!json).then(|| b"{}".to_vec())
                })
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
    Mutant {
        name: "takes-nan-for-a-number",
        policy: POLICY,
        what: "The client reads NaN and the infinities as numbers.",
        fault: PlantedFault {
            answer: Some(|_, read| with_body(read, with_numbers)),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
];

fn without_trailing_commas(body: &[u8]) -> Option<Vec<u8>> {
    let mut kept = body.to_vec();
    let mut comma = None;
    for (at, byte) in outside_strings(body) {
        match (byte, comma) {
            (b',', _) => comma = Some(at),
            (b']' | b'}', Some(at)) if is_blank(&body[at + 1..]) => kept[at] = b' ',
            _ => {}
        }
    }
    (kept != body).then_some(kept)
}

/// Reports whether only white space precedes the next closing bracket.
fn is_blank(text: &[u8]) -> bool {
    matches!(text.trim_ascii_start().first(), Some(b']' | b'}'))
}

fn with_numbers(body: &[u8]) -> Option<Vec<u8>> {
    const WORDS: &[&[u8]] = &[b"NaN", b"-Infinity", b"Infinity"];
    let mut changed = body.to_vec();
    for (at, _) in outside_strings(body) {
        let word = WORDS.iter().find(|word| changed[at..].starts_with(word));
        if let Some(word) = word {
            changed[at] = b'0';
            changed[at + 1..at + word.len()].fill(b' ');
        }
    }
    (changed != body).then_some(changed)
}
