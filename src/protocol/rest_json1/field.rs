//! Header fields that members are bound to, in requests and in responses.
//!
//! Source: Smithy 2.0, "HTTP binding traits" (`httpHeader`, `httpPrefixHeaders`). RFC 9110, section 5.6.4, for strings in
//! quotes.

use std::collections::HashSet;

use crate::http::Headers;
use crate::json::Json;
use crate::model::TimestampFormat;
use crate::model::{Binding, Member, Model, ShapeKind};
use crate::protocol::format::json::Role;

use super::text::{self, Place};

/// Appends the fields of the members in `value`.
///
/// An absent member has no field, and an empty string or list an empty one: Smithy's protocol test
/// `RestJsonNullAndEmptyHeaders`. If the name of a field with a prefix is that of a member, the member counts:
/// `RestJsonHttpEmptyPrefixHeadersRequestClient`.
pub(super) fn write<'m>(
    model: &Model,
    bound: impl Iterator<Item = &'m Member> + Clone,
    value: &Json,
    headers: &mut Headers,
) {
    for member in bound.clone() {
        let Binding::Header(name) = &member.traits.binding else { continue };
        let text = value.get(&member.name).and_then(|value| field_text(model, member, value));
        if let Some(text) = text {
            headers.push(name.as_str(), text);
        }
    }
    for member in bound {
        let Binding::PrefixHeaders(prefix) = &member.traits.binding else { continue };
        let ShapeKind::Map { value: target, .. } = model.kind(member.target) else { continue };
        let entries = value.get(&member.name).map_or_else(Vec::new, Json::distinct_members);
        // A map may have many entries, whose names may differ in case only.
        let taken = headers.iter().map(|header| header.name.to_ascii_lowercase());
        let mut taken: HashSet<String> = taken.collect();
        for (name, value) in entries {
            let name = format!("{prefix}{name}");
            let Some(text) = field_text(model, target, value) else { continue };
            if taken.insert(name.to_ascii_lowercase()) {
                headers.push(name, text);
            }
        }
    }
}

/// Returns the text of a field; `None` if the value has none.
fn field_text(model: &Model, member: &Member, value: &Json) -> Option<String> {
    let (ShapeKind::List(element), Json::Array(values)) = (model.kind(member.target), value) else {
        return text::write(model, member, value, Place::Field);
    };
    let texts = values.iter().filter_map(|value| {
        let text = text::write(model, element, value, Place::Field)?;
        let is_text = matches!(model.kind(element.target), ShapeKind::String | ShapeKind::Enum(_));
        Some(if is_text { quoted(text) } else { text })
    });
    Some(texts.collect::<Vec<_>>().join(", "))
}

/// Puts an element of a list in quotes if a reader would split or change it.
fn quoted(text: String) -> String {
    let trimmed = text.trim_matches([' ', '\t']).len() == text.len();
    if trimmed && !text.is_empty() && !text.contains([',', '"', '\\']) {
        return text;
    }
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// Returns the values of the members that are bound to header fields. The second part is `None` if the text is no value of
/// the member's shape.
pub(super) fn read<'m>(
    model: &'m Model,
    bound: impl Iterator<Item = &'m Member>,
    role: Role,
    headers: &Headers,
) -> Vec<(&'m Member, Option<Json>)> {
    let mut values = Vec::new();
    for member in bound {
        match &member.traits.binding {
            Binding::Header(name) => {
                let lines: Vec<_> = headers
                    .all(name)
                    .map(|header| String::from_utf8_lossy(&header.value).trim().to_owned())
                    .collect();
                if !lines.is_empty() {
                    values.push((member, field_value(model, member, &lines.join(", "), role)));
                }
            }
            Binding::PrefixHeaders(prefix) => {
                if let Some(value) = prefixed(model, member, (prefix, role), headers) {
                    values.push((member, value));
                }
            }
            _ => {}
        }
    }
    values
}

