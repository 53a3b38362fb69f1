//! Decoding: one pass over a JSON body, by the shape that it should have.
//!
//! The decoder keeps what is open on a list of its own, so depth costs no stack. It does not stop at
//! the first fault of the *value*: it notes every one and reads on, because a policy is about one of them
//! and must know of the others. It stops at the first byte that is no *JSON*.

use std::collections::HashMap;

use crate::json::{
    JsonKind, Lexer, MAX_DEPTH, Number, Path, SyntaxError, SyntaxErrorKind, text_of,
};
use crate::model::{Member, Members, Model, ShapeKind, ShapeRef, TimestampFormat};
use crate::value::{Key, Slot, Tape, Text, Timestamp, ValueRef};

use super::anatomy::{Anatomy, Note, NoteKind, Place, StepKind, TrailId};
use super::bits::{BitSet, BitStack};
use super::guess::{Guesses, Progress};
use super::scalar;

/// Which side reads the body. The sides differ in what they owe to a fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// A client reads an answer: null in a list or map that is not sparse is dropped.
    Client,
    /// A server reads a request: such a null is refused, and so are an unknown union member and a
    /// date-time with an offset other than `Z`.
    ///
    /// Sources: Smithy 2.0, "sparse trait"; Smithy's protocol tests
    /// `RestJsonMalformedUnionUnknownMember`, `RestJsonBodyTimestampDateTimeRejectsUTCOffsets` and, for
    /// clients, `RestJsonDateTimeWithNegativeOffset`.
    Server,
}

/// A decoder: it keeps its memory from one body to the next.
#[derive(Debug)]
pub struct Decoder<'m> {
    model: &'m Model,
    role: Role,
    open: Vec<Open<'m>>,
    bits: BitStack,
    guesses: Guesses,
    names: Vec<u32>,
    tape: Tape<'static>,
    anatomy: Anatomy,
}

/// A decoded body: the value, and what was noticed on the way to it.
#[derive(Debug)]
pub struct Decoded<'t, 'm> {
    model: &'m Model,
    tape: Tape<'t>,
    anatomy: Anatomy,
}

impl<'t, 'm> Decoded<'t, 'm> {
    /// The value. Where the body is [refused](Self::refusal) it is what could be read of it; `None`
    /// where that is nothing.
    pub fn value(&self) -> Option<ValueRef<'_>> {
        self.tape.root()
    }

    /// What was noticed.
    pub fn anatomy(&self) -> &Anatomy {
        &self.anatomy
    }

    /// Where a note of the anatomy was made.
    pub fn path(&self, note: &Note) -> Path {
        self.anatomy.path(note, self.model, &self.tape)
    }

    /// The modeled member that a note is about, and the structure or union that has it; `None` where
    /// the note is about anything else.
    pub fn member(&self, note: &Note) -> Option<(ShapeRef, &'m Member)> {
        self.anatomy.member(note, self.model)
    }

    /// The name of the member that a note is about, where the contract does not name it.
    pub fn unmodeled_name(&self, note: &Note) -> Option<&str> {
        self.anatomy.name(note, &self.tape)
    }

    /// The first thing for which the body is refused; `None` where it is accepted.
    pub fn refusal(&self) -> Option<&Note> {
        self.anatomy.of(NoteKind::refuses).min_by_key(|note| note.offset)
    }

    /// What [`refusal`](Self::refusal) means, in words.
    pub fn describe(&self, note: &Note) -> String {
        match note.kind {
            NoteKind::Mistyped { shape, found } => {
                format!("{} expected, not {found}", wanted(self.model.kind(shape)))
            }
            NoteKind::UnionSeveral => "a union with several members".to_owned(),
            NoteKind::UnionEmpty => "a union without a member".to_owned(),
            NoteKind::TooDeep => format!("nested deeper than {MAX_DEPTH} levels"),
            NoteKind::Missing => "a required member is missing".to_owned(),
            NoteKind::Duplicate => "a member that stood there before".to_owned(),
            NoteKind::Null => "null in place of a value".to_owned(),
            NoteKind::UnknownMember => "a member that the contract does not name".to_owned(),
            NoteKind::UnionTag { known: true } => "a union member".to_owned(),
            NoteKind::UnionTag { known: false } => {
                "a union member that the contract does not name".to_owned()
            }
            NoteKind::UnionKnown => "a known union member".to_owned(),
            NoteKind::UnionUnknown { .. } => {
                "a union member that the contract does not name".to_owned()
            }
            NoteKind::TypeHint => "`__type` in a union".to_owned(),
        }
    }

    /// Gives the memory back for the next body.
    pub fn recycle(self, decoder: &mut Decoder<'m>) {
        decoder.tape = self.tape.reset("");
        decoder.anatomy = self.anatomy;
    }
}

/// Decodes one body.
///
/// # Errors
///
/// Where the body is no JSON text. A body that is JSON but not of this shape is no error here: see
/// [`Decoded::refusal`].
pub fn decode<'t, 'm>(
    model: &'m Model,
    shape: ShapeRef,
    role: Role,
    body: &'t [u8],
) -> Result<Decoded<'t, 'm>, SyntaxError> {
    Decoder::new(model, role).decode(shape, body)
}

