//! `wireproof replay`: runs a saved failure again.

use wireproof::report::{TextOptions, write_replayed};
use wireproof::run::{ExitStatus, Replay, Replayed};
use wireproof::terminal_text;
use wireproof::testee::Interrupt;

use crate::args::ReplayArgs;
use crate::failure::Failure;
use crate::replays::{Origin, Permission, SHOWN};
use crate::shell::shown;
use crate::testees::Choice;
use crate::{input, signals, terminal};

pub(crate) fn run(args: &ReplayArgs) -> Result<ExitStatus, Failure> {
    let name = shown(&args.file);
    let text = input::json_file(&args.file)?;
    let replay = Replay::read(&text).map_err(|error| Failure::usage(format!("{name}: {error}")))?;
    // Anybody may have written the file, so its origin may be wrong, too.
    let in_file = |failure: Failure| Failure {
        message: format!("{name}: `origin`: {}", failure.message),
        ..failure
    };
    let contract = Origin::contract(&replay.origin).map_err(in_file)?;
    let testees = args.testees.as_deref().filter(|folder| !folder.as_os_str().is_empty());
    let choice = match (&args.testee, &args.exec) {
        (None, None) => {
            let permission = Permission { file: &args.file, all: args.allow_exec, testees };
            let choice = Origin::choice(&replay.origin, &permission).map_err(in_file)?;
            if let Some(what) = choice.shown() {
                terminal::note(&format!(
                    "{name} runs this command: {}",
                    terminal_text::line(&what, SHOWN)
                ));
            }
            choice
        }
        (testee, exec) => {
            let testees = testees.unwrap_or(std::path::Path::new(crate::args::TESTEES));
            Choice::of(testee.as_deref(), exec.as_deref(), testees)?
        }
    };
    let interrupt = Interrupt::new();
    signals::listen(&interrupt)?;
    let testee = match choice.start(&contract, &interrupt) {
        Ok(testee) => testee,
        Err(_) if interrupt.is_tripped() => return Ok(ExitStatus::Interrupted),
        Err(error) => return Err(Failure::cannot_run(format!("ERROR: {error}"))),
    };
    let replayed = replay.run(&contract, testee, args.timeout).map_err(Failure::cannot_run)?;
    let Some(replayed) = replayed else { return Ok(ExitStatus::Interrupted) };
    let options = TextOptions { paint: terminal::paint(), ..TextOptions::default() };
    terminal::print(&write_replayed(&replay, &replayed, &options))?;
    // The signal may have come while the testee was exiting.
    if interrupt.is_tripped() {
        return Ok(ExitStatus::Interrupted);
    }
    Ok(match replayed {
        Replayed::Fixed(_) => ExitStatus::Holds,
        Replayed::StillFails { .. } => ExitStatus::Broken,
        Replayed::NotJudged(_) => ExitStatus::CannotRun,
    })
}
