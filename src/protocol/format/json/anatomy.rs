//! The anatomy: what the decoder noticed on its way through a body.

use std::mem;

use crate::json::{JsonKind, Path};
use crate::model::{Member, Model, ShapeRef};
use crate::value::{Tape, Text};

/// The notes on a body, in the order in which they were made. A union or map as a whole, and repeated members,
/// are noted at the end of their container.
///
/// The value of an unknown member is checked to be JSON, and nothing in it is noted.
///
/// A body of 64 MiB may give rise to ten million notes. The first hundred thousand are kept, and some more of
/// each kind. So it is always known whether there is one of a kind, and [`left_out`](Self::left_out) counts the
/// rest.
#[derive(Clone, Debug, Default)]
pub struct Anatomy {
    notes: Vec<Note>,
    trail: Vec<Step>,
    /// The notes behind the first [`KEPT`], counted by kind.
    beyond: Vec<Beyond>,
}

/// How many notes are kept, and how many more of each kind. A note has 40 bytes.
const KEPT: usize = 100_000;
const KEPT_BEYOND: usize = 1_000;

/// The notes of a kind behind the first ones of all.
#[derive(Clone, Copy, Debug)]
struct Beyond {
    kind: NoteKind,
    kept: usize,
    left_out: usize,
}

/// One thing that was noticed, and where.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Note {
    /// What.
    pub kind: NoteKind,
    /// Where: a count of bytes from the beginning of the body.
    pub offset: u32,
    place: Place,
}

/// The object or array that a note was made in: the same for all notes of one of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Container(TrailId);

impl Note {
    /// Returns the object or array that the note was made in. Notes about a container as a whole, such as
    /// [`NoteKind::UnionKnown`], are made in it too.
    pub fn container(&self) -> Container {
        Container(self.place.around)
    }
}

/// The things that are noticed.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum NoteKind {
    /// A name that stood there before: a modeled member of a structure, a member of a union, a key of a
    /// map or of an object in a document. The last one counts. The offset is that of the later name.
    Duplicate,
    /// Null in place of a modeled member's value, of an unknown union member's, or of an element of a
    /// list or map that is not sparse. It counts as absent. The offset is that of the null.
    Null,
    /// A member of a structure that the contract does not name. The offset is that of its name.
    UnknownMember,
    /// A member of a union, null or not. The place is the member's, the offset that of its name.
    UnionTag {
        /// Whether it is one of the contract's.
        known: bool,
    },
    /// A value whose JSON type the shape cannot have, or that is out of its range. The body is refused.
    /// The offset is that of the value.
    Mistyped {
        /// The shape.
        shape: ShapeRef,
        /// What was found.
        found: JsonKind,
    },
    /// A required member that is absent, or null. The place is the member's, the offset that of the
    /// structure's beginning.
    Missing,
    /// The one member that a union has is one of the contract's. The place of this and of the other
    /// notes on a union as a whole is the union's, the offset that of its beginning.
    UnionKnown,
    /// The one member that a union has is none of the contract's.
    UnionUnknown {
        /// The kind of its value.
        value: JsonKind,
        /// Whether the body is refused for it: a server must not act on what it does not know.
        refused: bool,
    },
    /// A union with more than one member that is not null. The body is refused.
    UnionSeveral,
    /// A union without a member that is not null. The body is refused.
    UnionEmpty,
    /// `__type` in a union, if the contract has no such member. The offset is that of the name.
    TypeHint,
    /// A value of a document or of a recursive shape that nests deeper than
    /// [`MAX_DEPTH`](crate::json::MAX_DEPTH). The body is refused.
    TooDeep,
}

impl NoteKind {
    /// Reports whether the codec refuses a body in which this is noticed.
    pub fn refuses(self) -> bool {
        matches!(
            self,
            Self::Mistyped { .. }
                | Self::UnionSeveral
                | Self::UnionEmpty
                | Self::UnionUnknown { refused: true, .. }
                | Self::TooDeep
        )
    }

    /// Reports whether every valid body with a union has it: a tag, and a known one.
    pub fn is_ordinary(self) -> bool {
        matches!(self, Self::UnionTag { .. } | Self::UnionKnown)
    }

    /// Returns a stable name, in kebab case.
    pub fn name(self) -> &'static str {
        match self {
            Self::Duplicate => "duplicate",
            Self::Null => "null",
            Self::UnknownMember => "unknown-member",
            Self::Mistyped { .. } => "mistyped",
            Self::Missing => "missing",
            Self::UnionTag { .. } => "union-tag",
            Self::UnionKnown => "union-known",
            Self::UnionUnknown { .. } => "union-unknown",
            Self::UnionSeveral => "union-several",
            Self::UnionEmpty => "union-empty",
            Self::TypeHint => "type-hint",
            Self::TooDeep => "too-deep",
        }
    }
}

/// A place in the body: a container, or a step from it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Place {
    pub(super) around: TrailId,
    pub(super) step: Option<StepKind>,
}

/// A container on the way from the root, by its index in the trail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct TrailId(u32);

impl TrailId {
    /// The root itself.
    pub(super) const ROOT: Self = Self(u32::MAX);
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct Step {
    around: TrailId,
    kind: StepKind,
}

/// One step of a path.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum StepKind {
    /// To a modeled member.
    Member {
        shape: ShapeRef,
        index: u32,
    },
    /// To a member by its name in the body.
    Name(Text),
    Index(u32),
}

