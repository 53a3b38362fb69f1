//! `wireproof client`: runs the suite against a client.

use std::sync::Arc;
use std::time::SystemTime;

use wireproof::contract::Contract;
use wireproof::generate::Generator;
use wireproof::model::TimestampFormat;
use wireproof::policy::{self, Party, Policy};
use wireproof::run::{ExitStatus, KnownFailures, Plan, Report, run_differential};
use wireproof::suite::{Stimuli, StimulusSource as _, Suite};
use wireproof::testee::{Interrupt, limits};
use wireproof::value::Timestamp;

use crate::args::ClientArgs;
use crate::defaults::{self, Jobs};
use crate::failure::Failure;
use crate::progress::Bar;
use crate::replays::{self, Origin};
use crate::reports::{self, InputFile, Reports};
use crate::shell::shown;
use crate::tell_args::OutputFormat;
use crate::testees::Choice;
use crate::{contract, input, select, signals, smoke, tell, terminal, testees};

/// Runs the suite, writes the reports and returns the exit status. `open_files` is the limit of open files, or none if
/// there is none.
pub(crate) fn run(args: &ClientArgs, open_files: Option<u64>) -> Result<ExitStatus, Failure> {
    // A wrong argument is reported before anything starts, so that it costs the user no time.
    let choice = Choice::of(args.testee.as_deref(), args.exec.as_deref(), &args.testees)?;
    if args.smoke {
        return smoke::run(args, &choice);
    }
    let beside =
        Choice::beside(args.against.as_deref(), args.against_exec.as_deref(), &args.testees)?;
    let asked = contract::chosen(&args.contract, None)?;
    let known = known_failures(args)?;
    let (cases, jobs) = (defaults::cases(args)?, defaults::jobs(args)?);
    let known = if cases == 0 { known.without_generated() } else { known };
    let wishes =
        reports::wishes(&args.tell.reports, &inputs(args, [Some(&choice), beside.as_ref()]))?;
    let to_stdout = matches!(args.tell.format, OutputFormat::Json);
    if let Some(shard) = args.shard.filter(|_| !to_stdout && !reports::has_json(&wishes)) {
        return Err(Failure::usage(format!(
            "--shard {shard}: `wireproof merge` needs the JSON report of each shard: add --report json=FILE, or --format json"
        )));
    }
    let candidates =
        policy::catalogue().iter().copied().filter(|policy| policy.party() == Party::Client);
    let policies = select::policies(&args.select, candidates)?;

    let interrupt = Interrupt::new();
    signals::listen(&interrupt)?;
    let seed = defaults::seed(args, cases)?;
    let wanted = Wanted { args, policies, known, cases, seed, jobs, open_files };
    let unjudged = |why: &str| wanted.unjudged(&asked, &choice, why);
    let reports = Reports::begin(wishes, &unjudged(UNENDED), &interrupt)?;
    let mut report = match wanted.judge(&choice, beside.as_ref(), asked.clone(), &interrupt) {
        Ok(report) => report,
        Err(failure) => {
            tell::complain_of(reports.end(&unjudged(&failure.message)));
            return Err(failure);
        }
    };
    let origin = Origin::new(args, &choice);
    if let Some(unmerged) = &mut report.unmerged {
        unmerged.origin = origin.to_json(report.contract.edition);
    }
    if !args.tell.no_replays
        && let Some(complaint) = replays::save(&args.tell.replays, &origin, &mut report)
    {
        // The run goes on, and its exit status is that of the verdicts.
        terminal::warn(&complaint);
    }
    tell::run(&args.tell, reports, &report)
}

/// Why the report of a run that is not over, or was killed, is not complete.
const UNENDED: &str = "the run has begun and not ended: it is still running, or it was killed";

