//! Validation of inputs: every fault at once, each with its path.
//!
//! Source: Smithy 2.0 (required, union, the types of shapes); docs/readings.md#requests: null in an
//! input is ill-typed.

use std::fmt;

use crate::json::{Json, JsonKind, Number, Path};
use crate::model::{Member, Members, Model, ShapeKind, ShapeRef};
use crate::value::{SDK_UNKNOWN_MEMBER, Timestamp, wtf8_bytes, wtf8_units};

use super::kinds::wanted;
use super::scalar;

/// One thing that is wrong with an input.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct InputFault {
    /// Where, from the input itself.
    pub path: Path,
    /// What.
    pub kind: InputFaultKind,
}

/// The things that can be wrong with an input.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum InputFaultKind {
    /// A required member is absent. The path is the member's.
    MissingRequired,
    /// A member that the structure does not have.
    UnknownMember,
    /// A union's only member is none of the contract's.
    UnknownUnionMember,
    /// A decoded unknown member is handed back.
    UnknownPlaceholder,
    /// A union with several members.
    UnionSeveral {
        /// Their names.
        members: Vec<String>,
    },
    /// A union without a member.
    UnionEmpty,
    /// A label without text: the path would be another.
    EmptyLabel,
    /// A text in the host prefix that is no label of a host name: the host would be another.
    NotHostLabel,
    /// A text for a header field that has a control character in it.
    NotFieldText,
    /// A value of another type, or out of the shape's range.
    WrongType {
        /// What the shape asks for, in words.
        wanted: &'static str,
        /// What was found.
        found: JsonKind,
    },
}

impl InputFaultKind {
    /// Returns a stable name, in kebab case.
    pub fn name(&self) -> &'static str {
        match self {
            Self::MissingRequired => "missing-required",
            Self::UnknownMember => "unknown-member",
            Self::UnknownUnionMember => "unknown-union-member",
            Self::UnknownPlaceholder => "unknown-placeholder",
            Self::UnionSeveral { .. } => "union-several",
            Self::UnionEmpty => "union-empty",
            Self::EmptyLabel => "empty-label",
            Self::NotHostLabel => "not-host-label",
            Self::NotFieldText => "not-field-text",
            Self::WrongType { .. } => "wrong-type",
        }
    }
}

impl fmt::Display for InputFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.path.under("input");
        match &self.kind {
            InputFaultKind::MissingRequired => write!(f, "{path}: required, but missing"),
            InputFaultKind::UnknownMember => write!(f, "{path}: no such member"),
            InputFaultKind::UnknownUnionMember => write!(f, "{path}: no such union member"),
            InputFaultKind::UnknownPlaceholder => {
                write!(f, "{path}: stands for a member that is not known; it cannot be sent")
            }
            InputFaultKind::UnionSeveral { members } => write!(
                f,
                "{path}: a union takes one member, not {} ({})",
                members.len(),
                members.join(", ")
            ),
            InputFaultKind::UnionEmpty => write!(f, "{path}: a union takes one member, not none"),
            InputFaultKind::EmptyLabel => write!(f, "{path}: empty, but a part of the path"),
            InputFaultKind::NotHostLabel => write!(
                f,
                "{path}: a part of a host name has 1 to 63 letters, digits and hyphens, and no hyphen at its ends"
            ),
            InputFaultKind::NotFieldText => {
                write!(f, "{path}: a header field has no control characters")
            }
            InputFaultKind::WrongType { wanted, found } => {
                write!(f, "{path}: {wanted} expected, not {found}")
            }
        }
    }
}

/// Returns everything that is wrong with `input` as a value of `shape`, in the value form; nothing if it is valid.
///
/// ```
/// use wireproof::contract::Contract;
/// use wireproof::json::Json;
/// use wireproof::protocol::validate;
///
/// let contract = Contract::default();
/// let input = Json::parse(r#"{"Username":7}"#).expect("JSON");
/// let faults = validate(contract.model(), contract.operation().input(), &input);
/// assert_eq!(faults[0].to_string(), "input.IdentityProvider: required, but missing");
/// ```
pub fn validate(model: &Model, shape: ShapeRef, input: &Json) -> Vec<InputFault> {
    let mut pass = Pass { model, faults: Vec::new() };
    let root = Waiting { shape, value: input, path: Path::default() };
    let mut waiting = vec![root];
    while let Some(next) = waiting.pop() {
        let from = waiting.len();
        pass.value(next, &mut waiting);
        waiting[from..].reverse();
    }
    pass.faults
}

struct Waiting<'a> {
    shape: ShapeRef,
    value: &'a Json,
    path: Path,
}

struct Pass<'a> {
    model: &'a Model,
    faults: Vec<InputFault>,
}