/// What a JSON value must be to be a value of this shape.
pub(super) fn wanted(kind: &ShapeKind) -> &'static str {
    match kind {
        ShapeKind::Structure(_) => "an object (a structure)",
        ShapeKind::Union(_) => "an object with one member (a union)",
        ShapeKind::Map { .. } => "an object (a map)",
        ShapeKind::List(_) => "an array (a list)",
        ShapeKind::String | ShapeKind::Enum(_) => "a string",
        ShapeKind::Boolean => "a boolean",
        ShapeKind::Byte => "an integer from -128 to 127",
        ShapeKind::Short => "an integer of 16 bits",
        ShapeKind::Integer | ShapeKind::IntEnum(_) => "an integer of 32 bits",
        ShapeKind::Long => "an integer of 64 bits",
        ShapeKind::BigInteger => "an integer",
        ShapeKind::Float | ShapeKind::Double => {
            "a number, or \"NaN\", \"Infinity\" or \"-Infinity\""
        }
        ShapeKind::BigDecimal => "a number",
        ShapeKind::Blob => "a string of base64",
        ShapeKind::Timestamp => "a timestamp in its format",
        ShapeKind::Document => "any value",
        ShapeKind::Service { .. } | ShapeKind::Operation { .. } | ShapeKind::Resource { .. } => {
            "no value at all"
        }
    }
}

/// A container that is being read.
#[derive(Debug)]
struct Open<'m> {
    kind: OpenKind<'m>,
    /// Its node on the tape.
    node: u32,
    trail: TrailId,
    /// Where it begins in the body.
    offset: usize,
    /// How many elements or members have begun.
    count: u32,
    /// How far a structure or union has been read.
    progress: Progress,
    /// Whether one of a structure's members occurred twice.
    duplicates: bool,
    /// Where its names begin in the list of them.
    names: usize,
}

#[derive(Clone, Copy, Debug)]
enum OpenKind<'m> {
    Structure(Structure),
    Union { shape: ShapeRef },
    List { element: Target<'m>, sparse: bool },
    Map { value: Target<'m>, sparse: bool },
    Array,
    Object,
}

/// A structure that is being read, with the members that have occurred, and those of them that are null.
#[derive(Clone, Copy, Debug)]
struct Structure {
    shape: ShapeRef,
    seen: BitSet,
    nulls: BitSet,
}

/// What a value should be.
#[derive(Clone, Copy, Debug)]
enum Target<'m> {
    Shape {
        shape: ShapeRef,
        /// The member that has it, which may say how its timestamps are written.
        member: Option<&'m Member>,
    },
    Document,
}

/// A value that comes next.
#[derive(Clone, Copy, Debug)]
struct Next<'m> {
    target: Target<'m>,
    key: Key,
    place: Place,
}

impl<'m> Decoder<'m> {
    /// A decoder for bodies by this model.
    pub fn new(model: &'m Model, role: Role) -> Self {
        Self {
            model,
            role,
            open: Vec::new(),
            bits: BitStack::default(),
            guesses: Guesses::default(),
            names: Vec::new(),
            tape: Tape::default(),
            anatomy: Anatomy::default(),
        }
    }

    /// Decodes `body` as a value of `shape`.
    ///
    /// # Errors
    ///
    /// Where the body is no JSON text, or is larger than 4 GiB.
    pub fn decode<'t>(
        &mut self,
        shape: ShapeRef,
        body: &'t [u8],
    ) -> Result<Decoded<'t, 'm>, SyntaxError> {
        if u32::try_from(body.len()).is_err() {
            return Err(SyntaxError { kind: SyntaxErrorKind::TooLarge, offset: 0 });
        }
        let text = text_of(body)?;
        self.open.clear();
        self.bits.clear();
        self.names.clear();
        let mut anatomy = std::mem::take(&mut self.anatomy);
        anatomy.clear();
        let mut pass = Pass {
            model: self.model,
            role: self.role,
            lexer: Lexer::new(body),
            tape: std::mem::take(&mut self.tape).reset(text),
            anatomy,
            open: &mut self.open,
            bits: &mut self.bits,
            guesses: &mut self.guesses,
            names: &mut self.names,
            compact_at: MANY,
        };
        match pass.run(shape) {
            Ok(()) => Ok(Decoded { model: self.model, tape: pass.tape, anatomy: pass.anatomy }),
            Err(fault) => {
                let (tape, anatomy) = (pass.tape.reset(""), pass.anatomy);
                self.tape = tape;
                self.anatomy = anatomy;
                Err(fault)
            }
        }
    }
}

/// One pass over one body.
struct Pass<'a, 't, 'm> {
    model: &'m Model,
    role: Role,
    lexer: Lexer<'t>,
    tape: Tape<'t>,
    anatomy: Anatomy,
    open: &'a mut Vec<Open<'m>>,
    bits: &'a mut BitStack,
    guesses: &'a mut Guesses,
    /// Where the names in the open unions, maps and objects stand: one for each node in them.
    names: &'a mut Vec<u32>,
    /// At how many nodes those that later ones of their names replaced are taken off the tape.
    compact_at: usize,
}

