use super::super::Mutant;
use super::super::fault::PlantedFault;
use super::super::support::body::with_body;
use super::super::support::with_texts;

const POLICY: &str = "response.strings-exact";

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "drops-nul-characters",
        policy: POLICY,
        what: "The client drops U+0000 from strings.",
        fault: PlantedFault {
            outcome: Some(|_, outcome| with_texts(outcome, |_, text| text.replace('\0', ""))),
            ..PlantedFault::NONE
        },
        ..Mutant::BLUNT
    },
    Mutant {
        name: "trims-white-space-at-both-ends",
        policy: POLICY,
        what: "A string with white space at both ends loses it.",
        fault: PlantedFault {
            outcome: Some(|_, outcome| {
                with_texts(outcome, |_, text| {
                    let both = text.starts_with(char::is_whitespace)
                        && text.ends_with(char::is_whitespace);
                    if both { text.trim().to_owned() } else { text.to_owned() }
                })
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
    Mutant {
        name: "joins-no-surrogates-in-capitals",
        policy: POLICY,
        what: "The client joins the two escapes of a surrogate pair if the first begins with `d`, but not if \
               it begins with `D`.",
        fault: PlantedFault {
            answer: Some(|_, read| with_body(read, unjoined)),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
];

/// Returns the body with an escaped U+FFFD for each half of a surrogate pair that begins with `\uD`.
fn unjoined(body: &[u8]) -> Option<Vec<u8>> {
    let mut changed = body.to_vec();
    let mut at = 0;
    while let Some(next) = body[at..].iter().position(|&byte| byte == b'\\') {
        at += next;
        match &body[at..] {
            [_, b'u', b'D', b'8'..=b'9' | b'A'..=b'B' | b'a'..=b'b', _, _, rest @ ..] => {
                changed[at + 2..at + 6].copy_from_slice(b"fffd");
                at += 6;
                if rest.starts_with(b"\\u") && rest.len() >= 6 {
                    changed[at + 2..at + 6].copy_from_slice(b"fffd");
                    at += 6;
                }
            }
            rest => at += rest.len().min(2),
        }
    }
    (changed != body).then_some(changed)
}
