//! What an operation binds to HTTP: the method, the pattern of the target, and the prefix of the host.
//!
//! Source: Smithy 2.0, "HTTP binding traits" (`http`, `httpLabel`) and "Endpoint traits" (`endpoint`, `hostLabel`).

use crate::json::{Json, Path};
use crate::model::load::error::LoadError;
use crate::model::shape::{Model, ShapeKind};
use crate::model::traits::{Binding, Http};

use crate::model::load::fields::string;
use crate::model::load::pattern::{check_host_prefix, check_method, check_uri, labels};

/// Reads the method and the pattern of a `smithy.api#http` trait. Its status is already read.
pub(super) fn http(value: &Json, code: u16, at: &Path) -> Result<Http, LoadError> {
    let method = string(value, "method", at)?;
    check_method(method, &at.member("method"))?;
    let uri = string(value, "uri", at)?;
    check_uri(uri, &at.member("uri"))?;
    Ok(Http { method: method.to_owned(), uri: uri.to_owned(), code })
}

/// Reads the prefix of a `smithy.api#endpoint` trait.
pub(super) fn host_prefix(value: &Json, at: &Path) -> Result<String, LoadError> {
    let prefix = string(value, "hostPrefix", at)?;
    check_host_prefix(prefix, &at.member("hostPrefix"))?;
    Ok(prefix.to_owned())
}

/// Refuses a label for which the input has no member. All traits are known by now.
pub(super) fn check_labels(model: &Model, shapes: &Path) -> Result<(), LoadError> {
    for shape in &model.shapes {
        let ShapeKind::Operation { input, .. } = &shape.kind else { continue };
        let members = model.members(*input);
        let at = || shapes.member(shape.id.as_str()).member("traits");
        if let Some(http) = &shape.traits.http {
            for label in labels(&http.uri).unwrap_or_default() {
                let bound = |member: &crate::model::Member| {
                    member.name == label && member.traits.binding == Binding::Label
                };
                if !members.iter().any(bound) {
                    let message = format!(
                        "the label `{label}` has no member; give the input a member of this name \
                         with the trait smithy.api#httpLabel"
                    );
                    return Err(LoadError::new(
                        &at().member("smithy.api#http").member("uri"),
                        message,
                    ));
                }
            }
        }
        for label in labels(shape.traits.host_prefix.as_deref().unwrap_or("")).unwrap_or_default() {
            if !members.iter().any(|member| member.name == label) {
                let message = format!(
                    "the label `{label}` has no member; give the input a member of this name with \
                     the trait smithy.api#hostLabel"
                );
                let place = at().member("smithy.api#endpoint").member("hostPrefix");
                return Err(LoadError::new(&place, message));
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is said of an operation with these traits, whose input has the members `id` (a label) and `name`.
    fn told(traits: &str) -> Result<(), String> {
        let file = format!(
            r#"{{"smithy":"2.0","shapes":{{
                "a#Op":{{"type":"operation","input":{{"target":"a#In"}},"traits":{{{traits}}}}},
                "a#In":{{"type":"structure","members":{{
                    "id":{{"target":"smithy.api#String","traits":{{"smithy.api#httpLabel":{{}}}}}},
                    "name":{{"target":"smithy.api#String"}}}}}}}}}}"#
        );
        Model::from_smithy(file).map(drop).map_err(|error| error.to_string())
    }

    #[test]
    fn a_method_is_a_token_and_a_target_a_path() {
        let http = |method: &str, uri: &str| {
            told(&format!(r#""smithy.api#http":{{"method":"{method}","uri":"{uri}"}}"#))
        };
        for (method, uri) in [
            ("POST", "/{id}"),
            ("M-SEARCH", "/a/{id}?b=c&d"),
            ("get", "/{id+}"),
            ("P!~", "/%7B/{id}"),
        ] {
            assert_eq!(http(method, uri), Ok(()), "{method} {uri}");
        }
        let at = r#"shapes["a#Op"].traits["smithy.api#http"]"#;
        for (method, uri, message) in [
            ("", "/", ".method: `` is no method of HTTP; write a token, such as POST"),
            ("P T", "/", ".method: `P T` is no method of HTTP; write a token, such as POST"),
            (r"P\r\nX:", "/", r".method: `P\r\nX:` is no method of HTTP; write a token"),
            ("é", "/", ".method: `é` is no method"),
            ("POST", "", ".uri: `` does not begin with a slash; write a path, such as /users/{id}"),
            ("POST", "a", ".uri: `a` does not begin with a slash"),
            ("POST", "http://x/", ".uri: `http://x/` does not begin with a slash"),
            ("POST", "/a b", ".uri: `/a b` has ` ` in it"),
            ("POST", r"/\r\nX: y", r".uri: `/\r\nX: y` has `\r` in it"),
            ("POST", r"/\u0000", r".uri: `/\u{0}` has `\u{0}` in it"),
            ("POST", "/{id", ".uri: `/{id` has a brace that belongs to no label"),
            ("POST", "/id}", ".uri: `/id}` has a brace that belongs to no label"),
            ("POST", "/{}", ".uri: `/{}` has a brace that belongs to no label"),
            ("POST", "/{other}", ".uri: the label `other` has no member; give the input a member"),
            ("POST", "/{name}", ".uri: the label `name` has no member; give the input a member"),
        ] {
            let told = http(method, uri).expect_err(uri);
            assert!(told.starts_with(&format!("{at}{message}")), "{told}");
        }
    }

    #[test]
    fn a_prefix_of_the_host_has_a_member_for_each_label() {
        let endpoint =
            |prefix: &str| told(&format!(r#""smithy.api#endpoint":{{"hostPrefix":"{prefix}"}}"#));
        assert_eq!(endpoint("data-{name}."), Ok(()));
        let at = r#"shapes["a#Op"].traits["smithy.api#endpoint"].hostPrefix: "#;
        for (prefix, message) in [
            (r"a\nb.", r"`a\nb.` has `\n` in it; write a part of a host name, such as data-{id}."),
            ("a b.", "`a b.` has ` ` in it"),
            ("{other}.", "the label `other` has no member; give the input a member of this name"),
            ("{name.", "`{name.` has a brace that belongs to no label"),
        ] {
            let told = endpoint(prefix).expect_err(prefix);
            assert!(told.starts_with(&format!("{at}{message}")), "{told}");
        }
    }
}
