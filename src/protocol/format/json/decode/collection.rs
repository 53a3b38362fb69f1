//! The elements of lists and arrays, and the entries of maps and objects.

use crate::json::{JsonKind, SyntaxError};
use crate::value::{Key, Slot};

use super::super::anatomy::{NoteKind, Place, StepKind, TrailId};
use super::open::{Next, Target};
use super::pass::Pass;
use super::role::Role;

impl<'m> Pass<'_, '_, 'm> {
    /// Goes on in a list, or in an array of a document, to its end or to an element that is a container.
    pub(super) fn elements(
        &mut self,
        mut first: bool,
        target: Target<'m>,
        sparse: bool,
        trail: TrailId,
    ) -> Result<(), SyntaxError> {
        loop {
            if !self.separator(first, b']')? {
                self.close();
                return Ok(());
            }
            first = false;
            // This element is counted already: the decoder's loop counts the first one of this call, and the others are
            // counted below.
            let index = self.open.last().map_or(0, |open| open.count - 1);
            let place = Place { around: trail, step: Some(StepKind::Index(index)) };
            let next = Next { target, key: Key::None, place };
            if self.lexer.peek()? == b'n' && !matches!(target, Target::Document) {
                self.null_element(next, sparse)?;
            } else if self.value(next)? {
                return Ok(());
            }
            if let Some(open) = self.open.last_mut() {
                open.count += 1;
            }
        }
    }

    /// Takes null in a list or map.
    fn null_element(&mut self, next: Next<'m>, sparse: bool) -> Result<(), SyntaxError> {
        let offset = self.lexer.offset();
        self.lexer.literal("null")?;
        if sparse {
            self.tape.push(next.key, Slot::Null);
        } else if let (Role::Server, Target::Shape { shape, .. }) = (self.role, next.target) {
            self.note_mistyped(next, shape, JsonKind::Null, offset);
        } else {
            self.anatomy.note(NoteKind::Null, next.place, offset);
            // An entry of a map replaces an earlier one of its name, even if it is null.
            if next.key != Key::None {
                self.tape.push(next.key, Slot::Dead);
            }
        }
        Ok(())
    }

    /// Goes on in a map, or in an object of a document, to its end or to an entry that is a container.
    pub(super) fn entries(
        &mut self,
        mut first: bool,
        target: Target<'m>,
        sparse: bool,
        trail: TrailId,
    ) -> Result<(), SyntaxError> {
        loop {
            if !self.separator(first, b'}')? {
                if let Some(open) = self.open.last() {
                    self.note_duplicates(open.node, trail);
                }
                self.close();
                return Ok(());
            }
            first = false;
            self.keep_few(trail);
            let (name, at) = self.name()?;
            self.names.push(at as u32);
            let place = Place { around: trail, step: Some(StepKind::Name(name)) };
            let next = Next { target, key: Key::Name(name), place };
            if self.lexer.peek()? == b'n' && !matches!(target, Target::Document) {
                self.null_element(next, sparse)?;
            } else if self.value(next)? {
                return Ok(());
            }
        }
    }
}
