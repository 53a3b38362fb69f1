//! The members of a union.

use crate::json::{JsonKind, SyntaxError};
use crate::model::ShapeRef;
use crate::value::{Key, Slot};

use super::super::anatomy::{NoteKind, Place, StepKind, TrailId};
use super::super::guess::Progress;
use super::super::kinds::kind_of;
use super::open::Next;
use super::pass::Pass;
use super::role::Role;

impl<'m> Pass<'_, '_, 'm> {
    /// Goes on in a union, to its end or to a member that is a container.
    pub(super) fn tags(
        &mut self,
        mut first: bool,
        shape: ShapeRef,
        trail: TrailId,
    ) -> Result<(), SyntaxError> {
        let members = self.members(shape);
        loop {
            if !self.separator(first, b'}')? {
                self.close_union(trail);
                return Ok(());
            }
            first = false;
            self.keep_few(trail);
            // A union has one member: the guess is always for the first.
            let (known, at) = self.member_name(members, Progress::default(), true)?;
            let (key, step) = match known {
                Ok(index) => {
                    let index = index as u32;
                    (Key::Member(index), StepKind::Member { shape, index })
                }
                Err(name) if self.tape.bytes(name) == b"__type" => {
                    let place = Place { around: trail, step: Some(StepKind::Name(name)) };
                    // Some services send `__type` in a union. It is no member, unless the contract has one of
                    // that name.
                    self.anatomy.note(NoteKind::TypeHint, place, at);
                    self.lexer.skip_value()?;
                    continue;
                }
                Err(name) => (Key::Name(name), StepKind::Name(name)),
            };
            let place = Place { around: trail, step: Some(step) };
            self.anatomy.note(NoteKind::UnionTag { known: known.is_ok() }, place, at);
            self.names.push(at as u32);
            let byte = self.lexer.peek()?;
            if byte == b'n' {
                let offset = self.lexer.offset();
                self.lexer.literal("null")?;
                self.anatomy.note(NoteKind::Null, place, offset);
                self.tape.push(key, Slot::Null);
                continue;
            }
            match known {
                Ok(index) => {
                    let member = members.at(index);
                    let target = self.target(Some(member), member.target);
                    if self.value(Next { target, key, place })? {
                        return Ok(());
                    }
                }
                Err(_) => {
                    self.lexer.skip_value()?;
                    self.tape.push(key, Slot::Unknown(kind_of(byte)));
                }
            }
        }
    }

    /// Ends a union: counts its members, the last of each name, and takes the null ones off the tape.
    fn close_union(&mut self, trail: TrailId) {
        let Some(open) = self.open.last() else { return };
        let (node, offset) = (open.node, open.offset);
        let kind = match self.tape.only_child(node) {
            // Nearly every union has one member.
            Some((key, slot)) if !matches!(slot, Slot::Null | Slot::Dead) => self.one(key, slot),
            _ => self.several(node, trail),
        };
        let place = Place { around: trail, step: None };
        self.anatomy.note(kind, place, offset);
        self.close();
    }

    /// Returns what to note of a union with this one member.
    fn one(&self, key: Key, slot: Slot) -> NoteKind {
        match (key, slot) {
            (Key::Member(_), _) => NoteKind::UnionKnown,
            (_, Slot::Unknown(value)) => {
                NoteKind::UnionUnknown { value, refused: self.role == Role::Server }
            }
            _ => {
                NoteKind::UnionUnknown { value: JsonKind::Null, refused: self.role == Role::Server }
            }
        }
    }

    /// Returns what to note of a union with any number of members, and takes the null ones off the tape.
    #[inline(never)]
    fn several(&mut self, node: u32, trail: TrailId) -> NoteKind {
        self.note_duplicates(node, trail);
        let mut set =
            self.tape.inside(node).filter(|(_, _, slot)| !matches!(slot, Slot::Null | Slot::Dead));
        let kind = match (set.next(), set.next()) {
            (None, _) => NoteKind::UnionEmpty,
            (Some(_), Some(_)) => NoteKind::UnionSeveral,
            (Some((_, key, slot)), None) => self.one(key, slot),
        };
        drop(set);
        // A null stays on the tape until here, because it may replace an earlier value of its name.
        let nulls = self.tape.inside(node).filter(|(_, _, slot)| *slot == Slot::Null);
        let nulls: Vec<u32> = nulls.map(|(at, _, _)| at).collect();
        for at in nulls {
            self.tape.kill(at);
        }
        kind
    }
}
