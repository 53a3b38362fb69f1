//! The shapes of Smithy's prelude.

use crate::model::id::ShapeRef;
use crate::model::members::Members;
use crate::model::shape::{Shape, ShapeKind};
use crate::model::traits::Traits;

/// The simple shapes that every model may target without a declaration.
const PRELUDE: &[(&str, ShapeKind)] = &[
    ("smithy.api#Blob", ShapeKind::Blob),
    ("smithy.api#Boolean", ShapeKind::Boolean),
    ("smithy.api#String", ShapeKind::String),
    ("smithy.api#Byte", ShapeKind::Byte),
    ("smithy.api#Short", ShapeKind::Short),
    ("smithy.api#Integer", ShapeKind::Integer),
    ("smithy.api#Long", ShapeKind::Long),
    ("smithy.api#Float", ShapeKind::Float),
    ("smithy.api#Double", ShapeKind::Double),
    ("smithy.api#BigInteger", ShapeKind::BigInteger),
    ("smithy.api#BigDecimal", ShapeKind::BigDecimal),
    ("smithy.api#Timestamp", ShapeKind::Timestamp),
    ("smithy.api#Document", ShapeKind::Document),
    ("smithy.api#PrimitiveBoolean", ShapeKind::Boolean),
    ("smithy.api#PrimitiveByte", ShapeKind::Byte),
    ("smithy.api#PrimitiveShort", ShapeKind::Short),
    ("smithy.api#PrimitiveInteger", ShapeKind::Integer),
    ("smithy.api#PrimitiveLong", ShapeKind::Long),
    ("smithy.api#PrimitiveFloat", ShapeKind::Float),
    ("smithy.api#PrimitiveDouble", ShapeKind::Double),
    ("smithy.api#Unit", ShapeKind::Structure(Members::none())),
];

/// The id that an operation without input or output targets.
const UNIT: &str = "smithy.api#Unit";

/// Returns the prelude's shapes, with which each model begins.
pub(super) fn shapes() -> Vec<Shape> {
    let shape = |(id, kind): &(&str, ShapeKind)| Shape {
        id: id.parse().expect("the prelude's ids are well-formed"),
        kind: kind.clone(),
        traits: Traits::default(),
    };
    PRELUDE.iter().map(shape).collect()
}

/// Returns the shape that stands for no input or no output.
pub(super) fn unit(shapes: &[Shape]) -> ShapeRef {
    let place = shapes.iter().position(|shape| shape.id.as_str() == UNIT);
    ShapeRef(place.expect("the prelude has it") as u32)
}
