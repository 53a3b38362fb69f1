use super::super::Mutant;
use super::super::fault::PlantedFault;
use super::super::support::body::outside_strings;
use super::super::support::refused_if;

const POLICY: &str = "response.deep-nesting-survived";

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "gives-up-past-a-depth-of-64",
        policy: POLICY,
        what: "The client refuses a body that nests deeper than 64 levels.",
        seen_in: Some(
            "aws/aws-sdk-net#4455: responses that nest deeper than the 64 levels of System.Text.Json were \
             refused",
        ),
        fault: PlantedFault {
            outcome: Some(|seen, outcome| refused_if(outcome, depth(seen.body().as_bytes()) > 64)),
            ..PlantedFault::NONE
        },
        ..Mutant::BLUNT
    },
    Mutant {
        name: "refuses-the-hundredth-level",
        policy: POLICY,
        what: "The client reads a body that nests 99 levels deep, and refuses one of 100 levels.",
        fault: PlantedFault {
            outcome: Some(|seen, outcome| {
                refused_if(outcome, depth(seen.body().as_bytes()) >= 100)
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
];

fn depth(body: &[u8]) -> usize {
    let (mut open, mut deepest) = (0_usize, 0);
    for (_, byte) in outside_strings(body) {
        match byte {
            b'{' | b'[' => open += 1,
            b'}' | b']' => open = open.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(open);
    }
    deepest
}
