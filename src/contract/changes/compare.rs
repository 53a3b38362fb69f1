//! Goes through two contracts together.

use std::collections::{HashSet, VecDeque};

use crate::contract::Contract;
use crate::model::{Model, ShapeKind, ShapeRef};

use super::change::Change;
use super::member::{self, Pair};
use super::place::Places;
use super::shape;
use crate::contract::describe::described;

/// Two contracts, and how far they are compared.
pub(super) struct Comparison<'c> {
    old: &'c Contract,
    new: &'c Contract,
    places: Places,
    /// The names of the shapes that the earlier operation reaches, and those that were told as new.
    known: HashSet<&'c str>,
    seen: HashSet<(ShapeRef, ShapeRef)>,
    waiting: VecDeque<(ShapeRef, ShapeRef)>,
    changes: Vec<Change>,
}

impl<'c> Comparison<'c> {
    /// Returns the comparison of two contracts.
    pub(super) fn of(old: &'c Contract, new: &'c Contract) -> Self {
        let names = |contract: &'c Contract| {
            let model = contract.model();
            contract.operation().reach().into_iter().map(move |shape| model.shape(shape).id.name())
        };
        Self {
            old,
            new,
            places: Places::of([old, new]),
            known: names(old).collect(),
            seen: HashSet::new(),
            waiting: VecDeque::new(),
            changes: Vec::new(),
        }
    }

    /// Returns what changed at the shapes.
    pub(super) fn changes(mut self) -> Vec<Change> {
        let (was, is) = (self.old.operation(), self.new.operation());
        self.wait(was.input(), is.input());
        self.wait(was.output(), is.output());
        for error in is.error_shapes() {
            let name = self.new.model().shape(*error).id.name();
            let same = |shape: &&ShapeRef| self.old.model().shape(**shape).id.name() == name;
            match was.error_shapes().iter().find(same) {
                Some(earlier) => self.wait(*earlier, *error),
                None => self.tell_new(*error),
            }
        }
        while let Some((was, is)) = self.waiting.pop_front() {
            self.compare(was, is);
        }
        self.changes
    }

    fn wait(&mut self, was: ShapeRef, is: ShapeRef) {
        if self.seen.insert((was, is)) {
            self.waiting.push_back((was, is));
        }
    }

    fn compare(&mut self, was: ShapeRef, is: ShapeRef) {
        let (old, new) = (self.old.model(), self.new.model());
        let (before, after) = (old.shape(was), new.shape(is));
        self.changes.extend(shape::changes(before, after, &self.places));
        match (&before.kind, &after.kind) {
            (ShapeKind::Structure(_), ShapeKind::Structure(_))
            | (ShapeKind::Union(_), ShapeKind::Union(_)) => self.compare_members(was, is),
            (ShapeKind::List(one), ShapeKind::List(other)) => {
                self.compare_element(after.id.name(), "member", (one, other));
            }
            (
                ShapeKind::Map { key: one_key, value: one },
                ShapeKind::Map { key: other_key, value: other },
            ) => {
                self.compare_element(after.id.name(), "key", (one_key, other_key));
                self.compare_element(after.id.name(), "value", (one, other));
            }
            _ => {}
        }
    }

    fn compare_element(&mut self, shape: &'c str, name: &str, pair: Pair<'c>) {
        let models = (self.old.model(), self.new.model());
        self.changes.extend(member::changes_of_element(models, (shape, name), pair, &self.places));
        self.follow(pair);
    }

    fn compare_members(&mut self, was: ShapeRef, is: ShapeRef) {
        let (old, new) = (self.old.model(), self.new.model());
        let is_input = is == self.new.operation().input();
        let shape = new.shape(is);
        for member in new.members(is) {
            let earlier = old.members(was).iter().find(|earlier| earlier.name == member.name);
            match earlier {
                Some(earlier) => {
                    let pair = (earlier, member);
                    let found = member::changes((old, new), shape, pair, is_input, &self.places);
                    self.changes.extend(found);
                    self.follow(pair);
                }
                None => {
                    self.changes.push(member::added(new, shape, member, &self.places));
                    self.tell_new(member.target);
                }
            }
        }
        for earlier in old.members(was) {
            if !new.members(is).iter().any(|member| member.name == earlier.name) {
                self.changes.push(member::removed(shape, earlier, &self.places));
            }
        }
    }

    /// Compares the targets of two members later.
    fn follow(&mut self, (was, is): Pair<'c>) {
        let name = |model: &'c Model, shape: ShapeRef| model.shape(shape).id.name();
        self.wait(was.target, is.target);
        if name(self.old.model(), was.target) != name(self.new.model(), is.target) {
            self.tell_new(is.target);
        }
    }

    /// Describes a shape that the earlier operation does not reach, and those that it reaches in turn.
    fn tell_new(&mut self, shape: ShapeRef) {
        let model = self.new.model();
        let mut waiting = VecDeque::from([shape]);
        while let Some(next) = waiting.pop_front() {
            let shape = model.shape(next);
            if shape.id.namespace() == "smithy.api" || !self.known.insert(shape.id.name()) {
                continue;
            }
            let text = format!("`{}` is new: {}", shape.id.name(), described(model, shape));
            self.changes.push(Change::new(shape.id.name(), text));
            waiting.extend(model.targets(next));
        }
    }
}
