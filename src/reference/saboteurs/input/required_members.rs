use super::super::Saboteur;
use super::super::fault::Fault;

const POLICY: &str = "input.required-members";

pub(in super::super) const SABOTEURS: &[Saboteur] = &[Saboteur {
    name: "username-optional",
    policy: POLICY,
    what: "A missing Username is not noticed, and the request goes out without it.",
    fault: Fault {
        forgive: Some(|seen| {
            let missing = seen.input.get("Username").is_none();
            missing.then(|| seen.input.to_string().into_bytes())
        }),
        ..Fault::NONE
    },
    ..Saboteur::BLUNT
}];
