//! Values of a contract's shapes, in the value form: inputs, and what answers tell.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::contract::Contract;
use crate::json::Json;
use crate::model::{Bindings, Member, ShapeKind, ShapeRef, Smallest};

use super::choices::Choices;
use super::config::Config;
use super::corners::{LEVELS, corner, document, number};
use super::text::{character, odd, text};

/// How deep a value goes at most, whatever its shape.
pub(super) const DEEPEST: usize = 48;

/// How many nodes a value has at most, unless its smallest has more. Shapes that hold themselves by several
/// members would have as many as their depth has powers; what is left out of one value is in another.
pub(super) const MOST_NODES: usize = 400;

/// How many nodes the smallest value of an input or output may have for stimuli to be made of it.
pub(super) const MOST_REQUIRED: usize = 20_000;

/// What values are made of.
#[derive(Clone, Copy, Debug)]
pub(super) struct Values<'a> {
    pub(super) contract: &'a Contract,
    pub(super) smallest: &'a Smallest,
    pub(super) config: &'a Config,
    /// The bindings of the structure that is made: its members that travel elsewhere are not those of a body.
    pub(super) top: Option<&'a Bindings>,
}

/// A value's place: how deep it stands, and what it may take.
#[derive(Clone, Copy, Debug)]
struct Room {
    depth: usize,
    /// How many nodes it may have, itself among them, unless its smallest value has more.
    nodes: usize,
}

impl Values<'_> {
    /// Returns a value of this shape, a valid one if there is any that is not too large.
    pub(super) fn value(&self, shape: ShapeRef, choices: &mut Choices) -> Json {
        let room = Room { depth: 0, nodes: MOST_NODES };
        self.within(shape, "", room, choices, &mut 0)
    }

    /// Returns how many nodes the smallest value of this shape has.
    fn least(&self, shape: ShapeRef) -> usize {
        self.smallest.size(shape).nodes
    }

    /// Returns a value for the member called `name`. `used` counts the nodes that were made.
    fn within(
        &self,
        shape: ShapeRef,
        name: &str,
        room: Room,
        choices: &mut Choices,
        used: &mut usize,
    ) -> Json {
        let (model, config) = (self.contract.model(), self.config);
        let start = *used;
        *used += 1;
        if room.depth > DEEPEST || *used > MOST_REQUIRED + MOST_NODES {
            return Json::Null; // the shape has no value of a size that can be made
        }
        // Whether there is depth for more than the smallest.
        let fits = |shape: ShapeRef| {
            let levels = self.smallest.size(shape).levels;
            room.depth.saturating_add(levels) <= config.depth.min(DEEPEST)
        };
        // The room that is left, of which each part gets its share.
        let left = |used: usize| room.nodes.saturating_sub(used - start);
        let inside = |nodes: usize| Room { depth: room.depth + 1, nodes };
        let shown = model.shape(shape);
        match &shown.kind {
            ShapeKind::Structure(members) => {
                let mut values = Vec::with_capacity(members.len().min(room.nodes));
                // What is set aside for the required members that are still to come.
                let mut owed = self.least(shape).saturating_sub(1);
                let top = self.top.filter(|top| room.depth == 0 && top.shape() == shape);
                for (place, member) in members.iter().enumerate() {
                    let least = self.least(member.target);
                    if member.traits.required {
                        owed = owed.saturating_sub(least);
                    } else if top.is_some() && self.is_kept(member) {
                        continue;
                    }
                    let (free, waiting) = (left(*used).saturating_sub(owed), members.len() - place);
                    let keep = member.traits.required
                        || fits(member.target)
                            && least <= free
                            // Where there are more than have room, each is as likely as the others.
                            && (waiting <= free || choices.below(waiting) < free)
                            && !choices.chance(config.absent);
                    if keep {
                        // Most need little, and leave the rest of their share to the others.
                        let share = inside((free / waiting.min(4)).max(least));
                        let value = match top.filter(|top| self.is_outside(top, member)) {
                            Some(top) => self.outside(top, member, choices),
                            None => self.member(member, share, choices, used),
                        };
                        values.push((member.name.clone(), value));
                    }
                }
                Json::Object(values)
            }
            ShapeKind::Union(members) => {
                let free = left(*used);
                let roomy =
                    members.iter().filter(|m| fits(m.target) && self.least(m.target) <= free);
                let roomy: Vec<_> = roomy.collect();
                let chosen = choices.choose(&roomy).copied();
                let smallest = || members.iter().min_by_key(|m| self.smallest.size(m.target));
                let chosen = chosen.or_else(smallest);
                Json::Object(Vec::from_iter(chosen.map(|member| {
                    (member.name.clone(), self.member(member, inside(free), choices, used))
                })))
            }
            ShapeKind::List(member) => {
                let (least, most) = match shown.traits.length {
                    Some(length) => (length.min.min(1_000), length.max.unwrap_or(usize::MAX)),
                    None => (0, usize::MAX),
                };
                let fitting = match fits(member.target) {
                    true => config.items.min(left(*used) / self.least(member.target).max(1)),
                    false => 0,
                };
                let most = most.min(fitting).max(least);
                let count = least + choices.below(most - least + 1);
                let items = (0..count).map(|i| match shown.traits.sparse && choices.chance(10) {
                    true => Json::Null,
                    false => {
                        let share = inside(left(*used) / (count - i));
                        self.within(member.target, name, share, choices, used)
                    }
                });
                Json::Array(items.collect())
            }
            ShapeKind::Map { key, value } => {
                let most = match fits(value.target) {
                    true => config.items.min(left(*used) / self.least(value.target).max(1)),
                    false => 0,
                };
                let mut entries: Vec<(String, Json)> = Vec::new();
                let count = choices.below(most + 1);
                for i in 0..count {
                    let key = match self.within(key.target, "key", inside(1), choices, &mut 0) {
                        Json::String(key) => key,
                        _ => continue,
                    };
                    if entries.iter().all(|(other, _)| *other != key) {
                        let value = match shown.traits.sparse && choices.chance(10) {
                            true => Json::Null,
                            false => {
                                let share = inside(left(*used) / (count - i));
                                self.within(value.target, name, share, choices, used)
                            }
                        };
                        entries.push((key, value));
                    }
                }
                Json::Object(entries)
            }
            ShapeKind::Enum(values) => match choices.chance(config.odd_texts) {
                true => Json::String(odd(choices)),
                false => Json::from(choices.choose(values).map_or("", String::as_str)),
            },
            ShapeKind::Document => json(config.depth.saturating_sub(room.depth).min(5), choices),
            _ => self.scalar(&shown.kind, name, choices),
        }
    }

    /// Returns the value of a structure's or union's member, which is not null: that would be none.
    fn member(&self, member: &Member, room: Room, choices: &mut Choices, used: &mut usize) -> Json {
        let value = self.within(member.target, &member.name, room, choices, used);
        match (self.contract.model().kind(member.target), value) {
            (ShapeKind::Document, Json::Null) => Json::Object(Vec::new()),
            (_, value) => value,
        }
    }

    pub(super) fn scalar(&self, kind: &ShapeKind, name: &str, choices: &mut Choices) -> Json {
        // Every simple shape takes this choice, so that the choices after it do not depend on the shape.
        if choices.chance(self.config.odd_numbers)
            && let Some(corner) = corner(kind, choices)
        {
            return corner;
        }
        match kind {
            ShapeKind::Boolean => Json::Bool(choices.below(2) == 1),
            ShapeKind::Byte => integer(i8::MAX.into(), choices),
            ShapeKind::IntEnum(values) => {
                number(&choices.choose(values).copied().unwrap_or_default().to_string())
            }
            ShapeKind::Short | ShapeKind::Integer | ShapeKind::Long | ShapeKind::BigInteger => {
                integer(i64::MAX, choices)
            }
            ShapeKind::Float | ShapeKind::Double | ShapeKind::BigDecimal => {
                number(&format!("{}.{}", choices.below(1000), choices.pick(&[0, 25, 5, 75])))
            }
            ShapeKind::Timestamp => {
                number(&choices.between(1_500_000_000, 1_900_000_000).to_string())
            }
            ShapeKind::Blob => {
                let bytes: Vec<u8> =
                    (0..choices.below(20)).map(|_| choices.below(256) as u8).collect();
                Json::String(STANDARD.encode(bytes))
            }
            _ => Json::String(text(name, self.config, choices)),
        }
    }
}

