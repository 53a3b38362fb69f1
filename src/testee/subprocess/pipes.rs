//! The three pipes of a testee. Each has a thread of its own, so that none can block another. The thread for standard
//! input writes only what the testee does not take at once.

use std::collections::VecDeque;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::process::ChildStdin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, Sender, SyncSender};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, poll};
use rustix::io::ioctl_fionbio;

use super::reaper::Exit;
use crate::exchange::redacted;
use crate::testee::protocol::MAX_LINE;

/// An event of a testee. All events go into one queue, so that one wait covers them all.
#[derive(Debug)]
pub(super) enum Event {
    /// It wrote this line, which is without its line end.
    Line(Vec<u8>),
    /// It wrote a line that is too long. This is the beginning, and no more is read.
    TooLong(Vec<u8>),
    /// Its standard output ended. These are the bytes after the last line.
    StdoutEnd(Vec<u8>),
    /// It has closed its standard input.
    StdinBroken,
    /// It ended.
    Exit(Exit),
    /// The run was interrupted.
    Interrupted,
}

/// The most events in the queue. A testee that writes faster than the harness reads has to wait, as on a pipe. Together
/// with [`MAX_LINE`], this limits the memory that it can use here to 96 MiB.
pub(super) const QUEUE: usize = 4;

/// The most bytes of the standard error that are kept: the last 16 KiB.
const STDERR_KEPT: usize = 16 * 1024;

/// The bytes that are kept of a line that is too long.
const BEGINNING: usize = 1024;

/// Reads lines until the output ends, a line is too long, or the receiver is gone.
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
        // If the testee has been given up, there is no receiver.
        let _ = events.send(last);
        return;
    }
}

/// The standard input of a testee. Dropping this closes the pipe after all lines are written.
#[derive(Debug)]
pub(super) struct Input {
    stdin: Arc<ChildStdin>,
    lines: Sender<Vec<u8>>,
    waiting: Arc<AtomicUsize>,
}

impl Input {
    /// Starts the thread that writes to a testee. It ends after the last line, or when the testee closes its input.
    ///
    /// # Errors
    ///
    /// If the operating system refuses the thread.
    pub(super) fn start(stdin: ChildStdin, events: SyncSender<Event>) -> io::Result<Self> {
        // This affects only our end of the pipe. The testee's reads still block.
        ioctl_fionbio(&stdin, true)?;
        let (lines, to_write) = mpsc::channel::<Vec<u8>>();
        let (stdin, waiting) = (Arc::new(stdin), Arc::new(AtomicUsize::new(0)));
        let (pipe, written) = (Arc::clone(&stdin), Arc::clone(&waiting));
        let write = move || {
            for line in to_write {
                if write_all(&pipe, &line).is_err() {
                    let _ = events.send(Event::StdinBroken);
                    return;
                }
                written.fetch_sub(1, Ordering::Release);
            }
        };
        thread::Builder::new().name("testee-stdin".to_owned()).spawn(write)?;
        Ok(Self { stdin, lines, waiting })
    }

    /// Sends a line without waiting for the testee to read it. It writes as much as fits into the pipe at once. Usually
    /// this is the whole line, so that the thread need not wake.
    pub(super) fn send(&self, mut line: Vec<u8>) {
        // Only this function adds to `waiting`. So if it is 0, no other line can come before this one.
        if self.waiting.load(Ordering::Acquire) == 0 {
            match (&*self.stdin).write(&line) {
                Ok(written) if written == line.len() => return,
                Ok(written) => drop(line.drain(..written)),
                // The thread gets the same error and reports it.
                Err(_) => {}
            }
        }
        self.waiting.fetch_add(1, Ordering::Relaxed);
        // If this fails, the thread has already reported that the testee closed its input.
        let _ = self.lines.send(line);
    }
}

/// Writes all bytes to a non-blocking pipe.
fn write_all(mut pipe: &ChildStdin, mut bytes: &[u8]) -> io::Result<()> {
    while !bytes.is_empty() {
        match pipe.write(bytes) {
            Ok(written) => bytes = &bytes[written..],
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                // A signal may end this early. Then the next write fails and the loop waits again.
                let _ = poll(&mut [PollFd::new(pipe, PollFlags::OUT)], None);
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
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
    /// Reads to the end, so that a full pipe never blocks the testee.
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

    /// Returns the text that has been read so far. Bytes that are not UTF-8 and credentials are replaced.
    pub(super) fn text(&self) -> String {
        let bytes: Vec<u8> = self.lock().bytes.iter().copied().collect();
        redacted(&String::from_utf8_lossy(&bytes)).into_owned()
    }

    /// Waits until all has been read, at most for `limit`.
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
    use std::process::{Command, Stdio};

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
    fn lines_longer_than_the_pipe_arrive_in_order() {
        let mut cat = Command::new("cat")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("cat is everywhere");
        let (stdin, stdout) = (cat.stdin.take().expect("a pipe"), cat.stdout.take());
        let (events, broken) = mpsc::sync_channel(1);
        let input = Input::start(stdin, events).expect("a thread");
        let mut sent = Vec::new();
        for length in [1, 300_000, 2, 3, 200_000, 4] {
            let line = vec![b'0' + u8::try_from(length % 10).expect("a digit"); length];
            sent.extend_from_slice(&line);
            // Nobody reads yet: the pipe is full after the second.
            input.send(line);
        }
        drop(input);
        let mut arrived = Vec::new();
        stdout.expect("a pipe").read_to_end(&mut arrived).expect("it is read");
        assert!(arrived == sent, "{} of {} bytes, or not in order", arrived.len(), sent.len());
        assert!(cat.wait().expect("it ends").success());
        assert!(broken.try_recv().is_err(), "cat takes all");
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
