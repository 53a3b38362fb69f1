//! The model: every shape of a file, each known by its id.

use std::collections::HashMap;

use super::file::File;
use super::id::{ShapeId, ShapeRef};
use super::members::{Member, Members};
use super::services::Services;
use super::traits::Traits;

/// A Smithy model: its shapes, and those of the prelude that they target.
///
/// Every target of every shape is in the model: [`Model::from_smithy`] refuses a dangling target.
#[derive(Clone, Debug)]
pub struct Model {
    pub(super) shapes: Vec<Shape>,
    pub(super) by_id: HashMap<ShapeId, ShapeRef>,
    /// The number of places that the structures and unions take: see [`Members::settle`].
    pub(super) places: u32,
    pub(super) services: Services,
    pub(super) file: File,
}

/// A shape: its id, its type, its traits.
#[derive(Clone, Debug)]
pub struct Shape {
    /// The id.
    pub id: ShapeId,
    /// The type, with its members or values.
    pub kind: ShapeKind,
    /// The traits.
    pub traits: Traits,
}

/// The types of shapes.
#[derive(Clone, Debug)]
#[non_exhaustive]
#[allow(missing_docs, reason = "the names are Smithy's own")]
pub enum ShapeKind {
    Blob,
    Boolean,
    String,
    /// The values, in the model's order.
    Enum(Vec<String>),
    Byte,
    Short,
    Integer,
    /// The values, in the model's order.
    IntEnum(Vec<i32>),
    Long,
    BigInteger,
    Float,
    Double,
    BigDecimal,
    Timestamp,
    Document,
    List(Member),
    Map {
        key: Member,
        value: Member,
    },
    Structure(Members),
    Union(Members),
    Service {
        version: String,
        operations: Vec<ShapeRef>,
    },
    Operation {
        input: ShapeRef,
        output: ShapeRef,
        errors: Vec<ShapeRef>,
    },
    Resource {
        operations: Vec<ShapeRef>,
    },
}

impl ShapeKind {
    /// Reports whether every JSON string is a value of it, and nothing else is.
    #[inline(always)]
    pub(crate) fn is_text(&self) -> bool {
        matches!(self, Self::String | Self::Enum(_))
    }

    /// Returns the type's name in the model: `structure`, `bigDecimal`.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Blob => "blob",
            Self::Boolean => "boolean",
            Self::String => "string",
            Self::Enum(_) => "enum",
            Self::Byte => "byte",
            Self::Short => "short",
            Self::Integer => "integer",
            Self::IntEnum(_) => "intEnum",
            Self::Long => "long",
            Self::BigInteger => "bigInteger",
            Self::Float => "float",
            Self::Double => "double",
            Self::BigDecimal => "bigDecimal",
            Self::Timestamp => "timestamp",
            Self::Document => "document",
            Self::List(_) => "list",
            Self::Map { .. } => "map",
            Self::Structure(_) => "structure",
            Self::Union(_) => "union",
            Self::Service { .. } => "service",
            Self::Operation { .. } => "operation",
            Self::Resource { .. } => "resource",
        }
    }
}

impl Model {
    /// Returns the shape behind a reference of this model.
    ///
    /// # Panics
    ///
    /// If the reference belongs to a larger model.
    #[inline]
    pub fn shape(&self, shape: ShapeRef) -> &Shape {
        &self.shapes[shape.0 as usize]
    }

    /// Returns the type of the shape behind a reference of this model.
    ///
    /// # Panics
    ///
    /// If the reference belongs to a larger model.
    #[inline]
    pub fn kind(&self, shape: ShapeRef) -> &ShapeKind {
        &self.shape(shape).kind
    }

    /// Returns the members of a structure or union; none for any other shape.
    pub fn members(&self, shape: ShapeRef) -> &[Member] {
        match self.kind(shape) {
            ShapeKind::Structure(members) | ShapeKind::Union(members) => members.as_slice(),
            _ => &[],
        }
    }

    /// Returns the shape with this id.
    pub fn find(&self, id: &ShapeId) -> Option<ShapeRef> {
        self.by_id.get(id).copied()
    }

    /// Adds a structure of those members of another that `keep` holds for, under the same id. [`find`](Self::find) keeps
    /// finding the whole one.
    pub(super) fn add_part(&mut self, whole: ShapeRef, keep: impl Fn(&Member) -> bool) -> ShapeRef {
        let list = self.members(whole).iter().filter(|member| keep(member)).cloned().collect();
        let mut members = Members::new(list);
        let is_string = |shape: ShapeRef| self.shape(shape).kind.is_text();
        self.places = members.settle(self.places, is_string);
        let whole = self.shape(whole);
        let kind = ShapeKind::Structure(members);
        self.shapes.push(Shape { id: whole.id.clone(), kind, traits: whole.traits.clone() });
        ShapeRef(self.shapes.len() as u32 - 1)
    }

    /// Returns the shapes that a shape targets: of its members, of its elements, or of its keys and values.
    pub(crate) fn targets(&self, shape: ShapeRef) -> Vec<ShapeRef> {
        match self.kind(shape) {
            ShapeKind::List(member) => vec![member.target],
            ShapeKind::Map { key, value } => vec![key.target, value.target],
            _ => self.members(shape).iter().map(|member| member.target).collect(),
        }
    }

    /// Returns the bytes of the file, unpacked.
    pub(crate) fn file(&self) -> &[u8] {
        self.file.bytes()
    }

    /// Returns every shape, the prelude's included, in the order of the file.
    pub fn shapes(&self) -> impl Iterator<Item = &Shape> {
        self.shapes.iter()
    }
}
