//! The decoded body: its value and its anatomy.

use crate::json::{MAX_DEPTH, Path};
use crate::model::{Member, Model, ShapeRef};
use crate::value::{Tape, ValueRef};

use super::super::anatomy::{Anatomy, Note, NoteKind};
use super::super::kinds::wanted;

/// A decoded body: its value, and the notes that the decoder made on the way.
#[derive(Debug)]
pub struct Decoded<'t, 'm> {
    pub(super) model: &'m Model,
    pub(super) tape: Tape<'t>,
    pub(super) anatomy: Anatomy,
}

impl<'t, 'm> Decoded<'t, 'm> {
    /// Returns the value. If the body is [refused](Self::refusal), it is what could be read of it; `None` if that is
    /// nothing.
    pub fn value(&self) -> Option<ValueRef<'_>> {
        self.tape.root()
    }

    /// Returns the notes.
    pub fn anatomy(&self) -> &Anatomy {
        &self.anatomy
    }

    /// Returns the path of a note.
    pub fn path(&self, note: &Note) -> Path {
        self.anatomy.path(note, self.model, &self.tape)
    }

    /// Returns the modeled member that a note is about, and the structure or union that has it; `None` if the note is
    /// about anything else.
    pub fn member(&self, note: &Note) -> Option<(ShapeRef, &'m Member)> {
        self.anatomy.member(note, self.model)
    }

    /// Returns the name of the member that a note is about, if the contract does not name it.
    pub fn unmodeled_name(&self, note: &Note) -> Option<&str> {
        self.anatomy.name(note, &self.tape)
    }

    /// Returns the first reason to refuse the body; `None` if it is accepted.
    pub fn refusal(&self) -> Option<&Note> {
        self.anatomy.of(NoteKind::refuses).min_by_key(|note| note.offset)
    }

    /// Returns what a note says, in words.
    pub fn describe(&self, note: &Note) -> String {
        match note.kind {
            NoteKind::Mistyped { shape, found } => {
                format!("{} expected, not {found}", wanted(self.model.kind(shape)))
            }
            NoteKind::UnionSeveral => "a union with several members".to_owned(),
            NoteKind::UnionEmpty => "a union without a member".to_owned(),
            NoteKind::TooDeep => format!("nested deeper than {MAX_DEPTH} levels"),
            NoteKind::Missing => "a required member is missing".to_owned(),
            NoteKind::Duplicate => "a member that stood there before".to_owned(),
            NoteKind::Null => "null in place of a value".to_owned(),
            NoteKind::UnknownMember => "a member that the contract does not name".to_owned(),
            NoteKind::UnionTag { known: true } => "a union member".to_owned(),
            NoteKind::UnionTag { known: false } => {
                "a union member that the contract does not name".to_owned()
            }
            NoteKind::UnionKnown => "a known union member".to_owned(),
            NoteKind::UnionUnknown { .. } => {
                "a union member that the contract does not name".to_owned()
            }
            NoteKind::TypeHint => "`__type` in a union".to_owned(),
        }
    }
}