/// How many nodes a tape has before repeated members are taken off it: 48 MiB. A body may repeat one ten million times.
/// Our own tests have it happen soon.
const MANY: usize = if cfg!(test) { 64 } else { 1 << 20 };

impl<'m> Pass<'_, '_, 'm> {
    fn run(&mut self, shape: ShapeRef) -> Result<(), SyntaxError> {
        let place = Place { around: TrailId::ROOT, step: None };
        let mut next = Next { target: self.target(None, shape), key: Key::None, place };
        loop {
            self.value(next)?;
            // Close what ends here, until another value comes.
            next = loop {
                let Some(open) = self.open.last_mut() else { return self.lexer.finish() };
                let first = open.count == 0;
                open.count += 1;
                if let Some(next) = self.next(first)? {
                    break next;
                }
            };
        }
    }

    fn target(&self, member: Option<&'m Member>, shape: ShapeRef) -> Target<'m> {
        match self.model.kind(shape) {
            ShapeKind::Document => Target::Document,
            _ => Target::Shape { shape, member },
        }
    }

    /// Reads a value, or the beginning of one that others hang in.
    fn value(&mut self, next: Next<'m>) -> Result<(), SyntaxError> {
        let byte = self.lexer.peek()?;
        let offset = self.lexer.offset();
        if matches!(byte, b'{' | b'[') && self.open.len() >= MAX_DEPTH {
            self.anatomy.note(NoteKind::TooDeep, next.place, offset);
            self.push_unread(next.key, kind_of(byte));
            return self.lexer.skip_value();
        }
        match next.target {
            Target::Document => self.document(next, byte),
            Target::Shape { shape, member } => match (self.model.kind(shape), byte) {
                (ShapeKind::Structure(members), b'{') => {
                    let seen = self.bits.push(members.len());
                    let nulls = self.bits.push(members.len());
                    let kind = OpenKind::Structure(Structure { shape, seen, nulls });
                    self.enter(next, kind, Slot::Structure(shape))
                }
                (ShapeKind::Union(_), b'{') => {
                    self.enter(next, OpenKind::Union { shape }, Slot::Union(shape))
                }
                (ShapeKind::List(member), b'[') => {
                    let element = self.target(Some(member), member.target);
                    let sparse = self.model.shape(shape).traits.sparse;
                    self.enter(next, OpenKind::List { element, sparse }, Slot::List(shape))
                }
                (ShapeKind::Map { value, .. }, b'{') => {
                    let value = self.target(Some(value), value.target);
                    let sparse = self.model.shape(shape).traits.sparse;
                    self.enter(next, OpenKind::Map { value, sparse }, Slot::Map(shape))
                }
                (kind, b'"') => self.string(next, shape, kind, member),
                (kind, b'-' | b'0'..=b'9') => self.number(next, shape, kind, member),
                (ShapeKind::Boolean, b't' | b'f') => self.boolean(next, byte),
                _ => self.mistyped(next, shape),
            },
        }
    }

    fn enter(&mut self, next: Next<'m>, kind: OpenKind<'m>, slot: Slot) -> Result<(), SyntaxError> {
        let offset = self.lexer.offset();
        self.lexer.advance();
        let node = self.tape.push(next.key, slot);
        let trail = self.anatomy.enter(next.place);
        let names = self.names.len();
        let progress = Progress::default();
        self.open.push(Open {
            kind,
            node,
            trail,
            offset,
            count: 0,
            progress,
            duplicates: false,
            names,
        });
        Ok(())
    }

    fn string(
        &mut self,
        next: Next<'m>,
        shape: ShapeRef,
        kind: &ShapeKind,
        member: Option<&Member>,
    ) -> Result<(), SyntaxError> {
        let offset = self.lexer.offset();
        let text = self.text()?;
        let slot = match kind {
            ShapeKind::String | ShapeKind::Enum(_) => Some(Slot::String(text)),
            ShapeKind::Blob if scalar::is_base64(self.tape.resolve(text)) => Some(Slot::Blob(text)),
            ShapeKind::Float | ShapeKind::Double
                if scalar::NON_FINITE.contains(&self.tape.resolve(text)) =>
            {
                Some(Slot::NonFinite(text))
            }
            ShapeKind::Timestamp => {
                let text = self.tape.resolve(text);
                let format = scalar::timestamp_format(self.model, member, shape);
                let offset = format == TimestampFormat::DateTime && !text.ends_with(['Z', 'z']);
                Timestamp::parse(text, format)
                    .filter(|_| !(offset && self.role == Role::Server))
                    .map(Slot::Timestamp)
            }
            _ => None,
        };
        self.put(next, shape, slot, JsonKind::String, offset);
        Ok(())
    }

    fn number(
        &mut self,
        next: Next<'m>,
        shape: ShapeRef,
        kind: &ShapeKind,
        member: Option<&Member>,
    ) -> Result<(), SyntaxError> {
        let (start, end) = self.lexer.number()?;
        let text = Text::Source { start: start as u32, end: end as u32 };
        let slot = match kind {
            ShapeKind::Float | ShapeKind::Double | ShapeKind::BigDecimal => {
                Some(Slot::Number(text))
            }
            ShapeKind::Byte
            | ShapeKind::Short
            | ShapeKind::Integer
            | ShapeKind::IntEnum(_)
            | ShapeKind::Long
            | ShapeKind::BigInteger => Number::parse(self.tape.resolve(text))
                .filter(|number| scalar::integer_fits(kind, number))
                .map(|_| Slot::Number(text)),
            ShapeKind::Timestamp
                if scalar::timestamp_format(self.model, member, shape)
                    == TimestampFormat::EpochSeconds =>
            {
                Number::parse(self.tape.resolve(text))
                    .and_then(|number| Timestamp::from_epoch_seconds(&number))
                    .map(Slot::Timestamp)
            }
            _ => None,
        };
        self.put(next, shape, slot, JsonKind::Number, start);
        Ok(())
    }

    /// Keeps a scalar, or notes that what was `found` is none of the shape's.
    fn put(
        &mut self,
        next: Next<'m>,
        shape: ShapeRef,
        slot: Option<Slot>,
        found: JsonKind,
        offset: usize,
    ) {
        match slot {
            Some(slot) => {
                self.tape.push(next.key, slot);
            }
            None => self.note_mistyped(next, shape, found, offset),
        }
    }

    fn boolean(&mut self, next: Next<'m>, byte: u8) -> Result<(), SyntaxError> {
        self.lexer.literal(if byte == b't' { "true" } else { "false" })?;
        self.tape.push(next.key, Slot::Bool(byte == b't'));
        Ok(())
    }

    fn document(&mut self, next: Next<'m>, byte: u8) -> Result<(), SyntaxError> {
        match byte {
            b'{' => return self.enter(next, OpenKind::Object, Slot::Object),
            b'[' => return self.enter(next, OpenKind::Array, Slot::Array),
            b'"' => {
                let text = self.text()?;
                self.tape.push(next.key, Slot::String(text));
            }
            b't' | b'f' => return self.boolean(next, byte),
            b'n' => {
                self.lexer.literal("null")?;
                self.tape.push(next.key, Slot::Null);
            }
            b'-' | b'0'..=b'9' => {
                let (start, end) = self.lexer.number()?;
                let text = Text::Source { start: start as u32, end: end as u32 };
                self.tape.push(next.key, Slot::Number(text));
            }
            _ => return Err(self.lexer.unexpected()),
        }
        Ok(())
    }

    /// Skips a value of the wrong JSON type.
    fn mistyped(&mut self, next: Next<'m>, shape: ShapeRef) -> Result<(), SyntaxError> {
        let (found, offset) = (kind_of(self.lexer.peek()?), self.lexer.offset());
        self.lexer.skip_value()?;
        self.note_mistyped(next, shape, found, offset);
        Ok(())
    }

    fn note_mistyped(&mut self, next: Next<'m>, shape: ShapeRef, found: JsonKind, offset: usize) {
        self.anatomy.note(NoteKind::Mistyped { shape, found }, next.place, offset);
        self.push_unread(next.key, found);
    }

    /// Takes the place of a value that cannot be read.
    fn push_unread(&mut self, key: Key, found: JsonKind) {
        match self.open.last().map(|open| open.kind) {
            // In a union the member is set all the same: what is wrong is its value.
            Some(OpenKind::Union { .. }) => self.tape.push(key, Slot::Unknown(found)),
            // In a list it has no name, so that there is nothing that it could replace.
            Some(OpenKind::List { .. }) => return,
            _ => self.tape.push(key, Slot::Dead),
        };
    }

    /// Goes on in the innermost container: to the value that comes next in it, or out of it.
    fn next(&mut self, first: bool) -> Result<Option<Next<'m>>, SyntaxError> {
        let Some(open) = self.open.last() else { return Ok(None) };
        let trail = open.trail;
        match open.kind {
            OpenKind::List { element, sparse } => self.next_element(first, element, sparse, trail),
            OpenKind::Array => self.next_element(first, Target::Document, true, trail),
            OpenKind::Structure(structure) => self.next_member(first, structure, trail),
            OpenKind::Union { shape } => self.next_tag(first, shape, trail),
            OpenKind::Map { value, sparse } => self.next_entry(first, value, sparse, trail),
            OpenKind::Object => self.next_entry(first, Target::Document, true, trail),
        }
    }

