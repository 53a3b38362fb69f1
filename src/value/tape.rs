//! The tape: a decoded value as one flat list of nodes.
//!
//! A node holds its key, its value, and the end of its subtree. So a walk can skip subtrees, and to drop or
//! compare a value costs no stack at any depth. The tape keeps its memory from one value to the next.

use crate::json::{Json, JsonKind, Lexer, Number, Pieces, SyntaxError};
use crate::model::{Model, ShapeRef};

use super::SDK_UNKNOWN_MEMBER;
use super::timestamp::Timestamp;

/// A string on a tape: a piece of the text that was read, or of the scratch if it had escapes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Text {
    /// `text[start..end]`
    Source {
        /// The offset of the first byte.
        start: u32,
        /// The offset after the last byte.
        end: u32,
    },
    /// `scratch[start..end]`
    Scratch {
        /// The offset of the first byte.
        start: u32,
        /// The offset after the last byte.
        end: u32,
    },
}

/// How a value belongs to the value around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    /// It is the root, or an element of a list.
    None,
    /// It is the value of a structure's or a union's member, by the member's index in the model's order.
    Member(u32),
    /// It is the value of a map's key, of a document's member, or of an unknown member of a union.
    Name(Text),
}

/// The content of a node of the tape.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Slot {
    /// No value: a later value of the same name replaced it, it is null and null means absent, or its shape
    /// cannot have it.
    Dead,
    Null,
    Bool(bool),
    Number(Text),
    String(Text),
    /// Base64, checked.
    Blob(Text),
    Timestamp(Timestamp),
    /// NaN or an infinity, as its string.
    NonFinite(Text),
    /// The value of a union member that the contract does not know. The tape keeps only its kind.
    Unknown(JsonKind),
    Structure(ShapeRef),
    Union(ShapeRef),
    List(ShapeRef),
    Map(ShapeRef),
    /// An array in a document.
    Array,
    /// An object in a document.
    Object,
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct Node {
    key: Key,
    slot: Slot,
    /// The index after the last node of the subtree.
    end: u32,
}

/// A decoded value.
#[derive(Clone, Debug, Default)]
pub struct Tape<'t> {
    text: &'t str,
    scratch: String,
    /// The string with escapes that is being read.
    pieces: Pieces,
    nodes: Vec<Node>,
}

/// A value on a tape.
#[derive(Clone, Copy, Debug)]
pub struct ValueRef<'v> {
    tape: &'v Tape<'v>,
    at: usize,
}

