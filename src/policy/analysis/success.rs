//! How the policies on successes take an answer apart, and what a testee made of it.
//!
//! An answer may be odd in several ways at once. So that each policy judges its own oddity, every
//! departure of the testee's output from the one that it must show is put down to one cause, and a
//! refusal to the only oddity that the answer has.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use crate::exchange::{Evidence, Outcome};
use crate::json::{Json, JsonKind, Path};
use crate::model::{Model, ShapeKind, ShapeRef};
use crate::policy::judgement::{Finding, Judgement};
use crate::protocol::{Container, Decoded, Note, NoteKind};
use crate::value::{Difference, DifferenceKind, SDK_UNKNOWN_MEMBER};

use super::delivery::{Hardship, garbling, gave_up};
use super::form::{Form, FormOddity, ORDINARY, is_common_date, is_date, names_a_date};
use super::json_scan::{is_correction, is_empty, texts_of};
use super::{has_error_header, outcome_path, plain_success};

/// How many characters a long string has at least, and how many of them a client shows rightly whose
/// fault is that it cannot bear the length.
const LONG: usize = 4_096;
const WELL_BEGUN: usize = 1_024;

/// How many findings a judgement tells at most: the rest would say the same.
pub(in crate::policy) const MOST_FINDINGS: usize = 10;

/// An answer that a client must take for a success.
pub(in crate::policy) struct Success<'a, 'e> {
    evidence: &'a Evidence<'e>,
    decoded: &'a Decoded<'e, 'e>,
    /// Its unions, in the order of the body.
    pub(in crate::policy) unions: Vec<WireUnion>,
    union_in: HashMap<Container, usize>,
    /// Its modeled members that are null, but for those of unions.
    pub(in crate::policy) nulls: Vec<NullMember>,
    /// How the testee's output departs from it.
    departures: Vec<Departure<'a>>,
    /// The places of those departures.
    departed: PathIndex<'a>,
}

/// A union of the body, with its one member.
pub(in crate::policy) struct WireUnion {
    /// Its place in the output.
    pub(in crate::policy) path: Path,
    /// Where it begins in the body.
    pub(in crate::policy) offset: usize,
    /// The kind of its member's value, where the contract does not know the member.
    pub(in crate::policy) unknown: Option<JsonKind>,
    /// Where `__type` stands in it.
    pub(in crate::policy) hint: Option<usize>,
    /// Where a member of it is null.
    pub(in crate::policy) null: Option<usize>,
    container: Container,
}

impl WireUnion {
    /// Whether its member is all that it has.
    pub(in crate::policy) fn is_plain(&self) -> bool {
        self.hint.is_none() && self.null.is_none()
    }
}

/// A member of a structure that is null.
pub(in crate::policy) struct NullMember {
    /// Its place in the output.
    pub(in crate::policy) path: Path,
    /// Where the null stands in the body.
    pub(in crate::policy) offset: usize,
    /// Whether it should be a union.
    pub(in crate::policy) union: bool,
    /// Whether it must simply be absent: neither required nor with a value of its own for absence.
    pub(in crate::policy) optional: bool,
}

/// One place in which the testee's output is not the one that it must show.
pub(in crate::policy) struct Departure<'a> {
    /// What it comes from.
    pub(in crate::policy) cause: Cause,
    /// The place, and what stands there.
    pub(in crate::policy) difference: &'a Difference,
}

/// What a departure comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::policy) enum Cause {
    /// A member that the contract does not name: the offset of the one that it looks like.
    UnknownMember(usize),
    /// A null member, by its place in [`Success::nulls`].
    Null(usize),
    /// The member of a union, or what it holds: the union's place in [`Success::unions`].
    Union(usize),
    /// The text of a string.
    Text,
    /// The text of a date, or a date whose text is not a common one.
    Date,
    /// A modeled member outside unions.
    Member,
    /// A modeled member that the body does not have, shown as empty or with what the body says elsewhere.
    Absent,
    /// What the body says nowhere.
    Invented,
    /// A required member that is missing: the offset of the structure that lacks it.
    Missing(usize),
    /// The only thing that is odd about the answer's form.
    Form(FormOddity),
    /// Nothing that the policies here judge: what a client may fill in for what is missing, what it may leave
    /// out, and what cannot be put down to one of several oddities.
    /// A text, or a modeled member outside unions, of an answer that came in such a way.
    Delivery(Hardship),
    Open,
}

