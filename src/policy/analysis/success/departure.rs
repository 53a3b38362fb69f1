//! A place in which the output that a client shows is not the one that it must show.

use crate::policy::attribution::{Found, owns};
use crate::value::Difference;

use super::wire::WireUnion;

/// One place in which the output is not the one that the client must show.
#[derive(Debug)]
pub(in crate::policy) struct Departure<'a> {
    /// What it is put down to.
    pub(in crate::policy) cause: Cause,
    /// The place, and what stands there.
    pub(in crate::policy) difference: &'a Difference,
}

/// What a departure is put down to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::policy) struct Cause {
    /// What kind of finding it is. `None` if the sources leave it open: what a client may fill in for a missing
    /// member, what it may leave out, and what may come from one of several oddities.
    pub(in crate::policy) found: Option<Found>,
    /// The byte of the body that is to blame, if the cause has one of its own.
    pub(in crate::policy) blamed: Option<usize>,
    /// The union that is concerned, by its place among the unions of the answer.
    pub(super) union: Option<usize>,
}

impl Cause {
    /// A cause that the sources leave open.
    pub(super) const OPEN: Self = Self { found: None, blamed: None, union: None };

    /// A cause of this kind.
    pub(super) fn of(found: Found) -> Self {
        Self { found: Some(found), ..Self::OPEN }
    }

    /// The same, with the byte that is to blame.
    pub(super) fn at(self, offset: usize) -> Self {
        Self { blamed: Some(offset), ..self }
    }

    /// Whether the policy with this id judges it.
    pub(in crate::policy) fn is_owned_by(self, policy: &str) -> bool {
        self.found.is_some_and(|found| owns(policy, found))
    }

    /// What is shown of a union wrongly, by what is odd about the union. That its unknown member has no name is
    /// told first, whatever else stands in the union.
    pub(super) fn of_union(index: usize, union: &WireUnion, difference: &Difference) -> Self {
        let told = difference.actual.as_ref().filter(|value| !value.is_null());
        let nameless = union.unknown.is_some() && told.is_none();
        let found = match (nameless, union.hint, union.null, union.unknown) {
            (true, ..) | (false, None, None, Some(_)) => Found::UnnamedUnion,
            (false, Some(_), ..) => Found::HintedUnion,
            (false, None, Some(_), _) => Found::UnionBesideNull,
            (false, None, None, None) => Found::KnownUnion,
        };
        Self { union: Some(index), ..Self::of(found) }
    }
}
