//! One walk over a value beside its shape.

use crate::json::{Json, Path};

use super::id::ShapeRef;
use super::members::{Member, Members};
use super::shape::{Model, ShapeKind};

/// A value that a walk can go through: JSON, or a tree that will be written as JSON.
pub(crate) trait Nested: Sized {
    /// Returns the elements of an array; no elements for any other value.
    fn elements(&self) -> &[Self];
    /// Returns the members of an object; no members for any other value.
    fn entries(&self) -> &[(String, Self)];
}

impl Nested for Json {
    fn elements(&self) -> &[Self] {
        self.as_array().unwrap_or_default()
    }

    fn entries(&self) -> &[(String, Self)] {
        self.members()
    }
}

/// The names that a value uses for its members.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Names {
    /// The names of the model: the value form.
    Value,
    /// The names of a body.
    #[cfg(any(test, feature = "generate"))]
    Wire,
}

impl Names {
    /// Returns the member that has this name in a value.
    fn member<'a>(self, members: &'a Members, name: &str) -> Option<&'a Member> {
        match self {
            Self::Value => members.named(name),
            #[cfg(any(test, feature = "generate"))]
            Self::Wire => members.by_wire_name(name).map(|index| members.at(index)),
        }
    }
}

/// One part of a value.
#[derive(Debug)]
pub(crate) struct Node<'a, T> {
    /// The part.
    pub(crate) value: &'a T,
    /// Its shape.
    pub(crate) shape: ShapeRef,
}

impl<T> Clone for Node<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Node<'_, T> {}

/// Goes through every part of a value that its shape describes, in the order of the text. Each part comes
/// before the parts inside it. The walk does not enter documents, members that the shape does not name, and
/// values that are not of their shape's type.
///
/// It does not recurse, and keeps one frame for each level. It builds a [path](Self::path) only on request.
#[derive(Debug)]
pub(crate) struct Walk<'a, T> {
    model: &'a Model,
    names: Names,
    /// The part that came last, which the walk enters next.
    last: Option<Node<'a, T>>,
    started: bool,
    open: Vec<Frame<'a, T>>,
}

/// An open container: its shape, its parts, the members that they belong to, and the number of parts that have
/// come.
#[derive(Debug)]
struct Frame<'a, T> {
    shape: ShapeRef,
    parts: Parts<'a, T>,
    taken: usize,
}

#[derive(Debug)]
enum Parts<'a, T> {
    /// The elements of a list.
    List(&'a [T], &'a Member),
    /// The values of a map.
    Map(&'a [(String, T)], &'a Member),
    /// The members of a structure or a union.
    Members(&'a [(String, T)], &'a Members),
}

impl<'a, T: Nested> Walk<'a, T> {
    /// Starts a walk through `value` as a value of `shape`.
    pub(crate) fn new(model: &'a Model, shape: ShapeRef, value: &'a T, names: Names) -> Self {
        let root = Node { value, shape };
        Self { model, names, last: Some(root), started: false, open: Vec::new() }
    }

    /// Skips everything inside the part that came last.
    pub(crate) fn skip_inside(&mut self) {
        self.last = None;
    }

    /// Returns the path of the part that came last.
    pub(crate) fn path(&self) -> Path {
        self.open.iter().fold(Path::default(), |path, frame| match &frame.parts {
            Parts::List(..) => path.index(frame.taken - 1),
            Parts::Map(entries, _) | Parts::Members(entries, _) => {
                path.member(&entries[frame.taken - 1].0)
            }
        })
    }

    /// Returns the same path as indices: among the elements of an array, or the members of an object.
    #[cfg(any(test, feature = "generate"))]
    pub(crate) fn steps(&self) -> Vec<usize> {
        self.open.iter().map(|frame| frame.taken - 1).collect()
    }

    /// Returns the shape of the value around the part that came last, and the member of that shape that the part
    /// belongs to; `None` for the root.
    pub(crate) fn around(&self) -> Option<(ShapeRef, &'a Member)> {
        let frame = self.open.last()?;
        let member = match frame.parts {
            Parts::List(_, member) | Parts::Map(_, member) => member,
            Parts::Members(entries, members) => {
                self.names.member(members, &entries.get(frame.taken.checked_sub(1)?)?.0)?
            }
        };
        Some((frame.shape, member))
    }

    fn enter(&mut self, node: Node<'a, T>) {
        let parts = match self.model.kind(node.shape) {
            ShapeKind::Structure(members) | ShapeKind::Union(members) => {
                Parts::Members(node.value.entries(), members)
            }
            ShapeKind::List(member) => Parts::List(node.value.elements(), member),
            ShapeKind::Map { value, .. } => Parts::Map(node.value.entries(), value),
            _ => return,
        };
        self.open.push(Frame { shape: node.shape, parts, taken: 0 });
    }
}

