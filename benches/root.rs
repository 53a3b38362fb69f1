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
    let arguments: Vec<_> = std::env::args_os().skip(1).filter(|arg| arg != "--bench").collect();
    command.args(&arguments);
    match command.status() {
        Ok(status) => {
            let arguments: Option<Vec<_>> = arguments.iter().map(|arg| arg.to_str()).collect();
            if let Some(next) = arguments.filter(|_| status.success()).and_then(|a| next(&a)) {
                eprintln!(
                    "\nto compare a later run with this one, which it does not replace:\n  {next}"
                );
            }
            status.code().and_then(|code| u8::try_from(code).ok()).unwrap_or(1).into()
        }
        Err(error) => {
            eprintln!("cargo cannot be run: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Returns the command that compares a later run with this one, or `None` if this one saved nothing.
///
/// criterion saves a run under the name `base` unless it gets another, and with `--baseline` it saves none. A benchmark that
/// the baseline lacks is an error to it, so the command has the same filters.
fn next(arguments: &[&str]) -> Option<String> {
    const SAVES_NOTHING: [&str; 7] =
        ["--test", "--list", "--help", "-h", "--profile-time", "--baseline", "--baseline-lenient"];
    let name = |argument: &&str| argument.split('=').next().unwrap_or_default().to_owned();
    if arguments.iter().any(|arg| SAVES_NOTHING.contains(&name(arg).as_str())) {
        return None;
    }
    let (mut kept, mut baseline) = (Vec::new(), "base");
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        match argument.strip_prefix("--save-baseline") {
            Some("") => baseline = rest.next()?,
            Some(value) if value.starts_with('=') => baseline = &value[1..],
            _ if *argument == "-s" => baseline = rest.next()?,
            _ => kept.push(quoted(argument)),
        }
    }
    let kept: String = kept.into_iter().map(|argument| argument + " ").collect();
    Some(format!("cargo bench -- {kept}--baseline {}", quoted(baseline)))
}

/// Returns an argument as a shell takes it.
fn quoted(argument: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./=:,@".contains(c);
    match !argument.is_empty() && argument.chars().all(plain) {
        true => argument.to_owned(),
        false => format!("'{}'", argument.replace('\'', r"'\''")),
    }
}
