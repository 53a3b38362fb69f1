//! Inputs with known faults. A plan puts the faults into valid inputs.

use std::fmt;
use std::sync::LazyLock;

use crate::contract::Contract;
use crate::generate::{Choices, Config, ValueMaker};
use crate::json::{Json, Number, Path};
use crate::model::{Member, Members, Model, ShapeKind, ShapeRef};
use crate::protocol::validate;
use crate::value::SDK_UNKNOWN_MEMBER;

use super::contracts::contracts;
use super::sound::{Part, sound, sound_by};
use super::target::Checked;

/// An input with known faults.
#[derive(Clone, Debug)]
pub struct Planned {
    /// The input.
    pub input: Json,
    /// The faults that were put into it: the path of each, and the [name](crate::protocol::InputFaultKind::name) of its kind.
    pub faults: Vec<(String, &'static str)>,
}

impl Planned {
    /// Makes the input that the bytes stand for: a generated input of the contract with some faults.
    ///
    /// The contract must have an input that can be generated.
    pub fn of(contract: &Contract, bytes: &[u8]) -> Self {
        Self::read(contract, &ValueMaker::new(contract), bytes)
    }

    fn read(contract: &Contract, values: &ValueMaker, bytes: &[u8]) -> Self {
        // The value and the faults use separate bytes, so that a change of one does not change all the others.
        let half = |from| {
            Choices::from_bytes(&bytes.iter().skip(from).step_by(2).copied().collect::<Vec<_>>())
        };
        let shape = contract.operation().input();
        let input = values.value(shape, &config(), &mut half(1));
        let mut spoiler =
            Spoiler { model: contract.model(), values, choices: half(0), put: Vec::new() };
        let input = spoiler.value(shape, input, &Path::default());
        Self { input, faults: spoiler.put }
    }

    /// Checks that the validator finds exactly the faults, and that the rest of the codec handles the input.
    ///
    /// # Errors
    ///
    /// If the validator does not find exactly these faults at their paths. If a valid input changes on its way, or an
    /// invalid one is sent. If a policy accuses a client that sends valid inputs only.
    pub fn holds(&self, contract: &Contract) -> Result<(), String> {
        self.is_found(contract)?;
        sound_by(contract, &self.input)
    }

    /// Checks one part of that, by the contract of this index.
    pub(super) fn holds_in(&self, contract: usize, part: Part) -> Checked {
        if part == Part::Codec {
            self.is_found(&contracts()[contract])?;
        }
        sound(contract, &self.input, part)
    }

    /// Checks that the validator finds exactly the faults.
    fn is_found(&self, contract: &Contract) -> Checked {
        let shape = contract.operation().input();
        let mut found: Vec<_> = validate(contract.model(), shape, &self.input)
            .into_iter()
            .map(|fault| (fault.path.to_string(), fault.kind.name()))
            .collect();
        let mut put = self.faults.clone();
        found.sort();
        put.sort();
        if found != put {
            return Err(format!("the validator found {found:#?}\nand the plan has {put:#?}"));
        }
        Ok(())
    }
}

impl fmt::Display for Planned {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "  input     {}", self.input)?;
        for (path, kind) in &self.faults {
            write!(f, "\n  fault     `{path}`: {kind}")?;
        }
        Ok(())
    }
}

/// Returns the index of the contract that the bytes stand for, and the input for it.
pub(super) fn planned(data: &[u8]) -> (usize, Planned) {
    static VALUES: LazyLock<Vec<ValueMaker>> =
        LazyLock::new(|| contracts().iter().map(ValueMaker::new).collect());
    let (first, rest) = data.split_first().unwrap_or((&0, &[]));
    let index = usize::from(*first) % contracts().len();
    (index, Planned::read(&contracts()[index], &VALUES[index], rest))
}

/// Returns the configuration of the generator: small inputs with many unusual values.
fn config() -> Config {
    Config { absent: 50, odd_texts: 50, odd_numbers: 50, items: 3, depth: 6, ..Config::realistic() }
}

/// Puts faults into a valid value.
///
/// It recurses as deep as the generator nests values.
struct Spoiler<'m> {
    model: &'m Model,
    values: &'m ValueMaker,
    choices: Choices,
    /// The faults by their paths, as the validator should name them.
    put: Vec<(String, &'static str)>,
}

/// Names that no shape of a contract has.
const UNKNOWN: [&str; 6] = ["Unknown", "Un\"known", "Un.é😀", "Un\0\n", "Un[0]", "Un$wtf8"];

/// Numbers that a decimal or float shape accepts, and that are hard to keep.
const DECIMALS: [&str; 4] = ["1e999", "-0.0", "1.5e-300", "-1e-999"];

