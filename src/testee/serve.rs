//! The testee's side of the protocol: a harness in another process drives a client in this one.

use std::io::{self, BufRead, Write};

use super::in_process::{Client, OwnedCall};
use super::lines::Lines;
use super::protocol::{CallResult, HarnessLine, TesteeLine};

/// Answers a harness line by line, until it sends bye or the input ends.
///
/// A driver for a Rust client needs only this function and a `main`.
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
/// If a line is not of the protocol, is longer than 16 MiB, or cannot be read or written.
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
