//! The generator: for each policy its corner cases, and then random stimuli, each made when it is asked for.

use std::fmt;

use crate::contract::Contract;
use crate::policy::{self, Party, Policy};
use crate::suite::{Stimulus, StimulusSource};

use super::check::fitness;
use super::choices::{Choices, seed_of};
use super::config::Config;
use super::context::{Context, Draft};
use super::recipes::{self, Recipe};

/// How often a draw that came to nothing is made again before something known is taken.
const ATTEMPTS: usize = 40;

/// After how many draws that came to nothing, one behind the other, a contract is said to have no place for a policy.
const NOTHINGS: usize = 40;

/// How many of a recipe's corners are walked through at most.
const MOST_CORNERS: usize = 600;

/// The policies whose stimuli show what a testee can tell at all: a code from each place where it may stand, and a status.
const SHOWING: [&str; 3] = ["error.from-header", "error.from-code", "error.from-type"];

/// How many stimuli for each of them show it.
const SHOWN: usize = 3;

/// Stimuli for a contract, made from a seed.
///
/// What stands at an index depends on the contract, the policy, the seed and the index among that policy's,
/// and on nothing else.
pub struct Generator {
    context: Context,
    seed: u64,
    aims: Vec<Aim>,
}

/// The stimuli for one policy.
struct Aim {
    policy: [&'static Policy; 1],
    recipe: Recipe,
    /// The lengths of the recipe's axes.
    axes: Vec<usize>,
    /// How many stimuli there are, and how many of them are corner cases.
    count: usize,
    corners: usize,
    /// The index of the first of them among all.
    from: usize,
    /// The seed of one that is known to be good, and the corner that it is at, if any.
    good: (u64, Option<usize>),
}

impl fmt::Debug for Generator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let aims = self.aims.iter().map(|aim| (aim.policy[0].id, aim.count));
        f.debug_struct("Generator")
            .field("seed", &self.seed)
            .field("aims", &aims.collect::<Vec<_>>())
            .finish_non_exhaustive()
    }
}

