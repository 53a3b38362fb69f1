//! Why a testee cannot be judged at all.

use std::error::Error;
use std::fmt;
use std::io;
use std::time::Duration;

use super::limits;
use super::protocol::LineError;
use crate::terminal_text;

/// Characters that are shown of what a testee says.
const SHOWN: usize = 200;

/// Why a testee could not be started.
///
/// Its message names the testee, and what to do about it.
#[derive(Debug)]
#[non_exhaustive]
pub enum TesteeError {
    /// The command line has no words, or an open quote.
    CommandLine {
        /// The command line.
        text: String,
    },
    /// The operating system could not start the program.
    Start {
        /// The testee, as messages call it.
        testee: String,
        /// The operating system's reason.
        source: io::Error,
    },
    /// No hello came in time.
    NoHello {
        /// The testee, as messages call it.
        testee: String,
        /// How long it was waited for.
        after: Duration,
        /// The end of its standard error.
        stderr: String,
    },
    /// The program ended, or closed its standard output, before its hello.
    DiedBeforeHello {
        /// The testee, as messages call it.
        testee: String,
        /// How it ended.
        how: String,
        /// The end of its standard error.
        stderr: String,
    },
    /// The first line is not JSON: most likely something printed to standard output.
    Banner {
        /// The testee, as messages call it.
        testee: String,
        /// The line, or its beginning.
        line: String,
    },
    /// The first line is JSON, but no hello.
    BadHello {
        /// The testee, as messages call it.
        testee: String,
        /// What is wrong with it.
        source: LineError,
        /// The line, or its beginning.
        line: String,
    },
    /// The testee speaks another version of the protocol.
    ProtocolVersion {
        /// The testee, as messages call it.
        testee: String,
        /// The version that it named.
        found: String,
    },
    /// The run was interrupted while the testee started.
    Interrupted,
}

impl fmt::Display for TesteeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::CommandLine { text } => write!(
                f,
                "`{text}` is no command line: give a program and its arguments, and close every quote"
            ),
            Self::Start { testee, source } => write!(
                f,
                "cannot start the testee `{testee}`: {}",
                match limits::with_remedy(source) {
                    told if told == source.to_string() => format!(
                        "{told}; check that its program exists and is executable, and that its setup has been run"
                    ),
                    // The program is not to blame for a limit.
                    told => told,
                }
            ),
            Self::NoHello { testee, after, stderr } => {
                write!(
                    f,
                    "the testee `{testee}` sent no hello within {} s; it must answer the hello line \
                     on its standard input, and flush",
                    after.as_secs_f64()
                )?;
                write_stderr(f, stderr)
            }
            Self::DiedBeforeHello { testee, how, stderr } => {
                write!(
                    f,
                    "the testee `{testee}` {how} before its hello; run it by hand to see why"
                )?;
                write_stderr(f, stderr)
            }
            Self::Banner { testee, line } => write!(
                f,
                "the testee `{testee}` printed a line that is not of the protocol: `{line}`; \
                 standard output is for the protocol only, so print to standard error"
            ),
            Self::BadHello { testee, source, line } => write!(
                f,
                "the hello of the testee `{testee}` is not valid: {}; the line was `{line}`, \
                 and {}",
                terminal_text::line(&source.to_string(), SHOWN),
                match source {
                    LineError::NotJson(_) | LineError::TooLong =>
                        "docs/testee-protocol.md says what a line may be: one JSON object in UTF-8, \
                         without a byte order mark, at most 16 MiB long",
                    _ => "docs/testee-protocol.schema.json says how it must look",
                }
            ),
            Self::ProtocolVersion { testee, found } => write!(
                f,
                "the testee `{testee}` speaks version {} of the testee protocol, and this \
                 harness version {}; use a driver written for that",
                terminal_text::line(found, SHOWN),
                super::protocol::VERSION
            ),
            Self::Interrupted => f.write_str("interrupted while the testee started"),
        }
    }
}

fn write_stderr(f: &mut fmt::Formatter<'_>, stderr: &str) -> fmt::Result {
    match stderr.trim() {
        "" => f.write_str("; its standard error is empty"),
        text => write!(f, "; its standard error ends with:\n{}", terminal_text::lines(text)),
    }
}

impl Error for TesteeError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Start { source, .. } => Some(source),
            Self::BadHello { source, .. } => Some(source),
            _ => None,
        }
    }
}

/// Why a call has no outcome, and no more calls can be made.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum CallError {
    /// The run was interrupted.
    Interrupted,
    /// The testee or the harness cannot run any more, and this is why. Nothing that the call did to the
    /// testee: that would be an outcome.
    CannotRun(String),
}

impl fmt::Display for CallError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Interrupted => f.write_str("interrupted"),
            Self::CannotRun(why) => f.write_str(why),
        }
    }
}

impl Error for CallError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_testee_says_does_nothing_to_a_terminal() {
        let evil = "\u{1b}[31m\u{9b}2J".to_owned();
        let testee = || "p".to_owned();
        for error in [
            TesteeError::ProtocolVersion { testee: testee(), found: evil.clone() },
            TesteeError::NoHello { testee: testee(), after: Duration::ZERO, stderr: evil.clone() },
            TesteeError::DiedBeforeHello {
                testee: testee(),
                how: "exited with 1".to_owned(),
                stderr: format!("one\n{evil}"),
            },
            TesteeError::BadHello {
                testee: testee(),
                source: LineError::Version { found: evil.repeat(1_000) },
                line: String::new(),
            },
        ] {
            let message = error.to_string();
            assert!(message.contains("\\u{1b}[31m\\u{9b}2J"), "{message:?}");
            let commands = message.chars().filter(|c| c.is_control() && *c != '\n').count();
            assert_eq!(commands, 0, "{message:?}");
            assert!(message.len() < 5_000);
        }
    }
}
