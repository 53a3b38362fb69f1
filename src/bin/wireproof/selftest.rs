//! `wireproof selftest`: runs the suite against every mutant.

use wireproof::pattern::Pattern;
use wireproof::reference::mutants::{Mutant, mutants};
use wireproof::run::{ExitStatus, Progress};
use wireproof::selftest::{Selftest, write_matrix};
use wireproof::testee::Interrupt;

use crate::args::SelftestArgs;
use crate::failure::Failure;
use crate::progress::Bar;
use crate::{select, signals, terminal, testee};

pub(crate) fn run(args: &SelftestArgs) -> Result<ExitStatus, Failure> {
    let wanted = select::patterns("--mutant", &args.mutants)?;
    let chosen = |mutant: &&'static Mutant| {
        let named =
            |pattern: &Pattern| pattern.is_match(mutant.name) || pattern.is_match(mutant.policy);
        wanted.is_empty() || wanted.iter().any(named)
    };
    let chosen: Vec<_> = mutants().filter(chosen).collect();
    if chosen.is_empty() {
        return Err(Failure::nothing(
            "no mutant matches --mutant, by its name or its policy; `wireproof policies` lists the policies",
        ));
    }
    let selftest = Selftest {
        mutants: chosen,
        jobs: args.jobs.into(),
        deadline: args.timeout,
        program: testee::program()?,
    };
    let interrupt = Interrupt::new();
    signals::listen(&interrupt)?;
    let bar = Bar::new(!args.no_progress);
    let matrix = selftest
        .run(&interrupt, |done, total| bar.show(Progress { done, total, broken: 0 }))
        .map_err(Failure::cannot_run);
    bar.clear();
    let matrix = matrix?;
    terminal::print(&write_matrix(&matrix, terminal::paint()))?;
    Ok(match () {
        () if !matrix.complete => ExitStatus::Interrupted,
        () if matrix.faults.is_empty() => ExitStatus::Holds,
        () => ExitStatus::Broken,
    })
}
