//! In what two values differ.

use crate::json::{Json, Path};

/// One place in which an actual value is not the expected one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The place, by the model's member names, from the value itself.
    pub path: Path,
    /// The sort of difference.
    pub kind: DifferenceKind,
    /// What should stand there; `None` if nothing should.
    pub expected: Option<Json>,
    /// What stands there; `None` if nothing does.
    pub actual: Option<Json>,
}

/// The sorts of differences.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DifferenceKind {
    /// A value that should be there is not.
    Missing,
    /// A value that should not be there is.
    Extra,
    /// Two strings of a string or enum shape are not the same.
    Text,
    /// Two values of any other shape are not the same, or one is of another type.
    Value,
    /// Two unions do not show the same member.
    UnionMember,
}
