//! The target `union`: unions whose right reading is known, because they are built from a plan.
//!
//! The bytes are choices: the place of the union, how it is written, then for each member its name and its
//! value.

use std::fmt::Write as _;

use arbitrary::{Arbitrary, Unstructured};

use crate::exchange::{Outcome, Stage, oracle_outcome};
use crate::http::Answer;
use crate::json::{Json, write_string};
use crate::protocol::{Decoded, NoteKind, Role, decode};
use crate::reference::ReferenceClient;
use crate::value::{SDK_UNKNOWN_MEMBER, diff};

use super::contracts::{MADE_UP, contracts};
use super::judged::{acquitted, answered};
use super::plan::choose;
use super::target::{Checked, FuzzTarget};
use super::{seeds, shown};

/// The target.
pub const TARGET: FuzzTarget = FuzzTarget {
    name: "union",
    property: "Of a union with known, unknown, null, repeated, ill-typed and hinted (`__type`) members the \
               decoder says what the union was built to come to.",
    check,
    show,
    seeds: seeds::unions,
    mutate: None,
};

/// The most members of one union.
const MOST: usize = 24;

/// A member that the contract names.
struct Known {
    name: &'static str,
    /// Values of its shape: on the wire, and in the value form.
    good: &'static [(&'static str, &'static str)],
    /// Values that its shape cannot have.
    bad: &'static [&'static str],
}

/// A place for a union: which contract's output, and what stands around it there.
struct Place {
    contract: usize,
    before: &'static str,
    after: &'static str,
    known: &'static [Known],
}

const DIRECTORY: &str = "ActiveDirectoryIdentityProvider";

