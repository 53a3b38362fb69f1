//! `wireproof gate`: shows what two versions of a testee do differently.

use std::io::Read as _;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use wireproof::policy::{self, Party};
use wireproof::report::{TextOptions, gate_to_json, write_gate};
use wireproof::run::{ExitStatus, GateReport, run_gate};
use wireproof::suite::Suite;
use wireproof::terminal_text;
use wireproof::testee::{Interrupt, limits};

use crate::args::{ClientArgs, SelectArgs};
use crate::client::{self, Wanted};
use crate::failure::Failure;
use crate::gate_args::GateArgs;
use crate::progress::Bar;
use crate::shell::shown;
use crate::tell_args::{OutputFormat, TellArgs};
use crate::testees::Choice;
use crate::{contract, defaults, select, signals, terminal, testees};

/// Sets up both versions, sends the same stimuli to both, prints what they do differently, and returns the exit status.
/// `open_files` is the limit of open files, or none if there is none.
pub(crate) fn run(args: &GateArgs, open_files: Option<u64>) -> Result<ExitStatus, Failure> {
    // A wrong argument is reported before anything is set up, so that it costs the user no time.
    let choice = |option: &str, version: &str| {
        let name = format!("{}@{version}", args.testee);
        let choice = Choice::of(Some(&name), None, &args.testees);
        choice.map_err(|failure| Failure {
            message: format!("{option}: {}", failure.message),
            ..failure
        })
    };
    let (from, to) = (choice("--from", &args.from)?, choice("--to", &args.to)?);
    if from.version() == to.version() {
        return Err(Failure::usage(format!(
            "--from and --to are the same version, {}; name two",
            shown(to.version().unwrap_or_default())
        )));
    }
    let client = as_client(args);
    contract::chosen(&args.contract, None)?;
    let known = client::known_failures(&client)?;
    let (cases, jobs) = (defaults::cases(&client)?, defaults::jobs(&client)?);
    let candidates =
        policy::catalogue().iter().copied().filter(|policy| policy.party() == Party::Client);
    let policies = select::policies(&args.select, candidates)?;
    let seed = defaults::seed(&client, cases)?;
    let wanted = Wanted { args: &client, policies, known, cases, seed, jobs, open_files };

    let interrupt = Interrupt::new();
    signals::listen(&interrupt)?;
    if !args.no_setup {
        for choice in [&from, &to] {
            set_up(choice, &interrupt)?;
        }
    }
    let Some(report) = judge(args, &wanted, &from, &to, &interrupt)? else {
        return Ok(ExitStatus::Interrupted);
    };
    let options =
        TextOptions { paint: terminal::paint(), verbose: args.verbose, quiet: args.quiet };
    terminal::print(&match args.format {
        OutputFormat::Text => write_gate(&report, &options),
        OutputFormat::Json => {
            terminal_text::json(&gate_to_json(&report).to_pretty()).into_owned() + "\n"
        }
    })?;
    Ok(report.exit_status())
}

/// Calls the testee's `setup` with its version.
fn set_up(choice: &Choice, interrupt: &Interrupt) -> Result<(), Failure> {
    let Choice::Folder { name, path, version: Some(version), .. } = choice else { return Ok(()) };
    let setup = path.join("setup");
    if !setup.is_file() {
        return Ok(());
    }
    let failed = |why: String| Failure::cannot_run(format!("{} {version}: {why}", shown(&setup)));
    terminal::note(&format!("setting up {}", shown(name)));
    // What it prints is for people, so it goes where the other notes go. Standard output holds the report alone.
    let mut child = Command::new(&setup)
        .arg(version)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|error| failed(error.to_string()))?;
    let mut printed = Vec::new();
    if let Some(stdout) = child.stdout.take() {
        // A setup prints a few lines. More than a mebibyte is read, so that it does not wait, and not kept.
        let mut stdout = stdout;
        let _ = stdout.by_ref().take(1 << 20).read_to_end(&mut printed);
        let _ = std::io::copy(&mut stdout, &mut std::io::sink());
    }
    let status = child.wait().map_err(|error| failed(error.to_string()))?;
    if interrupt.is_tripped() {
        let message = "interrupted while a version was set up".to_owned();
        return Err(Failure { status: ExitStatus::Interrupted, message });
    }
    for line in String::from_utf8_lossy(&printed).lines() {
        terminal::note(&terminal_text::line(line, 400));
    }
    if status.success() { Ok(()) } else { Err(failed(format!("it ended with {status}"))) }
}

/// Starts both versions, and judges them. Returns `None` if the run is interrupted meanwhile.
fn judge(
    args: &GateArgs,
    wanted: &Wanted<'_>,
    from: &Choice,
    to: &Choice,
    interrupt: &Interrupt,
) -> Result<Option<GateReport>, Failure> {
    if wanted.policies.is_empty() {
        return Err(Failure::nothing("no policy on clients is selected"));
    }
    let asked = contract::chosen(&args.contract, None)?;
    let Some(first) = testees::start(from, &asked, interrupt)? else { return Ok(None) };
    // One contract for both: what only the contracts tell apart is no difference between versions.
    let contract = contract::chosen(&args.contract, first.info().edition.as_deref())?;
    let mut plan = wanted.plan(&Suite::embedded(), contract, interrupt)?;
    plan.shrink = false;
    let jobs = wanted.jobs.of(&plan, wanted.open_files, 2, false).min(plan.stimuli.len());
    limits::check_open_files(wanted.open_files, 2 * jobs).map_err(Failure::cannot_run)?;
    let more = testees::start_side_by_side(from, jobs - 1, &plan.contract, interrupt)?;
    let later = testees::start_side_by_side(to, jobs, &plan.contract, interrupt)?;
    let (Some(more), Some(later)) = (more, later) else { return Ok(None) };
    plan.known = plan.known.about(to.version(), plan.contract.operation().name());
    let earlier = std::iter::once(first).chain(more).collect();
    let bar = Bar::new(!args.no_progress && !args.quiet);
    let report = run_gate(&plan, earlier, later, interrupt, |progress| bar.show(progress));
    bar.clear();
    report.map(Some).map_err(Failure::cannot_run)
}

/// Returns the arguments of a run with the same stimuli.
fn as_client(args: &GateArgs) -> ClientArgs {
    let tell = TellArgs {
        replays: PathBuf::new(),
        no_replays: true,
        strict: false,
        reports: Vec::new(),
        format: args.format,
        quiet: args.quiet,
        verbose: args.verbose,
    };
    let SelectArgs { policies, skip, level } = &args.select;
    ClientArgs {
        testee: None,
        exec: None,
        against: None,
        against_exec: None,
        testees: args.testees.clone(),
        smoke: false,
        contract: args.contract.clone(),
        select: SelectArgs { policies: policies.clone(), skip: skip.clone(), level: *level },
        min_exercised: None,
        jobs: args.jobs,
        timeout: args.timeout,
        cases: args.cases,
        seed: args.seed,
        shard: None,
        known_failures: args.since.clone(),
        tell,
        no_progress: args.no_progress,
    }
}
