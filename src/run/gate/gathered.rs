//! Gathers the comparisons of a gate, independently of which worker was faster.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap, HashSet, btree_map};
use std::hash::Hash;
use std::sync::Arc;
use std::time::Duration;

use crate::exchange::{Exchange, Outcome, OutcomeDifference, TesteeInfo};
use crate::policy::{Counts, Finding, Policy, Shows};
use crate::run::known::{EntryUse, Matcher};
use crate::run::plan::Plan;
use crate::run::redact;
use crate::run::report::ContractInfo;

use super::differences::{Compared, Comparison, Differing, OneSided};
use super::report::{GateReport, GateSide, OtherOutcome, PolicyChange, Unsteady};

/// How many ids of cases a change names.
const CASES: usize = 5;

/// How many findings of an example are kept.
const FINDINGS: usize = 10;

/// The changes that count on the same conditions.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Kind {
    /// The place of the policy in the plan.
    place: usize,
    /// Whether the later version breaks it, and whether that is known.
    later: bool,
    known: bool,
    /// Whether the policy judges the other version, too.
    judged: bool,
    /// The condition on what the version shows that breaks it.
    counts: Counts,
}

/// The conditions that would let a policy decide a difference: whether it is about the later version.
type Conditions = Vec<(bool, Counts)>;

pub(super) struct Gathered<'a> {
    plan: &'a Plan,
    matchers: Vec<Matcher<'a>>,
    sides: [GateSide; 2],
    shown: [HashSet<Shows>; 2],
    /// By how many stimuli each version breaks each policy.
    broken: [HashMap<(usize, Counts), usize>; 2],
    changes: HashMap<Kind, Group>,
    others: HashMap<(OutcomeDifference, Conditions), Group>,
    unsteady: BTreeMap<usize, String>,
    unsteady_count: usize,
    compared: usize,
    skipped: usize,
    unsent: usize,
}

/// The stimuli that show the same, and the smallest of them.
struct Group {
    count: usize,
    /// The first cases, by their index in the plan.
    cases: BTreeMap<usize, String>,
    smallest: (bool, usize, usize),
    case: String,
    findings: Vec<Finding>,
    exchanges: [Arc<Exchange>; 2],
}

impl Group {
    fn merge(&mut self, other: Self) {
        self.count += other.count;
        self.cases.extend(other.cases);
        while self.cases.len() > CASES {
            self.cases.pop_last();
        }
        if other.smallest < self.smallest {
            self.smallest = other.smallest;
            self.case = other.case;
            self.findings = other.findings;
            self.exchanges = other.exchanges;
        }
    }

    /// Returns the ids, and the exchanges and findings without credentials.
    fn shown(self) -> (Vec<String>, Vec<Finding>, [Arc<Exchange>; 2]) {
        let mut findings = self.findings;
        let exchanges = self.exchanges.map(|exchange| {
            let mut exchange = Exchange::clone(&exchange);
            redact::shown(&mut exchange, &mut findings);
            Arc::new(exchange)
        });
        (self.cases.into_values().collect(), findings, exchanges)
    }
}

impl<'a> Gathered<'a> {
    pub(super) fn new(plan: &'a Plan, infos: [TesteeInfo; 2]) -> Self {
        Self {
            plan,
            matchers: plan
                .policies
                .iter()
                .map(|policy| Matcher::new(&plan.known, policy))
                .collect(),
            sides: infos.map(|testee| GateSide { testee, ..GateSide::default() }),
            shown: Default::default(),
            broken: Default::default(),
            changes: HashMap::new(),
            others: HashMap::new(),
            unsteady: BTreeMap::new(),
            unsteady_count: 0,
            compared: 0,
            skipped: 0,
            unsent: 0,
        }
    }

    /// Adds the comparison of a stimulus. Returns whether the later version has a new failure.
    pub(super) fn take(&mut self, compared: Compared) -> bool {
        for (side, outcomes) in self.sides.iter_mut().zip(&compared.outcomes) {
            for outcome in outcomes {
                match outcome.is_told() || matches!(outcome, Outcome::Skipped { .. }) {
                    true => side.told += 1,
                    false => side.lost += 1,
                }
            }
        }
        for (all, shown) in self.shown.iter_mut().zip(compared.shown) {
            all.extend(shown);
        }
        for (all, broken) in self.broken.iter_mut().zip(compared.broken) {
            broken.into_iter().for_each(|kind| *all.entry(kind).or_default() += 1);
        }
        let Compared { index, id, .. } = compared;
        match compared.result {
            Comparison::Unsent => {
                self.unsent += 1;
                return false;
            }
            _ if compared.skipped => {
                self.skipped += 1;
                return false;
            }
            _ => self.compared += 1,
        }
        match compared.result {
            Comparison::Unsteady => {
                self.unsteady_count += 1;
                self.unsteady.insert(index, id);
                if self.unsteady.len() > CASES {
                    self.unsteady.pop_last();
                }
                false
            }
            Comparison::Differs(differing) => self.differs(index, &id, *differing),
            Comparison::Same | Comparison::Unsent => false,
        }
    }

