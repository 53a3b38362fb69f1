//! `wireproof client`: the suite against a client.

use std::fs::File;
use std::io::Write as _;
use std::path::Path;

use wireproof::contract::Contract;
use wireproof::policy::{self, Party, Policy};
use wireproof::report::{self, Format, TextOptions, write_text};
use wireproof::run::{ExitStatus, Plan, Report, run as run_plan};
use wireproof::suite::{Stimuli, Suite};
use wireproof::testee::{Interrupt, Testee};

use crate::args::{ClientArgs, OutputFormat};
use crate::failure::Failure;
use crate::progress::Bar;
use crate::testees::Choice;
use crate::{contract, select, terminal};

pub(crate) fn run(args: &ClientArgs) -> Result<ExitStatus, Failure> {
    // Everything that can be wrong with the arguments is found before anything is started.
    let choice = Choice::of(args)?;
    let wishes = wishes(&args.reports)?;
    let asked = contract::chosen(&args.contract, None)?;
    let candidates =
        policy::catalogue().iter().copied().filter(|policy| policy.party() == Party::Client);
    let policies = select::policies(&args.select, candidates)?;

    let interrupt = Interrupt::new();
    listen_for_ctrl_c(&interrupt)?;
    let files = wishes.into_iter().map(Wish::open).collect::<Result<Vec<_>, _>>()?;
    if policies.is_empty() {
        return Err(Failure::nothing("no policy on clients is selected"));
    }
    let report = judge(args, &choice, asked, policies, &interrupt)?;
    tell(args, files, &report)
}

/// Starts the testees, and runs the suite.
fn judge(
    args: &ClientArgs,
    choice: &Choice,
    asked: Contract,
    policies: Vec<&'static Policy>,
    interrupt: &Interrupt,
) -> Result<Report, Failure> {
    let suite = Suite::embedded();
    // An own contract fails here, before a testee is started for nothing.
    let expected = plan(args, &suite, asked, policies.clone())?;
    let Some(first) = start(choice, &expected.contract, interrupt)? else {
        return Ok(expected.unstarted(choice.info()));
    };
    let contract = contract::chosen(&args.contract, first.info().edition.as_deref())?;
    let plan = plan(args, &suite, contract, policies)?;
    let info = first.info().clone();
    let mut testees = vec![first];
    let jobs = usize::from(args.jobs).min(plan.stimuli.len());
    while testees.len() < jobs {
        match start(choice, &plan.contract, interrupt)? {
            Some(testee) => testees.push(testee),
            None => return Ok(plan.unstarted(info)),
        }
    }
    let bar = Bar::new(!args.no_progress && !args.quiet);
    let report = run_plan(&plan, testees, interrupt, |progress| bar.show(progress));
    bar.clear();
    report.map_err(Failure::cannot_run)
}

fn plan(
    args: &ClientArgs,
    suite: &Suite,
    contract: Contract,
    policies: Vec<&'static Policy>,
) -> Result<Plan, Failure> {
    let cases = suite.select(contract.edition_name(), &policies);
    if cases.is_empty() {
        return Err(Failure::nothing(match contract.edition_name() {
            Some(edition) => format!("no case aims at what is selected, in edition {edition}"),
            None => {
                "the cases speak of the embedded contract alone, so there is none for a contract \
                     of your own; `decode` and `encode` work with it"
                    .to_owned()
            }
        }));
    }
    let stimuli: Stimuli = cases.into_iter().map(|case| case.stimulus.clone()).collect();
    Ok(Plan {
        deadline: args.timeout,
        filters: select::filters(&args.select),
        min_exercised: args.min_exercised,
        ..Plan::new(contract, policies, stimuli)
    })
}

/// Starts a testee; none where the run is interrupted meanwhile.
fn start(
    choice: &Choice,
    contract: &Contract,
    interrupt: &Interrupt,
) -> Result<Option<Box<dyn Testee>>, Failure> {
    match choice.start(contract, interrupt) {
        Ok(testee) => Ok(Some(testee)),
        Err(_) if interrupt.is_tripped() => Ok(None),
        Err(error) => Err(match choice {
            Choice::Folder { name, .. } => {
                Failure::cannot_run(format!("the testee `{name}`: {error}"))
            }
            _ => Failure::cannot_run(error),
        }),
    }
}

