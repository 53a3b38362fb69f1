//! A difference between the output that a client shows and the one that it must show.

use crate::policy::attribution::{Found, owns};
use crate::value::Difference;

use super::wire::WireUnion;

/// One path at which the output differs from the one that the client must show.
#[derive(Debug)]
pub(in crate::policy) struct Departure<'a> {
    /// The cause of the departure.
    pub(in crate::policy) cause: Cause,
    /// The path, and the values there.
    pub(in crate::policy) difference: &'a Difference,
}

/// The cause of a departure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::policy) struct Cause {
    /// The kind of finding. `None` if the sources leave it open: a value that a client may fill in for a
    /// missing member, a member that it may leave out, and the effect of several unusual features together.
    pub(in crate::policy) found: Option<Found>,
    /// The byte of the body that is to blame, if the cause has a byte of its own.
    pub(in crate::policy) blamed: Option<usize>,
    /// The union that the departure is in, by its index among the unions of the response.
    pub(super) union: Option<usize>,
}

impl Cause {
    /// Makes a cause that the sources leave open.
    pub(super) const OPEN: Self = Self { found: None, blamed: None, union: None };

    /// Makes a cause of this kind.
    pub(super) fn of(found: Found) -> Self {
        Self { found: Some(found), ..Self::OPEN }
    }

    /// Adds the byte that is to blame.
    pub(super) fn at(self, offset: usize) -> Self {
        Self { blamed: Some(offset), ..self }
    }

    /// Reports whether the policy with this id judges it.
    pub(in crate::policy) fn is_owned_by(self, policy: &str) -> bool {
        self.found.is_some_and(|found| owns(policy, found))
    }

    /// Returns the kind of finding for a union that is shown wrongly, by what is unusual in the union. A
    /// missing name of an unknown member comes first, whatever else the union has.
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
