//! The causes of departures.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::{BTreeMap, HashMap, HashSet};

use crate::contract::Contract;
use crate::json::{Json, Path};
use crate::model::{Model, ShapeKind, ShapeRef};
use crate::policy::attribution::Found;
use crate::protocol::{Decoded, Note, NoteKind, is_default};
use crate::value::{Difference, DifferenceKind, SDK_UNKNOWN_MEMBER};

use super::super::document_numbers::is_overflow;
use super::super::form::{Form, FormOddity};
use super::super::json_scan::{is_correction, is_empty, texts_of};
use super::super::value_class::{ValueClass, ValuePlace, is_same_moment, is_unknown_value};
use super::departure::Cause;
use super::path_index::PathIndex;
use super::wire::{NullMember, WireUnion, path_of};

/// The least number of characters of a long string, and the number that a client shows correctly at least if
/// its fault is the length of the string.
const LONG: usize = 4_096;
const WELL_BEGUN: usize = 1_024;

/// The features of a response that can cause departures.
pub(super) struct Causes<'s> {
    model: &'s Model,
    /// The shape of the output.
    shape: ShapeRef,
    /// The output that the client must show.
    expected: &'s Json,
    /// The members outside the body.
    bound: Vec<&'s str>,
    body: &'s [u8],
    unions: &'s [WireUnion],
    union_at: PathIndex<'s>,
    /// The null members that a client must not show, and the unions that are null.
    null_at: HashMap<&'s str, &'s NullMember>,
    /// The required members that are missing: for each, the offset of the structure that lacks it, and its
    /// shape.
    missing: BTreeMap<Path, (usize, ShapeRef)>,
    /// The unknown members, by path.
    unknown_at: HashMap<Path, usize>,
    /// The unknown members by name in lower case, and the first of them.
    unknown: HashMap<String, usize>,
    first_unknown: Option<usize>,
    only_oddity: OnlyOddity,
    form: &'s Form,
    /// The texts of the body.
    texts: OnceCell<HashSet<Cow<'s, str>>>,
}

/// The only possible reason for the loss of a member.
#[derive(Clone, Copy)]
enum OnlyOddity {
    /// Nothing, or no reason that the policies on members leave to others.
    None,
    /// The only unusual feature of the form.
    Of(Cause),
    /// One of several unusual features.
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
        // The decoder also notes a required member that is null as missing.
        let mut nulls = decoded.anatomy().of(|kind| kind == NoteKind::Null);
        let others = others.is_some() || !nulls.all(is_required);
        if form.is_ordinary_but_for(&[]) {
            return match (unknown, missing, others || unknown_tag.is_some()) {
                (Some(offset), None, false) => Self::Of(Cause::of(Found::UnknownMember).at(offset)),
                (None, Some(offset), false) => {
                    Self::Of(Cause::of(Found::MissingRequired).at(offset))
                }
                _ => Self::None,
            };
        }
        match form.only_oddity() {
            // Values that nest deep or are large are in unknown members, so they count as one feature with
            // them.
            Some(oddity @ (FormOddity::Depth | FormOddity::Size))
                if missing.is_none() && !others =>
            {
                Self::Of(Cause::of(oddity.lost()))
            }
            Some(oddity) if unknown.or(unknown_tag).or(missing).is_none() && !others => {
                Self::Of(Cause::of(oddity.lost()))
            }
            _ => Self::Several,
        }
    }
}

