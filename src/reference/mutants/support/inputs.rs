//! Inputs with one fault that a mutant does not see.

use crate::json::Json;
use crate::reference::input::DisassociateUserRequest;

use super::super::fault::Seen;

/// Returns the input as `mend` changes it, if its only fault is the one that `mend` removes. The reference client must
/// refuse the input and accept the changed one. So a mutant that misses one fault still sees the others.
pub(in super::super) fn mended(
    seen: &Seen<'_>,
    mend: impl FnOnce(&mut Vec<(String, Json)>),
) -> Option<Json> {
    let Json::Object(mut members) = seen.input.clone() else { return None };
    mend(&mut members);
    let input = Json::Object(members);
    (is_valid(&input) && !is_valid(seen.input)).then_some(input)
}

/// Returns the body of a client that sends an input as it is.
pub(in super::super) fn body(input: &Json) -> Vec<u8> {
    input.to_string().into_bytes()
}

/// Reports whether the reference client accepts the input.
pub(in super::super) fn is_valid(input: &Json) -> bool {
    DisassociateUserRequest::validate(&input.to_string()).is_ok()
}

/// Returns the member of this name, if there is one.
pub(in super::super) fn member<'m>(
    members: &'m mut [(String, Json)],
    name: &str,
) -> Option<&'m mut Json> {
    members.iter_mut().find(|(own, _)| own == name).map(|(_, value)| value)
}

/// Returns the members of the union, if it is an object.
pub(in super::super) fn union(members: &mut [(String, Json)]) -> Option<&mut Vec<(String, Json)>> {
    match member(members, "IdentityProvider")? {
        Json::Object(union) => Some(union),
        _ => None,
    }
}

/// Returns the members of a valid union.
pub(in super::super) fn directory() -> Vec<(String, Json)> {
    vec![("ActiveDirectoryIdentityProvider".to_owned(), Json::Object(Vec::new()))]
}