impl Spoiler<'_> {
    /// Returns `true` once in 16 times, and never after the end of the bytes.
    fn seldom(&mut self) -> bool {
        self.choices.once_in(16)
    }

    fn fault(&mut self, path: &Path, kind: &'static str) {
        self.put.push((path.to_string(), kind));
    }

    /// Returns the value with faults inside, or a value of a wrong type in its place.
    fn value(&mut self, shape: ShapeRef, value: Json, path: &Path) -> Json {
        let kind = self.model.kind(shape);
        if !matches!(kind, ShapeKind::Document) && self.seldom() {
            self.fault(path, "wrong-type");
            return match kind {
                _ if self.choices.below(2) == 0 => Json::Null,
                ShapeKind::Structure(_) | ShapeKind::Union(_) | ShapeKind::Map { .. } => {
                    Json::Array(Vec::new())
                }
                ShapeKind::String | ShapeKind::Enum(_) => Json::from(7_u64),
                _ => Json::from("!"),
            };
        }
        let sparse = self.model.shape(shape).traits.sparse;
        match (kind, value) {
            (ShapeKind::Structure(members), Json::Object(values)) => {
                self.structure(members, values, path)
            }
            (ShapeKind::Union(members), Json::Object(values)) => self.union(members, values, path),
            (ShapeKind::List(member), Json::Array(items)) => {
                let items = items.into_iter().enumerate();
                let element =
                    |(at, item)| self.element(member.target, sparse, item, &path.index(at));
                Json::Array(items.map(element).collect())
            }
            (ShapeKind::Map { value: member, .. }, Json::Object(entries)) => {
                let entry = |(key, value): (String, Json)| {
                    let value = self.element(member.target, sparse, value, &path.member(&key));
                    (key, value)
                };
                Json::Object(entries.into_iter().map(entry).collect())
            }
            (ShapeKind::Document, value) => value,
            (kind, Json::Number(number)) => Json::Number(self.respelled(kind, number)),
            (_, value) => value,
        }
    }

    /// Returns an element of a list or map with faults. It may be null in a sparse one.
    fn element(&mut self, shape: ShapeRef, sparse: bool, value: Json, path: &Path) -> Json {
        if sparse && value.is_null() {
            return value;
        }
        let value = self.value(shape, value, path);
        if sparse && value.is_null() && !matches!(self.model.kind(shape), ShapeKind::Document) {
            self.put.pop(); // null is a fault except in a sparse list or map
        }
        value
    }

    /// Returns the value of a structure's or union's member with faults. A null member has the wrong type.
    fn member(&mut self, member: &Member, value: Json, path: &Path) -> Json {
        if matches!(self.model.kind(member.target), ShapeKind::Document) && self.seldom() {
            self.fault(path, "wrong-type");
            return Json::Null;
        }
        self.value(member.target, value, path)
    }

    fn structure(&mut self, members: &Members, values: Vec<(String, Json)>, path: &Path) -> Json {
        let mut spoilt = Vec::new();
        for (name, value) in values {
            let Some(member) = members.named(&name) else { continue };
            let path = path.member(&name);
            // A client fills in a missing idempotency token, so that is not a fault.
            let is_due = member.traits.required && !member.traits.idempotency_token;
            if is_due && self.seldom() {
                self.fault(&path, "missing-required");
            } else {
                let value = self.member(member, value, &path);
                spoilt.push((name, value));
            }
        }
        if self.seldom() {
            let name = self.choices.pick(&UNKNOWN).to_owned();
            self.fault(&path.member(&name), "unknown-member");
            let at = self.choices.below(spoilt.len() + 1);
            spoilt.insert(at, (name, Json::Null));
        }
        Json::Object(spoilt)
    }

    fn union(&mut self, known: &Members, values: Vec<(String, Json)>, path: &Path) -> Json {
        let fault = if self.seldom() { 1 + self.choices.below(5) } else { 0 };
        let mut members = Vec::new();
        // The union keeps its own member, alone (0), beside an unknown one (3) or beside a second one (4), or loses it.
        let own = values.into_iter().filter(|_| matches!(fault, 0 | 3 | 4));
        for (name, value) in own {
            let Some(member) = known.named(&name) else { continue };
            let value = self.member(member, value, &path.member(&name));
            members.push((name, value));
        }
        if fault == 4
            && let Some(second) =
                known.iter().find(|member| members.iter().all(|(n, _)| *n != member.name))
        {
            let value = self.values.value(second.target, &config(), &mut self.choices);
            let value = if value.is_null() { Json::Object(Vec::new()) } else { value };
            members.push((second.name.clone(), value));
        }
        if matches!(fault, 2 | 3) {
            members.push(("Un\"known".to_owned(), Json::from("x")));
            self.fault(&path.member("Un\"known"), "unknown-union-member");
        }
        if fault == 5 {
            let name = Json::object([("name", Json::from("Okta"))]);
            members.push((SDK_UNKNOWN_MEMBER.to_owned(), name));
            self.fault(&path.member(SDK_UNKNOWN_MEMBER), "unknown-placeholder");
        }
        match members.len() {
            0 => self.fault(path, "union-empty"),
            1 => {}
            _ => self.fault(path, "union-several"),
        }
        Json::Object(members)
    }

    /// Returns the number in another spelling, or another number that the shape accepts.
    fn respelled(&mut self, kind: &ShapeKind, number: Number) -> Number {
        let decimal = matches!(kind, ShapeKind::Float | ShapeKind::Double | ShapeKind::BigDecimal);
        let text = match self.choices.below(4) {
            1 if decimal => self.choices.pick(&DECIMALS).to_owned(),
            1 if !number.as_str().contains(['.', 'e', 'E']) => format!("{number}.0"),
            2 if !number.as_str().contains(['e', 'E']) => format!("{number}e0"),
            3 if !number.as_str().contains(['e', 'E']) => format!("{number}E+00"),
            _ => return number,
        };
        Number::parse(&text).unwrap_or(number)
    }
}
