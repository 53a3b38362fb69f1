//! The state that the threads of an endpoint share: the armed call, the connections and their phases, and the requests
//! that have arrived.

use std::collections::{BTreeMap, BTreeSet};
use std::net::TcpStream;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use super::capture::{Capture, Certain};
pub(super) use super::registered::Phase;
use super::registered::Registered;
use crate::http::{Arrival, Request, RequestProblem, Step};

/// The most connections at a time. A further one closes the oldest idle one.
const MAX_CONNECTIONS: usize = 256;

/// The most requests and problems that are kept until the next capture.
const MAX_RECORDS: usize = 1_000;

/// The most bytes that are kept, in records and in requests that are not complete.
const MAX_BYTES: usize = 256 * 1024 * 1024;

/// The most bytes that are kept of data that is not a request.
const MAX_PROBLEM: usize = 64 * 1024;

/// The state under its lock, and a signal for each change of it.
#[derive(Debug, Default)]
pub(super) struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

/// The state that the threads of an endpoint share.
#[derive(Debug, Default)]
pub(super) struct State {
    /// The steps of the armed call.
    steps: Option<Arc<[Step]>>,
    /// The number of the latest call.
    call: u64,
    /// The armed call is about to be taken, so that no step waits any more.
    ending: bool,
    /// The endpoint is being dropped.
    closing: bool,
    capture: Capture,
    /// For each entry of `capture`, whether it is known to be the testee's.
    certain: Certain,
    /// Bytes in `capture` and in the parsers of the connections.
    bytes: usize,
    connections: BTreeMap<u64, Registered>,
    /// Accepted connections whose owner has not been looked up yet.
    pending: BTreeSet<u64>,
    next_connection: u64,
    /// A capture waits only for connections with a lower id, so that later ones cannot delay it.
    horizon: u64,
    /// Why the endpoint could not serve a connection.
    trouble: Option<String>,
    threads: usize,
}

/// The call that a request belongs to, by when it began; `None` for a stray one.
pub(super) type Turn = Option<u64>;

impl Shared {
    pub(super) fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Wakes all threads that wait for a change.
    pub(super) fn notify(&self) {
        self.changed.notify_all();
    }

    /// Waits for the next change of the state, at most for `limit`.
    pub(super) fn wait_for_change(&self, state: MutexGuard<'_, State>, limit: Duration) {
        drop(self.changed.wait_timeout(state, limit));
    }

    /// Waits for `time`. Returns `false` if the call ended before.
    pub(super) fn wait(&self, call: u64, time: Duration) -> bool {
        let ongoing = |state: &mut State| {
            state.call == call && state.steps.is_some() && !state.ending && !state.closing
        };
        let waited = self.changed.wait_timeout_while(self.lock(), time, ongoing);
        waited.unwrap_or_else(PoisonError::into_inner).1.timed_out()
    }

