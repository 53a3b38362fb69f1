//! The loopback endpoint: HTTP/1.1 in which every byte is under control.
//!
//! No server library sends a malformed answer, so this one writes what it is told and nothing else.
//! One thread accepts, one serves each connection, and all that they share is in [`record`].

mod capture;
mod connection;
mod origin;
mod record;

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

/// How long [`Endpoint::take`] waits for a client that has told its outcome in the middle of a
/// request, or of reading its answer, before it closes that connection.
const STALL: Duration = Duration::from_secs(2);

/// How long the threads of an endpoint may take for what needs nothing but a processor: to read what
/// the kernel holds, to record it, to end. On a machine with too much to do, a thread that is ready
/// may well have to wait for a second.
const CATCH_UP: Duration = Duration::from_secs(30);

/// How long a connection to the endpoint itself may take, which wakes the thread that accepts where the
/// end of the listener does not.
const WAKE: Duration = Duration::from_millis(200);

/// How many connections may wait to be accepted. Clients behind a crowd of others do not have to try again.
const BACKLOG: i32 = 1_024;

/// How many connections are accepted at a time.
const BATCH: usize = 64;

/// An HTTP/1.1 endpoint on the loopback interface, at a port of its own.
///
/// Between [`arm`](Self::arm) and [`take`](Self::take) every request that arrives gets the same
/// steps. Connections are kept open from call to call, unless a step closes them. A request that
/// arrives while nothing is armed is a stray one: it is kept, and its connection closed.
///
/// Whatever a client does or leaves undone blocks nobody else, and what is kept of it is limited. Connections of
/// other processes than this one and its descendants are closed, once one of these has connected: see [`Origins`].
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
    /// Where the operating system refuses the port or the thread.
    pub fn bind() -> io::Result<Self> {
        Self::bind_among(Arc::default())
    }

    /// Begins to listen like [`bind`](Self::bind), beside other endpoints for the same testee.
    ///
    /// # Errors
    ///
    /// Where the operating system refuses the port or the thread.
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

    /// Why a connection could not be served, if one could not: there were too many open files, or no thread could
    /// be started. What the testee made of that says nothing of the testee.
    pub fn trouble(&self) -> Option<String> {
        self.shared.lock().trouble().cloned()
    }

    /// The URL: `http://127.0.0.1:40123`.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The address and port.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Begins a call: every request that arrives until [`take`](Self::take) gets these steps, and
    /// with none of them it gets nothing, on a connection that stays open.
    pub fn arm(&self, steps: Vec<Step>) {
        self.shared.lock().arm(steps);
        self.shared.notify();
    }

    /// Waits until the client, too, has ended the connections that the steps of the armed call have ended,
    /// or `limit`; says whether it came to that. A client that only looks at a connection when it wants to
    /// use it again does not end it before.
    pub fn wait_for_ends(&self, limit: Duration) -> bool {
        let state = self.shared.lock();
        self.shared.wait_until(State::is_quiet, state, limit).1
    }

    /// Ends a call, and returns what arrived.
    ///
    /// A [`Step::Wait`] is cut short, and the connection is closed if other steps were to follow.
    /// Whatever the client had sent before this is captured, even if nobody has read it yet: this
    /// waits until it is read, recorded and answered. A client that leaves a request or an answer
    /// half done has two seconds for the rest; then its connection is closed, and what there is of
    /// the request is captured.
    pub fn take(&self) -> Capture {
        self.shared.lock().end_call();
        self.shared.notify();
        // What has connected is admitted here and now: the thread that accepts may not have come to it. What
        // connects from now on is not waited for.
        self.door().admit_waiting();
        self.shared.lock().close_horizon();
        let state = self.shared.lock();
        let (state, _) = self.shared.wait_until(State::is_caught_up, state, CATCH_UP);
        let (mut state, settled) = self.shared.wait_until(State::is_settled, state, STALL);
        if !settled {
            state.close_unsettled();
            (state, _) = self.shared.wait_until(State::is_settled, state, CATCH_UP);
        }
        let capture = state.take(self.origins.own_seen());
        drop(state);
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

/// Where connections come in.
#[derive(Debug)]
struct Door {
    address: SocketAddr,
    listener: Arc<TcpListener>,
    shared: Arc<Shared>,
    origins: Arc<Origins>,
}

/// A connection that is accepted and not yet served.
type Accepted = (u64, TcpStream, SocketAddr);

impl Door {
    /// Accepts connections until the endpoint closes.
    fn accept(&self) {
        loop {
            // A signal that disturbs this costs nothing but a look.
            let _ = poll(&mut [PollFd::new(&*self.listener, PollFlags::IN)], None);
            if self.shared.lock().is_closing() {
                return;
            }
            if !self.admit_some().1 {
                // The end of a connection may help.
                let state = self.shared.lock();
                if !state.is_closing() {
                    self.shared.wait_for_change(state, STALL);
                }
            }
        }
    }

    /// Admits the connections that wait by now. There may come more meanwhile, without end: this ends all the
    /// same.
    fn admit_waiting(&self) {
        for _ in 0..=BACKLOG as usize / BATCH {
            let (accepted, served) = self.admit_some();
            if accepted < BATCH || !served {
                return;
            }
        }
    }

    /// Admits some of the connections that wait; tells how many it accepted, and whether it could.
    fn admit_some(&self) -> (usize, bool) {
        let (accepted, result) = self.accept_some();
        let count = accepted.len();
        self.serve(accepted);
        let Err(error) = result else { return (count, true) };
        let why = limits::with_remedy(&error);
        self.shared.fail(format!("the endpoint cannot accept a connection: {why}"));
        (count, false)
    }

    /// Accepts connections, all of it under the lock.
    fn accept_some(&self) -> (Vec<Accepted>, io::Result<()>) {
        let mut accepted = Vec::new();
        let mut state = self.shared.lock();
        // A client that connects without end must not keep the lock.
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

    /// Serves those of the connections that may be the testee's, each on a thread of its own.
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
            // Some systems hand the mode of the listener on.
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

/// Whether the other end has closed the connection without having sent anything.
fn is_over(stream: &TcpStream) -> bool {
    stream.set_nonblocking(true).is_ok() && matches!(stream.peek(&mut [0]), Ok(0))
}
