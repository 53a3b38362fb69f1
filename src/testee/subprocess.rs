//! Testees that are separate programs, driven over their standard input and output.
//!
//! Each call ends in one outcome by its deadline, whatever the program does. To make sure of this, one queue carries
//! the program's lines, its end and an interrupt, and the caller waits for this queue only.

mod family;
mod pipes;
mod process;
mod reaper;
#[cfg(target_os = "linux")]
mod tree;

use std::ffi::OsString;
use std::path::PathBuf;
use std::time::{Duration, Instant};

pub use self::family::adopt_orphans;
use self::process::{BYE_GRACE, Process, Received, shown};
pub use self::reaper::kill_all;
use super::error::{CallError, TesteeError};
use super::interrupt::Interrupt;
use super::protocol::{
    CallRequest, CallResult, HarnessLine, HelloRequest, LineError, MAX_LINE, TesteeLine,
    milliseconds, not_a_hello,
};
use super::{Call, Testee};
use crate::exchange::{Outcome, TesteeInfo, redacted};
use crate::json::{SyntaxError, SyntaxErrorKind};
use crate::terminal_text;

/// How long a testee may take to say hello.
pub const HELLO_DEADLINE: Duration = Duration::from_secs(30);

/// The number of attempts to start a testee again before the run is given up.
pub const RESTART_ATTEMPTS: u32 = 3;

/// The pause before the second attempt. It doubles before each further one, because the reason for the first failure
/// (too many processes, no memory left) may be gone by then.
const RESTART_PAUSE: Duration = Duration::from_millis(250);

/// The most characters of a testee's name in a message. A command line may hold a whole script.
const NAME: usize = 120;

/// The beginning of the message about a testee that answers a call twice.
pub(super) const SECOND_RESULT: &str = "a second result for call";

/// A program to start as a testee, and the first line to send to it.
#[derive(Clone, Debug)]
pub struct SubprocessSpec {
    /// The program and its arguments. A program name without a slash is looked up in `PATH`. No shell is involved.
    pub program: Vec<OsString>,
    /// The working directory of the program; `None` for that of the harness.
    pub dir: Option<PathBuf>,
    /// Its name in messages: its command line, or the name of its folder.
    pub name: String,
    /// The first line that it gets.
    pub hello: HelloRequest,
    /// How long it may take to answer the hello, at the start and at each restart.
    pub hello_deadline: Duration,
    /// The interrupt that ends a wait for it early.
    pub interrupt: Interrupt,
}

impl SubprocessSpec {
    /// Describes a program and its arguments, to be started in the working directory of the harness.
    pub fn new<W: Into<OsString>>(
        program: impl IntoIterator<Item = W>,
        hello: HelloRequest,
    ) -> Self {
        let program: Vec<OsString> = program.into_iter().map(Into::into).collect();
        let words: Vec<_> = program.iter().map(|word| word.to_string_lossy()).collect();
        // `try_join` fails only for a word with a NUL. Such a program cannot be started either, so any name will do.
        let line =
            shlex::try_join(words.iter().map(AsRef::as_ref)).unwrap_or_else(|_| words.join(" "));
        Self {
            program,
            dir: None,
            name: line,
            hello,
            hello_deadline: HELLO_DEADLINE,
            interrupt: Interrupt::new(),
        }
    }

    /// Splits a command line into words like a POSIX shell, but runs no shell.
    ///
    /// # Errors
    ///
    /// [`TesteeError::CommandLine`] if there are no words, or if a quote is left open.
    pub fn from_command_line(text: &str, hello: HelloRequest) -> Result<Self, TesteeError> {
        match shlex::split(text) {
            Some(words) if !words.is_empty() => {
                Ok(Self { name: text.trim().to_owned(), ..Self::new(words, hello) })
            }
            _ => Err(TesteeError::CommandLine { text: text.to_owned() }),
        }
    }
}

/// A testee in a process of its own.
///
/// A process that dies, hangs past its deadline or breaks the protocol loses only the call in which that shows. It is
/// killed with everything that it started (on systems other than Linux: with its process group), and the next call
/// gets a fresh process. If a testee does something after its result (a second result, an exit), the next call shows it.
///
/// If a fresh process does not send its hello, that is not the outcome of a call. After a few attempts, no more calls
/// can be made.
pub struct Subprocess {
    spec: SubprocessSpec,
    info: TesteeInfo,
    process: Option<Process>,
    /// The id of the latest call that was answered.
    answered: Option<String>,
    /// The end of the standard error of the previous process.
    stderr: String,
}

/// The result of a call, and the state of the process after it.
enum Verdict {
    /// The testee reported an outcome, and is ready for the next call.
    Told(Outcome),
    /// The call has an outcome, and the process cannot be used again.
    Over(Outcome),
    /// The call has no outcome, and no process can be used.
    Stopped(CallError),
}

