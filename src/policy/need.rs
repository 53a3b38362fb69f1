//! The features that an operation must have for a policy to apply.

use std::fmt;

use crate::contract::Contract;

/// A feature that an operation must have for a policy to apply to it.
///
/// An operation that lacks it cannot break the policy, and the verdict is *not applicable*.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Need {
    /// A required member in the input.
    RequiredInInput,
    /// A member in the input that a client may leave out.
    OptionalInInput,
    /// A union in the input.
    UnionInInput,
    /// A member in the output.
    MemberInOutput,
    /// A required member in the output.
    RequiredInOutput,
    /// A member in the output that a service may leave out.
    OptionalInOutput,
    /// A union in the output.
    UnionInOutput,
    /// A string in the output.
    StringInOutput,
    /// A value in the output that is shown as a string.
    TextInOutput,
    /// An error that the operation lists.
    ModeledErrors,
    /// A service that asks for signatures by SigV4.
    Signature,
}

impl Need {
    /// Every need.
    #[cfg(feature = "run")]
    pub(crate) const ALL: [Self; 11] = [
        Self::RequiredInInput,
        Self::OptionalInInput,
        Self::UnionInInput,
        Self::MemberInOutput,
        Self::RequiredInOutput,
        Self::OptionalInOutput,
        Self::UnionInOutput,
        Self::StringInOutput,
        Self::TextInOutput,
        Self::ModeledErrors,
        Self::Signature,
    ];

    /// Reports whether the operation of the contract has it.
    pub fn is_met(self, contract: &Contract) -> bool {
        let facts = contract.facts();
        match self {
            Self::RequiredInInput => facts.input.required,
            Self::OptionalInInput => facts.input.optional,
            Self::UnionInInput => facts.input.union,
            Self::MemberInOutput => facts.output.member,
            Self::RequiredInOutput => facts.output.required,
            Self::OptionalInOutput => facts.output.optional,
            Self::UnionInOutput => facts.output.union,
            Self::StringInOutput => facts.output.string,
            Self::TextInOutput => facts.output.text,
            Self::ModeledErrors => facts.errors,
            Self::Signature => contract.sigv4_name().is_some(),
        }
    }
}

/// Describes an operation that lacks it: `the operation has no union in its output`.
impl fmt::Display for Need {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::RequiredInInput => "the operation has no required member in its input",
            Self::OptionalInInput => "the operation has no optional member in its input",
            Self::UnionInInput => "the operation has no union in its input",
            Self::MemberInOutput => "the operation has no member in its output",
            Self::RequiredInOutput => "the operation has no required member in its output",
            Self::OptionalInOutput => "the operation has no optional member in its output",
            Self::UnionInOutput => "the operation has no union in its output",
            Self::StringInOutput => "the operation has no string in its output",
            Self::TextInOutput => "the operation has no text in its output",
            Self::ModeledErrors => "the operation lists no errors",
            Self::Signature => "the service does not ask for signatures by SigV4",
        })
    }
}
