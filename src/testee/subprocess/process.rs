//! One process of a testee, from its start to its end.

use std::ffi::OsString;
use std::io;
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::{ChildStderr, ChildStdout, Command, Stdio};
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, SyncSender};
use std::thread;
use std::time::{Duration, Instant};

use super::family::Family;
use super::pipes::{self, Event, Input, QUEUE, Tail};
use super::reaper::{Exit, Reaper};
use crate::exchange::redacted;
use crate::terminal_text;
use crate::testee::environment;
use crate::testee::interrupt::{Interrupt, WakerGuard};
use crate::testee::protocol::HarnessLine;

/// How long a process may take to exit after its standard output has ended. It is also how long the last lines of a
/// process that has exited may take to arrive. Neither takes time, unless a process that escaped holds the pipe open.
const END_GRACE: Duration = Duration::from_secs(3);

/// How long a killed process may take to end.
const KILL_GRACE: Duration = Duration::from_secs(10);

/// How long a testee may take to exit after the bye.
pub(super) const BYE_GRACE: Duration = Duration::from_secs(5);

/// The most characters of a line that a message shows.
const SHOWN: usize = 200;

/// A running testee, or one that has just ended.
pub(super) struct Process {
    events: Receiver<Event>,
    input: Option<Input>,
    stderr: Arc<Tail>,
    reaper: Reaper,
    interrupt: Interrupt,
    /// How it ended, once that is known.
    exit: Option<Exit>,
    /// The bytes after the last line of its standard output, once that has ended.
    rest: Option<Vec<u8>>,
    stdin_broken: bool,
    _waker: WakerGuard,
}

/// The result of waiting for a line.
pub(super) enum Received {
    /// A line.
    Line(Vec<u8>),
    /// The beginning of a line that is too long.
    TooLong(Vec<u8>),
    /// The process ended. The text says how.
    Ended(String),
    /// The process still runs, but has closed a pipe. The text says which.
    Closed(String),
    /// Nothing came in time.
    Late,
    /// The run was interrupted.
    Interrupted,
}

impl Process {
    /// Starts a program in a process group of its own.
    pub(super) fn start(
        program: &[OsString],
        dir: Option<&Path>,
        interrupt: &Interrupt,
    ) -> io::Result<Self> {
        let (name, arguments) =
            program.split_first().ok_or_else(|| io::Error::other("no program is named"))?;
        let mut command = Command::new(name);
        command.args(arguments).process_group(0);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        environment::prepare(&mut command, std::env::vars_os().map(|(name, _)| name));
        if let Some(dir) = dir {
            command.current_dir(dir);
        }
        let (family, mut child) = Family::spawn(&mut command)?;
        let pipes = (child.stdin.take(), child.stdout.take(), child.stderr.take());

        let (sender, events) = mpsc::sync_channel(QUEUE);
        let on_exit = sender.clone();
        // If a later step fails, dropping the reaper kills the child.
        let reaper =
            Reaper::watch(child, family, move |exit| drop(on_exit.send(Event::Exit(exit))))?;
        let (Some(stdin), Some(stdout), Some(stderr)) = pipes else {
            return Err(io::Error::other("a pipe to the testee is missing"));
        };
        let tail = start_readers(stdout, stderr, sender.clone())?;
        let input = Input::start(stdin, sender.clone())?;
        // This must not block. If the queue is full, its reader is awake anyway and checks for the interrupt.
        let waker = interrupt.on_trip(move || drop(sender.try_send(Event::Interrupted)));
        Ok(Self {
            events,
            input: Some(input),
            stderr: tail,
            reaper,
            interrupt: interrupt.clone(),
            exit: None,
            rest: None,
            stdin_broken: false,
            _waker: waker,
        })
    }

    /// Sends a line, without waiting for the testee to read it.
    pub(super) fn send(&self, line: Vec<u8>) {
        if let Some(input) = &self.input {
            input.send(line);
        }
    }

