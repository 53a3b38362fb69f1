//! A connection during one exchange. One deadline covers the whole exchange.

use std::io::{self, BufReader, ErrorKind, Read, Write};
use std::net::{TcpStream, ToSocketAddrs};
use std::time::{Duration, Instant};

use super::answer::{self, Answer};
use super::endpoint::Endpoint;
use super::error::HttpError;

/// The Content-Type of every request.
pub(in crate::reference) const CONTENT_TYPE: &str = "application/json";

/// A connection for one request and its response.
#[derive(Debug)]
pub(in crate::reference) struct Connection {
    endpoint: Endpoint,
    stream: BufReader<TimedStream>,
    /// Whether a whole response was read and the connection stays open.
    reusable: bool,
    /// The number of requests that were sent on it, including this exchange.
    sent: u64,
    /// Whether the request has the method HEAD.
    is_head: bool,
}

impl Connection {
    /// Uses a kept stream, or connects.
    pub(super) fn open(
        endpoint: Endpoint,
        kept: Option<Idle>,
        deadline: Duration,
    ) -> Result<Self, HttpError> {
        let deadline = Deadline::after(deadline);
        let Idle { tcp, sent } = match kept {
            Some(idle) => idle,
            None => {
                let tcp = connect(&endpoint, deadline).map_err(HttpError::Connect)?;
                Idle { tcp, sent: 0 }
            }
        };
        let stream = BufReader::new(TimedStream { tcp, deadline, arrived: None });
        Ok(Self { endpoint, stream, reusable: false, sent, is_head: false })
    }

    /// Returns the value of the `Host` field.
    pub(in crate::reference) fn authority(&self) -> &str {
        &self.endpoint.authority
    }

    /// Returns the whole path of an operation: the endpoint's path and this one.
    pub(in crate::reference) fn path(&self, path: &str) -> String {
        format!("{}{path}", self.endpoint.base_path)
    }

    /// Keeps the bytes that arrive from now on. [`arrived`](Self::arrived) returns them.
    pub(in crate::reference) fn listen(&mut self) {
        self.stream.get_mut().arrived = Some(Vec::new());
    }

    /// Returns the bytes that have arrived since [`listen`](Self::listen).
    pub(in crate::reference) fn arrived(&self) -> &[u8] {
        self.stream.get_ref().arrived.as_deref().unwrap_or_default()
    }

    /// Returns the number of requests that were sent on the connection, including this exchange.
    pub(in crate::reference) fn sent(&self) -> u64 {
        self.sent
    }

    /// Sends a request.
    pub(in crate::reference) fn send(&mut self, request: &[u8]) -> Result<(), HttpError> {
        self.sent += 1;
        self.is_head = request.starts_with(b"HEAD ");
        match self.stream.get_mut().write_all(request) {
            // An endpoint may respond and close before it has read the whole request, so the client still reads.
            Err(error)
                if matches!(error.kind(), ErrorKind::BrokenPipe | ErrorKind::ConnectionReset) =>
            {
                Ok(())
            }
            result => Ok(result?),
        }
    }

    /// Reads the response.
    pub(in crate::reference) fn read(&mut self) -> Result<Answer, HttpError> {
        let (answer, stays_open) = answer::read(&mut self.stream, self.is_head)?;
        // On a reused connection, bytes after the response would count as the beginning of the next one.
        self.reusable = stays_open && self.stream.buffer().is_empty();
        Ok(answer)
    }

    /// Returns the stream and the URL of its endpoint, if another request may follow.
    pub(super) fn into_idle(self) -> Option<(String, Idle)> {
        let Self { endpoint, stream, reusable, sent, is_head: _ } = self;
        reusable.then(|| (endpoint.url, Idle { tcp: stream.into_inner().tcp, sent }))
    }
}

/// A stream between two exchanges.
#[derive(Debug)]
pub(super) struct Idle {
    tcp: TcpStream,
    /// The number of requests that were sent on it.
    sent: u64,
}

