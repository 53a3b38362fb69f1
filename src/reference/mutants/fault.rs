//! The seams of a call at which a mutant departs from the reference client.

use std::time::Duration;

use crate::exchange::Outcome;
use crate::json::Json;

use super::super::http::{Answer, Draft, HttpError};

/// Makes something of what is known of a call so far.
pub(in crate::reference) type Seam<T> = fn(&Seen<'_>) -> T;

/// Makes something else of what the reference client has.
pub(in crate::reference) type Change<T> = fn(&Seen<'_>, T) -> T;

/// What a mutant does otherwise, seam by seam in the order of a call. What is `None` is done as the
/// reference client does it.
#[derive(Clone, Copy, Debug)]
pub(in crate::reference) struct PlantedFault {
    /// Changes the input before it is checked.
    pub(super) input: Option<Change<Json>>,
    /// Gives the body that is sent for an input that the client should refuse; `None` refuses it.
    pub(super) forgive: Option<Seam<Option<Vec<u8>>>>,
    /// Changes the request before it is signed.
    pub(super) request: Option<fn(&Seen<'_>, &mut Draft)>,
    /// Changes the bytes that go out, behind the signature.
    pub(super) wire: Option<Change<Vec<u8>>>,
    /// Changes how long the client waits.
    pub(super) deadline: Option<fn(Duration) -> Duration>,
    /// Changes what was read: `seen.arrived` has the bytes.
    pub(super) answer: Option<Change<Result<Answer, HttpError>>>,
    /// Says where the request is sent once more, and its answer counts: an endpoint's URL.
    pub(super) again: Option<Seam<Option<String>>>,
    /// Changes what the user is told. `seen.answer` has what was understood of the wire.
    pub(super) outcome: Option<Change<Outcome>>,
}

impl PlantedFault {
    /// No fault: every call is the reference client's.
    pub(super) const NONE: Self = Self {
        input: None,
        forgive: None,
        request: None,
        wire: None,
        deadline: None,
        answer: None,
        again: None,
        outcome: None,
    };
}

/// What there is to know of a call when a seam is reached.
#[derive(Clone, Debug)]
pub(in crate::reference) struct Seen<'a> {
    /// Which call of the client this is, from 1.
    pub(super) call: u64,
    /// Which request on its connection this is, from 1; 0 before the connection is open.
    pub(super) on_connection: u64,
    /// The input as it was handed over.
    pub(super) input: &'a Json,
    /// The URL of the endpoint.
    pub(super) endpoint: &'a str,
    /// How often the request went out.
    pub(super) sent: u64,
    /// The bytes that arrived behind the latest request.
    pub(super) arrived: Vec<u8>,
    /// How long the latest answer took.
    pub(super) took: Duration,
    /// The answer, where one was read.
    pub(super) answer: Option<Answer>,
    /// The call before this one.
    pub(super) past: Option<Past>,
}

impl Seen<'_> {
    /// The body of the answer as text, what is no UTF-8 replaced; empty without an answer.
    pub(super) fn body(&self) -> String {
        let body = self.answer.as_ref().map_or(&[][..], |answer| &answer.body);
        String::from_utf8_lossy(body).into_owned()
    }

    /// The status of the answer; 0 without one.
    pub(super) fn status(&self) -> u16 {
        self.answer.as_ref().map_or(0, |answer| answer.status)
    }

    /// The value of a header field of the answer as text.
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
    /// What the user was told.
    pub(super) outcome: Outcome,
}
