//! The target `request`: inputs, valid ones and such as break the contract.
//!
//! Bytes that begin with `{` or `[` are an input as JSON text. All others are choices: a contract, and then a
//! value of its input's shape, in which faults are put here and there.

use std::fmt;

use arbitrary::Unstructured;

use crate::contract::Contract;
use crate::exchange::{Exchange, Outcome, Stage, oracle_outcome};
use crate::http::{Answer, Headers, Request};
use crate::json::{Json, Number, Path};
use crate::model::{Model, ShapeKind, ShapeRef};
use crate::protocol::{NoteKind, RequestParts, validate, write_request};
use crate::value::{SDK_UNKNOWN_MEMBER, WTF8_KEY, diff};

use super::contracts::contracts;
use super::judged::{acquitted, judged, signed};
use super::plan::{choose, pick};
use super::target::{Checked, FuzzTarget};
use super::{mutate, seeds, strict};

/// The target.
pub const TARGET: FuzzTarget = FuzzTarget {
    name: "request",
    property: "A valid input arrives at a server as it was; of any other each fault is found where it was \
               put, and nothing is sent; and no policy accuses a client that does just that.",
    check,
    show,
    seeds: seeds::inputs,
    mutate: Some(mutate::json),
};

/// How deep a planned value goes at most.
const DEEPEST: usize = 6;

fn show(data: &[u8]) -> String {
    match text(data) {
        Some(input) => format!("  input     {input}"),
        None if is_text(data) => format!("  no JSON   {}", super::shown::bytes(data)),
        None => {
            let (contract, planned) = planned(data);
            format!("  contract  {}\n{planned}", contract.edition_name().unwrap_or("made up"))
        }
    }
}

fn is_text(data: &[u8]) -> bool {
    matches!(data.first(), Some(b'{' | b'['))
}

fn text(data: &[u8]) -> Option<Json> {
    is_text(data).then(|| Json::parse(data).ok()).flatten()
}

fn check(data: &[u8]) -> Checked {
    if is_text(data) {
        let Some(input) = text(data) else { return Ok(()) };
        return contracts().iter().try_for_each(|contract| sound(contract, &input));
    }
    let (contract, planned) = planned(data);
    planned.holds(contract)
}

/// What holds for any input, whatever is known of it.
fn sound(contract: &Contract, input: &Json) -> Checked {
    let (model, shape) = (contract.model(), contract.operation().input());
    let faults = validate(model, shape, input);
    let exchange = |requests: Vec<Request>, outcome| Exchange {
        input: input.clone(),
        response: (!requests.is_empty()).then(|| Answer::json(400, "{}").response()),
        requests,
        problems: Vec::new(),
        outcome,
    };
    match write_request(contract, input) {
        Err(error) if error.faults == faults && !faults.is_empty() => {
            let words = error.to_string();
            let refused = Outcome::client_error(Stage::Validate, "invalid-input", words);
            acquitted(contract, exchange(Vec::new(), refused.clone()), |_| true)?;
            // A client that sends it all the same is judged, whatever is said of it.
            let sent = input.to_string();
            let request = Request::new("POST", "/", Headers::new(), sent.as_bytes());
            judged(contract, exchange(vec![request], refused))
        }
        Err(error) => Err(format!("validated: {faults:?}\nencoded: {:?}", error.faults)),
        Ok(_) if !faults.is_empty() => Err(format!("it is sent in spite of {faults:?}")),
        Ok(parts) => {
            arrives(contract, input, &parts)?;
            let outcome = oracle_outcome(contract, &Answer::json(400, "{}").response());
            let request = signed(contract, &parts);
            acquitted(contract, exchange(vec![request], outcome), |_| true)
        }
    }
}

