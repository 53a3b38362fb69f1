//! Bodies, valid ones and such as nobody should send: an answer's body, changed in a few places.

use proptest::collection::vec;
use proptest::prelude::*;
use wireproof::contract::Contract;
use wireproof::generate::{self, Choices, Config, RawTree, Spelling};
use wireproof::json::Json;
use wireproof::model::ShapeKind;
use wireproof::protocol::encode;

/// How many levels a value may have; the codec keeps as many.
const DEEPEST: usize = wireproof::json::MAX_DEPTH;

/// Bodies near those of valid outputs.
pub(crate) fn outputs(
    contract: &Contract,
    config: Config,
) -> impl Strategy<Value = Vec<u8>> + use<> {
    // Answers in which members are missing, or stand there twice.
    let config = Config { missing: 15, duplicates: 15, ..config };
    let valid = generate::answer(contract, config).prop_map(|answer| answer.body);
    changed(names(contract), valid)
}

/// Bodies near those of valid inputs.
pub(crate) fn inputs(
    contract: &Contract,
    config: Config,
) -> impl Strategy<Value = Vec<u8>> + use<> {
    let own = contract.clone();
    let valid = generate::input(contract, config).prop_map(move |input| {
        let shape = own.operation().input();
        encode(own.model(), shape, &input).expect("a generated input is valid").into_bytes()
    });
    changed(names(contract), valid)
}

fn changed(
    names: Vec<String>,
    valid: impl Strategy<Value = Vec<u8>>,
) -> impl Strategy<Value = Vec<u8>> {
    let choices = prop_oneof![1 => Just(Vec::new()), 5 => vec(any::<u8>(), 4..100)];
    (valid, choices).prop_map(move |(body, choices)| match choices.is_empty() {
        true => body,
        false => change(&body, &names, &mut Choices::from_bytes(&choices)),
    })
}

/// Returns the names that members have in bodies, and a few that mean something to some reader.
fn names(contract: &Contract) -> Vec<String> {
    let own = contract.model().shapes().flat_map(|shape| match &shape.kind {
        ShapeKind::Structure(members) | ShapeKind::Union(members) => members.iter(),
        _ => [].iter(),
    });
    let own = own.map(|member| member.wire_name().to_owned());
    own.chain(["__type", "Unknown", "SDK_UNKNOWN_MEMBER", "name"].map(str::to_owned)).collect()
}

/// Changes the tree of a body, and then perhaps its bytes.
fn change(body: &[u8], names: &[String], choices: &mut Choices) -> Vec<u8> {
    let Ok(read) = Json::parse(body) else { return body.to_vec() };
    let mut tree = RawTree::from_json(&read);
    for _ in 0..choices.between(1, 8) {
        let steps = some_place(&mut tree, choices);
        if let Some(node) = tree.at(&steps) {
            change_node(node, names, choices);
        }
    }
    let odds = choices.pick(&[0, 0, 30]);
    let mut text = tree.write(Spelling { escapes: odds, spaces: odds }, choices);
    if choices.chance(12) {
        damage(&mut text, choices);
    }
    text
}

/// Returns the way to a node: as far down as the choices go.
fn some_place(tree: &mut RawTree, choices: &mut Choices) -> Vec<usize> {
    let mut steps = Vec::new();
    loop {
        let count = match tree.at(&steps) {
            Some(RawTree::Object(members)) => members.len(),
            Some(RawTree::Array(items)) => items.len(),
            _ => 0,
        };
        if count == 0 || choices.chance(15) {
            return steps;
        }
        steps.push(choices.below(count));
    }
}

