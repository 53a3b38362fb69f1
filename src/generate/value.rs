//! Values of a contract's shapes, in the value form: inputs, and what answers tell.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::contract::Contract;
use crate::json::{Json, Number};
use crate::shape::{Member, Model, ShapeKind, ShapeRef};

use super::config::Config;
use super::draw::Draw;
use super::text::{character, odd, text};

/// How deep a value goes at most, whatever its shape.
const DEEPEST: usize = 48;

/// The floors of a model's shapes: how many levels their smallest values have. A value that is deep enough
/// goes on with the smallest, so that shapes which hold themselves come to an end.
#[derive(Clone, Debug)]
pub(super) struct Floors(Vec<(ShapeRef, usize)>);

impl Floors {
    /// The floors of the shapes that are reachable from these.
    pub(super) fn of(model: &Model, tops: &[ShapeRef]) -> Self {
        let mut shapes: Vec<ShapeRef> = Vec::new();
        let mut waiting = tops.to_vec();
        while let Some(shape) = waiting.pop() {
            if !shapes.contains(&shape) {
                shapes.push(shape);
                waiting.extend(targets(model, shape).map(|member| member.target));
            }
        }
        shapes.sort_unstable();
        let mut floors = Self(shapes.into_iter().map(|shape| (shape, usize::MAX)).collect());
        // Each round settles one level at least, and shapes without a smallest value are never settled.
        loop {
            let next: Vec<_> =
                floors.0.iter().map(|(shape, _)| (*shape, floors.lowest(model, *shape))).collect();
            if next == floors.0 {
                return floors;
            }
            floors.0 = next;
        }
    }

    fn lowest(&self, model: &Model, shape: ShapeRef) -> usize {
        let above = |floor: Option<usize>| floor.unwrap_or(0).saturating_add(1);
        match model.kind(shape) {
            ShapeKind::Structure(members) => {
                let required = members.iter().filter(|member| member.traits.required);
                above(required.map(|member| self.floor(member.target)).max())
            }
            ShapeKind::Union(members) => members
                .iter()
                .map(|member| self.floor(member.target))
                .min()
                .unwrap_or(usize::MAX)
                .saturating_add(1),
            _ => 1,
        }
    }

    /// The floor of a shape.
    pub(super) fn floor(&self, shape: ShapeRef) -> usize {
        let found = self.0.binary_search_by_key(&shape, |(shape, _)| *shape);
        found.map_or(usize::MAX, |at| self.0[at].1)
    }
}

fn targets(model: &Model, shape: ShapeRef) -> impl Iterator<Item = &Member> {
    let (members, more) = match model.kind(shape) {
        ShapeKind::Structure(members) | ShapeKind::Union(members) => (Some(members), None),
        ShapeKind::List(member) => (None, Some([member, member])),
        ShapeKind::Map { key, value } => (None, Some([key, value])),
        _ => (None, None),
    };
    members.into_iter().flatten().chain(more.into_iter().flatten())
}

/// What values are made of.
#[derive(Clone, Copy, Debug)]
pub(super) struct Values<'a> {
    pub(super) contract: &'a Contract,
    pub(super) floors: &'a Floors,
    pub(super) config: &'a Config,
}

