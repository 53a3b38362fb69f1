//! Goes through a value by its shape, and finds the constraints that it does not satisfy.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::json::Json;
use crate::model::{
    LargePatterns, Member, Members, Model, Range, Shape, ShapeKind, ShapeRef, Traits,
};
use crate::value::wtf8_bytes;

use super::order::has_equal;
use super::violation::{Constraint, Violation};

/// The most violations that are returned. A message that names more helps nobody.
const MOST: usize = 100;

/// How much text the paths of the violations may have before no more are looked for.
const MOST_TEXT: usize = 1024 * 1024;

/// Returns the constraints that a well-typed value of a structure, in the value form, does not satisfy: at most a hundred, in the
/// order of the model and of the lists. The missing members of a structure come before what is in the others.
///
/// The values of an intEnum are open, so any integer satisfies it. A pattern that cannot be checked in linear time is not
/// checked: see [`StringPattern`](crate::model::StringPattern).
///
/// ```
/// use wireproof::contract::Contract;
/// use wireproof::json::Json;
/// use wireproof::protocol::violations;
///
/// let contract = Contract::default();
/// let input = Json::parse(r#"{"Username":"u","InstanceId":"i"}"#).expect("JSON");
/// let found = violations(contract.model(), contract.operation().input(), &input);
/// assert_eq!(
///     found[0].to_string(),
///     "Value at '/IdentityProvider' failed to satisfy constraint: Member must not be null"
/// );
/// ```
pub fn violations(model: &Model, shape: ShapeRef, value: &Json) -> Vec<Violation> {
    let mut pass = Pass {
        model,
        places: Vec::new(),
        found: Vec::new(),
        text: 0,
        patterns: LargePatterns::default(),
    };
    // Values may nest deeply, so those still to be looked at are in a list and not on the stack.
    let mut waiting = vec![Waiting { member: None, shape, value, place: ROOT }];
    while let Some(next) = waiting.pop() {
        if pass.found.len() >= MOST || pass.text > MOST_TEXT {
            break;
        }
        let from = waiting.len();
        pass.value(&next, &mut waiting);
        waiting[from..].reverse();
    }
    pass.found.truncate(MOST);
    pass.found
}

/// A value, and the member whose traits go before those of its shape.
struct Waiting<'a> {
    member: Option<&'a Member>,
    shape: ShapeRef,
    value: &'a Json,
    place: u32,
}

/// The place of the input itself.
const ROOT: u32 = u32::MAX;

/// One step of a path. Paths are built for violations only: those of all values may be far longer than the values.
#[derive(Clone, Copy)]
enum Step<'a> {
    Name(&'a str),
    Index(usize),
}

struct Pass<'a> {
    model: &'a Model,
    /// The place around, and the step from it.
    places: Vec<(u32, Step<'a>)>,
    found: Vec<Violation>,
    text: usize,
    patterns: LargePatterns<'a>,
}

impl<'a> Pass<'a> {
    fn value(&mut self, next: &Waiting<'a>, waiting: &mut Vec<Waiting<'a>>) {
        let shape = self.model.shape(next.shape);
        self.check(next.member, shape, next.value, next.place);
        match (&shape.kind, next.value) {
            (ShapeKind::Structure(members), Json::Object(_)) => {
                self.structure(members, next, waiting);
            }
            (ShapeKind::Union(members), Json::Object(_)) => {
                for (name, value) in next.value.distinct_members() {
                    if let Some(member) = members.named(name) {
                        let place = self.place(next.place, Step::Name(&member.name));
                        waiting.push(within(member, value, place));
                    }
                }
            }
            (ShapeKind::List(member), Json::Array(items)) => {
                for (i, value) in items.iter().enumerate().filter(|(_, value)| !value.is_null()) {
                    let place = self.place(next.place, Step::Index(i));
                    waiting.push(within(member, value, place));
                }
            }
            (ShapeKind::Map { key, value: member }, Json::Object(entries)) => {
                let target = self.model.shape(key.target);
                for (name, value) in entries {
                    self.text(Some(key), target, name, next.place);
                    if !value.is_null() {
                        let place = self.place(next.place, Step::Name(name));
                        waiting.push(within(member, value, place));
                    }
                }
            }
            _ => {}
        }
    }

    fn structure(
        &mut self,
        members: &'a Members,
        next: &Waiting<'a>,
        waiting: &mut Vec<Waiting<'a>>,
    ) {
        let given = next.value.by_name();
        for member in members {
            match given.get(member.name.as_str()).filter(|value| !value.is_null()) {
                None if member.traits.required => {
                    let place = self.place(next.place, Step::Name(&member.name));
                    self.add(place, Constraint::Required);
                }
                None => {}
                Some(value) => {
                    let place = self.place(next.place, Step::Name(&member.name));
                    waiting.push(within(member, value, place));
                }
            }
        }
    }

