//! What the user sees: results on standard output, messages on standard error.

use std::io::{self, IsTerminal as _, Write as _};

use anstream::ColorChoice;
use wireproof::report::Paint;
use wireproof::terminal_text;

use crate::args::Color;
use crate::failure::Failure;
use crate::startup;

/// Sets for the whole process whether colours are written.
pub(crate) fn set_color(color: Color) {
    match color {
        Color::Auto => ColorChoice::Auto,
        Color::Always => ColorChoice::Always,
        Color::Never => ColorChoice::Never,
    }
    .write_global();
}

/// The colours for standard output.
pub(crate) fn paint() -> Paint {
    let choice = anstream::AutoStream::choice(&io::stdout());
    Paint { on: choice != ColorChoice::Never }
}

/// Writes a result to standard output, byte for byte.
///
/// # Errors
///
/// If nobody can read the result: the pipe is closed, or the disk is full.
pub(crate) fn print(text: &str) -> Result<(), Failure> {
    let mut stdout = io::stdout().lock();
    let written = match startup::stdout_was_closed() {
        true => Err(io::Error::other("it is closed")),
        false => stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()),
    };
    written
        .map_err(|error| Failure::cannot_run(format!("standard output cannot be written: {error}")))
}

/// Writes a complete error message, with its prefix and colours, to standard error.
pub(crate) fn complain_in_full(text: &str) {
    // `AutoStream` drops the colours if none are wanted. If standard error is closed, nobody can read the message.
    let _ = write!(anstream::AutoStream::auto(io::stderr().lock()), "{text}");
}

/// Writes a result that is JSON, with escapes for the characters that a terminal obeys or does not show. The JSON
/// value stays the same.
pub(crate) fn print_json(text: &str) -> Result<(), Failure> {
    print(&terminal_text::json(text))
}

/// Writes an error to standard error. The command ends with an exit code that is not 0.
pub(crate) fn complain(message: &str) {
    write_line(&error_paint().bad("error:"), message);
}

/// Writes a warning to standard error. The command goes on, and the exit code does not change.
pub(crate) fn warn(message: &str) {
    write_line(&error_paint().warn("warning:"), message);
}

/// Writes a note to standard error: what the user must know beside the result.
pub(crate) fn note(message: &str) {
    write_line(&error_paint().strong("note:"), message);
}

/// The colours for standard error.
fn error_paint() -> Paint {
    Paint { on: anstream::AutoStream::choice(&io::stderr()) != ColorChoice::Never }
}

/// Writes one message. It may quote text from outside, so a terminal must not obey it.
fn write_line(prefix: &str, message: &str) {
    // If standard error is closed, nobody can read the message.
    let _ = writeln!(io::stderr().lock(), "{prefix} {}", terminal_text::lines(message));
}

/// Reports whether standard error is a terminal.
pub(crate) fn is_watched() -> bool {
    io::stderr().is_terminal()
}