impl<'a, 'e> Success<'a, 'e> {
    /// Takes the answer apart; `None` where there is no whole success that a client must accept, or
    /// where the sources leave open what it says.
    pub(in crate::policy) fn of(evidence: &'a Evidence<'e>) -> Option<Self> {
        plain_success(evidence)?;
        let decoded = evidence.accepted()?;
        let expected = evidence.expected_output()?;
        let (model, shape) =
            (evidence.contract().model(), evidence.contract().operation().output());
        let notes = decoded.anatomy().notes();
        // Of what is not kept nobody knows to what a departure is to be put down.
        if !decoded.anatomy().is_whole()
            || notes.iter().any(|note| note.kind == NoteKind::Duplicate)
        {
            return None;
        }
        let (unions, union_in) = unions(notes, union_places(model, shape, expected))?;
        let nulls = nulls(decoded, model, &union_in)?;
        let differences = evidence.differences();
        let departed = differences.iter().map(|d| d.path.as_str()).zip(0..).collect();
        let departures = if differences.is_empty() {
            Vec::new()
        } else {
            let causes = Causes::new(evidence, decoded, &unions, &nulls, form_of(evidence));
            let garbling = garbling(evidence);
            let departure = |difference| {
                let cause = match (causes.of(difference), garbling) {
                    (Cause::Text | Cause::Member, Some(hardship)) => Cause::Delivery(hardship),
                    (cause, _) => cause,
                };
                Departure { cause, difference }
            };
            differences.iter().map(departure).collect()
        };
        Some(Self { evidence, decoded, unions, union_in, nulls, departures, departed })
    }

    /// How the answer is written down and sent.
    pub(in crate::policy) fn form(&self) -> &Form {
        form_of(self.evidence)
    }

    /// Whether there is nothing odd about what it says, nor about its form.
    pub(in crate::policy) fn is_plain(&self) -> bool {
        self.decoded.anatomy().notes().iter().all(|note| note.kind.is_ordinary())
            && self.form().is_ordinary_but_for(None)
    }

    /// The notes on the body of this kind.
    pub(in crate::policy) fn notes(
        &self,
        wanted: impl Fn(NoteKind) -> bool,
    ) -> impl Iterator<Item = &Note> {
        self.decoded.anatomy().of(wanted)
    }

    /// Demands that the testee took the answer for a success; `why` says what it should not have
    /// stumbled over.
    ///
    /// The policy is broken only where the answer's known union members and the notes that are `own`ed by
    /// the policy are all that there is to stumble over.
    ///
    /// # Errors
    ///
    /// The judgement, where it did not.
    pub(in crate::policy) fn response(
        &self,
        why: &str,
        own: impl Fn(&Note) -> bool,
    ) -> Result<(), Judgement> {
        self.response_despite(None, why, own)
    }

