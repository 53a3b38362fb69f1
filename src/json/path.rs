//! Paths: places in an exchange, an input or a file.

use std::cmp::Ordering;
use std::fmt::{self, Write as _};
use std::hash::{Hash, Hasher};
use std::sync::{Arc, OnceLock};

use super::write::write_string;

/// A place in a value: `outcome.output.InstanceUserSummary.Username`, `shapes["a#B"].members[0]`.
///
/// A step to a member is written with a dot if the name is a plain identifier, and else in brackets as a JSON
/// string. A step to an element is its index, from 0, in brackets.
///
/// One more step costs the same at any depth, because the places in one container share the path to it. A path
/// becomes text only if it is shown or compared.
///
/// ```
/// use wireproof::json::Path;
///
/// let path = Path::root("input").member("Tags").index(3).member("a b");
/// assert_eq!(path.as_str(), r#"input.Tags[3]["a b"]"#);
/// assert!(path.is_within(&Path::root("input").member("Tags")));
/// ```
#[derive(Clone, Default)]
pub struct Path(Option<Arc<Node>>);

/// The last step of a path, and the path before it.
struct Node {
    around: Path,
    step: Step,
    /// The whole path as text, after the first request for it.
    text: OnceLock<Box<str>>,
}

enum Step {
    /// A beginning that is already text.
    Root(Box<str>),
    Member(Box<str>),
    Index(usize),
}

impl Path {
    /// Returns the path of a first step alone: the name of the value.
    pub fn root(name: &str) -> Self {
        if name.is_empty() {
            Self::default()
        } else {
            Self::default().step(Step::Root(name.into()))
        }
    }

    /// Returns the place of the member `name` in this one.
    #[must_use]
    pub fn member(&self, name: &str) -> Self {
        self.clone().step(Step::Member(name.into()))
    }

    /// Returns the place of the element `index` in this one.
    #[must_use]
    pub fn index(&self, index: usize) -> Self {
        self.clone().step(Step::Index(index))
    }

    /// Goes on to the member `name`.
    pub fn push_member(&mut self, name: &str) {
        *self = self.member(name);
    }

    /// Returns the name of the last step, if that step leads to a member.
    pub fn last_member(&self) -> Option<&str> {
        match self.0.as_deref()?.step {
            Step::Member(ref name) => Some(name),
            _ => None,
        }
    }

    /// Returns the index of the last step, if that step leads to an element.
    pub(crate) fn last_index(&self) -> Option<usize> {
        match self.0.as_deref()?.step {
            Step::Index(index) => Some(index),
            _ => None,
        }
    }

    /// Returns the path without its last step; `None` for the path without any.
    pub fn parent(&self) -> Option<&Self> {
        self.0.as_deref().map(|node| &node.around)
    }

    fn step(self, step: Step) -> Self {
        Self(Some(Arc::new(Node { around: self, step, text: OnceLock::new() })))
    }

    /// Returns the path as text. The first call builds it and keeps it.
    pub fn as_str(&self) -> &str {
        match &self.0 {
            Some(node) => node.text.get_or_init(|| self.write().into()),
            None => "",
        }
    }

    /// Builds the text, from the last step whose text is known.
    fn write(&self) -> String {
        let mut text = String::new();
        let mut steps = Vec::new();
        let mut next = self.0.as_deref();
        while let Some(node) = next {
            if let Some(known) = node.text.get() {
                text.push_str(known);
                break;
            }
            steps.push(&node.step);
            next = node.around.0.as_deref();
        }
        for step in steps.into_iter().rev() {
            match step {
                Step::Root(name) => text.push_str(name),
                Step::Member(name) => write_member(name, &mut text),
                Step::Index(index) => {
                    // Writing to a `String` cannot fail.
                    let _ = write!(text, "[{index}]");
                }
            }
        }
        text
    }

    /// Reports whether this is `other` or inside it.
    pub fn is_within(&self, other: &Self) -> bool {
        self.as_str().strip_prefix(other.as_str()).is_some_and(|rest| {
            other.as_str().is_empty() || rest.is_empty() || rest.starts_with(['.', '['])
        })
    }

    /// This path with `root` before it.
    #[must_use]
    pub fn under(&self, root: &str) -> Self {
        match self.as_str() {
            "" => Self::root(root),
            text if text.starts_with('[') => Self::root(&format!("{root}{text}")),
            text => Self::root(&format!("{root}.{text}")),
        }
    }
}

fn write_member(name: &str, text: &mut String) {
    let mut bytes = name.bytes();
    let plain = bytes.next().is_some_and(|b| b.is_ascii_alphabetic() || b == b'_')
        && bytes.all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-');
    if plain {
        if !text.is_empty() {
            text.push('.');
        }
        text.push_str(name);
    } else {
        text.push('[');
        write_string(name, text);
        text.push(']');
    }
}

/// Frees the steps one by one, so that a long path costs no stack.
impl Drop for Path {
    fn drop(&mut self) {
        let mut next = self.0.take();
        while let Some(node) = next {
            next = Arc::into_inner(node).and_then(|mut node| node.around.0.take());
        }
    }
}

impl PartialEq for Path {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl Eq for Path {}

impl Hash for Path {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.as_str().hash(state);
    }
}

impl PartialOrd for Path {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Path {
    fn cmp(&self, other: &Self) -> Ordering {
        self.as_str().cmp(other.as_str())
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The text is not kept: a report of many places would hold the text of all of them.
        match self.0.as_ref().and_then(|node| node.text.get()) {
            Some(text) => f.write_str(text),
            None => f.write_str(&self.write()),
        }
    }
}

impl fmt::Debug for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Path").field(&self.write()).finish()
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
    #[test]
    fn is_text_and_nothing_else() {
        let (steps, text) = (Path::root("a").member("b").index(0), Path::root("a.b[0]"));
        assert_eq!(steps, text);
        assert_eq!(steps.cmp(&text), Ordering::Equal);
        assert_eq!(steps.to_string(), text.to_string());
        assert_eq!(format!("{steps:?}"), r#"Path("a.b[0]")"#);
        assert_eq!(Path::root(""), Path::default());
        assert_eq!(steps.member("c").as_str(), "a.b[0].c", "behind a step whose text is known");
    }

    #[test]
    fn many_places_in_a_deep_one_share_the_way_to_it() {
        let deep = (0..1_000_000).fold(Path::default(), |path, _| path.index(0));
        let places: Vec<Path> = (0..1_000_000).map(|i| deep.index(i)).collect();
        assert_eq!(places.len(), 1_000_000);
        assert_eq!(deep.as_str().len(), 3_000_000);
    }
}
