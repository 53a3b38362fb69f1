//! The shapes of a file, each with its members and its targets.

use std::collections::{HashMap, HashSet};

use crate::json::{Json, Path};
use crate::model::id::{ShapeId, ShapeRef};
use crate::model::load::error::LoadError;
use crate::model::members::{Member, Members};
use crate::model::shape::ShapeKind;

use super::traits::traits;
use crate::model::load::fields::{field, object, parse_id, string, wrong};

/// Reads shapes. The index of each shape of the file is already known.
pub(super) struct Loader<'a> {
    pub(super) by_id: &'a HashMap<ShapeId, ShapeRef>,
    pub(super) unit: ShapeRef,
}

impl Loader<'_> {
    /// Returns the type of a shape, with its members or values.
    pub(super) fn kind(&self, entry: &Json, at: &Path) -> Result<ShapeKind, LoadError> {
        Ok(match string(entry, "type", at)? {
            "blob" => ShapeKind::Blob,
            "boolean" => ShapeKind::Boolean,
            "string" => match entry.get("traits").and_then(|t| t.get("smithy.api#enum")) {
                None => ShapeKind::String,
                Some(values) => ShapeKind::Enum(legacy_enum(values, at)?),
            },
            "enum" => ShapeKind::Enum(
                self.members(entry, at)?
                    .iter()
                    .map(|member| match &member.traits.enum_value {
                        Some(Json::String(value)) => value.clone(),
                        _ => member.name.clone(),
                    })
                    .collect(),
            ),
            "intEnum" => ShapeKind::IntEnum(
                self.members(entry, at)?
                    .iter()
                    .map(|member| match &member.traits.enum_value {
                        Some(Json::Number(n)) => n.to_i128().and_then(|n| n.try_into().ok()),
                        _ => None,
                    })
                    .collect::<Option<_>>()
                    .ok_or_else(|| {
                        LoadError::new(
                            &at.member("members"),
                            "each member of an intEnum needs an enumValue that is an integer",
                        )
                    })?,
            ),
            "byte" => ShapeKind::Byte,
            "short" => ShapeKind::Short,
            "integer" => ShapeKind::Integer,
            "long" => ShapeKind::Long,
            "bigInteger" => ShapeKind::BigInteger,
            "float" => ShapeKind::Float,
            "double" => ShapeKind::Double,
            "bigDecimal" => ShapeKind::BigDecimal,
            "timestamp" => ShapeKind::Timestamp,
            "document" => ShapeKind::Document,
            "list" | "set" => ShapeKind::List(self.member(entry, "member", at)?),
            "map" => ShapeKind::Map {
                key: self.member(entry, "key", at)?,
                value: self.member(entry, "value", at)?,
            },
            "structure" => ShapeKind::Structure(self.members(entry, at)?),
            "union" => ShapeKind::Union(self.members(entry, at)?),
            "service" => ShapeKind::Service {
                version: entry.get("version").and_then(Json::as_str).unwrap_or("").to_owned(),
                operations: self.targets(entry, "operations", at)?,
            },
            "resource" => {
                ShapeKind::Resource { operations: self.targets(entry, "operations", at)? }
            }
            "operation" => ShapeKind::Operation {
                input: self.target_or_unit(entry, "input", at)?,
                output: self.target_or_unit(entry, "output", at)?,
                errors: self.targets(entry, "errors", at)?,
            },
            other => {
                return Err(LoadError::new(
                    &at.member("type"),
                    format!("`{other}` is no type of shape that Smithy 2.0 has"),
                ));
            }
        })
    }

    fn members(&self, entry: &Json, at: &Path) -> Result<Members, LoadError> {
        let at = at.member("members");
        let Some(members) = entry.get("members") else {
            return Ok(Members::default());
        };
        let mut list: Vec<Member> = Vec::new();
        let mut names = HashSet::new();
        for (name, member) in object(members, &at)? {
            let at = at.member(name);
            if !names.insert(name) {
                return Err(LoadError::new(&at, "this member is declared twice"));
            }
            list.push(self.read_member(name, member, &at)?);
        }
        Ok(Members::new(list))
    }

    fn member(&self, entry: &Json, name: &str, at: &Path) -> Result<Member, LoadError> {
        self.read_member(name, field(entry, name, at)?, &at.member(name))
    }

    fn read_member(&self, name: &str, member: &Json, at: &Path) -> Result<Member, LoadError> {
        Ok(Member {
            name: name.to_owned(),
            target: self.target(member, at)?,
            traits: Box::new(traits(member, at)?),
        })
    }

    fn target(&self, reference: &Json, at: &Path) -> Result<ShapeRef, LoadError> {
        let target = string(reference, "target", at)?;
        let at = at.member("target");
        let id: ShapeId = parse_id(target, &at)?;
        self.by_id.get(&id).copied().ok_or_else(|| {
            LoadError::new(&at, format!("{target} is neither in this file nor in Smithy's prelude"))
        })
    }

    fn target_or_unit(&self, entry: &Json, name: &str, at: &Path) -> Result<ShapeRef, LoadError> {
        match entry.get(name) {
            Some(reference) => self.target(reference, &at.member(name)),
            None => Ok(self.unit),
        }
    }

    fn targets(&self, entry: &Json, name: &str, at: &Path) -> Result<Vec<ShapeRef>, LoadError> {
        let at = at.member(name);
        let Some(list) = entry.get(name) else {
            return Ok(Vec::new());
        };
        let list = list.as_array().ok_or_else(|| wrong(list, "an array", &at))?;
        list.iter().enumerate().map(|(i, item)| self.target(item, &at.index(i))).collect()
    }
}

fn legacy_enum(values: &Json, at: &Path) -> Result<Vec<String>, LoadError> {
    let at = at.member("traits").member("smithy.api#enum");
    let list = values.as_array().ok_or_else(|| wrong(values, "an array", &at))?;
    list.iter()
        .enumerate()
        .map(|(i, entry)| string(entry, "value", &at.index(i)).map(str::to_owned))
        .collect()
}

/// Returns the values of an enum that are internal: of the trait `enum` those that are tagged so, of an enum shape those with the
/// trait `internal`. Source: Smithy's protocol tests `RestJsonMalformedEnumTraitString` and `RestJsonMalformedEnumString`.
pub(super) fn internal_values(entry: &Json) -> Vec<String> {
    let is_internal = |tags: Option<&Json>| {
        let tags = tags.and_then(Json::as_array).unwrap_or_default();
        tags.iter().any(|tag| tag.as_str() == Some("internal"))
    };
    let traits = entry.get("traits");
    if let Some(values) = traits.and_then(|t| t.get("smithy.api#enum")).and_then(Json::as_array) {
        let internal = values.iter().filter(|value| is_internal(value.get("tags")));
        let values = internal.filter_map(|value| value.get("value").and_then(Json::as_str));
        return values.map(str::to_owned).collect();
    }
    if entry.get("type").and_then(Json::as_str) != Some("enum") {
        return Vec::new();
    }
    let members = entry.get("members").map_or(&[][..], Json::members).iter();
    let internal = members.filter_map(|(name, member)| {
        let traits = member.get("traits")?;
        traits.get("smithy.api#internal")?;
        let value = traits.get("smithy.api#enumValue").and_then(Json::as_str);
        Some(value.unwrap_or(name).to_owned())
    });
    internal.collect()
}
