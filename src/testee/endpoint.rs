//! The loopback endpoint: HTTP/1.1 in which every byte is under control.
//!
//! No server library sends a malformed answer, so this one writes what it is told and nothing else.
//! One thread accepts, one serves each connection, and all that they share is in [`record`].

mod connection;
mod record;

use std::io;
use std::net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, MutexGuard};
use std::thread;
use std::time::Duration;

use socket2::SockRef;

use self::connection::Connection;
use self::record::{Shared, State, ThreadGuard};
use crate::http::{Request, RequestProblem, Step};

/// How long [`Endpoint::take`] waits for a connection that is in the middle of something, before it
/// closes it; and then how long for what is closed to be recorded.
///
/// A testee which has told its outcome has done its sending, so ordinarily this is the time that it
/// takes to read what the kernel already holds.
const SETTLE: Duration = Duration::from_secs(1);

/// How long a connection to the endpoint itself may take before it is given up: it fails only where
/// so many others wait to be accepted that the kernel refuses more.
const KNOCK: Duration = Duration::from_millis(200);

/// How long dropping an [`Endpoint`] waits for its threads, which have been told to end.
const STOP: Duration = Duration::from_secs(5);

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

    /// Ends a call, and returns what arrived.
    ///
    /// A [`Step::Wait`] is cut short, and the connection that was waiting is closed. Whatever the
    /// client had sent before this is captured, even if nobody has read it yet: this waits until it
    /// is read, recorded and answered, or for at most two seconds.
    pub fn take(&self) -> Capture {
        let mut state = self.shared.lock();
        state.end_call();
        self.shared.notify();
        // Connections are accepted in their order: when this one is, all earlier ones have been.
        let knock = self.knock(&mut state);
        let (mut state, settled) = self.shared.settle(state, SETTLE);
        if !settled {
            state.close_unsettled();
            (state, _) = self.shared.settle(state, SETTLE);
        }
        drop(knock);
        state.take()
    }

    /// Connects to the endpoint itself. The acceptor cannot take note of it before the lock that
    /// `state` holds is free again, so it finds the address there.
    fn knock(&self, state: &mut MutexGuard<'_, State>) -> Option<TcpStream> {
        let stream = TcpStream::connect_timeout(&self.address, KNOCK).ok()?;
        // Without this, each call would leave a port behind that cannot be used for a minute.
        SockRef::from(&stream).set_linger(Some(Duration::ZERO)).ok()?;
        state.knocks.push(stream.local_addr().ok()?);
        Some(stream)
    }
}

impl Drop for Endpoint {
    fn drop(&mut self) {
        self.shared.lock().close();
        self.shared.notify();
        // Either of these wakes the acceptor, depending on the operating system.
        let _ = SockRef::from(&*self.listener).shutdown(Shutdown::Both);
        let _ = TcpStream::connect_timeout(&self.address, KNOCK);
        self.shared.wait_for_threads(STOP);
    }
}

/// Accepts connections until the endpoint closes.
fn accept(listener: &TcpListener, shared: &Arc<Shared>) {
    loop {
        let accepted = listener.accept();
        let mut state = shared.lock();
        if state.is_closing() {
            return;
        }
        match accepted {
            Ok((_, peer)) if state.is_knock(peer) => shared.notify(),
            Ok((stream, _)) => {
                let admitted = state.admit(Arc::new(stream));
                drop(state);
                if let Some((id, stream)) = admitted {
                    Connection::start(shared, id, stream);
                }
            }
            // Most likely there are too many open files: the end of a connection may help.
            Err(_) => shared.wait_for_change(state, SETTLE),
        }
    }
}
