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
    /// An error that the operation lists and that has more than a message.
    MemberInErrors,
    /// A service that asks for signatures by SigV4.
    Signature,
    /// A label in the path of the operation.
    LabelInUri,
    /// A greedy label in the path of the operation.
    GreedyLabelInUri,
    /// A member of the input in the query.
    QueryInInput,
    /// A map of the input in the query.
    QueryMapInInput,
    /// A parameter in the URI of the operation.
    ConstantQuery,
    /// A member of the input in a header field, with one value.
    FieldInInput,
    /// A list of the input in a header field.
    FieldListInInput,
    /// A map of the input in header fields with a prefix.
    PrefixedFieldsInInput,
    /// A string or blob of the input as the body.
    RawPayloadInInput,
    /// A member of the input as the body.
    PayloadInInput,
    /// An input of which nothing is bound to the body.
    NoBodyInInput,
    /// A timestamp in the input.
    TimestampInInput,
    /// A blob in the input.
    BlobInInput,
    /// A number in the input.
    NumberInInput,
    /// A document in the input.
    DocumentInInput,
    /// A sparse list or map in the input.
    SparseInInput,
    /// A required number or boolean in the input.
    ZeroInInput,
    /// A request that must have a checksum.
    ChecksumInRequest,
    /// An idempotency token in the input.
    TokenInInput,
    /// A member of the output in a header field, with one value.
    FieldInOutput,
    /// A list of the output in a header field.
    FieldListInOutput,
    /// A map of the output in header fields with a prefix.
    PrefixedFieldsInOutput,
    /// A member of the output in the status.
    StatusInOutput,
    /// A string or blob of the output as the body.
    RawPayloadInOutput,
    /// A timestamp in the output.
    TimestampInOutput,
    /// A number in the output.
    NumberInOutput,
    /// A document in the output.
    DocumentInOutput,
    /// A blob in the output.
    BlobInOutput,
    /// An enum in the output.
    EnumInOutput,
    /// A sparse list or map in the output.
    SparseInOutput,
    /// A list or map in the output that is not sparse.
    DenseInOutput,
    /// An output without required members, bound to the body.
    EmptyOutput,
}

