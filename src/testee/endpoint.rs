//! The loopback endpoint: an HTTP/1.1 server with control over every byte.
//!
//! No server library sends a malformed response, so this endpoint writes exactly the bytes of a step. One thread accepts
//! connections, and each connection has a thread of its own. [`record`] holds the state that they share.

mod capture;
mod connection;
mod origin;
mod record;
mod registered;

use std::io;
use std::net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, poll};
use socket2::SockRef;

pub use self::capture::Capture;
use self::connection::Connection;
use self::origin::Admission;
pub use self::origin::{Origins, Strangers};
use self::record::{Shared, State, ThreadGuard};
use super::limits;
use crate::http::Step;

/// How long [`Endpoint::take`] waits for a client that has reported its outcome before its request was complete. Then it
/// closes that connection.
const STALL: Duration = Duration::from_secs(2);

/// How long [`Endpoint::take`] waits for a client that has reported its outcome before it has read the whole response. Then
/// it closes that connection. The request is recorded, and the outcome is known, so nothing that is judged can still come.
const UNREAD: Duration = Duration::from_millis(100);

/// How long the threads of an endpoint may take for work that needs only a processor: to read the bytes that the kernel
/// holds, to record them, to end. On a busy machine, a thread that is ready may wait for a second.
const CATCH_UP: Duration = Duration::from_secs(30);

/// How long the endpoint may take to connect to itself. The connection wakes the thread that accepts, on systems that do
/// not wake it when the listener ends.
const WAKE: Duration = Duration::from_millis(200);

/// How many connections may wait to be accepted. With fewer, the kernel would drop connections in a crowd, and clients
/// would have to try again.
const BACKLOG: i32 = 1_024;

/// How many connections are accepted at a time.
const BATCH: usize = 64;

/// An HTTP/1.1 endpoint on the loopback interface, at a port of its own.
///
/// Between [`arm`](Self::arm) and [`take`](Self::take), every request that arrives gets the same steps. Connections stay
/// open from call to call, unless a step closes them. A request that arrives while no call is armed is a stray request:
/// the endpoint keeps it and closes its connection.
///
/// No client can block another one, and the endpoint keeps a limited number of bytes. Once a request of this process or
/// of a descendant was seen, the endpoint closes connections of other processes: see [`Origins`].
///
/// ```
/// use std::io::{Read, Write};
/// use wireproof::http::{Answer, Step};
/// use wireproof::testee::Endpoint;
///
/// # fn main() -> std::io::Result<()> {
/// let endpoint = Endpoint::bind()?;
/// endpoint.arm(vec![Step::Send(b"any bytes".to_vec()), Step::Close]);
///
/// let mut client = std::net::TcpStream::connect(endpoint.address())?;
/// client.write_all(b"GET / HTTP/1.1\r\n\r\n")?;
/// let mut answer = String::new();
/// client.read_to_string(&mut answer)?;
/// assert_eq!(answer, "any bytes");
/// assert_eq!(endpoint.take().requests[0].target, "/");
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct Endpoint {
    url: String,
    address: SocketAddr,
    listener: Arc<TcpListener>,
    shared: Arc<Shared>,
    origins: Arc<Origins>,
}

impl Endpoint {
    /// Begins to listen on `127.0.0.1`, at a free port.
    ///
    /// # Errors
    ///
    /// If the operating system refuses the port or the thread.
    pub fn bind() -> io::Result<Self> {
        Self::bind_among(Arc::default())
    }

    /// Begins to listen like [`bind`](Self::bind), beside other endpoints for the same testee.
    ///
    /// # Errors
    ///
    /// If the operating system refuses the port or the thread.
    pub fn bind_among(origins: Arc<Origins>) -> io::Result<Self> {
        let listener = Arc::new(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?);
        SockRef::from(&*listener).listen(BACKLOG)?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let shared = Arc::new(Shared::default());
        let endpoint =
            Self { url: format!("http://{address}"), address, listener, shared, origins };
        let door = endpoint.door();
        let thread = ThreadGuard::new(&endpoint.shared);
        thread::Builder::new().name("endpoint-accept".to_owned()).spawn(move || {
            door.accept();
            drop(door);
            drop(thread);
        })?;
        Ok(endpoint)
    }

    fn door(&self) -> Door {
        Door {
            address: self.address,
            listener: Arc::clone(&self.listener),
            shared: Arc::clone(&self.shared),
            origins: Arc::clone(&self.origins),
        }
    }

    /// Returns why a connection could not be served, if one could not: there were too many open files, or no thread
    /// could be started. The outcome of such a call is not the testee's fault.
    pub fn trouble(&self) -> Option<String> {
        self.shared.lock().trouble().cloned()
    }

    /// Returns the URL: `http://127.0.0.1:40123`.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Returns the address and port.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Begins a call: every request that arrives until [`take`](Self::take) gets these steps. Without steps, a request
    /// gets no response, and its connection stays open.
    pub fn arm(&self, steps: Vec<Step>) {
        self.shared.lock().arm(steps);
        self.shared.notify();
    }

    /// Waits until the client has also ended the connections that the steps of the armed call have ended. Returns
    /// whether it did so within `limit`. A client that notices the end of a connection only when it uses it again does
    /// not do so.
    pub fn wait_for_ends(&self, limit: Duration) -> bool {
        let state = self.shared.lock();
        self.shared.wait_until(State::is_quiet, state, limit).1
    }

