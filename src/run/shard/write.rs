//! Writes what a shard hands on.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;
use std::time::SystemTime;

use crate::exchange::{Exchange, OutcomeDifference, Redaction, WholeExchange};
use crate::json::Json;
use crate::policy::{Finding, Policy, Shows};
use crate::run::comparisons::Comparisons;
use crate::run::differential::Side;
use crate::run::editions::Editions;
use crate::run::failures::{Failures, Kept};
use crate::run::known::EntryUse;
use crate::run::plan::Plan;
use crate::run::redact;
use crate::run::report::{Failure, Report};
use crate::run::sums::Sums;
use crate::run::unmerged::{
    RunIdentity, Unmerged, UnmergedAgain, UnmergedAgainst, UnmergedCondition, UnmergedDifference,
    UnmergedFailure, UnmergedFinding, UnmergedGroup, UnmergedMark, UnmergedPolicy, UnmergedProblem,
    UnmergedStimulus, UnmergedUses,
};
use crate::suite::Stimulus;

use super::handed::Handed;

impl Handed {
    /// Returns what the shard hands on. `report` is its own report, and `masked` says whether credentials were removed from
    /// that outside of exchanges.
    pub(in crate::run) fn unmerged(self, plan: &Plan, report: &Report, masked: bool) -> Unmerged {
        let mut writer = Writer::new(plan, report);
        let tried: HashMap<usize, bool> = self.confirmed.tried.iter().copied().collect();
        let mut policies = Vec::new();
        for (place, (sums, again)) in self.sums.into_iter().zip(self.again).enumerate() {
            let lacks = report.policies[place].lacks;
            let mut policy = writer.policy(plan.policies[place], sums, &again);
            (policy.lacks, policy.hung_again) = (lacks, tried.get(&place).copied());
            policies.push(policy);
        }
        let against = self.comparisons.map(|comparisons| writer.against(comparisons));
        let problems = report.problems.iter().map(|problem| UnmergedProblem {
            place: problem.index,
            case: problem.stimulus.clone(),
            outcome: problem.outcome.clone(),
            stderr: problem.stderr.clone(),
            reproduced: problem.reproduced,
        });
        let since = report.started.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        let mut shown: Vec<Shows> = self.shown.into_iter().collect();
        shown.sort_unstable_by_key(|shows| *shows as u8);
        Unmerged {
            number: self.shard.number(),
            of: self.shard.of(),
            run: RunIdentity::of(plan, report),
            known_file: plan.known.file.clone(),
            origin: Json::Null,
            stimuli: report.part.as_ref().map_or(0, |part| part.stimuli),
            cut_short: report.cut_short.clone(),
            masked,
            connections: (report.strangers.dropped, report.strangers.outside),
            started: (since.as_secs(), since.subsec_nanos()),
            elapsed_ms: u64::try_from(report.elapsed.as_millis()).unwrap_or(u64::MAX),
            calls: report.calls,
            shown,
            policies,
            problems: problems.collect(),
            hangs_confirmed: self.confirmed.hangs,
            against,
            places: self.places,
            outcomes_left_out: report.outcomes_left_out,
            recorded: writer.recorded(),
            masked_exchanges: writer.exchanges.masked(),
            exchanges: writer.exchanges.forms,
        }
    }
}

/// Writes failures, and collects the exchanges and stimuli that they share.
struct Writer<'a> {
    plan: &'a Plan,
    report: &'a Report,
    editions: Option<Editions<'a>>,
    exchanges: Exchanges,
    /// The stimuli that are needed, by their indices in the plan.
    recorded: BTreeSet<usize>,
}

impl<'a> Writer<'a> {
    fn new(plan: &'a Plan, report: &'a Report) -> Self {
        let editions = plan.edition_assumed.then(|| Editions::beside(&plan.contract)).flatten();
        let exchanges = Exchanges::default();
        Self { plan, report, editions, exchanges, recorded: BTreeSet::new() }
    }

    fn recorded(&self) -> Vec<UnmergedStimulus> {
        let stimuli = self.recorded.iter().filter_map(|place| {
            let stimulus = self.plan.stimuli.get(*place)?.to_json();
            Some(UnmergedStimulus { place: *place, stimulus })
        });
        stimuli.collect()
    }

    fn policy(&mut self, policy: &Policy, sums: Sums, again: &[Failure]) -> UnmergedPolicy {
        let groups = sums.failures.into_iter().map(|(counts, failures)| {
            let Failures { count, known, hung, doubtful, uses, kept, generated } = failures;
            UnmergedGroup {
                counts,
                count,
                known,
                hung,
                doubtful,
                uses: UnmergedUses::of(uses),
                kept: kept.into_iter().map(|kept| self.failure(policy, kept)).collect(),
                generated: generated.map(|kept| self.failure(policy, kept)),
            }
        });
        let groups = groups.collect();
        let again = again.iter().map(|failure| {
            let (exchange, findings) = self.shown(policy, &failure.exchange, &failure.findings);
            let before = failure.recorded.before.iter().map(Stimulus::to_json).collect();
            UnmergedAgain {
                place: failure.index,
                reproduced: failure.recorded.reproduced == Some(true),
                shrunk: failure.shrunk.map(|shrunk| (shrunk.from, shrunk.calls)),
                findings,
                exchange,
                before: Json::Array(before),
                stimulus: failure.recorded.stimulus.to_json(),
            }
        });
        UnmergedPolicy {
            lacks: None,
            exercised: sums.exercised,
            not_applicable: sums.not_applicable,
            uses: UnmergedUses::of(sums.uses),
            groups,
            again: again.collect(),
            hung_again: None,
        }
    }

