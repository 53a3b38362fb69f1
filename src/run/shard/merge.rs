//! Merges the reports of the shards of a run.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use crate::contract::EmbeddedContract;
use crate::exchange::{Exchange, FormError, NormalizedOutcome, moment};
use crate::json::Path;
use crate::policy::{Need, Policy, Shows};
use crate::run::call_counts::CallCounts;
use crate::run::comparisons::Comparisons;
use crate::run::conclude::{Conclusion, Grounds, conclude};
use crate::run::confirm::{clear_unless_known, only_hangs};
use crate::run::outcomes::{self, Outcomes};
use crate::run::part::{Part, Shard};
use crate::run::report::{
    CallProblem, ContractInfo, Failure, PROBLEMS_KEPT, PolicyReport, Recorded, Report,
};
use crate::run::sums::{Scope, Sums};
use crate::run::unmerged::{RunIdentity, Unmerged};
use crate::testee::Strangers;

use super::belongs;
use super::handed::show_again;
use super::merge_error::MergeError;
use super::read::{Handover, read};

/// The report of a shard, as it was read from a file.
#[derive(Clone, Debug)]
pub struct ShardReport {
    /// The name of the file, for messages.
    pub file: String,
    /// The part of the run that the report says it is of.
    pub part: Part,
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
/// As of [`Merger::add`] and [`Merger::finish`].
pub fn merge(
    shards: impl IntoIterator<Item = ShardReport>,
    partial: bool,
) -> Result<Report, MergeError> {
    let mut merger = Merger::default();
    for shard in shards {
        merger.add(shard)?;
    }
    merger.finish(partial)
}

/// Merges the reports of the shards of one run, one after the other in any order. It keeps what the report of the whole run
/// may need and no more, so its memory does not grow with the number of shards.
#[derive(Default)]
pub struct Merger {
    first: Option<First>,
    /// The file of each shard, by its number.
    files: BTreeMap<u32, String>,
}

/// The first report, and the sums of all so far.
struct First {
    file: String,
    of: u32,
    run: RunIdentity,
    merged: Merged,
}

impl Merger {
    /// Adds the report of a shard.
    ///
    /// # Errors
    ///
    /// If another version of wireproof wrote the report, it is of another run than the first one, its shard is there already,
    /// it has fields that no shard writes, or its parts do not agree: the numbers of the shard, and the ids of its cases.
    pub fn add(&mut self, shard: ShardReport) -> Result<(), MergeError> {
        let ShardReport { file, part, mut unmerged, outcomes } = shard;
        if unmerged.run.wireproof != env!("CARGO_PKG_VERSION") {
            return Err(MergeError::Version { file, version: unmerged.run.wireproof });
        }
        let wrong = |place: Path, message: &str| MergeError::Form {
            file: file.clone(),
            error: FormError::new(place, message),
        };
        let root = Path::root("unmerged");
        let Some(number) = Shard::new(unmerged.number, unmerged.of) else {
            return Err(wrong(root.member("number"), "the number of a shard expected"));
        };
        let run = root.member("run");
        let embedded = unmerged.run.embedded.as_deref();
        if embedded.is_some_and(|name| EmbeddedContract::of_name(name).is_none()) {
            return Err(wrong(run.member("embedded"), "an embedded contract expected"));
        }
        if unmerged.run.edition.is_some() && unmerged.run.embedded_edition().is_none() {
            return Err(wrong(run.member("edition"), "an embedded edition expected"));
        }
        if let Some(first) = &self.first {
            let different = match unmerged.of == first.of {
                true => unmerged.run.difference(&first.run),
                false => Some(("number of shards", unmerged.of.to_string(), first.of.to_string())),
            };
            if let Some((what, here, there)) = different {
                let other = first.file.clone();
                return Err(MergeError::Different { file, other, what, here, there });
            }
        }
        if let Some(other) = self.files.get(&unmerged.number) {
            return Err(MergeError::Twice { file, other: other.clone(), shard: number });
        }
        let form = |error| MergeError::Form { file: file.clone(), error };
        belongs::check(number, &part, &unmerged, &outcomes).map_err(form)?;
        let handover = read(&mut unmerged).map_err(form)?;
        let first = self.first.get_or_insert_with(|| First {
            file: file.clone(),
            of: unmerged.of,
            merged: Merged::new(&unmerged.run),
            run: unmerged.run.clone(),
        });
        first.merged.add_outcomes(&unmerged, outcomes).map_err(form)?;
        self.files.insert(unmerged.number, file);
        first.merged.add(*unmerged, handover);
        Ok(())
    }

