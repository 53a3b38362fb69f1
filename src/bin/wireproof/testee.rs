//! `wireproof testee`: serves a mutant by the testee protocol. The self-test starts it for mutants that die or hang. It
//! is not for users, so the help hides it.

use std::ffi::OsString;
use std::io;

use wireproof::reference::mutants::{MutantClient, mutant};
use wireproof::run::ExitStatus;
use wireproof::testee::serve;

use crate::args::TesteeArgs;
use crate::failure::Failure;

/// The name of the subcommand.
const NAME: &str = "testee";

/// Returns the program and its arguments up to the mutant's name.
pub(crate) fn program() -> Result<Vec<OsString>, Failure> {
    let own = std::env::current_exe().map_err(|error| {
        Failure::cannot_run(format!("the file of this program cannot be found: {error}"))
    })?;
    Ok(vec![own.into(), NAME.into()])
}

pub(crate) fn run(args: &TesteeArgs) -> Result<ExitStatus, Failure> {
    let Some(mutant) = mutant(&args.mutant) else {
        return Err(Failure::usage(format!("there is no mutant `{}`", args.mutant)));
    };
    serve(&MutantClient::new(mutant), io::stdin().lock(), io::stdout().lock())
        .map_err(Failure::cannot_run)?;
    Ok(ExitStatus::Holds)
}