    /// The same for a policy on an oddity of the answer's form.
    ///
    /// # Errors
    ///
    /// The judgement, where the testee did not take the answer for a success.
    pub(in crate::policy) fn response_despite(
        &self,
        oddity: Option<FormOddity>,
        why: &str,
        own: impl Fn(&Note) -> bool,
    ) -> Result<(), Judgement> {
        let notes = self.decoded.anatomy().notes();
        let other = |note: &Note| !note.kind.is_ordinary() && !own(note);
        match self.evidence.outcome() {
            Outcome::Response { .. } => return Ok(()),
            _ if notes.iter().any(other) => return Err(Judgement::NotExercised),
            _ if !self.form().is_ordinary_but_for(oddity) => return Err(Judgement::NotExercised),
            Outcome::ServiceError { .. } if has_error_header(self.evidence) => {
                return Err(Judgement::NotExercised);
            }
            Outcome::ClientError { .. } if gave_up(self.evidence) => {
                return Err(Judgement::NotExercised);
            }
            // One that is shown for the final answer has a policy of its own.
            Outcome::ServiceError { http_status: Some(100..200), .. } => {
                return Err(Judgement::NotExercised);
            }
            _ => {}
        }
        let finding = Finding::new(outcome_path(), format!("the answer is a success: {why}"))
            .expected("response")
            .actual(self.evidence.outcome().to_string());
        let noted = || notes.iter().find(|note| own(note)).map(|note| note.offset as usize);
        let place = oddity.and_then(|oddity| self.form().place(oddity)).or_else(noted);
        Err(match place {
            Some(offset) => finding.at_response_byte(offset).into(),
            None => finding.into(),
        })
    }

    /// Judges an answer for an oddity of its form: it must be taken for a success, and nothing of it may
    /// be lost. `own` tells the notes that come with the oddity.
    pub(in crate::policy) fn judge_form(
        &self,
        oddity: FormOddity,
        why: &str,
        message: &str,
        own: impl Fn(&Note) -> bool,
    ) -> Judgement {
        if !self.form().is(oddity) {
            return Judgement::NotExercised;
        }
        if let Err(judgement) = self.response_despite(Some(oddity), why, own) {
            return judgement;
        }
        let place = self.form().place(oddity);
        self.judge_departures(message, |cause| cause == Cause::Form(oddity), |_| place)
    }

    /// Whether the note was made in one of the unions that `wanted` holds for.
    pub(in crate::policy) fn in_union(
        &self,
        note: &Note,
        wanted: impl Fn(&WireUnion) -> bool,
    ) -> bool {
        self.union_in.get(&note.container()).is_some_and(|at| wanted(&self.unions[*at]))
    }

    /// Whether something around the place is not shown as it should be, so that the place itself tells
    /// nothing.
    pub(in crate::policy) fn is_hidden(&self, path: &Path) -> bool {
        self.evidence.output().is_none() || self.hiding(path).is_some()
    }

    /// The innermost departure around the place.
    fn hiding(&self, path: &Path) -> Option<&Departure<'a>> {
        self.departed.around(path).next().and_then(|at| self.departures.get(at))
    }

    /// The departures from this cause.
    pub(in crate::policy) fn departures(
        &self,
        wanted: impl Fn(Cause) -> bool,
    ) -> impl Iterator<Item = &Departure<'a>> {
        self.departures.iter().filter(move |departure| wanted(departure.cause))
    }

    /// Judges how the testee shows the unions that `concerned` holds for; `allowed` tells of a departure
    /// that it is for another policy. Fails with `message`.
    pub(in crate::policy) fn judge_unions(
        &self,
        message: &str,
        concerned: impl Fn(&WireUnion) -> bool,
        allowed: impl Fn(&WireUnion, &Difference) -> bool,
    ) -> Judgement {
        let mut departures: HashMap<usize, &Difference> = HashMap::new();
        for departure in &self.departures {
            if let Cause::Union(at) = departure.cause {
                departures.entry(at).or_insert(departure.difference);
            }
        }
        let mut findings = Vec::new();
        let mut judged = false;
        for (at, union) in self.unions.iter().enumerate() {
            if !concerned(union) || self.evidence.output().is_none() {
                continue;
            }
            let difference = match (self.hiding(&union.path), departures.get(&at)) {
                (Some(around), _) if around.cause == Cause::Member => around.difference,
                (None, Some(difference)) if allowed(union, difference) => continue,
                (None, Some(difference)) => *difference,
                (None, None) if !self.departed.has(&union.path) => {
                    judged = true;
                    continue;
                }
                _ => continue, // it is put down to something else
            };
            if findings.len() < MOST_FINDINGS {
                let finding = Finding::of_output(difference, message);
                findings.push(finding.at_response_byte(union.offset));
            }
        }
        if findings.is_empty() && !judged { Judgement::NotExercised } else { findings.into() }
    }

    /// Judges the departures from the causes that `wanted` holds for: each of them fails with `message`.
    pub(in crate::policy) fn judge_departures(
        &self,
        message: &str,
        wanted: impl Fn(Cause) -> bool,
        mark: impl Fn(&Departure<'_>) -> Option<usize>,
    ) -> Judgement {
        let findings: Vec<_> = self
            .departures(wanted)
            .take(MOST_FINDINGS)
            .map(|departure| {
                let finding = Finding::of_output(departure.difference, message);
                match mark(departure) {
                    Some(offset) => finding.at_response_byte(offset),
                    None => finding,
                }
            })
            .collect();
        findings.into()
    }
}