/// Returns the files that the run reads. No report may replace them.
fn inputs<const N: usize>(args: &ClientArgs, choices: [Option<&Choice>; N]) -> Vec<InputFile> {
    let mut inputs = Vec::new();
    let contract = args.contract.contract.as_ref();
    let contract = contract.filter(|path| contract::embedded(path).is_none());
    for (what, path) in
        [("the known failures", args.known_failures.as_ref()), ("the contract", contract)]
    {
        inputs.extend(path.map(|path| InputFile::new(what, path)));
    }
    for choice in choices.into_iter().flatten() {
        inputs.extend(choice.files().iter().map(|path| InputFile::new("the testee's", path)));
    }
    inputs
}

/// What the user wants from the run. The contract is separate, because the testee may name its edition.
pub(crate) struct Wanted<'a> {
    pub(crate) args: &'a ClientArgs,
    pub(crate) policies: Vec<&'static Policy>,
    pub(crate) known: KnownFailures,
    pub(crate) cases: usize,
    pub(crate) seed: Option<u64>,
    pub(crate) jobs: Jobs,
    pub(crate) open_files: Option<u64>,
}

/// Starts the testees and runs the suite.
impl Wanted<'_> {
    fn judge(
        &self,
        choice: &Choice,
        beside: Option<&Choice>,
        asked: Contract,
        interrupt: &Interrupt,
    ) -> Result<Report, Failure> {
        let args = self.args;
        if self.policies.is_empty() {
            return Err(Failure::nothing("no policy on clients is selected"));
        }
        let suite = Suite::of_contract(&asked);
        // A contract without stimuli fails here, before a testee starts for nothing.
        let expected = self.plan(&suite, asked, interrupt)?;
        let beside_each = if beside.is_some() { 2 } else { 1 };
        let in_process = [Some(choice), beside].into_iter().flatten().all(|c| c.shown().is_none());
        let jobs = self.jobs.of(&expected, self.open_files, beside_each, in_process);
        limits::check_open_files(self.open_files, beside_each * jobs)
            .map_err(Failure::cannot_run)?;
        let Some(first) = testees::start(choice, &expected.contract, interrupt)? else {
            return Ok(expected.unstarted(choice.info()));
        };
        let contract = contract::chosen(&args.contract, first.info().edition.as_deref())?;
        // The testee has the expected edition, so the plan is the same.
        let mut plan = match contract.edition_name() == expected.contract.edition_name() {
            true => expected,
            false => self.plan(&suite, contract, interrupt)?,
        };
        let info = first.info().clone();
        let editions = plan.contract.embedded_as().map_or(0, |embedded| embedded.editions.len());
        plan.edition_assumed =
            editions > 1 && args.contract.edition.is_none() && info.edition.is_none();
        // A folder's version is that of the SDK; its hello may name other parts, too.
        let version = choice.version().or(info.version.as_deref());
        plan.known = plan.known.about(version, plan.contract.operation().name());
        let jobs = jobs.min(plan.stimuli.len());
        let more = testees::start_side_by_side(choice, jobs - 1, &plan.contract, interrupt)?;
        let others = match beside {
            Some(beside) => testees::start_side_by_side(beside, jobs, &plan.contract, interrupt)?,
            None => Some(Vec::new()),
        };
        let (Some(more), Some(others)) = (more, others) else { return Ok(plan.unstarted(info)) };
        let testees = std::iter::once(first).chain(more).collect();
        let bar = Bar::new(!args.no_progress && !args.tell.quiet);
        let report = run_differential(&plan, testees, others, interrupt, |p| bar.show(p));
        bar.clear();
        report.map_err(Failure::cannot_run)
    }

    /// Returns the report of a run in which nothing was judged, with the reason.
    fn unjudged(&self, contract: &Contract, choice: &Choice, why: &str) -> Report {
        let plan = Plan {
            filters: select::filters(&self.args.select),
            min_exercised: self.args.min_exercised,
            seed: self.seed,
            cases: self.cases,
            shard: self.args.shard,
            ..Plan::new(contract.clone(), self.policies.clone(), Vec::new())
        };
        let mut report = plan.unstarted(choice.info());
        report.cut_short = Some(why.to_owned());
        report
    }

    /// Returns the plan of a run by this contract.
    pub(crate) fn plan(
        &self,
        suite: &Suite,
        contract: Contract,
        interrupt: &Interrupt,
    ) -> Result<Plan, Failure> {
        let args = self.args;
        let cases = suite.select_for_run(&contract, &self.policies);
        let mut stimuli: Stimuli = cases.into_iter().map(|case| case.stimulus.clone()).collect();
        if let Some(seed) = self.seed.filter(|_| self.cases > 0) {
            let stop = || interrupt.is_tripped();
            let policies = &self.policies;
            let source = Generator::interruptible(&contract, policies, self.cases, seed, &stop);
            let Some(source) = source else { return Err(interrupted()) };
            if let Some(why) = source.obstacle() {
                return Err(Failure::usage(format!("no stimuli can be generated: {why}")));
            }
            // The fixed cases show what a testee can tell; there are none for the user's own contract.
            let shown = match contract.edition_name() {
                None if !source.is_empty() => source.and_showing(&stop),
                _ => Some(source),
            };
            let Some(source) = shown else { return Err(interrupted()) };
            stimuli = stimuli.and(Arc::new(source));
        }
        if stimuli.is_empty() {
            // What the operation has nothing for is the same with any cases.
            let lacking: Option<Vec<_>> =
                self.policies.iter().map(|policy| policy.lacks(&contract)).collect();
            if let Some([first, ..]) = lacking.as_deref() {
                return Err(Failure::nothing(format!(
                    "nothing that is selected is applicable to {}: {first}",
                    contract.operation().name()
                )));
            }
            return Err(Failure::nothing(match contract.edition_name() {
                Some(edition) => format!("no case aims at what is selected, in edition {edition}"),
                None if self.cases == 0 => {
                    "the fixed cases are for the embedded contracts only; for your own \
                    contract, generate stimuli: leave out --cases 0"
                        .to_owned()
                }
                None => {
                    "no stimulus can be generated for what is selected, by this contract; select \
                    other policies"
                        .to_owned()
                }
            }));
        }
        Ok(Plan {
            deadline: args.timeout,
            filters: select::filters(&args.select),
            min_exercised: args.min_exercised,
            seed: self.seed,
            cases: self.cases,
            known: self.known.clone(),
            shrink: true,
            shard: args.shard,
            ..Plan::new(contract, self.policies.clone(), stimuli)
        })
    }
}

