//! Errors: which one an answer names, and what it says.
//!
//! Source: Smithy 2.0, AWS restJson1, "Operation error serialization": the type of an error is told by
//! the header `X-Amzn-Errortype`, else by the body's `code`, else by its `__type`; what stands behind
//! the first `:` is a URI and what stands before the first `#` a namespace, and neither counts.

use std::borrow::Cow;

use crate::http::Response;
use crate::json::{JsonKind, Lexer, Pieces, SyntaxError, text_of};
use crate::model::Operation;

/// The header that tells an error's type.
pub const ERROR_TYPE_HEADER: &str = "X-Amzn-Errortype";

/// What an error answer says, as the oracle reads it.
#[derive(Clone, Debug, PartialEq)]
pub struct ErrorReading<'t> {
    /// The status.
    pub status: u16,
    /// The error's code; `None` where nothing tells one.
    pub code: Option<Cow<'t, str>>,
    /// Where the code was told.
    pub source: Option<ErrorSource>,
    /// Whether the code is one of the operation's errors.
    pub modeled: bool,
    /// The message, by either spelling of its name.
    pub message: Option<Cow<'t, str>>,
    /// The header's fields, in their order, as text; more than one is left open by the sources.
    pub headers: Vec<Cow<'t, str>>,
    /// What the body is.
    pub body: BodyKind,
    /// The body's `code`.
    pub body_code: Field<'t>,
    /// The body's top-level `__type`.
    pub body_type: Field<'t>,
    /// The body's `message`.
    pub body_message: Field<'t>,
    /// The body's `Message`.
    pub body_capital_message: Field<'t>,
    /// Whether `__type` or `code` occurs deeper in the body.
    pub nested: bool,
    /// Whether the body has `code`, `__type` or `message` in letters of other cases (`Code`, `MESSAGE`),
    /// apart from `Message`. The sources leave open whether that counts.
    pub respelled: bool,
    /// How many levels the body nests, where it sets out to be an object or an array.
    pub depth: usize,
}

/// Where an error's type is told, in the order in which they count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "they are the three places by name")]
pub enum ErrorSource {
    Header,
    Code,
    Type,
}

/// What the body of an error is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BodyKind {
    /// There is none.
    Empty,
    /// No JSON text.
    NotJson(SyntaxError),
    /// JSON, but no object.
    NotObject(JsonKind),
    /// A JSON object.
    Object,
}

/// A member of the body that tells something of the error.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Field<'t> {
    /// It is not there.
    #[default]
    Absent,
    /// It is a string, once.
    Text(Cow<'t, str>),
    /// It is of another type.
    Other(JsonKind),
    /// It is there more than once; this is the last, where that is a string. The sources leave open what counts.
    Repeated(Option<Cow<'t, str>>),
}

impl<'t> Field<'t> {
    /// The string, where it is one. Of several, the last.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Repeated(last) => last.as_deref(),
            Self::Absent | Self::Other(_) => None,
        }
    }

    /// The same, with where it lies.
    fn last(&self) -> Option<&Cow<'t, str>> {
        match self {
            Self::Text(text) => Some(text),
            Self::Repeated(last) => last.as_ref(),
            Self::Absent | Self::Other(_) => None,
        }
    }

    /// Whether the field is there once, as a string, or not at all: then the sources are clear.
    pub fn is_clear(&self) -> bool {
        matches!(self, Self::Absent | Self::Text(_))
    }

    fn set(&mut self, value: Field<'t>) {
        *self = match (&self, value) {
            (Self::Absent, value) => value,
            (_, Self::Text(last)) => Self::Repeated(Some(last)),
            (_, _) => Self::Repeated(None),
        };
    }
}

/// What remains of an error's type when its URI and its namespace are taken off, and the white space
/// around it.
///
/// Doing it again changes nothing, unless there is more than one `#`: what that means the sources leave
/// open, and here the namespace ends at the first.
pub fn resolve_code(value: &str) -> &str {
    // A `#` behind the first `:` is part of the URI.
    let value = match memchr::memchr2(b':', b'#', value.as_bytes()) {
        Some(at) if value.as_bytes()[at] == b'#' => {
            let name = &value[at + 1..];
            memchr::memchr(b':', name.as_bytes()).map_or(name, |end| &name[..end])
        }
        Some(end) => &value[..end],
        None => value,
    };
    match value.as_bytes() {
        [b' ' | b'\t', ..] | [.., b' ' | b'\t'] => value.trim_matches([' ', '\t']),
        _ => value,
    }
}

/// Reads an error answer.
pub fn read_error<'t>(operation: &Operation<'_>, response: &'t Response) -> ErrorReading<'t> {
    let mut reading = read_body(&response.body);
    reading.status = response.status;
    reading.headers = response
        .headers
        .all(ERROR_TYPE_HEADER)
        .map(|header| String::from_utf8_lossy(&header.value))
        .collect();
    let told = [
        (ErrorSource::Header, reading.headers.first()),
        (ErrorSource::Code, reading.body_code.last()),
        (ErrorSource::Type, reading.body_type.last()),
    ];
    let found = told.into_iter().find_map(|(source, value)| {
        let code = resolved(value?);
        (!code.is_empty()).then_some((source, code))
    });
    if let Some((source, code)) = found {
        reading.modeled = operation.error(&code).is_some();
        reading.source = Some(source);
        reading.code = Some(code);
    }
    reading.message = reading.body_message.last().or(reading.body_capital_message.last()).cloned();
    reading
}

/// [`resolve_code`], of the body where the value is.
fn resolved<'t>(value: &Cow<'t, str>) -> Cow<'t, str> {
    match value {
        Cow::Borrowed(value) => Cow::Borrowed(resolve_code(value)),
        Cow::Owned(value) => Cow::Owned(resolve_code(value).to_owned()),
    }
}