/// The form of an answer that a client must take for a success. It is looked at once for all policies.
fn form_of<'a>(evidence: &'a Evidence<'_>) -> &'a Form {
    let make = || {
        let output = evidence.expected_output();
        output.map(|output| Form::of(evidence, output)).unwrap_or_default()
    };
    evidence.keep(make).unwrap_or(&ORDINARY)
}

/// Whether a union's departure is that the testee does not name an unknown member, or leaves the union
/// out because of it: that is for *union.unknown-member-named* alone.
pub(in crate::policy) fn is_nameless(union: &WireUnion, difference: &Difference) -> bool {
    let told = difference.actual.as_ref().filter(|value| !value.is_null());
    union.unknown.is_some() && told.is_none()
}

/// Pairs the places of the unions in the output with what was noted of them.
fn unions(
    notes: &[Note],
    places: Vec<Path>,
) -> Option<(Vec<WireUnion>, HashMap<Container, usize>)> {
    let mut unions: Vec<_> = notes
        .iter()
        .filter_map(|note| {
            let unknown = match note.kind {
                NoteKind::UnionKnown => None,
                NoteKind::UnionUnknown { value, .. } => Some(value),
                _ => return None,
            };
            Some(WireUnion {
                path: Path::default(),
                offset: note.offset as usize,
                unknown,
                hint: None,
                null: None,
                container: note.container(),
            })
        })
        .collect();
    // A union is noted where it ends; the output has them by where they begin.
    unions.sort_by_key(|union| union.offset);
    if unions.len() != places.len() {
        return None;
    }
    for (union, path) in unions.iter_mut().zip(places) {
        union.path = path;
    }
    let union_in: HashMap<_, _> = unions.iter().map(|union| union.container).zip(0..).collect();
    for note in notes {
        if let Some(at) = union_in.get(&note.container()) {
            let union: &mut WireUnion = &mut unions[*at];
            match note.kind {
                NoteKind::TypeHint => union.hint = Some(note.offset as usize),
                NoteKind::Null => union.null = Some(note.offset as usize),
                _ => {}
            }
        }
    }
    Some((unions, union_in))
}

/// The null members of structures; `None` where an element of a list or map is null, because what then
/// becomes of the elements behind it is open.
fn nulls(
    decoded: &Decoded<'_, '_>,
    model: &Model,
    union_in: &HashMap<Container, usize>,
) -> Option<Vec<NullMember>> {
    let mut nulls = Vec::new();
    for note in decoded.anatomy().of(|kind| kind == NoteKind::Null) {
        if union_in.contains_key(&note.container()) {
            continue;
        }
        let (_, member) = decoded.member(note)?;
        nulls.push(NullMember {
            path: decoded.path(note),
            offset: note.offset as usize,
            union: matches!(model.kind(member.target), ShapeKind::Union(_)),
            optional: !member.traits.required
                && member.traits.default.is_none()
                && model.shape(member.target).traits.default.is_none(),
        });
    }
    Some(nulls)
}

