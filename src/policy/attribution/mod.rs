//! The choice of the one policy that judges a finding.
//!
//! One fault of a testee has many effects, and several policies could report them. But one fault should break
//! one policy. So each kind of finding has one owner, and the other policies that could report it yield. All
//! of this is one table: `wireproof explain` prints it, a test checks every row, and the policies look it up.
//!
//! The sources leave open a kind that is not in the table, and no policy judges it.

mod found;
mod groups;
mod table;

pub(crate) use found::Attribution;
pub(in crate::policy) use found::Found;
pub(in crate::policy) use table::TABLE;

/// Returns the row of a kind of finding.
fn row_of(found: Found) -> Option<&'static Attribution> {
    TABLE.get(found as usize).filter(|row| row.found == found)
}

/// Reports whether the policy with this id judges this kind of finding.
pub(in crate::policy) fn owns(policy: &str, found: Found) -> bool {
    row_of(found).is_some_and(|row| row.owner == policy)
}

/// Reports whether the policy with this id leaves this kind of finding to another.
pub(in crate::policy) fn yields(policy: &str, found: Found) -> bool {
    row_of(found).is_some_and(|row| row.yielding.contains(&policy))
}

/// Returns the rows in which the policy with this id yields to another.
#[cfg(feature = "run")]
pub(crate) fn yielding(policy: &str) -> impl Iterator<Item = &'static Attribution> {
    TABLE.iter().filter(move |row| row.yielding.contains(&policy))
}

/// Returns the rows in which others yield to the policy with this id.
#[cfg(feature = "run")]
pub(crate) fn owning(policy: &str) -> impl Iterator<Item = &'static Attribution> {
    TABLE.iter().filter(move |row| row.owner == policy && !row.yielding.is_empty())
}