impl Idle {
    /// Reports whether it is still open and no bytes have arrived.
    pub(super) fn is_usable(&self) -> bool {
        is_idle(&self.tcp)
    }
}

/// Reports whether a kept stream is still open and no bytes have arrived.
fn is_idle(tcp: &TcpStream) -> bool {
    let silent = tcp.set_nonblocking(true).is_ok()
        && matches!(tcp.peek(&mut [0]), Err(error) if error.kind() == ErrorKind::WouldBlock);
    silent && tcp.set_nonblocking(false).is_ok()
}

/// Connects to the first address of the host that accepts.
fn connect(endpoint: &Endpoint, deadline: Deadline) -> io::Result<TcpStream> {
    let mut failure = io::Error::new(ErrorKind::NotFound, "the host has no address");
    for address in endpoint.address().to_socket_addrs()? {
        let connected = match deadline.left()? {
            Some(left) => TcpStream::connect_timeout(&address, left),
            None => TcpStream::connect(address),
        };
        match connected {
            Ok(tcp) => {
                // A request is written in one piece, so the kernel need not wait for more.
                tcp.set_nodelay(true)?;
                return Ok(tcp);
            }
            Err(error) => failure = error,
        }
    }
    Err(failure)
}

/// The time by which the exchange must end; `None` if it is too far away for an `Instant`.
#[derive(Clone, Copy, Debug)]
struct Deadline(Option<Instant>);

impl Deadline {
    fn after(time: Duration) -> Self {
        Self(Instant::now().checked_add(time))
    }

    /// Returns the time that is left, which is never zero. It is an error if the deadline has passed.
    fn left(self) -> io::Result<Option<Duration>> {
        match self.0.map(|moment| moment.saturating_duration_since(Instant::now())) {
            Some(Duration::ZERO) => Err(ErrorKind::TimedOut.into()),
            left => Ok(left),
        }
    }
}

/// A stream whose every read and write respects the deadline. So a peer that sends small pieces cannot extend it.
#[derive(Debug)]
struct TimedStream {
    tcp: TcpStream,
    deadline: Deadline,
    /// The bytes that have arrived, if they are kept.
    arrived: Option<Vec<u8>>,
}

impl Read for TimedStream {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.tcp.set_read_timeout(self.deadline.left()?)?;
        let count = self.tcp.read(buffer)?;
        if let Some(arrived) = &mut self.arrived {
            arrived.extend_from_slice(&buffer[..count]);
        }
        Ok(count)
    }
}

impl Write for TimedStream {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.tcp.set_write_timeout(self.deadline.left()?)?;
        self.tcp.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.tcp.flush()
    }
}

#[cfg(test)]
mod tests {
    use std::net::TcpListener;

    use super::*;

    #[test]
    fn only_an_open_and_silent_stream_is_idle() {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
        let address = listener.local_addr().expect("it is bound");
        let pair = || {
            let ours = TcpStream::connect(address).expect("it listens");
            (ours, listener.accept().expect("it was called").0)
        };
        let arrived = |tcp: &TcpStream| tcp.peek(&mut [0]).expect("it ends or it speaks");

        let (ours, theirs) = pair();
        assert!(is_idle(&ours));
        drop(theirs);
        arrived(&ours);
        assert!(!is_idle(&ours));

        let (ours, mut theirs) = pair();
        theirs.write_all(b"x").expect("it is open");
        arrived(&ours);
        assert!(!is_idle(&ours));
    }

    #[test]
    fn a_deadline_passes_or_is_too_far_away() {
        let passed = Deadline::after(Duration::ZERO).left();
        assert_eq!(passed.map_err(|error| error.kind()).err(), Some(ErrorKind::TimedOut));
        assert!(matches!(Deadline::after(Duration::from_secs(9)).left(), Ok(Some(_))));
        assert!(matches!(Deadline::after(Duration::MAX).left(), Ok(None)));
    }
}