impl Anatomy {
    pub(super) fn clear(&mut self) {
        self.notes.clear();
        self.trail.clear();
        self.beyond.clear();
    }

    pub(super) fn note(&mut self, kind: NoteKind, place: Place, offset: usize) {
        let note = Note { kind, offset: offset as u32, place };
        if self.notes.len() < KEPT {
            self.notes.push(note);
        } else {
            self.note_beyond(note);
        }
    }

    /// Keeps a note behind the first ones, or counts it.
    #[cold]
    fn note_beyond(&mut self, note: Note) {
        let same = |other: &Beyond| mem::discriminant(&other.kind) == mem::discriminant(&note.kind);
        let at = self.beyond.iter().position(same).unwrap_or_else(|| {
            self.beyond.push(Beyond { kind: note.kind, kept: 0, left_out: 0 });
            self.beyond.len() - 1
        });
        let beyond = &mut self.beyond[at];
        if beyond.kept < KEPT_BEYOND {
            beyond.kept += 1;
            self.notes.push(note);
        } else {
            beyond.left_out += 1;
        }
    }

    /// Enters a container, and returns its id. The root has no step, and so no entry in the trail.
    pub(super) fn enter(&mut self, place: Place) -> TrailId {
        match place.step {
            None => place.around,
            Some(kind) => {
                self.trail.push(Step { around: place.around, kind });
                TrailId(self.trail.len() as u32 - 1)
            }
        }
    }

    /// Returns the notes.
    pub fn notes(&self) -> &[Note] {
        &self.notes
    }

    /// Reports whether every note is kept. If some are not, a policy that needs them says nothing of the body.
    pub fn is_whole(&self) -> bool {
        self.beyond.iter().all(|beyond| beyond.left_out == 0)
    }

    /// Returns how many notes of those kinds that `wanted` holds for are not kept.
    pub fn left_out(&self, wanted: impl Fn(NoteKind) -> bool) -> usize {
        let beyond = self.beyond.iter().filter(|beyond| wanted(beyond.kind));
        beyond.map(|beyond| beyond.left_out).sum()
    }

    /// Returns the notes of those kinds that `wanted` holds for.
    pub fn of(&self, wanted: impl Fn(NoteKind) -> bool) -> impl Iterator<Item = &Note> {
        self.notes.iter().filter(move |note| wanted(note.kind))
    }

    /// Returns how much memory is kept for the notes of the next body, in bytes.
    #[cfg(feature = "fuzzing")]
    pub(super) fn kept(&self) -> usize {
        self.notes.capacity() * size_of::<Note>()
            + self.trail.capacity() * size_of::<Step>()
            + self.beyond.capacity() * size_of::<Beyond>()
    }

    /// Returns the modeled member that a note of this anatomy is about, and the shape that has it.
    pub(super) fn member<'m>(
        &self,
        note: &Note,
        model: &'m Model,
    ) -> Option<(ShapeRef, &'m Member)> {
        match note.place.step? {
            StepKind::Member { shape, index } => {
                Some((shape, model.members(shape).get(index as usize)?))
            }
            _ => None,
        }
    }

    /// Returns the name in the body of the member that a note of this anatomy is about, if the contract does
    /// not name it.
    pub(super) fn name<'t>(&self, note: &Note, tape: &'t Tape<'_>) -> Option<&'t str> {
        match note.place.step? {
            StepKind::Name(text) => Some(tape.resolve(text)),
            _ => None,
        }
    }

    /// Returns the path of a note of this anatomy. A modeled member has its name in the model.
    pub(super) fn path(&self, note: &Note, model: &Model, tape: &Tape<'_>) -> Path {
        let mut steps = Vec::new();
        steps.extend(note.place.step);
        let mut around = note.place.around;
        while let Some(step) = self.trail.get(around.0 as usize) {
            steps.push(step.kind);
            around = step.around;
        }
        let mut path = Path::default();
        for step in steps.into_iter().rev() {
            match step {
                StepKind::Member { shape, index } => {
                    let name = model.members(shape).get(index as usize).map(|m: &Member| &m.name);
                    path.push_member(name.map_or("", String::as_str));
                }
                StepKind::Name(text) => path.push_member(tape.resolve(text)),
                StepKind::Index(index) => path = path.index(index as usize),
            }
        }
        path
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_that_comes_late_is_known_all_the_same() {
        let place = Place { around: TrailId::ROOT, step: None };
        let mut anatomy = Anatomy::default();
        for offset in 0..KEPT * 3 {
            anatomy.note(NoteKind::Duplicate, place, offset);
        }
        assert!(!anatomy.is_whole());
        anatomy.note(NoteKind::UnionEmpty, place, 7);
        anatomy.note(NoteKind::UnionEmpty, place, 8);
        let duplicates = |kind| kind == NoteKind::Duplicate;
        let kept = anatomy.of(duplicates).count();
        assert_eq!((kept, kept + anatomy.left_out(duplicates)), (KEPT + KEPT_BEYOND, KEPT * 3));
        assert_eq!(anatomy.of(NoteKind::refuses).count(), 2);
        assert_eq!(anatomy.left_out(NoteKind::refuses), 0);
        anatomy.clear();
        assert!(anatomy.is_whole() && anatomy.notes().is_empty());
    }
}
