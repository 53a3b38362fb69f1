use super::super::Mutant;
use super::super::fault::{PlantedFault, Seen};
use super::super::support::inputs::{body, directory, mended, union};

const POLICY: &str = "input.union-not-empty";

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "leaves-an-empty-union-out",
        policy: POLICY,
        what: "A union without a member counts as set, but is not written.",
        fault: PlantedFault { forgive: Some(without_union), ..PlantedFault::NONE },
        ..Mutant::BLUNT
    },
    Mutant {
        name: "checks-no-union-among-empty-texts",
        policy: POLICY,
        what: "A union without a member passes if every string of the input is empty too.",
        fault: PlantedFault {
            forgive: Some(|seen| {
                let mut texts = seen.input.members().iter().filter_map(|(_, value)| value.as_str());
                without_union(seen).filter(|_| texts.all(str::is_empty))
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
];

/// Returns the body without the union if the only fault of the input is an empty union.
fn without_union(seen: &Seen<'_>) -> Option<Vec<u8>> {
    let mut set = mended(seen, |members| {
        if let Some(union) = union(members)
            && union.is_empty()
        {
            *union = directory();
        }
    });
    if let Some(crate::json::Json::Object(members)) = &mut set {
        members.retain(|(name, _)| name != "IdentityProvider");
    }
    set.as_ref().map(body)
}