impl<'t> ErrorReading<'t> {
    /// A reading of nothing.
    fn of(body: BodyKind) -> Self {
        Self {
            status: 0,
            code: None,
            source: None,
            modeled: false,
            message: None,
            headers: Vec::new(),
            body,
            body_code: Field::Absent,
            body_type: Field::Absent,
            body_message: Field::Absent,
            body_capital_message: Field::Absent,
            nested: false,
            respelled: false,
            depth: 0,
        }
    }
}

fn read_body(body: &[u8]) -> ErrorReading<'_> {
    let mut reading = ErrorReading::of(BodyKind::Empty);
    if body.is_empty() {
        return reading;
    }
    match read_object(body, &mut reading) {
        Ok(kind) => reading.body = kind,
        // What was read before the fault does not count: the body is no JSON.
        Err(fault) => reading = ErrorReading::of(BodyKind::NotJson(fault)),
    }
    // A flat object, which most are, has told its depth already.
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
        return Ok(BodyKind::NotObject(super::decode::kind_of(first)));
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
                        field.set(Field::Other(super::decode::kind_of(kind)));
                    }
                }
            }
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

/// How deep the brackets outside strings nest, in a body that begins with one.
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

/// Takes a string whose quote comes next, and says what it means: a piece of the text where it has no escapes.
#[inline(always)]
fn string<'t>(text: &'t str, lexer: &mut Lexer<'_>) -> Result<Cow<'t, str>, SyntaxError> {
    match lexer.plain_string() {
        Some((start, end)) => Ok(Cow::Borrowed(&text[start..end])),
        None => aside(lexer, odd_string),
    }
}

/// Lets `take` move a copy of the lexer: a lexer of which nobody else takes the address stays in registers, and without
/// that each step of it waits for the one before to be written.
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract::Contract;
    use crate::http::Answer;

    fn read(header: &[&str], body: &str) -> ErrorReading<'static> {
        let mut response = Answer::json(400, body).response();
        for value in header {
            response.headers.push("x-amzn-ErrorType", *value);
        }
        read_error(&Contract::default().operation(), Box::leak(Box::new(response)))
    }

    fn code(header: &[&str], body: &str) -> Option<Cow<'static, str>> {
        read(header, body).code
    }

    #[test]
    fn resolves_what_the_specification_lists() {
        // Smithy 2.0, AWS restJson1: the same error in every form that a service may send.
        for value in [
            "FooError",
            "FooError:http://internal.amazon.com/coral/com.amazon.coral.validate/",
            "aws.protocoltests.restjson#FooError",
            "aws.protocoltests.restjson#FooError:http://internal.amazon.com/coral/com.amazon.coral.validate/",
            " FooError\t",
        ] {
            assert_eq!(resolve_code(value), "FooError", "{value}");
            assert_eq!(resolve_code(resolve_code(value)), "FooError");
        }
    }

    #[test]
    fn the_header_then_code_then_type() {
        let both = r#"{"code":"B","__type":"a#C"}"#;
        assert_eq!(code(&["A:x"], both).as_deref(), Some("A"));
        assert_eq!(code(&[], both).as_deref(), Some("B"));
        assert_eq!(code(&[], r#"{"__type":"a#C"}"#).as_deref(), Some("C"));
        assert_eq!(code(&[""], both).as_deref(), Some("B"), "an empty header tells nothing");
        assert_eq!(code(&[], r#"{"code":7,"__type":"C"}"#).as_deref(), Some("C"));
        assert_eq!(code(&[], r#"{"x":{"__type":"C"}}"#), None);
        assert!(read(&[], r#"{"x":[{"__type":"C"}]}"#).nested);
        assert_eq!(code(&["A"], "<html>").as_deref(), Some("A"));
    }

    #[test]
    fn knows_the_errors_of_the_operation() {
        assert!(read(&["ConflictException"], "").modeled);
        assert!(!read(&["TeapotException"], "").modeled);
        assert_eq!(read(&[], r#"{"message":"m","Message":"M"}"#).message.as_deref(), Some("m"));
        assert_eq!(read(&[], r#"{"Message":"M"}"#).message.as_deref(), Some("M"));
        assert_eq!(read(&[], r#"{"message":null}"#).message, None);
        assert!(read(&[], r#"{"Code":"A"}"#).respelled && read(&[], r#"{"MESSAGE":1}"#).respelled);
        assert!(!read(&[], r#"{"code":"A","Message":"m","Type":"T"}"#).respelled);
    }

    #[test]
    fn survives_any_body() {
        assert_eq!(read(&[], "").body, BodyKind::Empty);
        assert!(matches!(read(&[], "<html>").body, BodyKind::NotJson(_)));
        assert!(matches!(read(&[], r#"{"code":"A""#).body, BodyKind::NotJson(_)));
        assert_eq!(code(&[], r#"{"code":"A""#), None, "half a body tells nothing");
        assert_eq!(read(&[], "[]").body, BodyKind::NotObject(JsonKind::Array));
        assert_eq!(read(&[], "{}").body, BodyKind::Object);
        let deep = format!(r#"{{"x":{}{},"code":"A"}}"#, "[".repeat(100_000), "]".repeat(100_000));
        assert_eq!(code(&[], &deep).as_deref(), Some("A"));
        assert_eq!(read(&[], &deep).depth, 100_001);
        assert_eq!(read(&[], r#"{"a":"[[\"[[","b":[{}],"c":[]}"#).depth, 3);
        assert_eq!(read(&[], "<style>{[[</style>").depth, 0);
        assert_eq!(
            read(&[], r#"{"code":"A","code":"B"}"#).body_code,
            Field::Repeated(Some("B".into()))
        );
    }
}
