//! Values of shapes.

use crate::contract::Contract;
use crate::json::Json;
use crate::shape::{Member, Model, ShapeKind, ShapeRef, TimestampFormat};

use super::config::{Config, Corner};
use super::draw::Draw;
use super::node::{Node, Object};
use super::text;

/// Values of every JSON type, for where any may stand.
pub const VALUES: [&str; 22] = [
    "null",
    "false",
    "true",
    "0",
    "-0",
    "1",
    "-1",
    "1.5",
    "1e999",
    "-1e-999",
    "9007199254740993",
    "18446744073709551616",
    r#""""#,
    r#""x""#,
    r#""\u0000""#,
    "[]",
    "[null]",
    r#"[1,"a",{}]"#,
    "{}",
    r#"{"a":null}"#,
    r#"{"__type":"x","b":[[]]}"#,
    r#"{"a":{"b":{"c":{}}}}"#,
];

/// How deep a value of a recursive shape may nest before its optional members are left out.
const DEEP: usize = 4;

/// How deep it may nest at all.
const DEEPEST: usize = 12;

/// What values are made of.
#[derive(Clone, Copy)]
pub(super) struct Maker<'a> {
    pub(super) model: &'a Model,
    pub(super) config: &'a Config,
    /// Whether names are those of JSON bodies, and not of the value form.
    pub(super) wire: bool,
}

impl<'a> Maker<'a> {
    pub(super) fn new(contract: &'a Contract, config: &'a Config, wire: bool) -> Self {
        Self { model: contract.model(), config, wire }
    }

    /// A value of the shape, with every member whose name or value is the contract's.
    pub(super) fn value(&self, shape: ShapeRef, draw: &mut Draw) -> Node {
        self.at_depth(shape, "", None, 0, draw)
    }

    fn member(&self, member: &Member, depth: usize, draw: &mut Draw) -> Node {
        let format = member.traits.timestamp_format;
        self.at_depth(member.target, &member.name, format, depth + 1, draw)
    }

    fn at_depth(
        &self,
        shape: ShapeRef,
        name: &str,
        format: Option<TimestampFormat>,
        depth: usize,
        draw: &mut Draw,
    ) -> Node {
        if depth > DEEPEST {
            // Only a shape that requires itself comes here, and no value of it ends.
            return Node::raw("null");
        }
        let number = |numbers: &[&str], draw: &mut Draw| Node::raw(*draw.one(numbers));
        match self.model.kind(shape) {
            ShapeKind::String => Node::Text(self.text(name, draw)),
            ShapeKind::Blob => Node::text(*draw.one(&["", "AA==", "d2lyZXByb29m", "//79/A=="])),
            ShapeKind::Boolean => number(&["true", "false"], draw),
            ShapeKind::Enum(values) if !values.is_empty() => Node::text(draw.one(values).as_str()),
            ShapeKind::Enum(_) => Node::text("VALUE"),
            ShapeKind::IntEnum(values) if !values.is_empty() => {
                Node::raw(&draw.one(values).to_string())
            }
            ShapeKind::Byte => number(&["0", "1", "-128", "127"], draw),
            ShapeKind::Short => number(&["0", "1", "-32768", "32767"], draw),
            ShapeKind::Integer | ShapeKind::IntEnum(_) => {
                number(&["0", "1", "-2147483648", "2147483647"], draw)
            }
            ShapeKind::Long => {
                number(&["0", "-1", "-9223372036854775808", "9223372036854775807"], draw)
            }
            ShapeKind::BigInteger => {
                number(&["0", "-1", "170141183460469231731687303715884105728"], draw)
            }
            ShapeKind::Float | ShapeKind::Double => number(&["0", "1.5", "-0.25", "1e10"], draw),
            ShapeKind::BigDecimal => {
                number(&["0", "0.1", "123456789012345678901234567890.5"], draw)
            }
            ShapeKind::Timestamp => self.timestamp(shape, format, draw),
            ShapeKind::Document => self.anything(draw),
            ShapeKind::List(member) => {
                let count = if depth > DEEP { 0 } else { draw.below(4) };
                Node::Array((0..count).map(|_| self.member(member, depth, draw)).collect())
            }
            ShapeKind::Map { value, .. } => {
                let count = if depth > DEEP { 0 } else { draw.below(3) };
                let entry = |number| (format!("key{number}"), self.member(value, depth, draw));
                Node::object((0..count).map(entry).collect::<Vec<_>>())
            }
            ShapeKind::Structure(members) => {
                let mut object = Object { members: Vec::new(), shape: Some(shape) };
                for member in members.iter() {
                    let optional = depth <= DEEP && draw.percent(self.config.optional);
                    if member.traits.required || optional {
                        let node = self.member(member, depth, draw);
                        object.members.push((self.name(member), node));
                    }
                }
                Node::Object(object)
            }
            ShapeKind::Union(members) => {
                let mut object = Object { members: Vec::new(), shape: Some(shape) };
                if !members.is_empty() {
                    let member = members.at(draw.below(members.len()));
                    object.members.push((self.name(member), self.member(member, depth, draw)));
                }
                Node::Object(object)
            }
            _ => Node::raw("null"),
        }
    }