/// A server reads the body as the input that it was made of.
fn arrives(contract: &Contract, input: &Json, parts: &RequestParts) -> Checked {
    let (model, shape) = (contract.model(), contract.operation().input());
    let body = &String::from_utf8_lossy(parts.body_bytes());
    // A string that is no Unicode text is written with lone surrogates, which readers may refuse as ours does.
    if input.to_string().contains(WTF8_KEY) {
        return Ok(());
    }
    if let Some(fault) = parts.body.as_deref().and_then(strict::refusal) {
        return Err(format!("it is sent as {body}, which is no JSON: {fault}"));
    }
    let request = parts.to_request("127.0.0.1");
    let reading = contract
        .protocol()
        .read_request(contract, &request)
        .map_err(|fault| format!("it is sent as {body}, which is no JSON to the codec: {fault}"))?;
    let decoded = reading.body.decoded();
    let read = decoded.value().map_or(Json::Null, |value| value.to_json(model));
    if let Some(note) = decoded.refusal() {
        let (path, what) = (decoded.path(note), decoded.describe(note));
        return Err(format!("it is sent as {body}, which a server refuses: {path}: {what}"));
    }
    let differences = diff(model, shape, input, &read);
    if !differences.is_empty() {
        return Err(format!("it is sent as {body}, and arrives as {read}: {differences:?}"));
    }
    // A document keeps on the wire what it says twice, and a reader the last of it.
    let less = |kind| kind == NoteKind::Duplicate;
    match write_request(contract, &read) {
        Ok(again) if again == *parts || decoded.anatomy().of(less).next().is_some() => Ok(()),
        Ok(again) => Err(format!("it is sent as {body}, and what arrives as {again:?}")),
        Err(error) => Err(format!("what arrives, {read}, cannot be sent: {error}")),
    }
}

