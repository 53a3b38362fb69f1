//! Plans of unions, and the expected reading of each.

use std::fmt::Write as _;

use crate::generate::Choices;
use crate::json::{Json, write_string};
use crate::protocol::Role;
use crate::value::SDK_UNKNOWN_MEMBER;

use super::places::{ANY, DIRECTORY, FOR_CLIENTS, Known, NULL_IN_LIST, PLACES, Place, UNKNOWN};

/// The most members of one union.
const MOST: usize = 24;

/// A member of a planned union.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Name {
    Hint,
    Known(usize),
    Unknown(usize),
}

/// The value of a member in a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Value {
    Null,
    /// A value of the member's shape; any value for an unknown member.
    Good(usize),
    /// A value that the shape cannot have; any value for an unknown member.
    Bad(usize),
}

/// A union as the list of its members, in their order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Plan {
    /// The index of its place.
    pub(super) place: usize,
    /// Whether names are escaped, and whether there is white space between tokens.
    pub(super) escaped: bool,
    pub(super) spaced: bool,
    pub(super) members: Vec<(Name, Value)>,
}

impl Plan {
    /// Reads bytes as a plan.
    pub(super) fn of(bytes: &[u8]) -> Self {
        let mut choices = Choices::from_bytes(bytes);
        let place = choices.below(PLACES.len());
        let style = choices.below(4);
        let known = PLACES[place].known.len();
        // Two bytes choose the place and the spelling, and two more choose each member.
        let count = bytes.len().saturating_sub(2).div_ceil(2).min(MOST);
        let members = (0..count).map(|_| {
            let name = match choices.below(1 + known + UNKNOWN.len()) {
                0 => Name::Hint,
                choice if choice <= known => Name::Known(choice - 1),
                choice => Name::Unknown(choice - known - 1),
            };
            let value = match choices.below(32) {
                choice if choice < 8 => Value::Null,
                choice if choice % 3 < 2 => Value::Good(choice / 3),
                choice => Value::Bad(choice / 3),
            };
            (name, value)
        });
        let members = members.collect();
        Self { place, escaped: style & 1 != 0, spaced: style & 2 != 0, members }
    }

    /// Returns the bytes that are read as this plan, as far as such bytes exist.
    pub(super) fn to_bytes(&self) -> Vec<u8> {
        let known = PLACES[self.place].known.len();
        let style = u8::from(self.escaped) | u8::from(self.spaced) << 1;
        let mut bytes = vec![self.place as u8, style];
        for (name, value) in &self.members {
            bytes.push(match name {
                Name::Hint => 0,
                Name::Known(index) => (1 + index) as u8,
                Name::Unknown(index) => (1 + known + index) as u8,
            });
            let wanted = |choice: &u8| match (value, choice % 3) {
                (Value::Good(index), 0 | 1) | (Value::Bad(index), 2) => {
                    usize::from(choice / 3) == *index
                }
                _ => false,
            };
            bytes.push((8..32).find(wanted).unwrap_or(0));
        }
        bytes
    }

    /// Returns the name in a plan for `name`, in a union at the first place.
    pub(super) fn name(name: &str) -> Name {
        match name {
            "__type" => Name::Hint,
            DIRECTORY => Name::Known(0),
            other => Name::Unknown(UNKNOWN.iter().position(|n| *n == other).unwrap_or(0)),
        }
    }

