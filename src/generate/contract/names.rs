//! Names: of shapes, of members in the model, and of members in bodies.

use crate::generate::choices::Choices;

/// The namespace of every shape.
pub(super) const NAMESPACE: &str = "made.up";

/// Names of members, which Smithy wants to be identifiers. Some mean something elsewhere in a body.
const MEMBERS: &[&str] = &[
    "a",
    "b",
    "name",
    "Name",
    "value",
    "id",
    "ID",
    "x1",
    "_private",
    "code",
    "message",
    "Message",
    "type",
    "data",
    "null",
    "constructor",
    "a_b",
    "aB",
    "AB",
    "output",
];

/// Names of members in bodies, which may be any text.
const WIRE: &[&str] = &[
    "w",
    "W",
    "",
    " ",
    "a b",
    "é",
    "日本",
    "😀",
    "\"",
    "\\",
    "\n\u{1}",
    "a.b",
    "a[0]",
    "$wtf8",
    "__proto__",
    "true",
    "/",
    "\u{7f}\u{2028}",
];

/// Returns the id of the shape with this name.
pub(super) fn id(name: &str) -> String {
    format!("{NAMESPACE}#{name}")
}

/// Returns the name of a member that none of `taken` is, in the model and in bodies.
pub(super) fn member(taken: &[(String, String)], choices: &mut Choices) -> (String, String) {
    let is_taken = |name: &str| taken.iter().any(|(own, wire)| own == name || wire == name);
    let mut name = choices.choose(MEMBERS).copied().unwrap_or("a").to_owned();
    while is_taken(&name) {
        name.push(choices.pick(&['0', '1', 'z']));
    }
    if !choices.chance(20) {
        return (name.clone(), name);
    }
    let mut wire = choices.choose(WIRE).copied().unwrap_or("w").to_owned();
    while is_taken(&wire) {
        wire.push(choices.pick(&['0', '1', 'é']));
    }
    (name, wire)
}
