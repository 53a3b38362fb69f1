//! `wireproof client`: the suite against a client.

use std::fs::{self, OpenOptions};
use std::path::PathBuf;

use wireproof::contract::Contract;
use wireproof::policy::{self, Party};
use wireproof::report::{self, Format, TextOptions, write_text};
use wireproof::run::{ExitStatus, Plan, Report, run as run_plan};
use wireproof::suite::Suite;
use wireproof::testee::{Interrupt, Testee};

use crate::args::{ClientArgs, OutputFormat};
use crate::failure::Failure;
use crate::progress::Bar;
use crate::testees::Choice;
use crate::{contract, select, terminal};

pub(crate) fn run(args: &ClientArgs) -> Result<ExitStatus, Failure> {
    // Everything that can be wrong with the arguments is found before anything is started.
    let choice = Choice::of(args)?;
    let asked = contract::chosen(&args.contract, None)?;
    let candidates =
        policy::catalogue().iter().copied().filter(|policy| policy.party() == Party::Client);
    let policies = select::policies(&args.select, candidates)?;
    if policies.is_empty() {
        return Err(Failure::nothing("no policy on clients is selected"));
    }

    let interrupt = Interrupt::new();
    listen_for_ctrl_c(&interrupt)?;
    // Once a report's file is there, an interrupt leaves it whole.
    let wishes = reports(&args.reports)?;
    let first = start(&choice, &asked, &interrupt)?;
    let contract = contract::chosen(&args.contract, first.info().edition.as_deref())?;
    let suite = Suite::embedded();
    let cases = suite.select(contract.edition_name(), &policies);
    if cases.is_empty() {
        return Err(Failure::nothing(match contract.edition_name() {
            Some(edition) => format!("no case aims at what is selected, in edition {edition}"),
            None => "there are no fixed cases for a contract of your own".to_owned(),
        }));
    }
    let mut testees = vec![first];
    let jobs = usize::from(args.jobs).min(cases.len());
    while testees.len() < jobs {
        testees.push(start(&choice, &contract, &interrupt)?);
    }
    let plan = Plan {
        stimuli: cases.into_iter().map(|case| case.stimulus.clone()).collect(),
        contract,
        policies,
        deadline: args.timeout,
        filters: select::filters(&args.select),
        min_exercised: args.min_exercised,
    };
    let bar = Bar::new(!args.no_progress && !args.quiet);
    let report = run_plan(&plan, testees, &interrupt, |progress| bar.show(progress))
        .map_err(Failure::cannot_run)?;
    bar.clear();

    write_reports(&wishes, &report)?;
    print(args, &report);
    Ok(ExitStatus::of(&report, args.strict))
}

fn start(
    choice: &Choice,
    contract: &Contract,
    interrupt: &Interrupt,
) -> Result<Box<dyn Testee>, Failure> {
    choice.start(contract, interrupt).map_err(|error| {
        if interrupt.is_tripped() {
            return Failure { status: ExitStatus::Interrupted, message: error.to_string() };
        }
        match choice {
            Choice::Folder { name, .. } => {
                Failure::cannot_run(format!("the testee `{name}`: {error}"))
            }
            _ => Failure::cannot_run(error),
        }
    })
}

/// The first Ctrl-C ends the run in order, with a report of what was found; the second ends the
/// program.
fn listen_for_ctrl_c(interrupt: &Interrupt) -> Result<(), Failure> {
    let interrupt = interrupt.clone();
    ctrlc::set_handler(move || {
        if interrupt.is_tripped() {
            std::process::exit(ExitStatus::Interrupted.code().into());
        }
        interrupt.trip();
    })
    .map_err(|error| Failure::cannot_run(format!("cannot listen for Ctrl-C: {error}")))
}

/// A report that is wanted in a file.
struct Wish {
    format: &'static Format,
    path: PathBuf,
}

/// Reads `FORMAT=PATH` arguments, and makes sure that each path can be written before the run rather
/// than after it.
fn reports(arguments: &[String]) -> Result<Vec<Wish>, Failure> {
    let mut wishes = Vec::new();
    for argument in arguments {
        let known = || {
            let names: Vec<_> = report::FORMATS.iter().map(|format| format.name).collect();
            names.join(", ")
        };
        let Some((name, path)) = argument.split_once('=') else {
            let message =
                format!("--report {argument}: FORMAT=PATH expected, FORMAT one of {}", known());
            return Err(Failure::usage(message));
        };
        let Some(format) = report::format(name) else {
            let message =
                format!("--report {argument}: there is no format `{name}`; there are {}", known());
            return Err(Failure::usage(message));
        };
        OpenOptions::new().create(true).append(true).open(path).map_err(|error| {
            Failure::usage(format!("--report {argument}: {path} cannot be written: {error}"))
        })?;
        wishes.push(Wish { format, path: path.into() });
    }
    Ok(wishes)
}

fn write_reports(wishes: &[Wish], report: &Report) -> Result<(), Failure> {
    for Wish { format, path } in wishes {
        fs::write(path, (format.write)(report)).map_err(|error| {
            Failure::cannot_run(format!("{} cannot be written: {error}", path.display()))
        })?;
    }
    Ok(())
}

fn print(args: &ClientArgs, report: &Report) {
    match args.format {
        OutputFormat::Text => {
            let options =
                TextOptions { paint: terminal::paint(), verbose: args.verbose, quiet: args.quiet };
            terminal::print(&write_text(report, &options));
        }
        OutputFormat::Json => {
            if let Some(format) = report::format("json") {
                terminal::print(&String::from_utf8_lossy(&(format.write)(report)));
            }
        }
    }
}