/// The places of the unions in an output, in its order, each before those inside of it.
fn union_places(model: &Model, shape: ShapeRef, output: &Json) -> Vec<Path> {
    let mut places = Vec::new();
    let mut waiting = vec![(shape, Path::default(), output)];
    while let Some((shape, path, value)) = waiting.pop() {
        let from = waiting.len();
        match (model.kind(shape), value) {
            (ShapeKind::Structure(members) | ShapeKind::Union(members), Json::Object(values)) => {
                for (name, value) in values {
                    if let Some(member) = members.named(name) {
                        waiting.push((member.target, path.member(name), value));
                    }
                }
                if matches!(model.kind(shape), ShapeKind::Union(_)) {
                    places.push(path);
                }
            }
            (ShapeKind::List(member), Json::Array(items)) => {
                let items = items.iter().enumerate();
                waiting.extend(items.map(|(i, value)| (member.target, path.index(i), value)));
            }
            (ShapeKind::Map { value: member, .. }, Json::Object(entries)) => {
                let entries = entries.iter();
                waiting
                    .extend(entries.map(|(key, value)| (member.target, path.member(key), value)));
            }
            _ => {}
        }
        waiting[from..].reverse();
    }
    places
}

/// An output of nothing may be shown as null.
fn is_nothing(difference: &Difference) -> bool {
    difference.path == Path::default()
        && difference.expected.as_ref().is_some_and(|expected| expected.members().is_empty())
        && difference.actual.as_ref().is_none_or(Json::is_null)
}

/// What departures are put down to.
struct Causes<'s> {
    model: &'s Model,
    /// The shape of the output.
    shape: ShapeRef,
    body: &'s [u8],
    unions: &'s [WireUnion],
    union_at: PathIndex<'s>,
    null_at: HashMap<&'s str, usize>,
    /// The required members that are missing: where the structure begins that lacks each, and its shape.
    missing: BTreeMap<Path, (usize, ShapeRef)>,
    /// The unknown members, by their places.
    unknown_at: HashMap<Path, usize>,
    /// The same by their names in lower case, and the first of them.
    unknown: HashMap<String, usize>,
    first_unknown: Option<usize>,
    only_oddity: OnlyOddity,
    form: &'s Form,
    /// What the body says.
    texts: OnceCell<HashSet<Cow<'s, str>>>,
}

/// What a member can only have been lost to.
#[derive(Clone, Copy)]
enum OnlyOddity {
    /// Nothing, or nothing that the policies on members leave to others.
    None,
    /// The one oddity.
    Of(Cause),
    /// One of several.
    Several,
}

impl OnlyOddity {
    fn of(decoded: &Decoded<'_, '_>, form: &Form) -> Self {
        let first = |wanted: fn(NoteKind) -> bool| {
            decoded.anatomy().of(wanted).next().map(|note| note.offset as usize)
        };
        let unknown = first(|kind| kind == NoteKind::UnknownMember);
        let unknown_tag = first(|kind| matches!(kind, NoteKind::UnionUnknown { .. }));
        let missing = first(|kind| kind == NoteKind::Missing);
        let others = first(|kind| {
            let union = matches!(kind, NoteKind::UnionUnknown { .. });
            let member =
                matches!(kind, NoteKind::UnknownMember | NoteKind::Missing | NoteKind::Null);
            !kind.is_ordinary() && !member && !union
        });
        let is_required =
            |note: &Note| decoded.member(note).is_some_and(|(_, member)| member.traits.required);
        // A required member that is null is noted as missing, too.
        let mut nulls = decoded.anatomy().of(|kind| kind == NoteKind::Null);
        let others = others.is_some() || !nulls.all(is_required);
        if form.is_ordinary_but_for(None) {
            return match (unknown, missing, others || unknown_tag.is_some()) {
                (Some(offset), None, false) => Self::Of(Cause::UnknownMember(offset)),
                (None, Some(offset), false) => Self::Of(Cause::Missing(offset)),
                _ => Self::None,
            };
        }
        match form.only_oddity() {
            // What nests deep or is large stands in members that nobody knows.
            Some(oddity @ (FormOddity::Depth | FormOddity::Size))
                if missing.is_none() && !others =>
            {
                Self::Of(Cause::Form(oddity))
            }
            Some(oddity) if unknown.or(unknown_tag).or(missing).is_none() && !others => {
                Self::Of(Cause::Form(oddity))
            }
            _ => Self::Several,
        }
    }
}

