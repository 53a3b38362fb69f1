//! `cargo bench` at the root, as one expects it: runs the benches of `wireproof-benches`.
//!
//! That package is no default member, so that `cargo test` does not build the readers that we are compared with. Then
//! `cargo bench` would measure nothing, but for this. What is behind `--` is passed on: `cargo bench -- parse/typical`.
#![allow(clippy::print_stderr, reason = "it is a program")]

use std::process::{Command, ExitCode};

fn main() -> ExitCode {
    // Cargo tells where it is, and has let go of the build folder by now.
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.args(["bench", "--package", "wireproof-benches", "--"]);
    // `--bench` is cargo's own, and the inner one adds it again.
    command.args(std::env::args_os().skip(1).filter(|arg| arg != "--bench"));
    match command.status() {
        Ok(status) => status.code().and_then(|code| u8::try_from(code).ok()).unwrap_or(1).into(),
        Err(error) => {
            eprintln!("cargo cannot be run: {error}");
            ExitCode::FAILURE
        }
    }
}
