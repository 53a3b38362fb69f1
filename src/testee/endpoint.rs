//! The loopback endpoint: HTTP/1.1 in which every byte is under control.
//!
//! No server library sends a malformed answer, so this one writes what it is told and nothing else.
//! One thread accepts, one serves each connection, and all that they share is in [`record`].

mod connection;
mod record;

use std::io;
use std::net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, poll};
use socket2::SockRef;

use self::connection::Connection;
use self::record::{MAX_CONNECTIONS, Shared, State, ThreadGuard};
use crate::http::{Request, RequestProblem, Step};

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

/// An HTTP/1.1 endpoint on the loopback interface, at a port of its own.
///
/// Between [`arm`](Self::arm) and [`take`](Self::take) every request that arrives gets the same
/// steps. Connections are kept open from call to call, unless a step closes them. A request that
/// arrives while nothing is armed is a stray one: it is kept, and its connection closed.
///
/// Whatever a client does or leaves undone blocks nobody else, and what is kept of it is limited.
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
}

/// What arrived at an [`Endpoint`] during a call.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Capture {
    /// The requests of the call, in the order in which they were complete. A connection that ended in
    /// the middle of a request leaves one with `complete` false.
    pub requests: Vec<Request>,
    /// Requests that began while no call was armed, since the previous capture.
    pub stray: Vec<Request>,
    /// Bytes that were no request (the first 64 KiB of them), and why. Their connection was closed.
    pub problems: Vec<(Vec<u8>, RequestProblem)>,
}

impl Endpoint {
    /// Begins to listen on `127.0.0.1`, at a free port.
    ///
    /// # Errors
    ///
    /// Where the operating system refuses the port or the thread.
    pub fn bind() -> io::Result<Self> {
        let listener = Arc::new(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?);
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let shared = Arc::new(Shared::default());
        let thread = ThreadGuard::new(&shared);
        let accepting = Arc::clone(&listener);
        thread::Builder::new().name("endpoint-accept".to_owned()).spawn(move || {
            accept(&accepting, thread.shared());
            drop(accepting);
            drop(thread);
        })?;
        Ok(Self { url: format!("http://{address}"), address, listener, shared })
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
        let mut state = self.shared.lock();
        state.end_call();
        // What has connected is admitted here and now: the thread that accepts may not have come to it.
        let (admitted, _) = admit(&self.listener, &mut state);
        drop(state);
        self.shared.notify();
        serve(&self.shared, admitted);
        let state = self.shared.lock();
        let (state, _) = self.shared.wait_until(State::is_caught_up, state, CATCH_UP);
        let (mut state, settled) = self.shared.wait_until(State::is_settled, state, STALL);
        if !settled {
            state.close_unsettled();
            (state, _) = self.shared.wait_until(State::is_settled, state, CATCH_UP);
        }
        state.take()
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

/// Accepts connections until the endpoint closes.
fn accept(listener: &TcpListener, shared: &Arc<Shared>) {
    loop {
        // A signal that disturbs this costs nothing but a look.
        let _ = poll(&mut [PollFd::new(listener, PollFlags::IN)], None);
        let mut state = shared.lock();
        if state.is_closing() {
            return;
        }
        let (admitted, result) = admit(listener, &mut state);
        drop(state);
        serve(shared, admitted);
        if result.is_err() {
            // Most likely there are too many open files: the end of a connection may help.
            let state = shared.lock();
            if !state.is_closing() {
                shared.wait_for_change(state, STALL);
            }
        }
    }
}

/// A connection that is registered and not yet served.
type Admitted = (u64, Arc<TcpStream>);

/// Accepts and registers the connections that have come, as many as there is room for. All of it happens under
/// the lock that `state` holds: between kernel and register there is no place where a connection could be
/// overlooked.
fn admit(listener: &TcpListener, state: &mut State) -> (Vec<Admitted>, io::Result<()>) {
    let mut admitted = Vec::new();
    // A client that connects without end must not keep the lock.
    for _ in 0..MAX_CONNECTIONS {
        match listener.accept() {
            // Some systems hand the mode of the listener on.
            Ok((stream, _)) => match stream.set_nonblocking(false) {
                Ok(()) => admitted.extend(state.admit(Arc::new(stream))),
                Err(error) => return (admitted, Err(error)),
            },
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => break,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return (admitted, Err(error)),
        }
    }
    (admitted, Ok(()))
}

/// Starts a thread for each of these connections.
fn serve(shared: &Arc<Shared>, admitted: Vec<Admitted>) {
    for (id, stream) in admitted {
        Connection::start(shared, id, stream);
    }
}
