//! Reads JSON as a value of a shape.

use crate::json::{Json, Number};
use crate::model::{Member, Model, ShapeKind, ShapeRef, TimestampFormat};

use super::check;
use super::moment::{self, Moment};

/// Returns the value of `shape` that `json` says, in the value form. Members that are null or that the shape does not name
/// are left out. A text that was read nests at most 1,000 levels, so this may call itself.
///
/// # Errors
///
/// The first thing that has the wrong type.
pub(super) fn read(
    model: &Model,
    shape: ShapeRef,
    member: Option<&Member>,
    json: &Json,
) -> Result<Json, String> {
    let kind = model.kind(shape);
    let wrong = || format!("a {} was expected, not {}", kind.name(), json.kind());
    match (kind, json) {
        (ShapeKind::Structure(members), Json::Object(given)) => {
            // The last member of a name counts.
            let given: std::collections::HashMap<&str, &Json> =
                given.iter().map(|(name, value)| (name.as_str(), value)).collect();
            let mut read_members = Vec::new();
            for member in members {
                match given.get(member.wire_name()) {
                    None | Some(Json::Null) => {}
                    Some(value) => {
                        let value = read(model, member.target, Some(member), value)?;
                        read_members.push((member.name.clone(), value));
                    }
                }
            }
            Ok(Json::Object(read_members))
        }
        (ShapeKind::Union(members), Json::Object(_)) => {
            let known = |name: &str| members.iter().find(|member| member.wire_name() == name);
            let set = json.distinct_members().into_iter();
            let set = set.filter(|(name, value)| {
                !value.is_null() && (*name != "__type" || known(name).is_some())
            });
            match set.collect::<Vec<_>>()[..] {
                [(name, value)] => match known(name) {
                    Some(member) => {
                        let value = read(model, member.target, Some(member), value)?;
                        Ok(Json::object([(member.name.as_str(), value)]))
                    }
                    None => {
                        let name = Json::object([("name", Json::from(name))]);
                        Ok(Json::object([("SDK_UNKNOWN_MEMBER", name)]))
                    }
                },
                ref several => Err(format!("a union has {} members", several.len())),
            }
        }
        (ShapeKind::List(element), Json::Array(items)) => {
            let sparse = model.shape(shape).traits.sparse;
            let items = items.iter().filter(|item| sparse || kept_null(model, element, item));
            let items = items.map(|item| or_null(model, element, item));
            items.collect::<Result<_, _>>().map(Json::Array)
        }
        (ShapeKind::Map { value: element, .. }, Json::Object(_)) => {
            let sparse = model.shape(shape).traits.sparse;
            let entries = json.distinct_members().into_iter();
            let entries = entries.filter(|(_, value)| sparse || kept_null(model, element, value));
            let entries =
                entries.map(|(key, value)| Ok((key.to_owned(), or_null(model, element, value)?)));
            entries.collect::<Result<_, String>>().map(Json::Object)
        }
        (ShapeKind::Document, _) => Ok(json.clone()),
        (ShapeKind::Timestamp, _) => {
            let default = TimestampFormat::EpochSeconds;
            let format = member.map_or(default, |m| moment::format_of(model, m, default));
            let moment = match (format, json) {
                (TimestampFormat::EpochSeconds, Json::Number(number)) => Moment::of_number(number),
                (TimestampFormat::EpochSeconds, _) => None,
                (format, Json::String(text)) => Moment::of_text(text, format),
                _ => None,
            };
            let number = moment.and_then(|moment| Number::parse(&moment.to_number()));
            number.map(Json::Number).ok_or_else(wrong)
        }
        (kind, json) if check::is_scalar(kind, json) && !is_digits(kind, json) => Ok(json.clone()),
        _ => Err(wrong()),
    }
}

/// Reports whether an element counts although it is null: only in a list or map of documents.
fn kept_null(model: &Model, element: &Member, item: &Json) -> bool {
    !item.is_null() || matches!(model.kind(element.target), ShapeKind::Document)
}

fn or_null(model: &Model, element: &Member, item: &Json) -> Result<Json, String> {
    match item {
        Json::Null => Ok(Json::Null),
        item => read(model, element.target, Some(element), item),
    }
}

/// Reports whether a value is a number in a string, which the value form allows and the wire does not.
fn is_digits(kind: &ShapeKind, json: &Json) -> bool {
    let large = matches!(kind, ShapeKind::Long | ShapeKind::BigInteger | ShapeKind::BigDecimal);
    large && matches!(json, Json::String(_))
}
