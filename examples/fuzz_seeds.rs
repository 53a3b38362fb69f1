//! Writes the seeds of the fuzz targets into a folder: `cargo run --features fuzzing --example fuzz-seeds fuzz/seeds`.

use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let Some(folder) = std::env::args_os().nth(1) else {
        return fail("usage: fuzz-seeds FOLDER");
    };
    match wireproof::fuzzing::write_seeds(Path::new(&folder)) {
        Ok(_) => ExitCode::SUCCESS,
        Err(error) => fail(&format!("{}: {error}", Path::new(&folder).display())),
    }
}

#[allow(clippy::print_stderr, reason = "it is a command")]
fn fail(message: &str) -> ExitCode {
    eprintln!("{message}");
    ExitCode::FAILURE
}
