//! Generators: stimuli for a contract and a configuration, each aimed at a policy.
//!
//! A [`Generator`] makes the stimuli of a run: for each policy first those of the boundary phase, which walk
//! the [`Corner`]s one by one, then random ones, each with a [`Config`] of its own that is itself drawn. The
//! same seed gives the same stimuli, whatever else is selected and however many run side by side.
//!
//! The [`strategy`] functions are the same generators as strategies of proptest, for tests of your own:
//!
//! ```
//! use proptest::prelude::*;
//! use proptest::test_runner::TestRunner;
//! use wireproof::contract::Contract;
//! use wireproof::exchange::oracle_outcome;
//! use wireproof::generate::strategy;
//!
//! let contract = Contract::default();
//! let answers = strategy::answer(&contract);
//! TestRunner::deterministic()
//!     .run(&answers, |answer| {
//!         // your client in place of the oracle
//!         let outcome = oracle_outcome(&contract, &answer.response());
//!         prop_assert_eq!(outcome.name(), "response");
//!         Ok(())
//!     })
//!     .expect("it reads every valid answer");
//! ```

mod answer;
mod check;
mod config;
mod draw;
mod node;
mod recipe;
pub mod strategy;
mod text;
mod value;

pub use check::is_aimed;
pub use config::{Config, Corner, Escape, Place, TextCorner};
pub use draw::Draw;
pub use value::VALUES;

use crate::contract::Contract;
use crate::policy::Policy;
use crate::suite::{Source, Stimulus};

use answer::Context;
use recipe::{Made, Recipe};

/// How often a stimulus is drawn again where it was not what it is meant to be.
const TRIES: usize = 64;

/// The stimuli of a run: so many for each policy that there are any for.
#[derive(Clone, Debug)]
pub struct Generator {
    contract: Contract,
    rows: Vec<Row>,
    cases: usize,
    seed: u64,
    corners: Vec<Config>,
}

/// The stimuli of one policy.
#[derive(Clone, Debug)]
struct Row {
    policy: &'static Policy,
    recipe: Recipe,
}

impl Generator {
    /// `cases` stimuli for each of `policies` that the contract can have some for, in their order, drawn from
    /// `seed`.
    pub fn new(contract: &Contract, policies: &[&'static Policy], cases: usize, seed: u64) -> Self {
        let corners = Config::corners();
        let rows = policies.iter().filter_map(|policy| {
            let row = Row { policy, recipe: recipe::find(policy.id)? };
            // A contract without unions, say, has nothing for the laws on unions.
            row.fallback(contract, seed).map(|_| row)
        });
        Self { contract: contract.clone(), rows: rows.collect(), cases, seed, corners }
    }

    /// The policies that there are stimuli for.
    pub fn policies(&self) -> impl Iterator<Item = &'static Policy> {
        self.rows.iter().map(|row| row.policy)
    }

    /// How many of each policy's stimuli are of the boundary phase: half of them at the most.
    fn boundary(&self) -> usize {
        self.corners.len().min(self.cases.div_ceil(2))
    }

    /// The corner of a stimulus of the boundary phase. Where there are fewer stimuli than corners, those are
    /// taken from all over the list.
    fn corner(&self, index: usize) -> Option<Config> {
        let count = self.boundary();
        (index < count).then(|| self.corners[index * self.corners.len() / count])
    }
}

impl Row {
    /// A stimulus of this draw, if it is what it is meant to be.
    fn stimulus(
        &self,
        contract: &Contract,
        config: &Config,
        id: &str,
        draw: &mut Draw,
    ) -> Option<Stimulus> {
        let context = Context { contract, config };
        let made = (self.recipe)(&context, draw)?;
        let stimulus = finished(self.policy, made, &context, id, draw);
        is_aimed(contract, &stimulus, self.policy).then_some(stimulus)
    }

    /// A stimulus that is certainly aimed; `None` where the contract seems to have none.
    fn fallback(&self, contract: &Contract, seed: u64) -> Option<Stimulus> {
        let config = Config::realistic();
        (0..4 * TRIES).find_map(|index| {
            let mut draw = Draw::of(seed, self.policy.id, usize::MAX - index);
            self.stimulus(contract, &config, "generated/fallback", &mut draw)
        })
    }
}

/// Gives what was made its name, its aim and an input.
fn finished(
    policy: &'static Policy,
    made: Made,
    context: &Context<'_>,
    id: &str,
    draw: &mut Draw,
) -> Stimulus {
    let Made { input, answer, repeat, between } = made;
    let input = input.unwrap_or_else(|| recipe::plain_input(context, draw));
    let other = |(number, answer)| Stimulus {
        id: format!("{id}/between-{number}"),
        aims: Vec::new(),
        input: input.clone(),
        answer,
        repeat: 1,
        between: Vec::new(),
    };
    let between = between.into_iter().enumerate().map(other).collect();
    Stimulus { id: id.to_owned(), aims: vec![policy], input, answer, repeat, between }
}

impl Source for Generator {
    fn len(&self) -> usize {
        self.rows.len() * self.cases
    }

    fn aims(&self, index: usize) -> &[&'static Policy] {
        // An empty generator has no index.
        self.rows
            .get(index / self.cases.max(1))
            .map_or(&[], |row| std::slice::from_ref(&row.policy))
    }

    fn stimulus(&self, index: usize) -> Stimulus {
        let row = &self.rows[index / self.cases];
        let number = index % self.cases;
        let mut draw = Draw::of(self.seed, row.policy.id, number);
        let corner = self.corner(number);
        let phase = if corner.is_some() { "boundary" } else { "generated" };
        let id = format!("{phase}/{}/{number:06}", row.policy.id);
        let drawn = (0..TRIES).find_map(|attempt| {
            let config = match corner {
                // Not every corner has a place in every law.
                Some(config) if attempt < TRIES / 2 => config,
                _ if draw.percent(30) => Config::realistic(),
                _ => Config::any(&mut draw),
            };
            row.stimulus(&self.contract, &config, &id, &mut draw)
        });
        let stimulus = drawn.or_else(|| row.fallback(&self.contract, self.seed));
        let stimulus = stimulus.expect("a policy without any stimulus has no row");
        Stimulus { id, ..stimulus }
    }
}