impl<'s> Causes<'s> {
    pub(super) fn new(
        contract: &'s Contract,
        body: &'s [u8],
        decoded: &'s Decoded<'_, '_>,
        (base, expected): (&Path, &'s Json),
        unions: &'s [WireUnion],
        nulls: &'s [NullMember],
        form: &'s Form,
    ) -> Self {
        let notes = decoded.anatomy();
        let name = |note| decoded.unmodeled_name(note).unwrap_or_default().to_lowercase();
        let unknown = || notes.of(|kind| kind == NoteKind::UnknownMember);
        // A required member that is null counts as missing, but a null union has a policy of its own.
        let judged = nulls.iter().filter(|null| null.optional || null.union);
        let missing = notes.of(|kind| kind == NoteKind::Missing).filter_map(|note| {
            let (_, member) = decoded.member(note)?;
            Some((path_of(decoded, base, note), (note.offset as usize, member.target)))
        });
        let bound = contract.bindings().output.bound(contract.model());
        Self {
            model: contract.model(),
            shape: contract.operation().output(),
            expected,
            bound: bound.map(|member| member.name.as_str()).collect(),
            body,
            unions,
            union_at: unions.iter().map(|union| union.path.as_str()).zip(0..).collect(),
            null_at: judged.map(|null| (null.path.as_str(), null)).collect(),
            missing: missing.collect(),
            unknown_at: unknown()
                .map(|note| (path_of(decoded, base, note), note.offset as usize))
                .collect(),
            unknown: unknown().map(|note| (name(note), note.offset as usize)).collect(),
            first_unknown: unknown().next().map(|note| note.offset as usize),
            only_oddity: OnlyOddity::of(decoded, form),
            form,
            texts: OnceCell::new(),
        }
    }

    /// Returns the cause of a departure.
    pub(super) fn of(&self, difference: &Difference) -> Cause {
        let path = &difference.path;
        let open = is_nothing(difference) || self.lacks_required(difference);
        if open || self.is_outside(path) || self.is_filled_in(difference) {
            return Cause::OPEN;
        }
        if let Some(cause) = self.of_class(difference) {
            return cause;
        }
        let union = self.union_at.nearest(path);
        // The value form adds the names inside an unknown member, so the body does not have them.
        let tag = union.filter(|at| {
            let union = &self.unions[*at];
            *path == union.path || path.is_within(&union.path.member(SDK_UNKNOWN_MEMBER))
        });
        let named = self.namesake(tag.map_or(path, |at| &self.unions[at].path));
        match (&difference.actual, &difference.expected) {
            (Some(actual), None) if difference.kind == DifferenceKind::Extra => {
                self.of_extra(difference, actual, named)
            }
            _ if named.is_some() => named.map_or(Cause::OPEN, unknown_member),
            // The policies on unions judge which member a union shows, but not that the union is lost.
            (_, _) if tag.is_some_and(|at| !self.may_be_lost(at, difference)) => {
                tag.map_or(Cause::OPEN, |at| self.of_union(at, difference))
            }
            (actual, Some(Json::String(expected))) if is_text(difference) => {
                self.of_text(path, expected, actual.as_ref())
            }
            (None, Some(Json::String(_)))
                if self.form.date_at(path).is_some_and(|date| date.odd) =>
            {
                Cause::of(Found::Date)
            }
            _ => match (self.only_oddity, union) {
                (OnlyOddity::Of(Cause { found: Some(Found::UnknownMember), .. }), Some(at)) => {
                    self.of_union(at, difference)
                }
                (OnlyOddity::Of(cause), _) => cause,
                (OnlyOddity::Several, _) => Cause::OPEN,
                (OnlyOddity::None, Some(at)) => self.of_union(at, difference),
                (OnlyOddity::None, None) => Cause::of(Found::Member),
            },
        }
    }

    /// Reports whether a path is outside the body. The policies on bindings judge the members there.
    fn is_outside(&self, path: &Path) -> bool {
        let mut bound = self.bound.iter();
        bound.any(|member| path.is_within(&Path::default().member(member)))
    }

    /// Reports whether a member is missing, and the client shows what it may fill in: its default, or for a required member
    /// the value that client error correction allows, also zero for a number and no bytes for a blob, which have policies of
    /// their own. A null has one, too.
    fn is_filled_in(&self, difference: &Difference) -> bool {
        let (Some(actual), None) = (&difference.actual, &difference.expected) else { return false };
        let path = &difference.path;
        let place = ValuePlace::of(self.model, self.shape, self.expected, path);
        let member = place.and_then(|place| place.member);
        if member.is_some_and(|member| is_default(self.model, member, actual)) {
            return true;
        }
        let missing = self.missing.get(path).filter(|_| !self.null_at.contains_key(path.as_str()));
        missing.is_some_and(|(_, shape)| is_correction(self.model, *shape, actual))
    }

    /// Returns the cause of a wrong value of a class that has a policy of its own.
    fn of_class(&self, difference: &Difference) -> Option<Cause> {
        let lost = difference.kind == DifferenceKind::Missing;
        let place = ValuePlace::of(self.model, self.shape, self.expected, &difference.path)?;
        let (due, shown) = (difference.expected.as_ref(), difference.actual.as_ref());
        let unknown = due.is_some_and(|due| is_unknown_value(place.kind, due));
        if lost && unknown {
            return Some(Cause::of(Found::EnumWrong));
        }
        Some(match place.class(due, lost)? {
            // The fraction that a client keeps is its own to choose, from milliseconds on.
            ValueClass::Timestamp if due.zip(shown).is_some_and(|(a, b)| is_same_moment(a, b)) => {
                Cause::OPEN
            }
            ValueClass::Timestamp => Cause::of(Found::TimestampWrong),
            ValueClass::Number => Cause::of(Found::NumberWrong),
            // The policy on numbers in documents judges what a double makes of them.
            ValueClass::Document if due.zip(shown).is_some_and(|(a, b)| is_overflow(a, b)) => {
                Cause::OPEN
            }
            ValueClass::Document => Cause::of(Found::DocumentWrong),
            ValueClass::Blob => Cause::of(Found::BlobWrong),
            ValueClass::SparseNull => Cause::of(Found::SparseNullWrong),
            ValueClass::Enum if unknown => Cause::of(Found::EnumWrong),
            ValueClass::Enum | ValueClass::Zero => return None,
        })
    }

    fn of_union(&self, at: usize, difference: &Difference) -> Cause {
        Cause::of_union(at, &self.unions[at], difference)
    }

    /// Reports whether a union counts as lost: all of it is lost, and it has a known member and nothing else.
    fn may_be_lost(&self, at: usize, difference: &Difference) -> bool {
        let union = &self.unions[at];
        let plain = union.is_plain() && union.unknown.is_none();
        plain && difference.path == union.path && difference.kind == DifferenceKind::Missing
    }

    /// Returns the cause of a value at a path for which the body has nothing.
    fn of_extra(&self, difference: &Difference, actual: &Json, named: Option<usize>) -> Cause {
        let path = &difference.path;
        // A client that shows an unknown member at its own path let it through, whatever its value.
        if let Some(offset) = self.unknown_at.get(path) {
            return unknown_member(*offset);
        }
        if let Some(null) = self.null_at.get(path.as_str()) {
            let found = if null.union { Found::NullUnionShown } else { Found::NullShown };
            return Cause::of(found).at(null.offset);
        }
        if let Some((offset, _)) = self.missing.get(path) {
            return Cause::of(Found::MissingRequired).at(*offset);
        }
        if self.is_modeled(path) && is_empty(actual) {
            return Cause::of(Found::Absent);
        }
        if !self.is_on_wire(actual) {
            return Cause::of(Found::Invented);
        }
        match (named.or(self.first_unknown), self.form.only_oddity()) {
            (Some(offset), _) => unknown_member(offset),
            (None, Some(FormOddity::Order)) => Cause::of(FormOddity::Order.lost()),
            (None, _) if self.is_modeled(path) => Cause::of(Found::Absent),
            // For example, the client shows an element of a list twice.
            (None, _) if path.last_member().is_none() => {
                let union = self.union_at.nearest(path);
                union.map_or(Cause::of(Found::Member), |at| self.of_union(at, difference))
            }
            (None, _) => Cause::of(Found::Invented),
        }
    }

    /// Returns the cause of a wrong text of a string.
    fn of_text(&self, path: &Path, expected: &str, actual: Option<&Json>) -> Cause {
        let shown = actual.and_then(Json::as_str).unwrap_or_default();
        let only = |oddity| self.form.only_oddity() == Some(oddity);
        if only(FormOddity::Order) && !shown.is_empty() && self.texts().contains(shown) {
            return Cause::of(FormOddity::Order.lost()); // the text is that of another member
        }
        if self.form.date_at(path).is_some() {
            return Cause::of(Found::Date);
        }
        if only(FormOddity::ContentType) && !expected.is_ascii() {
            return Cause::of(FormOddity::ContentType.lost()); // some types imply another encoding
        }
        let mut begun = expected.chars().zip(shown.chars()).take(WELL_BEGUN);
        if only(FormOddity::Size)
            && expected.len() >= LONG
            && shown.len() >= WELL_BEGUN
            && begun.all(|(expected, shown)| expected == shown)
        {
            return Cause::of(FormOddity::Size.lost());
        }
        Cause::of(Found::Text)
    }

    fn texts(&self) -> &HashSet<Cow<'s, str>> {
        self.texts.get_or_init(|| texts_of(self.body))
    }

