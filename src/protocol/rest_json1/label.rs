//! The path of a request, and its labels.
//!
//! Source: Smithy 2.0, "HTTP binding traits" (`http`, `httpLabel`).

use crate::json::Json;
use crate::model::{Member, Model};

use super::percent;
use super::text::{self, Place};

/// One segment of a pattern: `{name}`, `{name+}` or a literal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Segment<'p> {
    Literal(&'p str),
    Label(&'p str),
    Greedy(&'p str),
}

fn segments(path: &str) -> impl Iterator<Item = Segment<'_>> {
    path.strip_prefix('/').unwrap_or(path).split('/').map(|segment| {
        let label = segment.strip_prefix('{').and_then(|segment| segment.strip_suffix('}'));
        match label {
            None => Segment::Literal(segment),
            Some(label) => match label.strip_suffix('+') {
                Some(label) => Segment::Greedy(label),
                None => Segment::Label(label),
            },
        }
    })
}

/// Returns the path of a pattern, with each label replaced by the value of its member. The input is valid, and its labels
/// have text.
pub(super) fn write(model: &Model, members: &[Member], path: &str, input: &Json) -> String {
    let mut out = String::with_capacity(path.len());
    for segment in segments(path) {
        out.push('/');
        let (label, kept): (_, &[u8]) = match segment {
            Segment::Literal(text) => {
                out.push_str(text);
                continue;
            }
            Segment::Label(label) => (label, b""),
            Segment::Greedy(label) => (label, b"/"),
        };
        let member = members.iter().find(|member| member.name == label);
        let value = member.zip(input.get(label));
        let text =
            value.and_then(|(member, value)| text::write(model, member, value, Place::Label));
        percent::encode(&text.unwrap_or_default(), kept, &mut out);
    }
    out
}

/// Returns the text of each label in the path of a request, decoded; `None` if the path does not have the form of the
/// pattern.
pub(super) fn read<'p>(pattern: &'p str, path: &str) -> Option<Vec<(&'p str, String)>> {
    let wanted: Vec<_> = segments(pattern).collect();
    let found: Vec<&str> = path.strip_prefix('/')?.split('/').collect();
    // A greedy label takes the segments that the others leave.
    let greedy = wanted.iter().position(|segment| matches!(segment, Segment::Greedy(_)));
    let spare = found.len().checked_sub(wanted.len())?;
    if spare > 0 && greedy.is_none() {
        return None;
    }
    let mut labels = Vec::new();
    let mut at = 0;
    for segment in wanted {
        match segment {
            Segment::Literal(text) => {
                if percent::decode(found[at]) != text {
                    return None;
                }
                at += 1;
            }
            Segment::Label(label) => {
                labels.push((label, percent::decode(found[at]).into_owned()));
                at += 1;
            }
            Segment::Greedy(label) => {
                let taken = found[at..=at + spare].join("/");
                labels.push((label, percent::decode(&taken).into_owned()));
                at += spare + 1;
            }
        }
    }
    Some(labels)
}

#[cfg(test)]
mod tests {
    #[test]
    fn labels_are_read_back() {
        let read = |pattern, path| {
            let labels = super::read(pattern, path)?;
            Some(
                labels.into_iter().map(|(name, text)| format!("{name}={text}")).collect::<Vec<_>>(),
            )
        };
        let told = |labels: &[&str]| Some(labels.iter().map(ToString::to_string).collect());
        assert_eq!(read("/", "/"), told(&[]));
        assert_eq!(read("/a/{x}/b", "/a/1%2F2/b"), told(&["x=1/2"]));
        assert_eq!(read("/a/{x}", "/a/"), told(&["x="]));
        assert_eq!(read("/a/{x}", "/a"), None);
        assert_eq!(read("/a/{x}", "/a/1/2"), None);
        assert_eq!(read("/a/{x}", "/b/1"), None);
        assert_eq!(read("/{x+}", "/1/2/3"), told(&["x=1/2/3"]));
        assert_eq!(read("/{x+}/b/{y}", "/1/2/b/3"), told(&["x=1/2", "y=3"]));
        assert_eq!(read("/{x+}/b", "/b"), None);
    }
}