    pub(super) fn name(&self, member: &Member) -> String {
        if self.wire { member.wire_name() } else { member.name.as_str() }.to_owned()
    }

    fn text(&self, name: &str, draw: &mut Draw) -> String {
        // Dates in other spellings have a law of their own.
        if name.ends_with("Date") {
            return text::usual(name, draw);
        }
        text::of_member(name, self.config, draw)
    }

    fn timestamp(&self, shape: ShapeRef, format: Option<TimestampFormat>, draw: &mut Draw) -> Node {
        let format = format.or(self.model.shape(shape).traits.timestamp_format);
        match format {
            // The value form has timestamps as numbers, whatever their format on the wire.
            Some(TimestampFormat::DateTime) if self.wire => Node::text("2022-08-01T09:30:00Z"),
            Some(TimestampFormat::HttpDate) if self.wire => {
                Node::text("Mon, 01 Aug 2022 09:30:00 GMT")
            }
            _ => Node::raw(*draw.one(&["0", "1659346200", "1659346200.5", "-1"])),
        }
    }

    /// A value of any JSON type.
    pub(super) fn anything(&self, draw: &mut Draw) -> Node {
        match self.config.corner {
            Some(Corner::Value(value)) => Node::raw(VALUES[value % VALUES.len()]),
            _ if draw.percent(20) => Node::Text(text::odd(self.config, draw)),
            _ => Node::raw(*draw.one(&VALUES)),
        }
    }

    /// A value of another JSON type than a string; never null, which is absent.
    pub(super) fn no_text(&self, draw: &mut Draw) -> Node {
        let others: Vec<&str> =
            VALUES.into_iter().filter(|value| !value.starts_with(['"', 'n'])).collect();
        match self.config.corner {
            Some(Corner::Value(value)) => Node::raw(others[value % others.len()]),
            _ => Node::raw(*draw.one(&others)),
        }
    }

    /// The name of a member that the contract does not have.
    pub(super) fn unknown_name(&self, draw: &mut Draw) -> String {
        const NAMES: [&str; 14] = [
            "Okta",
            "NewMember",
            "x",
            "$",
            "AWSManaged",
            "__proto__",
            "constructor",
            "a b",
            "name",
            "Größe",
            "SDK_UNKNOWN_MEMBER",
            "0",
            "type",
            "_",
        ];
        let name = match self.config.corner {
            Some(Corner::Text(_)) => text::odd(self.config, draw),
            _ if draw.percent(self.config.odd_texts) => text::odd(self.config, draw),
            _ => (*draw.one(&NAMES)).to_owned(),
        };
        // The one name that is never a union's member.
        if name == "__type" { "__types".to_owned() } else { name }
    }
}

/// An input of the contract's operation, in the value form.
pub(super) fn input(contract: &Contract, config: &Config, draw: &mut Draw) -> Json {
    let node = input_node(contract, config, draw);
    node.to_json().unwrap_or(Json::Null)
}

pub(super) fn input_node(contract: &Contract, config: &Config, draw: &mut Draw) -> Node {
    Maker::new(contract, config, false).value(contract.operation().input(), draw)
}
