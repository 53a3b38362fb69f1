//! The second reading itself: one function for each kind of shape, which calls itself for what hangs in it.

use std::collections::HashSet;

use wireproof::json::{Json, JsonKind, MAX_DEPTH, Number, Path};
use wireproof::model::{Member, Model, ShapeKind, ShapeRef, TimestampFormat};
use wireproof::protocol::{NoteKind, Role};

use super::scalar::scalar;
use super::tree::{Named, Node, What, tree};

/// What is noticed, where, and in which object or array: that is told by the byte at which it begins.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Noted {
    pub(crate) kind: NoteKind,
    pub(crate) path: String,
    pub(crate) at: usize,
    /// The byte at which the innermost container begins; `None` at the root.
    pub(crate) container: Option<usize>,
}

/// What a body says.
#[derive(Debug)]
pub(crate) struct Reading {
    /// The value in the value form; it means something only where nothing refuses it.
    pub(crate) value: Option<Json>,
    pub(crate) notes: Vec<Noted>,
}

/// Reads a body.
///
/// # Errors
///
/// If it is no JSON text.
pub(crate) fn read(
    model: &Model,
    shape: ShapeRef,
    role: Role,
    body: &[u8],
) -> Result<Reading, String> {
    let root = tree(body).map_err(|error| error.to_string())?;
    let mut reader = Reader { model, role, notes: Vec::new() };
    let place = Place { path: Path::default(), container: None, depth: 0 };
    let value = reader.shaped(shape, None, &root, &place);
    Ok(Reading { value, notes: reader.notes })
}

struct Reader<'m> {
    model: &'m Model,
    role: Role,
    notes: Vec<Noted>,
}

/// Where a value stands.
#[derive(Clone)]
struct Place {
    path: Path,
    container: Option<usize>,
    /// How many containers are around it.
    depth: usize,
}

impl Place {
    fn inside(&self, node: &Node, path: Path) -> Self {
        Self { path, container: Some(node.at), depth: self.depth + 1 }
    }

    fn member(&self, node: &Node, name: &str) -> Self {
        self.inside(node, self.path.member(name))
    }
}