impl Values<'_> {
    /// A value of this shape, a valid one if there is any. `name` is that of the member that holds it.
    pub(super) fn value(&self, shape: ShapeRef, name: &str, depth: usize, draw: &mut Draw) -> Json {
        let (model, config) = (self.contract.model(), self.config);
        if depth > DEEPEST {
            return Json::Null; // the shape has no finite value
        }
        // Whether there is room for more than the smallest.
        let room = |shape: ShapeRef| {
            depth.saturating_add(self.floors.floor(shape)) <= config.depth.min(DEEPEST)
        };
        let shown = model.shape(shape);
        match &shown.kind {
            ShapeKind::Structure(members) => {
                let mut values = Vec::with_capacity(members.len());
                for member in members {
                    let keep = member.traits.required
                        || room(member.target) && !draw.chance(config.absent);
                    if keep {
                        values.push((member.name.clone(), self.member(member, depth + 1, draw)));
                    }
                }
                Json::Object(values)
            }
            ShapeKind::Union(members) => {
                let roomy: Vec<_> = members.iter().filter(|m| room(m.target)).collect();
                let chosen = draw.choose(&roomy).copied();
                let smallest = || members.iter().min_by_key(|m| self.floors.floor(m.target));
                let chosen = chosen.or_else(smallest);
                Json::Object(Vec::from_iter(
                    chosen
                        .map(|member| (member.name.clone(), self.member(member, depth + 1, draw))),
                ))
            }
            ShapeKind::List(member) => {
                let (least, most) = match shown.traits.length {
                    Some(length) => (length.min.min(1_000), length.max.unwrap_or(usize::MAX)),
                    None => (0, usize::MAX),
                };
                let most = most.min(if room(member.target) { config.items } else { 0 }).max(least);
                let items = (0..least + draw.below(most - least + 1)).map(|_| {
                    match shown.traits.sparse && draw.chance(10) {
                        true => Json::Null,
                        false => self.value(member.target, name, depth + 1, draw),
                    }
                });
                Json::Array(items.collect())
            }
            ShapeKind::Map { key, value } => {
                let most = if room(value.target) { config.items } else { 0 };
                let mut entries: Vec<(String, Json)> = Vec::new();
                for _ in 0..draw.below(most + 1) {
                    let key = match self.value(key.target, "key", depth + 1, draw) {
                        Json::String(key) => key,
                        _ => continue,
                    };
                    if entries.iter().all(|(other, _)| *other != key) {
                        let value = match shown.traits.sparse && draw.chance(10) {
                            true => Json::Null,
                            false => self.value(value.target, name, depth + 1, draw),
                        };
                        entries.push((key, value));
                    }
                }
                Json::Object(entries)
            }
            ShapeKind::Enum(values) => match draw.chance(config.odd_texts) {
                true => Json::String(odd(draw)),
                false => Json::from(draw.choose(values).map_or("", String::as_str)),
            },
            ShapeKind::Document => json(config.depth.saturating_sub(depth).min(5), draw),
            _ => self.scalar(&shown.kind, name, draw),
        }
    }

    /// The value of a structure's or union's member, which is not null: that would be none.
    fn member(&self, member: &Member, depth: usize, draw: &mut Draw) -> Json {
        match (self.contract.model().kind(member.target), member.name.as_str()) {
            (ShapeKind::Document, name) => match self.value(member.target, name, depth, draw) {
                Json::Null => Json::Object(Vec::new()),
                value => value,
            },
            (_, name) => self.value(member.target, name, depth, draw),
        }
    }

    fn scalar(&self, kind: &ShapeKind, name: &str, draw: &mut Draw) -> Json {
        let odd = draw.chance(self.config.odd_numbers);
        match kind {
            ShapeKind::Boolean => Json::Bool(draw.below(2) == 1),
            ShapeKind::Byte => integer(i8::MIN.into(), i8::MAX.into(), odd, draw),
            ShapeKind::Short => integer(i16::MIN.into(), i16::MAX.into(), odd, draw),
            ShapeKind::Integer => integer(i32::MIN.into(), i32::MAX.into(), odd, draw),
            ShapeKind::IntEnum(values) if !odd => {
                number(&draw.choose(values).copied().unwrap_or_default().to_string())
            }
            ShapeKind::IntEnum(_) => integer(i32::MIN.into(), i32::MAX.into(), odd, draw),
            ShapeKind::Long => integer(i64::MIN, i64::MAX, odd, draw),
            ShapeKind::BigInteger if odd => number(draw.pick(&[
                "0",
                "18446744073709551616",
                "-340282366920938463463374607431768211457",
                "123456789012345678901234567890123456789012345678901234567890",
            ])),
            ShapeKind::BigInteger => integer(i64::MIN, i64::MAX, false, draw),
            ShapeKind::BigDecimal if odd => number(draw.pick(&[
                "0",
                "0.1",
                "3.14159265358979323846264338327950288419716939937510",
                "-0.000000000000000000000000000001",
                "123456789012345678901234567890.5",
            ])),
            ShapeKind::Float | ShapeKind::Double if odd => {
                match draw.pick(&[
                    "0.1",
                    "-0.5",
                    "NaN",
                    "Infinity",
                    "-Infinity",
                    "3.4028235e38",
                    "1.401298464324817e-45",
                    "16777217",
                ]) {
                    text @ ("NaN" | "Infinity" | "-Infinity") => Json::from(text),
                    text => number(text),
                }
            }
            ShapeKind::Float | ShapeKind::Double | ShapeKind::BigDecimal => {
                number(&format!("{}.{}", draw.below(1000), draw.pick(&[0, 25, 5, 75])))
            }
            ShapeKind::Timestamp if odd => {
                number(draw.pick(&["0", "-1", "253402300799", "1659346200.999", "-62135596800"]))
            }
            ShapeKind::Timestamp => number(&draw.between(1_500_000_000, 1_900_000_000).to_string()),
            ShapeKind::Blob => {
                let bytes: Vec<u8> = (0..draw.below(20)).map(|_| draw.below(256) as u8).collect();
                Json::String(STANDARD.encode(bytes))
            }
            _ => Json::String(text(name, self.config, draw)),
        }
    }
}

fn number(text: &str) -> Json {
    Number::parse(text).map_or(Json::Null, Json::Number)
}

fn integer(least: i64, most: i64, odd: bool, draw: &mut Draw) -> Json {
    let value = match odd {
        true => draw.pick(&[most, least, most - 1, least + 1, 0, -1]),
        false => (draw.below(1000) as i64).min(most),
    };
    number(&value.to_string())
}

/// Any JSON, of so many levels at most.
pub(super) fn json(depth: usize, draw: &mut Draw) -> Json {
    match draw.below(if depth == 0 { 6 } else { 8 }) {
        0 => Json::Object(Vec::new()),
        1 => Json::Null,
        2 => Json::Bool(draw.below(2) == 1),
        3 => number(draw.pick(&["0", "1", "-1", "1.5", "9007199254740993", "1e400", "-0", "1E-7"])),
        4 => Json::from(draw.pick(&["", "x", "Conflict", "é😀"])),
        5 => Json::String((0..draw.below(8)).map(|_| character(draw)).collect()),
        6 => Json::Array((0..draw.below(4)).map(|_| json(depth - 1, draw)).collect()),
        _ => {
            let mut members: Vec<(String, Json)> = Vec::new();
            for i in 0..draw.below(4) {
                let name = format!("{}{i}", draw.pick(&["a", "__type", "code", "é", "Status"]));
                members.push((name, json(depth - 1, draw)));
            }
            Json::Object(members)
        }
    }
}
