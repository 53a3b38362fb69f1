//! One pass over one body: its state, and the steps that its parts share.

use crate::json::{JsonKind, Lexer, SyntaxError};
use crate::model::{Member, Members, Model, ShapeKind, ShapeRef};
use crate::value::{Key, Slot, Tape, Text};

use super::super::anatomy::{Anatomy, NoteKind};
use super::super::bits::BitStack;
use super::super::guess::{Guesses, Progress};
use super::open::{Next, Open, OpenKind, Target};
use super::role::Role;

/// One pass over one body.
pub(super) struct Pass<'a, 't, 'm> {
    pub(super) model: &'m Model,
    pub(super) role: Role,
    pub(super) lexer: Lexer<'t>,
    pub(super) tape: Tape<'t>,
    pub(super) anatomy: Anatomy,
    pub(super) open: &'a mut Vec<Open<'m>>,
    pub(super) bits: &'a mut BitStack,
    pub(super) guesses: &'a mut Guesses,
    /// The offsets of the names in the open unions, maps and objects: one for each node in them.
    pub(super) names: &'a mut Vec<u32>,
    /// The number of nodes at which replaced ones are taken off the tape.
    pub(super) compact_at: usize,
}

impl<'m> Pass<'_, '_, 'm> {
    /// Returns what a value of this shape should be.
    pub(super) fn target(&self, member: Option<&'m Member>, shape: ShapeRef) -> Target<'m> {
        match self.model.kind(shape) {
            ShapeKind::Document => Target::Document,
            _ => Target::Shape { shape, member },
        }
    }

    /// Opens a container at its bracket.
    pub(super) fn enter(&mut self, next: Next<'m>, kind: OpenKind<'m>, slot: Slot) {
        let offset = self.lexer.offset();
        self.lexer.advance();
        let node = self.tape.push(next.key, slot);
        let trail = self.anatomy.enter(next.place);
        let names = self.names.len();
        let progress = Progress::default();
        self.open.push(Open {
            kind,
            node,
            trail,
            offset,
            count: 0,
            progress,
            duplicates: false,
            names,
        });
    }

    /// Notes that the shape cannot have the kind of value that was `found`.
    pub(super) fn note_mistyped(
        &mut self,
        next: Next<'m>,
        shape: ShapeRef,
        found: JsonKind,
        offset: usize,
    ) {
        self.anatomy.note(NoteKind::Mistyped { shape, found }, next.place, offset);
        self.push_unread(next.key, found);
    }

    /// Puts something on the tape in place of a value that cannot be read, so that an earlier value of the same
    /// name does not count.
    pub(super) fn push_unread(&mut self, key: Key, found: JsonKind) {
        match self.open.last().map(|open| open.kind) {
            // In a union the member counts as set: only its value is wrong.
            Some(OpenKind::Union { .. }) => self.tape.push(key, Slot::Unknown(found)),
            // An element of a list has no name, so it replaces nothing.
            Some(OpenKind::List { .. }) => return,
            _ => self.tape.push(key, Slot::Dead),
        };
    }

    /// Returns the members of a structure or union.
    pub(super) fn members(&self, shape: ShapeRef) -> &'m Members {
        match self.model.kind(shape) {
            ShapeKind::Structure(members) | ShapeKind::Union(members) => members,
            other => unreachable!("a {} has no members", other.name()),
        }
    }

    /// Takes a comma between two values, or the end of the container, or nothing before its first value.
    /// Returns whether another value comes.
    #[inline(always)]
    pub(super) fn separator(&mut self, first: bool, end: u8) -> Result<bool, SyntaxError> {
        match self.lexer.peek()? {
            byte if byte == end => {
                self.lexer.advance();
                Ok(false)
            }
            _ if first => Ok(true),
            b',' => {
                self.lexer.advance();
                Ok(true)
            }
            _ => Err(self.lexer.unexpected()),
        }
    }

    /// Closes the innermost container.
    pub(super) fn close(&mut self) {
        if let Some(open) = self.open.pop() {
            self.names.truncate(open.names);
            self.tape.close(open.node);
        }
    }

    /// Takes the name of a member of a structure or union. Returns the index of that member, or the name if there
    /// is no such member; and the offset of the name. Tries a `guess` first.
    #[inline(always)]
    pub(super) fn member_name(
        &mut self,
        members: &Members,
        progress: Progress,
        guess: bool,
    ) -> Result<(Result<usize, Text>, usize), SyntaxError> {
        let at = self.lexer.offset();
        // The guess compares the quoted name and its colon in one go. If it is wrong, nothing was taken.
        if guess
            && let Some((token, index)) = self.guesses.next(members, progress)
            && self.lexer.take_name(token)
        {
            return Ok((Ok(index), at));
        }
        let (name, at) = self.name()?;
        let known = members.by_wire_bytes(self.tape.bytes(name));
        if let Some(index) = known {
            self.guesses.learn(members, progress, index);
        }
        Ok((known.ok_or(name), at))
    }

    /// Takes a name and its colon. Returns the name and its offset.
    #[inline(always)]
    pub(super) fn name(&mut self) -> Result<(Text, usize), SyntaxError> {
        if self.lexer.peek()? != b'"' {
            return Err(self.lexer.unexpected());
        }
        let at = self.lexer.offset();
        let name = self.text()?;
        self.lexer.expect(b':')?;
        Ok((name, at))
    }

    /// Takes a string. The next byte is its quote.
    #[inline(always)]
    pub(super) fn text(&mut self) -> Result<Text, SyntaxError> {
        match self.lexer.plain_string() {
            // Without escapes the text is a piece of the body: nothing is copied.
            Some((start, end)) => Ok(Text::Source { start: start as u32, end: end as u32 }),
            None => self.tape.take_escaped(&mut self.lexer),
        }
    }
}
