//! Checks an untyped input. One pass finds every fault, each with its path.

use std::fmt;

use serde_json::{Map, Value};

/// A fault of an input.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct InputProblem {
    /// The dotted path in the input; empty for the input itself.
    path: String,
    problem: String,
}

impl fmt::Display for InputProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.path.is_empty() {
            write!(f, "`{}`: ", self.path)?;
        }
        f.write_str(&self.problem)
    }
}

/// The faults that have been found so far.
#[derive(Debug, Default)]
pub(super) struct Findings {
    /// The faults of the input, in the order of the contract.
    pub(super) faults: Vec<InputProblem>,
    /// The path of the first string that is not Unicode text.
    pub(super) unholdable: Option<String>,
}

/// A value of the input, and its path.
///
/// A reading function that finds a fault notes it and returns `None`. Its caller goes on with the next member, so that all
/// faults are reported at once.
#[derive(Debug)]
pub(super) struct Place<'a> {
    value: &'a Value,
    path: String,
}

impl<'a> Place<'a> {
    /// Makes the place of the whole input.
    pub(super) fn root(value: &'a Value) -> Self {
        Self { value, path: String::new() }
    }

    /// Reads a string.
    pub(super) fn string(&self, findings: &mut Findings) -> Option<String> {
        match self.value {
            Value::String(text) => return Some(text.clone()),
            // This is the value form of a string with a lone surrogate. A Rust string cannot hold it.
            Value::Object(members)
                if members.len() == 1 && members.get("$wtf8").is_some_and(Value::is_string) =>
            {
                findings.unholdable.get_or_insert_with(|| self.path.clone());
            }
            _ => self.ill_typed("a string", findings),
        }
        None
    }

    /// Reads a structure that may have the members `known`.
    pub(super) fn structure(
        &self,
        known: &[&str],
        findings: &mut Findings,
    ) -> Option<Members<'_, 'a>> {
        let members = self.object("a structure", findings)?;
        for name in members.keys().filter(|name| !known.contains(&name.as_str())) {
            findings.add(self.path_of(name), "no such member");
        }
        Some(Members { of: self, members })
    }

    /// Reads a union with the members `known`. Exactly one of them must be set. Returns its name and value.
    pub(super) fn union(
        &self,
        known: &[&str],
        findings: &mut Findings,
    ) -> Option<(&'a str, Place<'a>)> {
        let members = self.object("a union", findings)?;
        if members.len() != 1 {
            let count = members.len();
            findings.add(self.path.clone(), format!("a union has exactly one member, not {count}"));
        }
        let mut set = None;
        for (name, value) in members {
            if known.contains(&name.as_str()) {
                set = Some((name.as_str(), Place { value, path: self.path_of(name) }));
            } else if name == "SDK_UNKNOWN_MEMBER" {
                // The name stands for a member that a client did not understand, so it cannot be sent.
                findings.add(self.path_of(name), "an unknown union member cannot be sent");
            } else {
                findings.add(self.path_of(name), "no such member");
            }
        }
        set
    }

    fn object(&self, expected: &str, findings: &mut Findings) -> Option<&'a Map<String, Value>> {
        let members = self.value.as_object();
        if members.is_none() {
            self.ill_typed(expected, findings);
        }
        members
    }

    fn ill_typed(&self, expected: &str, findings: &mut Findings) {
        let found = match self.value {
            Value::Null => "null",
            Value::Bool(_) => "a boolean",
            Value::Number(_) => "a number",
            Value::String(_) => "a string",
            Value::Array(_) => "an array",
            Value::Object(_) => "an object",
        };
        findings.add(self.path.clone(), format!("{expected} expected, not {found}"));
    }

    fn path_of(&self, name: &str) -> String {
        let name = name.escape_debug();
        if self.path.is_empty() { name.to_string() } else { format!("{}.{name}", self.path) }
    }
}

/// The members of a structure of the input.
#[derive(Debug)]
pub(super) struct Members<'p, 'a> {
    of: &'p Place<'a>,
    members: &'a Map<String, Value>,
}

impl<'a> Members<'_, 'a> {
    /// Returns a member that may be absent. A null member is not absent, but has the wrong type.
    pub(super) fn optional(&self, name: &str) -> Option<Place<'a>> {
        self.members.get(name).map(|value| Place { value, path: self.of.path_of(name) })
    }

    /// Returns a required member, and notes a fault if it is missing.
    pub(super) fn required(&self, name: &str, findings: &mut Findings) -> Option<Place<'a>> {
        let member = self.optional(name);
        if member.is_none() {
            findings.add(self.of.path_of(name), "required, but missing");
        }
        member
    }
}

impl Findings {
    /// Notes a fault.
    pub(super) fn add(&mut self, path: String, problem: impl Into<String>) {
        self.faults.push(InputProblem { path, problem: problem.into() });
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn told(findings: &Findings) -> Vec<String> {
        findings.faults.iter().map(InputProblem::to_string).collect()
    }

    #[test]
    fn every_kind_but_a_string_is_no_string() {
        for (value, found) in [
            (json!(null), "null"),
            (json!(true), "a boolean"),
            (json!(1.5), "a number"),
            (json!(["a"]), "an array"),
            (json!({"$wtf8": 5}), "an object"),
            (json!({"$wtf8": "", "more": ""}), "an object"),
        ] {
            let mut findings = Findings::default();
            assert_eq!(Place::root(&value).string(&mut findings), None);
            assert_eq!(told(&findings), [format!("a string expected, not {found}")]);
        }
    }

    #[test]
    fn a_string_that_is_no_text_is_no_fault_but_cannot_be_held() {
        let value = json!({"A": {"$wtf8": "7aCA"}, "B": {"$wtf8": "7aCA"}});
        let mut findings = Findings::default();
        let root = Place::root(&value);
        let members = root.structure(&["A", "B"], &mut findings).expect("it is one");
        for name in ["A", "B"] {
            let place = members.optional(name).expect("it is there");
            assert_eq!(place.string(&mut findings), None);
        }
        assert_eq!((told(&findings), findings.unholdable.as_deref()), (vec![], Some("A")));
    }

    #[test]
    fn a_union_has_one_known_member() {
        for (value, member, faults) in [
            (json!({"A": 1}), Some("A"), vec![]),
            (json!({}), None, vec!["a union has exactly one member, not 0"]),
            (json!({"A": 1, "B": 2}), Some("B"), vec!["a union has exactly one member, not 2"]),
            (json!({"C\n": 1}), None, vec![r"`C\n`: no such member"]),
            (
                json!({"SDK_UNKNOWN_MEMBER": {"name": "C"}}),
                None,
                vec!["`SDK_UNKNOWN_MEMBER`: an unknown union member cannot be sent"],
            ),
            (json!("A"), None, vec!["a union expected, not a string"]),
        ] {
            let mut findings = Findings::default();
            let read = Place::root(&value).union(&["A", "B"], &mut findings);
            assert_eq!((read.map(|(name, _)| name), told(&findings)), (member, to_owned(&faults)));
        }
    }

    fn to_owned(texts: &[&str]) -> Vec<String> {
        texts.iter().map(|&text| text.to_owned()).collect()
    }
}
