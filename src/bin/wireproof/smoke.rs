//! `wireproof client --smoke`: checks a driver, and not its SDK.

use wireproof::report::write_smoke;
use wireproof::run::ExitStatus;
use wireproof::testee::smoke::{SmokeError, smoke_by};
use wireproof::testee::{CallError, Interrupt, TesteeError};

use crate::args::ClientArgs;
use crate::failure::Failure;
use crate::testees::Choice;
use crate::{contract, signals, terminal};

pub(crate) fn run(args: &ClientArgs, choice: &Choice) -> Result<ExitStatus, Failure> {
    let interrupt = Interrupt::new();
    let contract = contract::chosen(&args.contract, None)?;
    let Some(spec) = choice.spec(&contract, &interrupt) else {
        return Err(Failure::usage(
            "--smoke looks at a driver: name a testee, or run one with --exec",
        ));
    };
    signals::listen(&interrupt)?;
    let checks = match smoke_by(&contract, spec, args.calls.timeout) {
        Ok(checks) => checks,
        Err(
            SmokeError::Start(TesteeError::Interrupted) | SmokeError::Call(CallError::Interrupted),
        ) => {
            return Ok(ExitStatus::Interrupted);
        }
        Err(error) => return Err(Failure::cannot_run(error)),
    };
    // The signal may have disturbed the checks, so their results do not count.
    if interrupt.is_tripped() {
        return Ok(ExitStatus::Interrupted);
    }
    terminal::print(&write_smoke(&checks, terminal::paint()))?;
    let faulty = checks.iter().any(|check| check.fault.is_some());
    Ok(if faulty { ExitStatus::Broken } else { ExitStatus::Holds })
}
