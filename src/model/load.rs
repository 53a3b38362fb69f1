//! The loader of Smithy JSON AST files.
//!
//! Source: Smithy 2.0 specification, "JSON AST". It refuses what it cannot act on truly (a target that
//! is nowhere, a type that it does not know, mixins that are not flattened), and names the place.

use std::collections::{HashMap, HashSet};

use crate::json::{Json, Path, SyntaxError};

use super::id::ShapeId;
use super::members::Members;
use super::operation::Http;
use super::shape::{Member, Model, Shape, ShapeKind, ShapeRef};
use super::traits::{Binding, ErrorFault, Length, TimestampFormat, Traits};

/// Why a file is no model, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}{}{message}", path.as_str(), if path.as_str().is_empty() { "" } else { ": " })]
pub struct LoadError {
    /// The place in the file; empty where the file as a whole is meant.
    pub path: Path,
    /// What is wrong there, and what would be right.
    pub message: String,
}

impl LoadError {
    fn new(path: &Path, message: impl Into<String>) -> Self {
        Self { path: path.clone(), message: message.into() }
    }
}

impl From<SyntaxError> for LoadError {
    fn from(fault: SyntaxError) -> Self {
        Self::new(&Path::default(), format!("not JSON: {fault}"))
    }
}

/// The simple shapes that every model may target without holding them.
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

impl Model {
    /// Reads a Smithy JSON AST file.
    ///
    /// # Errors
    ///
    /// Where the file is no JSON, or no model, with the JSON path of the fault.
    pub fn from_smithy(file: impl AsRef<[u8]>) -> Result<Self, LoadError> {
        let file = Json::parse(file)?;
        let root = Path::default();
        let version = string(&file, "smithy", &root)?;
        if !version.starts_with("2.") && version != "2" {
            return Err(LoadError::new(
                &root.member("smithy"),
                format!("version {version} is not supported; convert the model to Smithy 2.0"),
            ));
        }
        let at = root.member("shapes");
        let entries = object(field(&file, "shapes", &root)?, &at)?;

        // First give every id its place, so that shapes may refer to each other in any order.
        let mut by_id = HashMap::new();
        let mut shapes = Vec::new();
        for (id, kind) in PRELUDE {
            let id: ShapeId = id.parse().expect("the prelude's ids are well-formed");
            by_id.insert(id.clone(), ShapeRef(shapes.len() as u32));
            shapes.push(Shape { id, kind: kind.clone(), traits: Traits::default() });
        }
        let mut declared = Vec::new();
        let mut applied = Vec::new();
        for (id, entry) in entries {
            let at = at.member(id);
            let id: ShapeId = parse_id(id, &at)?;
            if string(entry, "type", &at)? == "apply" {
                applied.push((id, entry, at));
                continue;
            }
            if id.member().is_some() {
                return Err(LoadError::new(&at, "a shape's id expected, not a member's"));
            }
            let place = ShapeRef((shapes.len() + declared.len()) as u32);
            if by_id.insert(id.clone(), place).is_some() {
                return Err(LoadError::new(&at, "this shape is declared twice"));
            }
            declared.push((id, entry, at));
        }

        let loader = Loader { by_id: &by_id };
        for (id, entry, at) in declared {
            let kind = loader.kind(entry, &at)?;
            let traits = traits(entry, &at)?;
            shapes.push(Shape { id, kind, traits });
        }
        let mut model = Self { shapes, by_id };
        for (id, entry, at) in applied {
            model.apply(&id, entry, &at)?;
        }
        model.check_targets(&at)?;
        let mut places = 0;
        for shape in &mut model.shapes {
            if let ShapeKind::Structure(members) | ShapeKind::Union(members) = &mut shape.kind {
                places = members.settle(places);
            }
        }
        Ok(model)
    }

    /// Adds the traits of an `apply` statement to the shape or member that it names.
    fn apply(&mut self, id: &ShapeId, entry: &Json, at: &Path) -> Result<(), LoadError> {
        let owner: ShapeId = parse_id(&format!("{}#{}", id.namespace(), id.name()), at)?;
        let missing = || LoadError::new(at, "traits are applied to a shape that is nowhere");
        let place = self.find(&owner).ok_or_else(missing)?;
        let shape = &mut self.shapes[place.0 as usize];
        let target = match (id.member(), &mut shape.kind) {
            (None, _) => &mut shape.traits,
            (Some(name), ShapeKind::Structure(members) | ShapeKind::Union(members)) => {
                &mut members.named_mut(name).ok_or_else(missing)?.traits
            }
            (Some("member"), ShapeKind::List(member)) => &mut member.traits,
            (Some("key"), ShapeKind::Map { key, .. }) => &mut key.traits,
            (Some("value"), ShapeKind::Map { value, .. }) => &mut value.traits,
            _ => return Err(missing()),
        };
        read_traits(target, entry, at)
    }

