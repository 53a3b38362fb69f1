//! `wireproof gate`: shows what two versions of a testee do differently.

use std::io::Read as _;
use std::process::{Command, Stdio};

use wireproof::contract::Contract;
use wireproof::report::{TextOptions, gate_to_json, write_gate};
use wireproof::run::{ExitStatus, GateReport, run_gate};
use wireproof::terminal_text;
use wireproof::testee::{Interrupt, limits};

use crate::defaults::{self, Jobs};
use crate::failure::Failure;
use crate::gate_args::GateArgs;
use crate::progress::Bar;
use crate::shell::shown;
use crate::tell_args::OutputFormat;
use crate::testees::Choice;
use crate::wanted::Wanted;
use crate::{contract, signals, terminal, testees};

/// Sets up both versions, sends the same stimuli to both, prints what they do differently, and returns the exit status.
/// `open_files` is the limit of open files, or none if there is none.
pub(crate) fn run(args: &GateArgs, open_files: Option<u64>) -> Result<ExitStatus, Failure> {
    // A wrong argument is reported before anything is set up, so that it costs the user no time.
    if let Some((name, _)) = args.testee.split_once('@') {
        return Err(Failure::usage(format!(
            "`{}` names a version; write `{}`, and the versions as --from and --to",
            shown(&args.testee),
            shown(name)
        )));
    }
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
    let asked = contract::chosen(&args.contract, None)?;
    let jobs = defaults::jobs(args.jobs)?;
    let wanted = Wanted::of(&args.select, &args.calls, args.since.as_deref(), None)?;
    let gate = Gate { args, wanted, jobs, open_files };

    let interrupt = Interrupt::new();
    signals::listen(&interrupt)?;
    if !args.no_setup {
        for choice in [&from, &to] {
            set_up(choice, &interrupt)?;
        }
    }
    let Some(report) = gate.judge(&from, &to, &asked, &interrupt)? else {
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

/// A gate: what the user wants, and what it may take.
struct Gate<'a> {
    args: &'a GateArgs,
    wanted: Wanted,
    jobs: Jobs,
    open_files: Option<u64>,
}

impl Gate<'_> {
    /// Starts both versions, and judges them. Returns `None` if the run is interrupted meanwhile.
    fn judge(
        &self,
        from: &Choice,
        to: &Choice,
        asked: &Contract,
        interrupt: &Interrupt,
    ) -> Result<Option<GateReport>, Failure> {
        let Self { args, wanted, jobs, open_files } = self;
        wanted.check_policies()?;
        let Some(first) = testees::start(from, asked, interrupt)? else { return Ok(None) };
        // One contract for both: what only the contracts tell apart is no difference between versions.
        let contract = contract::chosen(&args.contract, first.info().edition.as_deref())?;
        let mut plan = wanted.plan(contract, interrupt)?;
        plan.shrink = false;
        let jobs = jobs.of(&plan, *open_files, 2, false).min(plan.stimuli.len());
        limits::check_open_files(*open_files, 2 * jobs).map_err(Failure::cannot_run)?;
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
}
