use super::super::Mutant;
use super::super::fault::PlantedFault;
use super::super::support::error::{ERROR_TYPE, renamed};

const POLICY: &str = "error.header-whitespace-ignored";

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "keeps-white-space",
        policy: POLICY,
        what: "White space around the value of the header stays in the name of the error.",
        fault: PlantedFault {
            outcome: Some(|seen, outcome| match header_as_sent(&seen.arrived) {
                Some(value) => renamed(outcome, Some(bare(&value).to_owned())),
                None => outcome,
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::BLUNT
    },
    Mutant {
        name: "keeps-tabs",
        policy: POLICY,
        what: "The client strips spaces from the value of the header, but not tabs.",
        fault: PlantedFault {
            outcome: Some(|seen, outcome| match header_as_sent(&seen.arrived) {
                Some(value) => renamed(outcome, Some(bare(value.trim_matches(' ')).to_owned())),
                None => outcome,
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
];

/// The value of the header behind its colon, and the one space that usually stands there. `None` if its first line has
/// no value: the field is folded.
fn header_as_sent(arrived: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(arrived);
    let fields = text.split("\r\n").skip(1).take_while(|line| !line.is_empty());
    let mut fields = fields.filter_map(|line| line.split_once(':'));
    let (_, value) = fields.find(|(name, _)| name.eq_ignore_ascii_case(ERROR_TYPE))?;
    let has_value = !value.trim().is_empty();
    has_value.then(|| value.strip_prefix(' ').unwrap_or(value).to_owned())
}

/// The name between a namespace and a URI.
fn bare(value: &str) -> &str {
    let name = value.split(':').next().unwrap_or(value);
    name.split_once('#').map_or(name, |(_, name)| name)
}
