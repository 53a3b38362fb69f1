//! A JSON text as a stream of events, for whoever looks at a text without keeping it.

use std::borrow::Cow;

use super::fault::SyntaxError;
use super::lexer::{Lexer, RawString};
use super::nesting::{Inner, Outer};
use super::unescape::unescape;

/// One part of a JSON text, and where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Event {
    pub(crate) kind: EventKind,
    /// Its first byte.
    pub(crate) start: usize,
    /// The byte behind its last one; of a name, behind the closing quote.
    pub(crate) end: usize,
}

/// The kinds of events.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum EventKind {
    /// An opening brace.
    BeginObject,
    /// A closing brace.
    EndObject,
    /// An opening bracket.
    BeginArray,
    /// A closing bracket.
    EndArray,
    /// The name of a member; its value is the next event.
    Name(RawString),
    /// A string that is a value.
    String(RawString),
    /// A number.
    Number,
    /// `true`, `false` or `null`.
    Literal,
}

/// Reads the events of a text one by one. It checks every byte, does not recurse, and keeps one bit for each level that
/// is open.
///
/// After an error there are no more events. The text is whole and well-formed only if the events end without an error.
/// Whether the bytes are UTF-8 is asked apart, by [`text_of`](super::text_of).
#[derive(Debug)]
pub(crate) struct Events<'a> {
    lexer: Lexer<'a>,
    inner: Inner,
    outer: Outer,
    next: Next,
    /// Where the last event begins.
    last: usize,
}

/// What may come next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Next {
    /// A value.
    Value,
    /// The first part of the container that has just begun, or its end.
    First,
    /// What stands behind a value: a comma, the end of the container, or the end of the text.
    Behind,
    Nothing,
}

impl<'a> Events<'a> {
    /// Returns the events of a text.
    pub(crate) fn new(text: &'a [u8]) -> Self {
        let (inner, outer) = (Inner::NONE, Outer::new());
        Self { lexer: Lexer::new(text), inner, outer, next: Next::Value, last: 0 }
    }

    /// Skips what the last event announced: the value of a member after its name, or all of a container after its
    /// beginning, whose end is then no event. Every byte is checked all the same. After any other event nothing is
    /// skipped.
    ///
    /// # Errors
    ///
    /// If what is skipped breaks the grammar.
    pub(crate) fn skip_value(&mut self) -> Result<(), SyntaxError> {
        match self.next {
            Next::Value => {}
            Next::First => {
                self.inner.pop(&mut self.outer);
                self.lexer.go_to(self.last);
            }
            Next::Behind | Next::Nothing => return Ok(()),
        }
        self.next = Next::Nothing;
        self.lexer.skip_value()?;
        self.next = Next::Behind;
        Ok(())
    }

    fn step(&mut self) -> Result<Option<Event>, SyntaxError> {
        match self.next {
            Next::Nothing => return Ok(None),
            Next::Value => {}
            Next::First => {
                if self.lexer.peek()? == self.closing() {
                    return Ok(Some(self.end()));
                }
                if self.inner.in_object() {
                    return self.name().map(Some);
                }
            }
            Next::Behind if self.inner.is_empty() => {
                self.next = Next::Nothing;
                self.lexer.finish()?;
                return Ok(None);
            }
            Next::Behind => match self.lexer.peek()? {
                b',' => {
                    self.lexer.advance();
                    if self.inner.in_object() {
                        return self.name().map(Some);
                    }
                }
                byte if byte == self.closing() => return Ok(Some(self.end())),
                _ => return Err(self.lexer.unexpected()),
            },
        }
        self.value().map(Some)
    }

    /// Returns what closes the container that is open.
    fn closing(&self) -> u8 {
        if self.inner.in_object() { b'}' } else { b']' }
    }

    fn end(&mut self) -> Event {
        let start = self.lexer.offset();
        let object = self.inner.in_object();
        self.lexer.advance();
        self.inner.pop(&mut self.outer);
        self.next = Next::Behind;
        let kind = if object { EventKind::EndObject } else { EventKind::EndArray };
        Event { kind, start, end: start + 1 }
    }

    fn name(&mut self) -> Result<Event, SyntaxError> {
        let name = self.lexer.member_name()?;
        self.next = Next::Value;
        Ok(Event { kind: EventKind::Name(name), start: name.start - 1, end: name.end + 1 })
    }

    fn value(&mut self) -> Result<Event, SyntaxError> {
        let byte = self.lexer.peek()?;
        let start = self.lexer.offset();
        self.last = start;
        self.next = Next::Behind;
        let kind = match byte {
            b'{' | b'[' => {
                let object = byte == b'{';
                self.lexer.advance();
                self.inner.push(object, &mut self.outer);
                self.next = Next::First;
                if object { EventKind::BeginObject } else { EventKind::BeginArray }
            }
            b'"' => EventKind::String(self.lexer.string_here()?),
            b'-' | b'0'..=b'9' => {
                self.lexer.number()?;
                EventKind::Number
            }
            _ => {
                self.lexer.skip_value()?;
                EventKind::Literal
            }
        };
        Ok(Event { kind, start, end: self.lexer.offset() })
    }
}