    fn members(&self, shape: ShapeRef) -> &'m Members {
        match self.model.kind(shape) {
            ShapeKind::Structure(members) | ShapeKind::Union(members) => members,
            other => unreachable!("a {} has no members", other.name()),
        }
    }

    /// Takes what stands between two values: a comma, or the end of the container, or nothing before
    /// its first. Tells whether another value comes.
    #[inline(always)]
    fn separator(&mut self, first: bool, end: u8) -> Result<bool, SyntaxError> {
        match self.lexer.peek()? {
            byte if byte == end => {
                self.lexer.advance();
                Ok(false)
            }
            _ if first => Ok(true),
            b',' => {
                self.lexer.advance();
                Ok(true)
            }
            _ => Err(self.lexer.unexpected()),
        }
    }

    fn close(&mut self) {
        if let Some(open) = self.open.pop() {
            self.names.truncate(open.names);
            self.tape.close(open.node);
        }
    }

    fn next_element(
        &mut self,
        mut first: bool,
        target: Target<'m>,
        sparse: bool,
        trail: TrailId,
    ) -> Result<Option<Next<'m>>, SyntaxError> {
        loop {
            if !self.separator(first, b']')? {
                self.close();
                return Ok(None);
            }
            first = false;
            let index = self.open.last().map_or(0, |open| open.count - 1);
            let place = Place { around: trail, step: Some(StepKind::Index(index)) };
            if self.lexer.peek()? != b'n' || matches!(target, Target::Document) {
                return Ok(Some(Next { target, key: Key::None, place }));
            }
            self.null_element(Next { target, key: Key::None, place }, sparse)?;
            if let Some(open) = self.open.last_mut() {
                open.count += 1;
            }
        }
    }

    /// Takes null in a list or map.
    fn null_element(&mut self, next: Next<'m>, sparse: bool) -> Result<(), SyntaxError> {
        let offset = self.lexer.offset();
        self.lexer.literal("null")?;
        if sparse {
            self.tape.push(next.key, Slot::Null);
        } else if let (Role::Server, Target::Shape { shape, .. }) = (self.role, next.target) {
            self.note_mistyped(next, shape, JsonKind::Null, offset);
        } else {
            self.anatomy.note(NoteKind::Null, next.place, offset);
            if next.key != Key::None {
                self.tape.push(next.key, Slot::Dead);
            }
        }
        Ok(())
    }

    fn next_member(
        &mut self,
        mut first: bool,
        structure: Structure,
        trail: TrailId,
    ) -> Result<Option<Next<'m>>, SyntaxError> {
        let Structure { shape, seen, nulls } = structure;
        let members = self.members(shape);
        let mut progress = self.open.last().map_or(Progress::default(), |open| open.progress);
        loop {
            if !self.separator(first, b'}')? {
                self.close_structure(structure, trail);
                return Ok(None);
            }
            first = false;
            let (known, at) = self.member_name(members, progress)?;
            let index = match known {
                Ok(index) => index,
                Err(name) => {
                    let place = Place { around: trail, step: Some(StepKind::Name(name)) };
                    self.anatomy.note(NoteKind::UnknownMember, place, at);
                    self.lexer.skip_value()?;
                    continue;
                }
            };
            progress = Progress::behind(index);
            let key = Key::Member(index as u32);
            let step = Some(StepKind::Member { shape, index: index as u32 });
            let place = Place { around: trail, step };
            let duplicate = self.bits.insert(seen, index);
            if duplicate {
                self.bits.remove(nulls, index);
                self.anatomy.note(NoteKind::Duplicate, place, at);
                if let Some(open) = self.open.last_mut() {
                    open.duplicates = true;
                }
                self.keep_few(trail);
            }
            let byte = self.lexer.peek()?;
            if byte == b'n' {
                let offset = self.lexer.offset();
                self.lexer.literal("null")?;
                self.anatomy.note(NoteKind::Null, place, offset);
                self.bits.insert(nulls, index);
                if duplicate {
                    self.tape.push(key, Slot::Dead); // it takes the earlier value's place
                }
                continue;
            }
            let member = members.at(index);
            let kind = self.model.kind(member.target);
            if byte == b'"' && matches!(kind, ShapeKind::String | ShapeKind::Enum(_)) {
                // Most members are strings, of which nothing can be wrong: they need no detour.
                let text = self.text()?;
                self.tape.push(key, Slot::String(text));
                continue;
            }
            let target = self.target(Some(member), member.target);
            if let Some(open) = self.open.last_mut() {
                open.progress = progress;
            }
            return Ok(Some(Next { target, key, place }));
        }
    }

    fn close_structure(&mut self, structure: Structure, trail: TrailId) {
        let Structure { shape, seen, nulls } = structure;
        let Some(open) = self.open.last() else { return };
        let (node, offset) = (open.node, open.offset);
        if open.duplicates {
            self.keep_last(node);
        }
        for index in self.bits.missing(seen, nulls, self.members(shape).required()) {
            let step = Some(StepKind::Member { shape, index: index as u32 });
            self.anatomy.note(NoteKind::Missing, Place { around: trail, step }, offset);
        }
        self.bits.pop(seen);
        self.close();
    }

    fn next_tag(
        &mut self,
        mut first: bool,
        shape: ShapeRef,
        trail: TrailId,
    ) -> Result<Option<Next<'m>>, SyntaxError> {
        let members = self.members(shape);
        loop {
            if !self.separator(first, b'}')? {
                self.close_union(trail);
                return Ok(None);
            }
            first = false;
            self.keep_few(trail);
            // A union has one member: the guess is always for the first.
            let (known, at) = self.member_name(members, Progress::default())?;
            let (key, step) = match known {
                Ok(index) => {
                    let index = index as u32;
                    (Key::Member(index), StepKind::Member { shape, index })
                }
                Err(name) if self.tape.bytes(name) == b"__type" => {
                    let place = Place { around: trail, step: Some(StepKind::Name(name)) };
                    self.anatomy.note(NoteKind::TypeHint, place, at);
                    self.lexer.skip_value()?;
                    continue;
                }
                Err(name) => (Key::Name(name), StepKind::Name(name)),
            };
            let place = Place { around: trail, step: Some(step) };
            self.anatomy.note(NoteKind::UnionTag { known: known.is_ok() }, place, at);
            self.names.push(at as u32);
            let byte = self.lexer.peek()?;
            if byte == b'n' {
                let offset = self.lexer.offset();
                self.lexer.literal("null")?;
                self.anatomy.note(NoteKind::Null, place, offset);
                self.tape.push(key, Slot::Null);
                continue;
            }
            match known {
                Ok(index) => {
                    let member = members.at(index);
                    let target = self.target(Some(member), member.target);
                    return Ok(Some(Next { target, key, place }));
                }
                Err(_) => {
                    self.lexer.skip_value()?;
                    self.tape.push(key, Slot::Unknown(kind_of(byte)));
                }
            }
        }
    }

    /// Counts the members that a union has, the last of each name, and keeps the ones that are set.
    fn close_union(&mut self, trail: TrailId) {
        let Some(open) = self.open.last() else { return };
        let (node, offset) = (open.node, open.offset);
        self.note_duplicates(node, trail);
        let mut set =
            self.tape.inside(node).filter(|(_, _, slot)| !matches!(slot, Slot::Null | Slot::Dead));
        let kind = match (set.next(), set.next()) {
            (None, _) => NoteKind::UnionEmpty,
            (Some(_), Some(_)) => NoteKind::UnionSeveral,
            (Some((_, Key::Member(_), _)), None) => NoteKind::UnionKnown,
            (Some((_, _, slot)), None) => NoteKind::UnionUnknown {
                value: match slot {
                    Slot::Unknown(kind) => kind,
                    _ => JsonKind::Null,
                },
                refused: self.role == Role::Server,
            },
        };
        drop(set);
        let nulls = self.tape.inside(node).filter(|(_, _, slot)| *slot == Slot::Null);
        let nulls: Vec<u32> = nulls.map(|(at, _, _)| at).collect();
        for at in nulls {
            self.tape.kill(at);
        }
        let place = Place { around: trail, step: None };
        self.anatomy.note(kind, place, offset);
        self.close();
    }

    fn next_entry(
        &mut self,
        mut first: bool,
        target: Target<'m>,
        sparse: bool,
        trail: TrailId,
    ) -> Result<Option<Next<'m>>, SyntaxError> {
        loop {
            if !self.separator(first, b'}')? {
                if let Some(open) = self.open.last() {
                    self.note_duplicates(open.node, trail);
                }
                self.close();
                return Ok(None);
            }
            first = false;
            self.keep_few(trail);
            let (name, at) = self.name()?;
            self.names.push(at as u32);
            let place = Place { around: trail, step: Some(StepKind::Name(name)) };
            let next = Next { target, key: Key::Name(name), place };
            if self.lexer.peek()? != b'n' || matches!(target, Target::Document) {
                return Ok(Some(next));
            }
            self.null_element(next, sparse)?;
        }
    }

    /// Takes what was replaced off the tape, if that has grown long: before the next member of the open node.
    #[inline]
    fn keep_few(&mut self, trail: TrailId) {
        if self.tape.len() >= self.compact_at {
            self.compact(trail);
        }
    }

    #[cold]
    fn compact(&mut self, trail: TrailId) {
        let Some(open) = self.open.last() else { return };
        let (node, from) = (open.node, open.names);
        if matches!(open.kind, OpenKind::Structure(_)) {
            let (_, replaced) = self.keep_last(node);
            self.tape.compact(node, &replaced, |_| {});
        } else {
            let replaced = self.note_duplicates(node, trail);
            let (names, mut to) = (&mut self.names, from);
            self.tape.compact(node, &replaced, |nth| {
                names[to] = names[from + nth];
                to += 1;
            });
            self.names.truncate(to);
        }
        // Where little could be taken off, the next time is put off, so that all of it takes linear time.
        self.compact_at = MANY.max(self.tape.len() * 2);
    }

    /// Keeps the last of each name in the open node, a union, a map or an object, and notes the others. Returns which
    /// nodes were replaced, in order.
    fn note_duplicates(&mut self, node: u32, trail: TrailId) -> Vec<u32> {
        let from = self.open.last().map_or(0, |open| open.names);
        let (repeated, replaced) = self.keep_last(node);
        for (nth, key) in repeated {
            let step = self.step(key);
            let place = Place { around: trail, step };
            self.anatomy.note(NoteKind::Duplicate, place, self.names[from + nth] as usize);
        }
        replaced
    }

    /// The step to the value of the innermost container that has this key.
    fn step(&self, key: Key) -> Option<StepKind> {
        match (key, self.open.last()?.kind) {
            (Key::Member(index), OpenKind::Union { shape }) => {
                Some(StepKind::Member { shape, index })
            }
            (Key::Name(text), _) => Some(StepKind::Name(text)),
            _ => None,
        }
    }

    /// Keeps the last of each name in the open node. Returns which nodes in it repeat a name, and the places of those
    /// that were replaced.
    fn keep_last(&mut self, node: u32) -> (Vec<(usize, Key)>, Vec<u32>) {
        let mut repeated = Vec::new();
        if self.tape.inside(node).nth(1).is_none() {
            return (repeated, Vec::new());
        }
        let mut last: HashMap<Name<'_>, u32> = HashMap::new();
        let mut dead = Vec::new();
        for (nth, (at, key, _)) in self.tape.inside(node).enumerate() {
            let name = match key {
                Key::Name(text) => Name::Text(self.tape.resolve(text)),
                Key::Member(index) => Name::Member(index),
                Key::None => continue,
            };
            if let Some(earlier) = last.insert(name, at) {
                dead.push(earlier);
                repeated.push((nth, key));
            }
        }
        for at in &dead {
            self.tape.kill(*at);
        }
        dead.sort_unstable();
        (repeated, dead)
    }

    /// Takes the name of a structure's or a union's member, and tells which of the members has it, or else the name, and
    /// where it stands.
    #[inline(always)]
    fn member_name(
        &mut self,
        members: &Members,
        progress: Progress,
    ) -> Result<(Result<usize, Text>, usize), SyntaxError> {
        let at = self.lexer.offset();
        if let Some((token, index)) = self.guesses.next(members, progress)
            && self.lexer.take(token)
        {
            return Ok((Ok(index), at));
        }
        let (name, at) = self.name()?;
        let known = members.by_wire_bytes(self.tape.bytes(name));
        if let Some(index) = known {
            self.guesses.learn(members, progress, index);
        }
        Ok((known.ok_or(name), at))
    }

    /// Takes a member's name, and tells where it stands.
    #[inline(always)]
    fn name(&mut self) -> Result<(Text, usize), SyntaxError> {
        if self.lexer.peek()? != b'"' {
            return Err(self.lexer.unexpected());
        }
        let at = self.lexer.offset();
        let name = self.text()?;
        self.lexer.expect(b':')?;
        Ok((name, at))
    }

    /// Takes a string whose quote comes next.
    #[inline(always)]
    fn text(&mut self) -> Result<Text, SyntaxError> {
        match self.lexer.plain_string() {
            Some((start, end)) => Ok(Text::Source { start: start as u32, end: end as u32 }),
            None => self.tape.take_escaped(&mut self.lexer),
        }
    }
}

