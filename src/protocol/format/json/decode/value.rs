//! Single values, and the beginnings of containers.

use crate::json::{JsonKind, MAX_DEPTH, Number, SyntaxError};
use crate::model::{Member, ShapeKind, ShapeRef, TimestampFormat};
use crate::value::{Slot, Text, Timestamp};

use super::super::anatomy::NoteKind;
use super::super::kinds::kind_of;
use super::super::scalar;
use super::open::{Next, OpenKind, Structure, Target};
use super::pass::Pass;
use super::role::Role;

impl<'m> Pass<'_, '_, 'm> {
    /// Reads a single value, or opens a container. Returns whether it opened one.
    pub(super) fn value(&mut self, next: Next<'m>) -> Result<bool, SyntaxError> {
        let byte = self.lexer.peek()?;
        let offset = self.lexer.offset();
        if matches!(byte, b'{' | b'[') && self.open.len() >= MAX_DEPTH {
            // Skipping needs one bit for each level, so the rest of the body can still be read.
            self.anatomy.note(NoteKind::TooDeep, next.place, offset);
            self.push_unread(next.key, kind_of(byte));
            self.lexer.skip_value()?;
            return Ok(false);
        }
        match next.target {
            Target::Document => return self.document(next, byte),
            Target::Shape { shape, member } => match (self.model.kind(shape), byte) {
                (ShapeKind::Structure(members), b'{') => {
                    let seen = self.bits.push(members.len());
                    let nulls = self.bits.push(members.len());
                    let kind = OpenKind::Structure(Structure { shape, seen, nulls });
                    self.enter(next, kind, Slot::Structure(shape));
                    return Ok(true);
                }
                (ShapeKind::Union(_), b'{') => {
                    self.enter(next, OpenKind::Union { shape }, Slot::Union(shape));
                    return Ok(true);
                }
                (ShapeKind::List(member), b'[') => {
                    let element = self.target(Some(member), member.target);
                    let sparse = self.model.shape(shape).traits.sparse;
                    self.enter(next, OpenKind::List { element, sparse }, Slot::List(shape));
                    return Ok(true);
                }
                (ShapeKind::Map { value, .. }, b'{') => {
                    let value = self.target(Some(value), value.target);
                    let sparse = self.model.shape(shape).traits.sparse;
                    self.enter(next, OpenKind::Map { value, sparse }, Slot::Map(shape));
                    return Ok(true);
                }
                (kind, b'"') => self.string(next, shape, kind, member)?,
                (kind, b'-' | b'0'..=b'9') => self.number(next, shape, kind, member)?,
                (ShapeKind::Boolean, b't' | b'f') => self.boolean(next, byte)?,
                _ => self.mistyped(next, shape)?,
            },
        }
        Ok(false)
    }

    /// Reads a string.
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
                // Clients take an offset other than `Z`, servers refuse it: see `Role`.
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

    /// Reads a number.
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

    /// Keeps a scalar, or notes that the shape cannot have what was `found`.
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

    /// Reads `true` or `false`.
    fn boolean(&mut self, next: Next<'m>, byte: u8) -> Result<(), SyntaxError> {
        self.lexer.literal(if byte == b't' { "true" } else { "false" })?;
        self.tape.push(next.key, Slot::Bool(byte == b't'));
        Ok(())
    }

    /// Reads a value of a document: anything may stand there, and null is a value too. Returns whether it opened a
    /// container.
    fn document(&mut self, next: Next<'m>, byte: u8) -> Result<bool, SyntaxError> {
        match byte {
            b'{' => {
                self.enter(next, OpenKind::Object, Slot::Object);
                return Ok(true);
            }
            b'[' => {
                self.enter(next, OpenKind::Array, Slot::Array);
                return Ok(true);
            }
            b'"' => {
                let text = self.text()?;
                self.tape.push(next.key, Slot::String(text));
            }
            b't' | b'f' => self.boolean(next, byte)?,
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
        Ok(false)
    }

    /// Skips a value of the wrong JSON type.
    fn mistyped(&mut self, next: Next<'m>, shape: ShapeRef) -> Result<(), SyntaxError> {
        let (found, offset) = (kind_of(self.lexer.peek()?), self.lexer.offset());
        self.lexer.skip_value()?;
        self.note_mistyped(next, shape, found, offset);
        Ok(())
    }
}
