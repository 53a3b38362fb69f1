//! The shapes of Smithy's prelude.

use crate::model::members::Members;
use crate::model::shape::ShapeKind;

/// The simple shapes that every model may target without a declaration.
pub(super) const PRELUDE: &[(&str, ShapeKind)] = &[
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
pub(super) const UNIT: &str = "smithy.api#Unit";
