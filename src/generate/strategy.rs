//! The generators as strategies of proptest.
//!
//! A value that fails shrinks by its structure, as in a run: members, characters and oddities are left out
//! for as long as the test fails.

use std::collections::VecDeque;
use std::fmt;
use std::sync::Arc;

use proptest::strategy::{NewTree, Strategy, ValueTree};
use proptest::test_runner::TestRunner;

use crate::contract::Contract;
use crate::http::Answer;
use crate::json::Json;
use crate::policy::{self, Policy};
use crate::suite::{Stimulus, smaller};

use super::answer::Context;
use super::config::Config;
use super::draw::Draw;
use super::recipe;
use super::{TRIES, check, finished, value};

/// What is drawn, with the ways to make it smaller. Made by the functions of this module.
pub struct Drawn<T> {
    make: Arc<dyn Fn(&mut Draw) -> Option<T>>,
    smaller: Arc<dyn Fn(&T) -> Vec<T>>,
}

impl<T> Clone for Drawn<T> {
    fn clone(&self) -> Self {
        Self { make: Arc::clone(&self.make), smaller: Arc::clone(&self.smaller) }
    }
}

impl<T> fmt::Debug for Drawn<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Drawn").finish_non_exhaustive()
    }
}

/// A drawn value, and what there is to try in its place.
pub struct Tree<T> {
    best: T,
    current: T,
    next: Option<VecDeque<T>>,
    smaller: Arc<dyn Fn(&T) -> Vec<T>>,
}

impl<T> fmt::Debug for Tree<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tree").finish_non_exhaustive()
    }
}

impl<T: Clone + fmt::Debug + 'static> Strategy for Drawn<T> {
    type Tree = Tree<T>;
    type Value = T;

    fn new_tree(&self, runner: &mut TestRunner) -> NewTree<Self> {
        let mut draw = Draw::from_seed(proptest::num::u64::ANY.new_tree(runner)?.current());
        let drawn = (0..TRIES).find_map(|_| (self.make)(&mut draw));
        let best = drawn.ok_or("the contract has no such thing, or it is too rare")?;
        let (current, smaller) = (best.clone(), Arc::clone(&self.smaller));
        Ok(Tree { best, current, next: None, smaller })
    }
}

impl<T: Clone + fmt::Debug> ValueTree for Tree<T> {
    type Value = T;

    fn current(&self) -> T {
        self.current.clone()
    }

    fn simplify(&mut self) -> bool {
        self.best = self.current.clone();
        self.next = Some((self.smaller)(&self.best).into());
        self.advance()
    }

    fn complicate(&mut self) -> bool {
        if self.advance() {
            return true;
        }
        // Nothing smaller fails: what failed last is the value.
        self.current = self.best.clone();
        false
    }
}

impl<T: Clone> Tree<T> {
    fn advance(&mut self) -> bool {
        match self.next.as_mut().and_then(VecDeque::pop_front) {
            Some(next) => {
                self.current = next;
                true
            }
            None => false,
        }
    }
}

/// Valid inputs of the contract's operation, in the value form.
pub fn input(contract: &Contract) -> Drawn<Json> {
    let (made, checked) = (contract.clone(), contract.clone());
    Drawn {
        make: Arc::new(move |draw| {
            let config = Config::any(draw);
            Some(value::input(&made, &config, draw)).filter(|input| is_valid(&made, input))
        }),
        smaller: Arc::new(move |input| {
            let texts = smaller::texts(input.to_string().as_bytes()).into_iter();
            let inputs = texts.filter_map(|text| Json::parse(text).ok());
            inputs.filter(|input| is_valid(&checked, input)).collect()
        }),
    }
}

fn is_valid(contract: &Contract, input: &Json) -> bool {
    let shape = contract.operation().input();
    crate::codec::validate(contract.model(), shape, input).is_empty()
}

/// Valid answers of a success: in any spelling, with members that the contract does not name, nulls and
/// type hints, in chunks or not.
pub fn answer(contract: &Contract) -> Drawn<Answer> {
    let policy = policy::find("response.members-decoded").expect("it is in the catalogue");
    answers(contract, policy)
}

/// Answers of errors: of those that the contract lists, named in each place.
pub fn error_answer(contract: &Contract) -> Drawn<Answer> {
    let policy = policy::find("error.modeled").expect("it is in the catalogue");
    answers(contract, policy)
}

fn answers(contract: &Contract, policy: &'static Policy) -> Drawn<Answer> {
    let Drawn { make, smaller } = aimed_at(contract, policy);
    let contract = contract.clone();
    Drawn {
        make: Arc::new(move |draw| make(draw).map(|stimulus| stimulus.answer)),
        smaller: Arc::new(move |answer| {
            let input = value::input(&contract, &Config::realistic(), &mut Draw::from_bytes(&[]));
            let stimulus = Stimulus {
                id: String::new(),
                aims: vec![policy],
                input,
                answer: answer.clone(),
                repeat: 1,
                between: Vec::new(),
            };
            smaller(&stimulus).into_iter().map(|stimulus| stimulus.answer).collect()
        }),
    }
}

/// Stimuli that are aimed at `policy`: invalid inputs for the laws on those, malformed answers for the laws
/// that want them refused. What is shrunk stays aimed.
pub fn aimed_at(contract: &Contract, policy: &'static Policy) -> Drawn<Stimulus> {
    let (made, checked) = (contract.clone(), contract.clone());
    Drawn {
        make: Arc::new(move |draw| stimulus(&made, policy, draw)),
        smaller: Arc::new(move |stimulus| {
            let smaller = smaller::stimuli(stimulus);
            smaller.into_iter().filter(|s| check::is_aimed(&checked, s, policy)).collect()
        }),
    }
}

/// The stimulus that these bytes choose for a policy: a fuzzer that changes them changes the choices one by
/// one. `None` where they choose none that is aimed.
pub fn from_bytes(contract: &Contract, policy: &'static Policy, bytes: &[u8]) -> Option<Stimulus> {
    stimulus(contract, policy, &mut Draw::from_bytes(bytes))
}

fn stimulus(contract: &Contract, policy: &'static Policy, draw: &mut Draw) -> Option<Stimulus> {
    let config = Config::any(draw);
    let context = Context { contract, config: &config };
    let made = recipe::find(policy.id)?(&context, draw)?;
    let stimulus = finished(policy, made, &context, "generated", draw);
    check::is_aimed(contract, &stimulus, policy).then_some(stimulus)
}
