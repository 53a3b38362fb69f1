//! The kinds of findings, and the row that says which policy judges each.

/// A kind of finding that several policies could report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(in crate::policy) enum Found {
    // The output shows something other than the response says.
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
    // A value of a class that has a policy of its own is shown wrongly, or the class is the only oddity.
    TimestampWrong,
    NumberWrong,
    DocumentWrong,
    BlobWrong,
    EnumWrong,
    SparseNullWrong,
    // A part of the response is lost, and only the form or the delivery of the response is unusual.
    LostToOrder,
    LostToDate,
    LostToContentType,
    LostToSpace,
    LostToDepth,
    LostToSize,
    LostToLength,
    LostToInterim,
    LostToChunks,
    // The client gives up the whole response.
    GivenUpForNoBody,
    GivenUpForFold,
    GivenUpForInterim,
    GivenUpForSlowness,
    GivenUpForHead,
    GivenUpForChunks,
    InterimShown,
    // The naming or the body of an error is unusual.
    HeaderSpelling,
    FoldedName,
    HeaderSpace,
    Uri,
    Namespace,
    HeaderOverBody,
    CodeOverType,
    NestedName,
    BodyWithoutObject,
    ErrorShownAsSuccess,
    // The body of a request is at fault.
    MemberRepeated,
    SeveralInUnion,
    MemberNotInInput,
    // The target of a request is at fault.
    EndpointPath,
}

/// One row of the table.
#[derive(Debug)]
#[cfg_attr(not(feature = "run"), allow(dead_code, reason = "only `explain` prints the reasons"))]
pub(crate) struct Attribution {
    /// The kind of finding.
    pub(in crate::policy) found: Found,
    /// The kind in words that continue "if".
    pub(crate) condition: &'static str,
    /// The id of the owner: the policy that judges it.
    pub(crate) owner: &'static str,
    /// The ids of the policies that could report it too, and leave it to the owner.
    pub(crate) yielding: &'static [&'static str],
    /// The reason for the choice of the owner, in one sentence.
    pub(crate) why: &'static str,
}