impl<'a> Pass<'a> {
    fn value(&mut self, next: Waiting<'a>, waiting: &mut Vec<Waiting<'a>>) {
        let kind = self.model.kind(next.shape);
        match (kind, next.value) {
            (ShapeKind::Structure(members), Json::Object(_))
                if wtf8_bytes(next.value).is_none() =>
            {
                self.structure(members, &next, waiting);
            }
            (ShapeKind::Union(members), Json::Object(_)) => self.union(members, &next, waiting),
            (ShapeKind::List(member), Json::Array(items)) => {
                let sparse = self.model.shape(next.shape).traits.sparse;
                for (i, value) in items.iter().enumerate() {
                    if !(sparse && value.is_null()) {
                        waiting.push(Self::at(member, value, next.path.index(i)));
                    }
                }
            }
            (ShapeKind::Map { value: member, .. }, Json::Object(_)) => {
                let sparse = self.model.shape(next.shape).traits.sparse;
                for (key, value) in next.value.distinct_members() {
                    if !(sparse && value.is_null()) {
                        waiting.push(Self::at(member, value, next.path.member(key)));
                    }
                }
            }
            (ShapeKind::Document, _) => {}
            (kind, value) if scalar_fits(kind, value) => {}
            (kind, value) => {
                let (wanted, found) = (wanted(kind), value.kind());
                self.fault(next.path, InputFaultKind::WrongType { wanted, found });
            }
        }
    }

    fn at(member: &'a Member, value: &'a Json, path: Path) -> Waiting<'a> {
        Waiting { shape: member.target, value, path }
    }

    fn structure(
        &mut self,
        members: &'a Members,
        next: &Waiting<'a>,
        waiting: &mut Vec<Waiting<'a>>,
    ) {
        let given = next.value.by_name();
        for member in members {
            match given.get(member.name.as_str()) {
                // A client fills in an idempotency token by itself.
                None if member.traits.required && !member.traits.idempotency_token => {
                    self.fault(next.path.member(&member.name), InputFaultKind::MissingRequired);
                }
                None => {}
                Some(value) => {
                    self.member(Self::at(member, value, next.path.member(&member.name)), waiting);
                }
            }
        }
        for (name, _) in next.value.distinct_members() {
            if members.named(name).is_none() {
                self.fault(next.path.member(name), InputFaultKind::UnknownMember);
            }
        }
    }

    fn union(&mut self, members: &'a Members, next: &Waiting<'a>, waiting: &mut Vec<Waiting<'a>>) {
        let given = next.value.distinct_members();
        if given.is_empty() {
            self.fault(next.path.clone(), InputFaultKind::UnionEmpty);
        }
        for (name, value) in &given {
            let path = next.path.member(name);
            match members.named(name) {
                Some(member) => self.member(Self::at(member, value, path), waiting),
                None if *name == SDK_UNKNOWN_MEMBER => {
                    self.fault(path, InputFaultKind::UnknownPlaceholder);
                }
                None => self.fault(path, InputFaultKind::UnknownUnionMember),
            }
        }
        if given.len() > 1 {
            let members = given.iter().map(|(name, _)| (*name).to_owned()).collect();
            self.fault(next.path.clone(), InputFaultKind::UnionSeveral { members });
        }
    }

    /// Takes the value of a structure's or union's member. Null is none, not even of a document: on the wire
    /// such a member is absent.
    fn member(&mut self, next: Waiting<'a>, waiting: &mut Vec<Waiting<'a>>) {
        match (self.model.kind(next.shape), next.value) {
            (ShapeKind::Document, Json::Null) => {
                let (wanted, found) = ("a document that is not null", JsonKind::Null);
                self.fault(next.path, InputFaultKind::WrongType { wanted, found });
            }
            _ => waiting.push(next),
        }
    }

    fn fault(&mut self, path: Path, kind: InputFaultKind) {
        self.faults.push(InputFault { path, kind });
    }
}

