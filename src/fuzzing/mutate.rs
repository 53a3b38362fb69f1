//! Mutators that keep JSON well-formed. They add, remove, duplicate or null a member, or replace a value.
//!
//! A mutator of bytes rarely turns a well-formed body into another one, and never into one with a duplicate member.

use memchr::memmem;

use crate::generate::{Choices, RawTree, Spelling};
use crate::json::Json;

/// The deepest tree that is mutated. The functions on trees recurse, so deeper bodies are not mutated.
const DEEPEST: usize = 100;

/// The most places of a tree that can be changed.
const MOST: usize = 512;

/// Names that mean something to somebody.
const NAMES: &[&str] = &[
    "__type",
    "code",
    "message",
    "Message",
    "Code",
    "InstanceUserSummary",
    "IdentityProvider",
    "ActiveDirectoryIdentityProvider",
    "DirectoryId",
    "Username",
    "InstanceId",
    "Status",
    "StatusMessage",
    "Domain",
    "AssociationDate",
    "InstanceUserArn",
    "ActiveDirectorySettings",
    "DomainCredentialsProvider",
    "SecretsManagerCredentialsProvider",
    "SDK_UNKNOWN_MEMBER",
    "Okta",
    "",
    "name",
    "choice",
    "choices",
    "hinted",
    "nested",
    "text",
    "things",
    "again",
    "document",
    "sparse",
    "sparseMap",
    "map",
    "dateTime",
    "httpDate",
    "bigInteger",
    "blob",
    "smithy",
    "shapes",
    "type",
    "target",
    "members",
    "member",
    "traits",
    "input",
    "output",
    "errors",
    "operations",
    "smithy.api#required",
    "smithy.api#jsonName",
    "smithy.api#http",
    "smithy.api#error",
    "smithy.api#enumValue",
    "outcome",
    "http_status",
    "id",
    "modeled",
    "stage",
    "class",
    "reason",
    "features",
    "deadline_ms",
    "endpoint",
    "protocol",
];

/// JSON values, valid and malformed ones. Some have a meaning in a body, a contract file or a protocol line.
const VALUES: &[&str] = &[
    "null",
    "true",
    "false",
    "0",
    "-1",
    "1.5",
    "1e999",
    "-0",
    "9007199254740993",
    "2147483648",
    "[]",
    "{}",
    "\"\"",
    "\"x\"",
    "\"a#ConflictException:http://b\"",
    "\"NaN\"",
    "\"AP+/\"",
    "\"1985-04-12T23:20:50.52Z\"",
    "\"Tue, 29 Apr 2014 18:30:38 GMT\"",
    "\"\\ud83d\\ude00\"",
    "\"\\ud800\"",
    "\"\\u0000\"",
    "01",
    "tru",
    "\"\n\"",
    "[1,]",
    "{\"Okta\":{}}",
    "{\"__type\":\"x\"}",
    "{\"$wtf8\":\"7aCA\"}",
    "1398796238",
    "\"smithy.api#String\"",
    "\"structure\"",
    "\"union\"",
    "\"2.0\"",
    "\"response\"",
    "\"service_error\"",
];

/// Changes a JSON text. Returns `None` if it is not JSON, or nests very deep.
pub(super) fn json(text: &[u8], choices: &mut Choices) -> Option<Vec<u8>> {
    let value = Json::parse(text).ok()?;
    if super::places::depth(text) > DEEPEST {
        return None;
    }
    let mut tree = RawTree::from_json(&value);
    for _ in 0..choices.between(1, 3) {
        change(&mut tree, choices);
    }
    let odd = choices.chance(25);
    let spelling = match odd {
        true => Spelling { escapes: 20, spaces: 20 },
        false => Spelling::default(),
    };
    Some(tree.write(spelling, choices))
}

/// Changes the body or the head of a response.
pub(super) fn answer(text: &[u8], choices: &mut Choices) -> Option<Vec<u8>> {
    let end = memmem::find(text, b"\n\n")?;
    let (head, body) = (&text[..end], &text[end + 2..]);
    let mut made = head.to_vec();
    let body = match choices.chance(20) {
        false => json(body, choices)?,
        true => {
            let line = head.iter().position(|byte| *byte == b'\n').unwrap_or(head.len());
            match choices.below(3) {
                0 => {
                    let status =
                        choices.pick(&["200", "299", "400", "404", "500 chunked", "204", "101"]);
                    made.splice(..line, status.bytes());
                }
                1 => made.truncate(line),
                _ => {
                    let kind = choices.pick(&[
                        "X-Amzn-Errortype: ",
                        "x-amzn-errortype:",
                        "Content-Type: ",
                    ]);
                    let value = choices.pick(&[
                        "ConflictException",
                        "a.b#ValidationException:http://c/",
                        "  ",
                        "a#b#c",
                        "\u{e9}",
                        "text/html",
                    ]);
                    made.extend_from_slice(format!("\n{kind}{value}").as_bytes());
                }
            }
            body.to_vec()
        }
    };
    made.extend_from_slice(b"\n\n");
    made.extend_from_slice(&body);
    Some(made)
}