impl Need {
    /// Every need.
    #[cfg(feature = "run")]
    pub(crate) const ALL: [Self; 44] = [
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
        Self::MemberInErrors,
        Self::Signature,
        Self::LabelInUri,
        Self::GreedyLabelInUri,
        Self::QueryInInput,
        Self::QueryMapInInput,
        Self::ConstantQuery,
        Self::FieldInInput,
        Self::FieldListInInput,
        Self::PrefixedFieldsInInput,
        Self::RawPayloadInInput,
        Self::PayloadInInput,
        Self::NoBodyInInput,
        Self::TimestampInInput,
        Self::BlobInInput,
        Self::NumberInInput,
        Self::DocumentInInput,
        Self::SparseInInput,
        Self::ZeroInInput,
        Self::ChecksumInRequest,
        Self::TokenInInput,
        Self::FieldInOutput,
        Self::FieldListInOutput,
        Self::PrefixedFieldsInOutput,
        Self::StatusInOutput,
        Self::RawPayloadInOutput,
        Self::TimestampInOutput,
        Self::NumberInOutput,
        Self::DocumentInOutput,
        Self::BlobInOutput,
        Self::EnumInOutput,
        Self::SparseInOutput,
        Self::DenseInOutput,
        Self::EmptyOutput,
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
            Self::MemberInErrors => facts.error_members,
            Self::Signature => contract.sigv4_name().is_some(),
            Self::LabelInUri => facts.sent.label,
            Self::GreedyLabelInUri => facts.greedy_label,
            Self::QueryInInput => facts.sent.query,
            Self::QueryMapInInput => facts.sent.query_map,
            Self::ConstantQuery => facts.constant_query,
            Self::FieldInInput => facts.sent.field,
            Self::FieldListInInput => facts.sent.field_list,
            Self::PrefixedFieldsInInput => facts.sent.prefixed,
            Self::RawPayloadInInput => facts.sent.raw_payload,
            Self::PayloadInInput => facts.sent.payload,
            Self::NoBodyInInput => facts.sent.no_body,
            Self::TimestampInInput => facts.input.timestamp,
            Self::BlobInInput => facts.input.blob,
            Self::NumberInInput => facts.input.number,
            Self::DocumentInInput => facts.input.document,
            Self::SparseInInput => facts.input.sparse,
            Self::ZeroInInput => facts.input.zero,
            Self::ChecksumInRequest => facts.checksum,
            Self::TokenInInput => facts.token,
            Self::FieldInOutput => facts.read.field,
            Self::FieldListInOutput => facts.read.field_list,
            Self::PrefixedFieldsInOutput => facts.read.prefixed,
            Self::StatusInOutput => facts.read.status,
            Self::RawPayloadInOutput => facts.read.raw_payload,
            Self::TimestampInOutput => facts.output.timestamp,
            Self::NumberInOutput => facts.output.number,
            Self::DocumentInOutput => facts.output.document,
            Self::BlobInOutput => facts.output.blob,
            Self::EnumInOutput => facts.output.enumeration,
            Self::SparseInOutput => facts.output.sparse,
            Self::DenseInOutput => facts.output.dense,
            Self::EmptyOutput => facts.empty_output,
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
            Self::MemberInErrors => "no error of the operation has more than a message",
            Self::Signature => "the service does not ask for signatures by SigV4",
            Self::LabelInUri => "the operation has no label in its path",
            Self::GreedyLabelInUri => "the operation has no greedy label in its path",
            Self::QueryInInput => "no member of the input is bound to the query",
            Self::QueryMapInInput => "no map of the input is bound to the query",
            Self::ConstantQuery => "the URI of the operation has no query",
            Self::FieldInInput => {
                "no member of the input with one value is bound to a header field"
            }
            Self::FieldListInInput => "no list of the input is bound to a header field",
            Self::PrefixedFieldsInInput => {
                "no map of the input is bound to header fields with a prefix"
            }
            Self::RawPayloadInInput => "no string or blob of the input is the payload",
            Self::PayloadInInput => "no member of the input is the payload",
            Self::NoBodyInInput => "members of the input are bound to the body",
            Self::TimestampInInput => "the operation has no timestamp in its input",
            Self::BlobInInput => "the operation has no blob in its input",
            Self::NumberInInput => "the operation has no number in its input",
            Self::DocumentInInput => "the operation has no document in its input",
            Self::SparseInInput => "the operation has no sparse list or map in its input",
            Self::ZeroInInput => "the operation has no required number or boolean in its input",
            Self::ChecksumInRequest => "the operation requires no checksum",
            Self::TokenInInput => "the operation has no idempotency token",
            Self::FieldInOutput => {
                "no member of the output with one value is bound to a header field"
            }
            Self::FieldListInOutput => "no list of the output is bound to a header field",
            Self::PrefixedFieldsInOutput => {
                "no map of the output is bound to header fields with a prefix"
            }
            Self::StatusInOutput => "no member of the output is bound to the status",
            Self::RawPayloadInOutput => "no string or blob of the output is the payload",
            Self::TimestampInOutput => "the operation has no timestamp in its output",
            Self::NumberInOutput => "the operation has no number in its output",
            Self::DocumentInOutput => "the operation has no document in its output",
            Self::BlobInOutput => "the operation has no blob in its output",
            Self::EnumInOutput => "the operation has no enum in its output",
            Self::SparseInOutput => "the operation has no sparse list or map in its output",
            Self::DenseInOutput => "the operation has no dense list or map in its output",
            Self::EmptyOutput => "the output has required members, or is not bound to the body",
        })
    }
}