/// Returns the map of the fields with a prefix; nothing if there is none. The names are compared without case, and keep the
/// case that came.
fn prefixed(
    model: &Model,
    member: &Member,
    (prefix, role): (&str, Role),
    headers: &Headers,
) -> Option<Option<Json>> {
    let ShapeKind::Map { value: target, .. } = model.kind(member.target) else { return None };
    let mut entries: Vec<(String, Json)> = Vec::new();
    for header in headers.iter() {
        let Some(begin) = header.name.get(..prefix.len()) else { continue };
        if !begin.eq_ignore_ascii_case(prefix) {
            continue;
        }
        let text = String::from_utf8_lossy(&header.value);
        let Some(value) = field_value(model, target, text.trim(), role) else { return Some(None) };
        entries.push((header.name[prefix.len()..].to_owned(), value));
    }
    (!entries.is_empty()).then_some(Some(Json::Object(entries)))
}

fn field_value(model: &Model, member: &Member, text: &str, role: Role) -> Option<Json> {
    let ShapeKind::List(element) = model.kind(member.target) else {
        return text::read(model, member, text, Place::Field, role);
    };
    let http_dates = matches!(model.kind(element.target), ShapeKind::Timestamp)
        && text::timestamp_format(model, element, Place::Field) == TimestampFormat::HttpDate;
    let parts = if http_dates { dates(text) } else { elements(text)? };
    let values = parts.iter().map(|part| text::read(model, element, part, Place::Field, role));
    values.collect::<Option<_>>().map(Json::Array)
}

/// Splits a list of dates, each of which has one comma in it.
fn dates(text: &str) -> Vec<String> {
    if text.is_empty() {
        return Vec::new();
    }
    let parts: Vec<&str> = text.split(',').map(str::trim).collect();
    parts.chunks(2).map(|date| date.join(", ")).collect()
}

/// Splits a list at its commas, except those in quotes; `None` if a quote has no end.
fn elements(text: &str) -> Option<Vec<String>> {
    let mut parts = Vec::new();
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        if let Some(inside) = rest.strip_prefix('"') {
            let mut part = String::new();
            let mut characters = inside.char_indices();
            let end = loop {
                match characters.next()? {
                    (at, '"') => break at,
                    (_, '\\') => part.push(characters.next()?.1),
                    (_, other) => part.push(other),
                }
            };
            parts.push(part);
            rest = inside[end + 1..].trim_start();
            rest = match rest.strip_prefix(',') {
                Some(after) => after.trim_start(),
                None if rest.is_empty() => rest,
                None => return None,
            };
        } else {
            let (part, after) = rest.split_once(',').unwrap_or((rest, ""));
            parts.push(part.trim().to_owned());
            rest = after.trim_start();
        }
    }
    Some(parts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_split_at_its_commas() {
        let told = |text| elements(text).map(|parts| parts.join("|"));
        assert_eq!(told("a,b ,  c").as_deref(), Some("a|b|c"));
        // Smithy's protocol test `RestJsonInputAndOutputWithQuotedStringHeaders`.
        let quoted = r#""b,c", "\"def\"", a"#;
        assert_eq!(told(quoted).as_deref(), Some(r#"b,c|"def"|a"#));
        assert_eq!(told(r#""a"#), None);
        assert_eq!(told(r#""a" b"#), None);
        assert_eq!(told(r#""a\"#), None);
        assert_eq!(dates("Mon, 16 Dec 2019 23:48:18 GMT, Tue, 17 Dec 2019 00:00:00 GMT").len(), 2);
        assert!(dates("").is_empty(), "an empty list has an empty field");
    }

    #[test]
    fn quotes_only_what_needs_them() {
        assert_eq!(quoted("a b".to_owned()), "a b");
        assert_eq!(quoted("b,c".to_owned()), r#""b,c""#);
        assert_eq!(quoted(r#""d\"#.to_owned()), r#""\"d\\""#);
        assert_eq!(quoted(" a".to_owned()), r#"" a""#);
        assert_eq!(quoted(String::new()), r#""""#);
    }
}
