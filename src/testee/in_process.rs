//! Testees in this process: any function from a call to an outcome.

use std::any::Any;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use super::error::CallError;
use super::interrupt::{Interrupt, WakerGuard};
use super::limits::no_thread;
use super::protocol::{CallRequest, milliseconds};
use super::{Call, Testee};
use crate::exchange::{Features, Outcome, TesteeInfo};
use crate::json::Json;

/// A client that can be judged without a process of its own.
///
/// Every `Fn(&OwnedCall) -> Outcome` is a client. It is called from one thread at a time, with one exception: a call
/// that has run past its deadline is abandoned, and may still run beside the next one.
pub trait Client: Send + Sync + 'static {
    /// Returns what the client reports about itself. The default is the name `in-process` and a client that validates
    /// its inputs and was not given the session token. A client that signs with
    /// [`SESSION_TOKEN`](crate::credentials::SESSION_TOKEN) says so by [`Features::with_session_token`].
    fn info(&self) -> TesteeInfo {
        TesteeInfo {
            name: "in-process".to_owned(),
            features: Features {
                client_validation: true,
                session_token: false,
                host_prefix: false,
            },
            ..TesteeInfo::default()
        }
    }

    /// Returns the same client in the state before its first call. The run uses it to find out whether a failure needs
    /// the calls before it. `None`, the default, means that the client cannot be made anew.
    fn renewed(&self) -> Option<Arc<dyn Client>> {
        None
    }

    /// Makes one call and returns its outcome. It should respect the deadline of the call.
    fn call(&self, call: &OwnedCall) -> Outcome;
}

impl<F: Fn(&OwnedCall) -> Outcome + Send + Sync + 'static> Client for F {
    fn call(&self, call: &OwnedCall) -> Outcome {
        self(call)
    }
}

/// A call that an in-process client is to make.
#[derive(Clone, Debug)]
pub struct OwnedCall {
    /// Where to send the request: `http://127.0.0.1:40123`.
    pub endpoint: String,
    /// The operation's name.
    pub operation: String,
    /// The input, in the value form.
    pub input: Json,
    /// How long the client may take.
    pub deadline: Duration,
}

impl From<CallRequest> for OwnedCall {
    fn from(call: CallRequest) -> Self {
        let CallRequest { id: _, endpoint, operation, input, deadline } = call;
        Self { endpoint, operation, input, deadline }
    }
}

impl OwnedCall {
    /// Returns the input as JSON text.
    pub fn input_text(&self) -> String {
        self.input.to_string()
    }
}

/// The stack size of the thread for calls, in bytes. A main thread usually has as much, so a deeply nested response has
/// the same effect in a test as in a program.
const STACK: usize = 8 * 1024 * 1024;

/// A [`Client`] as a testee. Its calls run on a separate thread, so that a panic or a hang affects one call only.
///
/// A panic is a crash, reported with its message. A call that runs past its deadline is a timeout. Its thread keeps
/// running, because a thread cannot be killed, and the next call gets a new one.
pub struct InProcess {
    client: Arc<dyn Client>,
    info: TesteeInfo,
    interrupt: Interrupt,
    worker: Option<Worker>,
    /// The number of the latest job. The result of an older job comes from an abandoned worker and is ignored.
    latest: u64,
    done: Sender<Event>,
    events: Receiver<Event>,
    waker: Option<WakerGuard>,
}

enum Event {
    Done(u64, Outcome),
    Interrupted,
}

/// A thread that is idle between calls.
struct Worker {
    jobs: Sender<(u64, OwnedCall)>,
    thread: JoinHandle<()>,
}

impl InProcess {
    /// Makes a testee from a client.
    pub fn new(client: impl Client) -> Self {
        let (done, events) = mpsc::channel();
        let info = client.info();
        let client = Arc::new(client);
        let interrupt = Interrupt::new();
        Self { client, info, interrupt, worker: None, latest: 0, done, events, waker: None }
    }

    /// Makes the calls of this testee end early when the interrupt is tripped.
    #[must_use]
    pub fn with_interrupt(mut self, interrupt: &Interrupt) -> Self {
        let done = self.done.clone();
        self.interrupt = interrupt.clone();
        self.waker = Some(interrupt.on_trip(move || {
            // If the testee is gone, there is no receiver.
            let _ = done.send(Event::Interrupted);
        }));
        self
    }

    fn start_worker(&self) -> io::Result<Worker> {
        let (jobs, inbox) = mpsc::channel::<(u64, OwnedCall)>();
        let client = Arc::clone(&self.client);
        let done = self.done.clone();
        let work = move || {
            for (number, call) in inbox {
                let outcome = catch_unwind(AssertUnwindSafe(|| client.call(&call)))
                    .unwrap_or_else(|panic| Outcome::Crash { detail: panic_detail(&*panic) });
                if done.send(Event::Done(number, outcome)).is_err() {
                    return;
                }
            }
        };
        let thread = thread::Builder::new()
            .name("in-process-call".to_owned())
            .stack_size(STACK)
            .spawn(work)?;
        Ok(Worker { jobs, thread })
    }
}

