//! Names that occur more than once. The last one counts.

use std::collections::HashMap;

use crate::value::Key;

use super::super::anatomy::{NoteKind, Place, StepKind, TrailId};
use super::open::OpenKind;
use super::pass::Pass;

/// How many nodes a tape has before repeated members are taken off it: 48 MiB. A body may repeat a member ten million
/// times. Our own tests reach the limit soon.
pub(super) const MANY: usize = if cfg!(test) { 64 } else { 1 << 20 };

impl<'m> Pass<'_, '_, 'm> {
    /// Takes replaced nodes off the tape, if it has grown long. It is called before the next member of the open node.
    #[inline]
    pub(super) fn keep_few(&mut self, trail: TrailId) {
        if self.tape.len() >= self.compact_at {
            self.compact(trail);
        }
    }

    #[cold]
    fn compact(&mut self, trail: TrailId) {
        let Some(open) = self.open.last() else { return };
        let (node, from) = (open.node, open.names);
        if matches!(open.kind, OpenKind::Structure(_)) {
            let (_, replaced) = self.keep_last(node);
            self.tape.compact(node, &replaced, |_| {});
        } else {
            let replaced = self.note_duplicates(node, trail);
            let (names, mut to) = (&mut self.names, from);
            // The list of names has one for each node: it loses the same entries as the tape.
            self.tape.compact(node, &replaced, |nth| {
                names[to] = names[from + nth];
                to += 1;
            });
            self.names.truncate(to);
        }
        // If little could be taken off, the next time comes later, so that all of it takes linear time.
        self.compact_at = MANY.max(self.tape.len() * 2);
    }

    /// Keeps the last of each name in the open union, map or object, and notes the others. Returns the nodes that were
    /// replaced, in order.
    pub(super) fn note_duplicates(&mut self, node: u32, trail: TrailId) -> Vec<u32> {
        let from = self.open.last().map_or(0, |open| open.names);
        let (repeated, replaced) = self.keep_last(node);
        for (nth, key) in repeated {
            let step = self.step(key);
            let place = Place { around: trail, step };
            self.anatomy.note(NoteKind::Duplicate, place, self.names[from + nth] as usize);
        }
        replaced
    }

    /// Returns the step from the innermost container to its value of this key.
    fn step(&self, key: Key) -> Option<StepKind> {
        match (key, self.open.last()?.kind) {
            (Key::Member(index), OpenKind::Union { shape }) => {
                Some(StepKind::Member { shape, index })
            }
            (Key::Name(text), _) => Some(StepKind::Name(text)),
            _ => None,
        }
    }

    /// Keeps the last of each name in the open node. Returns the nodes that repeat a name, counted within it, and the
    /// nodes that were replaced.
    pub(super) fn keep_last(&mut self, node: u32) -> (Vec<(usize, Key)>, Vec<u32>) {
        let mut repeated = Vec::new();
        if self.tape.inside(node).nth(1).is_none() {
            return (repeated, Vec::new());
        }
        // Most containers end above. A table is needed, because a body may have millions of names in one.
        let mut last: HashMap<Name<'_>, u32> = HashMap::new();
        let mut dead = Vec::new();
        for (nth, (at, key, _)) in self.tape.inside(node).enumerate() {
            let name = match key {
                Key::Name(text) => Name::Text(self.tape.resolve(text)),
                Key::Member(index) => Name::Member(index),
                Key::None => continue,
            };
            if let Some(earlier) = last.insert(name, at) {
                dead.push(earlier);
                repeated.push((nth, key));
            }
        }
        for at in &dead {
            self.tape.kill(*at);
        }
        dead.sort_unstable();
        (repeated, dead)
    }
}

/// What tells the members of one container apart.
#[derive(PartialEq, Eq, Hash)]
enum Name<'a> {
    Member(u32),
    Text(&'a str),
}
