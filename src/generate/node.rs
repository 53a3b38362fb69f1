//! JSON as it is going to be spelled: a tree that knows which shapes its objects are of.

use crate::json::Json;
use crate::shape::{Model, ShapeKind, ShapeRef};

use super::config::{Config, Corner, Escape, Place};
use super::draw::Draw;

/// A value to be spelled.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Node {
    /// These bytes as they are: a number, a literal, or what is no JSON at all.
    Raw(Vec<u8>),
    /// A string of these characters.
    Text(String),
    Array(Vec<Node>),
    Object(Object),
}

/// Members in their order; the same name may stand twice.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Object {
    pub(super) members: Vec<(String, Node)>,
    /// The structure or the union that it is of.
    pub(super) shape: Option<ShapeRef>,
}

/// What an object can be of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Structure,
    Union,
}

impl Object {
    pub(super) fn is(&self, kind: Kind, model: &Model) -> bool {
        match self.shape.map(|shape| model.kind(shape)) {
            Some(ShapeKind::Structure(_)) => kind == Kind::Structure,
            Some(ShapeKind::Union(_)) => kind == Kind::Union,
            _ => false,
        }
    }

    /// Puts a member among the others.
    pub(super) fn insert(
        &mut self,
        name: impl Into<String>,
        node: Node,
        config: &Config,
        draw: &mut Draw,
    ) {
        let count = self.members.len();
        let place = match config.corner {
            Some(Corner::Place(Place::First)) => 0,
            Some(Corner::Place(Place::Between)) => count.div_ceil(2),
            Some(Corner::Place(Place::Last)) => count,
            _ => draw.below(count + 1),
        };
        self.members.insert(place, (name.into(), node));
    }
}

impl Node {
    pub(super) fn raw(text: &str) -> Self {
        Self::Raw(text.as_bytes().to_vec())
    }

    pub(super) fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    pub(super) fn object<N: Into<String>>(members: impl IntoIterator<Item = (N, Node)>) -> Self {
        let members = members.into_iter().map(|(name, node)| (name.into(), node)).collect();
        Self::Object(Object { members, shape: None })
    }

    /// The value that the node spells, where it is one.
    pub(super) fn to_json(&self) -> Option<Json> {
        Some(match self {
            Self::Raw(bytes) => Json::parse(bytes).ok()?,
            Self::Text(text) => Json::from(text.as_str()),
            Self::Array(items) => {
                Json::Array(items.iter().map(Self::to_json).collect::<Option<_>>()?)
            }
            Self::Object(object) => {
                let member = |(name, node): &(String, Self)| Some((name.clone(), node.to_json()?));
                Json::Object(object.members.iter().map(member).collect::<Option<_>>()?)
            }
        })
    }

    /// Every place in the tree, as the numbers of the children that lead there.
    fn places(&self) -> Vec<Vec<usize>> {
        let mut found = Vec::new();
        let mut waiting = vec![(Vec::new(), self)];
        while let Some((place, node)) = waiting.pop() {
            let children: Vec<&Self> = match node {
                Self::Array(items) => items.iter().collect(),
                Self::Object(object) => object.members.iter().map(|(_, node)| node).collect(),
                _ => Vec::new(),
            };
            for (number, child) in children.into_iter().enumerate() {
                let mut inner: Vec<usize> = place.clone();
                inner.push(number);
                waiting.push((inner, child));
            }
            found.push(place);
        }
        found.sort();
        found
    }

    fn at(&mut self, place: &[usize]) -> &mut Self {
        place.iter().fold(self, |node, number| match node {
            Self::Array(items) => &mut items[*number],
            Self::Object(object) => &mut object.members[*number].1,
            leaf => leaf,
        })
    }

    /// One of the nodes for which this holds.
    pub(super) fn one(
        &mut self,
        draw: &mut Draw,
        wanted: impl Fn(&Self) -> bool,
    ) -> Option<&mut Self> {
        let mut places = self.places();
        places.retain(|place| wanted(self.at(place)));
        if places.is_empty() {
            return None;
        }
        let place = draw.one(&places).clone();
        Some(self.at(&place))
    }

    /// One of the objects of this kind.
    pub(super) fn one_object(
        &mut self,
        kind: Kind,
        model: &Model,
        draw: &mut Draw,
    ) -> Option<&mut Object> {
        let of_kind = |node: &Self| matches!(node, Self::Object(object) if object.is(kind, model));
        match self.one(draw, of_kind)? {
            Self::Object(object) => Some(object),
            _ => None,
        }
    }

