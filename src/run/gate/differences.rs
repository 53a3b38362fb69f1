//! Compares what two versions do with a stimulus, and sends it again if they differ.

use std::sync::Arc;

use crate::exchange::{Exchange, Outcome, OutcomeDifference};
use crate::policy::{Counts, Shows};
use crate::suite::Stimulus;
use crate::testee::{CallError, Interrupt};
use crate::value::diff;

use super::super::plan::Plan;
use super::side::{Broken, Reply, Said, Side};

/// How often a stimulus is sent whose first answers differ.
const ROUNDS: usize = 3;

/// How many deadlines a call gets if one of the versions hung in the first round.
const PATIENCE: u32 = 3;

/// Both versions.
pub(super) struct Pair<'a> {
    plan: &'a Plan,
    sides: [Side<'a>; 2],
}

/// The result of one stimulus.
#[derive(Debug, Default)]
pub(super) struct Compared {
    pub(super) index: usize,
    pub(super) id: String,
    /// The outcomes of all calls of the first round, of each version. They are empty if nothing was sent.
    pub(super) outcomes: [Vec<Outcome>; 2],
    /// What each version showed.
    pub(super) shown: [Vec<Shows>; 2],
    /// The policies that each version breaks, and the conditions on which that counts.
    pub(super) broken: [Vec<(usize, Counts)>; 2],
    /// Whether exactly one version cannot hold the input.
    pub(super) skipped: bool,
    pub(super) result: Comparison,
}

/// What the comparison came to.
#[derive(Debug, Default)]
pub(super) enum Comparison {
    /// The stimulus was not sent.
    #[default]
    Unsent,
    Same,
    /// The versions differ, but not each time.
    Unsteady,
    Differs(Box<Differing>),
}

/// A difference that shows each time.
#[derive(Debug)]
pub(super) struct Differing {
    /// The policies that only one version breaks.
    pub(super) policies: Vec<OneSided>,
    /// How the outcomes differ, if they do.
    pub(super) outcomes: Option<OutcomeDifference>,
    /// The exchanges of both versions.
    pub(super) exchanges: [Arc<Exchange>; 2],
}

/// A policy that only one version breaks.
#[derive(Debug)]
pub(super) struct OneSided {
    /// The place of the policy in the plan.
    pub(super) place: usize,
    /// Whether the later version breaks it.
    pub(super) later: bool,
    /// Whether the policy judges the other version, too. Perhaps that version did not get so far: it refused the input.
    pub(super) judged: bool,
    pub(super) broken: Broken,
}

impl Compared {
    /// The result of a stimulus that was not sent after hangs.
    pub(super) fn unsent() -> Self {
        Self::default()
    }
}

impl<'a> Pair<'a> {
    pub(super) fn new(plan: &'a Plan, sides: [Side<'a>; 2]) -> Self {
        Self { plan, sides }
    }

    /// Sends a stimulus to both versions, and compares them.
    pub(super) fn compare(
        &mut self,
        index: usize,
        stimulus: &Stimulus,
        interrupt: &Interrupt,
    ) -> Result<Compared, CallError> {
        let mut first = self.round(index, stimulus, 1)?;
        let skips = |reply: &Reply| matches!(reply.outcomes.first(), Some(Outcome::Skipped { .. }));
        let mut compared = Compared {
            index,
            id: stimulus.id.clone(),
            skipped: skips(&first[0]) != skips(&first[1]),
            result: Comparison::Same,
            ..Compared::default()
        };
        for (side, reply) in first.iter_mut().enumerate() {
            compared.outcomes[side] = std::mem::take(&mut reply.outcomes);
            compared.shown[side] = std::mem::take(&mut reply.shown);
            let broken = reply.said.iter().enumerate();
            let broken = broken.filter_map(|(place, said)| Some((place, said.broken()?.counts)));
            compared.broken[side] = broken.collect();
        }
        // A skip says what the types of a version can hold, and nothing of what it makes of an answer.
        if compared.skipped {
            return Ok(compared);
        }
        let Some(mut differing) = self.differing(&first) else { return Ok(compared) };
        let hung =
            |reply: &Reply| matches!(reply.exchange.outcome(), Some(Outcome::Timeout { .. }));
        let patience = if first.iter().any(hung) { PATIENCE } else { 1 };
        for _ in 1..ROUNDS {
            if interrupt.is_tripped() {
                return Ok(Compared { result: Comparison::Unsteady, ..compared });
            }
            let again = self.round(index, stimulus, patience)?;
            // What only one version breaks, it breaks each time, and the other one never.
            differing.policies.retain(|OneSided { place, later, .. }| {
                let broken = again.each_ref().map(|reply| reply.said[*place].broken().is_some());
                broken == [!later, *later]
            });
            if self.outcomes(&again) != differing.outcomes {
                differing.outcomes = None;
            }
        }
        let steady = !differing.policies.is_empty() || differing.outcomes.is_some();
        let result =
            if steady { Comparison::Differs(Box::new(differing)) } else { Comparison::Unsteady };
        Ok(Compared { result, ..compared })
    }

    /// Sends the stimulus to both versions once.
    fn round(
        &mut self,
        index: usize,
        stimulus: &Stimulus,
        patience: u32,
    ) -> Result<[Reply; 2], CallError> {
        let deadline = self.plan.deadline.saturating_mul(patience);
        let [from, to] = &mut self.sides;
        Ok([from.reply(index, stimulus, deadline)?, to.reply(index, stimulus, deadline)?])
    }

    /// Returns how two replies differ.
    fn differing(&self, replies: &[Reply; 2]) -> Option<Differing> {
        let [from, to] = replies;
        let policies = from.said.iter().zip(&to.said).enumerate();
        let policies = policies.filter_map(|(place, said)| {
            let (later, broken, other) = match said {
                (Said::Broken(_), Said::Broken(_)) => return None,
                (other, Said::Broken(broken)) => (true, broken.clone(), other),
                (Said::Broken(broken), other) => (false, broken.clone(), other),
                _ => return None,
            };
            let judged = matches!(other, Said::Kept);
            Some(OneSided { place, later, judged, broken })
        });
        let policies: Vec<_> = policies.collect();
        let outcomes = self.outcomes(replies);
        let exchanges = [Arc::clone(&from.exchange), Arc::clone(&to.exchange)];
        let differs = !policies.is_empty() || outcomes.is_some();
        differs.then_some(Differing { policies, outcomes, exchanges })
    }

    fn outcomes(&self, [from, to]: &[Reply; 2]) -> Option<OutcomeDifference> {
        let contract = &self.plan.contract;
        let shape = contract.operation().output();
        let outputs = |a: &_, b: &_| diff(contract.model(), shape, a, b);
        OutcomeDifference::between(from.exchange.outcome()?, to.exchange.outcome()?, outputs)
    }

    /// Tells both testees that the run is over.
    pub(super) fn finish(&mut self) {
        self.sides.iter_mut().for_each(Side::finish);
    }
}
