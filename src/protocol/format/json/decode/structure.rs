//! The members of a structure.

use crate::json::{Lexer, Standing, SyntaxError};
use crate::model::Members;
use crate::value::{Key, Slot, Text};

use super::super::anatomy::{NoteKind, Place, StepKind, TrailId};
use super::super::guess::Progress;
use super::open::{Next, Structure};
use super::pass::Pass;

/// Why [`Pass::plain_members`] goes no further.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stop {
    /// The value of this member comes next, whose name is at `at`.
    Value { index: usize, at: usize },
    /// A name that is not the expected one comes next, behind a comma or the brace.
    OtherName,
    /// Anything else comes next.
    Unknown,
}

impl<'m> Pass<'_, '_, 'm> {
    /// Goes on in a structure, to its end or to a member that is a container.
    pub(super) fn members_of(
        &mut self,
        mut first: bool,
        structure: Structure,
        trail: TrailId,
    ) -> Result<(), SyntaxError> {
        let Structure { shape, seen, nulls } = structure;
        let members = self.members(shape);
        let mut progress = self.open.last().map_or(Progress::default(), |open| open.progress);
        loop {
            let stop;
            (progress, stop) = self.plain_members(&mut first, structure, members, progress);
            let (known, at) = match stop {
                Stop::Value { index, at } => (Ok(index), at),
                Stop::OtherName | Stop::Unknown => {
                    if !self.separator(first, b'}')? {
                        self.close_structure(structure, trail);
                        return Ok(());
                    }
                    self.member_name(members, progress, stop == Stop::Unknown)?
                }
            };
            first = false;
            let index = match known {
                Ok(index) => index,
                Err(name) => {
                    let place = Place { around: trail, step: Some(StepKind::Name(name)) };
                    self.anatomy.note(NoteKind::UnknownMember, place, at);
                    self.lexer.skip_value()?;
                    continue;
                }
            };
            progress = Progress::behind(index);
            let key = Key::Member(index as u32);
            let step = Some(StepKind::Member { shape, index: index as u32 });
            let place = Place { around: trail, step };
            let duplicate = self.bits.insert(seen, index);
            if duplicate {
                // The last one counts: a null before it does not make the member absent any more.
                self.bits.remove(nulls, index);
                self.anatomy.note(NoteKind::Duplicate, place, at);
                if let Some(open) = self.open.last_mut() {
                    open.duplicates = true;
                }
                self.keep_few(trail);
            }
            let byte = self.lexer.peek()?;
            if byte == b'n' {
                let offset = self.lexer.offset();
                self.lexer.literal("null")?;
                self.anatomy.note(NoteKind::Null, place, offset);
                self.bits.insert(nulls, index);
                if duplicate {
                    self.tape.push(key, Slot::Dead); // it takes the earlier value's place
                }
                continue;
            }
            let member = members.at(index);
            let kind = self.model.kind(member.target);
            if byte == b'"' && kind.is_text() {
                // Most members are strings, and any string is a valid one: the way through the main loop is saved.
                let text = self.text()?;
                self.tape.push(key, Slot::String(text));
                continue;
            }
            let target = self.target(Some(member), member.target);
            // The value may open a container. When that ends, this structure goes on from here.
            if let Some(open) = self.open.last_mut() {
                open.progress = progress;
            }
            if self.value(Next { target, key, place })? {
                return Ok(());
            }
        }
    }

    /// Takes string members as long as they stand without white space and escapes, in the order of the last time.
    /// Returns how far the structure is read, and why it goes no further.
    ///
    /// Most members do. [`members_of`](Self::members_of) takes the one that does not.
    #[inline(always)]
    fn plain_members(
        &mut self,
        first: &mut bool,
        structure: Structure,
        members: &Members,
        mut progress: Progress,
    ) -> (Progress, Stop) {
        let bytes = self.lexer.bytes();
        let mut at = self.lexer.offset();
        let stop = loop {
            let Some((token, index)) = self.guesses.next(members, progress) else {
                break Stop::Unknown;
            };
            match token.standing(bytes, at, *first) {
                Standing::String(start) => {
                    if let Some(end) = Lexer::plain_content(bytes, start)
                        && !self.bits.insert(structure.seen, index)
                    {
                        let text = Text::Source { start: start as u32, end: end as u32 };
                        self.tape.push(Key::Member(index as u32), Slot::String(text));
                        (at, progress, *first) = (end + 1, Progress::behind(index), false);
                        continue;
                    }
                    break Stop::Unknown;
                }
                Standing::Name(end) => {
                    let name = at + usize::from(!*first);
                    at = end;
                    break Stop::Value { index, at: name };
                }
                Standing::OtherName => break Stop::OtherName,
                Standing::Unknown => break Stop::Unknown,
            }
        };
        self.lexer.go_to(at);
        (progress, stop)
    }

    /// Ends a structure: drops repeated members, and notes the required ones that are missing.
    fn close_structure(&mut self, structure: Structure, trail: TrailId) {
        let Structure { shape, seen, nulls } = structure;
        let Some(open) = self.open.last() else { return };
        let (node, offset) = (open.node, open.offset);
        if open.duplicates {
            self.keep_last(node);
        }
        // A required member that is null counts as missing.
        let required = self.members(shape).required();
        let anatomy = &mut self.anatomy;
        self.bits.missing(seen, nulls, required, |index| {
            let step = Some(StepKind::Member { shape, index: index as u32 });
            anatomy.note(NoteKind::Missing, Place { around: trail, step }, offset);
        });
        self.bits.pop(seen);
        self.close();
    }
}
