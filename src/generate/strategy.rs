//! The generators as proptest strategies.
//!
//! A value is made of choices, and it is the choices that are made smaller: by leaving some out, and by
//! taking simpler ones. So everything shrinks by the same means, and what it shrinks to is made as the rest is.

use std::fmt;
use std::sync::Arc;

use proptest::arbitrary::any;
use proptest::strategy::{NewTree, Strategy, ValueTree};
use proptest::test_runner::TestRunner;

use super::choices::Choices;

/// The most choices of a value that is still made smaller.
const MOST_CHOICES: usize = 4_096;

/// How often a value is drawn before the strategy gives up.
const ATTEMPTS: usize = 200;

/// A strategy of what a function makes of choices; `None` is drawn again.
pub struct Drawn<T>(Arc<Make<T>>);

/// What makes a value of choices.
type Make<T> = dyn Fn(&mut Choices) -> Option<T> + Send + Sync;

impl<T> Clone for Drawn<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<T> fmt::Debug for Drawn<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Drawn")
    }
}

/// Returns the strategy of what `make` makes.
pub fn drawn<T>(make: impl Fn(&mut Choices) -> Option<T> + Send + Sync + 'static) -> Drawn<T> {
    Drawn(Arc::new(make))
}

impl<T: Clone + fmt::Debug> Strategy for Drawn<T> {
    type Tree = DrawnTree<T>;
    type Value = T;

    fn new_tree(&self, runner: &mut TestRunner) -> NewTree<Self> {
        for _ in 0..ATTEMPTS {
            let seed = any::<u64>().new_tree(runner)?.current();
            let mut choices = Choices::from_seed(seed);
            if let Some(value) = (self.0)(&mut choices) {
                let choices = choices.given().to_vec();
                let best = (choices, value);
                return Ok(DrawnTree {
                    strategy: self.clone(),
                    trial: None,
                    best,
                    next: Edit::first(),
                });
            }
        }
        Err("the contract has no such value".into())
    }
}

/// A value with the choices that it was made of.
#[derive(Clone, Debug)]
pub struct DrawnTree<T> {
    strategy: Drawn<T>,
    /// The simplest that is known to fail.
    best: (Vec<u64>, T),
    /// The one that is tried.
    trial: Option<(Vec<u64>, T)>,
    next: Edit,
}

/// A change to a list of choices.
#[derive(Clone, Copy, Debug)]
struct Edit {
    /// How many are left out; 0 to make a single one smaller.
    length: usize,
    at: usize,
    /// In that case: how much of it is left, as a shift to the right. 64 leaves nothing.
    shift: u32,
}

impl Edit {
    fn first() -> Self {
        Self { length: 64, at: 0, shift: 64 }
    }

    /// Returns the change, and the next one behind it; `None` if there is none for so many choices.
    fn step(self, choices: usize) -> Option<Self> {
        if choices > MOST_CHOICES {
            return None;
        }
        if self.at < choices {
            return Some(self);
        }
        match (self.length, self.shift) {
            (0, 1) => None,
            (0, shift) => Some(Self { at: 0, shift: shift / 8, ..self }).filter(|e| e.shift > 0),
            (length, _) => Some(Self { length: length / 2, at: 0, ..self }),
        }
        .and_then(|edit| if choices == 0 { None } else { Some(edit) })
    }

    fn apply(self, choices: &[u64]) -> Option<Vec<u64>> {
        let mut edited = choices.to_vec();
        match self.length {
            0 => {
                let choice = edited.get_mut(self.at)?;
                let less = choice.checked_shr(self.shift).unwrap_or(0);
                if less == *choice {
                    return None;
                }
                *choice = less;
            }
            length => drop(edited.drain(self.at..(self.at + length).min(choices.len()))),
        }
        Some(edited)
    }
}

impl<T: Clone + fmt::Debug> DrawnTree<T> {
    /// Goes on to the next simpler value. Each change of one list is tried once, so that this ends.
    fn advance(&mut self) -> bool {
        while let Some(edit) = self.next.step(self.best.0.len()) {
            self.next = Edit { at: edit.at + edit.length.max(1), ..edit };
            let Some(choices) = edit.apply(&self.best.0) else { continue };
            let mut choices = Choices::from_choices(choices);
            if let Some(value) = (self.strategy.0)(&mut choices) {
                // Choices that were asked for beyond the list are zeros, and need not be kept.
                let mut given = choices.given().to_vec();
                while given.last() == Some(&0) {
                    given.pop();
                }
                if (given.len(), &given) < (self.best.0.len(), &self.best.0) {
                    self.trial = Some((given, value));
                    return true;
                }
            }
        }
        false
    }
}

impl<T: Clone + fmt::Debug> ValueTree for DrawnTree<T> {
    type Value = T;

    fn current(&self) -> T {
        self.trial.as_ref().unwrap_or(&self.best).1.clone()
    }

    fn simplify(&mut self) -> bool {
        if let Some(trial) = self.trial.take() {
            self.best = trial; // it fails, too
        }
        self.advance()
    }

    fn complicate(&mut self) -> bool {
        // What was tried last does not fail: back to what does. A runner that has had enough calls this until
        // there is nothing left to go back to, so it must not try anything new.
        self.trial.take().is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn going_back_ends_at_what_fails() {
        let lists = drawn(|choices| {
            Some((0..choices.below(40)).map(|_| choices.below(99)).collect::<Vec<_>>())
        });
        let mut runner = TestRunner::deterministic();
        let mut tree = lists.new_tree(&mut runner).expect("there is always a list");
        while tree.current().len() < 9 {
            tree = lists.new_tree(&mut runner).expect("there is always a list");
        }
        let failing = tree.current();
        assert!(tree.simplify() && tree.current() != failing);
        assert!(tree.complicate(), "what was tried is taken back");
        assert_eq!(tree.current(), failing);
        assert!(!tree.complicate(), "and nothing else");
        assert!(tree.simplify(), "but there is more to try");
    }

    #[test]
    fn everything_is_tried_on_the_way_to_the_smallest() {
        let lists = drawn(|choices| {
            Some((0..choices.below(40)).map(|_| choices.below(99)).collect::<Vec<_>>())
        });
        let fails = |list: &Vec<usize>| list.iter().any(|number| *number > 50);
        let mut runner = TestRunner::deterministic();
        let mut tree = lists.new_tree(&mut runner).expect("there is always a list");
        while !fails(&tree.current()) {
            tree = lists.new_tree(&mut runner).expect("there is always a list");
        }
        let mut more = tree.simplify();
        while more {
            more = if fails(&tree.current()) { tree.simplify() } else { tree.complicate() };
        }
        let list = tree.current();
        assert!(fails(&list) && list.iter().filter(|number| **number > 0).count() == 1, "{list:?}");
    }
}