/// The type of a value, with its content if it is a scalar.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ValueKind<'v> {
    /// Null: an element of a sparse list or map, or in a document.
    Null,
    /// A boolean.
    Boolean(bool),
    /// A number in the spelling of the text.
    Number(&'v str),
    /// A string.
    String(&'v str),
    /// A blob, in the base64 of the text.
    Blob(&'v str),
    /// A timestamp.
    Timestamp(Timestamp),
    /// `NaN`, `Infinity` or `-Infinity`.
    NonFinite(&'v str),
    /// The value of an unknown union member. Only its kind is kept.
    Unknown(JsonKind),
    /// A structure.
    Structure(ShapeRef),
    /// A union.
    Union(ShapeRef),
    /// A list.
    List(ShapeRef),
    /// A map.
    Map(ShapeRef),
    /// An array in a document.
    Array,
    /// An object in a document.
    Object,
}

/// A value in the value form that is being built.
struct Open {
    /// Its name in the value around it.
    name: String,
    value: Json,
    /// The structure or union that it is.
    shape: Option<ShapeRef>,
    /// The index after its last node.
    end: usize,
}

/// The methods by which the decoder writes a tape.
impl<'t> Tape<'t> {
    /// Forgets the last value, keeps the memory, and prepares for the value in `text`.
    pub(crate) fn reset<'n>(mut self, text: &'n str) -> Tape<'n> {
        self.nodes.clear();
        self.scratch.clear();
        Tape { text, scratch: self.scratch, pieces: self.pieces, nodes: self.nodes }
    }

    /// Returns how much memory is kept for the next value, in bytes.
    #[cfg(feature = "fuzzing")]
    pub(crate) fn kept(&self) -> usize {
        self.nodes.capacity() * size_of::<Node>() + self.scratch.capacity() + self.pieces.kept()
    }

    /// Appends a node and returns its index. The node is a leaf unless [`close`](Self::close) follows.
    #[inline]
    pub(crate) fn push(&mut self, key: Key, slot: Slot) -> u32 {
        let at = self.nodes.len() as u32;
        self.nodes.push(Node { key, slot, end: at + 1 });
        at
    }

    /// Makes all nodes that were appended after `at` children of the node at `at`.
    pub(crate) fn close(&mut self, at: u32) {
        self.nodes[at as usize].end = self.nodes.len() as u32;
    }

    /// Removes the node at `at` from the value.
    pub(crate) fn kill(&mut self, at: u32) {
        self.nodes[at as usize].slot = Slot::Dead;
    }

    /// Returns the number of nodes.
    #[inline]
    pub(crate) fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Removes the nodes at the indices `gone` from the tape. They are in order, and children of the node at
    /// `at`, which is still open. Every node in it must be closed. Calls `kept` with the position of each child
    /// that stays.
    pub(crate) fn compact(&mut self, at: u32, gone: &[u32], mut kept: impl FnMut(usize)) {
        let (mut from, mut to, mut nth) = (at as usize + 1, at as usize + 1, 0);
        let mut gone = gone.iter().map(|place| *place as usize).peekable();
        while let Some(node) = self.nodes.get(from) {
            let end = node.end as usize;
            if gone.next_if_eq(&from).is_none() {
                kept(nth);
                let moved = (from - to) as u32;
                for place in from..end {
                    let node = self.nodes[place];
                    self.nodes[to] = Node { end: node.end - moved, ..node };
                    to += 1;
                }
            }
            from = end;
            nth += 1;
        }
        self.nodes.truncate(to);
    }

    /// Returns the children of the node at `at`, which is still open, with the dead ones: indices, keys and
    /// slots.
    pub(crate) fn inside(&self, at: u32) -> impl Iterator<Item = (u32, Key, Slot)> {
        let mut next = at + 1;
        std::iter::from_fn(move || {
            let node = self.nodes.get(next as usize)?;
            let here = next;
            next = node.end;
            Some((here, node.key, node.slot))
        })
    }

    /// Returns the key and the slot of the only child of the node at `at`, which is still open; `None` if it has none or
    /// several.
    #[inline]
    pub(crate) fn only_child(&self, at: u32) -> Option<(Key, Slot)> {
        let child = self.nodes.get(at as usize + 1)?;
        (child.end as usize == self.nodes.len()).then_some((child.key, child.slot))
    }

    /// Returns the text behind the reference `text`.
    pub(crate) fn resolve(&self, text: Text) -> &str {
        match text {
            Text::Source { start, end } => &self.text[start as usize..end as usize],
            Text::Scratch { start, end } => &self.scratch[start as usize..end as usize],
        }
    }

    /// Returns the bytes of [`resolve`](Self::resolve), without a check of the boundaries of characters.
    #[inline]
    pub(crate) fn bytes(&self, text: Text) -> &[u8] {
        match text {
            Text::Source { start, end } => &self.text.as_bytes()[start as usize..end as usize],
            Text::Scratch { start, end } => &self.scratch.as_bytes()[start as usize..end as usize],
        }
    }

    /// Takes a string that may have escapes. `lexer` has already returned its opening quote.
    #[inline(never)]
    pub(crate) fn take_escaped(&mut self, lexer: &mut Lexer<'_>) -> Result<Text, SyntaxError> {
        self.pieces.clear();
        lexer.resolved_string(&mut self.pieces)?;
        let start = self.scratch.len() as u32;
        self.scratch.push_str(self.pieces.text());
        Ok(Text::Scratch { start, end: self.scratch.len() as u32 })
    }
}

impl Tape<'_> {
    /// Returns the root; `None` if the tape is empty.
    pub fn root(&self) -> Option<ValueRef<'_>> {
        let first = self.nodes.first()?;
        (first.slot != Slot::Dead).then_some(ValueRef { tape: self, at: 0 })
    }
}