const PLACES: &[Place] = &[
    Place {
        contract: 0,
        before: r#"{"InstanceUserSummary":{"Username":"u","InstanceId":"i","Status":"s","IdentityProvider":"#,
        after: "}}",
        known: &[Known {
            name: DIRECTORY,
            good: &[
                ("{}", "{}"),
                (r#"{"DirectoryId":"d-1"}"#, r#"{"DirectoryId":"d-1"}"#),
                (r#"{"__type":"x","DirectoryId":null}"#, "{}"),
            ],
            bad: &["[]", "\"x\"", "7", "true", r#"{"DirectoryId":7}"#, "[[[[{}]]]]"],
        }],
    },
    Place {
        contract: 2,
        before: r#"{"InstanceUserSummary":{"Username":"u","InstanceId":"i","Status":"s","IdentityProvider":"#,
        after: "}}",
        known: &[Known {
            name: DIRECTORY,
            good: &[("{}", "{}"), (r#"{"IsSharedActiveDirectory":null}"#, "{}")],
            bad: &["0", "[null]", r#"{"ActiveDirectorySettings":[]}"#],
        }],
    },
    Place {
        contract: 2,
        before: r#"{"InstanceUserSummary":{"IdentityProvider":{"ActiveDirectoryIdentityProvider":{"ActiveDirectorySettings":{"DomainCredentialsProvider":"#,
        after: "}}}}}",
        known: &[Known {
            name: "SecretsManagerCredentialsProvider",
            good: &[("{}", "{}"), (r#"{"SecretId":"s"}"#, r#"{"SecretId":"s"}"#)],
            bad: &["\"\"", "-1", "[{}]", r#"{"SecretId":{}}"#],
        }],
    },
    Place { contract: MADE_UP, before: r#"{"name":"n","choice":"#, after: "}", known: CHOICE },
    Place { contract: MADE_UP, before: r#"{"name":"n","choices":["#, after: "]}", known: CHOICE },
    Place {
        contract: MADE_UP,
        before: r#"{"name":"n","choiceMap":{"__type":"#,
        after: "}}",
        known: CHOICE,
    },
    Place {
        contract: MADE_UP,
        before: r#"{"name":"n","choice":{"things":{"again":{"choices":[{"nested":"#,
        after: "}]}}}}",
        known: CHOICE,
    },
    Place {
        contract: MADE_UP,
        before: r#"{"name":"n","hinted":"#,
        after: "}",
        known: &[
            Known { name: "__type", good: &[("\"t\"", "\"t\"")], bad: &["7", "{}"] },
            Known { name: "text", good: &[("\"\"", "\"\"")], bad: &["false", "[]"] },
        ],
    },
];

const CHOICE: &[Known] = &[
    Known {
        name: "text",
        good: &[("\"x\"", "\"x\""), ("\"\\u00e9\\n\"", "\"é\\n\""), ("\"null\"", "\"null\"")],
        bad: &["7", "{}", "[]", "true"],
    },
    Known {
        name: "count",
        good: &[("0", "0"), ("-2147483648", "-2147483648"), ("1e2", "100")],
        bad: &["\"1\"", "2147483648", "1.5", "1e999", "{}"],
    },
    Known { name: "flag", good: &[("false", "false"), ("true", "true")], bad: &["0", "\"true\""] },
    Known {
        name: "strings",
        good: &[("[]", "[]"), (NULL_IN_LIST, r#"["a","b"]"#)],
        bad: &["{}", "[7]", "\"\""],
    },
    Known {
        name: "nested",
        good: &[
            (r#"{"text":"y"}"#, r#"{"text":"y"}"#),
            (UNKNOWN_INSIDE, r#"{"SDK_UNKNOWN_MEMBER":{"name":"Okta"}}"#),
        ],
        bad: &["[]", "\"text\""],
    },
    Known { name: "things", good: &[(r#"{"name":"m"}"#, r#"{"name":"m"}"#)], bad: &["[]", "0"] },
];

/// Good values that a server refuses: null in a list as ill-typed, and what is unknown as that.
const FOR_CLIENTS: [&str; 2] = [NULL_IN_LIST, UNKNOWN_INSIDE];
const NULL_IN_LIST: &str = r#"["a",null,"b"]"#;
const UNKNOWN_INSIDE: &str = r#"{"__type":7,"text":null,"Okta":[]}"#;

/// Names that no contract knows in a union; the first two stand where a hint and its like may be.
const UNKNOWN: &[&str] = &[
    "Okta",
    "__Type",
    "",
    "SDK_UNKNOWN_MEMBER",
    "activeDirectoryIdentityProvider",
    "ActiveDirectoryIdentityProvider ",
    "__type ",
    "name",
    "code",
    "a\"\\b",
    "\u{0}",
    "é😀",
    "$wtf8",
    "Cognito",
];

/// Values of members that nobody looks at.
const ANY: &[&str] = &[
    "{}",
    "[]",
    "\"\"",
    "0",
    "false",
    "1e999",
    r#"{"__type":"x","ActiveDirectoryIdentityProvider":null}"#,
    "[[[[[[null]]]]]]",
    r#""null""#,
    r#"{"a":{"b":{"c":{}}}}"#,
];

/// A member of a planned union.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Name {
    Hint,
    Known(usize),
    Unknown(usize),
}

/// What a member is set to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Value {
    Null,
    /// A value of the member's shape; of a member that is not known, any.
    Good(usize),
    /// One that the shape cannot have; of a member that is not known, any.
    Bad(usize),
}

/// A union by its members, in the order in which they stand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Plan {
    /// Which of the places it is in.
    pub(super) place: usize,
    /// Whether names are escaped, and white space stands between tokens.
    pub(super) escaped: bool,
    pub(super) spaced: bool,
    pub(super) members: Vec<(Name, Value)>,
}

impl<'a> Arbitrary<'a> for Plan {
    fn arbitrary(bytes: &mut Unstructured<'a>) -> arbitrary::Result<Self> {
        let place = choose(bytes, PLACES.len());
        let style = choose(bytes, 4);
        let known = PLACES[place].known.len();
        let mut members = Vec::new();
        while !bytes.is_empty() && members.len() < MOST {
            let name = match choose(bytes, 1 + known + UNKNOWN.len()) {
                0 => Name::Hint,
                choice if choice <= known => Name::Known(choice - 1),
                choice => Name::Unknown(choice - known - 1),
            };
            let value = match choose(bytes, 32) {
                choice if choice < 8 => Value::Null,
                choice if choice % 3 < 2 => Value::Good(choice / 3),
                choice => Value::Bad(choice / 3),
            };
            members.push((name, value));
        }
        Ok(Self { place, escaped: style & 1 != 0, spaced: style & 2 != 0, members })
    }
}

impl Plan {
    /// The bytes that are read as this plan, as far as there are any.
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

    /// The place among the names of this kind that `name` has in a union at the first place.
    pub(super) fn name(name: &str) -> Name {
        match name {
            "__type" => Name::Hint,
            DIRECTORY => Name::Known(0),
            other => Name::Unknown(UNKNOWN.iter().position(|n| *n == other).unwrap_or(0)),
        }
    }

    fn place(&self) -> &'static Place {
        &PLACES[self.place]
    }

    /// The name on the wire. Where the contract names `__type`, the hint is that member.
    fn wire_name(&self, name: Name) -> &'static str {
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

    /// The union's text.
    fn union(&self) -> String {
        let space = if self.spaced { " \n" } else { "" };
        let mut text = format!("{{{space}");
        for (nth, (name, value)) in self.members.iter().enumerate() {
            if nth > 0 {
                let _ = write!(text, ",{space}");
            }
            match self.escaped {
                true => {
                    text.push('"');
                    for unit in self.wire_name(*name).encode_utf16() {
                        let _ = write!(text, "\\u{unit:04X}");
                    }
                    text.push('"');
                }
                false => write_string(self.wire_name(*name), &mut text),
            }
            let _ = write!(text, "{space}:{space}{}{space}", self.wire_value(*name, *value));
        }
        text.push('}');
        text
    }

    /// The whole body.
    fn body(&self) -> String {
        format!("{}{}{}", self.place().before, self.union(), self.place().after)
    }

    /// The members that count: the last of each name, in order of their last occurrence; no hints.
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

    /// What the union comes to.
    fn expected(&self, role: Role) -> Expected {
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

/// What the decoder must say.
#[derive(Debug)]
struct Expected {
    tags: usize,
    hints: usize,
    duplicates: usize,
    ill_typed: bool,
    /// The note on the union as a whole.
    kind: &'static str,
    /// The value form of the union, where the body is accepted.
    shown: Option<String>,
}

fn plan(data: &[u8]) -> Plan {
    Plan::arbitrary(&mut Unstructured::new(data)).unwrap_or_default()
}

fn show(data: &[u8]) -> String {
    let plan = plan(data);
    let expected = plan.expected(Role::Client);
    let shown = expected.shown.as_deref().unwrap_or("nothing");
    let body = shown::bytes(plan.body().as_bytes());
    format!("  body      {body}\n  comes to  {}, {shown}", expected.kind)
}

fn check(data: &[u8]) -> Checked {
    let plan = plan(data);
    let place = plan.place();
    let contract = &contracts()[place.contract];
    let body = plan.body();
    for role in [Role::Client, Role::Server] {
        let decoded =
            decode(contract.model(), contract.operation().output(), role, body.as_bytes())
                .map_err(|fault| format!("the codec takes it for no JSON: {fault}"))?;
        let output = decoded.value().map_or(Json::Null, |value| value.to_json(contract.model()));
        compare(&plan.expected(role), &decoded, &plan, &output, role)?;
    }
    let answer = Answer::json(200, body).response();
    let outcome = oracle_outcome(contract, &answer);
    if place.contract == 0 {
        let reference = ReferenceClient::interpret(answer.status, Vec::new(), answer.body.clone());
        let same = match (&outcome, &reference) {
            (Outcome::Response { output: a, .. }, Outcome::Response { output: b, .. }) => {
                a.get("InstanceUserSummary").and_then(|s| s.get("IdentityProvider"))
                    == b.get("InstanceUserSummary").and_then(|s| s.get("IdentityProvider"))
            }
            (Outcome::ClientError { .. }, Outcome::ClientError { stage, .. }) => {
                *stage == Stage::Deserialize
            }
            _ => false,
        };
        if !same {
            return Err(format!("the codec says {outcome}, and the reference client {reference}"));
        }
    }
    acquitted(contract, answered(place.contract, &answer, outcome), |group| {
        !matches!(group, "request" | "input")
    })
}

fn compare(
    expected: &Expected,
    decoded: &Decoded<'_, '_>,
    plan: &Plan,
    output: &Json,
    role: Role,
) -> Checked {
    // Notes on the union itself: those that were made in the object which begins where it does.
    let start = plan.place().before.len();
    let whole = decoded.anatomy().of(|kind| {
        matches!(
            kind,
            NoteKind::UnionKnown
                | NoteKind::UnionUnknown { .. }
                | NoteKind::UnionSeveral
                | NoteKind::UnionEmpty
        )
    });
    let mut whole = whole.filter(|note| note.offset as usize == start);
    let (Some(note), None) = (whole.next(), whole.next()) else {
        return Err(format!("{role:?}: there is no one note on the union as a whole"));
    };
    let container = note.container();
    let mine = |wanted: fn(NoteKind) -> bool| {
        decoded.anatomy().of(wanted).filter(|note| note.container() == container).count()
    };
    let found = (
        note.kind.name(),
        mine(|kind| matches!(kind, NoteKind::UnionTag { .. })),
        mine(|kind| kind == NoteKind::TypeHint),
        mine(|kind| kind == NoteKind::Duplicate),
        decoded.anatomy().of(|kind| matches!(kind, NoteKind::Mistyped { .. })).count() > 0,
    );
    let wanted =
        (expected.kind, expected.tags, expected.hints, expected.duplicates, expected.ill_typed);
    if found != wanted {
        return Err(format!(
            "{role:?}: the decoder says (note, tags, hints, duplicates, ill-typed) {found:?}, and it is \
             {wanted:?}"
        ));
    }
    match (&expected.shown, decoded.refusal()) {
        (None, Some(_)) => Ok(()),
        (Some(union), None) => {
            let text = format!("{}{union}{}", plan.place().before, plan.place().after);
            let wanted = Json::parse(&text).map_err(|fault| fault.to_string())?;
            let contract = &contracts()[plan.place().contract];
            let shape = contract.operation().output();
            match diff(contract.model(), shape, &wanted, output).is_empty() {
                true => Ok(()),
                false => Err(format!("{role:?}: the decoder shows {output}, and it is {wanted}")),
            }
        }
        (shown, refusal) => {
            let said = refusal.map(|note| decoded.describe(note));
            Err(format!(
                "{role:?}: the decoder refuses {said:?}, and what it shows must be {shown:?}"
            ))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plans_are_written_down_as_they_are_read() {
        let mut members = vec![
            (Name::Hint, Value::Good(3)),
            (Name::Known(0), Value::Null),
            (Name::Known(0), Value::Good(4)),
            (Name::Unknown(13), Value::Bad(5)),
        ];
        members.push(members[1]);
        for escaped in [false, true] {
            let made = Plan { place: 1, escaped, spaced: !escaped, members: members.clone() };
            assert_eq!(plan(&made.to_bytes()), made);
        }
        assert_eq!(plan(&[]), Plan::default());
    }

    #[test]
    fn a_plan_knows_what_it_comes_to() {
        let known = (Name::Known(0), Value::Good(1));
        let okta = (Name::Unknown(0), Value::Good(0));
        let null = (Name::Known(0), Value::Null);
        for (members, kind, shown) in [
            (&[][..], "union-empty", None),
            (&[null, (Name::Hint, Value::Good(2))], "union-empty", None),
            (
                &[known],
                "union-known",
                Some(r#"{"ActiveDirectoryIdentityProvider":{"DirectoryId":"d-1"}}"#),
            ),
            (&[null, okta], "union-unknown", Some(r#"{"SDK_UNKNOWN_MEMBER":{"name":"Okta"}}"#)),
            (&[known, okta], "union-several", None),
            (
                &[known, null, okta],
                "union-unknown",
                Some(r#"{"SDK_UNKNOWN_MEMBER":{"name":"Okta"}}"#),
            ),
            (&[(Name::Known(0), Value::Bad(2)), known], "union-known", None),
        ] {
            let plan = Plan { members: members.to_vec(), ..Plan::default() };
            let expected = plan.expected(Role::Client);
            assert_eq!((expected.kind, expected.shown.as_deref()), (kind, shown), "{members:?}");
            assert_eq!(check(&plan.to_bytes()), Ok(()));
        }
    }
}