impl<'s> Causes<'s> {
    fn new(
        evidence: &'s Evidence<'_>,
        decoded: &'s Decoded<'_, '_>,
        unions: &'s [WireUnion],
        nulls: &'s [NullMember],
        form: &'s Form,
    ) -> Self {
        let notes = decoded.anatomy();
        let name = |note| decoded.unmodeled_name(note).unwrap_or_default().to_lowercase();
        let unknown = || notes.of(|kind| kind == NoteKind::UnknownMember);
        // A required member that is null is missing; but unions that are null have a policy of their own.
        let judged = nulls.iter().zip(0..).filter(|(null, _)| null.optional || null.union);
        let missing = notes.of(|kind| kind == NoteKind::Missing).filter_map(|note| {
            let (_, member) = decoded.member(note)?;
            Some((decoded.path(note), (note.offset as usize, member.target)))
        });
        Self {
            model: evidence.contract().model(),
            shape: evidence.contract().operation().output(),
            body: evidence.response().map_or(&[], |response| &response.body),
            unions,
            union_at: unions.iter().map(|union| union.path.as_str()).zip(0..).collect(),
            null_at: judged.map(|(null, at)| (null.path.as_str(), at)).collect(),
            missing: missing.collect(),
            unknown_at: unknown().map(|note| (decoded.path(note), note.offset as usize)).collect(),
            unknown: unknown().map(|note| (name(note), note.offset as usize)).collect(),
            first_unknown: unknown().next().map(|note| note.offset as usize),
            only_oddity: OnlyOddity::of(decoded, form),
            form,
            texts: OnceCell::new(),
        }
    }

    fn of(&self, difference: &Difference) -> Cause {
        let path = &difference.path;
        if is_nothing(difference) || self.lacks_required(difference) {
            return Cause::Open;
        }
        let union = self.union_at.nearest(path);
        // The names inside an unknown member of the value form are the form's own.
        let tag = union.filter(|at| {
            let union = &self.unions[*at];
            *path == union.path || path.is_within(&union.path.member(SDK_UNKNOWN_MEMBER))
        });
        let named = self.namesake(tag.map_or(path, |at| &self.unions[at].path));
        match (&difference.actual, &difference.expected) {
            (Some(actual), None) if difference.kind == DifferenceKind::Extra => {
                self.of_extra(path, actual, named)
            }
            _ if named.is_some() => named.map_or(Cause::Open, Cause::UnknownMember),
            // Which member a union shows is for the policies on unions; but not that it is lost.
            (_, _) if tag.is_some_and(|at| !self.may_be_lost(at, difference)) => {
                tag.map_or(Cause::Open, Cause::Union)
            }
            (actual, Some(Json::String(expected))) if is_text(difference) => {
                self.of_text(path, expected, actual.as_ref())
            }
            (None, Some(Json::String(expected))) if is_odd_date(path, expected) => Cause::Date,
            _ => match (self.only_oddity, union) {
                (OnlyOddity::Of(Cause::UnknownMember(_)), Some(at)) => Cause::Union(at),
                (OnlyOddity::Of(cause), _) => cause,
                (OnlyOddity::Several, _) => Cause::Open,
                (OnlyOddity::None, Some(at)) => Cause::Union(at),
                (OnlyOddity::None, None) => Cause::Member,
            },
        }
    }

    /// Whether it may be told of a union that it was lost: all of it, and it has a known member, which is
    /// all that it has.
    fn may_be_lost(&self, at: usize, difference: &Difference) -> bool {
        let union = &self.unions[at];
        let plain = union.is_plain() && union.unknown.is_none();
        plain && difference.path == union.path && difference.kind == DifferenceKind::Missing
    }

