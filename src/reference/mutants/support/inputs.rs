//! Inputs that a mutant lets pass, though one thing is wrong with them.

use crate::json::Json;
use crate::reference::input::DisassociateUserRequest;

use super::super::fault::Seen;

/// The input with its fault mended, where it has that fault and no other: where the client refuses it as it
/// is, and takes it once `mend` has been at it. A client that is blind to one fault still sees the others.
pub(in super::super) fn mended(
    seen: &Seen<'_>,
    mend: impl FnOnce(&mut Vec<(String, Json)>),
) -> Option<Json> {
    let Json::Object(mut members) = seen.input.clone() else { return None };
    mend(&mut members);
    let input = Json::Object(members);
    (is_valid(&input) && !is_valid(seen.input)).then_some(input)
}

/// The body of a client that sends an input as it is.
pub(in super::super) fn body(input: &Json) -> Vec<u8> {
    input.to_string().into_bytes()
}

/// Whether the reference client takes the input.
pub(in super::super) fn is_valid(input: &Json) -> bool {
    DisassociateUserRequest::validate(&input.to_string()).is_ok()
}

/// The member of this name, where it is there.
pub(in super::super) fn member<'m>(
    members: &'m mut [(String, Json)],
    name: &str,
) -> Option<&'m mut Json> {
    members.iter_mut().find(|(own, _)| own == name).map(|(_, value)| value)
}

/// The members of the union, where it is an object.
pub(in super::super) fn union(members: &mut [(String, Json)]) -> Option<&mut Vec<(String, Json)>> {
    match member(members, "IdentityProvider")? {
        Json::Object(union) => Some(union),
        _ => None,
    }
}

/// A union that is set as it should be.
pub(in super::super) fn directory() -> Vec<(String, Json)> {
    vec![("ActiveDirectoryIdentityProvider".to_owned(), Json::Object(Vec::new()))]
}