/// Reports whether a scalar of the value form is one of the values of a simple shape.
fn scalar_fits(kind: &ShapeKind, value: &Json) -> bool {
    match (kind, value) {
        (ShapeKind::String | ShapeKind::Enum(_), Json::String(_)) => true,
        (ShapeKind::String | ShapeKind::Enum(_), value) => {
            wtf8_bytes(value).is_some_and(|bytes| wtf8_units(&bytes).is_some())
        }
        (ShapeKind::Boolean, Json::Bool(_)) => true,
        (ShapeKind::Float | ShapeKind::Double | ShapeKind::BigDecimal, Json::Number(_)) => true,
        (ShapeKind::Float | ShapeKind::Double, Json::String(text)) => {
            scalar::NON_FINITE.contains(&text.as_str())
        }
        (ShapeKind::Timestamp, Json::Number(number)) => {
            Timestamp::from_epoch_seconds(number).is_some()
        }
        (ShapeKind::Blob, Json::String(text)) => scalar::is_base64(text),
        (ShapeKind::BigDecimal | ShapeKind::BigInteger | ShapeKind::Long, Json::String(text)) => {
            // The value form may write a number in a string if a double would lose digits.
            Number::parse(text).is_some_and(|number| match kind {
                ShapeKind::BigDecimal => true,
                kind => scalar::integer_fits(kind, &number),
            })
        }
        (kind, Json::Number(number)) => scalar::integer_fits(kind, number),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract::Contract;

    fn faults(edition: &str, input: &str) -> Vec<String> {
        let contract = Contract::edition(edition).expect(edition);
        let input = Json::parse(input).expect(input);
        let shape = contract.operation().input();
        validate(contract.model(), shape, &input).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_valid_input_has_no_fault() {
        let input = r#"{"Username":"u","InstanceId":"","IdentityProvider":
            {"ActiveDirectoryIdentityProvider":{"DirectoryId":"d"}}}"#;
        assert_eq!(faults("2022-08", input), [""; 0]);
        assert_eq!(faults("2024-11", "{}"), [""; 0]);
    }

    #[test]
    fn every_fault_at_once() {
        assert_eq!(
            faults(
                "2022-08",
                r#"{"Domain":7,"Color":"red","Username":null,
                    "IdentityProvider":{"ActiveDirectoryIdentityProvider":{"DirectoryId":[]},"Okta":{}}}"#
            ),
            [
                "input.InstanceId: required, but missing",
                "input.Color: no such member",
                "input.Domain: a string expected, not a number",
                "input.IdentityProvider.Okta: no such union member",
                "input.IdentityProvider: a union takes one member, not 2 \
                 (ActiveDirectoryIdentityProvider, Okta)",
                "input.IdentityProvider.ActiveDirectoryIdentityProvider.DirectoryId: \
                 a string expected, not an array",
                "input.Username: a string expected, not null",
            ]
        );
    }

    #[test]
    fn unions_take_one_known_member() {
        let input = |union: &str| {
            format!(r#"{{"Username":"u","InstanceId":"i","IdentityProvider":{union}}}"#)
        };
        for (union, message) in [
            ("{}", "input.IdentityProvider: a union takes one member, not none"),
            (
                "[]",
                "input.IdentityProvider: an object with one member (a union) expected, not an array",
            ),
            (r#"{"Okta":{}}"#, "input.IdentityProvider.Okta: no such union member"),
            (
                r#"{"SDK_UNKNOWN_MEMBER":{"name":"Okta"}}"#,
                "input.IdentityProvider.SDK_UNKNOWN_MEMBER: stands for a member that is not known; \
                 it cannot be sent",
            ),
        ] {
            assert_eq!(faults("2022-08", &input(union)), [message]);
        }
        assert_eq!(
            faults("2022-08", "[]"),
            ["input: an object (a structure) expected, not an array"]
        );
    }

    #[test]
    fn a_member_is_not_null_even_where_it_is_a_document() {
        let model = r##"{"smithy":"2.0","shapes":{
            "a#S":{"type":"structure","members":{"doc":{"target":"smithy.api#Document"},
                "list":{"target":"a#L"},"u":{"target":"a#U"}}},
            "a#L":{"type":"list","member":{"target":"smithy.api#Document"}},
            "a#U":{"type":"union","members":{"doc":{"target":"smithy.api#Document"}}}}}"##;
        let model = Model::from_smithy(model).expect("a model");
        let shape = model.find(&"a#S".parse().expect("an id")).expect("it is there");
        for (input, faults) in [
            (r#"{"doc":[null],"list":[null],"u":{"doc":false}}"#, &[][..]),
            (
                r#"{"doc":null,"list":[],"u":{"doc":null}}"#,
                &[
                    "input.doc: a document that is not null expected, not null",
                    "input.u.doc: a document that is not null expected, not null",
                ],
            ),
        ] {
            let found = validate(&model, shape, &Json::parse(input).expect(input));
            let found: Vec<_> = found.iter().map(ToString::to_string).collect();
            assert_eq!(found, faults, "{input}");
        }
    }

    #[test]
    fn nested_requirements_hold_in_later_editions() {
        let input = r#"{"IdentityProvider":{"ActiveDirectoryIdentityProvider":{"ActiveDirectorySettings":
            {"DomainNetworkSettings":{}}}}}"#;
        assert_eq!(
            faults("2026-11", input),
            ["input.IdentityProvider.ActiveDirectoryIdentityProvider.ActiveDirectorySettings.\
              DomainNetworkSettings.Subnets: required, but missing"]
        );
    }
}