    /// Returns the report of the run.
    ///
    /// # Errors
    ///
    /// If there is no report, shards are missing and the merge is not to be `partial`, or the shards do not have the stimuli
    /// of the run.
    pub fn finish(self, partial: bool) -> Result<Report, MergeError> {
        let Self { first, files } = self;
        let First { of, run, merged, .. } = first.ok_or(MergeError::Nothing)?;
        let missing: Vec<u32> = (1..=of).filter(|number| !files.contains_key(number)).collect();
        if !missing.is_empty() && !partial {
            return Err(MergeError::Missing { missing, of });
        }
        let fits = match missing.is_empty() {
            true => merged.stimuli == run.of_stimuli,
            false => merged.stimuli <= run.of_stimuli,
        };
        if !fits {
            let (stimuli, of_stimuli) = (merged.stimuli, run.of_stimuli);
            return Err(MergeError::Stimuli { stimuli, of_stimuli });
        }
        let (numbers, stimuli) = (files.into_keys().collect(), merged.stimuli);
        let part = Part { numbers, of, stimuli, of_stimuli: run.of_stimuli };
        Ok(merged.finish(&run, (!missing.is_empty()).then_some(part)))
    }
}

/// The sums of the shards so far.
struct Merged {
    stimuli: usize,
    /// The name of the file of known failures, as the first of the shards has it, with the number of that.
    known_file: Option<(u32, String)>,
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
    /// Why a shard did not reproduce every failure, with its number.
    cut_short: Option<(u32, String)>,
    started: Option<SystemTime>,
    elapsed: Duration,
}

impl Merged {
    fn new(run: &RunIdentity) -> Self {
        let count = run.policies.len();
        Self {
            stimuli: 0,
            known_file: None,
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
        shown: Vec<(String, NormalizedOutcome)>,
    ) -> Result<(), FormError> {
        let place = Path::root("unmerged").member("places");
        if unmerged.places.len() != shown.len() {
            let message = format!("{} numbers expected, one for each outcome", shown.len());
            return Err(FormError::new(place, message));
        }
        if unmerged.places.iter().any(|index| *index >= outcomes::KEPT) {
            return Err(FormError::new(
                place,
                format!("numbers below {} expected", outcomes::KEPT),
            ));
        }
        for (place, (case, outcome)) in unmerged.places.iter().zip(shown) {
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
        self.stimuli = self.stimuli.saturating_add(unmerged.stimuli);
        let known_file = (unmerged.number, unmerged.known_file);
        self.known_file = self.known_file.take().into_iter().chain([known_file]).min();
        let cut_short = unmerged.cut_short.map(|why| (unmerged.number, why));
        self.cut_short = self.cut_short.take().into_iter().chain(cut_short).min();
        let (seconds, nanos) = unmerged.started;
        let started = moment(seconds, nanos);
        self.started = self.started.into_iter().chain(started).min();
        self.elapsed = self.elapsed.saturating_add(Duration::from_millis(unmerged.elapsed_ms));
        self.prune();
    }

    /// Drops what the report of the whole run cannot show any more.
    fn prune(&mut self) {
        let mut needed = HashSet::new();
        for (sums, again) in self.sums.iter().zip(&mut self.again) {
            let failures = sums.failures.iter();
            let own =
                failures.flat_map(|(_, failures)| failures.kept.iter().chain(&failures.generated));
            let own: HashSet<usize> = own.map(|kept| kept.index).collect();
            again.retain(|index, _| own.contains(index));
            needed.extend(own);
        }
        self.recorded.retain(|index, _| needed.contains(index));
        while self.problems.len() > PROBLEMS_KEPT {
            self.problems.pop_last();
        }
        // An exchange that nothing else holds is not shown.
        self.masked_exchanges.retain(|exchange| Arc::strong_count(exchange) > 1);
    }

    fn finish(self, run: &RunIdentity, part: Option<Part>) -> Report {
        let known_file = self.known_file.map(|(_, file)| file).unwrap_or_default();
        let grounds = Grounds {
            shown: &self.shown,
            scope: if part.is_some() { Scope::Part } else { Scope::Whole },
            complete: true,
            narrowed: !run.filters.is_empty(),
            known: (&known_file, &run.known.entries),
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
        let against = self.comparisons.map(Comparisons::finish);
        let mut report = Report {
            complete: true,
            cut_short: self.cut_short.map(|(_, why)| why),
            seed: run.seed,
            cases: run.cases,
            filters: run.filters.clone(),
            contract: ContractInfo {
                service: run.service.clone(),
                operation: run.operation.clone(),
                embedded: run.embedded.as_deref().and_then(EmbeddedContract::of_name),
                edition: run.embedded_edition().map(|edition| edition.name),
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
