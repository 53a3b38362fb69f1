//! The open containers of a pass, and the value that comes next.

use crate::model::{Member, ShapeRef};
use crate::value::Key;

use super::super::anatomy::{Place, TrailId};
use super::super::bits::BitSet;
use super::super::guess::Progress;

/// A container that is being read.
#[derive(Debug)]
pub(super) struct Open<'m> {
    pub(super) kind: OpenKind<'m>,
    /// Its node on the tape, which learns where it ends when the container is closed.
    pub(super) node: u32,
    pub(super) trail: TrailId,
    /// Where it begins in the body.
    pub(super) offset: usize,
    /// How many elements or members have begun.
    pub(super) count: u32,
    /// How far a structure or union has been read.
    pub(super) progress: Progress,
    /// Whether one of a structure's members occurred twice.
    pub(super) duplicates: bool,
    /// Where its names begin in the list of them.
    pub(super) names: usize,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum OpenKind<'m> {
    Structure(Structure),
    Union { shape: ShapeRef },
    List { element: Target<'m>, sparse: bool },
    Map { value: Target<'m>, sparse: bool },
    Array,
    Object,
}

/// A structure that is being read, with the members that have occurred, and those of them that are null.
#[derive(Clone, Copy, Debug)]
pub(super) struct Structure {
    pub(super) shape: ShapeRef,
    pub(super) seen: BitSet,
    pub(super) nulls: BitSet,
}

/// What a value should be.
#[derive(Clone, Copy, Debug)]
pub(super) enum Target<'m> {
    Shape {
        shape: ShapeRef,
        /// The member that has it, which may say how its timestamps are written.
        member: Option<&'m Member>,
    },
    Document,
}

/// A value that comes next.
#[derive(Clone, Copy, Debug)]
pub(super) struct Next<'m> {
    pub(super) target: Target<'m>,
    pub(super) key: Key,
    pub(super) place: Place,
}
