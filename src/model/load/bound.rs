//! Checks where the members of structures travel: no two in the same place, and each label in the path.
//!
//! Source: Smithy 2.0, "HTTP binding traits".

use std::collections::HashMap;
use std::mem::{Discriminant, discriminant};

use super::error::LoadError;
use super::pattern::{is_token, labels};
use crate::json::Path;
use crate::model::id::ShapeRef;
use crate::model::members::Member;
use crate::model::shape::{Model, Shape, ShapeKind};
use crate::model::traits::Binding;

/// Refuses bindings that no message can have. `place` is the place of a shape, and `uri` is that of a pattern inside an
/// operation.
pub(super) fn check_bindings(
    model: &Model,
    place: impl Fn(&Shape) -> Path,
    uri: &[&str],
) -> Result<(), LoadError> {
    for shape in &model.shapes {
        match &shape.kind {
            ShapeKind::Structure(members) => check_structure(members.as_slice(), || place(shape))?,
            ShapeKind::Operation { input, .. } => {
                check_operation(model, shape, *input, || {
                    uri.iter().fold(place(shape), |path, name| path.member(name))
                })?;
            }
            _ => {}
        }
    }
    Ok(())
}

fn check_structure(members: &[Member], place: impl Fn() -> Path) -> Result<(), LoadError> {
    let refused = |member: &Member, message: String| {
        Err(LoadError::new(&place().member("members").member(&member.name), message))
    };
    // A structure may have one of each of these, and one field or parameter of each name.
    let mut taken: HashMap<(Discriminant<Binding>, String), &str> = HashMap::new();
    for member in members {
        let binding = &member.traits.binding;
        let (name, what) = match binding {
            Binding::Body | Binding::Label => continue,
            Binding::Header(name) if !is_token(name) => {
                let message =
                    format!("`{name}` is no name of a header field; write a token, such as X-Id");
                return refused(member, message);
            }
            Binding::PrefixHeaders(prefix) if !prefix.is_empty() && !is_token(prefix) => {
                let message = format!(
                    "`{prefix}` begins no name of a header field; write a token, such as X-"
                );
                return refused(member, message);
            }
            Binding::Header(name) => (name.to_ascii_lowercase(), format!("the field `{name}`")),
            Binding::Query(name) => (name.clone(), format!("the parameter `{name}`")),
            Binding::PrefixHeaders(_) => (String::new(), "prefixed header fields".to_owned()),
            Binding::QueryParams => (String::new(), "the whole query".to_owned()),
            Binding::Payload => (String::new(), "the payload".to_owned()),
            Binding::ResponseCode => (String::new(), "the status".to_owned()),
        };
        if let Some(other) = taken.insert((discriminant(binding), name), &member.name) {
            let message = format!("it is bound to {what}, as `{other}` is; bind only one of them");
            return refused(member, message);
        }
    }
    Ok(())
}

/// Refuses members of an input that its operation's pattern has no place for.
fn check_operation(
    model: &Model,
    operation: &Shape,
    input: ShapeRef,
    place: impl Fn() -> Path,
) -> Result<(), LoadError> {
    let Some(http) = &operation.traits.http else { return Ok(()) };
    let names = labels(&http.uri).unwrap_or_default();
    let constants: Vec<&str> = http.uri.split_once('?').map_or(Vec::new(), |(_, query)| {
        query.split('&').map(|part| part.split_once('=').map_or(part, |(key, _)| key)).collect()
    });
    for member in model.members(input) {
        let name = &member.name;
        let message = match &member.traits.binding {
            Binding::Label if !names.contains(&name.as_str()) => {
                format!("the input binds `{name}` to a label, and there is none; write {{{name}}}")
            }
            Binding::Query(key) if constants.contains(&key.as_str()) => {
                format!(
                    "the input binds `{name}` to the parameter `{key}`, which is a constant here"
                )
            }
            _ => continue,
        };
        return Err(LoadError::new(&place(), message));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::model::Model;

    /// What is said of an operation with this pattern, whose input has these members with these traits.
    fn told(uri: &str, members: &[(&str, &str)]) -> Result<(), String> {
        let members: Vec<_> = members
            .iter()
            .map(|(name, traits)| {
                format!(r#""{name}":{{"target":"smithy.api#String","traits":{{{traits}}}}}"#)
            })
            .collect();
        let file = format!(
            r#"{{"smithy":"2.0","shapes":{{
                "a#Op":{{"type":"operation","input":{{"target":"a#In"}},
                    "traits":{{"smithy.api#http":{{"method":"POST","uri":"{uri}"}}}}}},
                "a#In":{{"type":"structure","members":{{{}}}}}}}}}"#,
            members.join(",")
        );
        Model::from_smithy(file).map(drop).map_err(|error| error.to_string())
    }

    #[test]
    fn a_member_has_a_place_of_its_own() {
        const X: &str = r#""smithy.api#httpHeader":"X""#;
        const SMALL: &str = r#""smithy.api#httpHeader":"x""#;
        const Q: &str = r#""smithy.api#httpQuery":"q""#;
        const UPPER: &str = r#""smithy.api#httpQuery":"Q""#;
        const LABEL: &str = r#""smithy.api#httpLabel":{}"#;
        const PAYLOAD: &str = r#""smithy.api#httpPayload":{}"#;
        // The case counts in a query.
        assert_eq!(told("/?other", &[("a", X), ("b", Q), ("c", UPPER), ("d", PAYLOAD)]), Ok(()));
        let both = format!("{LABEL},{PAYLOAD}");
        for (uri, members, message) in [
            ("/", vec![("a", X), ("b", SMALL)], "it is bound to the field `x`, as `a` is"),
            ("/", vec![("a", Q), ("b", Q)], "it is bound to the parameter `q`, as `a` is"),
            ("/", vec![("a", PAYLOAD), ("b", PAYLOAD)], "it is bound to the payload, as `a` is"),
            ("/?q=1", vec![("a", Q)], "`a` to the parameter `q`, which is a constant here"),
            ("/", vec![("a", LABEL)], "binds `a` to a label, and there is none; write {a}"),
            ("/{a}", vec![("a", &both)], "the member is bound by another trait too; keep one"),
            ("/{a}/{a}", vec![("a", LABEL)], "has the label `a` twice"),
            ("/{a+}/{b+}", vec![("a", LABEL), ("b", LABEL)], "a label behind `{a+}`"),
            ("/?q={a}", vec![("a", LABEL)], "has a label in its query"),
        ] {
            let told = told(uri, &members).expect_err(uri);
            assert!(told.contains(message), "{told}");
        }
        for name in ["", r"a\r\nb", "a b", "a:"] {
            let header = format!(r#""smithy.api#httpHeader":"{name}""#);
            let told = told("/", &[("a", &header)]).expect_err(name);
            assert!(told.contains("is no name of a header field; write a token"), "{told}");
        }
    }

    #[test]
    fn bounds_allow_something() {
        for (bounds, allowed) in [("2,\"max\":2", true), ("3,\"max\":2", false)] {
            for name in ["length", "range"] {
                let bounds = format!(r#""smithy.api#{name}":{{"min":{bounds}}}"#);
                let told = told("/", &[("a", &bounds)]);
                assert_eq!(told.is_ok(), allowed, "{told:?}");
            }
        }
    }
}
