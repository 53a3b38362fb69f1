//! The shapes of a file.

use crate::json::{Json, Path};
use crate::model::constraints::StringPattern;
use crate::model::id::ShapeId;
use crate::model::load::error::LoadError;
use crate::model::load::fields::{field, flag, length, optional_string, range, string, strings};
use crate::model::members::Member;
use crate::model::shape::{Shape, ShapeKind};
use crate::model::traits::Traits;

use super::error_shape::{error_fault, error_status};
use super::members::members;
use super::names::Names;
use super::timestamps::timestamp_format;

/// Returns a shape of the file.
pub(super) fn shape(
    id: ShapeId,
    entry: &Json,
    names: &Names<'_>,
    at: &Path,
) -> Result<Shape, LoadError> {
    let mut traits = Traits {
        documentation: optional_string(entry, "documentation", at)?.map(str::to_owned),
        sensitive: flag(entry, "sensitive", at)?,
        sparse: flag(entry, "sparse", at)?,
        // An event stream is a union that Smithy marks so. A blob may be one too.
        streaming: flag(entry, "streaming", at)? || flag(entry, "eventstream", at)?,
        timestamp_format: timestamp_format(entry, at)?,
        ..Traits::default()
    };
    let kind = kind(entry, names, at)?;
    match &kind {
        ShapeKind::Structure(_) => {
            traits.error = error_fault(entry, at)?;
            traits.http_error = error_status(entry, id.name(), at)?;
        }
        // The bounds of a number are those of its value.
        ShapeKind::String
        | ShapeKind::Enum(_)
        | ShapeKind::Blob
        | ShapeKind::List(_)
        | ShapeKind::Map { .. } => {
            let bounded = entry.get("min").is_some() || entry.get("max").is_some();
            traits.length = bounded.then(|| length(entry, at)).transpose()?;
            traits.pattern = optional_string(entry, "pattern", at)?.map(StringPattern::new);
        }
        ShapeKind::Byte
        | ShapeKind::Short
        | ShapeKind::Integer
        | ShapeKind::Long
        | ShapeKind::Float
        | ShapeKind::Double
        | ShapeKind::BigInteger
        | ShapeKind::BigDecimal => {
            let bounded = entry.get("min").is_some() || entry.get("max").is_some();
            traits.range = bounded.then(|| range(entry, at)).transpose()?;
        }
        _ => {}
    }
    Ok(Shape { id, kind, traits })
}

fn kind(entry: &Json, names: &Names<'_>, at: &Path) -> Result<ShapeKind, LoadError> {
    let inner = |name: &str| {
        let (reference, at) = (field(entry, name, at)?, at.member(name));
        let traits = Box::<Traits>::default();
        Ok::<_, LoadError>(Member {
            name: name.to_owned(),
            target: names.target(reference, &at)?,
            traits,
        })
    };
    Ok(match string(entry, "type", at)? {
        "structure" if flag(entry, "document", at)? => ShapeKind::Document,
        "structure" if flag(entry, "union", at)? || flag(entry, "eventstream", at)? => {
            ShapeKind::Union(members(entry, names, at)?)
        }
        "structure" => ShapeKind::Structure(members(entry, names, at)?),
        "list" => ShapeKind::List(inner("member")?),
        "map" => ShapeKind::Map { key: inner("key")?, value: inner("value")? },
        "string" | "character" => match entry.get("enum") {
            Some(values) => ShapeKind::Enum(strings(values, &at.member("enum"))?),
            None => ShapeKind::String,
        },
        "boolean" => ShapeKind::Boolean,
        "byte" => ShapeKind::Byte,
        "short" => ShapeKind::Short,
        "integer" => ShapeKind::Integer,
        "long" => ShapeKind::Long,
        "float" => ShapeKind::Float,
        "double" => ShapeKind::Double,
        "biginteger" => ShapeKind::BigInteger,
        "bigdecimal" => ShapeKind::BigDecimal,
        "timestamp" => ShapeKind::Timestamp,
        "blob" => ShapeKind::Blob,
        other => {
            let message = format!("`{other}` is no type of shape that botocore has");
            return Err(LoadError::new(&at.member("type"), message));
        }
    })
}
