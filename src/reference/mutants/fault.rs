//! The seams of a call: the steps at which a mutant can differ from the reference client.

use std::time::{Duration, SystemTime};

use crate::exchange::Outcome;
use crate::json::Json;

use super::super::Credentials;
use super::super::http::{Answer, Draft, HttpError};

/// A function that makes a `T` from what is known of a call so far.
pub(in crate::reference) type Seam<T> = fn(&Seen<'_>) -> T;

/// A function that replaces a `T` of the reference client.
pub(in crate::reference) type Change<T> = fn(&Seen<'_>, T) -> T;

/// The changes of a mutant, in the order of the steps of a call. At a seam that is `None`, the mutant does what the
/// reference client does.
#[derive(Clone, Copy, Debug)]
pub(in crate::reference) struct PlantedFault {
    /// Changes the input before it is checked.
    pub(super) input: Option<Change<Json>>,
    /// Returns the body that is sent for an input that the client should refuse; `None` refuses it.
    pub(super) forgive: Option<Seam<Option<Vec<u8>>>>,
    /// Changes the request before it is signed.
    pub(super) request: Option<fn(&Seen<'_>, &mut Draft)>,
    /// Changes the host that is signed and sent.
    pub(super) host: Option<Change<String>>,
    /// Changes the credentials that sign the request.
    pub(super) credentials: Option<Change<Credentials>>,
    /// Changes the time at which the request says it was signed.
    pub(super) clock: Option<Change<SystemTime>>,
    /// Changes the bytes that are sent, after the request is signed.
    pub(super) wire: Option<Change<Vec<u8>>>,
    /// Changes how long the client waits.
    pub(super) deadline: Option<fn(Duration) -> Duration>,
    /// Changes the response that was read. `seen.arrived` has its bytes.
    pub(super) answer: Option<Change<Result<Answer, HttpError>>>,
    /// Returns the URL of an endpoint if the request is repeated there. The response to the last repetition counts.
    pub(super) again: Option<Seam<Option<String>>>,
    /// Changes the outcome. `seen.answer` has the response as it was read.
    pub(super) outcome: Option<Change<Outcome>>,
}

impl PlantedFault {
    /// No fault: every step is that of the reference client.
    pub(super) const NONE: Self = Self {
        input: None,
        forgive: None,
        request: None,
        host: None,
        credentials: None,
        clock: None,
        wire: None,
        deadline: None,
        answer: None,
        again: None,
        outcome: None,
    };
}

/// What is known of a call at a seam.
#[derive(Clone, Debug)]
pub(in crate::reference) struct Seen<'a> {
    /// Which call of the client this is, from 1.
    pub(super) call: u64,
    /// Which request on its connection this is, from 1; 0 before the connection is open.
    pub(super) on_connection: u64,
    /// The input of the call, before a fault changes it.
    pub(super) input: &'a Json,
    /// The URL of the endpoint.
    pub(super) endpoint: &'a str,
    /// How many times the request was sent.
    pub(super) sent: u64,
    /// The bytes that arrived after the latest request.
    pub(super) arrived: Vec<u8>,
    /// How long the latest response took.
    pub(super) took: Duration,
    /// The response, if one was read.
    pub(super) answer: Option<Answer>,
    /// The previous call.
    pub(super) past: Option<Past>,
}

impl Seen<'_> {
    /// Returns the body of the response as text, with U+FFFD for bytes that are not UTF-8. It is empty without a
    /// response.
    pub(super) fn body(&self) -> String {
        let body = self.answer.as_ref().map_or(&[][..], |answer| &answer.body);
        String::from_utf8_lossy(body).into_owned()
    }

    /// Returns the status of the response, and 0 without one.
    pub(super) fn status(&self) -> u16 {
        self.answer.as_ref().map_or(0, |answer| answer.status)
    }

    /// Returns the value of a header field of the response as text.
    pub(super) fn header(&self, name: &str) -> Option<String> {
        let value = self.answer.as_ref()?.header(name)?;
        Some(String::from_utf8_lossy(value).into_owned())
    }
}

/// A call that is over.
#[derive(Clone, Debug)]
pub(in crate::reference) struct Past {
    /// The input.
    pub(super) input: Json,
    /// The outcome that the user saw.
    pub(super) outcome: Outcome,
}