impl Generator {
    /// `cases` stimuli for each of `policies` that the contract can have any for, in this order, from `seed`.
    ///
    /// There are none for a policy on servers, nor for one on what the contract does not have, such as unions. A
    /// policy that only slowness on the wire reaches has a few at most.
    pub fn new(contract: &Contract, policies: &[&'static Policy], cases: usize, seed: u64) -> Self {
        let mut generator = Self { context: Context::new(contract), seed, aims: Vec::new() };
        generator.take_aim(policies, cases, &|| false);
        generator
    }

    /// Returns the same, unless `stop` says meanwhile that nobody wants it any more: for a large contract it
    /// takes a second to find out which policies there are stimuli for.
    pub fn interruptible(
        contract: &Contract,
        policies: &[&'static Policy],
        cases: usize,
        seed: u64,
        stop: &dyn Fn() -> bool,
    ) -> Option<Self> {
        let mut generator = Self { context: Context::new(contract), seed, aims: Vec::new() };
        generator.take_aim(policies, cases, stop).then_some(generator)
    }

    /// Adds a few stimuli that show what the testee can tell at all, if no policy is among those of `self` whose stimuli
    /// do so: some findings depend on it. Returns `None` if `stop` says that nobody wants them any more.
    pub fn and_showing(mut self, stop: &dyn Fn() -> bool) -> Option<Self> {
        let has = |id: &str| self.aims.iter().any(|aim| aim.policy[0].id == id);
        let missing: Vec<_> =
            SHOWING.into_iter().filter(|id| !has(id)).filter_map(policy::find).collect();
        self.take_aim(&missing, SHOWN, stop).then_some(self)
    }

    /// Returns why there are no stimuli for any policy of this contract: its smallest input or output is too
    /// large. `None` where nothing is in the way.
    pub fn obstacle(&self) -> Option<String> {
        self.context.obstacle()
    }

    /// Finds out what there are stimuli for; whether it came to the end of that.
    fn take_aim(
        &mut self,
        policies: &[&'static Policy],
        cases: usize,
        stop: &dyn Fn() -> bool,
    ) -> bool {
        if self.obstacle().is_some() {
            return true;
        }
        let clients = policies.iter().filter(|policy| policy.party() == Party::Client);
        let mut from: usize = self.len();
        for policy in clients {
            let Some(recipe) = recipes::find(policy.id) else { continue };
            let axes = (recipe.axes)(&self.context);
            let product = axes.iter().fold(1_usize, |all, axis| all.saturating_mul(*axis));
            // However many are asked for, each has an index.
            let count = cases.min(recipe.most).min(usize::MAX - from);
            let corners = product.min(MOST_CORNERS).min(count);
            let mut aim =
                Aim { policy: [policy], recipe, axes, count, corners, from, good: (0, None) };
            if count > 0
                && let Some(good) = self.find_good(&aim, stop)
            {
                aim.good = good;
                from += count;
                self.aims.push(aim);
            }
            if stop() {
                return false;
            }
        }
        true
    }

    /// Returns a seed that is known to lead to a stimulus which the policy judges; `None` if there seems to be none.
    fn find_good(&self, aim: &Aim, stop: &dyn Fn() -> bool) -> Option<(u64, Option<usize>)> {
        // Corners first: they have every member of the contract in them.
        let tries = (0..ATTEMPTS * 2).map(|i| (i as u64, (i % 2 == 0).then_some(i / 2)));
        // What the contract has no place for comes to nothing time and again.
        let mut nothing = 0;
        for (seed, corner) in tries.take_while(|_| !stop()) {
            match self.draft(aim, corner, &mut Choices::from_seed(seed)) {
                None => nothing += 1,
                Some(draft) => {
                    if self.checked(aim, draft, "").is_some() {
                        return Some((seed, corner));
                    }
                    nothing = 0;
                }
            }
            if nothing == NOTHINGS {
                break;
            }
        }
        None
    }

    /// Makes a draft: the one of a corner, or any.
    fn draft(&self, aim: &Aim, corner: Option<usize>, choices: &mut Choices) -> Option<Draft> {
        let (config, at) = match corner {
            Some(corner) => (Config::full(), aim.corner(corner)?),
            None => {
                let swarm = choices.chance(30);
                let config = if swarm { Config::swarm(choices) } else { Config::quiet(choices) };
                if aim.axes.contains(&0) {
                    return None;
                }
                (config, aim.axes.iter().map(|axis| choices.below(*axis)).collect())
            }
        };
        (aim.recipe.make)(&self.context, &config, choices, &at)
    }

    /// Returns the stimulus that a draft is, if it is fit.
    fn checked(&self, aim: &Aim, draft: Draft, id: &str) -> Option<Stimulus> {
        let stimulus = draft.into_stimulus(id.to_owned(), aim.policy[0]);
        fitness(self.context.contract(), &stimulus, aim.policy[0]).is_fit().then_some(stimulus)
    }

    /// Returns the same for an index that there is.
    fn at(&self, index: usize) -> (&Aim, usize) {
        match self.locate(index) {
            Some(found) => found,
            None => panic!("there are {} stimuli, and none at {index}", self.len()),
        }
    }

    /// Whose stimulus stands at an index, and where among that policy's.
    fn locate(&self, index: usize) -> Option<(&Aim, usize)> {
        let at = self.aims.partition_point(|aim| aim.from <= index).checked_sub(1)?;
        let aim = self.aims.get(at)?;
        Some((aim, index - aim.from)).filter(|(aim, within)| *within < aim.count)
    }

    /// Returns how often stimuli of each policy miss their aim, and what accuses a faithful client: for the tests.
    #[cfg(test)]
    pub(super) fn tries(
        &self,
        per_policy: usize,
    ) -> impl Iterator<Item = (&'static Policy, Option<(Stimulus, super::check::Fitness)>)> + '_
    {
        self.aims.iter().flat_map(move |aim| {
            (0..per_policy).map(move |i| {
                let mut choices = Choices::from_seed(seed_of(self.seed, aim.policy[0].id, i));
                let corner = (i < per_policy / 2).then_some(i);
                let made = self.draft(aim, corner, &mut choices).map(|draft| {
                    let stimulus = draft.into_stimulus(i.to_string(), aim.policy[0]);
                    let fitness = fitness(self.context.contract(), &stimulus, aim.policy[0]);
                    (stimulus, fitness)
                });
                (aim.policy[0], made)
            })
        })
    }
}

impl StimulusSource for Generator {
    fn len(&self) -> usize {
        self.aims.last().map_or(0, |aim| aim.from + aim.count)
    }

    fn aims(&self, index: usize) -> &[&'static Policy] {
        self.locate(index).map_or(&[], |(aim, _)| &aim.policy)
    }

    fn id(&self, index: usize) -> String {
        let (aim, within) = self.at(index);
        let phase = if within < aim.corners { "boundary" } else { "generated" };
        format!("{phase}/{}/{within:06}", aim.policy[0].id)
    }

    fn stimulus(&self, index: usize) -> Stimulus {
        let (aim, within) = self.at(index);
        let policy = aim.policy[0].id;
        let boundary = within < aim.corners;
        let id = self.id(index);
        let mut choices = Choices::from_seed(seed_of(self.seed, policy, within));
        for attempt in 0..ATTEMPTS {
            // A corner that comes to nothing twice is none of this contract.
            let corner = (boundary && attempt < 2).then_some(within);
            let draft = self.draft(aim, corner, &mut choices);
            if let Some(stimulus) = draft.and_then(|draft| self.checked(aim, draft, &id)) {
                return stimulus;
            }
        }
        let (seed, corner) = aim.good;
        match self.draft(aim, corner, &mut Choices::from_seed(seed)) {
            Some(draft) => draft.into_stimulus(id, aim.policy[0]),
            None => unreachable!("{policy}: what was made once is made again"),
        }
    }
}

impl Aim {
    /// Returns the indices along the axes of a corner. Corners are walked through in steps of about the golden ratio of
    /// all, so that the first of them are spread over all.
    fn corner(&self, index: usize) -> Option<Vec<usize>> {
        let product = self.axes.iter().try_fold(1_usize, |all, axis| all.checked_mul(*axis))?;
        let mut rest =
            (index as u128 * step(product) as u128).checked_rem(product as u128)? as usize;
        let mut at = Vec::with_capacity(self.axes.len());
        for axis in self.axes.iter().rev() {
            at.push(rest % axis);
            rest /= axis;
        }
        at.reverse();
        Some(at)
    }
}

/// Returns a step that comes to every number below `product` in turn.
fn step(product: usize) -> usize {
    let golden = (product as u128 * 618 / 1000) as usize;
    (golden.max(1)..=product).find(|step| gcd(*step, product) == 1).unwrap_or(1)
}

fn gcd(a: usize, b: usize) -> usize {
    let (mut a, mut b) = (a, b);
    while b > 0 {
        (a, b) = (b, a % b);
    }
    a
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::contract::EDITIONS;
    use crate::generate::check::Fitness;
    use crate::policy::catalogue;

    /// What misses its aim is drawn again; but most of it must not, and nothing may accuse a faithful client.
    #[test]
    fn recipes_hit_their_aim_and_accuse_nobody() {
        for edition in EDITIONS {
            let contract = Contract::edition(edition.name).expect("an embedded edition");
            let generator = Generator::new(&contract, catalogue(), 1, 1);
            let mut rates: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
            let mut accused = Vec::new();
            for (policy, made) in generator.tries(24) {
                let (tried, fit) = rates.entry(policy.id).or_default();
                *tried += 1;
                match made {
                    Some((_, Fitness::Fit)) => *fit += 1,
                    Some((stimulus, Fitness::Accuses(other, findings))) => {
                        let body = String::from_utf8_lossy(&stimulus.call.answer.body).into_owned();
                        accused
                            .push(format!("{} {}: {body:.300} {findings:?}", policy.id, other.id));
                    }
                    Some((_, Fitness::Misses(_))) | None => {}
                }
            }
            assert!(accused.is_empty(), "{} accused: {accused:#?}", accused.len());
            let poor = rates.iter().filter(|(_, (tried, fit))| fit * 5 < *tried * 2);
            let poor: Vec<_> = poor.collect();
            assert!(poor.is_empty(), "{}: {poor:?}", edition.name);
        }
    }
}