impl Iterator for Events<'_> {
    type Item = Result<Event, SyntaxError>;

    fn next(&mut self) -> Option<Self::Item> {
        let event = self.step();
        if event.is_err() {
            self.next = Next::Nothing;
        }
        event.transpose()
    }
}

impl RawString {
    /// Returns what the string means, its escapes resolved. `text` is the whole text that it was read from.
    pub(crate) fn resolve<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let content = &text[self.start..self.end];
        if !self.escaped {
            return content.into();
        }
        let mut resolved = String::new();
        unescape(content, &mut resolved);
        resolved.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::{Json, text_of};

    /// Returns the events of a text: each by its bytes, `:` behind a name.
    fn events(text: &str) -> Vec<String> {
        let shown = |event: Event| {
            let colon = if matches!(event.kind, EventKind::Name(_)) { ":" } else { "" };
            format!("{}{colon}", &text[event.start..event.end])
        };
        let event = |event: Result<Event, SyntaxError>| event.map_or_else(|e| e.to_string(), shown);
        Events::new(text.as_bytes()).map(event).collect()
    }

    #[test]
    fn tells_every_part_in_its_order() {
        let text = r#" { "a" : [ -1.5e3 , "x\n", [ ] ] , "b":{"c":null}, "d" : true } "#;
        let told = events(text).join(" ");
        assert_eq!(told, r#"{ "a": [ -1.5e3 "x\n" [ ] ] "b": { "c": null } "d": true }"#);
        assert_eq!(events("7"), ["7"]);
    }

    #[test]
    fn ends_with_the_fault_that_skipping_finds() {
        for text in [
            "",
            "{",
            "[",
            "[1,]",
            "{\"a\"}",
            "{\"a\":}",
            "{\"a\":1,}",
            "{1:2}",
            "[1}",
            "{\"a\":1]",
            "[1 2]",
            "1 2",
            "{} x",
            "[nul]",
            "[01]",
            "[\"\\ud800\"]",
            "]",
            ",",
            "[,1]",
            "{,}",
            "{\"a\" 1}",
            "\u{feff}1",
        ] {
            let mut lexer = Lexer::new(text.as_bytes());
            let fault = lexer.skip_value().and_then(|()| lexer.finish()).expect_err(text);
            assert_eq!(events(text).last(), Some(&fault.to_string()), "{text}");
            let mut stream = Events::new(text.as_bytes());
            assert!(stream.by_ref().any(|event| event.is_err()));
            assert_eq!(stream.next(), None, "{text}");
        }
    }

    #[test]
    fn skips_the_value_of_a_name_and_a_container() {
        let text = r#"{"a":[1,{"b":2}],"c":[[3],4],"d":5}"#;
        let mut stream = Events::new(text.as_bytes());
        let mut told = Vec::new();
        while let Some(event) = stream.next() {
            let event = event.expect(text);
            told.push(&text[event.start..event.end]);
            match (event.kind, told.last()) {
                (EventKind::Name(_), Some(&"\"a\"")) => stream.skip_value().expect("it is JSON"),
                (EventKind::BeginArray, _) => stream.skip_value().expect("it is JSON"),
                // Nothing is announced by these.
                (EventKind::Number | EventKind::EndObject, _) => {
                    stream.skip_value().expect("it is JSON")
                }
                _ => {}
            }
        }
        assert_eq!(told, ["{", "\"a\"", "\"c\"", "[", "\"d\"", "5", "}"]);
        let mut broken = Events::new(b"[[1,x],2]");
        assert!(broken.next().is_some_and(|event| event.is_ok()) && broken.next().is_some());
        assert!(broken.skip_value().is_err() && broken.next().is_none());
    }

    #[test]
    fn a_million_levels_cost_no_stack() {
        let text = "[".repeat(1_000_000) + &"]".repeat(1_000_000);
        assert_eq!(Events::new(text.as_bytes()).filter(Result::is_ok).count(), 2_000_000);
    }

    #[test]
    fn agrees_with_the_tree() {
        // A value of each kind: the tree that the events make is the tree that is read.
        let text = r#"{"a":[1,"\u00e9",{"b":[]},null],"c":{}}"#;
        let mut rebuilt = String::new();
        for event in Events::new(text_of(text.as_bytes()).expect("text").as_bytes()) {
            let event = event.expect(text);
            let part = &text[event.start..event.end];
            match event.kind {
                EventKind::EndObject | EventKind::EndArray => {
                    rebuilt.truncate(rebuilt.trim_end_matches(',').len());
                    rebuilt += part;
                    rebuilt.push(',');
                }
                EventKind::BeginObject | EventKind::BeginArray => rebuilt += part,
                EventKind::Name(_) => rebuilt += &format!("{part}:"),
                _ => rebuilt += &format!("{part},"),
            }
        }
        assert_eq!(Json::parse(rebuilt.trim_end_matches(',')), Json::parse(text));
    }
}
