//! The three pipes of a testee, each on a thread of its own, so that none can block another.

use std::collections::VecDeque;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::sync::mpsc::{Receiver, SyncSender};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::reaper::Exit;
use crate::testee::protocol::MAX_LINE;

/// What happens to a testee, in one queue, so that one wait hears of all of it.
#[derive(Debug)]
pub(super) enum Event {
    /// It wrote a line; this is it, without its line end.
    Line(Vec<u8>),
    /// It wrote more than a line may have; this is the beginning, and no more is read.
    TooLong(Vec<u8>),
    /// Its standard output ended, with this much behind the last line.
    StdoutEnd(Vec<u8>),
    /// It does not take its standard input any more.
    StdinBroken,
    /// It ended.
    Exit(Exit),
    /// The run was interrupted.
    Interrupted,
}

/// Events that may wait in the queue. A testee that writes more than anyone reads has to wait, as it
/// would on a pipe; with [`MAX_LINE`] this bounds what it can make us hold to 96 MiB.
pub(super) const QUEUE: usize = 4;

/// Bytes of the standard error that are kept: the last 16 KiB.
const STDERR_KEPT: usize = 16 * 1024;

/// Bytes that are shown of a line which is no protocol.
const BEGINNING: usize = 1024;

/// Reads lines until the output ends, is no line, or nobody listens.
pub(super) fn read_lines(stdout: impl Read, events: &SyncSender<Event>) {
    let mut reader = BufReader::with_capacity(64 * 1024, stdout);
    let mut line = Vec::new();
    loop {
        let last = match reader.fill_buf() {
            Ok([]) => Event::StdoutEnd(line),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(_) => Event::StdoutEnd(line),
            Ok(bytes) => {
                let end = memchr::memchr(b'\n', bytes);
                let piece = &bytes[..end.unwrap_or(bytes.len())];
                let taken = piece.len() + usize::from(end.is_some());
                if line.len() + piece.len() > MAX_LINE {
                    line.extend_from_slice(&piece[..piece.len().min(BEGINNING)]);
                    line.truncate(BEGINNING);
                    Event::TooLong(line)
                } else {
                    line.extend_from_slice(piece);
                    reader.consume(taken);
                    if end.is_some() && events.send(Event::Line(std::mem::take(&mut line))).is_err()
                    {
                        return;
                    }
                    continue;
                }
            }
        };
        // Nobody listens to a testee that has been given up.
        let _ = events.send(last);
        return;
    }
}

/// Writes lines until there are no more to come, which closes the testee's input.
pub(super) fn write_lines(
    mut stdin: impl Write,
    lines: &Receiver<Vec<u8>>,
    events: &SyncSender<Event>,
) {
    for line in lines {
        if stdin.write_all(&line).and_then(|()| stdin.flush()).is_err() {
            let _ = events.send(Event::StdinBroken);
            return;
        }
    }
}

/// The end of what a testee wrote to its standard error.
#[derive(Debug, Default)]
pub(super) struct Tail {
    state: Mutex<TailState>,
    ended: Condvar,
}

#[derive(Debug, Default)]
struct TailState {
    bytes: VecDeque<u8>,
    ended: bool,
}

impl Tail {
    /// Reads to the end, whether anyone looks at it or not: standard error never holds a testee up.
    pub(super) fn read(&self, mut stderr: impl Read) {
        let mut piece = vec![0; STDERR_KEPT];
        loop {
            match stderr.read(&mut piece) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Ok(0) | Err(_) => break,
                Ok(read) => {
                    let bytes = &mut self.lock().bytes;
                    let excess = (bytes.len() + read).saturating_sub(STDERR_KEPT);
                    bytes.drain(..excess.min(bytes.len()));
                    bytes.extend(&piece[..read]);
                }
            }
        }
        self.lock().ended = true;
        self.ended.notify_all();
    }

    /// What has been read so far. What is not UTF-8 is replaced.
    pub(super) fn text(&self) -> String {
        let bytes: Vec<u8> = self.lock().bytes.iter().copied().collect();
        String::from_utf8_lossy(&bytes).into_owned()
    }

    /// Waits until all has been read, for a bounded time.
    pub(super) fn wait(&self, limit: Duration) {
        let reading = |state: &mut TailState| !state.ended;
        drop(self.ended.wait_timeout_while(self.lock(), limit, reading));
    }

    fn lock(&self) -> MutexGuard<'_, TailState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc;

    fn events_of(output: impl Read) -> Vec<String> {
        let (sender, events) = mpsc::sync_channel(100);
        read_lines(output, &sender);
        events.try_iter().map(|event| format!("{event:?}")).collect()
    }

    #[test]
    fn splits_lines_and_keeps_what_has_no_end() {
        let events = events_of(&b"a\n\nbc"[..]);
        assert_eq!(events, ["Line([97])", "Line([])", "StdoutEnd([98, 99])"]);
    }

    #[test]
    fn a_line_has_its_limit() {
        let longest = vec![b'x'; MAX_LINE];
        let whole = events_of(longest.chain(&b"\n"[..]));
        assert!(whole[0].starts_with("Line("), "the limit itself is allowed");
        let over = events_of(longest.chain(&b"x\n"[..]));
        assert_eq!(over, [format!("TooLong({:?})", vec![b'x'; BEGINNING])]);
    }

    #[test]
    fn the_tail_is_the_end() {
        let tail = Tail::default();
        tail.read(&b"x".repeat(100_000)[..]);
        assert_eq!(tail.text(), "x".repeat(STDERR_KEPT));
        tail.read(&b"the end\xff"[..]);
        assert!(tail.text().ends_with("xthe end\u{fffd}"));
        tail.wait(Duration::MAX);
    }
}