    /// Checks the constraints of one value, without those in it.
    fn check(&mut self, member: Option<&'a Member>, shape: &'a Shape, value: &Json, place: u32) {
        match (&shape.kind, value) {
            (ShapeKind::String | ShapeKind::Enum(_), Json::String(text)) => {
                self.text(member, shape, text, place);
            }
            // A string with a lone surrogate: no pattern and no enum has one.
            (ShapeKind::String | ShapeKind::Enum(_), value) => {
                if let Some(bytes) = wtf8_bytes(value) {
                    // In WTF-8 too, each code point begins with a byte that is no continuation.
                    let length = || bytes.iter().filter(|byte| **byte & 0xC0 != 0x80).count();
                    self.length(member, shape, length, place);
                }
            }
            (ShapeKind::Blob, Json::String(text)) => {
                let length = || STANDARD.decode(text).map_or(0, |bytes| bytes.len());
                self.length(member, shape, length, place);
            }
            (ShapeKind::List(_), Json::Array(items)) => {
                self.length(member, shape, || items.len(), place);
                let unique = shape.traits.unique_items
                    || member.is_some_and(|member| member.traits.unique_items);
                if unique && has_equal(items) {
                    self.add(place, Constraint::UniqueItems);
                }
            }
            (ShapeKind::Map { .. }, Json::Object(_)) => {
                self.length(member, shape, || value.by_name().len(), place);
            }
            (_, Json::Number(number)) => {
                let range = traits(member, shape, |traits| traits.range.as_ref());
                if let Some(range) = range.filter(|range| !range.allows(number)) {
                    self.add(place, Constraint::Range(range.clone()));
                }
            }
            // An infinity is beyond a bound on its side, and NaN is within no bounds.
            (ShapeKind::Float | ShapeKind::Double, Json::String(text)) => {
                let range = traits(member, shape, |traits| traits.range.as_ref());
                let within = |range: &Range| match text.as_str() {
                    "Infinity" => range.max.is_none(),
                    "-Infinity" => range.min.is_none(),
                    _ => false,
                };
                if let Some(range) = range.filter(|range| !within(range)) {
                    self.add(place, Constraint::Range(range.clone()));
                }
            }
            _ => {}
        }
    }

    /// Checks a string, or the key of a map.
    fn text(&mut self, member: Option<&'a Member>, shape: &'a Shape, text: &str, place: u32) {
        self.length(member, shape, || text.chars().count(), place);
        let pattern = traits(member, shape, |traits| traits.pattern.as_ref());
        if let Some(pattern) = pattern
            && self.patterns.is_match(pattern, text) == Some(false)
        {
            self.add(place, Constraint::Pattern(pattern.as_str().to_owned()));
        }
        if let ShapeKind::Enum(values) = &shape.kind
            && !values.iter().any(|value| value == text)
        {
            let shown = values.iter().filter(|v| !shape.traits.internal_values.contains(v));
            self.add(place, Constraint::Enum(shown.cloned().collect()));
        }
    }

    /// Checks a length, which is counted only if it has bounds.
    fn length(
        &mut self,
        member: Option<&Member>,
        shape: &Shape,
        count: impl FnOnce() -> usize,
        place: u32,
    ) {
        let bounds = traits(member, shape, |traits| traits.length.as_ref());
        let Some(bounds) = bounds else { return };
        let length = count();
        if !bounds.allows(length) {
            self.add(place, Constraint::Length { length, bounds: *bounds });
        }
    }

    fn place(&mut self, around: u32, step: Step<'a>) -> u32 {
        self.places.push((around, step));
        self.places.len() as u32 - 1
    }

    fn add(&mut self, place: u32, constraint: Constraint) {
        if self.found.len() >= MOST || self.text > MOST_TEXT {
            return;
        }
        let mut steps = Vec::new();
        let mut at = place;
        while let Some((around, step)) = self.places.get(at as usize) {
            steps.push(*step);
            at = *around;
        }
        let mut path = String::new();
        for step in steps.into_iter().rev() {
            path.push('/');
            match step {
                Step::Index(index) => path.push_str(&index.to_string()),
                Step::Name(name) => path.push_str(&name.replace('~', "~0").replace('/', "~1")),
            }
        }
        if let Constraint::Enum(values) = &constraint {
            self.text += values.iter().map(String::len).sum::<usize>();
        }
        self.text += path.len();
        self.found.push(Violation { path, constraint });
    }
}

fn within<'a>(member: &'a Member, value: &'a Json, place: u32) -> Waiting<'a> {
    Waiting { member: Some(member), shape: member.target, value, place }
}

/// Returns a trait of a member, or else of its target.
fn traits<'a, T>(
    member: Option<&'a Member>,
    shape: &'a Shape,
    get: impl Fn(&'a Traits) -> Option<&'a T>,
) -> Option<&'a T> {
    member.and_then(|member| get(&member.traits)).or_else(|| get(&shape.traits))
}
