//! The `wireproof` command.

mod args;
mod client;
mod compare;
mod contract;
mod decode;
mod encode;
mod explain;
mod failure;
mod input;
mod matrix;
mod policies;
mod progress;
mod replay;
mod replays;
mod reports;
mod saved;
mod select;
mod selftest;
mod smoke;
mod terminal;
mod testee;
mod testees;

use std::panic::{self, AssertUnwindSafe};
use std::process::ExitCode;

use clap::{CommandFactory as _, Parser as _};
use wireproof::run::ExitStatus;
use wireproof::testee::{self as testee_processes, limits};

use args::{Cli, Command};
use failure::Failure;

fn main() -> ExitCode {
    let cli = Cli::parse();
    terminal::set_color(cli.color);
    // Each testee takes a dozen open files, and on some systems a process may have 256 at first.
    limits::raise_open_files();
    if matches!(cli.command, Some(Command::Client(_) | Command::Replay(_) | Command::Selftest(_))) {
        testee_processes::adopt_orphans();
    }
    let result = panic::catch_unwind(AssertUnwindSafe(|| run(&cli))).unwrap_or_else(|_| {
        // The panic itself has been told already. Its usual exit code, 101, is none of ours.
        Err(Failure::cannot_run("that is a fault of wireproof itself; please report it"))
    });
    // Whatever a testee has left behind, and however the command ended.
    testee_processes::kill_all();
    match result {
        Ok(status) => ExitCode::from(status.code()),
        Err(Failure { status, message }) => {
            terminal::complain(&message);
            ExitCode::from(status.code())
        }
    }
}

fn run(cli: &Cli) -> Result<ExitStatus, Failure> {
    match &cli.command {
        None => help(),
        Some(Command::Client(args)) => client::run(args),
        Some(Command::Decode(args)) => decode::run(args),
        Some(Command::Encode(args)) => encode::run(args),
        Some(Command::Policies(args)) => policies::run(args),
        Some(Command::Explain(args)) => explain::run(args),
        Some(Command::Compare(args)) => compare::run(args),
        Some(Command::Matrix(args)) => matrix::run(args),
        Some(Command::Replay(args)) => replay::run(args),
        Some(Command::Selftest(args)) => selftest::run(args),
        Some(Command::Testee(args)) => testee::run(args),
    }
}

fn help() -> Result<ExitStatus, Failure> {
    let help = Cli::command().render_help();
    let text = if terminal::paint().on { help.ansi().to_string() } else { help.to_string() };
    terminal::print(&text)?;
    Ok(ExitStatus::Holds)
}
