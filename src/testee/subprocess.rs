//! Testees that are programs of their own, driven over their standard input and output.
//!
//! Whatever the program does, one call ends in one outcome by its deadline: there is one queue for
//! its lines, its end and an interrupt, and the caller waits on that alone.

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
use crate::exchange::{Outcome, TesteeInfo};
use crate::json::SyntaxErrorKind;
use crate::terminal_text;

/// How long a testee may take to say hello.
pub const HELLO_DEADLINE: Duration = Duration::from_secs(30);

/// How often a testee that has ended is tried to be started again, before the run is given up.
pub const RESTART_ATTEMPTS: u32 = 3;

/// How long to wait before the second attempt, and twice as long before each one after it: what kept the
/// first from its hello (too many processes, no memory left) may be over by then.
const RESTART_PAUSE: Duration = Duration::from_millis(250);

/// Characters of a testee's name that messages show: a command line may hold a whole script.
const NAME: usize = 120;

/// The beginning of what is said of a testee that answers a call twice.
pub(super) const SECOND_RESULT: &str = "a second result for call";

/// What to start, and what to tell it first.
#[derive(Clone, Debug)]
pub struct SubprocessSpec {
    /// The program and its arguments. A program without a slash is looked for in `PATH`; no shell
    /// runs.
    pub program: Vec<OsString>,
    /// The folder to start it in; that of the harness where there is none.
    pub dir: Option<PathBuf>,
    /// What messages call it: its command line, or the name of its folder.
    pub name: String,
    /// The first line that it gets.
    pub hello: HelloRequest,
    /// How long it may take to answer that, and again at each restart.
    pub hello_deadline: Duration,
    /// What ends a wait for it early.
    pub interrupt: Interrupt,
}

impl SubprocessSpec {
    /// A program and its arguments, started in the harness's own folder.
    pub fn new<W: Into<OsString>>(
        program: impl IntoIterator<Item = W>,
        hello: HelloRequest,
    ) -> Self {
        let program: Vec<OsString> = program.into_iter().map(Into::into).collect();
        let words: Vec<_> = program.iter().map(|word| word.to_string_lossy()).collect();
        // A word with a NUL cannot be quoted, nor started.
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

    /// The words of a command line, split as a POSIX shell would; no shell runs.
    ///
    /// # Errors
    ///
    /// [`TesteeError::CommandLine`] where there are no words, or a quote is left open.
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
/// A process that dies, hangs past its deadline or breaks the protocol costs the call in which that
/// shows, and is killed together with everything that it started: on Linux all of it, elsewhere
/// what stayed in its process group. The next call gets a fresh one. What a testee does after its result is told (a
/// second result, an exit) shows in the call that follows.
///
/// That a fresh process does not come to its hello is no outcome of any call. It is tried a few times, and
/// then no more calls can be made.
pub struct Subprocess {
    spec: SubprocessSpec,
    info: TesteeInfo,
    process: Option<Process>,
    /// The id of the call that was answered last.
    answered: Option<String>,
    /// The end of the standard error of the process that was ended last.
    stderr: String,
}

/// What came of a call, and with it of the process.
enum Verdict {
    /// The testee told it, and is ready for the next.
    Told(Outcome),
    /// The process is of no use any more.
    Over(Outcome),
    /// Nor is any other.
    Stopped(CallError),
}

impl Subprocess {
    /// Starts a testee and exchanges hellos with it.
    ///
    /// # Errors
    ///
    /// Where it cannot be started, or does not say a valid hello in time.
    pub fn start(spec: SubprocessSpec) -> Result<Self, TesteeError> {
        let (process, info) = launch(&spec)?;
        Ok(Self { spec, info, process: Some(process), answered: None, stderr: String::new() })
    }

    /// Ends the testee's input without a bye, and waits for it to end itself as after one.
    ///
    /// # Errors
    ///
    /// What it did in place of that, as the rest of a sentence.
    pub(super) fn end_input(&mut self) -> Result<(), String> {
        let mut process = self.ready().map_err(|error| error.to_string())?;
        let ended = process.end_input(BYE_GRACE);
        self.stderr = process.end();
        ended
    }

    /// The process, started again where it has to be.
    fn ready(&mut self) -> Result<Process, CallError> {
        if let Some(process) = self.process.take() {
            return Ok(process);
        }
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

    /// Makes a call to a process that is ready.
    fn exchange(&self, process: &mut Process, call: &Call<'_>) -> Verdict {
        let id = call.id.to_string();
        // Nothing may have come since the last result.
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

    /// What something that was received says about the call in flight; `None` before it was sent.
    fn judge(&self, received: Received, in_flight: Option<&str>, call: &Call<'_>) -> Verdict {
        let broken = |message: String| Verdict::Over(Outcome::ProtocolError { message });
        match received {
            Received::Line(line) => match (TesteeLine::parse(&line), in_flight) {
                (Ok(TesteeLine::Result(result)), Some(id)) if result.id == id => {
                    Verdict::Told(result.outcome)
                }
                (Ok(line), _) => broken(self.out_of_turn(&line, in_flight)),
                (Err(error), _) => {
                    let error = shown(error.to_string().as_bytes());
                    broken(format!("{error}; the line was `{}`", shown(&line)))
                }
            },
            Received::TooLong(line) => broken(format!(
                "a line longer than {MAX_LINE} bytes; it begins with `{}`",
                shown(&line)
            )),
            Received::Closed(what) => broken(format!("the testee {what}, and lives on")),
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

    /// Why a line that is well-formed cannot stand where it stands.
    fn out_of_turn(&self, line: &TesteeLine, in_flight: Option<&str>) -> String {
        let now = match in_flight {
            Some(id) => format!("while call `{id}` was in flight"),
            None => "between calls".to_owned(),
        };
        match line {
            TesteeLine::Hello(_) => format!("a second hello, {now}"),
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
        Ok(TesteeLine::Hello(info)) => return Ok((process, info)),
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

/// Whether a first line was meant for people. One that begins as an object does, or would be JSON but for its encoding,
/// its depth or half a character, was meant to be the hello.
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
