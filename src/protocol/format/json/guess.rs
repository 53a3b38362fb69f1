//! Which member comes next: the one that came next the last time.
//!
//! A service writes its members in one order, so a guess is nearly always right, and one comparison of bytes takes the
//! place of looking for a name's end and then for the name.

use crate::json::Token;
use crate::model::Members;

/// Which member followed each member of each structure and union of a model, in earlier bodies.
#[derive(Debug, Default)]
pub(super) struct Guesses {
    /// By [`Members::first_place`] and what [`Progress`] counts: the index of the member that followed.
    following: Vec<u32>,
}

/// How far a structure or union has been read: 0 at its beginning, else 1 and the index of the last known member.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Progress(u32);

impl Guesses {
    /// Returns the text around the expected next name, and the index of its member.
    #[inline(always)]
    pub(super) fn next<'m>(
        &self,
        members: &'m Members,
        progress: Progress,
    ) -> Option<(&'m Token, usize)> {
        let place = members.first_place() + progress.0;
        let index = *self.following.get(place as usize)? as usize;
        Some((members.token(index)?, index))
    }

    /// Keeps the member that came instead.
    #[inline(never)]
    pub(super) fn learn(&mut self, members: &Members, progress: Progress, index: usize) {
        let place = (members.first_place() + progress.0) as usize;
        if self.following.len() <= place {
            self.following.resize(place + members.len() + 1, 0);
        }
        self.following[place] = index as u32;
    }
}

impl Progress {
    /// Behind the member of this index.
    #[inline(always)]
    pub(super) fn behind(index: usize) -> Self {
        Self(index as u32 + 1)
    }
}
