//! The other side of the testee protocol: a client of this process, driven by a harness elsewhere.

use std::io::{self, BufRead, Write};

use super::in_process::{Client, OwnedCall};
use super::lines::Lines;
use super::protocol::{CallResult, HarnessLine, TesteeLine};

/// Answers a harness line by line, until its bye or the end of the input.
///
/// A driver of a Rust client needs no more than this and a `main`.
///
/// ```
/// use wireproof::testee::serve;
/// use wireproof::{Outcome, OwnedCall};
///
/// // A driver reads from `std::io::stdin().lock()`, and writes to `std::io::stdout()`.
/// let client = |_: &OwnedCall| Outcome::skipped("not written yet");
/// serve(&client, &b""[..], Vec::new())?;
/// # Ok::<(), std::io::Error>(())
/// ```
///
/// # Errors
///
/// Where a line is none of the protocol, longer than 16 MiB, or cannot be read or written.
pub fn serve(client: &dyn Client, input: impl BufRead, mut output: impl Write) -> io::Result<()> {
    let mut send = |line: &TesteeLine| {
        output.write_all(&line.to_line())?;
        output.flush()
    };
    for line in Lines::of(input) {
        match HarnessLine::parse(&line?).map_err(io::Error::other)? {
            HarnessLine::Hello(_) => send(&TesteeLine::Hello(client.info()))?,
            HarnessLine::Call(call) => {
                let id = call.id.clone();
                let outcome = client.call(&OwnedCall::from(call));
                send(&TesteeLine::Result(CallResult { id, outcome }))?;
            }
            HarnessLine::Bye => break,
        }
    }
    Ok(())
}
