//! The ways in which the form of a response can be unusual.

use crate::policy::attribution::Found;

/// The ways in which the form of a response can be unusual.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::policy) enum FormOddity {
    /// The members of a structure are in another order than in the contract.
    Order,
    /// A date is not spelled as services commonly spell dates.
    Date,
    /// The type of the body is declared as another than JSON, with parameters, or not at all.
    ContentType,
    /// The response has white space between its tokens.
    Space,
    /// The response nests deep.
    Depth,
    /// The response is large. A response that nests deeper than every client must read does not count as
    /// large too.
    Size,
    /// A timestamp has an exponent, an offset, or a fraction of other than three digits.
    Timestamp,
    /// A number does not fit into a double.
    Number,
    /// A value of an enum is none that the model names.
    Enum,
    /// A sparse list or map has a null.
    SparseNull,
    /// A list in a header field has quotes, or several fields.
    FieldList,
    /// The body is empty, and members may be bound to it.
    NoBody,
}

impl FormOddity {
    /// Returns the kind of finding for a part of the response that is lost, if only this is unusual about its
    /// form.
    pub(super) fn lost(self) -> Found {
        match self {
            Self::Order => Found::LostToOrder,
            Self::Date => Found::LostToDate,
            Self::ContentType => Found::LostToContentType,
            Self::Space => Found::LostToSpace,
            Self::Depth => Found::LostToDepth,
            Self::Size => Found::LostToSize,
            Self::Timestamp => Found::TimestampWrong,
            Self::Number => Found::NumberWrong,
            Self::Enum => Found::EnumWrong,
            Self::SparseNull => Found::SparseNullWrong,
            // Neither explains why a member of the body is lost.
            Self::FieldList | Self::NoBody => Found::Member,
        }
    }

    /// Returns the oddity that caused the loss, if the finding is a part of the response that is lost.
    pub(super) fn with_loss(found: Found) -> Option<Self> {
        let all = [
            Self::Order,
            Self::Date,
            Self::ContentType,
            Self::Space,
            Self::Depth,
            Self::Size,
            Self::Timestamp,
            Self::Number,
            Self::Enum,
            Self::SparseNull,
        ];
        all.into_iter().find(|oddity| oddity.lost() == found)
    }
}
