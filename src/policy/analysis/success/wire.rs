//! The unions and the null members in the body of a success.

use std::collections::HashMap;

use crate::json::{Json, JsonKind, Path};
use crate::model::{Member, Model, Names, ShapeKind, ShapeRef, Walk};
use crate::protocol::{Container, Decoded, Note, NoteKind};

/// A union of the body that has one member.
#[derive(Debug)]
pub(in crate::policy) struct WireUnion {
    /// The path in the output.
    pub(in crate::policy) path: Path,
    /// The byte of the body at which the union begins.
    pub(in crate::policy) offset: usize,
    /// The JSON kind of its member's value, if the contract does not know the member.
    pub(in crate::policy) unknown: Option<JsonKind>,
    /// The byte of its `__type`.
    pub(in crate::policy) hint: Option<usize>,
    /// The byte of a null member in it.
    pub(in crate::policy) null: Option<usize>,
    container: Container,
}

impl WireUnion {
    /// Reports whether the union has nothing else than its one member.
    pub(in crate::policy) fn is_plain(&self) -> bool {
        self.hint.is_none() && self.null.is_none()
    }
}

/// A member of a structure that is null.
#[derive(Debug)]
pub(in crate::policy) struct NullMember {
    /// The path in the output.
    pub(in crate::policy) path: Path,
    /// The byte of the null in the body.
    pub(in crate::policy) offset: usize,
    /// Whether the member is a union by the contract.
    pub(in crate::policy) union: bool,
    /// Whether a client must show nothing for it: it is not required and has no default.
    pub(in crate::policy) optional: bool,
}

/// Reports whether a client shows nothing for the member if the response does not have it: the member is not
/// required and has no default.
pub(in crate::policy) fn is_optional(model: &Model, member: &Member) -> bool {
    !member.traits.required
        && member.traits.default.is_none()
        && model.shape(member.target).traits.default.is_none()
}

/// The unions of a body, in its order, and the index of each union by its container.
#[derive(Debug)]
pub(super) struct WireUnions {
    pub(super) all: Vec<WireUnion>,
    pub(super) by_container: HashMap<Container, usize>,
}

impl WireUnions {
    /// Pairs the paths of the unions in the output with the notes on them. Returns `None` if they do not
    /// match.
    pub(super) fn of(notes: &[Note], places: Vec<Path>) -> Option<Self> {
        let mut unions: Vec<_> = notes
            .iter()
            .filter_map(|note| {
                let unknown = match note.kind {
                    NoteKind::UnionKnown => None,
                    NoteKind::UnionUnknown { value, .. } => Some(value),
                    _ => return None,
                };
                Some(WireUnion {
                    path: Path::default(),
                    offset: note.offset as usize,
                    unknown,
                    hint: None,
                    null: None,
                    container: note.container(),
                })
            })
            .collect();
        // The decoder notes a union at its end, but the output lists unions by their beginning.
        unions.sort_by_key(|union| union.offset);
        if unions.len() != places.len() {
            return None;
        }
        for (union, path) in unions.iter_mut().zip(places) {
            union.path = path;
        }
        let by_container: HashMap<_, _> =
            unions.iter().map(|union| union.container).zip(0..).collect();
        for note in notes {
            if let Some(at) = by_container.get(&note.container()) {
                let union: &mut WireUnion = &mut unions[*at];
                match note.kind {
                    NoteKind::TypeHint => union.hint = Some(note.offset as usize),
                    NoteKind::Null => union.null = Some(note.offset as usize),
                    _ => {}
                }
            }
        }
        Some(Self { all: unions, by_container })
    }
}

/// Returns the path of a note in the output, if the value of the body has the path `base` there.
pub(super) fn path_of(decoded: &Decoded<'_, '_>, base: &Path, note: &Note) -> Path {
    match base.as_str() {
        "" => decoded.path(note),
        base => decoded.path(note).under(base),
    }
}

/// Returns the null members of structures. Returns `None` if an element of a list or map is null: the sources
/// leave open what happens to the elements after it.
pub(super) fn nulls(
    decoded: &Decoded<'_, '_>,
    base: &Path,
    model: &Model,
    unions: &WireUnions,
) -> Option<Vec<NullMember>> {
    let mut nulls = Vec::new();
    for note in decoded.anatomy().of(|kind| kind == NoteKind::Null) {
        if unions.by_container.contains_key(&note.container()) {
            continue;
        }
        let (_, member) = decoded.member(note)?;
        nulls.push(NullMember {
            path: path_of(decoded, base, note),
            offset: note.offset as usize,
            union: matches!(model.kind(member.target), ShapeKind::Union(_)),
            optional: is_optional(model, member),
        });
    }
    Some(nulls)
}

/// Returns the paths of the unions in an output, in its order, each before those inside it.
pub(super) fn union_places(model: &Model, shape: ShapeRef, output: &Json) -> Vec<Path> {
    let mut places = Vec::new();
    let mut walk = Walk::new(model, shape, output, Names::Value);
    while let Some(node) = walk.next() {
        let is_union = matches!(model.kind(node.shape), ShapeKind::Union(_));
        if is_union && matches!(node.value, Json::Object(_)) {
            places.push(walk.path());
        }
    }
    places
}
