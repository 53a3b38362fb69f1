//! Reads what a shard hands on: checks it, and makes sums of it again.
//!
//! A file may come from anybody. So every index, count and text is checked before the merge uses it.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use crate::exchange::{Exchange, FormError, OutcomeDifference, TesteeInfo};
use crate::json::{Json, Path};
use crate::policy::{Finding, Mark, Need, Policy};
use crate::run::call_counts::CallCounts;
use crate::run::comparisons::{Comparisons, Group};
use crate::run::differential::Side;
use crate::run::failures::{Failures, KEPT, Kept};
use crate::run::known::EntryUse;
use crate::run::report::{Failure, Recorded, Shrunk};
use crate::run::sums::Sums;
use crate::run::undecided::Differential;
use crate::run::unmerged::{
    Unmerged, UnmergedAgain, UnmergedAgainst, UnmergedFailure, UnmergedFinding, UnmergedGroup,
    UnmergedPolicy, UnmergedUses,
};
use crate::suite::Stimulus;

/// The most that a count may be. A run cannot make that many calls, and the sum over all shards has room in 64 bits.
const MOST: usize = 1 << 40;

/// What a shard handed on, checked.
pub(super) struct Handover {
    pub(super) sums: Vec<Sums>,
    /// The failures of each policy that were tried again, by the indices of their stimuli in the plan.
    pub(super) again: Vec<HashMap<usize, Failure>>,
    pub(super) hung_again: Vec<Option<bool>>,
    /// What the operation lacks for each policy.
    pub(super) lacks: Vec<Option<Need>>,
    pub(super) recorded: HashMap<usize, Arc<Recorded>>,
    pub(super) comparisons: Option<Comparisons>,
    pub(super) calls: CallCounts,
    /// The exchanges in which credentials were masked.
    pub(super) masked: Vec<Arc<Exchange>>,
}

/// Reads what a shard handed on. `unmerged` loses its policies, exchanges, stimuli and comparisons.
///
/// # Errors
///
/// If an index leads nowhere, a count is too large or smaller than its parts, or the bytes of a message are wrong.
pub(super) fn read(unmerged: &mut Unmerged) -> Result<Handover, FormError> {
    let root = Path::root("unmerged");
    let mut exchanges = Vec::with_capacity(unmerged.exchanges.len());
    let place = root.member("exchanges");
    for (index, form) in std::mem::take(&mut unmerged.exchanges).into_iter().enumerate() {
        exchanges.push(Arc::new(form.into_exchange(&place.index(index))?));
    }
    let mut recorded = HashMap::new();
    let place = root.member("recorded");
    for (index, form) in std::mem::take(&mut unmerged.recorded).into_iter().enumerate() {
        let place = place.index(index).member("stimulus");
        let stimulus = Stimulus::from_json(&form.stimulus, &place)?;
        let one = Recorded { before: Vec::new(), stimulus, reproduced: None };
        recorded.insert(form.place, Arc::new(one));
    }
    let reader = Reader { exchanges, recorded, fixed: unmerged.run.fixed };
    let policies = std::mem::take(&mut unmerged.policies);
    let place = root.member("policies");
    if policies.len() != unmerged.run.policies.len() {
        let message = format!("{} policies expected", unmerged.run.policies.len());
        return Err(FormError::new(place, message));
    }
    let (mut sums, mut again) = (Vec::new(), Vec::new());
    let (mut hung_again, mut lacks) = (Vec::new(), Vec::new());
    for (index, (form, name)) in policies.into_iter().zip(&unmerged.run.policies).enumerate() {
        let place = place.index(index);
        hung_again.push(form.hung_again);
        lacks.push(form.lacks);
        let (own, tried) = reader.policy(form, name.0.0, &place)?;
        sums.push(own);
        again.push(tried);
    }
    let place = root.member("against");
    let second = unmerged.run.against.as_ref().map(|testee| testee.to_info());
    let comparisons = match (unmerged.against.take(), second) {
        (Some(form), Some(testee)) => Some(reader.against(form, testee, &place)?),
        (None, None) => None,
        _ => {
            return Err(FormError::new(
                place,
                "there with a second testee, and only then, expected",
            ));
        }
    };
    let calls = calls(unmerged.calls, &root.member("calls"))?;
    check(unmerged.outcomes_left_out, &root.member("outcomes_left_out"))?;
    check(unmerged.hangs_confirmed, &root.member("hangs_confirmed"))?;
    check(unmerged.connections.0.max(unmerged.connections.1), &root.member("connections"))?;
    if unmerged.stimuli > unmerged.run.of_stimuli {
        return Err(FormError::new(root.member("stimuli"), "not more than of the run expected"));
    }
    let (mut masked, mut seen) = (Vec::new(), HashSet::new());
    let place = root.member("masked_exchanges");
    for index in &unmerged.masked_exchanges {
        if !seen.insert(*index) {
            return Err(FormError::new(place, format!("exchange {index} is there twice")));
        }
        masked.push(reader.exchange(*index, &place)?);
    }
    let recorded = reader.recorded;
    Ok(Handover { sums, again, hung_again, lacks, recorded, comparisons, calls, masked })
}