    /// Refuses targets of the wrong sort (a member whose values would be a service, say), and members
    /// that share a name in JSON.
    fn check_targets(&self, at: &Path) -> Result<(), LoadError> {
        for shape in &self.shapes {
            let at = at.member(shape.id.as_str());
            let check = |target: ShapeRef, wanted: &str, place: Path| {
                let found = self.kind(target);
                let good = match (wanted, found) {
                    ("operation", ShapeKind::Operation { .. })
                    | ("structure", ShapeKind::Structure(_))
                    | ("string", ShapeKind::String | ShapeKind::Enum(_)) => true,
                    ("value", kind) => !matches!(
                        kind,
                        ShapeKind::Service { .. }
                            | ShapeKind::Operation { .. }
                            | ShapeKind::Resource { .. }
                    ),
                    _ => false,
                };
                if good {
                    Ok(())
                } else {
                    let id = &self.shape(target).id;
                    let message = format!("a {wanted} expected, but {id} is a {}", found.name());
                    Err(LoadError::new(&place, message))
                }
            };
            match &shape.kind {
                ShapeKind::Structure(members) | ShapeKind::Union(members) => {
                    let mut wire_names = HashMap::new();
                    for member in members {
                        if let Some(other) = wire_names.insert(member.wire_name(), &member.name) {
                            return Err(LoadError::new(
                                &at.member("members").member(&member.name),
                                format!("its name in JSON is that of `{other}` too"),
                            ));
                        }
                        check(member.target, "value", at.member("members").member(&member.name))?;
                    }
                }
                ShapeKind::List(member) => check(member.target, "value", at.member("member"))?,
                ShapeKind::Map { key, value } => {
                    check(key.target, "string", at.member("key"))?;
                    check(value.target, "value", at.member("value"))?;
                }
                ShapeKind::Operation { input, output, errors } => {
                    check(*input, "structure", at.member("input"))?;
                    check(*output, "structure", at.member("output"))?;
                    for (i, error) in errors.iter().enumerate() {
                        check(*error, "structure", at.member("errors").index(i))?;
                        if self.shape(*error).traits.error.is_none() {
                            return Err(LoadError::new(
                                &at.member("errors").index(i),
                                format!("{} has no error trait", self.shape(*error).id),
                            ));
                        }
                    }
                }
                ShapeKind::Service { operations, .. } | ShapeKind::Resource { operations } => {
                    for (i, operation) in operations.iter().enumerate() {
                        check(*operation, "operation", at.member("operations").index(i))?;
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }
}

struct Loader<'a> {
    by_id: &'a HashMap<ShapeId, ShapeRef>,
}

impl Loader<'_> {
    fn kind(&self, entry: &Json, at: &Path) -> Result<ShapeKind, LoadError> {
        if entry.get("mixins").is_some() {
            return Err(LoadError::new(
                &at.member("mixins"),
                "mixins are not supported; flatten them with Smithy's `flattenAndRemoveMixins`",
            ));
        }
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
            None => Ok(self.by_id[&UNIT.parse::<ShapeId>().expect("a well-formed id")]),
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

fn traits(entry: &Json, at: &Path) -> Result<Traits, LoadError> {
    let mut traits = Traits::default();
    read_traits(&mut traits, entry, at)?;
    Ok(traits)
}

fn read_traits(traits: &mut Traits, entry: &Json, at: &Path) -> Result<(), LoadError> {
    let at = at.member("traits");
    let Some(list) = entry.get("traits") else {
        return Ok(());
    };
    for (id, value) in object(list, &at)? {
        let at = at.member(id);
        let text =
            || value.as_str().map(str::to_owned).ok_or_else(|| wrong(value, "a string", &at));
        match id.as_str() {
            "smithy.api#documentation" => traits.documentation = Some(text()?),
            "smithy.api#required" => traits.required = true,
            "smithy.api#jsonName" => traits.json_name = Some(text()?),
            "smithy.api#sparse" => traits.sparse = true,
            "smithy.api#length" => traits.length = Some(length(value, &at)?),
            "smithy.api#idempotent" => traits.idempotent = true,
            "smithy.api#idempotencyToken" => traits.idempotency_token = true,
            "smithy.api#sensitive" => traits.sensitive = true,
            "smithy.api#mediaType" => traits.media_type = Some(text()?),
            "smithy.api#default" => traits.default = Some(value.clone()),
            "smithy.api#enumValue" => traits.enum_value = Some(value.clone()),
            "smithy.api#timestampFormat" => {
                traits.timestamp_format = Some(match text()?.as_str() {
                    "epoch-seconds" => TimestampFormat::EpochSeconds,
                    "date-time" => TimestampFormat::DateTime,
                    "http-date" => TimestampFormat::HttpDate,
                    other => {
                        let message =
                            format!("`{other}` is none of epoch-seconds, date-time and http-date");
                        return Err(LoadError::new(&at, message));
                    }
                });
            }
            "smithy.api#error" => {
                traits.error = Some(match text()?.as_str() {
                    "client" => ErrorFault::Client,
                    "server" => ErrorFault::Server,
                    other => {
                        let message = format!("`{other}` is neither client nor server");
                        return Err(LoadError::new(&at, message));
                    }
                });
            }
            "smithy.api#httpError" => traits.http_error = Some(status(value, &at)?),
            "smithy.api#http" => {
                traits.http = Some(Http {
                    method: string(value, "method", &at)?.to_owned(),
                    uri: string(value, "uri", &at)?.to_owned(),
                    code: match value.get("code") {
                        Some(code) => status(code, &at.member("code"))?,
                        None => 200,
                    },
                });
            }
            "smithy.api#endpoint" => {
                traits.host_prefix = Some(string(value, "hostPrefix", &at)?.to_owned());
            }
            "smithy.api#httpHeader" => traits.binding = Binding::Header(text()?),
            "smithy.api#httpPrefixHeaders" => traits.binding = Binding::PrefixHeaders(text()?),
            "smithy.api#httpQuery" => traits.binding = Binding::Query(text()?),
            "smithy.api#httpLabel" => traits.binding = Binding::Label,
            "smithy.api#httpQueryParams" => traits.binding = Binding::QueryParams,
            "smithy.api#httpPayload" => traits.binding = Binding::Payload,
            "smithy.api#httpResponseCode" => traits.binding = Binding::ResponseCode,
            "aws.protocols#restJson1" => traits.rest_json_1 = true,
            // Other traits of that namespace are no protocols, such as `aws.protocols#httpChecksum`.
            "aws.protocols#awsJson1_0"
            | "aws.protocols#awsJson1_1"
            | "aws.protocols#awsQuery"
            | "aws.protocols#ec2Query"
            | "aws.protocols#restXml"
            | "smithy.protocols#rpcv2Cbor" => traits.other_protocols.push(id.clone()),
            "aws.api#service" => {
                traits.sdk_id = value.get("sdkId").and_then(Json::as_str).map(str::to_owned);
                traits.endpoint_prefix =
                    value.get("endpointPrefix").and_then(Json::as_str).map(str::to_owned);
            }
            "aws.auth#unsignedPayload" => traits.unsigned_payload = true,
            "smithy.api#optionalAuth" => traits.optional_auth = true,
            "smithy.api#auth" => traits.auth = Some(strings(value, &at)?),
            "aws.auth#sigv4" => traits.signing_name = Some(string(value, "name", &at)?.to_owned()),
            _ => {}
        }
    }
    Ok(())
}

fn status(value: &Json, at: &Path) -> Result<u16, LoadError> {
    value
        .as_u64()
        .filter(|code| (100..600).contains(code))
        .and_then(|code| code.try_into().ok())
        .ok_or_else(|| LoadError::new(at, "a status from 100 to 599 expected"))
}

fn length(value: &Json, at: &Path) -> Result<Length, LoadError> {
    let bound = |name: &str| match value.get(name) {
        None => Ok(None),
        Some(bound) => match bound.as_u64().and_then(|bound| usize::try_from(bound).ok()) {
            Some(bound) => Ok(Some(bound)),
            None => Err(LoadError::new(&at.member(name), "a length expected")),
        },
    };
    Ok(Length { min: bound("min")?.unwrap_or(0), max: bound("max")? })
}

fn parse_id(text: &str, at: &Path) -> Result<ShapeId, LoadError> {
    text.parse().map_err(|error| LoadError::new(at, format!("{error}")))
}

fn field<'a>(value: &'a Json, name: &str, at: &Path) -> Result<&'a Json, LoadError> {
    object(value, at)?;
    value.get(name).ok_or_else(|| LoadError::new(at, format!("`{name}` is missing")))
}

fn string<'a>(value: &'a Json, name: &str, at: &Path) -> Result<&'a str, LoadError> {
    let found = field(value, name, at)?;
    found.as_str().ok_or_else(|| wrong(found, "a string", &at.member(name)))
}

