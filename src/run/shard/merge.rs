//! Merges the reports of the shards of a run.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use crate::contract::EDITIONS;
use crate::exchange::{Exchange, FormError, NormalizedOutcome};
use crate::json::Path;
use crate::policy::{Need, Policy, Shows};
use crate::run::call_counts::CallCounts;
use crate::run::comparisons::Comparisons;
use crate::run::conclude::{Conclusion, Grounds, conclude};
use crate::run::confirm::{clear_unless_known, only_hangs};
use crate::run::outcomes::Outcomes;
use crate::run::part::{Part, Shard};
use crate::run::report::{
    CallProblem, ContractInfo, Failure, PROBLEMS_KEPT, PolicyReport, Recorded, Report,
};
use crate::run::sums::{Scope, Sums};
use crate::run::unmerged::{RunIdentity, Unmerged};
use crate::testee::Strangers;

use super::handed::show_again;
use super::merge_error::MergeError;
use super::read::{Handover, read};

/// The report of a shard, as it was read from a file.
#[derive(Clone, Debug)]
pub struct ShardReport {
    /// The name of the file, for messages.
    pub file: String,
    /// What the shard hands on.
    pub unmerged: Box<Unmerged>,
    /// The outcome of each stimulus: the id of the case, and the normalized outcome.
    pub outcomes: Vec<(String, NormalizedOutcome)>,
}

/// Merges the reports of the shards of one run. The result is the report of the run without shards, except for the times:
/// the run began when the first shard began, and took as long as all shards together.
///
/// If shards are missing, the merge fails unless it is to be `partial`. Then the report says which shards it is of.
///
/// # Errors
///
/// If there is no report, a shard is there twice or is missing, the reports are of different runs or of another version of
/// wireproof, or a report has fields that no shard writes.
pub fn merge(mut shards: Vec<ShardReport>, partial: bool) -> Result<Report, MergeError> {
    let missing = check(&shards)?;
    if !missing.is_empty() && !partial {
        let of = shards.first().map_or(0, |shard| shard.unmerged.of);
        return Err(MergeError::Missing { missing, of });
    }
    // The order of the files does not matter.
    shards.sort_by_key(|shard| shard.unmerged.number);
    let Some(first) = shards.first() else { return Err(MergeError::Nothing) };
    let run = first.unmerged.run.clone();
    let numbers: Vec<u32> = shards.iter().map(|shard| shard.unmerged.number).collect();
    let mut merged = Merged::new(&run);
    let (of, mut stimuli) = (first.unmerged.of, 0);
    for shard in shards {
        let ShardReport { file, mut unmerged, outcomes } = shard;
        stimuli += unmerged.stimuli;
        let handover = read(&mut unmerged).and_then(|handover| {
            merged.add_outcomes(&unmerged, outcomes)?;
            Ok(handover)
        });
        let handover = handover.map_err(|error| MergeError::Form { file: file.clone(), error })?;
        let edition = run.edition.as_deref();
        if edition.is_some_and(|name| EDITIONS.iter().all(|edition| edition.name != name)) {
            let place = Path::root("unmerged").member("run").member("edition");
            let error = FormError::new(place, "an embedded edition expected");
            return Err(MergeError::Form { file, error });
        }
        merged.add(*unmerged, handover);
    }
    let part =
        (!missing.is_empty()).then_some(Part { numbers, of, stimuli, of_stimuli: run.of_stimuli });
    Ok(merged.finish(&run, part))
}

/// Checks that the reports are different shards of one run, and returns the numbers of the missing shards.
fn check(shards: &[ShardReport]) -> Result<Vec<u32>, MergeError> {
    let first = shards.first().ok_or(MergeError::Nothing)?;
    let mut files: BTreeMap<u32, &str> = BTreeMap::new();
    for shard in shards {
        let (file, unmerged) = (shard.file.clone(), &shard.unmerged);
        if unmerged.run.wireproof != env!("CARGO_PKG_VERSION") {
            return Err(MergeError::Version { file, version: unmerged.run.wireproof.clone() });
        }
        let Some(number) = Shard::new(unmerged.number, unmerged.of) else {
            let place = Path::root("unmerged").member("number");
            let error = FormError::new(place, "the number of a shard expected");
            return Err(MergeError::Form { file, error });
        };
        let other = first.file.clone();
        let split = |unmerged: &Unmerged| unmerged.of.to_string();
        let different = match unmerged.of == first.unmerged.of {
            true => unmerged.run.difference(&first.unmerged.run),
            false => Some(("number of shards", split(unmerged), split(&first.unmerged))),
        };
        if let Some((what, here, there)) = different {
            return Err(MergeError::Different { file, other, what, here, there });
        }
        if let Some(other) = files.insert(unmerged.number, &shard.file) {
            return Err(MergeError::Twice { file, other: other.to_owned(), shard: number });
        }
    }
    Ok((1..=first.unmerged.of).filter(|number| !files.contains_key(number)).collect())
}

