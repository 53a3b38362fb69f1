//! Groups of policies that yield together.

/// The policies on the names of errors, if nothing about the name is unusual.
pub(super) const PLAIN_NAMES: &[&str] =
    &["error.from-header", "error.from-code", "error.from-type"];

/// The policies that require that a client shows an error at all, each for another kind of error.
pub(super) const KINDS_OF_ERRORS: &[&str] = &[
    "error.modeled",
    "error.status-independent",
    "error.unknown-code-generic",
    "error.no-code-generic",
    "error.nested-type-ignored",
];

/// The policies that require that a client shows an error, whatever else they require.
pub(super) const EVERY_KIND_OF_ERROR: &[&str] = &[
    "error.modeled",
    "error.status-independent",
    "error.unknown-code-generic",
    "error.no-code-generic",
    "error.nested-type-ignored",
    "error.empty-body-survived",
    "error.not-json-survived",
    "error.header-whitespace-ignored",
    "error.code-before-type",
    "error.odd-code-survived",
    "error.first-header-counts",
];

/// The policies that judge how the output shows any member.
pub(super) const ANY_MEMBER: &[&str] = &["response.members-decoded", "response.strings-exact"];

/// The policies that judge whether a client reads a response as a success, and the policies on errors that
/// arrived complete.
pub(super) const READERS: &[&str] = &[
    "response.members-decoded",
    "response.null-is-absent",
    "response.unknown-members-ignored",
    "response.member-order-irrelevant",
    "response.dates-verbatim",
    "response.content-type-tolerated",
    "response.whitespace-tolerated",
    "response.deep-nesting-survived",
    "response.any-depth-survived",
    "response.large-survived",
    "response.content-coding-undone",
    "union.known-member",
    "union.unknown-member-tolerated",
    "union.unknown-value-irrelevant",
    "union.type-hint-ignored",
    "union.null-members-ignored",
    "error.modeled",
    "error.status-independent",
    "error.unknown-code-generic",
    "error.no-code-generic",
    "error.nested-type-ignored",
    "error.empty-body-survived",
    "error.not-json-survived",
    "error.header-whitespace-ignored",
    "error.code-before-type",
    "error.odd-code-survived",
    "error.first-header-counts",
];

/// The policies that judge what a client reads in the final response.
pub(super) const FINAL_ANSWER: &[&str] = &[
    "response.members-decoded",
    "response.strings-exact",
    "response.absent-members-absent",
    "response.null-is-absent",
    "response.unknown-members-ignored",
    "response.member-order-irrelevant",
    "response.dates-verbatim",
    "response.content-type-tolerated",
    "response.whitespace-tolerated",
    "response.malformed-refused",
    "response.truncated-refused",
    "response.trailing-data-refused",
    "response.invalid-utf8-refused",
    "response.wrong-type-refused",
    "response.not-an-object-refused",
    "response.missing-required-survived",
    "response.missing-required-left-out",
    "response.deep-nesting-survived",
    "response.any-depth-survived",
    "response.large-survived",
    "response.duplicate-members",
    "response.chunked-decoded",
    "response.content-coding-undone",
    "response.never-invents",
    "response.request-id-shown",
    "response.refusal-told",
    "union.known-member",
    "union.unknown-member-tolerated",
    "union.unknown-member-named",
    "union.unknown-value-irrelevant",
    "union.type-hint-ignored",
    "union.null-members-ignored",
    "union.null-is-absent",
    "union.never-two-members",
    "union.several-members-refused",
    "union.no-member-refused",
    "union.non-object-refused",
    "error.modeled",
    "error.from-header",
    "error.from-code",
    "error.from-type",
    "error.uri-suffix-stripped",
    "error.namespace-stripped",
    "error.header-wins",
    "error.header-name-any-case",
    "error.nested-type-ignored",
    "error.unknown-code-generic",
    "error.no-code-generic",
    "error.code-not-made-up",
    "error.status-independent",
    "error.status-kept",
    "error.message-kept",
    "error.message-any-case",
    "error.empty-body-survived",
    "error.not-json-survived",
    "error.code-before-type",
    "error.header-whitespace-ignored",
    "error.odd-code-survived",
    "error.first-header-counts",
    "error.request-id-shown",
    "error.never-success",
];
