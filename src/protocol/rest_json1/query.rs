//! The query of a request.
//!
//! Source: Smithy 2.0, "HTTP binding traits" (`http`, `httpQuery`, `httpQueryParams`).

use std::collections::{HashMap, HashSet};

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
    // In the order of the query, and by name: a query may have many parameters.
    let mut names: Vec<String> = Vec::new();
    let mut texts: HashMap<String, Vec<String>> = HashMap::new();
    for (name, value) in parameters(query) {
        let name = percent::decode(name).into_owned();
        let value = percent::decode(value.unwrap_or_default()).into_owned();
        if !texts.contains_key(&name) {
            names.push(name.clone());
        }
        texts.entry(name).or_default().push(value);
    }
    let mut values = Vec::new();
    for member in bound {
        let read = match &member.traits.binding {
            Binding::Query(name) => {
                let Some(texts) = texts.get(name) else { continue };
                value(model, member, texts)
            }
            Binding::QueryParams => match model.kind(member.target) {
                _ if names.is_empty() => continue,
                ShapeKind::Map { value: target, .. } => names
                    .iter()
                    .map(|name| Some((name.clone(), value(model, target, &texts[name])?)))
                    .collect::<Option<_>>()
                    .map(Json::Object),
                _ => None,
            },
            _ => continue,
        };
        values.push((member, read));
    }
    values
}

/// Returns the value that the texts of one parameter say. Of several for a scalar the first counts.
fn value(model: &Model, member: &Member, texts: &[String]) -> Option<Json> {
    match model.kind(member.target) {
        ShapeKind::List(element) => texts
            .iter()
            .map(|text| text::read(model, element, text, Place::Query, Role::Server))
            .collect::<Option<_>>()
            .map(Json::Array),
        _ => text::read(model, member, texts.first()?, Place::Query, Role::Server),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MODEL: &str = r##"{"smithy":"2.0","shapes":{
        "a#S":{"type":"structure","members":{
            "one":{"target":"smithy.api#Integer","traits":{"smithy.api#httpQuery":"n"}},
            "all":{"target":"a#Map","traits":{"smithy.api#httpQueryParams":{}}}}},
        "a#Map":{"type":"map","key":{"target":"smithy.api#String"},"value":{"target":"a#Texts"}},
        "a#Texts":{"type":"list","member":{"target":"smithy.api#String"}}}}"##;

    fn read(query: &str) -> Vec<String> {
        let model = Model::from_smithy(MODEL).expect("a model");
        let shape = model.find(&"a#S".parse().expect("an id")).expect("it is there");
        let found = super::read(&model, model.members(shape).iter(), query);
        let told = |(member, value): (&Member, Option<Json>)| {
            let value = value.map_or_else(|| "ill-typed".to_owned(), |value| value.to_string());
            format!("{}: {value}", member.name)
        };
        found.into_iter().map(told).collect()
    }

    #[test]
    fn parameters_are_read_by_name_and_all_at_once() {
        assert_eq!(read(""), [""; 0]);
        assert_eq!(read("n=1"), ["one: 1", r#"all: {"n":["1"]}"#]);
        let map = r#"all: {"b":["2","a b",""],"n":["x"],"é":["+"]}"#;
        assert_eq!(read("b=2&n=x&b=a%20b&%C3%A9=+&b&"), ["one: ill-typed", map]);
    }

    #[test]
    fn a_query_may_have_many_parameters() {
        let query: String = (0..50_000).map(|i| format!("p{i}=1&")).collect();
        assert!(read(&query)[0].starts_with(r#"all: {"p0":["1"],"p1":["1"],"#));
    }
}
