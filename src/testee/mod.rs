//! Testees: the programs under judgement, and the endpoint that they talk to.
//!
//! A [`Testee`] takes one [`Call`] at a time and says what its user would see of it: an
//! [`Outcome`]. It may be a client in this process ([`InProcess`]) or a program of its own, driven
//! by the testee protocol ([`Subprocess`]). Whatever it does (dies, hangs, talks nonsense) is an
//! outcome of that one call, and the next one finds it fresh.
//!
//! The [`Endpoint`] is the other end of its wire: HTTP/1.1 on the loopback interface, where every
//! byte that is sent is chosen, and every byte that arrives is kept.
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
//! });
//! let input = Json::object([("Username", Json::from("amy"))]);
//! let outcome = testee.call(&Call {
//!     id: 1,
//!     endpoint: "http://127.0.0.1:1",
//!     operation: "DisassociateUser",
//!     input: &input,
//!     deadline: Duration::from_secs(10),
//! });
//! assert_eq!(outcome, Ok(Outcome::Response { http_status: Some(200), output: input }));
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
    /// A number that no other call to this testee has, also not across its restarts. The first
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
    /// What the testee says of itself.
    fn info(&self) -> &TesteeInfo;

    /// Makes the testee ready for its next call, if it has to be started again for that. So that takes place before
    /// the endpoint waits for requests of the call.
    ///
    /// # Errors
    ///
    /// As [`call`](Self::call).
    fn prepare(&mut self) -> Result<(), CallError> {
        Ok(())
    }

    /// Makes one call.
    ///
    /// Returns by the deadline of the call, and a little later at most where the testee must be
    /// killed. A crash, a timeout and a breach of the protocol are outcomes; after one of these the
    /// testee is started again before its next call, for which it may take as long as it may for
    /// its first start, each time that it is tried.
    ///
    /// # Errors
    ///
    /// Where the run cannot go on, and the call has no outcome: promptly where it was interrupted, and
    /// where the testee cannot be started again.
    fn call(&mut self, call: &Call<'_>) -> Result<Outcome, CallError>;

    /// Starts over: the next call finds the testee as if none had been made before it. Where a client in
    /// this process cannot be made anew (see [`Client::renewed`]), it stays as it is.
    fn renew(&mut self) {}

    /// The end of what the testee has written to its standard error, for people to read. After a
    /// crash or a timeout this is what the dead process wrote.
    fn stderr_tail(&self) -> String {
        String::new()
    }

    /// Ends the testee in order: says goodbye, waits a bounded time, then kills it. A testee that is
    /// dropped without this is killed at once.
    fn finish(&mut self) {}
}