    fn failure(&mut self, policy: &Policy, kept: Kept) -> UnmergedFailure {
        let (exchange, findings) = self.shown(policy, &kept.exchange, &kept.findings);
        self.recorded.insert(kept.index);
        UnmergedFailure {
            place: kept.index,
            case: kept.stimulus,
            aimed: kept.aimed,
            known: kept.known,
            doubtful: kept.doubtful,
            findings,
            exchange,
        }
    }

    /// Returns the index of an exchange, and the findings on it as a report shows them.
    fn shown(
        &mut self,
        policy: &Policy,
        exchange: &Arc<Exchange>,
        findings: &[Finding],
    ) -> (usize, Vec<UnmergedFinding>) {
        let mut findings = findings.to_vec();
        if let Some(editions) = &self.editions {
            editions.note(policy, exchange, self.report.testee.features, &mut findings);
        }
        let (place, redaction) = self.exchanges.add(exchange);
        redact::findings(redaction, &mut findings);
        (place, findings.into_iter().map(UnmergedFinding::of).collect())
    }

    fn against(&mut self, comparisons: Comparisons) -> UnmergedAgainst {
        let Comparisons { against, groups, shown } = comparisons;
        let shows = |side: Side| {
            let mut shows: Vec<Shows> =
                shown.iter().filter(|(other, _)| *other == side).map(|(_, shows)| *shows).collect();
            shows.sort_unstable_by_key(|shows| *shows as u8);
            shows
        };
        let (first_shows, second_shows) = (shows(Side::First), shows(Side::Second));
        let mut groups: Vec<_> = groups.into_iter().collect();
        groups.sort_unstable_by_key(|(_, group)| group.index);
        let differences = groups.into_iter().map(|((difference, conditions), group)| {
            let OutcomeDifference { mut first, mut second } = difference;
            let mut redaction = Redaction::new();
            [&mut first, &mut second].into_iter().for_each(|text| redaction.text(text));
            let conditions = conditions.into_iter().map(|(side, counts)| UnmergedCondition {
                on_second: side == Side::Second,
                counts,
            });
            UnmergedDifference {
                first,
                second,
                conditions: conditions.collect(),
                count: group.count,
                place: group.index,
                case: group.stimulus,
                exchange: self.exchanges.add(&group.first).0,
                second_exchange: self.exchanges.add(&group.second).0,
            }
        });
        UnmergedAgainst {
            calls: against.calls,
            compared: against.compared,
            same: against.same,
            decided: against.decided,
            skipped: against.skipped,
            first_shows,
            second_shows,
            differences: differences.collect(),
        }
    }
}

/// The exchanges of a shard without credentials, each once: policies share them.
#[derive(Default)]
struct Exchanges {
    forms: Vec<WholeExchange>,
    redactions: Vec<Redaction>,
    /// The index of each exchange by its address. The exchange is kept beside it, so that no other gets its address.
    places: HashMap<*const Exchange, (Arc<Exchange>, usize)>,
}

impl Exchanges {
    fn add(&mut self, exchange: &Arc<Exchange>) -> (usize, &mut Redaction) {
        let place = match self.places.get(&Arc::as_ptr(exchange)) {
            Some((_, place)) => *place,
            None => {
                let mut redaction = Redaction::new();
                let clean = redaction.exchange(exchange);
                self.forms.push(WholeExchange::of(clean.as_ref().unwrap_or(exchange)));
                self.redactions.push(redaction);
                let place = self.forms.len() - 1;
                self.places.insert(Arc::as_ptr(exchange), (Arc::clone(exchange), place));
                place
            }
        };
        (place, &mut self.redactions[place])
    }

    /// Returns the indices of the exchanges in which credentials were removed.
    fn masked(&self) -> Vec<usize> {
        let all = self.redactions.iter().enumerate();
        all.filter(|(_, redaction)| redaction.has_hit()).map(|(place, _)| place).collect()
    }
}

impl UnmergedUses {
    fn of(uses: EntryUse) -> Self {
        Self {
            judged: uses.judged.into_iter().collect(),
            matched: uses.matched.into_iter().collect(),
            elsewhere: uses.elsewhere.into_iter().collect(),
            left_out: uses.left_out.into_iter().collect(),
        }
    }
}

impl UnmergedFinding {
    fn of(finding: Finding) -> Self {
        let Finding { path, message, expected, actual, mark, note, counts } = finding;
        let mark = mark.map(|mark| UnmergedMark {
            part: mark.part,
            from: mark.range.start,
            to: mark.range.end,
        });
        let path = path.as_str().to_owned();
        Self { path, message, expected, actual, note, mark, counts }
    }
}
