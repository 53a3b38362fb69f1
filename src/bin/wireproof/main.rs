//! The `wireproof` command.

mod args;
mod check_models;
mod check_models_args;
mod client;
mod compare;
mod contract;
mod contract_args;
mod contracts;
mod contracts_args;
mod decode;
mod defaults;
mod embedded;
mod encode;
mod explain;
mod failure;
mod fuzz;
mod fuzz_args;
mod gate;
mod gate_args;
mod identity;
mod input;
mod matrix;
mod merge;
mod merge_args;
mod numbers;
mod output;
mod output_file;
mod policies;
mod progress;
mod replay;
mod replays;
mod reports;
mod saved;
mod select;
mod selftest;
mod serve;
mod serve_args;
mod shared_args;
mod shell;
mod signals;
mod smoke;
mod startup;
mod target;
mod tell;
mod tell_args;
mod terminal;
mod testee;
mod testees;
mod vectors;
mod vectors_args;
mod versions;
mod wanted;

use std::borrow::Cow;
use std::ffi::OsString;
use std::panic::{self, AssertUnwindSafe};
use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{CommandFactory as _, Parser as _};
use wireproof::run::ExitStatus;
use wireproof::terminal_text;
use wireproof::testee::{self as testee_processes, limits};

use args::{Cli, Command};
use failure::Failure;

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return usage(&error),
    };
    terminal::set_color(cli.color);
    // Each testee takes a dozen open files, and some systems allow a process only 256 at first.
    let open_files = limits::raise_open_files();
    if matches!(
        cli.command,
        Some(Command::Client(_) | Command::Gate(_) | Command::Replay(_) | Command::Selftest(_))
    ) {
        testee_processes::adopt_orphans();
    }
    let result =
        panic::catch_unwind(AssertUnwindSafe(|| run(&cli, open_files))).unwrap_or_else(|_| {
            // The panic hook has printed the panic. The usual exit code of a panic, 101, is not one of ours.
            Err(Failure::cannot_run("this is a bug in wireproof; please report it"))
        });
    // A testee may leave processes behind, and this runs even if the command fails or panics.
    testee_processes::kill_all();
    ended(result)
}

fn ended(result: Result<ExitStatus, Failure>) -> ExitCode {
    match result {
        Ok(status) => ExitCode::from(status.code()),
        Err(Failure { status, message }) => {
            terminal::complain(&message);
            ExitCode::from(status.code())
        }
    }
}

/// Runs the subcommand. `open_files` is the limit of open files, or none if there is none.
fn run(cli: &Cli, open_files: Option<u64>) -> Result<ExitStatus, Failure> {
    match &cli.command {
        None => help(),
        Some(Command::Client(args)) => client::run(args, open_files),
        Some(Command::Decode(args)) => decode::run(args),
        Some(Command::Encode(args)) => encode::run(args),
        Some(Command::Policies(args)) => policies::run(args),
        Some(Command::Explain(args)) => explain::run(args),
        Some(Command::Merge(args)) => merge::run(args),
        Some(Command::Compare(args)) => compare::run(args),
        Some(Command::Gate(args)) => gate::run(args, open_files),
        Some(Command::Matrix(args)) => matrix::run(args),
        Some(Command::Replay(args)) => replay::run(args),
        Some(Command::Contract(args)) => contracts::run(args),
        Some(Command::Fuzz(args)) => fuzz::run(args),
        Some(Command::CheckModels(args)) => check_models::run(args),
        Some(Command::Selftest(args)) => selftest::run(args),
        Some(Command::Serve(args)) => serve::run(args),
        Some(Command::Vectors(args)) => vectors::run(args),
        Some(Command::Testee(args)) => testee::run(args),
    }
}

/// Prints the help or the version to standard output, and any other message to standard error.
fn usage(error: &clap::Error) -> ExitCode {
    let text = error.render();
    let plain = text.to_string();
    if (error.kind() == ErrorKind::InvalidUtf8 || plain.contains(char::REPLACEMENT_CHARACTER))
        && let Some(message) = not_text(std::env::args_os().skip(1))
    {
        return ended(Err(Failure::usage(message)));
    }
    if error.use_stderr() {
        // The message quotes the arguments. Escapes in them look like clap's own colours, so the colours are kept only
        // if no argument holds any.
        let is_seen = |argument: OsString| {
            let text = argument.to_string_lossy();
            terminal_text::inline(&text) == text
        };
        match std::env::args_os().all(is_seen) {
            true => terminal::complain_in_full(&text.ansi().to_string()),
            false => terminal::complain_in_full(&terminal_text::lines(&quoted(plain))),
        }
        return ExitCode::from(ExitStatus::Usage.code());
    }
    let text = if terminal::paint().on { text.ansi().to_string() } else { plain };
    ended(terminal::print(&text).map(|()| ExitStatus::Holds))
}

/// Returns clap's message with the arguments that it quotes on one line each.
fn quoted(message: String) -> String {
    std::env::args_os().fold(message, |message, argument| {
        let argument = argument.to_string_lossy();
        match terminal_text::inline(&argument) {
            Cow::Borrowed(_) => message,
            Cow::Owned(escaped) => message.replace(&*argument, &escaped),
        }
    })
}

/// Returns a message that names the arguments that are not UTF-8, if there are any.
fn not_text(arguments: impl Iterator<Item = OsString>) -> Option<String> {
    let names: Vec<_> = arguments
        .filter(|argument| argument.to_str().is_none())
        .map(|argument| format!("`{}`", shell::shown(argument)))
        .collect();
    let message = || format!("not UTF-8: {}; only paths may have other bytes", names.join(", "));
    (!names.is_empty()).then(message)
}

fn help() -> Result<ExitStatus, Failure> {
    let help = Cli::command().render_help();
    let text = if terminal::paint().on { help.ansi().to_string() } else { help.to_string() };
    terminal::print(&text)?;
    Ok(ExitStatus::Holds)
}