    /// Waits for a line until the deadline, or without a limit if there is no deadline.
    pub(super) fn receive(&mut self, mut deadline: Option<Instant>) -> Received {
        let after = |grace| Instant::now().checked_add(grace);
        if self.is_ending() {
            deadline = after(END_GRACE);
        }
        loop {
            if let (Some(exit), Some(rest)) = (&self.exit, &self.rest) {
                return Received::Ended(format!("{exit}{}", unfinished(rest)));
            }
            if self.interrupt.is_tripped() {
                return Received::Interrupted;
            }
            let left = deadline.map(|at| at.saturating_duration_since(Instant::now()));
            let was_ending = self.is_ending();
            match self.events.recv_timeout(left.unwrap_or(Duration::MAX)) {
                Ok(Event::Line(line)) => return Received::Line(line),
                Ok(Event::TooLong(line)) => return Received::TooLong(line),
                Ok(Event::Interrupted) => return Received::Interrupted,
                Ok(Event::Exit(exit)) => self.exit = Some(exit),
                Ok(Event::StdoutEnd(rest)) => self.rest = Some(rest),
                Ok(Event::StdinBroken) => self.stdin_broken = true,
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => {
                    return match (&self.exit, &self.rest) {
                        (Some(exit), _) => Received::Ended(exit.to_string()),
                        (None, Some(rest)) => Received::Closed(format!(
                            "closed its standard output{}",
                            unfinished(rest)
                        )),
                        (None, None) if self.stdin_broken => {
                            Received::Closed("closed its standard input".to_owned())
                        }
                        (None, None) => Received::Late,
                    };
                }
            }
            // This point is reached only if a part of the process has ended. The others then have a new, short deadline.
            if !was_ending {
                deadline = after(END_GRACE);
            }
        }
    }

    /// Reports whether a part of the process (itself or a pipe) has ended. Then the other parts should end soon.
    fn is_ending(&self) -> bool {
        self.exit.is_some() || self.rest.is_some() || self.stdin_broken
    }

    /// Returns the end of the standard error of the process.
    pub(super) fn stderr_tail(&self) -> String {
        self.stderr.text()
    }

    /// Sends the bye, and waits a bounded time for the testee to exit.
    pub(super) fn say_bye(&mut self) {
        self.send(HarnessLine::Bye.to_line());
        self.input = None;
        let deadline = Instant::now().checked_add(BYE_GRACE);
        // Its lines no longer count, but they must be read: a full queue would keep it from exiting.
        while self.exit.is_none() && !self.interrupt.is_tripped() {
            let left = deadline.map(|at| at.saturating_duration_since(Instant::now()));
            let Some(left) = left.filter(|left| !left.is_zero()) else { break };
            match self.events.recv_timeout(left) {
                Ok(Event::Exit(exit)) => self.exit = Some(exit),
                Ok(_) => {}
                Err(_) => break,
            }
        }
    }

    /// Closes the input, and waits for the process to exit with 0 and without another line.
    ///
    /// # Errors
    ///
    /// What the process did instead.
    pub(super) fn end_input(&mut self, limit: Duration) -> Result<(), String> {
        self.input = None;
        match self.receive(Instant::now().checked_add(limit)) {
            Received::Ended(how) if how == "exited with 0" => Ok(()),
            Received::Ended(how) => Err(how),
            Received::Closed(what) => Err(format!("{what}, but still runs")),
            Received::Line(line) | Received::TooLong(line) => {
                Err(format!("wrote `{}` after its last result", shown(&line)))
            }
            Received::Late | Received::Interrupted => {
                Err(format!("still runs {} s later", limit.as_secs()))
            }
        }
    }

    /// Kills the process and everything that it started, and returns the end of its standard error.
    pub(super) fn end(self) -> String {
        self.reaper.kill();
        self.reaper.wait(KILL_GRACE);
        self.stderr.wait(END_GRACE);
        self.stderr.text()
    }
}

fn start_readers(
    stdout: ChildStdout,
    stderr: ChildStderr,
    events: SyncSender<Event>,
) -> io::Result<Arc<Tail>> {
    let named = |name: &str| thread::Builder::new().name(name.to_owned());
    named("testee-stdout").spawn(move || pipes::read_lines(stdout, &events))?;
    let tail = Arc::new(Tail::default());
    let kept = Arc::clone(&tail);
    named("testee-stderr").spawn(move || kept.read(stderr))?;
    Ok(tail)
}

/// Returns the beginning of a line for a message, on one line.
pub(super) fn shown(line: &[u8]) -> String {
    // A character takes at most four bytes, and one more shows that something follows.
    let beginning = String::from_utf8_lossy(&line[..line.len().min(4 * SHOWN + 4)]);
    terminal_text::line(&redacted(&beginning), SHOWN).into_owned()
}

fn unfinished(rest: &[u8]) -> String {
    match rest {
        [] => String::new(),
        rest => format!(" after the unfinished line `{}`", shown(rest)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shows_the_beginning_on_one_line() {
        assert_eq!(shown(b"a\tb\r\xff"), "a\\tb\\r\u{fffd}");
        assert_eq!(shown(&[b'x'; SHOWN]), "x".repeat(SHOWN));
        assert_eq!(shown(&[b'x'; SHOWN + 1]), "x".repeat(SHOWN) + "…");
        assert_eq!(shown("é".repeat(10_000).as_bytes()), "é".repeat(SHOWN) + "…");
    }
}