    /// Puts every structure's members into another order.
    pub(super) fn shuffle(&mut self, draw: &mut Draw) {
        for place in self.places() {
            // Outer objects come first, so that a shuffle moves what is inside as a whole: places are looked
            // up anew and may now be another object's, which is shuffled as well.
            if let Self::Object(object) = self.at(&place) {
                draw.shuffle(&mut object.members);
            }
        }
    }
}

/// How a tree is written down.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Spelling {
    /// How many of a hundred places between tokens have white space.
    pub(super) space: u8,
}

/// Writes the tree as a body.
pub(super) fn write(node: &Node, spelling: Spelling, config: &Config, draw: &mut Draw) -> Vec<u8> {
    let mut writer = Writer { out: Vec::new(), spelling, config, draw };
    writer.node(node);
    writer.space();
    writer.out
}

struct Writer<'a> {
    out: Vec<u8>,
    spelling: Spelling,
    config: &'a Config,
    draw: &'a mut Draw,
}

impl Writer<'_> {
    fn space(&mut self) {
        if self.spelling.space > 0 && self.draw.percent(self.spelling.space) {
            let space: [&[u8]; 6] = [b" ", b"\n", b"\t", b"\r\n", b"    ", b" \t\r\n "];
            self.out.extend_from_slice(*self.draw.one(&space));
        }
    }

    /// Trees are as deep as shapes nest; what is deeper is written as raw bytes.
    fn node(&mut self, node: &Node) {
        self.space();
        match node {
            Node::Raw(bytes) => self.out.extend_from_slice(bytes),
            Node::Text(text) => self.text(text),
            Node::Array(items) => {
                self.out.push(b'[');
                for (number, item) in items.iter().enumerate() {
                    if number > 0 {
                        self.space();
                        self.out.push(b',');
                    }
                    self.node(item);
                }
                self.space();
                self.out.push(b']');
            }
            Node::Object(object) => {
                self.out.push(b'{');
                for (number, (name, node)) in object.members.iter().enumerate() {
                    if number > 0 {
                        self.space();
                        self.out.push(b',');
                    }
                    self.space();
                    self.text(name);
                    self.space();
                    self.out.push(b':');
                    self.node(node);
                }
                self.space();
                self.out.push(b'}');
            }
        }
    }

    fn text(&mut self, text: &str) {
        self.out.push(b'"');
        for c in text.chars() {
            let escape = match self.config.corner {
                Some(Corner::Escape(escape)) => escape,
                _ if self.config.escapes > 0 && self.draw.percent(self.config.escapes) => {
                    *self.draw.one(&[Escape::Short, Escape::Lower, Escape::Upper])
                }
                _ => Escape::No,
            };
            self.character(c, escape);
        }
        self.out.push(b'"');
    }

    fn character(&mut self, c: char, escape: Escape) {
        let short = match c {
            '"' | '\\' | '/' => Some(c),
            '\u{8}' => Some('b'),
            '\u{C}' => Some('f'),
            '\n' => Some('n'),
            '\r' => Some('r'),
            '\t' => Some('t'),
            _ => None,
        };
        let must = c < ' ' || c == '"' || c == '\\';
        match (escape, short) {
            (Escape::No, _) if !must => self.out.extend(c.to_string().bytes()),
            (Escape::No | Escape::Short, Some(short)) => {
                self.out.extend(format!("\\{short}").bytes())
            }
            (Escape::Short, None) if !must => self.out.extend(c.to_string().bytes()),
            (escape, _) => {
                for unit in c.encode_utf16(&mut [0; 2]) {
                    let digits = match escape {
                        Escape::Upper => format!("\\u{unit:04X}"),
                        _ => format!("\\u{unit:04x}"),
                    };
                    self.out.extend(digits.bytes());
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_spelling_reads_back_as_the_same_text() {
        let text = "a/\"\\\u{8}\u{C}\n\r\t\0\u{1F}\u{7F}é\u{FFFF}\u{1F600}";
        let node = Node::object([("né", Node::text(text))]);
        let json = node.to_json().expect("it is JSON");
        for config in
            Config::corners().into_iter().chain([Config { escapes: 50, ..Config::realistic() }])
        {
            for space in [0, 60] {
                let body = write(&node, Spelling { space }, &config, &mut Draw::from_seed(1));
                assert_eq!(Json::parse(&body).as_ref(), Ok(&json), "{config:?}");
            }
        }
    }
}
