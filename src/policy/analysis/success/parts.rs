//! A success and its parts.

use std::cell::OnceCell;

use crate::exchange::{ClientEvidence, MessageEvidence};
use crate::http::Response;
use crate::json::Path;
use crate::policy::attribution::Found;
use crate::protocol::{Decoded, Note, NoteKind};

use super::super::delivery::garbling;
use super::super::form::Form;

use super::causes::Causes;
use super::departure::{Cause, Departure};
use super::path_index::PathIndex;
use super::wire::{NullMember, WireUnion, WireUnions, nulls, union_places};

/// An answer that a client must take for a success.
#[derive(Debug)]
pub(in crate::policy) struct Success<'a, 'e> {
    pub(super) messages: &'a MessageEvidence<'e>,
    pub(super) client: &'a ClientEvidence<'e>,
    pub(super) response: &'e Response,
    pub(super) decoded: &'a Decoded<'e, 'e>,
    pub(super) form: Form,
    pub(super) unions: WireUnions,
    nulls: Vec<NullMember>,
    departures: OnceCell<Departures<'a>>,
}

/// How the output of the client departs from the answer.
#[derive(Debug)]
pub(super) struct Departures<'a> {
    pub(super) all: Vec<Departure<'a>>,
    /// The places of all.
    pub(super) places: PathIndex<'a>,
}

impl<'a, 'e> Success<'a, 'e> {
    /// Takes `response` apart, of which the status and the header fields are those of a plain success. `None` if
    /// it is not whole, if a client need not accept it, or if the sources leave open what it says.
    pub(in crate::policy::analysis) fn of(
        messages: &'a MessageEvidence<'e>,
        client: &'a ClientEvidence<'e>,
        response: &'e Response,
    ) -> Option<Self> {
        let decoded = messages.accepted_body()?;
        let output = messages.expected_output()?;
        let (contract, anatomy) = (messages.contract(), decoded.anatomy());
        // What is not noted, and what stands there twice, explains no departure.
        if !anatomy.is_whole() || anatomy.of(|kind| kind == NoteKind::Duplicate).next().is_some() {
            return None;
        }
        let places = union_places(contract.model(), contract.operation().output(), output);
        let unions = WireUnions::of(anatomy.notes(), places)?;
        let nulls = nulls(decoded, contract.model(), &unions)?;
        let form = Form::of(contract, response, output);
        let departures = OnceCell::new();
        Some(Self { messages, client, response, decoded, form, unions, nulls, departures })
    }

    /// How the answer is written down and sent.
    pub(in crate::policy) fn form(&self) -> &Form {
        &self.form
    }

    /// The unions of the answer, in the order of its body.
    pub(in crate::policy) fn unions(&self) -> &[WireUnion] {
        &self.unions.all
    }

    /// The modeled members that are null, but for those of unions.
    pub(in crate::policy) fn nulls(&self) -> &[NullMember] {
        &self.nulls
    }

    /// Whether nothing is odd about what the answer says, nor about its form.
    pub(in crate::policy) fn is_plain(&self) -> bool {
        self.decoded.anatomy().notes().iter().all(|note| note.kind.is_ordinary())
            && self.form.is_ordinary_but_for(None)
    }

    /// The notes on the body of this kind.
    pub(in crate::policy) fn notes(
        &self,
        wanted: impl Fn(NoteKind) -> bool,
    ) -> impl Iterator<Item = &Note> {
        self.decoded.anatomy().of(wanted)
    }

    /// The same, with their paths in the output.
    pub(in crate::policy) fn noted(
        &self,
        wanted: impl Fn(NoteKind) -> bool,
    ) -> impl Iterator<Item = (&Note, Path)> {
        self.notes(wanted).map(|note| (note, self.decoded.path(note)))
    }

    /// Whether the note was made in one of the unions that `wanted` holds for.
    pub(in crate::policy) fn in_union(
        &self,
        note: &Note,
        wanted: impl Fn(&WireUnion) -> bool,
    ) -> bool {
        let union = self.unions.by_container.get(&note.container());
        union.is_some_and(|at| wanted(&self.unions.all[*at]))
    }

    /// The departures that `wanted` holds for.
    pub(in crate::policy) fn departures(
        &self,
        wanted: impl Fn(Cause) -> bool,
    ) -> impl Iterator<Item = &Departure<'a>> {
        self.departed().all.iter().filter(move |departure| wanted(departure.cause))
    }

    /// Whether something around the place is not shown as it should be, so that the place itself tells
    /// nothing.
    pub(in crate::policy) fn is_hidden(&self, path: &Path) -> bool {
        self.client.output().is_none() || self.hiding(path).is_some()
    }

    /// The innermost departure around the place.
    pub(super) fn hiding(&self, path: &Path) -> Option<&Departure<'a>> {
        let departed = self.departed();
        departed.places.around(path).next().and_then(|at| departed.all.get(at))
    }

    /// Every departure, worked out when it is first asked for.
    pub(super) fn departed(&self) -> &Departures<'a> {
        self.departures.get_or_init(|| {
            let differences = self.client.differences(self.messages);
            if differences.is_empty() {
                return Departures { all: Vec::new(), places: PathIndex::default() };
            }
            let causes = Causes::new(
                self.messages.contract(),
                &self.response.body,
                self.decoded,
                &self.unions.all,
                &self.nulls,
                &self.form,
            );
            let garbled = garbling(self.response).and_then(|hardship| hardship.lost());
            let cause_of = |difference| match (causes.of(difference), garbled) {
                // What came in such a way may be garbled by that.
                (Cause { found: Some(Found::Text | Found::Member), .. }, Some(garbled)) => {
                    Cause::of(garbled)
                }
                (cause, _) => cause,
            };
            let all = differences
                .iter()
                .map(|difference| Departure { cause: cause_of(difference), difference });
            let places = differences.iter().map(|d| d.path.as_str()).zip(0..).collect();
            Departures { all: all.collect(), places }
        })
    }
}