impl Testee for InProcess {
    fn info(&self) -> &TesteeInfo {
        &self.info
    }

    fn call(&mut self, call: &Call<'_>) -> Result<Outcome, CallError> {
        if self.interrupt.is_tripped() {
            return Err(CallError::Interrupted);
        }
        let until = Instant::now().checked_add(call.deadline);
        let worker = match self.worker.take().map_or_else(|| self.start_worker(), Ok) {
            Ok(worker) => worker,
            Err(error) => {
                return Err(CallError::CannotRun(no_thread(&error)));
            }
        };
        self.latest += 1;
        let job = OwnedCall {
            endpoint: call.endpoint.to_owned(),
            operation: call.operation.to_owned(),
            input: call.input.clone(),
            deadline: call.deadline,
        };
        if worker.jobs.send((self.latest, job)).is_err() {
            return Ok(Outcome::Crash { detail: "the thread for calls is gone".to_owned() });
        }
        loop {
            let left =
                until.map_or(Duration::MAX, |at| at.saturating_duration_since(Instant::now()));
            match self.events.recv_timeout(left) {
                Ok(Event::Done(number, outcome)) if number == self.latest => {
                    self.worker = Some(worker);
                    return Ok(outcome);
                }
                // A job that was abandoned at its deadline has ended after all.
                Ok(Event::Done(..)) => {}
                Ok(Event::Interrupted) => return Err(CallError::Interrupted),
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => {
                    let after_ms = milliseconds(call.deadline);
                    return Ok(Outcome::Timeout { after_ms });
                }
            }
        }
    }

    fn renew(&mut self) {
        if let Some(client) = self.client.renewed() {
            self.finish();
            self.client = client;
        }
    }

    fn finish(&mut self) {
        if let Some(Worker { jobs, thread }) = self.worker.take() {
            drop(jobs);
            // It was idle, so it ends at once; and it catches every panic.
            let _ = thread.join();
        }
    }
}

impl Drop for InProcess {
    fn drop(&mut self) {
        self.finish();
    }
}

/// Describes a panic: by its message if that is text, as `panic!` makes it.
fn panic_detail(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().copied();
    match text.or_else(|| panic.downcast_ref::<String>().map(String::as_str)) {
        Some(text) => format!("panicked: {text}"),
        None => "panicked with a value that is no text".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Mutex;

    const LONG: Duration = Duration::from_secs(60);

    fn call(input: &Json, deadline: Duration) -> Call<'_> {
        Call { id: 1, endpoint: "http://127.0.0.1:1", operation: "Do", input, deadline }
    }

    fn answer(text: &str) -> Outcome {
        Outcome::Response { http_status: None, output: Json::from(text), request_id: None }
    }

    #[test]
    fn a_panic_costs_one_call() {
        let mut testee = InProcess::new(|call: &OwnedCall| match call.input_text().as_str() {
            "1" => panic!("on the {}", "first"),
            other => answer(other),
        });
        assert_eq!(testee.info().name, "in-process");
        let first = testee.call(&call(&Json::from(1_u64), LONG));
        assert_eq!(first, Ok(Outcome::Crash { detail: "panicked: on the first".to_owned() }));
        assert_eq!(testee.call(&call(&Json::from(2_u64), LONG)), Ok(answer("2")));
    }

    #[test]
    fn a_hang_costs_one_call_and_its_late_answer_is_not_heard() {
        let (go, gate) = mpsc::channel::<()>();
        let (told, late) = mpsc::channel();
        let (gate, told) = (Mutex::new(gate), Mutex::new(told));
        let mut testee = InProcess::new(move |call: &OwnedCall| {
            if call.input == Json::Bool(true) {
                let _ = gate.lock().expect("only here").recv();
                told.lock().expect("only here").send(()).expect("the test listens");
                return answer("late");
            }
            answer("next")
        });
        let short = Duration::from_millis(20);
        let first = testee.call(&call(&Json::Bool(true), short));
        assert_eq!(first, Ok(Outcome::Timeout { after_ms: 20 }));
        go.send(()).expect("the call waits");
        late.recv().expect("it ends at last");
        assert_eq!(testee.call(&call(&Json::Null, LONG)), Ok(answer("next")));
    }

    #[test]
    fn an_interrupt_ends_a_call_in_flight() {
        let interrupt = Interrupt::new();
        let tripped = interrupt.clone();
        let (_never, gate) = mpsc::channel::<()>();
        let gate = Mutex::new(gate);
        let mut testee = InProcess::new(move |_: &OwnedCall| {
            tripped.trip();
            let _ = gate.lock().expect("only here").recv();
            answer("never")
        })
        .with_interrupt(&interrupt);
        assert_eq!(testee.call(&call(&Json::Null, LONG)), Err(CallError::Interrupted));
        assert_eq!(testee.call(&call(&Json::Null, LONG)), Err(CallError::Interrupted));
    }
}