    fn differs(&mut self, index: usize, id: &str, differing: Differing) -> bool {
        let Differing { policies, outcomes, exchanges } = differing;
        let size = exchanges.iter().map(|exchange| exchange.size()).sum();
        // An example in which both versions get as far as the policy shows more.
        let group = |judged: bool, findings, exchanges| Group {
            count: 1,
            cases: BTreeMap::from([(index, id.to_owned())]),
            smallest: (!judged, size, index),
            case: id.to_owned(),
            findings,
            exchanges,
        };
        let mut conditions = Conditions::new();
        let mut is_new = false;
        for OneSided { place, later, judged, broken } in policies {
            let known = later
                && self.matchers[place].failed(id, &broken.findings, &mut EntryUse::default());
            is_new |= later && !known;
            if !conditions.contains(&(later, broken.counts)) {
                conditions.push((later, broken.counts));
            }
            let mut findings = broken.findings;
            findings.truncate(FINDINGS);
            // The call that breaks the policy, beside the call of the other version.
            let mut shown = exchanges.clone();
            shown[usize::from(later)] = broken.exchange;
            let kind = Kind { place, later, known, judged, counts: broken.counts };
            put(&mut self.changes, kind, group(judged, findings, shown));
        }
        // What a policy decides in any case is a change, and not another outcome.
        let decided = conditions.iter().any(|(_, counts)| *counts == Counts::Always);
        if let Some(difference) = outcomes.filter(|_| !decided) {
            put(&mut self.others, (difference, conditions), group(true, Vec::new(), exchanges));
        }
        is_new
    }

    /// Counts stimuli that were not sent after hangs.
    pub(super) fn leave_out(&mut self, count: usize) {
        self.unsent += count;
    }

    /// Returns the report. Whether a failure counts may depend on all that a version shows, so this comes last.
    pub(super) fn finish(
        self,
        complete: bool,
        cut_short: Option<String>,
        elapsed: Duration,
    ) -> GateReport {
        let Self { plan, shown, .. } = self;
        let holds = |later: bool, counts: Counts| {
            counts.holds(|shows| shown[usize::from(later)].contains(&shows))
        };
        let broken = self.broken;
        // If a version did not get so far here, and breaks the policy elsewhere, the other version is no worse.
        let breaks = |later: bool, place: usize| {
            let broken = broken[usize::from(later)].iter();
            let broken =
                broken.filter(|((other, counts), _)| *other == place && holds(later, *counts));
            broken.map(|(_, count)| count).sum::<usize>()
        };
        let mut merged: BTreeMap<(usize, bool, bool), Group> = BTreeMap::new();
        for (Kind { place, later, known, judged, counts }, group) in self.changes {
            if !holds(later, counts) || (!judged && breaks(!later, place) > 0) {
                continue;
            }
            match merged.entry((place, later, known)) {
                btree_map::Entry::Occupied(mut there) => there.get_mut().merge(group),
                btree_map::Entry::Vacant(place) => {
                    place.insert(group);
                }
            }
        }
        let (mut new, mut known, mut fixed) = (Vec::new(), Vec::new(), Vec::new());
        for ((place, later, is_known), group) in merged {
            let change = change(plan.policies[place], breaks(!later, place), group);
            match (later, is_known) {
                (true, false) => new.push(change),
                (true, true) => known.push(change),
                (false, _) => fixed.push(change),
            }
        }
        let mut others: HashMap<OutcomeDifference, Group> = HashMap::new();
        for ((difference, conditions), group) in self.others {
            if !conditions.iter().any(|(later, counts)| holds(*later, *counts)) {
                put(&mut others, difference, group);
            }
        }
        let mut other: Vec<_> = others.into_iter().map(other_outcome).collect();
        other.sort_by(|a, b| (b.count, &a.difference).cmp(&(a.count, &b.difference)));
        let [from, to] = self.sides;
        let cases = self.unsteady.into_values().collect();
        GateReport {
            contract: ContractInfo::from(&plan.contract),
            from,
            to,
            filters: plan.filters.clone(),
            seed: plan.seed,
            cases: plan.cases,
            complete,
            cut_short,
            new,
            known,
            fixed,
            other,
            unsteady: Unsteady { count: self.unsteady_count, cases },
            compared: self.compared,
            skipped: self.skipped,
            unsent: self.unsent,
            elapsed,
        }
    }
}

fn change(policy: &'static Policy, elsewhere: usize, group: Group) -> PolicyChange {
    let (count, case) = (group.count, group.case.clone());
    let (cases, findings, [from, to]) = group.shown();
    PolicyChange { policy, count, elsewhere, cases, case, findings, from, to }
}

fn other_outcome((difference, group): (OutcomeDifference, Group)) -> OtherOutcome {
    let (count, case) = (group.count, group.case.clone());
    let (cases, _, [from, to]) = group.shown();
    OtherOutcome { difference, count, cases, case, from, to }
}

/// Adds stimuli to those that show the same.
fn put<K: Eq + Hash>(groups: &mut HashMap<K, Group>, key: K, found: Group) {
    match groups.entry(key) {
        Entry::Occupied(mut known) => known.get_mut().merge(found),
        Entry::Vacant(place) => {
            place.insert(found);
        }
    }
}