/// Faults by their paths, as the validator should name them.
type Put = Vec<(String, &'static str)>;

/// An input with faults of which it is known where they are.
#[derive(Clone, Debug)]
pub struct Planned {
    /// The input.
    pub input: Json,
    /// The faults that were put into it: the path of each, and the [name](crate::protocol::InputFaultKind::name) of its kind.
    pub faults: Vec<(String, &'static str)>,
}

impl Planned {
    /// The input that bytes come to: one of the contract's, but for faults that are put here and there.
    ///
    /// The first member of each union of the contract must not lead back to that union.
    pub fn of(contract: &Contract, bytes: &[u8]) -> Self {
        Self::read(contract, Unstructured::new(bytes))
    }

    fn read(contract: &Contract, bytes: Unstructured<'_>) -> Self {
        let mut maker = Maker { model: contract.model(), bytes, put: Vec::new() };
        let input = maker.value(contract.operation().input(), &Path::default(), 0);
        Self { input, faults: maker.put }
    }

    /// Holds the validator against the faults, and the rest of the codec against the input.
    ///
    /// # Errors
    ///
    /// Where the validator finds anything else than these faults, each where it was put; where a valid input
    /// does not arrive as it was, or an invalid one is sent; where a policy accuses a client that does just that.
    pub fn holds(&self, contract: &Contract) -> Result<(), String> {
        let shape = contract.operation().input();
        let mut found: Vec<_> = validate(contract.model(), shape, &self.input)
            .into_iter()
            .map(|fault| (fault.path.to_string(), fault.kind.name()))
            .collect();
        let mut put = self.faults.clone();
        found.sort();
        put.sort();
        if found != put {
            return Err(format!("found are {found:#?}\nand put were {put:#?}"));
        }
        sound(contract, &self.input)
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

/// The contract, and the input for it, that bytes come to.
fn planned(data: &[u8]) -> (&'static Contract, Planned) {
    let mut bytes = Unstructured::new(data);
    let contract = &contracts()[choose(&mut bytes, contracts().len())];
    (contract, Planned::read(contract, bytes))
}

/// The kinds of the faults that are put into what bytes come to.
pub(super) fn faults(data: &[u8]) -> Vec<&'static str> {
    planned(data).1.faults.into_iter().map(|(_, kind)| kind).collect()
}

/// Makes values of shapes, with faults in them.
struct Maker<'m, 'b> {
    model: &'m Model,
    bytes: Unstructured<'b>,
    put: Put,
}

/// Texts that are hard on the way.
const TEXTS: &[&str] = &[
    "x",
    "",
    "é",
    "😀",
    "\u{0}\u{1f}",
    "\"\\/",
    "\u{2028}\u{feff}",
    "null",
    "{\"a\":1}",
    "__type",
    "\r\n",
    "$wtf",
    "\u{7f}\u{80}",
    "\u{ffff}\u{10ffff}",
    " \t",
    "%2F+&=",
];

impl Maker<'_, '_> {
    /// Whether something happens that does so once in 16 times, and never where the bytes are at their end.
    fn seldom(&mut self) -> bool {
        choose(&mut self.bytes, 16) == 15
    }

    fn fault(&mut self, path: &Path, kind: &'static str) {
        self.put.push((path.to_string(), kind));
    }

    /// A value of this shape at this place; or one that is not, if the choice falls so.
    fn value(&mut self, shape: ShapeRef, path: &Path, depth: usize) -> Json {
        let kind = self.model.kind(shape);
        if !matches!(kind, ShapeKind::Document) && self.seldom() {
            self.fault(path, "wrong-type");
            return match kind {
                _ if choose(&mut self.bytes, 2) == 0 => Json::Null,
                ShapeKind::Structure(_) | ShapeKind::Union(_) | ShapeKind::Map { .. } => {
                    Json::Array(Vec::new())
                }
                ShapeKind::String | ShapeKind::Enum(_) => Json::from(7_u64),
                _ => Json::from("!"),
            };
        }
        match kind {
            ShapeKind::Structure(_) => self.structure(shape, path, depth),
            ShapeKind::Union(_) => self.union(shape, path, depth),
            ShapeKind::List(member) => {
                let most = if depth < DEEPEST { 4 } else { 1 };
                let sparse = self.model.shape(shape).traits.sparse;
                let count = choose(&mut self.bytes, most);
                let items = (0..count)
                    .map(|index| self.element(member.target, sparse, &path.index(index), depth));
                Json::Array(items.collect())
            }
            ShapeKind::Map { value, .. } => {
                let most = if depth < DEEPEST { 4 } else { 1 };
                let sparse = self.model.shape(shape).traits.sparse;
                let mut entries: Vec<(String, Json)> = Vec::new();
                for nth in 0..choose(&mut self.bytes, most) {
                    let key = format!("{}{nth}", self.text());
                    let value = self.element(value.target, sparse, &path.member(&key), depth);
                    entries.push((key, value));
                }
                Json::Object(entries)
            }
            kind => self.scalar(kind),
        }
    }

    /// What stands in a list or map, which may be null in a sparse one.
    fn element(&mut self, shape: ShapeRef, sparse: bool, path: &Path, depth: usize) -> Json {
        let value = self.value(shape, path, depth + 1);
        if sparse && value.is_null() && !matches!(self.model.kind(shape), ShapeKind::Document) {
            self.put.pop(); // elsewhere it is a fault
        }
        value
    }

    /// The value of a structure's or union's member, which is ill-typed where it is null.
    fn member(&mut self, shape: ShapeRef, path: &Path, depth: usize) -> Json {
        let value = self.value(shape, path, depth);
        if value.is_null() && matches!(self.model.kind(shape), ShapeKind::Document) {
            self.fault(path, "wrong-type");
        }
        value
    }

    fn structure(&mut self, shape: ShapeRef, path: &Path, depth: usize) -> Json {
        let mut members = Vec::new();
        for member in self.model.members(shape) {
            let path = path.member(&member.name);
            let filled_in = member.traits.idempotency_token;
            let absent = match member.traits.required && !filled_in {
                true => self.seldom(),
                // The deeper, the fewer: shapes that hold themselves must end.
                false => depth >= DEEPEST || choose(&mut self.bytes, 2 + depth) != 1,
            };
            if !absent {
                let value = self.member(member.target, &path, depth + 1);
                members.push((member.name.clone(), value));
            } else if member.traits.required && !filled_in {
                self.fault(&path, "missing-required");
            }
        }
        if self.seldom() {
            let name = format!("Un{}", self.text());
            self.fault(&path.member(&name), "unknown-member");
            let at = choose(&mut self.bytes, members.len() + 1);
            members.insert(at, (name, Json::Null));
        }
        Json::Object(members)
    }

    fn union(&mut self, shape: ShapeRef, path: &Path, depth: usize) -> Json {
        let known = self.model.members(shape);
        let mut members = Vec::new();
        let fault = match self.seldom() {
            true => 1 + choose(&mut self.bytes, 5),
            false => 0,
        };
        // The first member of a union is none that holds itself.
        let of = if depth < DEEPEST { known.len() } else { 1 };
        let first = choose(&mut self.bytes, of);
        let mut set = |maker: &mut Self, index: usize| {
            let Some(member) = known.get(index) else { return };
            let path = path.member(&member.name);
            let value = maker.member(member.target, &path, depth + 1);
            members.push((member.name.clone(), value));
        };
        if matches!(fault, 0 | 3 | 4) {
            set(self, first);
        }
        if fault == 4 && known.len() > 1 && first != 0 {
            set(self, 0);
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

    fn text(&mut self) -> String {
        let mut text = pick(&mut self.bytes, TEXTS).unwrap_or_default().to_owned();
        if self.seldom() {
            let length = choose(&mut self.bytes, 16);
            let bytes = self.bytes.bytes(length.min(self.bytes.len())).unwrap_or_default();
            text.push_str(&String::from_utf8_lossy(bytes));
        }
        text
    }

    fn scalar(&mut self, kind: &ShapeKind) -> Json {
        let numbers: &[&str] = match kind {
            ShapeKind::Boolean => return Json::Bool(choose(&mut self.bytes, 2) == 1),
            ShapeKind::Byte => &["0", "-128", "127", "1e0"],
            ShapeKind::Short => &["0", "-32768", "32767", "10.0"],
            ShapeKind::Integer | ShapeKind::IntEnum(_) => &["1", "-2147483648", "2147483647", "-0"],
            ShapeKind::Long => &["0", "-9223372036854775808", "9223372036854775807", "1E3"],
            ShapeKind::BigInteger => &["0", "-99999999999999999999999999999999999999999", "1e40"],
            ShapeKind::Float | ShapeKind::Double => &["0", "-0.0", "1.5e-300", "1e999", "0.1"],
            ShapeKind::BigDecimal => &["0.10", "-1e-999", "123456789012345678901234567890.5"],
            ShapeKind::Timestamp => &[
                "0",
                "-1",
                "1398796238",
                "482196050.52",
                "1e9",
                "-62167219200",
                "253402300799.999",
            ],
            ShapeKind::Blob => {
                return Json::from(pick(&mut self.bytes, &["", "AP+/", "eA=="]).unwrap_or(""));
            }
            ShapeKind::Document => {
                let text = pick(
                    &mut self.bytes,
                    &["null", "{}", r#"{"a":[1,null,{"__type":"x"}],"":1.50}"#, "[[[]]]", "1e999"],
                );
                return Json::parse(text.unwrap_or("null")).unwrap_or(Json::Null);
            }
            _ => return Json::String(self.text()),
        };
        let text = pick(&mut self.bytes, numbers).unwrap_or("0");
        Number::parse(text).map_or(Json::Null, Json::Number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_of_every_kind_are_put() {
        let mut kinds = std::collections::BTreeSet::new();
        let mut valid = 0;
        for seed in 0..20_000_u64 {
            let mut choices = crate::generate::Choices::from_seed(seed);
            let data: Vec<u8> = (0..40).map(|_| choices.below(256) as u8).collect();
            if is_text(&data) {
                continue;
            }
            let faults = planned(&data).1.faults;
            valid += usize::from(faults.is_empty());
            kinds.extend(faults.into_iter().map(|(_, kind)| kind));
        }
        assert!(valid > 1_000, "{valid}");
        assert_eq!(kinds.len(), 7, "{kinds:?}");
    }

    #[test]
    fn no_bytes_are_a_plain_input() {
        let (contract, Planned { input, faults }) = planned(&[]);
        assert_eq!((contract.edition_name(), faults.len()), (Some("2022-08"), 0));
        assert!(input.get("Username").is_some());
    }
}
