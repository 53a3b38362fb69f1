//! Which policy judges what was found.
//!
//! One fault of a testee shows in many places, and several policies could speak of it. So that one fault
//! breaks one policy, each kind of finding has one owner, and the policies that would speak of it too
//! yield. This is one table: `wireproof explain` prints it, a test holds every row, and the policies look it up.
//!
//! A kind that is not in the table is left open by the sources: no policy judges it.

mod groups;
mod table;

pub(in crate::policy) use table::TABLE;

/// A kind of finding that several policies could speak of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(in crate::policy) enum Found {
    // What the output shows is not what the answer says.
    UnknownMember,
    NullShown,
    NullUnionShown,
    KnownUnion,
    UnnamedUnion,
    HintedUnion,
    UnionBesideNull,
    Text,
    Date,
    Member,
    Absent,
    Invented,
    MissingRequired,
    // A part of the answer is lost, and only the form or the delivery of the answer is odd.
    LostToOrder,
    LostToDate,
    LostToContentType,
    LostToSpace,
    LostToDepth,
    LostToSize,
    LostToInterim,
    LostToChunks,
    // The client gives the whole answer up.
    GivenUpForInterim,
    GivenUpForSlowness,
    GivenUpForHead,
    GivenUpForChunks,
    InterimShown,
    // What a client may stumble over in an error.
    HeaderSpelling,
    HeaderSpace,
    Uri,
    Namespace,
    HeaderOverBody,
    CodeOverType,
    NestedName,
    BodyWithoutObject,
    ErrorShownAsSuccess,
    // What the body of a request says.
    MemberRepeated,
    SeveralInUnion,
    MemberNotInInput,
}

/// One row of the table.
#[derive(Debug)]
pub(crate) struct Attribution {
    /// What was found.
    pub(in crate::policy) found: Found,
    /// The same in words that continue "if".
    pub(crate) condition: &'static str,
    /// The id of the policy that judges it.
    pub(crate) owner: &'static str,
    /// The ids of the policies that would speak of it too, and leave it to the owner.
    pub(crate) yielding: &'static [&'static str],
    /// Why the owner judges it, in one sentence.
    pub(crate) why: &'static str,
}

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
pub(crate) fn yielding(policy: &str) -> impl Iterator<Item = &'static Attribution> {
    TABLE.iter().filter(move |row| row.yielding.contains(&policy))
}

/// The rows in which the policy with this id comes before others.
pub(crate) fn owning(policy: &str) -> impl Iterator<Item = &'static Attribution> {
    TABLE.iter().filter(move |row| row.owner == policy && !row.yielding.is_empty())
}