/// The first Ctrl-C ends the run in order, with a report of what was found; the second ends the
/// program.
pub(crate) fn listen_for_ctrl_c(interrupt: &Interrupt) -> Result<(), Failure> {
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
struct Wish<'a> {
    argument: &'a str,
    format: &'static Format,
    path: &'a Path,
}

/// Reads `FORMAT=PATH` arguments.
fn wishes(arguments: &[String]) -> Result<Vec<Wish<'_>>, Failure> {
    let known = || {
        let names: Vec<_> = report::FORMATS.iter().map(|format| format.name).collect();
        names.join(", ")
    };
    let mut wishes: Vec<Wish<'_>> = Vec::new();
    for argument in arguments {
        let wrong = |what: String| Failure::usage(format!("--report {argument}: {what}"));
        let Some((name, path)) = argument.split_once('=') else {
            return Err(wrong(format!("FORMAT=PATH expected, FORMAT one of {}", known())));
        };
        let Some(format) = report::format(name) else {
            return Err(wrong(format!("there is no format `{name}`; there are {}", known())));
        };
        let path = Path::new(path);
        if let Some(other) = wishes.iter().find(|other| other.path == path) {
            let other = other.argument;
            return Err(wrong(format!("--report {other} is for the same file; name another")));
        }
        wishes.push(Wish { argument, format, path });
    }
    Ok(wishes)
}

/// A file that is open for a report.
struct ReportFile {
    name: String,
    format: &'static Format,
    file: File,
}

impl Wish<'_> {
    /// Opens the file before the run rather than after it, and empties it: whatever becomes of the
    /// run, an older report cannot be taken for the one of this run.
    fn open(self) -> Result<ReportFile, Failure> {
        let name = self.path.display().to_string();
        let file = File::create(self.path).map_err(|error| {
            let argument = self.argument;
            Failure::usage(format!("--report {argument}: `{name}` cannot be written: {error}"))
        })?;
        Ok(ReportFile { name, format: self.format, file })
    }
}

impl ReportFile {
    fn write(mut self, report: &Report) -> Result<(), Failure> {
        let bytes = (self.format.write)(report);
        self.file.write_all(&bytes).and_then(|()| self.file.flush()).map_err(|error| {
            Failure::cannot_run(format!("`{}` cannot be written: {error}", self.name))
        })
    }
}

/// Writes every report, even if one cannot be written, and comes to the exit status.
fn tell(args: &ClientArgs, files: Vec<ReportFile>, report: &Report) -> Result<ExitStatus, Failure> {
    let status = ExitStatus::of(report, args.strict);
    let mut failures: Vec<Failure> =
        files.into_iter().filter_map(|file| file.write(report).err()).collect();
    failures.extend(print(args, report).err());
    if let Some(why) = why(status, report) {
        terminal::complain(&why);
    }
    let Some(last) = failures.pop() else { return Ok(status) };
    failures.iter().for_each(|failure| terminal::complain(&failure.message));
    match status {
        ExitStatus::Interrupted => Err(Failure { status, ..last }),
        _ => Err(last),
    }
}

/// What is to be said where the report itself does not show why the run ends so.
fn why(status: ExitStatus, report: &Report) -> Option<String> {
    let judged = report.judged();
    match status {
        ExitStatus::CannotRun => Some(
            "no call could be judged: the testee died, hung or broke the protocol in every one"
                .to_owned(),
        ),
        ExitStatus::NothingJudged if judged == 0 => Some(
            "no policy was judged: none that is selected applies to what the testee did".to_owned(),
        ),
        ExitStatus::NothingJudged => Some(format!(
            "{judged} policies were judged, and --min-exercised asks for {}",
            report.min_exercised
        )),
        _ => None,
    }
}

fn print(args: &ClientArgs, report: &Report) -> Result<(), Failure> {
    let format = match args.format {
        OutputFormat::Text => None,
        OutputFormat::Json => report::format("json"),
    };
    match format {
        Some(format) => terminal::print(&String::from_utf8_lossy(&(format.write)(report))),
        None => {
            let options =
                TextOptions { paint: terminal::paint(), verbose: args.verbose, quiet: args.quiet };
            terminal::print(&write_text(report, &options))
        }
    }
}
