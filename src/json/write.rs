//! Writing JSON: compact for the wire and for protocol lines, indented for people.

use std::fmt::{self, Write as _};

use super::tree::Json;

/// Appends `text` to `out` as a JSON string, quotes included.
///
/// Only what must be escaped is: quotes, backslashes and control characters, the latter by their
/// short form where there is one.
pub fn write_string(text: &str, out: &mut String) {
    out.push('"');
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            control @ '\0'..='\x1f' => {
                // Writing to a `String` cannot fail.
                let _ = write!(out, "\\u{:04x}", u32::from(control));
            }
            other => out.push(other),
        }
    }
    out.push('"');
}

impl Json {
    /// Returns the value on several lines, for people: two spaces a level, for the first 64 of them.
    pub fn to_pretty(&self) -> String {
        let mut out = String::new();
        write(self, Some(2), &mut out);
        out
    }
}

/// Prints on one line, without spaces.
impl fmt::Display for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = String::new();
        write(self, None, &mut out);
        f.write_str(&out)
    }
}

/// What is left to write: the rest of an array or object, innermost last.
enum Rest<'a> {
    Array(std::slice::Iter<'a, Json>),
    Object(std::slice::Iter<'a, (String, Json)>),
}

/// Appends `value` to `out`, with `indent` spaces a level, or on one line where that is `None`.
fn write(value: &Json, indent: Option<usize>, out: &mut String) {
    let mut open: Vec<Rest<'_>> = Vec::new();
    let mut next = Some(value);
    loop {
        if let Some(value) = next.take() {
            match value {
                Json::Null => out.push_str("null"),
                Json::Bool(true) => out.push_str("true"),
                Json::Bool(false) => out.push_str("false"),
                Json::Number(number) => out.push_str(number.as_str()),
                Json::String(text) => write_string(text, out),
                Json::Array(items) if items.is_empty() => out.push_str("[]"),
                Json::Object(members) if members.is_empty() => out.push_str("{}"),
                Json::Array(items) => {
                    out.push('[');
                    let mut rest = items.iter();
                    next = rest.next();
                    open.push(Rest::Array(rest));
                    break_line(indent, open.len(), out);
                    continue;
                }
                Json::Object(members) => {
                    out.push('{');
                    let mut rest = members.iter();
                    let first = rest.next();
                    open.push(Rest::Object(rest));
                    break_line(indent, open.len(), out);
                    next = first.map(|member| write_name(member, indent, out));
                    continue;
                }
            }
        }
        let depth = open.len();
        match open.last_mut() {
            None => return,
            Some(Rest::Array(rest)) => match rest.next() {
                Some(item) => {
                    out.push(',');
                    break_line(indent, depth, out);
                    next = Some(item);
                }
                None => {
                    break_line(indent, depth - 1, out);
                    out.push(']');
                    open.pop();
                }
            },
            Some(Rest::Object(rest)) => match rest.next() {
                Some(member) => {
                    out.push(',');
                    break_line(indent, depth, out);
                    next = Some(write_name(member, indent, out));
                }
                None => {
                    break_line(indent, depth - 1, out);
                    out.push('}');
                    open.pop();
                }
            },
        }
    }
}

fn write_name<'a>(member: &'a (String, Json), indent: Option<usize>, out: &mut String) -> &'a Json {
    write_string(&member.0, out);
    out.push_str(if indent.is_some() { ": " } else { ":" });
    &member.1
}

/// How many levels are indented: deeper ones stand no further to the right, or a page of values would
/// take a megabyte of spaces.
const MAX_INDENT: usize = 64;

fn break_line(indent: Option<usize>, depth: usize, out: &mut String) {
    if let Some(width) = indent {
        out.push('\n');
        out.extend(std::iter::repeat_n(' ', width * depth.min(MAX_INDENT)));
    }
}