impl<'a, T> Frame<'a, T> {
    fn next(&mut self, names: Names) -> Option<Node<'a, T>> {
        loop {
            let taken = self.taken;
            let (value, member) = match self.parts {
                Parts::List(elements, member) => (elements.get(taken)?, Some(member)),
                Parts::Map(entries, member) => (&entries.get(taken)?.1, Some(member)),
                Parts::Members(entries, members) => {
                    let (name, value) = entries.get(taken)?;
                    (value, names.member(members, name))
                }
            };
            self.taken += 1;
            if let Some(member) = member {
                return Some(Node { value, shape: member.target });
            }
        }
    }
}

impl<'a, T: Nested> Iterator for Walk<'a, T> {
    type Item = Node<'a, T>;

    fn next(&mut self) -> Option<Self::Item> {
        if !self.started {
            self.started = true;
            return self.last;
        }
        if let Some(last) = self.last.take() {
            self.enter(last);
        }
        while let Some(frame) = self.open.last_mut() {
            if let Some(node) = frame.next(self.names) {
                self.last = Some(node);
                return self.last;
            }
            self.open.pop();
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn model() -> (Model, ShapeRef) {
        let model = Model::from_smithy(
            r##"{"smithy":"2.0","shapes":{
                "a#S":{"type":"structure","members":{
                    "text":{"target":"smithy.api#String","traits":{"smithy.api#jsonName":"t"}},
                    "doc":{"target":"smithy.api#Document"},"list":{"target":"a#L"},
                    "map":{"target":"a#M"},"union":{"target":"a#U"}}},
                "a#L":{"type":"list","member":{"target":"a#S"}},
                "a#M":{"type":"map","key":{"target":"smithy.api#String"},"value":{"target":"a#S"}},
                "a#U":{"type":"union","members":{"inner":{"target":"a#S"}}}}}"##,
        )
        .expect("a model");
        let shape = model.find(&"a#S".parse().expect("an id")).expect("it is there");
        (model, shape)
    }

    #[test]
    fn every_part_comes_once_with_its_path() {
        let (model, shape) = model();
        let value = Json::parse(
            r#"{"list":[{"text":"a"},7,{"text":"b","no":{"text":"c"}}],"doc":{"text":1},
                "map":{"k.":{"text":"d"}},"union":{"inner":{"list":{}},"Okta":{}},"t":"x"}"#,
        )
        .expect("it is JSON");
        let mut walk = Walk::new(&model, shape, &value, Names::Value);
        let mut paths = Vec::new();
        while let Some(node) = walk.next() {
            assert_eq!(
                walk.around().is_none(),
                paths.is_empty(),
                "only the root has nothing around it"
            );
            let steps = walk.steps().into_iter();
            let found = steps.fold(&value, |here, step| match here {
                Json::Array(items) => &items[step],
                here => &here.members()[step].1,
            });
            assert_eq!(node.value, found);
            paths.push(walk.path().to_string());
        }
        assert_eq!(
            paths,
            [
                "",
                "list",
                "list[0]",
                "list[0].text",
                "list[1]",
                "list[2]",
                "list[2].text",
                "doc",
                "map",
                r#"map["k."]"#,
                r#"map["k."].text"#,
                "union",
                "union.inner",
                "union.inner.list",
            ]
        );
        assert_eq!(walk.count(), 0, "it stays at its end");
    }

    #[test]
    fn what_is_skipped_is_not_entered() {
        let (model, shape) = model();
        let value = Json::parse(r#"{"list":[{"t":"a"}],"t":"b","text":"c"}"#).expect("it is JSON");
        let mut walk = Walk::new(&model, shape, &value, Names::Wire);
        let mut paths = Vec::new();
        while let Some(node) = walk.next() {
            paths.push(walk.path().to_string());
            if matches!(model.kind(node.shape), ShapeKind::List(_)) {
                walk.skip_inside();
            }
        }
        assert_eq!(paths, ["", "list", "t"]);
    }

    #[test]
    fn a_deep_value_costs_no_stack() {
        let (model, shape) = model();
        let depth = crate::json::MAX_DEPTH / 2 - 1;
        let text = r#"{"list":["#.repeat(depth) + "{}" + &"]}".repeat(depth);
        let value = Json::parse(text).expect("it is JSON");
        assert_eq!(Walk::new(&model, shape, &value, Names::Value).count(), 2 * depth + 1);
    }
}
