//! The patterns of a target and of a host prefix, with their labels.
//!
//! Source: Smithy 2.0, "HTTP binding traits" (`http`) and "Endpoint traits" (`endpoint`). botocore's models spell
//! patterns in the same way.

use std::collections::HashSet;

use crate::json::Path;

use super::error::LoadError;

/// Refuses what is no method of HTTP.
pub(super) fn check_method(method: &str, at: &Path) -> Result<(), LoadError> {
    if is_token(method) {
        return Ok(());
    }
    let message = format!("`{method}` is no method of HTTP; write a token, such as POST");
    Err(LoadError::new(at, message))
}

/// Refuses what is no pattern of a target.
pub(super) fn check_uri(uri: &str, at: &Path) -> Result<(), LoadError> {
    let wrong =
        |what: &str| LoadError::new(at, format!("{what}; write a path, such as /users/{{id}}"));
    if !uri.starts_with('/') {
        return Err(wrong(&format!("`{uri}` does not begin with a slash")));
    }
    if let Some(bad) = unwritable(uri) {
        return Err(wrong(&format!("`{uri}` has `{}` in it", bad.escape_default())));
    }
    let names = labels(uri).map_err(|what| wrong(&what))?;
    if uri.split_once('?').is_some_and(|(_, query)| query.contains('{')) {
        return Err(wrong(&format!("`{uri}` has a label in its query")));
    }
    let mut seen = HashSet::new();
    if let Some(twice) = names.iter().find(|name| !seen.insert(**name)) {
        return Err(wrong(&format!("`{uri}` has the label `{twice}` twice")));
    }
    // A label that takes in slashes leaves nothing to a label behind it.
    if let Some((before, after)) = uri.split_once("+}")
        && after.contains('{')
    {
        let label = before.rsplit_once('{').map_or(before, |(_, label)| label);
        return Err(wrong(&format!("`{uri}` has a label behind `{{{label}+}}`")));
    }
    Ok(())
}

/// Refuses what is no pattern of a host prefix.
pub(super) fn check_host_prefix(prefix: &str, at: &Path) -> Result<(), LoadError> {
    let wrong = |what: &str| {
        let message = format!("{what}; write a part of a host name, such as data-{{id}}.");
        LoadError::new(at, message)
    };
    if let Some(bad) = unwritable(prefix) {
        return Err(wrong(&format!("`{prefix}` has `{}` in it", bad.escape_default())));
    }
    labels(prefix).map(drop).map_err(|what| wrong(&what))
}

/// Reports whether a text is a token (RFC 9110, 5.6.2).
pub(super) fn is_token(text: &str) -> bool {
    let is_tchar = |b: u8| b.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&b);
    !text.is_empty() && text.bytes().all(is_tchar)
}

/// Returns the first character that would break a request line or a field.
fn unwritable(text: &str) -> Option<char> {
    text.chars().find(|c| c.is_whitespace() || c.is_control())
}

/// Returns the names of the labels of a pattern, those that take in slashes (`{name+}`) included.
pub(super) fn labels(pattern: &str) -> Result<Vec<&str>, String> {
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