    pub(super) fn place(&self) -> &'static Place {
        &PLACES[self.place]
    }

    /// Returns the name on the wire. If the contract has a member `__type`, the hint is that member.
    pub(super) fn wire_name(&self, name: Name) -> &'static str {
        match name {
            Name::Hint => "__type",
            Name::Known(index) => self.place().known[index].name,
            Name::Unknown(index) => UNKNOWN[index],
        }
    }

    fn known(&self, name: Name) -> Option<&'static Known> {
        let wire_name = self.wire_name(name);
        self.place().known.iter().find(|known| known.name == wire_name)
    }

    fn wire_value(&self, name: Name, value: Value) -> &'static str {
        let of = |list: &[&'static str], index: usize| list[index % list.len()];
        match (self.known(name), value) {
            (_, Value::Null) => "null",
            (Some(known), Value::Good(index)) => known.good[index % known.good.len()].0,
            (Some(known), Value::Bad(index)) => of(known.bad, index),
            (None, Value::Good(index) | Value::Bad(index)) => of(ANY, index),
        }
    }

    /// Writes the text of the union.
    fn write_union(&self, text: &mut String) {
        let space = if self.spaced { " \n" } else { "" };
        text.push('{');
        text.push_str(space);
        for (nth, (name, value)) in self.members.iter().enumerate() {
            if nth > 0 {
                text.push(',');
                text.push_str(space);
            }
            match self.escaped {
                true => {
                    text.push('"');
                    for unit in self.wire_name(*name).encode_utf16() {
                        let _ = write!(text, "\\u{unit:04X}");
                    }
                    text.push('"');
                }
                false => write_string(self.wire_name(*name), text),
            }
            for part in [space, ":", space, self.wire_value(*name, *value), space] {
                text.push_str(part);
            }
        }
        text.push('}');
    }

    /// Returns the whole body.
    pub(super) fn body(&self) -> String {
        let mut text = String::with_capacity(1_024);
        text.push_str(self.place().before);
        self.write_union(&mut text);
        text.push_str(self.place().after);
        text
    }

    /// Returns the members that count: the last of each name, in the order of their last occurrence, without hints.
    fn last(&self) -> Vec<(Name, Value)> {
        let mut last: Vec<(Name, Value)> = Vec::new();
        for (name, value) in &self.members {
            if *name == Name::Hint && self.known(*name).is_none() {
                continue;
            }
            last.retain(|(other, _)| self.wire_name(*other) != self.wire_name(*name));
            last.push((*name, *value));
        }
        last
    }

    /// Returns the expected reading of the union.
    pub(super) fn expected(&self, role: Role) -> Expected {
        let last = self.last();
        let set: Vec<_> = last.iter().filter(|(_, value)| *value != Value::Null).collect();
        let counted =
            self.members.iter().filter(|(n, _)| *n != Name::Hint || self.known(*n).is_some());
        let known = counted.clone().filter(|(name, _)| self.known(*name).is_some());
        let wire_value = |(name, value): &(Name, Value)| self.wire_value(*name, *value);
        let for_clients = |member: &&(Name, Value)| {
            role == Role::Server && FOR_CLIENTS.contains(&wire_value(member))
        };
        let ill = known.clone().filter(|member| {
            matches!(member.1, Value::Bad(_))
                || for_clients(member) && wire_value(member) == NULL_IN_LIST
        });
        let refused = known.clone().any(|member| for_clients(&member));
        let mut expected = Expected {
            tags: counted.clone().count(),
            hints: self.members.len() - counted.clone().count(),
            duplicates: counted.clone().count() - last.len(),
            ill_typed: ill.count() > 0,
            kind: "union-several",
            shown: None,
        };
        match set[..] {
            [] => expected.kind = "union-empty",
            [(name, value)] => match (self.known(*name), value) {
                (Some(known), Value::Good(index)) => {
                    expected.kind = "union-known";
                    let shown = known.good[index % known.good.len()].1;
                    expected.shown = Some(format!("{{{}:{shown}}}", Json::from(known.name)));
                }
                (Some(_), _) => expected.kind = "union-known",
                (None, _) => {
                    expected.kind = "union-unknown";
                    let name = Json::from(self.wire_name(*name));
                    expected.shown =
                        Some(format!("{{\"{SDK_UNKNOWN_MEMBER}\":{{\"name\":{name}}}}}"));
                }
            },
            _ => {}
        }
        if expected.ill_typed || refused || expected.kind == "union-unknown" && role == Role::Server
        {
            expected.shown = None;
        }
        expected
    }
}

/// The expected reading of a union.
#[derive(Debug)]
pub(super) struct Expected {
    pub(super) tags: usize,
    pub(super) hints: usize,
    pub(super) duplicates: usize,
    pub(super) ill_typed: bool,
    /// The note on the union as a whole.
    pub(super) kind: &'static str,
    /// The value form of the union, if the body is accepted.
    pub(super) shown: Option<String>,
}
