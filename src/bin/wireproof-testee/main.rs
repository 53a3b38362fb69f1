//! The reference client as a testee: a worked example of the testee protocol, and the program that
//! the harness's own tests drive.
//!
//! ```text
//! wireproof-testee [--misbehave KIND[@N]] [--fault NAME] [--edition NAME|none]
//! ```
//!
//! A driver needs no more than this file and `send.rs`. The other two files hold the faults that the harness's tests plant.

#![forbid(unsafe_code)]

mod fault;
mod misbehave;
mod send;

use std::io::{self, Write as _};
use std::process::ExitCode;

use fault::Fault;
use misbehave::Misbehaviour;
use send::send;
use wireproof::exchange::TesteeInfo;
use wireproof::reference::{Credentials, ReferenceClient};
use wireproof::testee::Lines;
use wireproof::testee::protocol::{CallResult, HarnessLine, TesteeLine};

fn main() -> ExitCode {
    let ended = Options::parse(std::env::args().skip(1)).and_then(|options| match options {
        Some(options) => serve(&options).map_err(|error| error.to_string()),
        None => Ok(()),
    });
    match ended {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            // Standard output is for the protocol only.
            let _ = writeln!(io::stderr(), "wireproof-testee: {message}");
            ExitCode::from(2)
        }
    }
}

/// Answers line by line, until the harness says bye or the input ends.
fn serve(options: &Options) -> io::Result<()> {
    // SDKs read their credentials from the environment, and the harness sets it.
    let credentials = Credentials::from_env().map_err(|name| {
        io::Error::other(format!("no credentials or no region: {name} is not set"))
    })?;
    let client = ReferenceClient::with_credentials(credentials);
    let mut out = io::stdout().lock();
    if let Some(misbehaviour) = &options.misbehave {
        misbehaviour.at_start(&mut out)?;
    }
    let mut first = None;
    for line in Lines::of(io::stdin().lock()) {
        let line = line?;
        if options.fault.is_some_and(|fault| fault.ends_at(&line)) {
            break;
        }
        match HarnessLine::parse(&line).map_err(io::Error::other)? {
            HarnessLine::Hello(_) => send(&mut out, &TesteeLine::Hello(options.info()))?,
            HarnessLine::Call(call) => {
                let input = call.input.to_string();
                let make = |endpoint: &str| client.call(endpoint, &input, call.deadline);
                let outcome = match options.fault {
                    Some(fault) => fault.make(&mut first, &call.endpoint, make),
                    None => make(&call.endpoint),
                };
                let result = CallResult { id: call.id.clone(), outcome };
                match options.misbehave.as_ref().filter(|it| it.strikes(&call.id)) {
                    Some(misbehaviour) => misbehaviour.answer(&mut out, &call, result)?,
                    None => send(&mut out, &TesteeLine::Result(result))?,
                }
            }
            HarnessLine::Bye => break,
        }
    }
    Ok(())
}

#[derive(Default)]
struct Options {
    misbehave: Option<Misbehaviour>,
    fault: Option<Fault>,
    /// The edition in the hello, if it is another than the reference client's.
    edition: Option<String>,
}

impl Options {
    /// Returns what the testee reports about itself.
    fn info(&self) -> TesteeInfo {
        let mut info = ReferenceClient::info();
        if let Some(edition) = &self.edition {
            info.edition = Some(edition.clone()).filter(|edition| edition != "none");
        }
        info
    }

    /// Reads the arguments. Returns `None` if an argument asked for something else than serving.
    fn parse(mut arguments: impl Iterator<Item = String>) -> Result<Option<Self>, String> {
        let mut options = Self::default();
        while let Some(argument) = arguments.next() {
            let value = arguments.next().unwrap_or_default();
            match argument.as_str() {
                "--misbehave" => options.misbehave = Some(value.parse()?),
                "--fault" => options.fault = Some(value.parse()?),
                "--edition" => options.edition = Some(value),
                misbehave::HOLD => {
                    misbehave::hold(&value).map_err(|error| error.to_string())?;
                    return Ok(None);
                }
                other => return Err(format!("unknown argument `{other}`")),
            }
        }
        Ok(Some(options))
    }
}