fn strings(value: &Json, at: &Path) -> Result<Vec<String>, LoadError> {
    let Json::Array(items) = value else { return Err(wrong(value, "an array", at)) };
    let texts = items.iter().enumerate().map(|(i, item)| {
        let text = item.as_str().ok_or_else(|| wrong(item, "a string", &at.index(i)))?;
        Ok(text.to_owned())
    });
    texts.collect()
}

fn object<'a>(value: &'a Json, at: &Path) -> Result<&'a [(String, Json)], LoadError> {
    match value {
        Json::Object(members) => Ok(members),
        other => Err(wrong(other, "an object", at)),
    }
}

fn wrong(found: &Json, wanted: &str, at: &Path) -> LoadError {
    LoadError::new(at, format!("{wanted} expected, not {}", found.kind()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(file: &str) -> String {
        Model::from_smithy(file).map(drop).expect_err(file).to_string()
    }

    #[test]
    fn names_the_place_of_what_it_refuses() {
        for (file, message) in [
            ("[]", "an object expected, not an array"),
            ("{", "not JSON: the text ends inside its value at byte 1"),
            ("{}", "`smithy` is missing"),
            (
                r#"{"smithy":"1.0","shapes":{}}"#,
                "smithy: version 1.0 is not supported; convert the model to Smithy 2.0",
            ),
            (r#"{"smithy":"2.0"}"#, "`shapes` is missing"),
            (
                r#"{"smithy":"2.0","shapes":{"B":{"type":"string"}}}"#,
                "shapes.B: `B` is no absolute shape id (`namespace#Name`)",
            ),
            (r#"{"smithy":"2.0","shapes":{"a#B":{}}}"#, r#"shapes["a#B"]: `type` is missing"#),
            (
                r#"{"smithy":"2.0","shapes":{"a#B":{"type":"thing"}}}"#,
                r#"shapes["a#B"].type: `thing` is no type of shape that Smithy 2.0 has"#,
            ),
            (
                r#"{"smithy":"2.0","shapes":{"a#B":{"type":"structure","members":{"x":{"target":"a#C"}}}}}"#,
                r#"shapes["a#B"].members.x.target: a#C is neither in this file nor in Smithy's prelude"#,
            ),
            (
                r#"{"smithy":"2.0","shapes":{"a#B":{"type":"string"},"a#B":{"type":"string"}}}"#,
                r#"shapes["a#B"]: this shape is declared twice"#,
            ),
            (
                r#"{"smithy":"2.0","shapes":{"a#B":{"type":"list","member":{"target":"a#S"}},"a#S":{"type":"service"}}}"#,
                r#"shapes["a#B"].member: a value expected, but a#S is a service"#,
            ),
            (
                r#"{"smithy":"2.0","shapes":{"a#E":{"type":"structure","traits":{"smithy.api#error":"mine"}}}}"#,
                r#"shapes["a#E"].traits["smithy.api#error"]: `mine` is neither client nor server"#,
            ),
            (
                r#"{"smithy":"2.0","shapes":{"a#O":{"type":"operation","traits":{"smithy.api#auth":["aws.auth#sigv4",7]}}}}"#,
                r#"shapes["a#O"].traits["smithy.api#auth"][1]: a string expected, not a number"#,
            ),
            (
                r#"{"smithy":"2.0","shapes":{"a#S":{"type":"structure","members":{"x":{"target":"a#S"},"x":{"target":"a#S"}}}}}"#,
                r#"shapes["a#S"].members.x: this member is declared twice"#,
            ),
            (
                r#"{"smithy":"2.0","shapes":{"a#S":{"type":"structure","members":{
                    "x":{"target":"a#S"},"y":{"target":"a#S","traits":{"smithy.api#jsonName":"x"}}}}}}"#,
                r#"shapes["a#S"].members.y: its name in JSON is that of `x` too"#,
            ),
            (
                r#"{"smithy":"2.0","shapes":{"a#S$y":{"type":"apply","traits":{"smithy.api#jsonName":"x"}},
                    "a#S":{"type":"structure","members":{"x":{"target":"a#S"},"y":{"target":"a#S"}}}}}"#,
                r#"shapes["a#S"].members.y: its name in JSON is that of `x` too"#,
            ),
        ] {
            assert_eq!(refusal(file), message);
        }
    }

    #[test]
    fn applies_traits_from_elsewhere() {
        let model = Model::from_smithy(
            r#"{"smithy":"2.0","shapes":{
                "a#S$x":{"type":"apply","traits":{"smithy.api#required":{}}},
                "a#S":{"type":"structure","members":{"x":{"target":"a#S"}}}}}"#,
        )
        .expect("a recursive structure is fine");
        let place = model.find(&"a#S".parse().expect("an id")).expect("it is there");
        assert!(model.members(place)[0].traits.required);
    }
}