/// The sums of the shards so far.
struct Merged {
    sums: Vec<Sums>,
    lacks: Vec<Option<Need>>,
    again: Vec<HashMap<usize, Failure>>,
    /// For each policy that only hangs broke in a shard: whether one of them hung again there.
    hung_again: Vec<Vec<Option<bool>>>,
    hangs_confirmed: usize,
    shown: HashSet<Shows>,
    recorded: HashMap<usize, Arc<Recorded>>,
    comparisons: Option<Comparisons>,
    calls: CallCounts,
    outcomes: Outcomes,
    outcomes_left_out: usize,
    problems: BTreeMap<usize, CallProblem>,
    strangers: Strangers,
    masked: bool,
    masked_exchanges: Vec<Arc<Exchange>>,
    cut_short: Option<String>,
    started: Option<SystemTime>,
    elapsed: Duration,
}

impl Merged {
    fn new(run: &RunIdentity) -> Self {
        let count = run.policies.len();
        Self {
            sums: vec![Sums::default(); count],
            lacks: vec![None; count],
            again: vec![HashMap::new(); count],
            hung_again: vec![Vec::new(); count],
            hangs_confirmed: 0,
            shown: HashSet::new(),
            recorded: HashMap::new(),
            comparisons: run.against.as_ref().map(|testee| Comparisons::with(testee.to_info())),
            calls: CallCounts::default(),
            outcomes: Outcomes::default(),
            outcomes_left_out: 0,
            problems: BTreeMap::new(),
            strangers: Strangers::default(),
            masked: false,
            masked_exchanges: Vec::new(),
            cut_short: None,
            started: None,
            elapsed: Duration::ZERO,
        }
    }

    fn add_outcomes(
        &mut self,
        unmerged: &Unmerged,
        outcomes: Vec<(String, NormalizedOutcome)>,
    ) -> Result<(), FormError> {
        let place = Path::root("unmerged").member("places");
        if unmerged.places.len() != outcomes.len() {
            let message = format!("{} numbers expected, one for each outcome", outcomes.len());
            return Err(FormError::new(place, message));
        }
        for (place, (case, outcome)) in unmerged.places.iter().zip(outcomes) {
            self.outcomes.add(*place, case, outcome);
        }
        Ok(())
    }

    fn add(&mut self, unmerged: Unmerged, handover: Handover) {
        for (index, policy) in handover.sums.into_iter().enumerate() {
            // A shard in which nothing hung has nothing to confirm.
            if policy.failures.iter().any(|(_, failures)| failures.hung > 0) {
                self.hung_again[index].push(handover.hung_again[index]);
            }
            self.sums[index].merge(policy);
        }
        for (all, own) in self.again.iter_mut().zip(handover.again) {
            all.extend(own);
        }
        for (lacks, own) in self.lacks.iter_mut().zip(&handover.lacks) {
            *lacks = lacks.or(*own);
        }
        self.hangs_confirmed += unmerged.hangs_confirmed;
        self.shown.extend(unmerged.shown);
        self.recorded.extend(handover.recorded);
        if let (Some(all), Some(own)) = (&mut self.comparisons, handover.comparisons) {
            all.merge(own);
        }
        self.calls = self.calls.plus(handover.calls);
        self.outcomes_left_out += unmerged.outcomes_left_out;
        for form in unmerged.problems {
            let (index, stimulus) = (form.place, form.case);
            let (outcome, stderr, reproduced) = (form.outcome, form.stderr, form.reproduced);
            self.problems
                .insert(index, CallProblem { stimulus, outcome, stderr, reproduced, index });
        }
        let (dropped, outside) = unmerged.connections;
        self.strangers = [self.strangers, Strangers { dropped, outside }].into_iter().sum();
        self.masked |= unmerged.masked;
        self.masked_exchanges.extend(handover.masked);
        if self.cut_short.is_none() {
            self.cut_short = unmerged.cut_short;
        }
        let (seconds, nanos) = unmerged.started;
        let since = Duration::from_secs(seconds).checked_add(Duration::from_nanos(nanos.into()));
        let started = since.and_then(|since| SystemTime::UNIX_EPOCH.checked_add(since));
        self.started = self.started.into_iter().chain(started).min();
        self.elapsed = self.elapsed.saturating_add(Duration::from_millis(unmerged.elapsed_ms));
    }

