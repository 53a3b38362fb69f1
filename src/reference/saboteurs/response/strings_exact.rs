use super::super::Saboteur;
use super::super::craft::with_texts;
use super::super::fault::Fault;

const POLICY: &str = "response.strings-exact";

pub(in super::super) const SABOTEURS: &[Saboteur] = &[Saboteur {
    name: "drops-nul-characters",
    policy: POLICY,
    what: "U+0000 is dropped from strings.",
    fault: Fault {
        outcome: Some(|_, outcome| with_texts(outcome, |_, text| text.replace('\0', ""))),
        ..Fault::NONE
    },
    ..Saboteur::BLUNT
}];
