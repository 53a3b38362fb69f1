//! JSON in memory: inputs, outputs and our own files, as they were written.

use std::collections::{HashMap, HashSet};
use std::fmt;

use super::MAX_DEPTH;
use super::events::{EventKind, Events};
use super::fault::{SyntaxError, SyntaxErrorKind};
use super::number::Number;
use super::text::text_of;

/// A JSON value, with the spelling of its numbers and the order of its members kept.
///
/// A value that was read nests at most [`MAX_DEPTH`] levels. Nothing that is done with it takes stack for
/// each level but dropping it, which takes less than 256 bytes.
pub enum Json {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number, as it was spelled.
    Number(Number),
    /// A string.
    String(String),
    /// An array.
    Array(Vec<Json>),
    /// An object: its members in order, duplicates and all. [`Json::get`] sees the last of them.
    Object(Object),
}

/// The members of an object in their order.
pub type Object = Vec<(String, Json)>;

/// The kind of a JSON value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum JsonKind {
    /// `null`
    Null,
    /// A boolean.
    Boolean,
    /// A number.
    Number,
    /// A string.
    String,
    /// An array.
    Array,
    /// An object.
    Object,
}

impl fmt::Display for JsonKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Null => "null",
            Self::Boolean => "a boolean",
            Self::Number => "a number",
            Self::String => "a string",
            Self::Array => "an array",
            Self::Object => "an object",
        })
    }
}

impl Json {
    /// Reads a JSON text.
    ///
    /// # Errors
    ///
    /// If the bytes are no JSON text, or nest deeper than [`MAX_DEPTH`].
    pub fn parse(bytes: impl AsRef<[u8]>) -> Result<Self, SyntaxError> {
        Self::parse_within(bytes.as_ref(), MAX_DEPTH)
    }

    /// Reads a JSON text that nests no deeper than `depth`.
    pub(crate) fn parse_within(bytes: &[u8], depth: usize) -> Result<Self, SyntaxError> {
        read(text_of(bytes)?, depth)
    }

    /// Returns an object of these members.
    pub fn object<N: Into<String>>(members: impl IntoIterator<Item = (N, Json)>) -> Self {
        Self::Object(members.into_iter().map(|(name, value)| (name.into(), value)).collect())
    }

    /// Returns the member `name` of an object: the last where it occurs more than once.
    pub fn get(&self, name: &str) -> Option<&Json> {
        self.members().iter().rev().find(|(key, _)| key == name).map(|(_, value)| value)
    }

    /// Returns the members of an object; none of anything else.
    pub fn members(&self) -> &[(String, Json)] {
        match self {
            Self::Object(members) => members,
            _ => &[],
        }
    }

    /// Returns the members of an object, each name once: the last of those that share one, where it stands.
    ///
    /// Takes a time that grows with the number of members, as [`by_name`](Self::by_name) does; to ask
    /// [`get`](Self::get) for each of many members would grow with its square.
    pub fn distinct_members(&self) -> Vec<(&str, &Json)> {
        let mut seen = HashSet::new();
        let last = self.members().iter().rev().filter(|(name, _)| seen.insert(name.as_str()));
        let mut members: Vec<_> = last.map(|(name, value)| (name.as_str(), value)).collect();
        members.reverse();
        members
    }

    /// Returns the members of an object by their names: the last of those that share one.
    pub fn by_name(&self) -> HashMap<&str, &Json> {
        self.members().iter().map(|(name, value)| (name.as_str(), value)).collect()
    }

    /// Returns the text of a string.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::String(text) => Some(text),
            _ => None,
        }
    }

    /// Returns a boolean.
    pub fn as_bool(&self) -> Option<bool> {
        match self {
            Self::Bool(value) => Some(*value),
            _ => None,
        }
    }

    /// Returns a number that is an integer from 0 to `u64::MAX`.
    pub fn as_u64(&self) -> Option<u64> {
        match self {
            Self::Number(number) => number.to_i128()?.try_into().ok(),
            _ => None,
        }
    }

    /// Returns the elements of an array.
    pub fn as_array(&self) -> Option<&[Json]> {
        match self {
            Self::Array(items) => Some(items),
            _ => None,
        }
    }

    /// Reports whether this is `null`.
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// Returns the kind of the value.
    pub fn kind(&self) -> JsonKind {
        match self {
            Self::Null => JsonKind::Null,
            Self::Bool(_) => JsonKind::Boolean,
            Self::Number(_) => JsonKind::Number,
            Self::String(_) => JsonKind::String,
            Self::Array(_) => JsonKind::Array,
            Self::Object(_) => JsonKind::Object,
        }
    }
}

/// Prints like `Display`: the JSON text says it best.
impl fmt::Debug for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl From<&str> for Json {
    fn from(text: &str) -> Self {
        Self::String(text.to_owned())
    }
}

impl From<String> for Json {
    fn from(text: String) -> Self {
        Self::String(text)
    }
}

