use super::super::Mutant;
use super::super::fault::PlantedFault;
use super::super::support::refused_if;

const POLICY: &str = "response.whitespace-tolerated";

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "expects-the-bracket-first",
        policy: POLICY,
        what: "The client refuses a body that begins with white space.",
        fault: PlantedFault {
            outcome: Some(|seen, outcome| {
                refused_if(outcome, seen.body().starts_with([' ', '\t', '\r', '\n']))
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::BLUNT
    },
    Mutant {
        name: "looks-for-the-bracket-in-one-kibibyte",
        policy: POLICY,
        what: "The client refuses a body without a bracket in its first 1,024 bytes.",
        fault: PlantedFault {
            outcome: Some(|seen, outcome| {
                let space = |byte: &u8| byte.is_ascii_whitespace();
                let before = seen.body().bytes().take_while(space).count();
                refused_if(outcome, before > 1_024)
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
];
