//! What the policies on successes demand of the output.

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

/// How many findings a judgement tells at most: the rest would say the same.
pub(in crate::policy) const MOST_FINDINGS: usize = 10;

impl<'a> Success<'a, '_> {
    /// Demands that the testee took the answer for a success; `why` says what it should not have
    /// stumbled over.
    ///
    /// `policy` is broken only if the answer's known union members, and the notes that are `own`ed by
    /// the policy, are all that there is to stumble over.
    ///
    /// # Errors
    ///
    /// The judgement, if the testee did not take the answer for a success.
    pub(in crate::policy) fn response(
        &self,
        policy: &str,
        why: &str,
        own: impl Fn(&Note) -> bool,
    ) -> Result<(), Judgement> {
        self.response_despite(policy, None, why, own)
    }

    /// The same for a policy on an oddity of the answer's form.
    ///
    /// # Errors
    ///
    /// The judgement, if the testee did not take the answer for a success.
    pub(in crate::policy) fn response_despite(
        &self,
        policy: &str,
        oddity: Option<FormOddity>,
        why: &str,
        own: impl Fn(&Note) -> bool,
    ) -> Result<(), Judgement> {
        let outcome = self.client.outcome();
        if matches!(outcome, Outcome::Response { .. }) {
            return Ok(());
        }
        let notes = self.decoded.anatomy().notes();
        let odd_otherwise = notes.iter().any(|note| !note.kind.is_ordinary() && !own(note))
            || !self.form.is_ordinary_but_for(oddity);
        let given_up = given_up_for(Some(self.response), outcome);
        let left_to_others = match outcome {
            // The sources do not say what several oddities come to.
            _ if odd_otherwise => true,
            // They leave open what the header field of errors makes of a success.
            Outcome::ServiceError { .. } if has_error_header(Some(self.response)) => true,
            // An interim answer is shown as the final one.
            Outcome::ServiceError { http_status: Some(100..200), .. } => {
                yields(policy, Found::InterimShown)
            }
            Outcome::ClientError { .. } => match given_up.map(|hardship| hardship.given_up()) {
                Some(Some(found)) => yields(policy, found),
                // A reset, or bytes behind the answer: a client may give up for them.
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
        let place = oddity.and_then(|oddity| self.form.place(oddity)).or_else(noted);
        Err(match place {
            Some(offset) => finding.at_response_byte(offset).into(),
            None => finding.into(),
        })
    }

    /// Judges an answer for an oddity of its form: it must be taken for a success, and nothing of it may
    /// be lost. `own` tells the notes that come with the oddity.
    pub(in crate::policy) fn judge_form(
        &self,
        policy: &str,
        oddity: FormOddity,
        why: &str,
        message: &str,
        own: impl Fn(&Note) -> bool,
    ) -> Judgement {
        if !self.form.is(oddity) {
            return Judgement::NotExercised;
        }
        match self.response_despite(policy, Some(oddity), why, own) {
            Ok(()) => self.judge_departures(policy, message),
            Err(judgement) => judgement,
        }
    }

    /// Judges the departures that this policy owns: each of them fails with `message`.
    pub(in crate::policy) fn judge_departures(&self, policy: &str, message: &str) -> Judgement {
        self.fail_for(message, |found| owns(policy, found))
    }

    /// Fails with `message` for each departure that `wanted` holds for.
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

    /// The byte of the body that is to blame for a departure: that of its cause, or of the value that is lost.
    fn blamed(&self, departure: &Departure<'_>) -> Option<usize> {
        let body = &self.response.body;
        let place = match departure.cause.found? {
            Found::Text
            | Found::Date
            | Found::Member
            | Found::LostToDate
            | Found::LostToInterim
            | Found::LostToChunks => place_of(body, &departure.difference.path),
            found => match FormOddity::with_loss(found) {
                Some(oddity) => self.form.place(oddity),
                None => departure.cause.blamed,
            },
        };
        // An empty body reads as an object without members: it has no byte to be marked.
        place.filter(|offset| *offset < body.len())
    }

    /// Judges how the testee shows the unions that `concerned` holds for. Fails with `message` for a union whose
    /// departure the policy owns, and for one that is lost with a member around it.
    pub(in crate::policy) fn judge_unions(
        &self,
        policy: &str,
        message: &str,
        concerned: impl Fn(&WireUnion) -> bool,
    ) -> Judgement {
        if self.client.output().is_none() {
            return Judgement::NotExercised;
        }
        // The first departure of each union.
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
                _ => continue, // it is put down to something else
            };
            if findings.len() < MOST_FINDINGS {
                let finding = Finding::of_output(departure.difference, message);
                findings.push(finding.at_response_byte(union.offset));
            }
        }
        if findings.is_empty() && !judged { Judgement::NotExercised } else { findings.into() }
    }
}
