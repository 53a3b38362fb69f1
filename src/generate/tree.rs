//! Trees of JSON as they are to be spelled, and the places of a contract's shapes in them.

use crate::json::{Json, write_string};
pub(super) use crate::model::Names;
use crate::model::{Member, Model, Nested, ShapeKind, ShapeRef, Walk};

use super::choices::Choices;

/// JSON before it is written: unlike [`Json`] it can say the same name twice, and hold what is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RawTree {
    /// Bytes that are written as they are: a number in any spelling, a literal, what is no JSON.
    Raw(Vec<u8>),
    /// A string, by its content.
    Text(String),
    /// An array.
    Array(Vec<RawTree>),
    /// An object.
    Object(Vec<(String, RawTree)>),
}

/// How a tree is written, in percent of the places where it could be so.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Spelling {
    /// Characters that are escaped without need.
    pub escapes: u8,
    /// Places between tokens with white space.
    pub spaces: u8,
}

impl Nested for RawTree {
    fn elements(&self) -> &[Self] {
        match self {
            Self::Array(items) => items,
            _ => &[],
        }
    }

    fn entries(&self) -> &[(String, Self)] {
        match self {
            Self::Object(members) => members,
            _ => &[],
        }
    }
}

impl RawTree {
    /// Returns bytes as they are.
    pub fn raw(bytes: impl Into<Vec<u8>>) -> Self {
        Self::Raw(bytes.into())
    }

    /// Returns the tree of a value.
    pub fn from_json(value: &Json) -> Self {
        match value {
            Json::String(text) => Self::Text(text.clone()),
            Json::Array(items) => Self::Array(items.iter().map(Self::from_json).collect()),
            Json::Object(members) => Self::Object(
                members
                    .iter()
                    .map(|(name, value)| (name.clone(), Self::from_json(value)))
                    .collect(),
            ),
            scalar => Self::raw(scalar.to_string()),
        }
    }

    /// Returns the node at the end of these steps: each is an index into an array, or among the members of an
    /// object.
    pub fn at(&mut self, steps: &[usize]) -> Option<&mut Self> {
        let mut here = self;
        for step in steps {
            here = match here {
                Self::Array(items) => items.get_mut(*step)?,
                Self::Object(members) => &mut members.get_mut(*step)?.1,
                _ => return None,
            };
        }
        Some(here)
    }

    /// Returns the same, to be read.
    pub(super) fn get(&self, steps: &[usize]) -> Option<&Self> {
        let mut here = self;
        for step in steps {
            here = match here {
                Self::Array(items) => items.get(*step)?,
                Self::Object(members) => &members.get(*step)?.1,
                _ => return None,
            };
        }
        Some(here)
    }

    /// Returns the name of the innermost member on the way of these steps.
    pub(super) fn name_at(&self, steps: &[usize]) -> &str {
        let (mut here, mut name) = (self, "");
        for step in steps {
            here = match here {
                Self::Array(items) => match items.get(*step) {
                    Some(item) => item,
                    None => return name,
                },
                Self::Object(members) => match members.get(*step) {
                    Some((own, value)) => {
                        name = own;
                        value
                    }
                    None => return name,
                },
                _ => return name,
            };
        }
        name
    }

    /// Returns the members, where it is an object.
    pub fn members_mut(&mut self) -> Option<&mut Vec<(String, RawTree)>> {
        match self {
            Self::Object(members) => Some(members),
            _ => None,
        }
    }

    /// Returns the text.
    pub fn write(&self, spelling: Spelling, choices: &mut Choices) -> Vec<u8> {
        let mut out = Vec::new();
        space(spelling, choices, &mut out);
        self.write_to(spelling, choices, &mut out);
        space(spelling, choices, &mut out);
        out
    }

    /// Trees are as deep as a configuration allows, so that this may call itself.
    fn write_to(&self, spelling: Spelling, choices: &mut Choices, out: &mut Vec<u8>) {
        match self {
            Self::Raw(bytes) => out.extend_from_slice(bytes),
            Self::Text(text) => string(text, spelling, choices, out),
            Self::Array(items) => {
                out.push(b'[');
                for (i, item) in items.iter().enumerate() {
                    if i > 0 {
                        out.push(b',');
                    }
                    space(spelling, choices, out);
                    item.write_to(spelling, choices, out);
                    space(spelling, choices, out);
                }
                out.push(b']');
            }
            Self::Object(members) => {
                out.push(b'{');
                for (i, (name, value)) in members.iter().enumerate() {
                    if i > 0 {
                        out.push(b',');
                    }
                    space(spelling, choices, out);
                    string(name, spelling, choices, out);
                    space(spelling, choices, out);
                    out.push(b':');
                    space(spelling, choices, out);
                    value.write_to(spelling, choices, out);
                    space(spelling, choices, out);
                }
                out.push(b'}');
            }
        }
    }
}

