//! The smallest values of shapes, and the shapes that have no finite value.
//!
//! A structure that requires itself, directly or through other shapes, has no finite value. Smithy forbids that
//! ("Recursive shape definitions"), and a generator of its values would never end.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};

use super::id::ShapeRef;
use super::members::Member;
use super::shape::{Model, ShapeKind};

/// The size of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Size {
    /// The number of its levels; one if nothing is inside it.
    pub(crate) levels: usize,
    /// The number of values in it, with itself.
    pub(crate) nodes: usize,
}

/// The sizes of the smallest values of a model's shapes. The smallest value is the one with the fewest levels.
#[derive(Clone, Debug, Default)]
pub(crate) struct Smallest(HashMap<ShapeRef, Size>);

/// What the value of a shape must contain.
enum Needs<'m> {
    Nothing,
    /// A value of each of these, this many times.
    All(Vec<(&'m Member, usize)>),
    /// A value of one of these.
    One(&'m [Member]),
}

fn needs(model: &Model, shape: ShapeRef) -> Needs<'_> {
    let shown = model.shape(shape);
    match &shown.kind {
        ShapeKind::Structure(members) => {
            let required = members.iter().filter(|member| member.traits.required);
            Needs::All(required.map(|member| (member, 1)).collect())
        }
        ShapeKind::Union(members) => Needs::One(members.as_slice()),
        ShapeKind::List(member) => match shown.traits.length.map_or(0, |length| length.min) {
            0 => Needs::Nothing,
            least => Needs::All(vec![(member, least)]),
        },
        _ => Needs::Nothing,
    }
}

impl Smallest {
    /// Returns the sizes for the shapes that are reachable from these. It settles each shape once, those with
    /// the fewest levels first (Knuth's generalization of Dijkstra's algorithm). So the time grows with the
    /// model and not with its depth.
    pub(crate) fn of(model: &Model, tops: &[ShapeRef]) -> Self {
        // The shapes that wait for each shape, and the number of parts that each still waits for.
        let mut waiting_for: HashMap<ShapeRef, Vec<ShapeRef>> = HashMap::new();
        let mut open: HashMap<ShapeRef, usize> = HashMap::new();
        let mut ready = BinaryHeap::new();
        let mut unseen = tops.to_vec();
        while let Some(shape) = unseen.pop() {
            if open.contains_key(&shape) {
                continue;
            }
            let needed: Vec<ShapeRef> = match needs(model, shape) {
                Needs::Nothing => Vec::new(),
                Needs::All(members) => members.iter().map(|(member, _)| member.target).collect(),
                Needs::One(members) => members.iter().map(|member| member.target).collect(),
            };
            let is_one = matches!(needs(model, shape), Needs::One(_));
            open.insert(shape, if is_one { 1 } else { needed.len() });
            if needed.is_empty() && !is_one {
                ready.push(Reverse((1_usize, shape)));
            }
            for target in needed {
                waiting_for.entry(target).or_default().push(shape);
            }
            unseen.extend(model.targets(shape));
        }
        let mut sizes = Self::default();
        while let Some(Reverse((levels, shape))) = ready.pop() {
            if sizes.0.contains_key(&shape) {
                continue;
            }
            sizes.0.insert(shape, Size { levels, nodes: sizes.nodes(model, shape) });
            for above in waiting_for.get(&shape).into_iter().flatten() {
                let left = open.entry(*above).or_default();
                *left = left.saturating_sub(1);
                if *left == 0 {
                    // Parts are settled by their levels, so the last part has the most levels.
                    ready.push(Reverse((levels.saturating_add(1), *above)));
                }
            }
        }
        sizes
    }

    /// Returns the number of nodes in the smallest value of a shape. The parts that it needs must be settled.
    fn nodes(&self, model: &Model, shape: ShapeRef) -> usize {
        let inside = match needs(model, shape) {
            Needs::Nothing => 0,
            Needs::All(members) => members.into_iter().fold(0_usize, |all, (member, times)| {
                all.saturating_add(self.size(member.target).nodes.saturating_mul(times))
            }),
            Needs::One(members) => {
                members.iter().map(|member| self.size(member.target)).min().map_or(0, |s| s.nodes)
            }
        };
        inside.saturating_add(1)
    }

    /// Returns the size of the smallest value of a shape; the largest size if it has no finite value.
    pub(crate) fn size(&self, shape: ShapeRef) -> Size {
        const NONE: Size = Size { levels: usize::MAX, nodes: usize::MAX };
        self.0.get(&shape).copied().unwrap_or(NONE)
    }

    /// Returns why a shape has no finite value: the way by which it requires itself. `None` if it has one.
    pub(crate) fn cycle(&self, model: &Model, shape: ShapeRef) -> Option<String> {
        let endless = |member: &&Member| !self.0.contains_key(&member.target);
        let (mut way, mut places): (Vec<String>, HashMap<ShapeRef, usize>) = Default::default();
        let mut here = shape;
        while !self.0.contains_key(&here) {
            if let Some(from) = places.insert(here, way.len()) {
                way.drain(..from);
                way.push(model.shape(here).id.name().to_owned());
                return Some(shortened(&way));
            }
            let next = match needs(model, here) {
                Needs::Nothing => None,
                Needs::All(members) => members.into_iter().map(|(member, _)| member).find(endless),
                Needs::One(members) => members.iter().find(endless),
            };
            let Some(next) = next else {
                // A union without members.
                return Some(format!("{} has no member", model.shape(here).id));
            };
            way.push(format!("{}${}", model.shape(here).id.name(), next.name));
            here = next.target;
        }
        None
    }
}

/// Returns a path of any length as a readable line.
fn shortened(way: &[String]) -> String {
    const SHOWN: usize = 8;
    match way.len().checked_sub(2 * SHOWN) {
        None | Some(0) => way.join(" -> "),
        Some(more) => {
            let (head, tail) = (&way[..SHOWN], &way[way.len() - SHOWN..]);
            format!("{} -> ({more} more) -> {}", head.join(" -> "), tail.join(" -> "))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn model(shapes: &str) -> Model {
        Model::from_smithy(format!(r#"{{"smithy":"2.0","shapes":{{{shapes}}}}}"#)).expect("a model")
    }

    fn structure(name: &str, members: &[(&str, &str, bool)]) -> String {
        let members = members.iter().map(|(name, target, required)| {
            let traits = if *required { r#","traits":{"smithy.api#required":{}}"# } else { "" };
            format!(r#""{name}":{{"target":"{target}"{traits}}}"#)
        });
        let members = members.collect::<Vec<_>>().join(",");
        format!(r#""a#{name}":{{"type":"structure","members":{{{members}}}}}"#)
    }

    fn find(model: &Model, id: &str) -> ShapeRef {
        model.find(&id.parse().expect(id)).expect(id)
    }

    #[test]
    fn sizes_are_those_of_the_required_members() {
        const TEXT: &str = "smithy.api#String";
        let shapes = [
            structure("A", &[("a", TEXT, true), ("b", "a#B", true), ("c", "a#A", false)]),
            structure("B", &[("a", TEXT, true), ("b", TEXT, true), ("u", "a#U", true)]),
            r#""a#U":{"type":"union","members":{"a":{"target":"a#A"},"t":{"target":"smithy.api#String"}}}"#
                .to_owned(),
            r#""a#L":{"type":"list","member":{"target":"a#B"},"traits":{"smithy.api#length":{"min":3}}}"#
                .to_owned(),
        ];
        let model = model(&shapes.join(","));
        let (a, l) = (find(&model, "a#A"), find(&model, "a#L"));
        let smallest = Smallest::of(&model, &[a, l]);
        assert_eq!(smallest.size(a), Size { levels: 4, nodes: 7 });
        assert_eq!(smallest.size(l), Size { levels: 4, nodes: 16 });
        assert_eq!(smallest.cycle(&model, a), None);
    }

    #[test]
    fn a_shape_that_requires_itself_has_none() {
        let shapes = [
            structure("In", &[("t", "a#A", true)]),
            structure("A", &[("b", "a#B", true), ("c", "a#B", true)]),
            structure("B", &[("a", "a#A", true), ("s", "smithy.api#String", true)]),
            r#""a#U":{"type":"union","members":{"u":{"target":"a#U"}}}"#.to_owned(),
        ];
        let model = model(&shapes.join(","));
        let (input, union) = (find(&model, "a#In"), find(&model, "a#U"));
        let smallest = Smallest::of(&model, &[input, union]);
        assert_eq!(smallest.cycle(&model, input).as_deref(), Some("A$b -> B$a -> A"));
        assert_eq!(smallest.cycle(&model, union).as_deref(), Some("U$u -> U"));
    }

    #[test]
    fn a_chain_of_any_length_is_settled_shape_by_shape() {
        let mut shapes: Vec<String> = Vec::new();
        for i in 0..5_000 {
            let next = format!("a#S{}", i + 1);
            shapes.push(structure(&format!("S{i}"), &[("n", &next, true), ("m", &next, true)]));
        }
        shapes.push(structure("S5000", &[]));
        let model = model(&shapes.join(","));
        let first = find(&model, "a#S0");
        let size = Smallest::of(&model, &[first]).size(first);
        assert_eq!(size, Size { levels: 5_001, nodes: usize::MAX });
    }
}