/// Makes one change at one place of the tree.
fn change(tree: &mut RawTree, choices: &mut Choices) {
    let places = count(tree);
    let place = steps_to(tree, choices.below(places));
    let other = choices.below(places);
    let kind = choices.below(10);
    let other = (kind == 7).then(|| steps_to(tree, other));
    let other = other.and_then(|steps| tree.at(&steps).map(|found| found.clone()));
    let Some(here) = tree.at(&place) else { return };
    match (kind, here) {
        (0..=3, RawTree::Object(members)) => {
            let at = choices.below(members.len() + 1);
            let member = members.get(at).cloned();
            match (kind, member) {
                (0, Some(member)) => members.push(member),
                (1, Some(_)) => drop(members.remove(at)),
                (2, Some(_)) => members[at].0 = name(choices),
                (3, Some(_)) => {
                    let with = choices.below(members.len());
                    members.swap(at, with);
                }
                _ => members.insert(at, (name(choices), value(choices))),
            }
        }
        (0 | 1, RawTree::Array(items)) => {
            let at = choices.below(items.len() + 1);
            items.insert(at, value(choices));
        }
        (2, RawTree::Array(items)) => drop(items.pop()),
        (4, here) => *here = RawTree::raw(*b"null"),
        (5, here) => *here = RawTree::Array(vec![here.clone()]),
        (6, here) => *here = RawTree::Object(vec![(name(choices), here.clone())]),
        (7, here) => {
            if let Some(other) = other {
                *here = other;
            }
        }
        (_, here) => *here = value(choices),
    }
}

fn name(choices: &mut Choices) -> String {
    choices.choose(NAMES).copied().unwrap_or_default().to_owned()
}

fn value(choices: &mut Choices) -> RawTree {
    RawTree::raw(choices.choose(VALUES).copied().unwrap_or("null"))
}

/// Returns the number of places in a tree, at most [`MOST`]. The root is one of them.
fn count(tree: &RawTree) -> usize {
    let (mut found, mut waiting) = (1, vec![tree]);
    while let Some(here) = waiting.pop() {
        found += children(here).count();
        if found >= MOST {
            return MOST;
        }
        waiting.extend(children(here));
    }
    found
}

/// Returns the steps from the root to the place of this number. The root has the number 0, and the children of a place have
/// numbers one after the other.
fn steps_to(tree: &RawTree, number: usize) -> Vec<usize> {
    // For each place its container, the step from there, and the tree.
    let mut found = vec![(0, 0, tree)];
    let mut next = 0;
    while found.len() <= number && next < found.len() {
        let here = found[next].2;
        found.extend(children(here).enumerate().map(|(step, inside)| (next, step, inside)));
        next += 1;
    }
    let mut steps = Vec::new();
    let mut at = number.min(found.len() - 1);
    while at > 0 {
        let (inside, step, _) = found[at];
        steps.push(step);
        at = inside;
    }
    steps.reverse();
    steps
}

/// Returns the values in a tree.
fn children(tree: &RawTree) -> impl Iterator<Item = &RawTree> {
    let (items, members) = match tree {
        RawTree::Array(items) => (&items[..], &[][..]),
        RawTree::Object(members) => (&[][..], &members[..]),
        _ => (&[][..], &[][..]),
    };
    items.iter().chain(members.iter().map(|(_, value)| value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_place_has_a_number() {
        let tree = RawTree::from_json(&Json::parse(r#"{"a":[1,{"b":2}],"c":3}"#).expect("JSON"));
        assert_eq!(count(&tree), 6);
        let steps: Vec<_> = (0..6).map(|number| steps_to(&tree, number)).collect();
        assert_eq!(steps, [vec![], vec![0], vec![1], vec![0, 0], vec![0, 1], vec![0, 1, 0]]);
        let many = RawTree::Array(vec![RawTree::raw(*b"1"); 2 * MOST]);
        assert_eq!((count(&many), steps_to(&many, MOST - 1)), (MOST, vec![MOST - 2]));
    }

    #[test]
    fn bodies_stay_bodies_and_change() {
        let body = r#"{"InstanceUserSummary":{"IdentityProvider":{"Okta":{}},"Username":"u","n":[1,[2]]}}"#;
        let (mut well_formed, mut twice, mut same) = (0, 0, 0);
        for seed in 0..500 {
            let made = json(body.as_bytes(), &mut Choices::from_seed(seed)).expect("it is JSON");
            if let Ok(value) = Json::parse(&made) {
                well_formed += 1;
                let members = |value: &Json| value.members().len() - value.distinct_members().len();
                twice += members(&value);
                twice += value.get("InstanceUserSummary").map_or(0, members);
            }
            same += usize::from(made == body.as_bytes());
        }
        assert!(well_formed > 350 && twice > 5 && same < 100, "{well_formed} {twice} {same}");
        assert_eq!(json(b"{", &mut Choices::from_seed(1)), None);
        assert_eq!(json("[".repeat(200).as_bytes(), &mut Choices::from_seed(1)), None);
    }

    #[test]
    fn answers_stay_answers() {
        let text = b"400\nX-A: b\n\n{\"code\":\"A\"}";
        for seed in 0..200 {
            let made = answer(text, &mut Choices::from_seed(seed)).expect("an answer");
            assert!(memmem::find(&made, b"\n\n").is_some());
        }
    }
}
