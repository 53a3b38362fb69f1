//! The query of a request.
//!
//! Source: Smithy 2.0, "HTTP binding traits" (`http`, `httpQuery`, `httpQueryParams`).

use std::collections::HashSet;

use crate::json::Json;
use crate::model::{Binding, Member, Model, ShapeKind};
use crate::protocol::format::json::Role;

use super::percent;
use super::text::{self, Place};

/// Returns the query of a request: the constant part of the pattern, then the parameters of the members. Empty if there is
/// none.
///
/// If a map of parameters has the name of a parameter that the pattern or a member has, the latter counts: "httpQuery […]
/// takes precedence".
pub(super) fn write<'m>(
    model: &Model,
    constant: &str,
    bound: impl Iterator<Item = &'m Member> + Clone,
    input: &Json,
) -> String {
    let mut query = constant.to_owned();
    let mut taken: HashSet<&str> = parameters(constant).map(|(name, _)| name).collect();
    for member in bound.clone() {
        let Binding::Query(name) = &member.traits.binding else { continue };
        taken.insert(name);
        if let Some(value) = input.get(&member.name) {
            append(model, member, name, value, &mut query);
        }
    }
    for member in bound.filter(|member| member.traits.binding == Binding::QueryParams) {
        let ShapeKind::Map { value: target, .. } = model.kind(member.target) else { continue };
        let entries = input.get(&member.name).map_or_else(Vec::new, Json::distinct_members);
        for (name, value) in entries {
            if !taken.contains(name) {
                append(model, target, name, value, &mut query);
            }
        }
    }
    query
}

/// Appends the parameters that say one value: one for a scalar, one for each element of a list.
fn append(model: &Model, member: &Member, name: &str, value: &Json, query: &mut String) {
    let (member, values) = match (model.kind(member.target), value) {
        (ShapeKind::List(element), Json::Array(values)) => (element, values.as_slice()),
        _ => (member, std::slice::from_ref(value)),
    };
    for value in values {
        let Some(text) = text::write(model, member, value, Place::Query) else { continue };
        if !query.is_empty() {
            query.push('&');
        }
        percent::encode(name, b"", query);
        query.push('=');
        percent::encode(&text, b"", query);
    }
}

/// Returns the parameters of a query as they stand there, encoded. A parameter without an equals sign has no value.
pub(super) fn parameters(query: &str) -> impl Iterator<Item = (&str, Option<&str>)> {
    query.split('&').filter(|parameter| !parameter.is_empty()).map(|parameter| {
        match parameter.split_once('=') {
            Some((name, value)) => (name, Some(value)),
            None => (parameter, None),
        }
    })
}

/// Returns the values of the members that are bound to the query of a request. The second part is `None` if the text is no
/// value of the member's shape.
pub(super) fn read<'m>(
    model: &'m Model,
    bound: impl Iterator<Item = &'m Member>,
    query: &str,
) -> Vec<(&'m Member, Option<Json>)> {
    let found: Vec<(String, String)> = parameters(query)
        .map(|(name, value)| {
            let value = percent::decode(value.unwrap_or_default()).into_owned();
            (percent::decode(name).into_owned(), value)
        })
        .collect();
    let mut values = Vec::new();
    for member in bound {
        let read = match &member.traits.binding {
            Binding::Query(name) => {
                let texts: Vec<&str> = found
                    .iter()
                    .filter(|(found, _)| found == name)
                    .map(|(_, v)| v.as_str())
                    .collect();
                if texts.is_empty() {
                    continue;
                }
                value(model, member, &texts)
            }
            Binding::QueryParams => match model.kind(member.target) {
                _ if found.is_empty() => continue,
                ShapeKind::Map { value: target, .. } => map(model, target, &found),
                _ => None,
            },
            _ => continue,
        };
        values.push((member, read));
    }
    values
}

fn map(model: &Model, target: &Member, found: &[(String, String)]) -> Option<Json> {
    let mut entries: Vec<(String, Json)> = Vec::new();
    for (name, _) in found {
        if entries.iter().any(|(known, _)| known == name) {
            continue;
        }
        let texts: Vec<&str> =
            found.iter().filter(|(found, _)| found == name).map(|(_, v)| v.as_str()).collect();
        entries.push((name.clone(), value(model, target, &texts)?));
    }
    Some(Json::Object(entries))
}

/// Returns the value that the texts of one parameter say. Of several for a scalar the first counts.
fn value(model: &Model, member: &Member, texts: &[&str]) -> Option<Json> {
    match model.kind(member.target) {
        ShapeKind::List(element) => texts
            .iter()
            .map(|text| text::read(model, element, text, Place::Query, Role::Server))
            .collect::<Option<_>>()
            .map(Json::Array),
        _ => text::read(model, member, texts.first()?, Place::Query, Role::Server),
    }
}
