//! What the user sees: results on standard output, the rest on standard error.

use std::io::{self, IsTerminal as _, Write as _};

use anstream::ColorChoice;
use wireproof::report::Paint;
use wireproof::terminal_text;

use crate::args::Color;
use crate::failure::Failure;
use crate::startup;

/// Settles for the whole process whether colours are written.
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

/// Writes a result, byte for byte. What nobody could read is no result: a pipe that is closed, a full disk.
pub(crate) fn print(text: &str) -> Result<(), Failure> {
    let mut stdout = io::stdout().lock();
    let written = match startup::stdout_was_closed() {
        true => Err(io::Error::other("it is closed")),
        false => stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()),
    };
    written
        .map_err(|error| Failure::cannot_run(format!("standard output cannot be written: {error}")))
}

/// Tells the user what is wrong, in words and colours that are complete already.
pub(crate) fn complain_in_full(text: &str) {
    // It drops the colours where none are wanted. Where standard error is closed there is nobody to tell.
    let _ = write!(anstream::AutoStream::auto(io::stderr().lock()), "{text}");
}

/// Writes a result that is JSON, with escapes for what a terminal would obey or not show. It says the same as JSON.
pub(crate) fn print_json(text: &str) -> Result<(), Failure> {
    print(&terminal_text::json(text))
}

/// Tells the user what is wrong. Messages may quote what comes from outside.
pub(crate) fn complain(message: &str) {
    let paint = Paint { on: anstream::AutoStream::choice(&io::stderr()) != ColorChoice::Never };
    // Where standard error is closed there is nobody to tell.
    let _ =
        writeln!(io::stderr().lock(), "{} {}", paint.bad("error:"), terminal_text::lines(message));
}

/// Tells the user what they should know beside the result.
pub(crate) fn note(message: &str) {
    let paint = Paint { on: anstream::AutoStream::choice(&io::stderr()) != ColorChoice::Never };
    let _ = writeln!(
        io::stderr().lock(),
        "{} {}",
        paint.strong("note:"),
        terminal_text::lines(message)
    );
}

/// Whether somebody watches standard error.
pub(crate) fn is_watched() -> bool {
    io::stderr().is_terminal()
}
