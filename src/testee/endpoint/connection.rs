//! One connection of an endpoint.

use std::io::{self, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use socket2::SockRef;

use super::record::{Phase, Shared, ThreadGuard, Turn};
use crate::http::{RequestParser, RequestProblem, Step, head_only};
use crate::testee::limits::no_thread;

/// How long a write may make no progress before the connection is given up.
const WRITE_STALL: Duration = Duration::from_secs(5);

/// How long the endpoint reads on after it closed a connection in order. If it stopped at once, later bytes of the
/// client would turn the close into a reset, which can destroy response bytes on their way.
const DRAIN: Duration = Duration::from_secs(2);

/// The most bytes that one read takes.
const PIECE: usize = 64 * 1024;

/// A connection, on the thread that serves it.
pub(super) struct Connection {
    shared: Arc<Shared>,
    id: u64,
    stream: Arc<TcpStream>,
    parser: RequestParser,
    /// The bytes in the parser that count towards the shared limit.
    held: usize,
    /// Whether `100 Continue` has been sent for the request that is being read.
    continued: bool,
    /// When the connection stops reading; set once it has closed its sending side.
    draining: Option<Instant>,
    /// Set once bytes arrived that are not a request. Nothing after them is read.
    spoiled: bool,
}

/// How a connection ends.
enum End {
    /// The client has ended it, or it cannot be read.
    Gone,
    /// It is closed in order, so that the client can read everything that was sent.
    Close,
    /// It is reset.
    Reset,
}

impl Connection {
    /// Serves a registered connection on a thread of its own.
    pub(super) fn start(shared: &Arc<Shared>, id: u64, stream: Arc<TcpStream>) {
        let connection = Self {
            shared: Arc::clone(shared),
            id,
            stream,
            parser: RequestParser::new(),
            held: 0,
            continued: false,
            draining: None,
            spoiled: false,
        };
        let thread = ThreadGuard::new(shared);
        let started = thread::Builder::new().name("endpoint-conn".to_owned()).spawn(move || {
            connection.serve();
            drop(thread);
        });
        // If no thread starts, the closure is dropped, and this closes the connection.
        if let Err(error) = started {
            shared.fail(no_thread(&error));
        }
    }

    fn serve(mut self) {
        // The client must receive each step as a separate write, as the case says.
        let _ = self.stream.set_nodelay(true);
        let _ = self.stream.set_write_timeout(Some(WRITE_STALL));
        match self.turns() {
            End::Gone => {}
            End::Reset => {
                let _ = SockRef::from(&*self.stream).set_linger(Some(Duration::ZERO));
            }
            End::Close => {
                let _ = self.stream.shutdown(Shutdown::Write);
                self.draining = Instant::now().checked_add(DRAIN);
                if !self.spoiled {
                    self.turns();
                }
            }
        }
    }

    /// Serves one request after the other, until the connection ends.
    fn turns(&mut self) -> End {
        loop {
            let waiting = if self.draining.is_some() { Phase::Draining } else { Phase::Idle };
            if !self.has_begun() && !self.wait_for_bytes(waiting) {
                return End::Gone;
            }
            let turn = self.shared.begin(self.id);
            if let Err(end) = self.turn(turn) {
                return end;
            }
        }
    }

    /// Reads a request and responds to it.
    fn turn(&mut self, turn: Turn) -> Result<(), End> {
        let mut piece = Vec::new();
        // The number of steps that were played before the request was complete.
        let mut done = 0;
        loop {
            let request = match self.parser.feed(&piece) {
                Ok(request) => request,
                Err(problem) => {
                    self.shared.record_problem(self.id, self.parser.pending(), problem);
                    self.spoiled = true;
                    return Err(End::Close);
                }
            };
            if let Some(request) = request {
                self.continued = false;
                self.release(request.raw.len());
                let is_head = request.method == "HEAD";
                // The record comes before the first response byte, because the client may report its outcome as soon as
                // it has that byte, and `take` must then find the request.
                let steps = self.shared.record(self.id, turn, request);
                return match (steps, turn, self.draining) {
                    (_, _, Some(_)) => Ok(()),
                    (Some(steps), Some(call), None) if is_head => {
                        self.play(&head_only(&steps[done..]), call)
                    }
                    (Some(steps), Some(call), None) => self.play(&steps[done..], call),
                    _ => Err(End::Close),
                };
            }
            if !self.has_begun() && !piece.is_empty() {
                return Ok(());
            }
            if done == 0 {
                done = self.play_early(turn)?;
            }
            if done == 0 {
                self.tell_to_continue();
            }
            if self.has_begun() && !self.wait_for_bytes(Phase::Partial) {
                self.record_rest(turn);
                return Err(End::Gone);
            }
            self.shared.set_phase(self.id, Phase::Busy);
            piece.resize(PIECE, 0);
            let read = self.read(turn, &mut piece)?;
            piece.truncate(read);
        }
    }

    /// Plays the steps that come before the request is complete, once its head has arrived. Returns the number of steps
    /// that are done.
    fn play_early(&self, turn: Turn) -> Result<usize, End> {
        let Some(call) = turn.filter(|_| self.draining.is_none() && self.parser.head().is_some())
        else {
            return Ok(0);
        };
        let steps = self.shared.steps(call).unwrap_or_default();
        match steps.iter().position(|step| matches!(step, Step::AwaitRequest)) {
            Some(early) => self.play(&steps[..early], call).map(|()| early + 1),
            None => Ok(0),
        }
    }

    /// Plays steps. It returns `Ok` if none of them ended the connection.
    fn play(&self, steps: &[Step], call: u64) -> Result<(), End> {
        for (at, step) in steps.iter().enumerate() {
            match step {
                Step::Send(bytes) => {
                    self.shared.set_phase(self.id, Phase::Sending);
                    let sent = (&*self.stream).write_all(bytes);
                    self.shared.set_phase(self.id, Phase::Busy);
                    sent.map_err(|_| End::Close)?;
                }
                Step::Wait(time) => {
                    // The call ended during the wait. The other steps must not be sent into the next call.
                    if !self.shared.wait(call, *time) && at + 1 < steps.len() {
                        return Err(End::Close);
                    }
                }
                Step::AwaitRequest => {}
                Step::Close => return Err(End::Close),
                Step::Reset => return Err(End::Reset),
            }
        }
        Ok(())
    }

    /// Waits for bytes without taking them from the kernel. So [`Endpoint::take`](super::Endpoint::take) always finds
    /// them: in the kernel's queue, or with a busy connection. Returns whether there are any.
    fn wait_for_bytes(&self, phase: Phase) -> bool {
        self.shared.set_phase(self.id, phase);
        matches!(self.patiently(|stream| stream.peek(&mut [0])), Ok(1..))
    }

    /// Reads bytes that have arrived.
    fn read(&mut self, turn: Turn, piece: &mut [u8]) -> Result<usize, End> {
        let read = match self.patiently(|mut stream| stream.read(piece)) {
            Ok(read @ 1..) => read,
            Ok(0) | Err(_) => {
                self.record_rest(turn);
                return Err(End::Gone);
            }
        };
        self.held += read;
        if self.shared.hold(read) {
            return Ok(read);
        }
        let message = "the endpoint holds too many bytes to read more".to_owned();
        let problem =
            RequestProblem { offset: self.parser.pending().len(), message, framing: false };
        self.shared.record_problem(self.id, self.parser.pending(), problem);
        Err(End::Gone)
    }

    /// Records a request that has begun but will not be complete, if there is one.
    fn record_rest(&mut self, turn: Turn) {
        if !self.has_begun() {
            return;
        }
        let parser = std::mem::take(&mut self.parser);
        let bytes = parser.pending().to_vec();
        match parser.finish() {
            Some(request) => drop(self.shared.record(self.id, turn, request)),
            None => {
                let message = "the connection ended inside the head of a request".to_owned();
                let problem = RequestProblem { offset: bytes.len(), message, framing: false };
                self.shared.record_problem(self.id, &bytes, problem);
            }
        }
    }

    /// Reads, and repeats a read that a signal interrupted. On a draining connection, it respects the deadline.
    fn patiently(
        &self,
        mut read: impl FnMut(&TcpStream) -> io::Result<usize>,
    ) -> io::Result<usize> {
        loop {
            if let Some(until) = self.draining {
                let left = until.saturating_duration_since(Instant::now());
                self.stream.set_read_timeout(Some(left.max(Duration::from_millis(1))))?;
            }
            match read(&self.stream) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                other => return other,
            }
        }
    }

    /// Answers `Expect: 100-continue` if the client holds its body back for that (RFC 9110,
    /// section 10.1.1).
    fn tell_to_continue(&mut self) {
        let held_back = self.parser.head().is_some_and(|head| {
            let expects = head.headers.all("expect").any(|header| {
                header.text().is_some_and(|value| value.eq_ignore_ascii_case("100-continue"))
            });
            expects && head.minor_version >= 1 && self.parser.pending().len() == head.head_len
        });
        if held_back && !self.continued && self.draining.is_none() {
            self.continued = true;
            // If the client is gone, the next read notices it.
            let _ = (&*self.stream).write_all(b"HTTP/1.1 100 Continue\r\n\r\n");
        }
    }

    /// Reports whether a request has begun. Line ends before it do not count (RFC 9112, section 2.2).
    fn has_begun(&self) -> bool {
        self.parser.pending().iter().any(|byte| !matches!(byte, b'\r' | b'\n'))
    }

    fn release(&mut self, bytes: usize) {
        let bytes = bytes.min(self.held);
        self.held -= bytes;
        self.shared.release(bytes);
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.shared.remove(self.id, self.held);
    }
}