    /// The cause of what is shown in a place of which the body says nothing.
    fn of_extra(&self, path: &Path, actual: &Json, named: Option<usize>) -> Cause {
        // One that is shown where it stands was let through, whatever it says.
        if let Some(offset) = self.unknown_at.get(path) {
            return Cause::UnknownMember(*offset);
        }
        if let Some(null) = self.null_at.get(path.as_str()) {
            return Cause::Null(*null);
        }
        if let Some((offset, shape)) = self.missing.get(path) {
            let filled = is_correction(self.model, *shape, actual);
            return if filled { Cause::Open } else { Cause::Missing(*offset) };
        }
        if self.is_modeled(path) && is_empty(actual) {
            return Cause::Absent;
        }
        if !self.is_on_wire(actual) {
            return Cause::Invented;
        }
        match (named.or(self.first_unknown), self.form.only_oddity()) {
            (Some(offset), _) => Cause::UnknownMember(offset),
            (None, Some(FormOddity::Order)) => Cause::Form(FormOddity::Order),
            (None, _) if self.is_modeled(path) => Cause::Absent,
            // An element of a list that is shown twice, say.
            (None, _) if path.last_member().is_none() => {
                self.union_at.nearest(path).map_or(Cause::Member, Cause::Union)
            }
            (None, _) => Cause::Invented,
        }
    }

    /// The cause of a string's text.
    fn of_text(&self, path: &Path, expected: &str, actual: Option<&Json>) -> Cause {
        let shown = actual.and_then(Json::as_str).unwrap_or_default();
        let only = |oddity| self.form.only_oddity() == Some(oddity);
        if only(FormOddity::Order) && !shown.is_empty() && self.texts().contains(shown) {
            return Cause::Form(FormOddity::Order); // it is another member's
        }
        // How dates are spelled is told by those that are not empty.
        if !expected.is_empty() && is_date(path.last_member(), expected) {
            return Cause::Date;
        }
        if only(FormOddity::ContentType) && !expected.is_ascii() {
            return Cause::Form(FormOddity::ContentType); // some types have an encoding of their own
        }
        let mut begun = expected.chars().zip(shown.chars()).take(WELL_BEGUN);
        if only(FormOddity::Size)
            && expected.len() >= LONG
            && shown.len() >= WELL_BEGUN
            && begun.all(|(expected, shown)| expected == shown)
        {
            return Cause::Form(FormOddity::Size);
        }
        Cause::Text
    }

    fn texts(&self) -> &HashSet<Cow<'s, str>> {
        self.texts.get_or_init(|| texts_of(self.body))
    }

    /// Whether everything that a value says is said in the body, somewhere.
    fn is_on_wire(&self, value: &Json) -> bool {
        let mut waiting = vec![value];
        let mut said = !is_empty(value);
        while let Some(value) = waiting.pop() {
            match value {
                Json::Array(items) => waiting.extend(items),
                Json::Object(members) => waiting.extend(members.iter().map(|(_, value)| value)),
                value if is_empty(value) => {}
                Json::String(text) => said &= self.texts().contains(text.as_str()),
                other => said &= self.texts().contains(other.to_string().as_str()),
            }
        }
        said
    }

    /// Whether this is the place of a member that the contract names.
    fn is_modeled(&self, path: &Path) -> bool {
        let around: Vec<_> = std::iter::successors(Some(path), |path| path.parent()).collect();
        let (mut shape, mut member) = (self.shape, false);
        // From the outermost place inwards; the first is the output itself.
        for place in around.iter().rev().skip(1) {
            let target = match (self.model.kind(shape), place.last_member()) {
                (ShapeKind::Structure(members) | ShapeKind::Union(members), Some(name)) => {
                    members.named(name).map(|named| (named.target, true))
                }
                (ShapeKind::List(element), None) => Some((element.target, false)),
                (ShapeKind::Map { value, .. }, Some(_)) => Some((value.target, false)),
                _ => None,
            };
            let Some(target) = target else { return false };
            (shape, member) = target;
        }
        member
    }

    /// Whether what is not shown lacks a required member itself: what a client then leaves out is open.
    fn lacks_required(&self, difference: &Difference) -> bool {
        let path = &difference.path;
        let behind = self.missing.range(path..).map(|(missing, _)| missing);
        difference.kind == DifferenceKind::Missing
            && behind
                .take_while(|missing| missing.as_str().starts_with(path.as_str()))
                .any(|missing| missing.is_within(path))
    }

    /// The unknown member whose name, but for its case, is that of a step to this place.
    fn namesake(&self, path: &Path) -> Option<usize> {
        if self.unknown.is_empty() {
            return None;
        }
        let mut steps = path.as_str().split(['.', '[', ']', '"']).filter(|step| !step.is_empty());
        steps.find_map(|step| self.unknown.get(&step.to_lowercase()).copied())
    }
}