/// Returns the failure of a run that was interrupted before its first call.
fn interrupted() -> Failure {
    let message = "interrupted before the first call".to_owned();
    Failure { status: ExitStatus::Interrupted, message }
}

/// The largest size of a file of known failures, and what to do if one is larger.
const KNOWN_LIMIT: u64 = KnownFailures::MAX_SIZE as u64;
const KNOWN_REMEDY: &str = "let one entry cover many policies and cases, by patterns";

/// Reads the known failures, if the user names a file.
pub(crate) fn known_failures(args: &ClientArgs) -> Result<KnownFailures, Failure> {
    let Some(path) = &args.known_failures else { return Ok(KnownFailures::default()) };
    let name = shown(path);
    let text = String::from_utf8(input::file_up_to(path, KNOWN_LIMIT, KNOWN_REMEDY)?).map_err(
        |error| {
            let valid = &error.as_bytes()[..error.utf8_error().valid_up_to()];
            let line = valid.iter().filter(|byte| **byte == b'\n').count() + 1;
            Failure::usage(format!("{name}:{line}: it is not UTF-8; save it as UTF-8"))
        },
    )?;
    KnownFailures::read(&name, &text, &today()).map_err(Failure::usage)
}

/// Returns the present day in UTC: `2026-11-25`.
fn today() -> String {
    let moment = Timestamp::of_system_time(SystemTime::now());
    let text = moment.map(|moment| moment.format(TimestampFormat::DateTime)).unwrap_or_default();
    text.chars().take(10).collect()
}
