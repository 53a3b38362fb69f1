//! Which policy judges what was found.
//!
//! One fault of a testee shows in many places, and several policies could speak of it. So that one fault
//! breaks one policy, each kind of finding has one owner, and the policies that would speak of it too
//! yield. This is one table: `wireproof explain` prints it, a test holds every row, and the policies look it up.
//!
//! A kind that is not in the table is left open by the sources: no policy judges it.

mod found;
mod groups;
mod table;

pub(crate) use found::Attribution;
pub(in crate::policy) use found::Found;
pub(in crate::policy) use table::TABLE;

/// The row of a kind of finding.
fn row_of(found: Found) -> Option<&'static Attribution> {
    TABLE.get(found as usize).filter(|row| row.found == found)
}

/// Whether the policy with this id judges what was found.
pub(in crate::policy) fn owns(policy: &str, found: Found) -> bool {
    row_of(found).is_some_and(|row| row.owner == policy)
}

/// Whether the policy with this id leaves what was found to another.
pub(in crate::policy) fn yields(policy: &str, found: Found) -> bool {
    row_of(found).is_some_and(|row| row.yielding.contains(&policy))
}

/// The rows in which the policy with this id yields to another.
#[cfg(feature = "run")]
pub(crate) fn yielding(policy: &str) -> impl Iterator<Item = &'static Attribution> {
    TABLE.iter().filter(move |row| row.yielding.contains(&policy))
}

/// The rows in which the policy with this id comes before others.
#[cfg(feature = "run")]
pub(crate) fn owning(policy: &str) -> impl Iterator<Item = &'static Attribution> {
    TABLE.iter().filter(move |row| row.owner == policy && !row.yielding.is_empty())
}