impl Reader<'_> {
    fn note(&mut self, kind: NoteKind, place: &Place, at: usize) {
        let (path, container) = (place.path.to_string(), place.container);
        self.notes.push(Noted { kind, path, at, container });
    }

    /// Returns the value of a shape, as a member where it is one; `None` if there is none.
    fn shaped(
        &mut self,
        shape: ShapeRef,
        member: Option<&Member>,
        node: &Node,
        place: &Place,
    ) -> Option<Json> {
        let kind = self.model.kind(shape);
        let container = matches!(node.what, What::Object(_) | What::Array(_));
        if container && place.depth >= MAX_DEPTH {
            self.note(NoteKind::TooDeep, place, node.at);
            return None;
        }
        let sparse = self.model.shape(shape).traits.sparse;
        match (kind, &node.what) {
            (ShapeKind::Document, _) => self.document(node, place),
            (ShapeKind::Structure(_), What::Object(members)) => {
                Some(self.structure(shape, node, members, place))
            }
            (ShapeKind::Union(_), What::Object(members)) => self.union(shape, node, members, place),
            (ShapeKind::List(element), What::Array(items)) => {
                let mut values = Vec::new();
                for (index, item) in items.iter().enumerate() {
                    let place = place.inside(node, place.path.index(index));
                    values.extend(self.element(element, sparse, item, &place));
                }
                Some(Json::Array(values))
            }
            (ShapeKind::Map { value, .. }, What::Object(members)) => {
                let mut values = Vec::new();
                for Named { name, value: item, .. } in members {
                    let read = self.element(value, sparse, item, &place.member(node, name));
                    values.push((name.clone(), read));
                }
                self.repeated(node, members, place);
                Some(Json::Object(last_of_each(values)))
            }
            (kind, what) => {
                let own = member.and_then(|member| member.traits.timestamp_format);
                let target = self.model.shape(shape).traits.timestamp_format;
                let format = own.or(target).unwrap_or(TimestampFormat::EpochSeconds);
                let value = scalar(kind, what, format, self.role == Role::Server);
                if value.is_none() {
                    let found = kind_of(&node.what);
                    self.note(NoteKind::Mistyped { shape, found }, place, node.at);
                }
                value
            }
        }
    }

    /// Returns what stands in a list or map.
    fn element(
        &mut self,
        member: &Member,
        sparse: bool,
        node: &Node,
        place: &Place,
    ) -> Option<Json> {
        let null = matches!(node.what, What::Null);
        if null && (sparse || matches!(self.model.kind(member.target), ShapeKind::Document)) {
            return Some(Json::Null);
        }
        if null && self.role == Role::Client {
            self.note(NoteKind::Null, place, node.at);
            return None;
        }
        self.shaped(member.target, Some(member), node, place)
    }

    fn structure(
        &mut self,
        shape: ShapeRef,
        node: &Node,
        members: &[Named],
        place: &Place,
    ) -> Json {
        let modeled = self.model.members(shape);
        let mut seen = HashSet::new();
        let mut values = Vec::new();
        for Named { name, at, value } in members {
            let Some(member) = modeled.iter().find(|member| member.wire_name() == name) else {
                self.note(NoteKind::UnknownMember, &place.member(node, name), *at);
                continue;
            };
            let place = place.member(node, &member.name);
            if !seen.insert(&member.name) {
                self.note(NoteKind::Duplicate, &place, *at);
            }
            let read = match value.what {
                What::Null => {
                    self.note(NoteKind::Null, &place, value.at);
                    None
                }
                _ => self.shaped(member.target, Some(member), value, &place),
            };
            values.push((member.name.clone(), read));
        }
        for member in modeled.iter().filter(|member| member.traits.required) {
            let last = members.iter().rfind(|named| named.name == member.wire_name());
            if last.is_none_or(|named| matches!(named.value.what, What::Null)) {
                self.note(NoteKind::Missing, &place.member(node, &member.name), node.at);
            }
        }
        Json::Object(last_of_each(values))
    }

    fn union(
        &mut self,
        shape: ShapeRef,
        node: &Node,
        members: &[Named],
        place: &Place,
    ) -> Option<Json> {
        let modeled = self.model.members(shape);
        let known = |name: &str| modeled.iter().find(|member| member.wire_name() == name);
        let mut tags: Vec<Named> = Vec::new();
        let mut values = Vec::new();
        for named in members {
            let Named { name, at, value } = named;
            if name == "__type" && known(name).is_none() {
                self.note(NoteKind::TypeHint, &place.member(node, name), *at);
                continue;
            }
            let shown = known(name).map_or(name.as_str(), |member| &member.name);
            let place = place.member(node, shown);
            self.note(NoteKind::UnionTag { known: known(name).is_some() }, &place, *at);
            if matches!(value.what, What::Null) {
                self.note(NoteKind::Null, &place, value.at);
            } else if let Some(member) = known(name) {
                let read = self.shaped(member.target, Some(member), value, &place);
                values.push((member.name.clone(), read));
            }
            tags.push(Named { name: shown.to_owned(), ..named.clone() });
        }
        self.repeated(node, &tags, place);
        // Of each name the last counts, and that only where it is not null.
        let mut set: Vec<&Named> = Vec::new();
        for (nth, tag) in tags.iter().enumerate() {
            let last = tags[nth + 1..].iter().all(|later| later.name != tag.name);
            if last && !matches!(tag.value.what, What::Null) {
                set.push(tag);
            }
        }
        let whole = Place { container: Some(node.at), ..place.clone() };
        let [only] = set[..] else {
            let kind = if set.is_empty() { NoteKind::UnionEmpty } else { NoteKind::UnionSeveral };
            self.note(kind, &whole, node.at);
            return None;
        };
        if modeled.iter().any(|member| member.name == only.name) {
            self.note(NoteKind::UnionKnown, &whole, node.at);
            let value = values.into_iter().rfind(|(name, _)| *name == only.name);
            return value.and_then(|(name, value)| Some(Json::object([(name, value?)])));
        }
        let (value, refused) = (kind_of(&only.value.what), self.role == Role::Server);
        self.note(NoteKind::UnionUnknown { value, refused }, &whole, node.at);
        let name = Json::object([("name", Json::from(only.name.as_str()))]);
        Some(Json::object([("SDK_UNKNOWN_MEMBER", name)]))
    }

    fn document(&mut self, node: &Node, place: &Place) -> Option<Json> {
        if matches!(node.what, What::Array(_) | What::Object(_)) && place.depth >= MAX_DEPTH {
            self.note(NoteKind::TooDeep, place, node.at);
            return None;
        }
        Some(match &node.what {
            What::Null => Json::Null,
            What::Boolean(value) => Json::Bool(*value),
            What::Number(text) => Json::Number(Number::parse(text).expect("it is a number")),
            What::Text(text) => Json::from(text.as_str()),
            What::Array(items) => {
                let mut values = Vec::new();
                for (index, item) in items.iter().enumerate() {
                    let place = place.inside(node, place.path.index(index));
                    values.extend(self.document(item, &place));
                }
                Json::Array(values)
            }
            What::Object(members) => {
                let mut values = Vec::new();
                for Named { name, value, .. } in members {
                    values.push((name.clone(), self.document(value, &place.member(node, name))));
                }
                self.repeated(node, members, place);
                Json::Object(last_of_each(values))
            }
        })
    }

    /// Notes every name that stood there before.
    fn repeated(&mut self, node: &Node, members: &[Named], place: &Place) {
        for (nth, Named { name, at, .. }) in members.iter().enumerate() {
            if members[..nth].iter().any(|earlier| earlier.name == *name) {
                self.note(NoteKind::Duplicate, &place.member(node, name), *at);
            }
        }
    }
}

/// Returns the last value of each name, where it is one, in the order in which these stand.
fn last_of_each(values: Vec<(String, Option<Json>)>) -> Vec<(String, Json)> {
    let mut kept: Vec<(String, Option<Json>)> = Vec::new();
    for (name, value) in values {
        kept.retain(|(earlier, _)| *earlier != name);
        kept.push((name, value));
    }
    kept.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
}

fn kind_of(what: &What) -> JsonKind {
    match what {
        What::Null => JsonKind::Null,
        What::Boolean(_) => JsonKind::Boolean,
        What::Number(_) => JsonKind::Number,
        What::Text(_) => JsonKind::String,
        What::Array(_) => JsonKind::Array,
        What::Object(_) => JsonKind::Object,
    }
}