/// Returns a small integer, at most `most`.
fn integer(most: i64, choices: &mut Choices) -> Json {
    number(&(choices.below(1000) as i64).min(most).to_string())
}

/// Returns any JSON, of so many levels at most.
pub(super) fn json(depth: usize, choices: &mut Choices) -> Json {
    let kinds = match depth {
        0 => 6,
        depth if depth < LEVELS => 8,
        _ => 9,
    };
    match choices.below(kinds) {
        0 => Json::Object(Vec::new()),
        1 => Json::Null,
        2 => Json::Bool(choices.below(2) == 1),
        3 => number(choices.pick(&[
            "0",
            "1",
            "-1",
            "1.5",
            "9007199254740993",
            "1e400",
            "-0",
            "1E-7",
            "1e999",
        ])),
        4 => Json::from(choices.pick(&["", "x", "Conflict", "é😀"])),
        5 => Json::String((0..choices.below(8)).map(|_| character(choices)).collect()),
        8 => document(choices),
        6 => Json::Array((0..choices.below(4)).map(|_| json(depth - 1, choices)).collect()),
        _ => {
            let mut members: Vec<(String, Json)> = Vec::new();
            for i in 0..choices.below(4) {
                let name = format!("{}{i}", choices.pick(&["a", "__type", "code", "é", "Status"]));
                members.push((name, json(depth - 1, choices)));
            }
            Json::Object(members)
        }
    }
}
