//! What a decoder can show at all.
//!
//! Some findings count only if a testee shows such a thing in another call: a client that never shows a status cannot be
//! blamed for not showing one. In a run, other calls tell. A fuzzer judges each input alone, so that a finding can be
//! replayed. So the judge asks the decoder once, before the first input, with answers that any client understands.

use crate::exchange::Outcome;
use crate::http::{Answer, Response};
use crate::policy::{Counts, Shows};
use crate::protocol::ERROR_TYPE_HEADER;

use super::received::decode;

/// What a decoder shows of plain answers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Shown {
    code: bool,
    status: bool,
    request_id: bool,
}

impl Shown {
    /// Asks the decoder: a success with this body, and an error that is named in each of the three places.
    pub(super) fn by(
        decoder: &dyn Fn(&Response) -> Outcome,
        success: Option<Answer>,
        error: &str,
    ) -> Self {
        let mut answers: Vec<_> = success.into_iter().collect();
        for (field, member) in [(true, None), (false, Some("code")), (false, Some("__type"))] {
            let body = member.map_or_else(
                || r#"{"message":"m"}"#.to_owned(),
                |member| format!(r#"{{"{member}":"{error}","message":"m"}}"#),
            );
            let mut answer = Answer::json(400, body);
            if field {
                answer.headers.push(ERROR_TYPE_HEADER, error);
            }
            answers.push(answer);
        }
        let mut shown = Self::default();
        for mut answer in answers {
            answer.headers.push("x-amzn-requestid", "8b6a7f3e-0000-4000-8000-000000000000");
            match decode(decoder, answer).2 {
                Outcome::Response { http_status, request_id, .. } => {
                    shown.status |= http_status.is_some();
                    shown.request_id |= request_id.is_some();
                }
                Outcome::ServiceError { code, http_status, request_id, .. } => {
                    shown.code |= code.is_some();
                    shown.status |= http_status.is_some();
                    shown.request_id |= request_id.is_some();
                }
                _ => {}
            }
        }
        shown
    }

    /// Reports whether a finding with this condition counts.
    pub(super) fn count(self, counts: Counts) -> bool {
        match counts {
            Counts::Always => true,
            Counts::If(what) => self.has(what),
            Counts::Unless(what) => !self.has(what),
        }
    }

    fn has(self, what: Shows) -> bool {
        match what {
            Shows::Code => self.code,
            Shows::HttpStatus => self.status,
            Shows::RequestId => self.request_id,
            // A decoder in this process gets no interim response.
            Shows::AfterContinue => false,
        }
    }
}
