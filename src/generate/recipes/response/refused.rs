//! Answers with the status of a success that a client must refuse.

use crate::generate::answer::{insert, success, unknown};
use crate::generate::choices::Choices;
use crate::generate::config::Config;
use crate::generate::context::{Context, Draft};
use crate::generate::tree::RawTree;
use crate::generate::value::json;
use crate::http::{Cut, Ending, Framing};
use crate::model::ShapeKind;

use super::super::{Recipe, nth, recipe};
use super::{KINDS, gaps, wanted_places};

/// What is put into a body, or in place of a byte of it, so that it is no JSON.
const MALFORMED: &[&[u8]] = &[
    b"",
    b",",
    b",,",
    b":",
    b"}",
    b"]",
    b"{",
    b"[",
    b"\"",
    b"'",
    b"\\",
    b"\\x",
    b"\\u12",
    b"\\U0041",
    b"\0",
    b"\x01",
    b"\x1f",
    b"\n",
    b"\x0c",
    b"\x0b",
    b"/",
    b"//c\n",
    b"/**/",
    b"#",
    b"NaN",
    b"undefined",
    b"True",
    b"nul",
    b"+1",
    b"01",
    b"1.",
    b".5",
    b"0x1",
    b"1e",
    b"-",
    b"--1",
    b"1_000",
    b"=",
    b";",
    b"(",
    b"&",
    b"<",
    b"\xc2\xa0",
    b"\xe2\x80\xa8",
];

pub(in crate::generate::recipes) fn malformed_refused() -> Recipe {
    recipe(|_| vec![400, MALFORMED.len()], malformed)
}

fn malformed(
    context: &Context,
    config: &Config,
    choices: &mut Choices,
    at: &[usize],
) -> Option<Draft> {
    let mut answer = success(context, config, choices, |_, _| Some(()))?;
    // Between tokens mostly: in a string much is harmless.
    let gaps =
        if choices.chance(75) { gaps(&answer.body) } else { (0..answer.body.len()).collect() };
    let body = &mut answer.body;
    let place = (*nth(&gaps, at[0])?).min(body.len().checked_sub(1)?);
    let piece = nth(MALFORMED, at[1])?;
    // Into it, or in place of a byte.
    let end = place + usize::from(piece.is_empty() || choices.chance(50));
    body.splice(place..end, piece.iter().copied());
    Some(Draft::answered(context, answer, choices))
}

pub(in crate::generate::recipes) fn truncated_refused() -> Recipe {
    recipe(|_| vec![500, 3], truncated)
}

fn truncated(
    context: &Context,
    config: &Config,
    choices: &mut Choices,
    at: &[usize],
) -> Option<Draft> {
    let mut answer = success(context, config, choices, |_, _| Some(()))?;
    let place = at[0].checked_rem(answer.body.len())?;
    match at[1] {
        // Told as whole, or cut by the end of the connection.
        0 | 1 => answer.body.truncate(place),
        _ => {
            answer.delivery.cut = Some(Cut::Body(place));
            answer.delivery.ending = Ending::Open;
        }
    }
    if at[1] == 1 {
        answer.framing = Framing::UntilClose;
    }
    Some(Draft::answered(context, answer, choices))
}

const TRAILING: &[&str] = &[
    "x",
    "}",
    "]",
    ",",
    ":",
    "\"",
    "0",
    "null",
    "{}",
    "[]",
    "{\"a\":1}",
    "\0",
    "\u{1}",
    "\\",
    "//",
    "/**/",
    "<html>",
    "\n{}",
    " \t\r\n}",
    "garbage",
    "\u{2028}",
    "\u{a0}",
    "é",
    "😀",
    ";",
    "--",
    "\n\n.",
];

pub(in crate::generate::recipes) fn trailing_data_refused() -> Recipe {
    recipe(|_| vec![TRAILING.len(), 4], trailing)
}

fn trailing(
    context: &Context,
    config: &Config,
    choices: &mut Choices,
    at: &[usize],
) -> Option<Draft> {
    let mut answer = success(context, config, choices, |_, _| Some(()))?;
    let body = &mut answer.body;
    match at[1] {
        0 | 1 => {}
        2 => body.push(b' '),
        _ => body.push(b'\n'),
    }
    let piece = nth(TRAILING, at[0])?.bytes();
    body.extend(piece);
    if choices.chance(10) {
        let again = body.clone();
        body.extend(again);
    }
    Some(Draft::answered(context, answer, choices))
}

const INVALID: &[&[u8]] = &[
    b"\x80",
    b"\xbf",
    b"\xff",
    b"\xfe",
    b"\xc0\x80",
    b"\xc1\xbf",
    b"\xc3",
    b"\xe2\x82",
    b"\xf0\x9f\x98",
    b"\xed\xa0\x80",
    b"\xed\xbf\xbf",
    b"\xf4\x90\x80\x80",
    b"\xf5\x80\x80\x80",
    b"\xf8\x88\x80\x80\x80",
    b"\xe0\x80\xaf",
    b"\xf0\x80\x80\xaf",
    b"\xe9",
    b"M\xfcller",
];

