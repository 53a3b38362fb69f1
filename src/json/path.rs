//! Paths: where in an exchange, an input or a file something stands.

use std::fmt;

use super::write::write_string;

/// A place in a value: `outcome.output.InstanceUserSummary.Username`, `shapes["a#B"].members[0]`.
///
/// A step to a member whose name is a plain identifier is written with a dot, any other in brackets
/// as a JSON string; a step to an element is its index, from 0, in brackets.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Path(String);

impl Path {
    /// The path that is a first step alone: the name of what is looked into.
    pub fn root(name: &str) -> Self {
        Self(name.to_owned())
    }

    /// The place of the member `name` in this one.
    #[must_use]
    pub fn member(&self, name: &str) -> Self {
        let mut path = self.clone();
        path.push_member(name);
        path
    }

    /// The place of the element `index` in this one.
    #[must_use]
    pub fn index(&self, index: usize) -> Self {
        Self(format!("{}[{index}]", self.0))
    }

    /// Goes on to the member `name`.
    pub fn push_member(&mut self, name: &str) {
        let mut bytes = name.bytes();
        let plain = bytes.next().is_some_and(|b| b.is_ascii_alphabetic() || b == b'_')
            && bytes.all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-');
        if plain {
            if !self.0.is_empty() {
                self.0.push('.');
            }
            self.0.push_str(name);
        } else {
            self.0.push('[');
            write_string(name, &mut self.0);
            self.0.push(']');
        }
    }

    /// The path as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether this is `other` or lies inside of it.
    pub fn is_within(&self, other: &Self) -> bool {
        self.0.strip_prefix(other.as_str()).is_some_and(|rest| {
            other.0.is_empty() || rest.is_empty() || rest.starts_with(['.', '['])
        })
    }

    /// This path with `root` before it.
    #[must_use]
    pub fn under(&self, root: &str) -> Self {
        match self.0.as_str() {
            "" => Self(root.to_owned()),
            text if text.starts_with('[') => Self(format!("{root}{text}")),
            text => Self(format!("{root}.{text}")),
        }
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_steps() {
        let path = Path::root("input").member("A").index(3).member("b c").member("__type");
        assert_eq!(path.as_str(), r#"input.A[3]["b c"].__type"#);
        assert_eq!(Path::default().member("A").under("request.body").as_str(), "request.body.A");
        assert_eq!(Path::default().index(0).under("body").as_str(), "body[0]");
    }

    #[test]
    fn knows_what_lies_within() {
        let a = Path::root("x").member("A");
        assert!(a.is_within(&a));
        assert!(a.member("B").is_within(&a));
        assert!(!Path::root("x").member("AB").is_within(&a));
        assert!(a.is_within(&Path::default()));
    }
}