    /// Waits until `reached` holds. Returns whether it held within `limit`.
    pub(super) fn wait_until<'a>(
        &self,
        reached: fn(&State) -> bool,
        state: MutexGuard<'a, State>,
        limit: Duration,
    ) -> (MutexGuard<'a, State>, bool) {
        let waited = self.changed.wait_timeout_while(state, limit, |state| !reached(state));
        let (state, result) = waited.unwrap_or_else(PoisonError::into_inner);
        (state, !result.timed_out())
    }

    /// Waits until every thread of the endpoint has ended.
    pub(super) fn wait_for_threads(&self, limit: Duration) {
        let running = |state: &mut State| state.threads > 0;
        drop(self.changed.wait_timeout_while(self.lock(), limit, running));
    }

    /// Changes the phase of a connection.
    pub(super) fn set_phase(&self, id: u64, phase: Phase) {
        self.lock().set_phase(id, phase);
        self.notify();
    }

    /// Notes that a request begins on this connection, and returns the call that it belongs to.
    pub(super) fn begin(&self, id: u64) -> Turn {
        let mut state = self.lock();
        state.set_phase(id, Phase::Busy);
        state.steps.is_some().then_some(state.call)
    }

    /// Counts bytes that a connection has read. Returns whether they are within the limit.
    pub(super) fn hold(&self, bytes: usize) -> bool {
        let mut state = self.lock();
        let room = state.bytes + bytes <= MAX_BYTES;
        state.bytes += bytes;
        room
    }

    /// Subtracts bytes that a connection holds no longer.
    pub(super) fn release(&self, bytes: usize) {
        self.lock().bytes -= bytes;
    }

    /// Returns the steps for the requests of this call, unless it is over.
    pub(super) fn steps(&self, call: u64) -> Option<Arc<[Step]>> {
        self.lock().steps_of(Some(call))
    }

    /// Keeps a request, and returns its steps. It returns `None` if the call is over, for a stray request, and if there
    /// is no room for the request.
    pub(super) fn record(&self, id: u64, turn: Turn, mut request: Request) -> Option<Arc<[Step]>> {
        // `Endpoint::take` fills in the URL.
        request.arrival = Some(Arrival { time: SystemTime::now(), endpoint: String::new() });
        let mut state = self.lock();
        if !state.has_room() {
            return None;
        }
        let certain = state.is_certain(id);
        state.bytes += request.raw.len();
        let steps = state.steps_of(turn);
        if steps.is_some() {
            state.capture.requests.push(request);
            state.certain.requests.push(certain);
        } else {
            state.capture.stray.push(request);
            state.certain.stray.push(certain);
        }
        steps
    }

    /// Keeps the beginning of data that is not a request.
    pub(super) fn record_problem(&self, id: u64, bytes: &[u8], problem: RequestProblem) {
        let mut state = self.lock();
        if state.has_room() {
            let certain = state.is_certain(id);
            let kept = bytes[..bytes.len().min(MAX_PROBLEM)].to_vec();
            state.bytes += kept.len();
            state.capture.problems.push((kept, problem));
            state.certain.problems.push(certain);
        }
    }

    /// Keeps why a connection could not be served. The first reason is kept.
    pub(super) fn fail(&self, why: String) {
        self.lock().trouble.get_or_insert(why);
        self.notify();
    }

    /// Removes a connection that is over, and the `bytes` that it still held.
    pub(super) fn remove(&self, id: u64, bytes: usize) {
        let mut state = self.lock();
        state.bytes -= bytes;
        state.connections.remove(&id);
        self.notify();
    }
}

impl State {
    pub(super) fn arm(&mut self, steps: Vec<Step>) {
        self.call += 1;
        self.steps = Some(steps.into());
        self.ending = false;
    }

    fn steps_of(&self, turn: Turn) -> Option<Arc<[Step]>> {
        self.steps.clone().filter(|_| turn == Some(self.call))
    }

    /// Cuts every wait short. Requests that arrive still belong to the call.
    pub(super) fn end_call(&mut self) {
        self.ending = true;
    }

    /// Ends the call, and returns what has arrived.
    pub(super) fn take(&mut self, own_seen: bool) -> Capture {
        self.steps = None;
        self.ending = false;
        // The client has reported its outcome, so it needs nothing more from draining connections. If one stayed open, it
        // would take a request of the next call.
        for connection in self.connections.values() {
            if connection.phase == Phase::Draining {
                connection.close();
            }
        }
        let mut capture = std::mem::take(&mut self.capture);
        let certain = std::mem::take(&mut self.certain);
        let requests = capture.requests.iter().chain(&capture.stray).map(|r| r.raw.len());
        let problems = capture.problems.iter().map(|(bytes, _)| bytes.len());
        self.bytes -= requests.chain(problems).sum::<usize>();
        certain.judge(&mut capture, own_seen);
        capture
    }

    /// Closes the connections with an incomplete request or response, and notes it in the capture. Their threads then
    /// record what they have.
    pub(super) fn close_unsettled(&mut self) {
        self.awaited().filter(|c| !c.is_settled()).for_each(Registered::close);
        self.capture.cut = true;
    }

    pub(super) fn close(&mut self) {
        self.closing = true;
        self.connections.values().for_each(Registered::close);
    }

    pub(super) fn is_closing(&self) -> bool {
        self.closing
    }

    /// Registers a connection as pending when it is accepted, and returns its id. [`admit`](Self::admit) or
    /// [`refuse`](Self::refuse) must follow. So a capture cannot overlook a connection between the kernel's queue and
    /// the register.
    pub(super) fn expect(&mut self) -> u64 {
        let id = self.next_connection;
        self.next_connection += 1;
        self.pending.insert(id);
        id
    }

