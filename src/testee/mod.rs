//! Testees: the programs under judgement, and the endpoint that they send requests to.
//!
//! A [`Testee`] makes one [`Call`] at a time and reports what its user would see: an [`Outcome`]. It is either a
//! client in this process ([`InProcess`]) or a program that speaks the testee protocol ([`Subprocess`]). If a testee
//! dies, hangs or breaks the protocol, that is the outcome of one call, and the next call gets a fresh testee.
//!
//! The [`Endpoint`] is the server side: HTTP/1.1 on the loopback interface. It controls every byte that it sends, and
//! keeps every byte that arrives.
//!
//! ```
//! use std::time::Duration;
//! use wireproof::exchange::Outcome;
//! use wireproof::json::Json;
//! use wireproof::testee::{Call, InProcess, OwnedCall, Testee};
//!
//! let mut testee = InProcess::new(|call: &OwnedCall| Outcome::Response {
//!     http_status: Some(200),
//!     output: call.input.clone(),
//!     request_id: None,
//! });
//! let input = Json::object([("Username", Json::from("amy"))]);
//! let outcome = testee.call(&Call {
//!     id: 1,
//!     endpoint: "http://127.0.0.1:1",
//!     operation: "DisassociateUser",
//!     input: &input,
//!     deadline: Duration::from_secs(10),
//! });
//! assert_eq!(outcome, Ok(Outcome::response(input).with_http_status(200)));
//! ```
//!
//! Source: docs/testee-protocol.md#what-the-harness-does.

mod endpoint;
#[doc(hidden)]
pub mod environment;
mod error;
mod in_process;
mod interrupt;
#[doc(hidden)]
pub mod limits;
mod lines;
#[cfg(target_os = "linux")]
mod processes;
#[doc(hidden)]
pub mod protocol;
mod serve;
#[doc(hidden)]
pub mod smoke;
mod subprocess;

use std::time::Duration;

#[doc(hidden)]
pub use endpoint::{Capture, Endpoint, Origins, Strangers};
#[doc(hidden)]
pub use error::{CallError, TesteeError};
pub use in_process::InProcess;
#[doc(hidden)]
pub use in_process::{Client, OwnedCall};
pub use interrupt::Interrupt;
#[doc(hidden)]
pub use interrupt::WakerGuard;
#[doc(hidden)]
pub use lines::Lines;
pub use serve::serve;
#[doc(hidden)]
pub use subprocess::{
    HELLO_DEADLINE, RESTART_ATTEMPTS, Subprocess, SubprocessSpec, adopt_orphans, kill_all,
};

use crate::exchange::{Outcome, TesteeInfo};
use crate::json::Json;

/// One call that a testee is to make.
#[derive(Clone, Copy, Debug)]
pub struct Call<'a> {
    /// A number that is unique among the calls to this testee, even across its restarts. The first
    /// call of a run is number 1.
    pub id: u64,
    /// Where to send the request: `http://127.0.0.1:40123`.
    pub endpoint: &'a str,
    /// The operation's name.
    pub operation: &'a str,
    /// The input, in the value form. It may break the contract on purpose.
    pub input: &'a Json,
    /// How long the testee may take.
    pub deadline: Duration,
}

/// A program under judgement, or a part of this one.
pub trait Testee: Send {
    /// Returns what the testee reports about itself.
    fn info(&self) -> &TesteeInfo;

    /// Starts the testee again if its next call needs that. The caller does this before the endpoint waits for
    /// requests of the call.
    ///
    /// # Errors
    ///
    /// The same as those of [`call`](Self::call).
    fn prepare(&mut self) -> Result<(), CallError> {
        Ok(())
    }

    /// Makes one call.
    ///
    /// It returns by the deadline of the call, or a little later if the testee must be killed. A crash, a timeout and
    /// a breach of the protocol are outcomes. After one of these, the testee is started again before its next call.
    /// Each attempt to start it may take as long as the first start.
    ///
    /// # Errors
    ///
    /// If the call has no outcome and the run cannot go on: the run was interrupted (then it returns promptly), or the
    /// testee cannot be started again.
    fn call(&mut self, call: &Call<'_>) -> Result<Outcome, CallError>;

    /// Resets the testee, so that the next call is like its first one. A client in this process that cannot be made
    /// anew (see [`Client::renewed`]) stays as it is.
    fn renew(&mut self) {}

    /// Returns the end of the testee's standard error, for people to read. After a crash or a timeout, this is the
    /// output of the dead process.
    fn stderr_tail(&self) -> String {
        String::new()
    }

    /// Ends the testee in order: sends the bye, waits a bounded time, and then kills it. A testee that is dropped
    /// without this call is killed at once.
    fn finish(&mut self) {}
}
