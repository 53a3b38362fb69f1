//! The decoder, and the loop that drives one pass.

use crate::json::{Lexer, SyntaxError, SyntaxErrorKind, text_of};
use crate::model::{Model, ShapeRef};
use crate::value::{Key, Tape};

use super::super::anatomy::{Anatomy, Place, TrailId};
use super::super::bits::BitStack;
use super::super::guess::Guesses;
use super::decoded::Decoded;
use super::duplicates::MANY;
use super::open::{Next, Open, OpenKind, Target};
use super::pass::Pass;
use super::role::Role;

/// Decodes bodies of one model. It keeps its memory from one body to the next.
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

/// Decodes one body.
///
/// # Errors
///
/// If the body is not JSON text. A body that is JSON but not of this shape is no error here: see
/// [`Decoded::refusal`].
///
/// ```
/// use wireproof::contract::Contract;
/// use wireproof::protocol::{NoteKind, Role, decode};
///
/// let contract = Contract::default();
/// let output = contract.operation().output();
/// let body = br#"{"InstanceUserSummary":null,"Color":"red"}"#;
/// let decoded = decode(contract.model(), output, Role::Client, body).expect("it is JSON");
/// assert!(decoded.refusal().is_none());
/// let unknown = decoded.anatomy().of(|kind| kind == NoteKind::UnknownMember).next().expect("a note");
/// assert_eq!(decoded.path(unknown).to_string(), "Color");
/// ```
pub fn decode<'t, 'm>(
    model: &'m Model,
    shape: ShapeRef,
    role: Role,
    body: &'t [u8],
) -> Result<Decoded<'t, 'm>, SyntaxError> {
    Decoder::new(model, role).decode(shape, body)
}

impl<'m> Decoder<'m> {
    /// Returns a decoder for bodies by this model.
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
    /// If the body is not JSON text, or is larger than 4 GiB.
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

#[cfg(feature = "fuzzing")]
impl Decoder<'_> {
    /// Returns how much memory is kept for the next body, in bytes.
    pub(crate) fn kept(&self) -> usize {
        self.open.capacity() * size_of::<Open<'_>>()
            + self.names.capacity() * size_of::<u32>()
            + self.tape.kept()
            + self.anatomy.kept()
    }
}

impl<'m> Pass<'_, '_, 'm> {
    /// Reads the whole body.
    fn run(&mut self, shape: ShapeRef) -> Result<(), SyntaxError> {
        let place = Place { around: TrailId::ROOT, step: None };
        self.value(Next { target: self.target(None, shape), key: Key::None, place })?;
        // Each step goes on in the innermost container, until it ends or a value in it opens another one. So depth costs
        // no stack.
        while let Some(open) = self.open.last_mut() {
            let first = open.count == 0;
            open.count += 1;
            let trail = open.trail;
            match open.kind {
                OpenKind::List { element, sparse } => {
                    self.elements(first, element, sparse, trail)?;
                }
                OpenKind::Array => self.elements(first, Target::Document, true, trail)?,
                OpenKind::Structure(structure) => self.members_of(first, structure, trail)?,
                OpenKind::Union { shape } => self.tags(first, shape, trail)?,
                OpenKind::Map { value, sparse } => self.entries(first, value, sparse, trail)?,
                OpenKind::Object => self.entries(first, Target::Document, true, trail)?,
            }
        }
        self.lexer.finish()
    }
}

impl<'m> Decoded<'_, 'm> {
    /// Gives the memory back for the next body.
    pub fn recycle(self, decoder: &mut Decoder<'m>) {
        decoder.tape = self.tape.reset("");
        decoder.anatomy = self.anatomy;
    }
}
