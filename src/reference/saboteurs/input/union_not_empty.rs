use super::super::Saboteur;
use super::super::craft::inputs::{body, directory, mended, union};
use super::super::fault::{Fault, Seen};

const POLICY: &str = "input.union-not-empty";

pub(in super::super) const SABOTEURS: &[Saboteur] = &[
    Saboteur {
        name: "leaves-an-empty-union-out",
        policy: POLICY,
        what: "A union without a member counts as set, and is then not written.",
        fault: Fault { forgive: Some(without_union), ..Fault::NONE },
        ..Saboteur::BLUNT
    },
    Saboteur {
        name: "checks-no-union-among-empty-texts",
        policy: POLICY,
        what: "A union without a member passes where every text of the input is empty too.",
        fault: Fault {
            forgive: Some(|seen| {
                let mut texts = seen.input.members().iter().filter_map(|(_, value)| value.as_str());
                without_union(seen).filter(|_| texts.all(str::is_empty))
            }),
            ..Fault::NONE
        },
        ..Saboteur::SUBTLE
    },
];

/// The body for an input whose union is empty, without the union.
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