impl Subprocess {
    /// Starts a testee and exchanges hellos with it.
    ///
    /// # Errors
    ///
    /// If it cannot be started, or does not send a valid hello in time.
    pub fn start(spec: SubprocessSpec) -> Result<Self, TesteeError> {
        let (process, info) = launch(&spec)?;
        Ok(Self { spec, info, process: Some(process), answered: None, stderr: String::new() })
    }

    /// Closes the testee's input without a bye, and waits for it to exit as it would after one.
    ///
    /// # Errors
    ///
    /// What the testee did instead, as the rest of a sentence.
    pub(super) fn end_input(&mut self) -> Result<(), String> {
        let mut process = self.ready().map_err(|error| error.to_string())?;
        let ended = process.end_input(BYE_GRACE);
        self.stderr = process.end();
        ended
    }

    /// Returns the process, and starts it again if necessary.
    fn ready(&mut self) -> Result<Process, CallError> {
        if let Some(process) = self.process.take() {
            return Ok(process);
        }
        // A late result for an earlier call cannot come from the new process.
        self.answered = None;
        let mut attempts = 1;
        let mut pause = RESTART_PAUSE;
        loop {
            match launch(&self.spec) {
                Ok((process, _)) => return Ok(process),
                Err(TesteeError::Interrupted) => return Err(CallError::Interrupted),
                Err(error) if attempts == RESTART_ATTEMPTS => {
                    return Err(CallError::CannotRun(format!(
                        "the testee had to be started again, and {RESTART_ATTEMPTS} attempts failed; \
                         the last: {error}"
                    )));
                }
                Err(_) => {}
            }
            if !self.spec.interrupt.pause(pause) {
                return Err(CallError::Interrupted);
            }
            attempts += 1;
            pause *= 2;
        }
    }

    /// Makes a call with a process that is ready.
    fn exchange(&self, process: &mut Process, call: &Call<'_>) -> Verdict {
        let id = call.id.to_string();
        // A deadline that is now only empties the queue: an event before the call belongs to the call before it.
        match process.receive(Some(Instant::now())) {
            Received::Late => {}
            other => return self.judge(other, None, call),
        }
        let request = HarnessLine::Call(CallRequest {
            id: id.clone(),
            endpoint: call.endpoint.to_owned(),
            operation: call.operation.to_owned(),
            input: call.input.clone(),
            deadline: call.deadline,
        });
        let line = request.to_line();
        if line.len() > MAX_LINE {
            let reason = format!("a call of {} bytes is longer than a line may be", line.len());
            return Verdict::Told(Outcome::Skipped { reason });
        }
        process.send(line);
        let deadline = Instant::now().checked_add(call.deadline);
        self.judge(process.receive(deadline), Some(&id), call)
    }

    /// Judges an event by the id of the call in flight; `None` if the call has not been sent yet.
    fn judge(&self, received: Received, in_flight: Option<&str>, call: &Call<'_>) -> Verdict {
        let broken = |message: String| Verdict::Over(Outcome::ProtocolError { message });
        match received {
            Received::Line(line) => match (TesteeLine::parse(&line), in_flight) {
                (Ok(TesteeLine::Result(result)), Some(id)) if result.id == id => {
                    Verdict::Told(result.outcome)
                }
                (Ok(line), _) => broken(self.out_of_turn(&line, in_flight)),
                (Err(error), _) => {
                    let place = place(&error, &line);
                    let error = shown(error.to_string().as_bytes());
                    broken(format!("{error}{place}; the line was `{}`", shown(&line)))
                }
            },
            Received::TooLong(line) => broken(format!(
                "a line longer than {MAX_LINE} bytes; it begins with `{}`",
                shown(&line)
            )),
            Received::Closed(what) => broken(format!("the testee {what}, but still runs")),
            Received::Ended(how) => {
                let when = if in_flight.is_some() { "" } else { " after the call before this one" };
                Verdict::Over(Outcome::Crash { detail: format!("{how}{when}") })
            }
            Received::Late => {
                Verdict::Over(Outcome::Timeout { after_ms: milliseconds(call.deadline) })
            }
            Received::Interrupted => Verdict::Stopped(CallError::Interrupted),
        }
    }

    /// Explains why a well-formed line is out of turn.
    fn out_of_turn(&self, line: &TesteeLine, in_flight: Option<&str>) -> String {
        let now = match in_flight {
            Some(id) => format!("while call `{id}` was in flight"),
            None => "between calls".to_owned(),
        };
        match line {
            TesteeLine::Hello(_) | TesteeLine::Unsupported { .. } => {
                format!("a second hello, {now}")
            }
            TesteeLine::Result(CallResult { id, .. }) if self.answered.as_ref() == Some(id) => {
                format!("{SECOND_RESULT} `{id}`, {now}")
            }
            TesteeLine::Result(CallResult { id, .. }) => {
                format!("a result for the unknown call `{}`, {now}", shown(id.as_bytes()))
            }
        }
    }
}

