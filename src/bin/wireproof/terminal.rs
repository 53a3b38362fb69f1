//! What the user sees: results on standard output, the rest on standard error.

use std::io::{IsTerminal as _, Write as _};

use anstream::ColorChoice;
use wireproof::report::Paint;

use crate::args::Color;

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
    let choice = anstream::AutoStream::choice(&std::io::stdout());
    Paint { on: choice != ColorChoice::Never }
}

/// Writes a result. Where nobody reads it any more (`| head`), that is no fault.
pub(crate) fn print(text: &str) {
    let mut stdout = anstream::stdout().lock();
    let _ = stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush());
}

/// Tells the user what is wrong.
pub(crate) fn complain(message: &str) {
    let paint =
        Paint { on: anstream::AutoStream::choice(&std::io::stderr()) != ColorChoice::Never };
    let mut stderr = anstream::stderr().lock();
    let _ = writeln!(stderr, "{} {message}", paint.bad("error:"));
}

/// Whether somebody watches standard error.
pub(crate) fn is_watched() -> bool {
    std::io::stderr().is_terminal()
}
