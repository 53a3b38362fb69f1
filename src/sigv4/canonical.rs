//! The canonical form of a request: what its signature is computed over.
//!
//! Methods and targets are taken as they stand in the request line. So a path is encoded a second time,
//! as every service but S3 asks for.

use crate::http::Headers;

/// What becomes of tabs inside the value of a header field.
///
/// The documentation speaks of "sequential spaces" only. botocore takes tabs for spaces too; AWS's own test suite has no such
/// value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tabs {
    /// They stay.
    Kept,
    /// They count as spaces.
    AsSpaces,
}

/// Returns the canonical request, with the header fields that `signed` names, in its order.
pub(super) fn request(
    method: &str,
    target: &str,
    headers: &Headers,
    signed: &[&str],
    payload: &str,
    tabs: Tabs,
) -> Vec<u8> {
    let (target, query) = origin_form(target).split_once('?').unwrap_or((origin_form(target), ""));
    let mut text =
        format!("{method}\n{}\n{}\n", encoded(normalized(target), b"/"), canonical_query(query))
            .into_bytes();
    for name in signed {
        text.extend_from_slice(name.as_bytes());
        text.push(b':');
        for (i, header) in headers.all(name).enumerate() {
            if i > 0 {
                text.push(b',');
            }
            text.extend_from_slice(&single_spaced(&header.value, tabs));
        }
        text.push(b'\n');
    }
    text.extend_from_slice(format!("\n{}\n{payload}", signed.join(";")).as_bytes());
    text
}

/// Path and query of a target that may name its host too (RFC 9112, section 3.2.2).
fn origin_form(target: &str) -> &str {
    match target.split_once("://") {
        Some((scheme, rest)) if scheme.bytes().all(|byte| byte.is_ascii_alphanumeric()) => {
            rest.find(['/', '?']).map_or("", |end| &rest[end..])
        }
        _ => target,
    }
}

/// Returns the path without empty segments and with its dot segments resolved.
fn normalized(path: &str) -> String {
    let mut kept = Vec::new();
    for segment in path.split('/') {
        match segment {
            "" | "." => {}
            ".." => drop(kept.pop()),
            segment => kept.push(segment),
        }
    }
    let end = if path.ends_with('/') && !kept.is_empty() { "/" } else { "" };
    format!("/{}{end}", kept.join("/"))
}

/// Returns the parameters sorted, each with its `=`, whatever was encoded needlessly or left as it was.
fn canonical_query(query: &str) -> String {
    let pairs = query.split('&').filter(|pair| !pair.is_empty());
    let mut pairs: Vec<_> = pairs
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (encoded_anew(name), encoded_anew(value))
        })
        .collect();
    pairs.sort();
    let pairs: Vec<_> = pairs.iter().map(|(name, value)| format!("{name}={value}")).collect();
    pairs.join("&")
}

fn encoded_anew(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        let digit = |at: usize| after.get(at).and_then(|digit| char::from(*digit).to_digit(16));
        match (byte, digit(0), digit(1)) {
            (b'%', Some(high), Some(low)) => {
                bytes.extend(u8::try_from(high * 16 + low));
                rest = &after[2..];
            }
            _ => {
                bytes.push(byte);
                rest = after;
            }
        }
    }
    encoded(bytes, b"")
}

/// Percent-encodes all but what is unreserved (RFC 3986, section 2.3) and what is in `also`.
fn encoded(bytes: impl AsRef<[u8]>, also: &[u8]) -> String {
    let mut text = String::new();
    for &byte in bytes.as_ref() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) || also.contains(&byte) {
            text.push(char::from(byte));
        } else {
            text.push_str(&format!("%{byte:02X}"));
        }
    }
    text
}

/// Returns the value without white space around it, and with single spaces inside.
fn single_spaced(value: &[u8], tabs: Tabs) -> Vec<u8> {
    let is_space = |byte: &u8| matches!(byte, b' ' | b'\t');
    let from = value.iter().position(|byte| !is_space(byte)).unwrap_or(value.len());
    let to = value.iter().rposition(|byte| !is_space(byte)).map_or(from, |last| last + 1);
    let mut spaced = value[from..to].to_vec();
    if tabs == Tabs::AsSpaces {
        spaced.iter_mut().filter(|byte| **byte == b'\t').for_each(|byte| *byte = b' ');
    }
    spaced.dedup_by(|next, before| *next == b' ' && *before == b' ');
    spaced
}

#[cfg(test)]
mod tests {
    use super::*;

    /// AWS's SigV4 test suite says what becomes of these; those of its requests that are no HTTP as
    /// they stand, with a space or with bytes that are not ASCII, are here alone.
    #[test]
    fn paths_are_normalized_and_encoded_again() {
        for (path, canonical) in [
            ("/", "/"),
            ("", "/"),
            ("/example/..", "/"),
            ("/example1/example2/../..", "/"),
            ("/../..", "/"),
            ("//", "/"),
            ("/./", "/"),
            ("/./example", "/example"),
            ("//example//", "/example/"),
            ("/example space/", "/example%20space/"),
            ("/\u{1234}", "/%E1%88%B4"),
            ("/-._~0123456789abcXYZ", "/-._~0123456789abcXYZ"),
            ("/test/@connections/JBDvjfGEIAMCERw%3D", "/test/%40connections/JBDvjfGEIAMCERw%253D"),
        ] {
            assert_eq!(encoded(normalized(path), b"/"), canonical, "{path}");
        }
    }

    #[test]
    fn queries_are_sorted_and_encoded_once() {
        for (query, canonical) in [
            ("", ""),
            ("&", ""),
            ("Param1", "Param1="),
            ("Param2=value2&Param1=value1", "Param1=value1&Param2=value2"),
            ("Param1=value2&Param1=Value1", "Param1=Value1&Param1=value2"),
            ("Param-3=3&Param=2&%E1%88%B4=1", "%E1%88%B4=1&Param=2&Param-3=3"),
            ("\u{1234}=bar", "%E1%88%B4=bar"),
            ("a=%2f%41%zz%+1%e", "a=%2FA%25zz%25%2B1%25e"),
            ("a=%\u{1234}", "a=%25%E1%88%B4"),
            ("a==/", "a=%3D%2F"),
        ] {
            assert_eq!(canonical_query(query), canonical, "{query}");
        }
    }

    #[test]
    fn a_target_may_name_its_host() {
        for (target, origin) in [
            ("/a?b", "/a?b"),
            ("http://127.0.0.1:1/a?b", "/a?b"),
            ("http://host?b", "?b"),
            ("http://host", ""),
            ("/a://b/c", "/a://b/c"),
        ] {
            assert_eq!(origin_form(target), origin);
        }
    }

    #[test]
    fn values_are_trimmed_and_single_spaced() {
        for (value, canonical) in [
            (&b" \t a   b\t \tc  \t"[..], &b"a b\t \tc"[..]),
            (b"\"a   b   c\"", b"\"a b c\""),
            (b"   ", b""),
            (b"\xff  \xfe", b"\xff \xfe"),
        ] {
            assert_eq!(single_spaced(value, Tabs::Kept), canonical);
        }
        assert_eq!(single_spaced(b"\ta   b\t \tc\td", Tabs::AsSpaces), b"a b c d");
    }
}