/// The exchanges and the stimuli to which the rest leads.
struct Reader {
    exchanges: Vec<Arc<Exchange>>,
    recorded: HashMap<usize, Arc<Recorded>>,
    /// How many stimuli of the plan are not generated.
    fixed: usize,
}

impl Reader {
    fn exchange(&self, index: usize, at: &Path) -> Result<Arc<Exchange>, FormError> {
        let found = self.exchanges.get(index).map(Arc::clone);
        found.ok_or_else(|| FormError::new(at.clone(), format!("there is no exchange {index}")))
    }

    fn policy(
        &self,
        form: UnmergedPolicy,
        policy: &'static Policy,
        at: &Path,
    ) -> Result<(Sums, HashMap<usize, Failure>), FormError> {
        check(form.exercised, &at.member("exercised"))?;
        check(form.not_applicable, &at.member("not_applicable"))?;
        let mut sums = Sums {
            exercised: form.exercised,
            not_applicable: form.not_applicable,
            uses: form.uses.into_uses(),
            failures: Vec::new(),
        };
        let place = at.member("groups");
        let mut failed = 0;
        for (index, group) in form.groups.into_iter().enumerate() {
            let (counts, failures) = (group.counts, self.group(group, &place.index(index))?);
            failed += failures.count;
            if failed > sums.exercised {
                return Err(FormError::new(place, "not more failures than `exercised` expected"));
            }
            sums.failures_of(counts).merge(failures);
        }
        let kept = sums.failures.iter().flat_map(|(_, failures)| {
            failures.kept.iter().chain(&failures.generated).map(|kept| (kept.index, kept.clone()))
        });
        let kept: HashMap<usize, Kept> = kept.collect();
        let place = at.member("again");
        let mut again = HashMap::new();
        for (index, form) in form.again.into_iter().enumerate() {
            let place = place.index(index);
            let Some(kept) = kept.get(&form.place) else {
                let message = format!("{} has no failure of stimulus {}", policy.id, form.place);
                return Err(FormError::new(place.member("place"), message));
            };
            again.insert(form.place, self.again(form, kept.clone(), &place)?);
        }
        Ok((sums, again))
    }

    fn group(&self, form: UnmergedGroup, at: &Path) -> Result<Failures, FormError> {
        let UnmergedGroup { count, known, hung, doubtful, .. } = form;
        for (number, name) in
            [(count, "count"), (known, "known"), (hung, "hung"), (doubtful, "doubtful")]
        {
            check(number, &at.member(name))?;
        }
        if known + hung + doubtful > count {
            return Err(FormError::new(at.member("count"), "not less than its parts expected"));
        }
        if form.kept.len() > KEPT {
            return Err(FormError::new(at.member("kept"), format!("at most {KEPT} expected")));
        }
        let mut failures = Failures {
            count,
            known,
            hung,
            doubtful,
            uses: form.uses.into_uses(),
            ..Failures::default()
        };
        let mut own: HashMap<usize, bool> = HashMap::new();
        let place = at.member("kept");
        for (index, kept) in form.kept.into_iter().enumerate() {
            if own.insert(kept.place, kept.known).is_some() {
                let message = format!("stimulus {} is there twice", kept.place);
                return Err(FormError::new(place.index(index).member("place"), message));
            }
            failures.kept.push(self.failure(kept, &place.index(index))?);
        }
        if let Some(generated) = form.generated {
            own.insert(generated.place, generated.known);
            failures.generated = Some(self.failure(generated, &at.member("generated"))?);
        }
        if own.len() > count {
            let message = "not less than the failures in `kept` expected";
            return Err(FormError::new(at.member("count"), message));
        }
        let known_kept = own.values().filter(|known| **known).count();
        if !(known_kept..=count - (own.len() - known_kept)).contains(&known) {
            let message = "the failures in `kept` contradict it";
            return Err(FormError::new(at.member("known"), message));
        }
        Ok(failures)
    }

    fn failure(&self, form: UnmergedFailure, at: &Path) -> Result<Kept, FormError> {
        if !self.recorded.contains_key(&form.place) {
            let message = format!("there is no stimulus {} in `recorded`", form.place);
            return Err(FormError::new(at.member("place"), message));
        }
        Ok(Kept {
            index: form.place,
            generated: form.place >= self.fixed,
            stimulus: form.case,
            aimed: form.aimed,
            known: form.known,
            doubtful: form.doubtful,
            findings: findings(form.findings, &at.member("findings"))?,
            exchange: self.exchange(form.exchange, &at.member("exchange"))?,
        })
    }

