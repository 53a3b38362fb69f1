//! The differences of two values.

use crate::json::{Json, Path};

/// One place at which an actual value differs from the expected one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The place, with the model's member names, from the value itself.
    pub path: Path,
    /// The sort of difference.
    pub kind: DifferenceKind,
    /// The expected value; `None` if nothing is expected there.
    pub expected: Option<Json>,
    /// The actual value; `None` if there is none.
    pub actual: Option<Json>,
}

/// The sorts of differences.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DifferenceKind {
    /// A value that should be there is not.
    Missing,
    /// A value that should not be there is.
    Extra,
    /// Two strings of a string or enum shape differ.
    Text,
    /// Two values of any other shape differ, or one is of another type.
    Value,
    /// Two unions have different members.
    UnionMember,
}