fn change_node(node: &mut RawTree, names: &[String], choices: &mut Choices) {
    match (node, choices.below(10)) {
        (RawTree::Object(members), way @ 0..=6) => {
            let at = choices.below(members.len() + 1);
            let known = choices.choose(members).cloned();
            let added = match (way, known) {
                (0, Some((name, value))) => (name, value),
                (1, Some((name, _))) => (name, some_value(choices)),
                (2, Some((name, _))) => (name, RawTree::raw("null")),
                _ => (choices.choose(names).cloned().unwrap_or_default(), some_value(choices)),
            };
            members.insert(at, added);
        }
        (RawTree::Object(members), 7) if !members.is_empty() => {
            let at = choices.below(members.len());
            drop(members.remove(at));
        }
        (RawTree::Array(items), 0..=4) => {
            let at = choices.below(items.len() + 1);
            items.insert(at, some_value(choices));
        }
        // What is of the right type, and perhaps just out of range, is read further than what is not.
        (RawTree::Text(text), 0..=6) => *text = some_text(choices).to_owned(),
        (node @ RawTree::Raw(_), 0..=6) => *node = some_number(choices),
        (node, _) => *node = some_value(choices),
    }
}

fn some_text(choices: &mut Choices) -> &'static str {
    choices.pick(&[
        "",
        "x",
        "NaN",
        "-Infinity",
        "eA==",
        "eB==",
        "eA=",
        "eA",
        "1985-04-12T23:20:50.52Z",
        "1985-04-12T23:20:50.520000000999+01:30",
        "2023-02-29T00:00:00Z",
        "0000-01-01T00:00:00+00:01",
        "1999-12-31t23:59:60z",
        "Tue, 29 Apr 2014 18:30:38 GMT",
        "Thu, 29 Feb 2024 00:00:00.5 GMT",
        "Tue, 29 apr 2014 18:30:38 GMT",
        "1e3",
        "\u{0}\u{1f}\"\\",
        "😀",
    ])
}

fn some_number(choices: &mut Choices) -> RawTree {
    let numbers = [
        "0",
        "-0",
        "1.0",
        "1e3",
        "-1E-1",
        "127",
        "128",
        "-129",
        "32768",
        "2147483647",
        "2147483648",
        "9223372036854775808",
        "-9223372036854775808",
        "1e999",
        "1.5",
        "253402300800",
        "1e-999999999999",
        "-62167219200.0000000001",
        "12345678901234567890e-10",
        "0e999999999999999999999",
        "-32768",
        "-2147483649",
        "01",
    ];
    RawTree::raw(choices.pick(&numbers))
}

fn some_value(choices: &mut Choices) -> RawTree {
    match choices.below(12) {
        0 | 1 => RawTree::raw("null"),
        2 => RawTree::raw(choices.pick(&["true", "false"])),
        3..=5 => some_number(choices),
        6 | 7 => RawTree::Text(some_text(choices).to_owned()),
        8 => RawTree::Array(Vec::new()),
        9 => RawTree::raw(choices.pick(&["[null]", "[[],{}]", "[\"x\",null,1]", "[0,0]"])),
        10 => {
            let levels = choices.between(DEEPEST - 4, DEEPEST + 2);
            RawTree::raw("[".repeat(levels) + &"]".repeat(levels))
        }
        _ => RawTree::raw(choices.pick(&[
            "{}",
            r#"{"a":null}"#,
            r#"{"a":1,"a":[],"b":{"b":1,"b":2}}"#,
            r#"{"__type":"x"}"#,
            r#"{"\u0061":{},"a":null,"":0}"#,
        ])),
    }
}

/// Makes something of the bytes that is JSON no more, as a rule.
fn damage(text: &mut Vec<u8>, choices: &mut Choices) {
    let at = choices.below(text.len());
    match choices.below(5) {
        0 => text.truncate(at),
        1 => text.extend_from_slice(choices.pick(&[" ", "x", "{}", ",", "\0", "\u{b}"]).as_bytes()),
        2 => drop(text.drain(at..(at + 1).min(text.len()))),
        3 => {
            text.splice(at..at, [choices.pick(b"\"\\,:{}[]\n\x01\x7f\x80\xff0-.eu")]).for_each(drop)
        }
        _ => {
            let escape = choices.pick(&[
                "\\ud800",
                "\\uDC00\\ud800",
                "\\x",
                "\\u12",
                "\u{feff}",
                "//",
                "01",
            ]);
            text.splice(at..at, escape.bytes()).for_each(drop);
        }
    }
}
