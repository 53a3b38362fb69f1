//! The server on a socket: accepts connections, and stops.

use std::fmt;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;

use tokio::net::{TcpListener, TcpSocket};
use tokio::runtime::{Builder, Runtime};
use tokio::sync::{Semaphore, watch};
use tokio::time::{sleep, timeout};

use crate::contract::Contract;

use super::body::{BodyLimits, Budget};
use super::connection::{self, Shared, first};
use super::responder::Responder;
use super::served::ServedRequest;

/// The most connections at a time. Others wait in the queue of the system.
const MOST_CONNECTIONS: usize = 4_096;

/// The connections that wait to be accepted.
const BACKLOG: u32 = 4_096;

/// The most bytes that the bodies of all requests have together: 256 MiB.
const MOST_BODIES: usize = 256 * 1024 * 1024;

/// How long the requests that are answered may take when the server stops. With the rest, it stops within a second.
const GRACE: Duration = Duration::from_millis(700);

/// How long to wait before a connection is accepted again, if the system cannot: it is out of open files.
const PAUSE: Duration = Duration::from_millis(20);

/// How a server listens.
pub struct ServeOptions {
    /// The address. Port 0 stands for a free one. The default is a free port of `127.0.0.1`.
    pub address: SocketAddr,
    /// The most bytes of a body: 8 MiB by default.
    pub max_body: usize,
    /// How long to wait for the head of a request, also of the next one on a connection: 30 s by default.
    pub head_timeout: Duration,
    /// How long to wait for the next bytes of a body, and for a client that takes nothing of a response: 10 s by default. A whole
    /// body has six times as long.
    pub body_timeout: Duration,
    /// Is called for each request that is answered. It must not block.
    #[allow(clippy::type_complexity, reason = "it is spelled once")]
    pub log: Option<Box<dyn Fn(&ServedRequest<'_>) + Send + Sync>>,
}

impl Default for ServeOptions {
    fn default() -> Self {
        Self {
            address: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            max_body: 8 * 1024 * 1024,
            head_timeout: Duration::from_secs(30),
            body_timeout: Duration::from_secs(10),
            log: None,
        }
    }
}

impl fmt::Debug for ServeOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ServeOptions").field("address", &self.address).finish_non_exhaustive()
    }
}

/// A server that listens. It stops when it is dropped: idle connections close at once, and requests that have arrived are answered
/// within a second.
///
/// ```
/// use std::io::{Read as _, Write as _};
/// use std::net::TcpStream;
/// use wireproof::contract::Contract;
/// use wireproof::reference::server::Server;
///
/// let server = Server::bind(Contract::default(), 1)?;
/// let address = server.url().strip_prefix("http://").expect("it is a URL").to_owned();
/// let mut stream = TcpStream::connect(&address)?;
/// stream.write_all(format!("GET /x HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n").as_bytes())?;
/// let mut answer = String::new();
/// stream.read_to_string(&mut answer)?;
/// assert!(answer.starts_with("HTTP/1.1 404 Not Found\r\n"), "{answer}");
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    stop: watch::Sender<bool>,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    /// Serves one operation at a free port of `127.0.0.1`. The seed decides the values of its answers.
    ///
    /// # Errors
    ///
    /// If the system has no port, thread or file to give.
    pub fn bind(contract: Contract, seed: u64) -> io::Result<Self> {
        Self::start(Responder::new(vec![contract], seed), ServeOptions::default())
    }

    /// Serves the operations of a responder.
    ///
    /// # Errors
    ///
    /// If the address cannot be had, or the system has no thread or file to give.
    pub fn start(responder: Responder, options: ServeOptions) -> io::Result<Self> {
        let runtime = Builder::new_multi_thread()
            .worker_threads(2)
            .max_blocking_threads(4)
            .thread_name("wireproof-serve")
            .enable_io()
            .enable_time()
            .build()?;
        let listener = listener(&runtime, options.address)?;
        let address = listener.local_addr()?;
        let (stop, stopped) = watch::channel(false);
        let pause = options.body_timeout;
        let shared = Arc::new(Shared {
            responder,
            limits: BodyLimits { size: options.max_body, pause, whole: pause.saturating_mul(6) },
            budget: Arc::new(Budget::new(MOST_BODIES)),
            large: Semaphore::new(1),
            head_timeout: options.head_timeout,
            log: options.log,
        });
        let thread =
            std::thread::Builder::new().name("wireproof-serve".to_owned()).spawn(move || {
                runtime.block_on(accept(listener, shared, stopped));
                // What is not answered by now is given up.
                runtime.shutdown_background();
            })?;
        Ok(Self { address, stop, thread: Some(thread) })
    }

    /// Returns the address at which the server listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Returns the URL of the server: `http://127.0.0.1:40123`.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Nobody listens only if the thread has ended.
        let _ = self.stop.send(true);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// Listens with a longer queue than the standard library asks for, so that a thousand clients can connect at once.
fn listener(runtime: &Runtime, address: SocketAddr) -> io::Result<TcpListener> {
    // The socket needs the runtime that it is registered with.
    let _entered = runtime.enter();
    let socket = match address {
        SocketAddr::V4(_) => TcpSocket::new_v4()?,
        SocketAddr::V6(_) => TcpSocket::new_v6()?,
    };
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    socket.listen(BACKLOG)
}

/// Accepts connections until the server stops, and then waits for those that are served.
async fn accept(listener: TcpListener, shared: Arc<Shared>, mut stopped: watch::Receiver<bool>) {
    let room = Arc::new(Semaphore::new(MOST_CONNECTIONS));
    loop {
        let next = async {
            let place = Arc::clone(&room).acquire_owned().await.ok()?;
            Some((place, listener.accept().await))
        };
        let stop = async {
            // An error says that the sender is gone, which is the same.
            let _ = stopped.wait_for(|stopped| *stopped).await;
            None
        };
        let Some((place, accepted)) = first(stop, next).await else { break };
        match accepted {
            Ok((stream, _)) => {
                let served = connection::serve(stream, Arc::clone(&shared), stopped.clone());
                tokio::spawn(async move {
                    served.await;
                    drop(place);
                });
            }
            // The connection was closed before, or there are too few open files until others close.
            Err(_) => sleep(PAUSE).await,
        }
    }
    drop(listener);
    let all = u32::try_from(MOST_CONNECTIONS).unwrap_or(u32::MAX);
    let _ = timeout(GRACE, room.acquire_many(all)).await;
}