/// Whether a difference is one of a string's text. An empty string that is not shown is one, too: it was
/// taken for nothing.
fn is_text(difference: &Difference) -> bool {
    match (difference.kind, &difference.expected) {
        (DifferenceKind::Text, _) => true,
        (DifferenceKind::Value, Some(Json::String(_))) => true,
        (DifferenceKind::Missing, Some(Json::String(text))) => text.is_empty(),
        _ => false,
    }
}

/// Whether a string is a date that is spelled in an uncommon way.
fn is_odd_date(path: &Path, text: &str) -> bool {
    path.last_member().is_some_and(names_a_date) && !is_common_date(text)
}

/// Paths, so that the ones around a given path are found without looking at all of them.
#[derive(Default)]
struct PathIndex<'p> {
    places: HashMap<&'p str, usize>,
    lengths: BTreeSet<usize>,
}

impl<'p> FromIterator<(&'p str, usize)> for PathIndex<'p> {
    fn from_iter<I: IntoIterator<Item = (&'p str, usize)>>(paths: I) -> Self {
        let places: HashMap<_, _> = paths.into_iter().collect();
        let lengths = places.keys().map(|path| path.len()).collect();
        Self { places, lengths }
    }
}

impl PathIndex<'_> {
    fn has(&self, path: &Path) -> bool {
        self.places.contains_key(path.as_str())
    }

    /// The innermost path that is this one or around it.
    fn nearest(&self, path: &Path) -> Option<usize> {
        self.places.get(path.as_str()).copied().or_else(|| self.around(path).next())
    }

    /// The paths around this one, the innermost first.
    fn around<'a>(&'a self, path: &'a Path) -> impl Iterator<Item = usize> + 'a {
        let text = path.as_str();
        self.lengths.range(..text.len()).rev().filter_map(move |length| {
            let (around, rest) = text.split_at_checked(*length)?;
            let ends_here = around.is_empty() || rest.starts_with(['.', '[']);
            self.places.get(around).copied().filter(|_| ends_here)
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::json::Path;

    #[test]
    fn paths_are_found_as_they_are_and_around_others() {
        let index = super::PathIndex::from_iter([("a", 1), ("a.b", 2), ("", 0)]);
        let path =
            |names: &[&str]| names.iter().fold(Path::default(), |path, name| path.member(name));
        assert!(index.has(&path(&["a"])) && index.has(&path(&["a", "b"])) && index.has(&path(&[])));
        assert!(!index.has(&path(&["b"])) && !index.has(&path(&["a", "b", "c"])));
        assert_eq!(index.nearest(&path(&["a", "b", "c"])), Some(2));
        assert_eq!(index.nearest(&path(&["ab"])), Some(0));
    }

    #[test]
    fn an_odd_date_is_a_date_by_name_and_spelled_uncommonly() {
        let is = |name: &str, text: &str| super::is_odd_date(&Path::default().member(name), text);
        assert!(is("StartDate", "Mon, 01 Aug 2022 09:30:00 GMT"));
        assert!(!is("StartDate", "2022-08-01T09:30:00Z"));
        assert!(!is("Status", "Mon, 01 Aug 2022 09:30:00 GMT"));
    }
}
