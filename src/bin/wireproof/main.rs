//! The `wireproof` command.

mod args;
mod client;
mod contract;
mod decode;
mod encode;
mod explain;
mod failure;
mod input;
mod policies;
mod progress;
mod select;
mod terminal;
mod testees;

use std::process::ExitCode;

use clap::{CommandFactory as _, Parser as _};

use args::{Cli, Command};
use failure::Failure;

fn main() -> ExitCode {
    let cli = Cli::parse();
    terminal::set_color(cli.color);
    let result = match &cli.command {
        None => {
            terminal::print(&Cli::command().render_help().ansi().to_string());
            return ExitCode::SUCCESS;
        }
        Some(Command::Client(args)) => client::run(args),
        Some(Command::Decode(args)) => decode::run(args),
        Some(Command::Encode(args)) => encode::run(args),
        Some(Command::Policies(args)) => policies::run(args),
        Some(Command::Explain(args)) => explain::run(args),
    };
    match result {
        Ok(status) => ExitCode::from(status.code()),
        Err(Failure { status, message }) => {
            terminal::complain(&message);
            ExitCode::from(status.code())
        }
    }
}
