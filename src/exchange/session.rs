//! Exchanges, and the sessions that they are part of.

use crate::http::{Request, Response};
use crate::json::Json;

use super::outcome::Outcome;

/// One call, from its input to its outcome.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exchange {
    /// The input that the testee was handed, in the value form. It may break the contract on purpose.
    pub input: Json,
    /// The requests that arrived during the call, in order: one from a client that sends once, none
    /// from one that refused the input. Those that went where the answer redirects to stand last.
    pub requests: Vec<Request>,
    /// The answer that each of them got.
    pub response: Option<Response>,
    /// What the testee's user saw.
    pub outcome: Outcome,
}

impl Exchange {
    /// The first request, if one was sent.
    pub fn request(&self) -> Option<&Request> {
        self.requests.first()
    }
}

/// The calls of one testee process in their order, and the requests that belong to none of them.
#[derive(Clone, Debug, Default)]
pub struct Session {
    /// The calls.
    pub exchanges: Vec<Exchange>,
    /// Requests that arrived between calls.
    pub stray: Vec<Request>,
}

/// What a testee says of itself in its hello.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TesteeInfo {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: Option<String>,
    /// The language that it is written in.
    pub language: Option<String>,
    /// The edition of the contract that it was built from, if it says so.
    pub edition: Option<String>,
    /// What it sets out to do.
    pub features: Features,
}

/// What a testee sets out to do. A feature that the harness does not know is ignored.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Features {
    /// It checks an input before sending it; without this the `input.*` laws are not applicable.
    pub client_validation: bool,
}
