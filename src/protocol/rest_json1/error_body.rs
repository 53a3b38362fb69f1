//! The body of an error response, as far as it tells of the error.

use std::borrow::Cow;

use crate::json::{Lexer, Pieces, SyntaxError, text_of};
use crate::protocol::error_reading::{BodyKind, ErrorReading, Field};
use crate::protocol::format::json::kind_of;

/// Reads the body of an error: its members that tell of the error, if it is a JSON object.
pub(super) fn read_body(body: &[u8]) -> ErrorReading<'_> {
    let mut reading = ErrorReading::of(BodyKind::Empty);
    if body.is_empty() {
        return reading;
    }
    match read_object(body, &mut reading) {
        Ok(kind) => reading.body = kind,
        // What was read before the fault does not count: half a body tells nothing.
        Err(fault) => reading = ErrorReading::of(BodyKind::NotJson(fault)),
    }
    // Most bodies are flat objects, whose depth is known already. A second pass is for the others.
    if reading.depth == 0 {
        reading.depth = depth(body);
    }
    reading
}

fn read_object<'t>(
    body: &'t [u8],
    reading: &mut ErrorReading<'t>,
) -> Result<BodyKind, SyntaxError> {
    let text = text_of(body)?;
    let mut lexer = Lexer::new(body);
    let first = lexer.peek()?;
    if first != b'{' {
        lexer.skip_value()?;
        lexer.finish()?;
        return Ok(BodyKind::NotObject(kind_of(first)));
    }
    lexer.advance();
    let mut flat = true;
    if lexer.peek()? == b'}' {
        lexer.advance();
    } else {
        loop {
            if lexer.peek()? != b'"' {
                return Err(lexer.unexpected());
            }
            let name = string(text, &mut lexer)?;
            lexer.expect(b':')?;
            let field = match &*name {
                "code" => Some(&mut reading.body_code),
                "__type" => Some(&mut reading.body_type),
                "message" => Some(&mut reading.body_message),
                "Message" => Some(&mut reading.body_capital_message),
                other => {
                    let known = ["code", "__type", "message"];
                    reading.respelled |= known.iter().any(|name| other.eq_ignore_ascii_case(name));
                    None
                }
            };
            let kind = lexer.peek()?;
            let start = lexer.offset();
            match field {
                Some(field) if kind == b'"' => {
                    field.set(Field::Text(string(text, &mut lexer)?));
                }
                field => {
                    aside(&mut lexer, Lexer::skip_value)?;
                    if let Some(field) = field {
                        field.set(Field::Other(kind_of(kind)));
                    }
                }
            }
            // A search over the bytes is enough to say that a name may be there: it finds a string of that text too.
            let value = &body[start..lexer.offset()];
            let container = matches!(kind, b'{' | b'[');
            flat &= !container;
            reading.nested |= container
                && [&b"\"__type\""[..], b"\"code\""]
                    .iter()
                    .any(|name| memchr::memmem::find(value, name).is_some());
            match lexer.peek()? {
                b',' => lexer.advance(),
                b'}' => {
                    lexer.advance();
                    break;
                }
                _ => return Err(lexer.unexpected()),
            }
        }
    }
    aside(&mut lexer, Lexer::finish)?;
    reading.depth = usize::from(flat);
    Ok(BodyKind::Object)
}

/// Returns how deep the brackets outside strings nest, in a body that begins with one.
fn depth(body: &[u8]) -> usize {
    let begins = body.iter().find(|byte| !byte.is_ascii_whitespace());
    if !matches!(begins, Some(b'{' | b'[')) {
        return 0;
    }
    let (mut open, mut deepest) = (0_usize, 0);
    let mut bytes = body.iter();
    let mut in_string = false;
    while let Some(byte) = bytes.next() {
        match byte {
            b'\\' if in_string => drop(bytes.next()),
            b'"' => in_string = !in_string,
            b'{' | b'[' if !in_string => {
                open += 1;
                deepest = deepest.max(open);
            }
            b'}' | b']' if !in_string => open = open.saturating_sub(1),
            _ => {}
        }
    }
    deepest
}

/// Takes a string. The next byte is its quote. Without escapes its meaning is a piece of the text.
#[inline(always)]
fn string<'t>(text: &'t str, lexer: &mut Lexer<'_>) -> Result<Cow<'t, str>, SyntaxError> {
    match lexer.plain_string() {
        Some((start, end)) => Ok(Cow::Borrowed(&text[start..end])),
        None => aside(lexer, odd_string),
    }
}

/// Lets `take` move a copy of the lexer. The compiler keeps a lexer in registers only if no function that is
/// not inlined takes its address; otherwise each step waits until the one before is written to memory.
#[inline(always)]
fn aside<'b, T>(
    lexer: &mut Lexer<'b>,
    take: impl FnOnce(&mut Lexer<'b>) -> Result<T, SyntaxError>,
) -> Result<T, SyntaxError> {
    let mut copy = lexer.clone();
    let taken = take(&mut copy)?;
    *lexer = copy;
    Ok(taken)
}

#[inline(never)]
fn odd_string<'t>(lexer: &mut Lexer<'_>) -> Result<Cow<'t, str>, SyntaxError> {
    let mut pieces = Pieces::default();
    lexer.resolved_string(&mut pieces)?;
    Ok(Cow::Owned(pieces.text().to_owned()))
}
