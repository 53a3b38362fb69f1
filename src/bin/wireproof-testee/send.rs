//! Sends protocol lines to the harness.

use std::io::{self, Write};

use wireproof::testee::protocol::TesteeLine;

/// Writes a line and flushes it.
pub(crate) fn send(out: &mut impl Write, line: &TesteeLine) -> io::Result<()> {
    out.write_all(&line.to_line())?;
    // The harness waits for this line, so it must not stay in a buffer.
    out.flush()
}