impl<'v> ValueRef<'v> {
    fn node(&self) -> &'v Node {
        &self.tape.nodes[self.at]
    }

    /// Returns the type of the value, with the content of a scalar.
    pub fn kind(&self) -> ValueKind<'v> {
        let tape = self.tape;
        match self.node().slot {
            Slot::Null | Slot::Dead => ValueKind::Null,
            Slot::Bool(value) => ValueKind::Boolean(value),
            Slot::Number(text) => ValueKind::Number(tape.resolve(text)),
            Slot::String(text) => ValueKind::String(tape.resolve(text)),
            Slot::Blob(text) => ValueKind::Blob(tape.resolve(text)),
            Slot::Timestamp(value) => ValueKind::Timestamp(value),
            Slot::NonFinite(text) => ValueKind::NonFinite(tape.resolve(text)),
            Slot::Unknown(kind) => ValueKind::Unknown(kind),
            Slot::Structure(shape) => ValueKind::Structure(shape),
            Slot::Union(shape) => ValueKind::Union(shape),
            Slot::List(shape) => ValueKind::List(shape),
            Slot::Map(shape) => ValueKind::Map(shape),
            Slot::Array => ValueKind::Array,
            Slot::Object => ValueKind::Object,
        }
    }

    /// Returns the member's index in the model's order, if the value belongs to a known member.
    pub fn member(&self) -> Option<usize> {
        match self.node().key {
            Key::Member(index) => Some(index as usize),
            _ => None,
        }
    }

    /// Returns the key of the value, if it is not the name of a modeled member.
    pub fn name(&self) -> Option<&'v str> {
        match self.node().key {
            Key::Name(text) => Some(self.tape.resolve(text)),
            _ => None,
        }
    }

    /// Returns the values directly inside this one, in the order of the text.
    pub fn children(&self) -> impl Iterator<Item = ValueRef<'v>> + use<'v> {
        let tape = self.tape;
        let end = self.node().end as usize;
        let mut at = self.at + 1;
        std::iter::from_fn(move || {
            while at < end {
                let here = at;
                at = tape.nodes[here].end as usize;
                if tape.nodes[here].slot != Slot::Dead {
                    return Some(ValueRef { tape, at: here });
                }
            }
            None
        })
    }

    /// Returns the value in the value form.
    pub fn to_json(&self, model: &Model) -> Json {
        let tape = self.tape;
        let mut open: Vec<Open> = Vec::new();
        let mut at = self.at;
        loop {
            let node = &tape.nodes[at];
            let name = match node.key {
                Key::None => String::new(),
                Key::Name(text) => tape.resolve(text).to_owned(),
                Key::Member(index) => match open.last().and_then(|around| around.shape) {
                    Some(shape) => model.members(shape)[index as usize].name.clone(),
                    None => String::new(),
                },
            };
            match node.slot {
                Slot::Dead => at = node.end as usize,
                Slot::Unknown(_) => {
                    let (shape, end) = (None, at + 1);
                    let value = Json::object([("name", Json::from(name))]);
                    open.push(Open { name: SDK_UNKNOWN_MEMBER.to_owned(), value, shape, end });
                    at += 1;
                }
                slot => {
                    let shape = match slot {
                        Slot::Structure(shape) | Slot::Union(shape) => Some(shape),
                        _ => None,
                    };
                    let value = ValueRef { tape, at }.shallow_json();
                    open.push(Open { name, value, shape, end: node.end as usize });
                    at += 1;
                }
            }
            // Close the containers that end here.
            while let Some(last) = open.pop_if(|last| last.end <= at) {
                match open.last_mut().map(|around| &mut around.value) {
                    None => return last.value,
                    Some(Json::Array(items)) => items.push(last.value),
                    Some(Json::Object(members)) => members.push((last.name, last.value)),
                    Some(_) => unreachable!("nothing hangs in a scalar"),
                }
            }
        }
    }

    /// Returns the value without the values inside it.
    fn shallow_json(&self) -> Json {
        match self.kind() {
            ValueKind::Null | ValueKind::Unknown(_) => Json::Null,
            ValueKind::Boolean(value) => Json::Bool(value),
            ValueKind::Number(text) => Number::parse(text).map_or(Json::Null, Json::Number),
            ValueKind::String(text) | ValueKind::Blob(text) | ValueKind::NonFinite(text) => {
                Json::from(text)
            }
            ValueKind::Timestamp(value) => Json::Number(value.to_epoch_seconds()),
            ValueKind::List(_) | ValueKind::Array => Json::Array(Vec::new()),
            ValueKind::Structure(_)
            | ValueKind::Union(_)
            | ValueKind::Map(_)
            | ValueKind::Object => Json::Object(Vec::new()),
        }
    }
}
