//! A success and its parts: its form, its unions, its nulls, and how the output departs from it.

use std::cell::OnceCell;

use crate::exchange::{ClientEvidence, MessageEvidence};
use crate::http::Response;
use crate::json::{Json, Path};
use crate::policy::attribution::Found;
use crate::protocol::{Decoded, Note, NoteKind};

use super::super::delivery::garbling;
use super::super::form::Form;
use super::super::json_scan::payload_path;

use super::causes::Causes;
use super::departure::{Cause, Departure};
use super::path_index::PathIndex;
use super::wire::{NullMember, WireUnion, WireUnions, nulls, path_of, union_places};

/// A response that a client must read as a success.
#[derive(Debug)]
pub(in crate::policy) struct Success<'a, 'e> {
    pub(super) messages: &'a MessageEvidence<'e>,
    pub(super) client: &'a ClientEvidence<'e>,
    pub(super) response: &'e Response,
    pub(super) decoded: &'a Decoded<'e, 'e>,
    /// The path of the body's value in the output.
    base: Path,
    /// Worked out when a policy first asks: it reads the whole body once more.
    form: OnceCell<Form>,
    output: &'a Json,
    pub(super) unions: WireUnions,
    nulls: Vec<NullMember>,
    departures: OnceCell<Departures<'a>>,
}

/// The departures of the client's output from the response.
#[derive(Debug)]
pub(super) struct Departures<'a> {
    pub(super) all: Vec<Departure<'a>>,
    /// The paths of all departures.
    pub(super) places: PathIndex<'a>,
}

impl<'a, 'e> Success<'a, 'e> {
    /// Takes `response` apart, whose status and header fields are those of a plain success. Returns `None` if
    /// it is not complete, if a client need not accept it, or if the sources leave its meaning open.
    pub(in crate::policy::analysis) fn of(
        messages: &'a MessageEvidence<'e>,
        client: &'a ClientEvidence<'e>,
        response: &'e Response,
    ) -> Option<Self> {
        let decoded = messages.accepted_body()?;
        let output = messages.expected_output()?;
        let (contract, anatomy) = (messages.contract(), decoded.anatomy());
        // A fault without a note, or a repeated member, would leave some departures without their true cause.
        if !anatomy.is_whole() || anatomy.of(|kind| kind == NoteKind::Duplicate).next().is_some() {
            return None;
        }
        let places = union_places(contract.model(), contract.operation().output(), output);
        let unions = WireUnions::of(anatomy.notes(), places)?;
        let base = payload_path(contract);
        let nulls = nulls(decoded, &base, contract.model(), &unions)?;
        let (form, departures) = (OnceCell::new(), OnceCell::new());
        Some(Self {
            messages,
            client,
            response,
            decoded,
            base,
            form,
            output,
            unions,
            nulls,
            departures,
        })
    }

    /// The path of the body's value in the output.
    pub(super) fn base(&self) -> &Path {
        &self.base
    }

    /// The form and the delivery of the response.
    pub(in crate::policy) fn form(&self) -> &Form {
        let of = || Form::of(self.messages.contract(), self.response, self.output);
        self.form.get_or_init(of)
    }

    /// The unions of the response, in the order of its body.
    pub(in crate::policy) fn unions(&self) -> &[WireUnion] {
        &self.unions.all
    }

    /// The modeled members that are null, without the members of unions.
    pub(in crate::policy) fn nulls(&self) -> &[NullMember] {
        &self.nulls
    }

    /// Reports whether neither the content nor the form of the response is unusual.
    pub(in crate::policy) fn is_plain(&self) -> bool {
        self.decoded.anatomy().notes().iter().all(|note| note.kind.is_ordinary())
            && self.form().is_ordinary_but_for(&[])
    }

    /// Returns the notes on the body whose kind is wanted.
    pub(in crate::policy) fn notes(
        &self,
        wanted: impl Fn(NoteKind) -> bool,
    ) -> impl Iterator<Item = &Note> {
        self.decoded.anatomy().of(wanted)
    }

    /// Returns the notes whose kind is wanted, with their paths in the output.
    pub(in crate::policy) fn noted(
        &self,
        wanted: impl Fn(NoteKind) -> bool,
    ) -> impl Iterator<Item = (&Note, Path)> {
        self.notes(wanted).map(|note| (note, path_of(self.decoded, &self.base, note)))
    }

    /// Reports whether the note is on one of the unions that are `wanted`.
    pub(in crate::policy) fn in_union(
        &self,
        note: &Note,
        wanted: impl Fn(&WireUnion) -> bool,
    ) -> bool {
        let union = self.unions.by_container.get(&note.container());
        union.is_some_and(|at| wanted(&self.unions.all[*at]))
    }

    /// Returns the departures whose cause is `wanted`.
    pub(in crate::policy) fn departures(
        &self,
        wanted: impl Fn(Cause) -> bool,
    ) -> impl Iterator<Item = &Departure<'a>> {
        self.departed().all.iter().filter(move |departure| wanted(departure.cause))
    }

    /// Reports whether a value around the path is not shown as it should be, so that the path itself says
    /// nothing.
    pub(in crate::policy) fn is_hidden(&self, path: &Path) -> bool {
        self.client.output().is_none() || self.hiding(path).is_some()
    }

    /// Returns the innermost departure around the path.
    pub(super) fn hiding(&self, path: &Path) -> Option<&Departure<'a>> {
        let departed = self.departed();
        departed.places.around(path).next().and_then(|at| departed.all.get(at))
    }

    /// Returns every departure. They are computed at the first call.
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
                (&self.base, self.output),
                &self.unions.all,
                &self.nulls,
                self.form(),
            );
            let garbled = garbling(self.response).and_then(|hardship| hardship.lost());
            let cause_of = |difference| match (causes.of(difference), garbled) {
                // Such a delivery may garble any part of the response.
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