    /// Makes the next capture wait only for the connections that were accepted so far.
    pub(super) fn close_horizon(&mut self) {
        self.horizon = self.next_connection;
    }

    /// Notes that an accepted connection is not served.
    pub(super) fn refuse(&mut self, id: u64) {
        self.pending.remove(&id);
    }

    /// Registers an accepted connection. Returns whether there is room for it. An endpoint that closes has none: nobody would
    /// close the connection.
    pub(super) fn admit(&mut self, id: u64, stream: &Arc<TcpStream>, certain: bool) -> bool {
        self.pending.remove(&id);
        if self.closing {
            return false;
        }
        if self.connections.len() >= MAX_CONNECTIONS {
            let idle = |connection: &&mut Registered| connection.phase == Phase::Idle;
            let Some(oldest) = self.connections.values_mut().find(idle) else { return false };
            oldest.close();
            // Its thread removes it later. Until then it must not count as idle and be chosen again.
            oldest.phase = Phase::Busy;
        }
        if self.connections.len() >= 2 * MAX_CONNECTIONS {
            return false;
        }
        let registered = Registered { stream: Arc::clone(stream), phase: Phase::Idle, certain };
        self.connections.insert(id, registered);
        true
    }

    /// Reports whether a connection is known to be the testee's.
    fn is_certain(&self, id: u64) -> bool {
        self.connections.get(&id).is_some_and(|connection| connection.certain)
    }

    /// Returns why the endpoint could not serve a connection, if it could not.
    pub(super) fn trouble(&self) -> Option<&String> {
        self.trouble.as_ref()
    }

    fn set_phase(&mut self, id: u64, phase: Phase) {
        if let Some(connection) = self.connections.get_mut(&id) {
            connection.phase = phase;
        }
    }

    fn has_room(&self) -> bool {
        let Capture { requests, stray, problems, .. } = &self.capture;
        requests.len() + stray.len() + problems.len() < MAX_RECORDS
    }

    /// Reports whether every connection waits for a request.
    pub(super) fn is_quiet(&self) -> bool {
        self.connections.values().all(|c| c.phase == Phase::Idle && c.is_caught_up())
    }

    /// Reports whether the endpoint has read everything that clients have sent, except where it waits for a client.
    pub(super) fn is_caught_up(&self) -> bool {
        let known = self.pending.first().is_none_or(|first| *first >= self.horizon);
        known && self.awaited().all(Registered::is_caught_up)
    }

    /// Reports whether every request is complete, recorded and answered.
    pub(super) fn is_settled(&self) -> bool {
        self.awaited().all(Registered::is_settled)
    }

    /// Reports whether every request is complete and recorded. A client may still have to read its response.
    pub(super) fn is_received(&self) -> bool {
        self.awaited().all(Registered::is_received)
    }

    /// Returns the connections that a capture waits for.
    fn awaited(&self) -> impl Iterator<Item = &Registered> {
        self.connections.range(..self.horizon).map(|(_, connection)| connection)
    }
}

/// Counts a thread of the endpoint for as long as it runs.
#[derive(Debug)]
pub(super) struct ThreadGuard(Arc<Shared>);

impl ThreadGuard {
    pub(super) fn new(shared: &Arc<Shared>) -> Self {
        shared.lock().threads += 1;
        Self(Arc::clone(shared))
    }
}

impl Drop for ThreadGuard {
    fn drop(&mut self) {
        self.0.lock().threads -= 1;
        self.0.notify();
    }
}

#[cfg(test)]
mod tests {
    use std::net::TcpListener;

    use super::*;

    #[test]
    fn an_endpoint_that_closes_admits_nobody() {
        let listener = TcpListener::bind("127.0.0.1:0").expect("it listens");
        let stream = TcpStream::connect(listener.local_addr().expect("an address"));
        let stream = Arc::new(stream.expect("it connects"));
        let mut state = State::default();
        let ids = [state.expect(), state.expect()];
        assert!(state.admit(ids[0], &stream, true));
        state.close();
        assert!(!state.admit(ids[1], &stream, true), "its thread would wait for ever");
        assert!(state.pending.is_empty());
    }
}