pub(in crate::generate::recipes) fn invalid_utf8_refused() -> Recipe {
    recipe(|_| vec![40, INVALID.len()], invalid_utf8)
}

fn invalid_utf8(
    context: &Context,
    config: &Config,
    choices: &mut Choices,
    at: &[usize],
) -> Option<Draft> {
    let answer = success(context, config, choices, |tree, choices| {
        let bytes = nth(INVALID, at[1])?;
        let mut text = b"\"".to_vec();
        let (before, behind) = (choices.pick(&["", "a", "é"]), choices.pick(&["", "z", "\\n"]));
        for piece in [before.as_bytes(), bytes, behind.as_bytes(), b"\""] {
            text.extend_from_slice(piece);
        }
        let leaves = wanted_places(context, tree, |kind, _| matches!(kind, ShapeKind::String));
        match nth(&leaves, at[0]) {
            Some(place) if at[0] % 4 < 3 => *tree.at(&place.steps)? = RawTree::Raw(text),
            _ => {
                let members = tree.members_mut()?;
                let name = unknown(context, members, choices);
                insert(members, name, RawTree::Raw(text), choices);
            }
        }
        Some(())
    })?;
    Some(Draft::answered(context, answer, choices))
}

/// Numbers that some shape has no room for, and texts that are none of its values.
const OUT_OF_RANGE: &[&str] = &[
    "128",
    "32768",
    "2147483648",
    "9223372036854775808",
    "1e400",
    "0.5",
    "\"NaN \"",
    "\"=\"",
    "[[[]]]",
];

pub(in crate::generate::recipes) fn wrong_type_refused() -> Recipe {
    recipe(|context| vec![context.output_places(), KINDS.len() + OUT_OF_RANGE.len()], wrong_type)
}

fn wrong_type(
    context: &Context,
    config: &Config,
    choices: &mut Choices,
    at: &[usize],
) -> Option<Draft> {
    let value = KINDS.iter().chain(OUT_OF_RANGE).nth(at[1])?;
    let answer = success(context, config, choices, |tree, _| {
        // Where the value would be a right one, the next place is taken.
        let places = wanted_places(context, tree, |kind, place| {
            let fits = match kind {
                ShapeKind::String | ShapeKind::Enum(_) => value.starts_with('"'),
                ShapeKind::Boolean => matches!(*value, "true" | "false"),
                ShapeKind::List(_) => value.starts_with('['),
                ShapeKind::Structure(_) | ShapeKind::Map { .. } => value.starts_with('{'),
                ShapeKind::Union(_) | ShapeKind::Document => true,
                _ => false,
            };
            !fits && !place.steps.is_empty()
        });
        *tree.at(&nth(&places, at[0])?.steps)? = RawTree::raw(*value);
        Some(())
    })?;
    Some(Draft::answered(context, answer, choices))
}

const NO_OBJECTS: &[&str] = &[
    "null",
    "true",
    "false",
    "0",
    "-1.5e3",
    "\"\"",
    "\"{}\"",
    "[]",
    "[{}]",
    "[[]]",
    "1e400",
    "\"\\u007b\\u007d\"",
];

pub(in crate::generate::recipes) fn not_an_object_refused() -> Recipe {
    recipe(|_| vec![NO_OBJECTS.len(), 3], not_an_object)
}

fn not_an_object(
    context: &Context,
    config: &Config,
    choices: &mut Choices,
    at: &[usize],
) -> Option<Draft> {
    let answer = success(context, config, choices, |tree, choices| {
        *tree = match at[1] {
            0 => RawTree::raw(*nth(NO_OBJECTS, at[0])?),
            1 => RawTree::Array(vec![tree.clone()]),
            _ => match RawTree::from_json(&json(2, choices)) {
                RawTree::Object(_) => RawTree::Array(vec![tree.clone(), tree.clone()]),
                other => other,
            },
        };
        Some(())
    })?;
    Some(Draft::answered(context, answer, choices))
}

pub(in crate::generate::recipes) fn refusal_told() -> Recipe {
    recipe(|_| vec![3, NO_OBJECTS.len()], unreadable)
}

/// Answers that a client refuses, for each of the reasons.
fn unreadable(
    context: &Context,
    config: &Config,
    choices: &mut Choices,
    at: &[usize],
) -> Option<Draft> {
    let whole = Config { interim: 0, ..config.clone() };
    let (place, what) = (choices.below(400), choices.below(120));
    match at[0] {
        0 => not_an_object(context, &whole, choices, &[at[1], what % 3]),
        1 => malformed(context, &whole, choices, &[place, what % MALFORMED.len()]),
        _ => invalid_utf8(context, &whole, choices, &[place % 40, what % INVALID.len()]),
    }
}