    /// Reports whether the body has, anywhere, everything that the value says.
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

    /// Reports whether the path is that of a member that the contract names.
    fn is_modeled(&self, path: &Path) -> bool {
        let around: Vec<_> = std::iter::successors(Some(path), |path| path.parent()).collect();
        let (mut shape, mut member) = (self.shape, false);
        // From the outermost path inwards; the first is the output itself.
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

    /// Reports whether a value that is not shown lacks a required member itself. The sources leave open what
    /// a client then leaves out.
    fn lacks_required(&self, difference: &Difference) -> bool {
        let path = &difference.path;
        let behind = self.missing.range(path..).map(|(missing, _)| missing);
        difference.kind == DifferenceKind::Missing
            && behind
                .take_while(|missing| missing.as_str().starts_with(path.as_str()))
                .any(|missing| missing.is_within(path))
    }

    /// Returns the unknown member whose name equals, ignoring case, that of a step to this path.
    fn namesake(&self, path: &Path) -> Option<usize> {
        if self.unknown.is_empty() {
            return None;
        }
        let mut steps = path.as_str().split(['.', '[', ']', '"']).filter(|step| !step.is_empty());
        steps.find_map(|step| self.unknown.get(&step.to_lowercase()).copied())
    }
}

fn unknown_member(offset: usize) -> Cause {
    Cause::of(Found::UnknownMember).at(offset)
}

/// A client may show an empty output as null.
fn is_nothing(difference: &Difference) -> bool {
    difference.path == Path::default()
        && difference.expected.as_ref().is_some_and(|expected| expected.members().is_empty())
        && difference.actual.as_ref().is_none_or(Json::is_null)
}

/// Reports whether a difference is in the text of a string. An empty string that is not shown counts too: the
/// client took it for an absent value.
fn is_text(difference: &Difference) -> bool {
    match (difference.kind, &difference.expected) {
        (DifferenceKind::Text, _) => true,
        (DifferenceKind::Value, Some(Json::String(_))) => true,
        (DifferenceKind::Missing, Some(Json::String(text))) => text.is_empty(),
        _ => false,
    }
}
