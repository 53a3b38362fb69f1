//! Why a testee cannot be judged at all.

use std::io;
use std::time::Duration;

use super::limits;
use super::protocol::LineError;
use crate::terminal_text;

/// The most characters of a testee's text in a message.
const SHOWN: usize = 200;

/// Why a testee could not be started.
///
/// Its message names the testee and says what to do.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TesteeError {
    /// The command line has no words, or an open quote.
    #[error(
        "`{text}` is not a command line: give a program and its arguments, and close every quote"
    )]
    CommandLine {
        /// The command line.
        text: String,
    },
    /// The operating system could not start the program.
    #[error("cannot start the testee `{testee}`: {}", start_remedy(source))]
    Start {
        /// The testee, as messages call it.
        testee: String,
        /// The operating system's reason.
        source: io::Error,
    },
    /// No hello came in time.
    #[error(
        "the testee `{testee}` sent no hello within {} s; it must answer the hello line on its \
         standard input, and flush{}", after.as_secs_f64(), stderr_end(stderr)
    )]
    NoHello {
        /// The testee, as messages call it.
        testee: String,
        /// How long the harness waited.
        after: Duration,
        /// The end of its standard error.
        stderr: String,
    },
    /// The program ended, or closed its standard output, before its hello.
    #[error(
        "the testee `{testee}` {how} before its hello; run it by hand to see why{}",
        stderr_end(stderr)
    )]
    DiedBeforeHello {
        /// The testee, as messages call it.
        testee: String,
        /// How it ended.
        how: String,
        /// The end of its standard error.
        stderr: String,
    },
    /// The first line is not JSON. Probably something was printed to standard output.
    #[error(
        "the testee `{testee}` printed a line that is not of the protocol: `{line}`; \
         standard output is for the protocol only, so print to standard error"
    )]
    Banner {
        /// The testee, as messages call it.
        testee: String,
        /// The line, or its beginning.
        line: String,
    },
    /// The first line is JSON, but not a hello.
    #[error(
        "the hello of the testee `{testee}` is not valid: {}; the line was `{line}`, and {}",
        terminal_text::line(&source.to_string(), SHOWN), line_remedy(source)
    )]
    BadHello {
        /// The testee, as messages call it.
        testee: String,
        /// What is wrong with it.
        source: LineError,
        /// The line, or its beginning.
        line: String,
    },
    /// The testee speaks another version of the protocol.
    #[error(
        "the testee `{testee}` speaks version {} of the testee protocol, and this harness \
         version {}; use a driver written for that",
        terminal_text::line(found, SHOWN),
        super::protocol::VERSION
    )]
    ProtocolVersion {
        /// The testee, as messages call it.
        testee: String,
        /// The version that it named.
        found: String,
    },
    /// The testee says that it cannot serve the operation.
    #[error(
        "the testee `{testee}` cannot serve {}: {}; name another operation, or another testee",
        terminal_text::line(operation, SHOWN),
        terminal_text::line(reason, SHOWN)
    )]
    Unsupported {
        /// The testee, as messages call it.
        testee: String,
        /// The operation.
        operation: String,
        /// The testee's reason.
        reason: String,
    },
    /// The run was interrupted while the testee started.
    #[error("interrupted while the testee started")]
    Interrupted,
}

/// Returns the reason why a program cannot be started, and what to do.
fn start_remedy(error: &io::Error) -> String {
    match limits::with_remedy(error) {
        told if told == error.to_string() => format!(
            "{told}; check that its program exists and is executable, and that its setup has been run"
        ),
        // If a limit is the reason, the program is not.
        told => told,
    }
}

/// Returns a pointer to the description of a valid line that fits the error.
fn line_remedy(error: &LineError) -> &'static str {
    match error {
        LineError::NotJson(_) | LineError::TooLong => {
            "docs/testee-protocol.md says what a line may be: one JSON object in UTF-8, without a \
             byte order mark, at most 16 MiB long"
        }
        _ => "docs/testee-protocol.schema.json says how it must look",
    }
}

/// Returns the end of a testee's standard error as the end of a message.
fn stderr_end(stderr: &str) -> String {
    match stderr.trim() {
        "" => "; its standard error is empty".to_owned(),
        text => format!("; its standard error ends with:\n{}", terminal_text::lines(text)),
    }
}

/// The reason why a call has no outcome and no more calls can be made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CallError {
    /// The run was interrupted.
    #[error("interrupted")]
    Interrupted,
    /// The testee or the harness cannot run any more, for this reason. What a call did to the testee is an outcome, and
    /// not such a reason.
    #[error("{0}")]
    CannotRun(String),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_testee_says_does_nothing_to_a_terminal() {
        let evil = "\u{1b}[31m\u{9b}2J".to_owned();
        let testee = || "p".to_owned();
        for error in [
            TesteeError::ProtocolVersion { testee: testee(), found: evil.clone() },
            TesteeError::Unsupported {
                testee: testee(),
                operation: String::new(),
                reason: evil.clone(),
            },
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
