//! How shapes are named: by their ids (`namespace#Name`, `namespace#Name$member`), and inside of a model by
//! their place.

use std::fmt;
use std::str::FromStr;

/// An absolute shape id, of a shape or of a member.
///
/// Source: Smithy 2.0 specification, "Shape ID".
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ShapeId {
    text: String,
    hash: usize,
}

/// A shape of one model, by its place there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ShapeRef(pub(super) u32);

/// A text that is no absolute shape id.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is no absolute shape id (`namespace#Name`)")]
#[non_exhaustive]
pub struct ShapeIdError {
    text: String,
}

impl ShapeId {
    /// Returns the namespace: what stands before the `#`.
    pub fn namespace(&self) -> &str {
        &self.text[..self.hash]
    }

    /// Returns the shape's name: what stands behind the `#`, a member's name excluded.
    pub fn name(&self) -> &str {
        let relative = &self.text[self.hash + 1..];
        relative.split_once('$').map_or(relative, |(name, _)| name)
    }

    /// Returns the member's name, where the id is a member's.
    pub fn member(&self) -> Option<&str> {
        self.text.split_once('$').map(|(_, member)| member)
    }

    /// Returns the whole id.
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

fn is_identifier(text: &str) -> bool {
    let mut bytes = text.bytes();
    bytes.next().is_some_and(|b| b.is_ascii_alphabetic() || b == b'_')
        && bytes.all(|b| b.is_ascii_alphanumeric() || b == b'_')
}

impl FromStr for ShapeId {
    type Err = ShapeIdError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let error = || ShapeIdError { text: text.to_owned() };
        let (namespace, relative) = text.split_once('#').ok_or_else(error)?;
        let (name, member) = match relative.split_once('$') {
            Some((name, member)) => (name, Some(member)),
            None => (relative, None),
        };
        if namespace.split('.').all(is_identifier)
            && is_identifier(name)
            && member.is_none_or(is_identifier)
        {
            Ok(Self { text: text.to_owned(), hash: namespace.len() })
        } else {
            Err(error())
        }
    }
}

impl fmt::Display for ShapeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_ids_apart() {
        let id: ShapeId = "com.example_1#Thing$part".parse().expect("a member's id");
        assert_eq!(
            (id.namespace(), id.name(), id.member()),
            ("com.example_1", "Thing", Some("part"))
        );
        let id: ShapeId = "a#B".parse().expect("a shape's id");
        assert_eq!((id.namespace(), id.name(), id.member()), ("a", "B", None));
    }

    #[test]
    fn refuses_what_is_none() {
        for text in ["", "B", "#B", "a#", "a..b#C", "a#B$", "a#1", "a b#C", "a#B#C"] {
            assert!(text.parse::<ShapeId>().is_err(), "{text}");
        }
    }
}