    /// Ends a call, and returns what arrived.
    ///
    /// It cuts a [`Step::Wait`] short, and closes the connection if other steps follow. It captures everything that the
    /// client sent before, even if the kernel still holds the bytes: it waits until they are read, recorded and
    /// answered. A client that has not finished its request has two seconds to do so, and one that has not read its
    /// response a tenth of a second. Then its connection is closed, the part of the request that arrived is captured,
    /// and the capture is [`cut`](Capture::cut).
    pub fn take(&self) -> Capture {
        self.shared.lock().end_call();
        self.shared.notify();
        // The thread that accepts may be late, so waiting connections are admitted here. Later ones are not waited for:
        // otherwise a process that connects again and again could hold up the run.
        self.door().admit_waiting();
        self.shared.lock().close_horizon();
        let state = self.shared.lock();
        let (state, _) = self.shared.wait_until(State::is_caught_up, state, CATCH_UP);
        let (mut state, mut settled) = self.shared.wait_until(State::is_settled, state, UNREAD);
        if !settled {
            (state, _) = self.shared.wait_until(State::is_received, state, STALL);
            settled = state.is_settled();
        }
        if !settled {
            state.close_unsettled();
            (state, _) = self.shared.wait_until(State::is_settled, state, CATCH_UP);
        }
        let mut capture = state.take(self.origins.own_seen());
        drop(state);
        capture.set_endpoint(&self.url);
        self.origins.note(capture.certain, capture.dropped);
        capture
    }
}

impl Drop for Endpoint {
    fn drop(&mut self) {
        self.shared.lock().close();
        self.shared.notify();
        // Either of these wakes the acceptor, depending on the operating system.
        let _ = SockRef::from(&*self.listener).shutdown(Shutdown::Both);
        let _ = TcpStream::connect_timeout(&self.address, WAKE);
        self.shared.wait_for_threads(CATCH_UP);
    }
}

/// The part of an endpoint that accepts connections.
#[derive(Debug)]
struct Door {
    address: SocketAddr,
    listener: Arc<TcpListener>,
    shared: Arc<Shared>,
    origins: Arc<Origins>,
}

/// A connection that is accepted but not served yet.
type Accepted = (u64, TcpStream, SocketAddr);

impl Door {
    /// Accepts connections until the endpoint closes.
    fn accept(&self) {
        loop {
            // A signal may end this early. Then the loop finds no connection and waits again.
            let _ = poll(&mut [PollFd::new(&*self.listener, PollFlags::IN)], None);
            if self.shared.lock().is_closing() {
                return;
            }
            if !self.admit_some().1 {
                // The end of a connection may free the file or the thread that was missing.
                let state = self.shared.lock();
                if !state.is_closing() {
                    self.shared.wait_for_change(state, STALL);
                }
            }
        }
    }

    /// Admits the connections that wait now. It ends even if new ones arrive all the time.
    fn admit_waiting(&self) {
        for _ in 0..=BACKLOG as usize / BATCH {
            let (accepted, served) = self.admit_some();
            if accepted < BATCH || !served {
                return;
            }
        }
    }

    /// Admits some of the waiting connections. Returns how many it accepted, and whether it could accept.
    fn admit_some(&self) -> (usize, bool) {
        let (accepted, result) = self.accept_some();
        let count = accepted.len();
        self.serve(accepted);
        let Err(error) = result else { return (count, true) };
        let why = limits::with_remedy(&error);
        self.shared.fail(format!("the endpoint cannot accept a connection: {why}"));
        (count, false)
    }

    /// Accepts connections. It holds the lock all the time, so that [`Endpoint::take`] never sees a connection that is
    /// neither in the kernel's queue nor in the register.
    fn accept_some(&self) -> (Vec<Accepted>, io::Result<()>) {
        let mut accepted = Vec::new();
        let mut state = self.shared.lock();
        // The bound keeps a client that connects without end from keeping the lock.
        for _ in 0..BATCH {
            match self.listener.accept() {
                Ok((stream, peer)) => accepted.push((state.expect(), stream, peer)),
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => break,
                Err(error) if limits::is_exhausted(&error) => return (accepted, Err(error)),
                // A signal, or a client that has gone away already.
                Err(_) => {}
            }
        }
        (accepted, Ok(()))
    }

    /// Serves the connections that may be the testee's, each on a thread of its own.
    fn serve(&self, accepted: Vec<Accepted>) {
        if accepted.is_empty() {
            return;
        }
        let peers: Vec<_> = accepted.iter().map(|(_, _, peer)| *peer).collect();
        let admissions = self.origins.admit(self.address, &peers);
        for ((id, stream, _), admission) in accepted.into_iter().zip(admissions) {
            let certain = match admission {
                Admission::Serve { certain } if certain || !is_over(&stream) => certain,
                _ => {
                    self.shared.lock().refuse(id);
                    continue;
                }
            };
            let stream = Arc::new(stream);
            // On some systems, a connection inherits the mode of the listener.
            let blocking = stream.set_nonblocking(false).is_ok();
            let admitted = {
                let mut state = self.shared.lock();
                if !blocking {
                    state.refuse(id);
                }
                blocking && state.admit(id, &stream, certain)
            };
            if admitted {
                Connection::start(&self.shared, id, stream);
            }
        }
        self.shared.notify();
    }
}

/// Reports whether the other end has closed the connection without sending anything.
fn is_over(stream: &TcpStream) -> bool {
    stream.set_nonblocking(true).is_ok() && matches!(stream.peek(&mut [0]), Ok(0))
}
