//! `wireproof client`: runs the suite against a client.

use std::hash::{BuildHasher as _, RandomState};
use std::sync::Arc;
use std::time::SystemTime;

use wireproof::contract::Contract;
use wireproof::generate::Generator;
use wireproof::model::TimestampFormat;
use wireproof::policy::{self, Party, Policy};
use wireproof::run::{ExitStatus, KnownFailures, Plan, Report, run_differential};
use wireproof::suite::{Stimuli, StimulusSource as _, Suite};
use wireproof::testee::{Interrupt, Testee, limits};
use wireproof::value::Timestamp;

use crate::args::ClientArgs;
use crate::failure::Failure;
use crate::progress::Bar;
use crate::replays::{self, Origin};
use crate::reports::{self, InputFile, Reports};
use crate::shell::shown;
use crate::tell::{self, Telling};
use crate::testees::Choice;
use crate::{contract, input, select, signals, smoke, terminal};

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
    let wishes = reports::wishes(&args.reports, &inputs(args, [Some(&choice), beside.as_ref()]))?;
    let candidates =
        policy::catalogue().iter().copied().filter(|policy| policy.party() == Party::Client);
    let policies = select::policies(&args.select, candidates)?;

    let interrupt = Interrupt::new();
    signals::listen(&interrupt)?;
    // Without generated stimuli nothing is drawn. A seed that the user gives is reported all the same.
    let seed = seed(args)?;
    let wanted = Wanted { args, policies, known, seed, open_files };
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
    if !args.no_replays
        && let Some(complaint) = replays::save(&args.replays, &origin, &mut report)
    {
        // The run goes on, and its exit status is that of the verdicts.
        terminal::warn(&complaint);
    }
    let &ClientArgs { strict, format, quiet, verbose, .. } = args;
    tell::run(Telling { strict, format, quiet, verbose }, reports, &report)
}

/// Why the report of a run that is not over, or was killed, is not complete.
const UNENDED: &str = "the run has begun and not ended: it is still running, or it was killed";

/// Returns the files that the run reads. No report may replace them.
fn inputs<const N: usize>(args: &ClientArgs, choices: [Option<&Choice>; N]) -> Vec<InputFile> {
    let mut inputs = Vec::new();
    for (what, path) in
        [("the known failures", &args.known_failures), ("the contract", &args.contract.contract)]
    {
        inputs.extend(path.iter().map(|path| InputFile::new(what, path)));
    }
    for choice in choices.into_iter().flatten() {
        inputs.extend(choice.files().iter().map(|path| InputFile::new("the testee's", path)));
    }
    inputs
}

/// What the user wants from the run. The contract is separate, because the testee may name its edition.
struct Wanted<'a> {
    args: &'a ClientArgs,
    policies: Vec<&'static Policy>,
    known: KnownFailures,
    seed: Option<u64>,
    open_files: Option<u64>,
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
        let suite = Suite::embedded();
        // A contract without stimuli fails here, before a testee starts for nothing.
        let expected = self.plan(&suite, asked, interrupt)?;
        choice.serves(&expected.contract).map_err(Failure::usage)?;
        if let Some(beside) = beside {
            let wrong = |why: String| Failure::usage(format!("--against: {why}"));
            beside.serves(&expected.contract).map_err(wrong)?;
        }
        let jobs = usize::from(args.jobs).min(expected.stimuli.len());
        let testees = if beside.is_some() { 2 * jobs } else { jobs };
        limits::check_open_files(self.open_files, testees).map_err(Failure::cannot_run)?;
        let Some(first) = start(choice, &expected.contract, interrupt)? else {
            return Ok(expected.unstarted(choice.info()));
        };
        let contract = contract::chosen(&args.contract, first.info().edition.as_deref())?;
        // The testee has the expected edition, so the plan is the same.
        let mut plan = match contract.edition_name() == expected.contract.edition_name() {
            true => expected,
            false => self.plan(&suite, contract, interrupt)?,
        };
        let info = first.info().clone();
        plan.edition_assumed = plan.contract.edition_name().is_some()
            && args.contract.edition.is_none()
            && info.edition.is_none();
        let mut testees = vec![first];
        let jobs = usize::from(args.jobs).min(plan.stimuli.len());
        while testees.len() < jobs {
            match start(choice, &plan.contract, interrupt)? {
                Some(testee) => testees.push(testee),
                None => return Ok(plan.unstarted(info)),
            }
        }
        let mut others = Vec::new();
        if let Some(beside) = beside {
            while others.len() < testees.len() {
                match start(beside, &plan.contract, interrupt)? {
                    Some(testee) => others.push(testee),
                    None => return Ok(plan.unstarted(info)),
                }
            }
        }
        let bar = Bar::new(!args.no_progress && !args.quiet);
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
            cases: self.args.cases,
            shard: self.args.shard,
            ..Plan::new(contract.clone(), self.policies.clone(), Vec::new())
        };
        let mut report = plan.unstarted(choice.info());
        report.cut_short = Some(why.to_owned());
        report
    }

    fn plan(
        &self,
        suite: &Suite,
        contract: Contract,
        interrupt: &Interrupt,
    ) -> Result<Plan, Failure> {
        let args = self.args;
        let cases = suite.select_for_run(&contract, &self.policies);
        let mut stimuli: Stimuli = cases.into_iter().map(|case| case.stimulus.clone()).collect();
        if let Some(seed) = self.seed.filter(|_| args.cases > 0) {
            let stop = || interrupt.is_tripped();
            let policies = &self.policies;
            let source = Generator::interruptible(&contract, policies, args.cases, seed, &stop);
            let Some(source) = source else { return Err(interrupted()) };
            if let Some(why) = source.obstacle() {
                return Err(Failure::usage(format!("--cases: {why}; leave --cases out")));
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
            return Err(Failure::nothing(match contract.edition_name() {
                Some(edition) => format!("no case aims at what is selected, in edition {edition}"),
                None => {
                    "the fixed cases are for the embedded contract only; for your own contract, \
                     generate stimuli with --cases 100, and name a testee or run one with --exec"
                        .to_owned()
                }
            }));
        }
        Ok(Plan {
            deadline: args.timeout,
            filters: select::filters(&args.select),
            min_exercised: args.min_exercised,
            seed: self.seed,
            cases: args.cases,
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
fn known_failures(args: &ClientArgs) -> Result<KnownFailures, Failure> {
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

/// Returns the seed of the generated stimuli.
fn seed(args: &ClientArgs) -> Result<Option<u64>, Failure> {
    match (args.seed, args.shard) {
        (None, Some(shard)) if args.cases > 0 => Err(Failure::usage(format!(
            "--shard {shard}: --cases needs a --seed, so that every shard makes the same stimuli; give all shards the \
             same, such as --seed 1"
        ))),
        (seed, _) => Ok(seed.or_else(|| (args.cases > 0).then(drawn))),
    }
}

/// Draws a seed for a run without `--seed`. The report shows it.
fn drawn() -> u64 {
    // The hasher's keys are the only randomness in the standard library. Six digits are easy to type again.
    RandomState::new().hash_one("seed") % 1_000_000
}

/// Starts a testee. Returns `None` if the run is interrupted meanwhile.
fn start(
    choice: &Choice,
    contract: &Contract,
    interrupt: &Interrupt,
) -> Result<Option<Box<dyn Testee>>, Failure> {
    match choice.start(contract, interrupt) {
        Ok(testee) => Ok(Some(testee)),
        Err(_) if interrupt.is_tripped() => Ok(None),
        Err(error) => Err(Failure::cannot_run(error)),
    }
}