    fn again(&self, form: UnmergedAgain, kept: Kept, at: &Path) -> Result<Failure, FormError> {
        let place = at.member("before");
        let expected = || FormError::new(place.clone(), "an array expected");
        let before = form.before.as_array().ok_or_else(expected)?.iter().enumerate();
        let before =
            before.map(|(at, item): (usize, &Json)| Stimulus::from_json(item, &place.index(at)));
        let before = before.collect::<Result<Vec<_>, _>>()?;
        let stimulus = Stimulus::from_json(&form.stimulus, &at.member("stimulus"))?;
        let recorded = Arc::new(Recorded { before, stimulus, reproduced: Some(form.reproduced) });
        let mut failure = kept.into_failure(|_| Arc::clone(&recorded));
        failure.findings = findings(form.findings, &at.member("findings"))?;
        failure.exchange = self.exchange(form.exchange, &at.member("exchange"))?;
        failure.shrunk = form.shrunk.map(|(from, calls)| Shrunk { from, calls });
        Ok(failure)
    }

    fn against(
        &self,
        form: UnmergedAgainst,
        testee: TesteeInfo,
        at: &Path,
    ) -> Result<Comparisons, FormError> {
        let UnmergedAgainst { compared, same, decided, skipped, .. } = form;
        for (number, name) in [
            (compared, "compared"),
            (same, "same"),
            (decided, "decided"),
            (skipped, "skipped_by_one"),
        ] {
            check(number, &at.member(name))?;
        }
        let calls = calls(form.calls, &at.member("calls"))?;
        let against =
            Differential { testee, calls, compared, same, decided, skipped, undecided: Vec::new() };
        let mut comparisons = Comparisons { against, ..Comparisons::default() };
        comparisons.shown.extend(form.first_shows.into_iter().map(|shows| (Side::First, shows)));
        comparisons.shown.extend(form.second_shows.into_iter().map(|shows| (Side::Second, shows)));
        let place = at.member("differences");
        for (index, form) in form.differences.into_iter().enumerate() {
            let place = place.index(index);
            check(form.count, &place.member("count"))?;
            let conditions = form.conditions.iter().map(|condition| {
                let side = if condition.on_second { Side::Second } else { Side::First };
                (side, condition.counts)
            });
            let difference = OutcomeDifference { first: form.first, second: form.second };
            let group = Group {
                count: form.count,
                index: form.place,
                stimulus: form.case,
                first: self.exchange(form.exchange, &place.member("exchange"))?,
                second: self.exchange(form.second_exchange, &place.member("second_exchange"))?,
            };
            let groups = [((difference, conditions.collect()), group)].into();
            comparisons.merge(Comparisons { groups, ..Comparisons::default() });
        }
        Ok(comparisons)
    }
}

fn check(number: usize, at: &Path) -> Result<(), FormError> {
    match number {
        0..=MOST => Ok(()),
        _ => Err(FormError::new(at.clone(), format!("a number up to {MOST} expected"))),
    }
}

fn calls(calls: CallCounts, at: &Path) -> Result<CallCounts, FormError> {
    let CallCounts { judged, skipped, crash, timeout, protocol_error, unsent } = calls;
    for number in [judged, skipped, crash, timeout, protocol_error, unsent] {
        check(number, at)?;
    }
    Ok(calls)
}

fn findings(forms: Vec<UnmergedFinding>, at: &Path) -> Result<Vec<Finding>, FormError> {
    let mut findings = Vec::with_capacity(forms.len());
    for (index, form) in forms.into_iter().enumerate() {
        let UnmergedFinding { path, message, expected, actual, note, mark, counts } = form;
        let mark = match mark {
            Some(mark) if mark.from > mark.to => {
                let place = at.index(index).member("mark");
                return Err(FormError::new(place, "a range of bytes expected"));
            }
            mark => mark.map(|mark| Box::new(Mark { part: mark.part, range: mark.from..mark.to })),
        };
        let path = Path::root(&path);
        findings.push(Finding { path, message, expected, actual, mark, note, counts });
    }
    match findings.is_empty() {
        true => Err(FormError::new(at.clone(), "one finding at least expected")),
        false => Ok(findings),
    }
}

impl UnmergedUses {
    fn into_uses(self) -> EntryUse {
        EntryUse::of(
            self.judged.into_iter().collect(),
            self.matched.into_iter().collect(),
            self.elsewhere.into_iter().collect(),
            self.left_out.into_iter().collect(),
        )
    }
}
