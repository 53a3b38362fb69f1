//! What was found, and a row on who judges it.

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
#[cfg_attr(not(feature = "run"), allow(dead_code, reason = "only `explain` prints the reasons"))]
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