    fn finish(mut self, run: &RunIdentity, part: Option<Part>) -> Report {
        let facts: Vec<_> = run.known.entries.iter().map(|entry| entry.to_facts()).collect();
        let grounds = Grounds {
            shown: &self.shown,
            scope: if part.is_some() { Scope::Part } else { Scope::Whole },
            complete: true,
            narrowed: !run.filters.is_empty(),
            known: (&run.known.file, &facts),
        };
        let policies = run.policies.iter().map(|name| name.0.0);
        let sums = policies.zip(self.lacks).zip(self.sums);
        let sums =
            sums.map(|((policy, lacks), sums): ((&'static Policy, _), _)| (policy, lacks, sums));
        let recorded = &self.recorded;
        let record = |index: usize| Arc::clone(&recorded[&index]);
        let Conclusion { mut policies, known, not_tried } = conclude(sums, &grounds, record);
        for ((policy, again), hung) in policies.iter_mut().zip(&self.again).zip(&self.hung_again) {
            confirm(policy, hung, self.hangs_confirmed);
            if policy.verdict.is_failure() {
                show_again(policy, run.fixed, |index| again.get(&index).cloned());
            }
            policy.failures.sort_by_key(Failure::order);
        }
        while self.problems.len() > PROBLEMS_KEPT {
            self.problems.pop_last();
        }
        let against = self.comparisons.map(Comparisons::finish);
        let edition = EDITIONS.iter().map(|edition| edition.name);
        let edition = edition.into_iter().find(|name| Some(*name) == run.edition.as_deref());
        let mut report = Report {
            complete: true,
            cut_short: self.cut_short,
            seed: run.seed,
            cases: run.cases,
            filters: run.filters.clone(),
            contract: ContractInfo {
                service: run.service.clone(),
                operation: run.operation.clone(),
                edition,
                edition_assumed: run.edition_assumed,
            },
            testee: run.testee.to_info(),
            calls: self.calls,
            policies,
            outcomes: self.outcomes.finish(),
            outcomes_left_out: self.outcomes_left_out,
            against,
            known,
            not_tried,
            problems: self.problems.into_values().collect(),
            redacted: self.masked,
            min_exercised: run.min_exercised,
            part,
            unmerged: None,
            strangers: self.strangers,
            started: self.started.unwrap_or(SystemTime::UNIX_EPOCH),
            elapsed: self.elapsed,
        };
        let masked: BTreeSet<_> = self.masked_exchanges.iter().map(Arc::as_ptr).collect();
        let shows_masked =
            exchanges(&report).any(|exchange| masked.contains(&Arc::as_ptr(exchange)));
        report.redacted |= shows_masked;
        report
    }
}

/// Returns the exchanges that a report shows.
fn exchanges(report: &Report) -> impl Iterator<Item = &Arc<Exchange>> {
    let failures = report.policies.iter().flat_map(|policy| &policy.failures);
    let kinds = report.against.iter().flat_map(|against| &against.undecided);
    let kinds = kinds.flat_map(|kind| [&kind.first, &kind.second]);
    failures.map(|failure| &failure.exchange).chain(kinds)
}

/// Removes the hangs of a policy that only hangs break, if no shard saw one of them again. `tried` has an entry for each
/// shard with a hang: whether one of them hung again there, or `None` if that was not tried.
fn confirm(policy: &mut PolicyReport, tried: &[Option<bool>], confirmed: usize) {
    if only_hangs(policy) && tried.iter().all(|again| *again == Some(false)) {
        clear_unless_known(policy, confirmed);
    }
}