/// What tells the places in one container apart.
#[derive(PartialEq, Eq, Hash)]
enum Name<'a> {
    Member(u32),
    Text(&'a str),
}

pub(super) fn kind_of(byte: u8) -> JsonKind {
    match byte {
        b'{' => JsonKind::Object,
        b'[' => JsonKind::Array,
        b'"' => JsonKind::String,
        b't' | b'f' => JsonKind::Boolean,
        b'n' => JsonKind::Null,
        _ => JsonKind::Number,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MODEL: &str = r##"{"smithy":"2.0","shapes":{
        "a#S":{"type":"structure","members":{
            "text":{"target":"smithy.api#String"},"u":{"target":"a#U"},"map":{"target":"a#M"},
            "doc":{"target":"smithy.api#Document"},
            "at":{"target":"smithy.api#Timestamp","traits":{"smithy.api#timestampFormat":"date-time"}}}},
        "a#M":{"type":"map","key":{"target":"smithy.api#String"},"value":{"target":"smithy.api#String"}},
        "a#U":{"type":"union","members":{"one":{"target":"smithy.api#String"},"self":{"target":"a#S"},
            "doc":{"target":"smithy.api#Document"}}}}}"##;

    /// The value, and `kind path offset` of each note.
    fn read(role: Role, body: &str) -> (String, Vec<String>) {
        let model = Model::from_smithy(MODEL).expect("a model");
        let shape = model.find(&"a#S".parse().expect("an id")).expect("it is there");
        let decoded = decode(&model, shape, role, body.as_bytes()).expect(body);
        let notes = decoded.anatomy().notes().iter();
        let notes = notes
            .map(|note| format!("{} {} {}", note.kind.name(), decoded.path(note), note.offset));
        (
            decoded.value().map_or_else(String::new, |value| value.to_json(&model).to_string()),
            notes.collect(),
        )
    }

    #[test]
    fn a_repeated_name_has_a_place_of_its_own() {
        for (body, value, notes) in [
            (r#"{"text":"x","text":"y"}"#, r#"{"text":"y"}"#, &["duplicate text 12"][..]),
            (
                r#"{"map":{"a":"x","b":"y","a":"z"}}"#,
                r#"{"map":{"b":"y","a":"z"}}"#,
                &["duplicate map.a 24"],
            ),
            (
                r#"{"map":{"a":"x","\u0061":null}}"#,
                r#"{"map":{}}"#,
                &["null map.a 25", "duplicate map.a 16"],
            ),
            (
                r#"{"map":{"a":null,"a":"x"}}"#,
                r#"{"map":{"a":"x"}}"#,
                &["null map.a 12", "duplicate map.a 17"],
            ),
            (
                r#"{"map":{"a":"x","a":7}}"#,
                r#"{"map":{}}"#,
                &["mistyped map.a 20", "duplicate map.a 16"],
            ),
            (r#"{"text":"x","text":7}"#, "{}", &["duplicate text 12", "mistyped text 19"]),
            (r#"{"text":"x","text":null}"#, "{}", &["duplicate text 12", "null text 19"]),
            (
                r#"{"doc":[{"a":{"b":1,"b":2},"a":3}]}"#,
                r#"{"doc":[{"a":3}]}"#,
                &["duplicate doc[0].a.b 20", "duplicate doc[0].a 27"],
            ),
            (
                r#"{"u":{"one":"x","one":"y"}}"#,
                r#"{"u":{"one":"y"}}"#,
                &[
                    "union-tag u.one 6",
                    "union-tag u.one 16",
                    "duplicate u.one 16",
                    "union-known u 5",
                ],
            ),
            (
                r#"{"u":{"T":1,"T":[]}}"#,
                r#"{"u":{"SDK_UNKNOWN_MEMBER":{"name":"T"}}}"#,
                &["union-tag u.T 6", "union-tag u.T 12", "duplicate u.T 12", "union-unknown u 5"],
            ),
        ] {
            assert_eq!(
                read(Role::Client, body),
                (value.to_owned(), notes.iter().map(|n| (*n).to_owned()).collect()),
                "{body}"
            );
        }
    }

    #[test]
    fn members_that_are_repeated_a_thousand_times_are_read_as_ever() {
        // A member of each kind that another may replace, nulls and ill-typed ones among them.
        for (around, members) in [
            ("", [r#""text":"x""#, r#""map":{"a":"b"}"#, r#""text":null"#, r#""doc":[1,[2]]"#]),
            ("map", [r#""a":"x""#, r#""b":null"#, r#""a":null"#, r#""c":7"#]),
            ("doc", [r#""a":[1,{"x":2}]"#, r#""b":null"#, r#""a":null"#, r#""c":7"#]),
            ("u", [r#""one":"x""#, r#""T":{}"#, r#""one":null"#, r#""self":{"text":"y"}"#]),
        ] {
            for times in [3, 1_000] {
                for last in 0..members.len() {
                    let mut list: Vec<&str> =
                        members.iter().copied().cycle().take(times * 4).collect();
                    list.push(members[last]);
                    let inside = list.join(",");
                    let body = match around {
                        "" => format!("{{{inside}}}"),
                        name => format!(r#"{{"{name}":{{{inside}}},"text":"z"}}"#),
                    };
                    let (value, notes) = read(Role::Client, &body);
                    // What is replaced may as well not be there: each last one in its place.
                    let mut seen = Vec::new();
                    let name =
                        |member: &str| member.split(':').next().unwrap_or_default().to_owned();
                    list.reverse();
                    list.retain(|member| {
                        let new = !seen.contains(&name(member));
                        seen.push(name(member));
                        new
                    });
                    list.reverse();
                    let short = match around {
                        "" => format!("{{{}}}", list.join(",")),
                        name => format!(r#"{{"{name}":{{{}}},"text":"z"}}"#, list.join(",")),
                    };
                    assert_eq!(value, read(Role::Client, &short).0, "{around} {times} {last}");
                    let repeated =
                        notes.iter().filter(|note| note.starts_with("duplicate ")).count();
                    assert_eq!(repeated, times * 4 + 1 - list.len(), "{around} {times} {last}");
                }
            }
        }
    }

    #[test]
    fn a_union_whose_value_nests_too_deep_is_not_empty() {
        let depth = MAX_DEPTH - 1;
        let body = format!(r#"{{"u":{{"doc":{}{}}}}}"#, "[".repeat(depth), "]".repeat(depth));
        let (_, notes) = read(Role::Client, &body);
        assert_eq!(notes.len(), 3, "{notes:?}");
        assert!(notes[0].starts_with("union-tag u.doc "));
        assert!(notes[1].starts_with("too-deep u.doc[0]"));
        assert_eq!(notes[2], "union-known u 5");
        let unions = r#"{"u":{"self":"#.repeat(MAX_DEPTH / 2);
        let body = unions + r#"{"text":"x"}"# + &"}}".repeat(MAX_DEPTH / 2);
        let (_, notes) = read(Role::Client, &body);
        assert!(notes.iter().any(|note| note.starts_with("too-deep ")));
        assert!(!notes.iter().any(|note| note.starts_with("union-empty ")), "{notes:?}");
    }

    #[test]
    fn a_client_takes_an_offset_and_a_server_does_not() {
        let body = r#"{"at":"1985-04-12T23:20:50+00:00"}"#;
        assert_eq!(read(Role::Client, body), (r#"{"at":482196050}"#.to_owned(), vec![]));
        assert_eq!(read(Role::Server, body), ("{}".to_owned(), vec!["mistyped at 6".to_owned()]));
    }
}
