//! What the policies on successes require of the output.

use std::collections::HashMap;

use crate::exchange::Outcome;
use crate::policy::attribution::{Found, owns, yields};
use crate::policy::judgement::{Finding, Judgement};
use crate::protocol::Note;

use super::super::answer::{has_error_header, outcome_path};
use super::super::delivery::given_up_for;
use super::super::form::FormOddity;
use super::super::json_scan::place_of;
use super::departure::Departure;
use super::parts::Success;
use super::wire::WireUnion;

/// The most findings of a judgement. More of them would say the same.
pub(in crate::policy) const MOST_FINDINGS: usize = 10;

impl<'a> Success<'a, '_> {
    /// Requires that the client read the response as a success; `why` says what is not a reason to refuse it.
    ///
    /// The client breaks `policy` only if the response has no other reason to be refused than its known union
    /// members and the notes that the policy `own`s.
    ///
    /// # Errors
    ///
    /// Returns the judgement if the client did not read the response as a success.
    pub(in crate::policy) fn response(
        &self,
        policy: &str,
        why: &str,
        own: impl Fn(&Note) -> bool,
    ) -> Result<(), Judgement> {
        self.response_despite(policy, None, why, own)
    }

    /// Works like [`response`](Self::response), for a policy on an unusual form of the response.
    ///
    /// # Errors
    ///
    /// Returns the judgement if the client did not read the response as a success.
    pub(in crate::policy) fn response_despite(
        &self,
        policy: &str,
        oddity: Option<FormOddity>,
        why: &str,
        own: impl Fn(&Note) -> bool,
    ) -> Result<(), Judgement> {
        self.response_despite_any(policy, oddity.as_slice(), why, own)
    }

    /// Works like [`response_despite`](Self::response_despite), for a form that is unusual in several ways which go together.
    ///
    /// # Errors
    ///
    /// Returns the judgement if the client did not read the response as a success.
    pub(in crate::policy) fn response_despite_any(
        &self,
        policy: &str,
        oddities: &[FormOddity],
        why: &str,
        own: impl Fn(&Note) -> bool,
    ) -> Result<(), Judgement> {
        let outcome = self.client.outcome();
        if matches!(outcome, Outcome::Response { .. }) {
            return Ok(());
        }
        let notes = self.decoded.anatomy().notes();
        let odd_otherwise = notes.iter().any(|note| !note.kind.is_ordinary() && !own(note))
            || !self.form().is_ordinary_but_for(oddities);
        let given_up = given_up_for(Some(self.response), outcome);
        let left_to_others = match outcome {
            // The sources do not say what several unusual features mean together.
            _ if odd_otherwise => true,
            // The sources leave open how a client reads a success with the header field of errors.
            Outcome::ServiceError { .. } if has_error_header(Some(self.response)) => true,
            // The client shows an interim response as the final one.
            Outcome::ServiceError { http_status: Some(100..200), .. } => {
                yields(policy, Found::InterimShown)
            }
            Outcome::ClientError { .. } => match given_up.map(|hardship| hardship.given_up()) {
                Some(Some(found)) => yields(policy, found),
                // The delivery has a reset, or bytes after the response: a client may give up for either.
                Some(None) => true,
                None => false,
            },
            _ => false,
        };
        if left_to_others {
            return Err(Judgement::NotExercised);
        }
        let finding = Finding::new(outcome_path(), format!("the response is a success: {why}"))
            .expected("response")
            .actual(outcome.to_string());
        let noted = || notes.iter().find(|note| own(note)).map(|note| note.offset as usize);
        let place = oddities.iter().find_map(|oddity| self.form().place(*oddity)).or_else(noted);
        Err(match place {
            Some(offset) => finding.at_response_byte(offset).into(),
            None => finding.into(),
        })
    }

    /// Judges a response with an unusual form: the client must read it as a success and lose nothing of it.
    /// `own` selects the notes that this form brings with it.
    pub(in crate::policy) fn judge_form(
        &self,
        policy: &str,
        oddity: FormOddity,
        why: &str,
        message: &str,
        own: impl Fn(&Note) -> bool,
    ) -> Judgement {
        if !self.form().is(oddity) {
            return Judgement::NotExercised;
        }
        match self.response_despite(policy, Some(oddity), why, own) {
            Ok(()) => self.judge_departures(policy, message),
            Err(judgement) => judgement,
        }
    }

    /// Judges the departures that this policy owns. Each of them fails with `message`.
    pub(in crate::policy) fn judge_departures(&self, policy: &str, message: &str) -> Judgement {
        self.fail_for(message, |found| owns(policy, found))
    }

    /// Fails with `message` for each departure whose kind is `wanted`.
    pub(in crate::policy) fn fail_for(
        &self,
        message: &str,
        wanted: impl Fn(Found) -> bool,
    ) -> Judgement {
        let departures = self.departures(|cause| cause.found.is_some_and(&wanted));
        let findings: Vec<_> = departures
            .take(MOST_FINDINGS)
            .map(|departure| {
                let finding = Finding::of_output(departure.difference, message);
                match self.blamed(departure) {
                    Some(offset) => finding.at_response_byte(offset),
                    None => finding,
                }
            })
            .collect();
        findings.into()
    }

    /// Returns the byte of the body that is to blame for a departure: the byte of its cause, or of the value
    /// that is lost.
    fn blamed(&self, departure: &Departure<'_>) -> Option<usize> {
        let body = &self.response.body;
        let place = match departure.cause.found? {
            Found::Text
            | Found::Date
            | Found::Member
            | Found::LostToDate
            | Found::LostToInterim
            | Found::LostToChunks => place_of(body, self.base(), &departure.difference.path),
            found => match FormOddity::with_loss(found) {
                Some(oddity) => self.form().place(oddity),
                None => departure.cause.blamed,
            },
        };
        // An empty body reads as an object without members, so it has no byte to mark.
        place.filter(|offset| *offset < body.len())
    }

    /// Judges how the client shows the unions that are `concerned`. Fails with `message` for a union whose
    /// departure the policy owns, and for one that is lost together with a member around it.
    pub(in crate::policy) fn judge_unions(
        &self,
        policy: &str,
        message: &str,
        concerned: impl Fn(&WireUnion) -> bool,
    ) -> Judgement {
        if self.client.output().is_none() {
            return Judgement::NotExercised;
        }
        // One finding for each union is enough: the later departures follow from the first.
        let mut departures: HashMap<usize, &Departure<'a>> = HashMap::new();
        for departure in self.departures(|_| true) {
            if let Some(at) = departure.cause.union {
                departures.entry(at).or_insert(departure);
            }
        }
        let departed = self.departed();
        let mut findings = Vec::new();
        let mut judged = false;
        for (at, union) in self.unions.all.iter().enumerate().filter(|(_, union)| concerned(union))
        {
            let departure = match (self.hiding(&union.path), departures.get(&at)) {
                (Some(around), _) if around.cause.found == Some(Found::Member) => around,
                (None, Some(departure)) => match departure.cause.found {
                    Some(found) if owns(policy, found) => departure,
                    _ => continue,
                },
                (None, None) if !departed.places.has(&union.path) => {
                    judged = true;
                    continue;
                }
                _ => continue, // it has another cause
            };
            if findings.len() < MOST_FINDINGS {
                let finding = Finding::of_output(departure.difference, message);
                findings.push(finding.at_response_byte(union.offset));
            }
        }
        if findings.is_empty() && !judged { Judgement::NotExercised } else { findings.into() }
    }
}