impl From<bool> for Json {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl From<u64> for Json {
    fn from(value: u64) -> Self {
        Self::Number(value.into())
    }
}

impl From<usize> for Json {
    fn from(value: usize) -> Self {
        Self::Number((value as u64).into())
    }
}

impl From<u16> for Json {
    fn from(value: u16) -> Self {
        Self::Number(u64::from(value).into())
    }
}

impl<T: Into<Json>> From<Option<T>> for Json {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

impl<T: Into<Json>> FromIterator<T> for Json {
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Self {
        Self::Array(items.into_iter().map(Into::into).collect())
    }
}

/// A container that is being read, and for an object the name of the member that comes.
enum Open {
    Array(Vec<Json>),
    Object(Object, String),
}

/// Reads the value of a text; what is open lies on a stack of our own.
fn read(text: &str, depth: usize) -> Result<Json, SyntaxError> {
    let mut open: Vec<Open> = Vec::new();
    let mut whole = None;
    for event in Events::new(text.as_bytes()) {
        let event = event?;
        let spelled = || &text[event.start..event.end];
        let value = match event.kind {
            EventKind::BeginObject | EventKind::BeginArray => {
                if open.len() >= depth {
                    let kind = SyntaxErrorKind::TooDeep;
                    return Err(SyntaxError { kind, offset: event.start });
                }
                open.push(match event.kind {
                    EventKind::BeginObject => Open::Object(Vec::new(), String::new()),
                    _ => Open::Array(Vec::new()),
                });
                continue;
            }
            EventKind::Name(name) => {
                if let Some(Open::Object(_, own)) = open.last_mut() {
                    *own = name.resolve(text).into_owned();
                }
                continue;
            }
            EventKind::EndObject | EventKind::EndArray => match open.pop() {
                Some(Open::Object(members, _)) => Json::Object(members),
                Some(Open::Array(items)) => Json::Array(items),
                None => unreachable!("what ends has begun"),
            },
            EventKind::String(string) => Json::String(string.resolve(text).into_owned()),
            EventKind::Number => Json::Number(Number::checked(spelled())),
            EventKind::Literal => match spelled() {
                "true" => Json::Bool(true),
                "false" => Json::Bool(false),
                _ => Json::Null,
            },
        };
        match open.last_mut() {
            None => whole = Some(value),
            Some(Open::Array(items)) => items.push(value),
            Some(Open::Object(members, name)) => members.push((std::mem::take(name), value)),
        }
    }
    match whole {
        Some(value) => Ok(value),
        None => unreachable!("a text without a value ends with an error"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_and_prints_what_it_read() {
        let text = r#"{"a":[1.50,-0,true,null,"\"\\\n\u0001é😀"],"b":{},"a":[[],{"c":""}]}"#;
        let value = Json::parse(text).expect("it is JSON");
        assert_eq!(value.to_string(), text);
        assert_eq!(Json::parse(value.to_pretty()).as_ref(), Ok(&value));
        assert_eq!(value.get("a").map(Json::kind), Some(JsonKind::Array));
        assert_eq!(value.get("a").and_then(Json::as_array).map(<[_]>::len), Some(2), "the last");
    }

    #[test]
    fn of_duplicates_the_last_counts() {
        let value = Json::parse(r#"{"a":1,"b":2,"a":3}"#).expect("it is JSON");
        let names: Vec<_> = value.distinct_members().iter().map(|(name, _)| *name).collect();
        assert_eq!(names, ["b", "a"]);
        for (name, value_of) in value.distinct_members() {
            assert_eq!(value.get(name), Some(value_of));
            assert_eq!(value.by_name().get(name), Some(&value_of));
        }
    }

    #[test]
    fn pretty_is_indented() {
        let value = Json::parse(r#"{"a":[1,{}],"b":[]}"#).expect("it is JSON");
        assert_eq!(value.to_pretty(), "{\n  \"a\": [\n    1,\n    {}\n  ],\n  \"b\": []\n}");
        let deep =
            "[".repeat(MAX_DEPTH - 1) + &"[],".repeat(1000) + "[]" + &"]".repeat(MAX_DEPTH - 1);
        let pretty = Json::parse(deep).expect("it is JSON").to_pretty();
        assert!(pretty.len() < 1_000_000, "{}", pretty.len());
    }

    #[test]
    fn keeps_at_most_a_thousand_levels() {
        let nested = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
        let deep = Json::parse(nested(MAX_DEPTH)).expect("the limit itself is allowed");
        assert_eq!(deep.to_string(), nested(MAX_DEPTH));
        assert_eq!(deep, deep.clone());
        assert_eq!(
            Json::parse(nested(MAX_DEPTH + 1)),
            Err(SyntaxError { kind: SyntaxErrorKind::TooDeep, offset: MAX_DEPTH })
        );
        assert!(Json::parse("[".repeat(1_000_000)).is_err());
        assert_eq!(
            Json::parse("[ ".repeat(MAX_DEPTH) + "\n{}").map_err(|fault| fault.offset),
            Err(2 * MAX_DEPTH + 1),
            "the place of the brace, not of the space before it"
        );
    }

    #[test]
    fn names_the_place_of_a_fault() {
        assert_eq!(
            Json::parse(r#"{"a":tru}"#).map_err(|fault| fault.to_string()),
            Err("unexpected `}` at byte 8".to_owned())
        );
    }
}