fn space(spelling: Spelling, choices: &mut Choices, out: &mut Vec<u8>) {
    if choices.chance(spelling.spaces) {
        let space = choices.pick(&[" ", "\n", "\t", "\r", "\r\n", "  ", "\n    ", " \t\r\n"]);
        out.extend_from_slice(space.as_bytes());
    }
}

/// The ways in which a character can be escaped.
pub(super) const ESCAPES: usize = 3;

/// Appends a character escaped in one of these ways.
pub(super) fn escape(c: char, way: usize, out: &mut Vec<u8>) {
    let short = match c {
        '"' => "\\\"",
        '\\' => "\\\\",
        '/' => "\\/",
        '\u{8}' => "\\b",
        '\u{c}' => "\\f",
        '\n' => "\\n",
        '\r' => "\\r",
        '\t' => "\\t",
        _ => "",
    };
    if way == 0 && !short.is_empty() {
        out.extend_from_slice(short.as_bytes());
        return;
    }
    for unit in c.encode_utf16(&mut [0; 2]) {
        let digits = if way == 1 { b"0123456789ABCDEF" } else { b"0123456789abcdef" };
        let digit = |shift: u16| digits[usize::from(*unit >> shift & 0xf)];
        out.extend_from_slice(&[b'\\', b'u', digit(12), digit(8), digit(4), digit(0)]);
    }
}

fn string(text: &str, spelling: Spelling, choices: &mut Choices, out: &mut Vec<u8>) {
    if spelling.escapes == 0 || text.len() > 10_000 {
        let mut plain = String::with_capacity(text.len() + 2);
        write_string(text, &mut plain);
        out.extend_from_slice(plain.as_bytes());
        return;
    }
    out.push(b'"');
    for c in text.chars() {
        let must = matches!(c, '"' | '\\' | '\0'..='\x1f');
        if must || choices.chance(spelling.escapes) {
            let way = choices.below(ESCAPES);
            escape(c, way, out);
        } else {
            out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
        }
    }
    out.push(b'"');
}

/// A node that a shape of the contract speaks of.
#[derive(Clone, Debug)]
pub(super) struct Place {
    /// The steps to it.
    pub(super) steps: Vec<usize>,
    /// Its shape.
    pub(super) shape: ShapeRef,
    /// Whether it is a member of a structure, and then whether a required one.
    pub(super) member: Option<bool>,
}

impl Place {
    /// Returns the node around it, and which of its members or elements it is.
    pub(super) fn around(&self) -> Option<(&[usize], usize)> {
        self.steps.split_last().map(|(last, around)| (around, *last))
    }
}

/// Returns the places of a tree of this shape, each before those inside of it.
pub(super) fn places(model: &Model, shape: ShapeRef, tree: &RawTree, names: Names) -> Vec<Place> {
    let mut found = Vec::new();
    let mut walk = Walk::new(model, shape, tree, names);
    while let Some(node) = walk.next() {
        let of_structure =
            |around: &(ShapeRef, &Member)| matches!(model.kind(around.0), ShapeKind::Structure(_));
        let member = walk.around().filter(of_structure).map(|(_, member)| member.traits.required);
        found.push(Place { steps: walk.steps(), shape: node.shape, member });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_reads_as_the_same() {
        let text = r#"{"a\"\\\n/é":["😀",1.50,null,{"":""}],"b":{}}"#;
        let value = Json::parse(text).expect("it is JSON");
        let tree = RawTree::from_json(&value);
        assert_eq!(
            tree.write(Spelling::default(), &mut Choices::from_seed(1)),
            value.to_string().as_bytes()
        );
        for seed in 0..200 {
            let mut choices = Choices::from_seed(seed);
            let body = tree.write(Spelling { escapes: 60, spaces: 50 }, &mut choices);
            assert_eq!(
                Json::parse(&body).as_ref(),
                Ok(&value),
                "{}",
                String::from_utf8_lossy(&body)
            );
        }
    }
}
