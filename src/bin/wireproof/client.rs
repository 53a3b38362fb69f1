//! `wireproof client`: runs the suite against a client.

use wireproof::contract::Contract;
use wireproof::run::{ExitStatus, Report, run_differential};
use wireproof::testee::{Interrupt, limits};

use crate::args::ClientArgs;
use crate::defaults::{self, Jobs};
use crate::failure::Failure;
use crate::progress::Bar;
use crate::replays::{self, Origin};
use crate::reports::{self, InputFile, Reports};
use crate::tell_args::OutputFormat;
use crate::testees::Choice;
use crate::wanted::Wanted;
use crate::{contract, signals, smoke, tell, terminal, testees};

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
    let jobs = defaults::jobs(args.jobs)?;
    let known = args.known_failures.as_deref();
    let mut wanted = Wanted::of(&args.select, &args.calls, known, args.shard)?
        .with_min_exercised(args.min_exercised);
    if wanted.cases == 0 {
        wanted.known = wanted.known.without_generated();
    }
    let wishes =
        reports::wishes(&args.tell.reports, &inputs(args, [Some(&choice), beside.as_ref()]))?;
    let to_stdout = matches!(args.tell.format, OutputFormat::Json);
    if let Some(shard) = args.shard.filter(|_| !to_stdout && !reports::has_json(&wishes)) {
        return Err(Failure::usage(format!(
            "--shard {shard}: `wireproof merge` needs the JSON report of each shard: add --report json=FILE, or --format json"
        )));
    }

    let interrupt = Interrupt::new();
    signals::listen(&interrupt)?;
    let run = Run { args, wanted, jobs, open_files };
    let unjudged = |why: &str| run.unjudged(&asked, &choice, why);
    let reports = Reports::begin(wishes, &unjudged(UNENDED), &interrupt)?;
    let mut report = match run.judge(&choice, beside.as_ref(), asked.clone(), &interrupt) {
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
    for (what, path) in [
        ("the known failures", args.known_failures.as_deref()),
        ("the contract", args.contract.file()),
    ] {
        inputs.extend(path.map(|path| InputFile::new(what, path)));
    }
    for choice in choices.into_iter().flatten() {
        inputs.extend(choice.files().iter().map(|path| InputFile::new("the testee's", path)));
    }
    inputs
}

/// A run: what the user wants, and what it may take.
struct Run<'a> {
    args: &'a ClientArgs,
    wanted: Wanted,
    jobs: Jobs,
    open_files: Option<u64>,
}

impl Run<'_> {
    /// Starts the testees and runs the suite.
    fn judge(
        &self,
        choice: &Choice,
        beside: Option<&Choice>,
        asked: Contract,
        interrupt: &Interrupt,
    ) -> Result<Report, Failure> {
        let args = self.args;
        self.wanted.check_policies()?;
        // A contract without stimuli fails here, before a testee starts for nothing.
        let expected = self.wanted.plan(asked, interrupt)?;
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
            false => self.wanted.plan(contract, interrupt)?,
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
        let mut report = self.wanted.empty_plan(contract).unstarted(choice.info());
        report.cut_short = Some(why.to_owned());
        report
    }
}
