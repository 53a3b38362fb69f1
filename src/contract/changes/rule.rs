//! The rules of Smithy's guide on the evolution of models.

/// The address of the guide.
pub const EVOLVING_MODELS: &str = "https://smithy.io/2.0/guides/evolving-models.html";

/// A rule of [the guide](EVOLVING_MODELS).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Rule {
    /// The section of the guide.
    pub section: &'static str,
    /// What the guide lists there as not backward-compatible.
    pub text: &'static str,
}

const fn rule(section: &'static str, text: &'static str) -> Rule {
    Rule { section, text }
}

const OPERATIONS: &str = "Updating operations";
const STRUCTURES: &str = "Updating structures";
const UNIONS: &str = "Updating unions";

pub(super) const OPERATION_REMOVED: Rule = rule(OPERATIONS, "removing or renaming an operation");
pub(super) const INPUT_OR_OUTPUT_TARGET: Rule =
    rule(OPERATIONS, "changing the shape targeted by the input or output of an operation");
pub(super) const ERROR_RENAMED: Rule =
    rule(OPERATIONS, "renaming an error that is referenced by an operation");
pub(super) const WIRE: Rule =
    rule(OPERATIONS, "changing a trait so that it changes the wire representation of an operation");
pub(super) const BEHAVIOUR: Rule =
    rule(OPERATIONS, "changing a trait so that it breaks behavior that was relied upon");
pub(super) const MEMBER_REMOVED: Rule = rule(STRUCTURES, "renaming or removing a member");
pub(super) const MEMBER_TARGET: Rule = rule(STRUCTURES, "changing the shape targeted by a member");
pub(super) const MEMBER_ADDED: Rule = rule(STRUCTURES, "adding a member that is not optional");
pub(super) const REQUIRED_ADDED: Rule = rule(
    STRUCTURES,
    "adding the required trait to a member that was not marked with the clientOptional trait",
);
pub(super) const REQUIRED_REMOVED: Rule = rule(
    STRUCTURES,
    "removing the required trait, unless the default trait replaces it, the member is marked with \
     clientOptional, or the structure is an input",
);
pub(super) const DEFAULT_REMOVED: Rule =
    rule(STRUCTURES, "removing the default trait from a member");
pub(super) const DEFAULT_ADDED: Rule = rule(
    STRUCTURES,
    "adding the default trait to a member that was not required, or was marked with clientOptional",
);
pub(super) const CLIENT_OPTIONAL_REMOVED: Rule =
    rule(STRUCTURES, "removing the clientOptional trait from a member that is required");
pub(super) const CONSTRAINED: Rule = rule(
    STRUCTURES,
    "adding or updating constraint traits that further restrict the allowed values of a member",
);
pub(super) const UNION_MEMBER_REMOVED: Rule = rule(UNIONS, "renaming or removing a union member");
pub(super) const UNION_MEMBER_TARGET: Rule =
    rule(UNIONS, "changing the shape targeted by a union member");
pub(super) const SPARSE: Rule =
    rule("Sparse lists and maps", "adding or removing the sparse trait");
