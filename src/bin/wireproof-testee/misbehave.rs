//! Ways in which a testee can disturb its harness.

use std::io::{self, BufRead, BufReader, Write};
use std::net::TcpStream;
use std::os::unix::process::CommandExt as _;
use std::process::{Command, Stdio};
use std::str::FromStr;
use std::thread;

use wireproof::testee::protocol::{CallRequest, CallResult, MAX_LINE, TesteeLine};

use super::send::send;

/// The argument that makes this program hold a connection and do nothing else. It connects to the address
/// that follows, if there is one, and prints a line when it is connected.
pub(crate) const HOLD: &str = "--hold";

/// A misbehaviour, and the calls in which it happens.
pub(crate) struct Misbehaviour {
    kind: Kind,
    when: When,
}

enum When {
    /// At the call with this id. The harness counts its calls from 1, also across restarts.
    Call(String),
    Every,
}

#[derive(Clone, Copy)]
enum Kind {
    Exit,
    Abort,
    Panic,
    Hang,
    FloodStdout,
    FloodStderr,
    Banner,
    NotJson,
    BareInfinity,
    BareSurrogate,
    WrongId,
    Twice,
    LateExtraLine,
    LongLine,
    CloseStdout,
    Orphan,
}

impl FromStr for Misbehaviour {
    type Err = String;

    /// Reads `KIND`, `KIND@N` or `KIND@every`.
    fn from_str(text: &str) -> Result<Self, String> {
        let (name, when) = text.split_once('@').unwrap_or((text, "1"));
        let kind = match name {
            "exit" => Kind::Exit,
            "abort" => Kind::Abort,
            "panic" => Kind::Panic,
            "hang" => Kind::Hang,
            "flood-stdout" => Kind::FloodStdout,
            "flood-stderr" => Kind::FloodStderr,
            "banner" => Kind::Banner,
            "not-json" => Kind::NotJson,
            "bare-infinity" => Kind::BareInfinity,
            "bare-surrogate" => Kind::BareSurrogate,
            "wrong-id" => Kind::WrongId,
            "twice" => Kind::Twice,
            "late-extra-line" => Kind::LateExtraLine,
            "long-line" => Kind::LongLine,
            "close-stdout" => Kind::CloseStdout,
            "orphan" => Kind::Orphan,
            other => return Err(format!("unknown misbehaviour `{other}`")),
        };
        let when = if when == "every" { When::Every } else { When::Call(when.to_owned()) };
        Ok(Self { kind, when })
    }
}

impl Misbehaviour {
    /// Reports whether the misbehaviour happens in the call with this id.
    pub(crate) fn strikes(&self, id: &str) -> bool {
        match &self.when {
            When::Call(when) => when == id,
            When::Every => true,
        }
    }

    /// Does what this misbehaviour does before the hello.
    pub(crate) fn at_start(&self, out: &mut impl Write) -> io::Result<()> {
        match self.kind {
            Kind::Banner => writeln!(out, "Welcome to the SDK!"),
            _ => Ok(()),
        }
    }

    /// Misbehaves instead of answering a call.
    #[allow(clippy::panic, reason = "the panic is the misbehaviour that the test asks for")]
    pub(crate) fn answer(
        &self,
        out: &mut impl Write,
        call: &CallRequest,
        result: CallResult,
    ) -> io::Result<()> {
        let answer = TesteeLine::Result(result.clone());
        match self.kind {
            Kind::Exit => std::process::exit(7),
            Kind::Abort => std::process::abort(),
            Kind::Panic => panic!("as I was asked to"),
            Kind::Hang => hang(),
            Kind::FloodStdout => loop {
                out.write_all(&b"la la la la la la\n".repeat(1_000))?;
            },
            Kind::FloodStderr => {
                for _ in 0..1_000 {
                    io::stderr().write_all(&[b'x'; 16 * 1024])?;
                }
                io::stderr().write_all(b"the end\n")?;
                send(out, &answer)
            }
            Kind::Banner => send(out, &answer),
            Kind::NotJson => out.write_all(b"Traceback (most recent call last):\n"),
            Kind::BareInfinity => send_with(out, &result.id, "Infinity"),
            Kind::BareSurrogate => send_with(out, &result.id, r#""\ud83d""#),
            Kind::WrongId => {
                let id = format!("not-{}", result.id);
                send(out, &TesteeLine::Result(CallResult { id, ..result }))
            }
            Kind::Twice => {
                send(out, &answer)?;
                send(out, &answer)
            }
            Kind::LateExtraLine => {
                send(out, &answer)?;
                out.write_all(b"{\"type\":\"metrics\"}\n")
            }
            Kind::LongLine => {
                out.write_all(&vec![b'x'; MAX_LINE + 4 * 1024 * 1024])?;
                out.write_all(b"\n")
            }
            Kind::CloseStdout => {
                // Without `unsafe`, a process can close a standard stream only if it becomes another program.
                let mut other = Command::new(std::env::current_exe()?);
                Err(other.arg(HOLD).stdout(Stdio::null()).exec())
            }
            Kind::Orphan => leave_a_child(&call.endpoint),
        }
    }
}

/// Sends a response with this text as a value, as Python's `json.dumps` may write it.
fn send_with(out: &mut impl Write, id: &str, value: &str) -> io::Result<()> {
    let output =
        format!(r#"{{"InstanceUserSummary": {{"Status": {value}, "Username": "alice"}}}}"#);
    writeln!(
        out,
        r#"{{"type": "result", "id": "{id}", "outcome": "response", "output": {output}}}"#
    )
}

/// Starts a child that is connected to the endpoint, and exits without ending the child.
fn leave_a_child(endpoint: &str) -> io::Result<()> {
    let address = endpoint.trim_start_matches("http://");
    let mut child = Command::new(std::env::current_exe()?)
        .args([HOLD, address])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()?;
    // The child prints a line when it is connected. Without this wait it could connect too late to be seen.
    if let Some(output) = child.stdout.take() {
        BufReader::new(output).read_line(&mut String::new())?;
    }
    std::process::exit(7)
}

/// Connects to `address` unless it is empty, prints a line, and does nothing more.
pub(crate) fn hold(address: &str) -> io::Result<()> {
    let _connection = match address {
        "" => None,
        address => Some(TcpStream::connect(address)?),
    };
    io::stdout().write_all(b"holding\n")?;
    hang()
}

fn hang() -> ! {
    loop {
        thread::park();
    }
}
