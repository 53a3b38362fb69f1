//! What an operation binds to HTTP: the method, the pattern of the target, and the prefix of the host.
//!
//! Source: Smithy 2.0, "HTTP binding traits" (`http`, `httpLabel`) and "Endpoint traits" (`endpoint`, `hostLabel`).

use crate::json::{Json, Path};
use crate::model::load::error::LoadError;
use crate::model::shape::{Model, ShapeKind};
use crate::model::traits::{Binding, Http};

use super::fields::string;

/// Reads the method and the pattern of a `smithy.api#http` trait. Its status is already read.
pub(super) fn http(value: &Json, code: u16, at: &Path) -> Result<Http, LoadError> {
    let method = string(value, "method", at)?;
    if !is_token(method) {
        let message = format!("`{method}` is no method of HTTP; write a token, such as POST");
        return Err(LoadError::new(&at.member("method"), message));
    }
    let uri = string(value, "uri", at)?;
    let wrong = |what: &str| {
        LoadError::new(&at.member("uri"), format!("{what}; write a path, such as /users/{{id}}"))
    };
    if !uri.starts_with('/') {
        return Err(wrong(&format!("`{uri}` does not begin with a slash")));
    }
    if let Some(bad) = unwritable(uri) {
        return Err(wrong(&format!("`{uri}` has `{}` in it", bad.escape_default())));
    }
    labels(uri).map_err(|what| wrong(&what))?;
    Ok(Http { method: method.to_owned(), uri: uri.to_owned(), code })
}

/// Reads the prefix of a `smithy.api#endpoint` trait.
pub(super) fn host_prefix(value: &Json, at: &Path) -> Result<String, LoadError> {
    let prefix = string(value, "hostPrefix", at)?;
    let wrong = |what: &str| {
        let message = format!("{what}; write a part of a host name, such as data-{{id}}.");
        LoadError::new(&at.member("hostPrefix"), message)
    };
    if let Some(bad) = unwritable(prefix) {
        return Err(wrong(&format!("`{prefix}` has `{}` in it", bad.escape_default())));
    }
    labels(prefix).map_err(|what| wrong(&what))?;
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

/// Reports whether a text is a token (RFC 9110, 5.6.2).
fn is_token(text: &str) -> bool {
    let is_tchar = |b: u8| b.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&b);
    !text.is_empty() && text.bytes().all(is_tchar)
}

/// Returns the first character that would break a request line or a field.
fn unwritable(text: &str) -> Option<char> {
    text.chars().find(|c| c.is_whitespace() || c.is_control())
}

/// Returns the names of the labels of a pattern, those that take in slashes (`{name+}`) included.
fn labels(pattern: &str) -> Result<Vec<&str>, String> {
    let mut found = Vec::new();
    let mut rest = pattern;
    while let Some((before, after)) = rest.split_once('{') {
        let (label, behind) = after
            .split_once('}')
            .filter(|(label, _)| !label.is_empty() && !label.contains('{') && !before.contains('}'))
            .ok_or_else(|| format!("`{pattern}` has a brace that belongs to no label"))?;
        found.push(label.strip_suffix('+').unwrap_or(label));
        rest = behind;
    }
    match rest.contains('}') {
        true => Err(format!("`{pattern}` has a brace that belongs to no label")),
        false => Ok(found),
    }
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
        for (method, uri) in
            [("POST", "/"), ("M-SEARCH", "/a/{id}?b=c&d"), ("get", "/{id+}"), ("P!~", "/%7B")]
        {
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