impl Testee for Subprocess {
    fn info(&self) -> &TesteeInfo {
        &self.info
    }

    fn prepare(&mut self) -> Result<(), CallError> {
        self.process = Some(self.ready()?);
        Ok(())
    }

    fn call(&mut self, call: &Call<'_>) -> Result<Outcome, CallError> {
        let mut process = self.ready()?;
        let verdict = self.exchange(&mut process, call);
        if matches!(verdict, Verdict::Told(_)) {
            self.answered = Some(call.id.to_string());
            self.process = Some(process);
        } else {
            self.stderr = process.end();
        }
        match verdict {
            Verdict::Told(outcome) | Verdict::Over(outcome) => Ok(outcome),
            Verdict::Stopped(error) => Err(error),
        }
    }

    fn stderr_tail(&self) -> String {
        self.process.as_ref().map_or_else(|| self.stderr.clone(), Process::stderr_tail)
    }

    fn renew(&mut self) {
        if let Some(process) = self.process.take() {
            self.stderr = process.end();
        }
    }

    fn finish(&mut self) {
        if let Some(mut process) = self.process.take() {
            process.say_bye();
            self.stderr = process.end();
        }
    }
}

/// Starts a process and exchanges hellos with it.
fn launch(spec: &SubprocessSpec) -> Result<(Process, TesteeInfo), TesteeError> {
    let testee = terminal_text::line(&spec.name, NAME).into_owned();
    let mut process = Process::start(&spec.program, spec.dir.as_deref(), &spec.interrupt)
        .map_err(|source| TesteeError::Start { testee: testee.clone(), source })?;
    process.send(HarnessLine::Hello(spec.hello.clone()).to_line());
    let line = match process.receive(Instant::now().checked_add(spec.hello_deadline)) {
        Received::Line(line) => line,
        Received::TooLong(line) => {
            let source = LineError::TooLong;
            return Err(TesteeError::BadHello { testee, source, line: shown(&line) });
        }
        Received::Ended(how) | Received::Closed(how) => {
            return Err(TesteeError::DiedBeforeHello { testee, how, stderr: process.end() });
        }
        Received::Late => {
            let after = spec.hello_deadline;
            return Err(TesteeError::NoHello { testee, after, stderr: process.end() });
        }
        Received::Interrupted => return Err(TesteeError::Interrupted),
    };
    let source = match TesteeLine::parse(&line) {
        Ok(TesteeLine::Hello(info)) => {
            // It has the token in its environment.
            let features = info.features.with_session_token(true);
            return Ok((process, info.with_features(features)));
        }
        Ok(TesteeLine::Unsupported { reason, .. }) => {
            let operation = spec.hello.operation.clone();
            return Err(TesteeError::Unsupported { testee, operation, reason });
        }
        Ok(TesteeLine::Result(_)) => not_a_hello(),
        Err(source) => source,
    };
    let is_banner = is_banner(&source, &line);
    let line = shown(&line);
    Err(match source {
        LineError::NotJson(_) if is_banner => TesteeError::Banner { testee, line },
        LineError::Version { found } => TesteeError::ProtocolVersion { testee, found },
        source => TesteeError::BadHello { testee, source, line },
    })
}

/// How many bytes before and after a place are shown.
const AROUND: usize = 32;

/// Describes where a line stops being JSON, if the beginning of the line does not show it.
fn place(error: &LineError, line: &[u8]) -> String {
    let LineError::NotJson(SyntaxError { offset, .. }) = error else { return String::new() };
    if *offset <= AROUND {
        return String::new();
    }
    let end = line.len().min(offset.saturating_add(AROUND));
    // Credentials are masked before the text is cut, because a part of one does not look like one.
    let text = String::from_utf8_lossy(&line[..end]);
    let text = redacted(&text);
    let from = text.len().saturating_sub(2 * AROUND);
    let from = (from..text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len());
    format!(", in `{}`", shown(text[from..].as_bytes()))
}

/// Reports whether a first line was meant for people. It was meant as the hello if it begins like an object, or if only
/// its encoding, its depth or a lone surrogate keeps it from being JSON.
fn is_banner(error: &LineError, line: &[u8]) -> bool {
    let LineError::NotJson(error) = error else { return false };
    let meant = matches!(
        error.kind,
        SyntaxErrorKind::ByteOrderMark
            | SyntaxErrorKind::InvalidUtf8
            | SyntaxErrorKind::LoneSurrogate
            | SyntaxErrorKind::TooDeep
    );
    !meant && line.trim_ascii_start().first() != Some(&b'{')
}
