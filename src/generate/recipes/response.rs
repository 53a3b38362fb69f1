//! Answers for the policies on successes.

use std::io::Read;

use flate2::Compression;
use flate2::bufread::GzEncoder;

use crate::generate::answer::{CONTENT_TYPES, deep, insert, large, shuffle, success, unknown};
use crate::generate::choices::Choices;
use crate::generate::config::Config;
use crate::generate::context::{Context, Draft};
use crate::generate::text::{
    LENGTHS, LONGEST, ODD, ODD_DATES, UNKNOWN_NAMES, long, names_a_date, odd,
};
use crate::generate::tree::{ESCAPES, Names, Place, RawTree, escape, places};
use crate::generate::value::json;
use crate::generate::wire::{EXTENSIONS, chunks};
use crate::http::{Answer, Chunks, Cut, Ending, Framing};
use crate::model::{ShapeKind, ShapeRef};

use super::{Recipe, recipe};

pub(super) const RECIPES: &[Recipe] = &[
    recipe("response.members-decoded", |context| vec![context.output_places(), TEXTS], some_text),
    recipe("response.strings-exact", |context| vec![context.output_places(), TEXTS], some_text),
    recipe("response.absent-members-absent", |context| vec![context.output_places(), 3], absent),
    recipe("response.null-is-absent", |context| vec![context.output_places(), 4], null),
    recipe(
        "response.unknown-members-ignored",
        |context| vec![context.output_places(), 3, KINDS.len(), UNKNOWN_NAMES.len() + 6],
        unknown_member,
    ),
    recipe("response.member-order-irrelevant", |context| vec![context.output_places(), 12], order),
    recipe("response.dates-verbatim", |_| vec![6, ODD_DATES.len() + 2], date),
    recipe("response.content-type-tolerated", |_| vec![CONTENT_TYPES.len(), 2], content_type),
    recipe("response.whitespace-tolerated", |_| vec![SPACES.len(), 60], space),
    recipe("response.malformed-refused", |_| vec![400, MALFORMED.len()], malformed),
    recipe("response.truncated-refused", |_| vec![500, 3], truncated),
    recipe("response.trailing-data-refused", |_| vec![TRAILING.len(), 4], trailing),
    recipe("response.invalid-utf8-refused", |_| vec![40, INVALID.len()], invalid_utf8),
    recipe(
        "response.wrong-type-refused",
        |context| vec![context.output_places(), KINDS.len() + OUT_OF_RANGE.len()],
        wrong_type,
    ),
    recipe("response.not-an-object-refused", |_| vec![NO_OBJECTS.len(), 3], not_an_object),
    recipe(
        "response.missing-required-survived",
        |context| vec![context.output_places(), 2],
        missing,
    ),
    recipe(
        "response.missing-required-left-out",
        |context| vec![context.output_places(), 2],
        missing,
    ),
    recipe(
        "response.deep-nesting-survived",
        |context| vec![DEPTHS.len(), context.output_places()],
        nested,
    ),
    recipe(
        "response.any-depth-survived",
        |context| vec![DEPTHS.len(), context.output_places()],
        nested_deeper,
    ),
    recipe("response.large-survived", |context| vec![context.output_places(), 5], large_answer),
    recipe("response.duplicate-members", |context| vec![context.output_places(), 6], duplicate),
    recipe("response.chunked-decoded", |_| vec![520, EXTENSIONS.len(), 2], chunked),
    recipe("response.content-coding-undone", |_| vec![3, 10], coded),
    recipe("response.never-invents", |context| vec![context.output_places(), 8], sparse),
    recipe("response.refusal-told", |_| vec![3, NO_OBJECTS.len()], unreadable),
];

/// A value of each JSON type, and some more of each.
pub(super) const KINDS: &[&str] = &[
    "null",
    "true",
    "false",
    "0",
    "-1",
    "1.5",
    "1e3",
    "\"\"",
    "\"x\"",
    "[]",
    "[{}]",
    "{}",
    "{\"a\":{}}",
    "[null]",
    "\"1\"",
    "\"true\"",
];

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

/// How many texts there are along an axis of texts.
const TEXTS: usize = ODD.len() + LENGTHS.len() + 32 + ESCAPES * 8;

fn shape(context: &Context) -> ShapeRef {
    context.body_shape()
}

/// The places in an output that `wanted` holds for.
pub(super) fn wanted_places(
    context: &Context,
    tree: &RawTree,
    wanted: impl Fn(&ShapeKind, &Place) -> bool,
) -> Vec<Place> {
    let model = context.contract().model();
    let mut found = places(model, shape(context), tree, Names::Wire);
    found.retain(|place| wanted(model.kind(place.shape), place));
    found
}

/// One of a list by an index of any size.
pub(super) fn nth<T>(list: &[T], index: usize) -> Option<&T> {
    list.get(index.checked_rem(list.len())?)
}

/// One of these texts, by its index, or a drawn one.
fn text_at(index: usize, choices: &mut Choices) -> RawTree {
    if let Some(text) = ODD.get(index) {
        return RawTree::Text((*text).to_owned());
    }
    let index = index - ODD.len();
    if let Some(length) = LENGTHS.get(index) {
        return RawTree::Text(long(*length, choices));
    }
    let index = index - LENGTHS.len();
    // Each control character, and then others in each way to escape them.
    let (c, way) = match index.checked_sub(32) {
        None => (char::from(index as u8), choices.below(ESCAPES)),
        Some(at) => {
            let escaped = ['"', '\\', '/', 'a', 'é', '\u{2028}', '\u{ffff}', '\u{10ffff}'];
            (nth(&escaped, at / ESCAPES).copied().unwrap_or('a'), at % ESCAPES)
        }
    };
    let mut bytes = b"\"".to_vec();
    if choices.chance(50) {
        bytes.extend_from_slice(b"ab");
    }
    escape(c, way, &mut bytes);
    bytes.push(b'"');
    RawTree::Raw(bytes)
}

fn some_text(
    context: &Context,
    config: &Config,
    choices: &mut Choices,
    at: &[usize],
) -> Option<Draft> {
    let answer = success(context, config, choices, |tree, choices| {
        let leaves = wanted_places(context, tree, |kind, place| {
            matches!(kind, ShapeKind::String | ShapeKind::Enum(_))
                && !names_a_date(tree.name_at(&place.steps))
        });
        if let Some(place) = nth(&leaves, at[0]) {
            let text = match choices.once_in(300) {
                true => RawTree::Text(long(LONGEST, choices)),
                false if choices.chance(30) => RawTree::Text(odd(choices)),
                false => text_at(at[1], choices),
            };
            *tree.at(&place.steps)? = text;
        }
        Some(())
    })?;
    Some(Draft::answered(context, answer, choices))
}

/// Removes the member at one of the places that `wanted` holds for.
fn remove(
    context: &Context,
    tree: &mut RawTree,
    index: usize,
    wanted: impl Fn(&ShapeKind, &Place) -> bool,
) -> Option<()> {
    let places = wanted_places(context, tree, wanted);
    let (around, at) = nth(&places, index)?.around()?;
    tree.at(around)?.members_mut()?.remove(at);
    Some(())
}

fn absent(
    context: &Context,
    config: &Config,
    choices: &mut Choices,
    at: &[usize],
) -> Option<Draft> {
    let answer = success(context, config, choices, |tree, _| {
        for more in 0..=at[1] {
            // There may be none left; others may be absent already.
            let _ = remove(context, tree, at[0] + more, |_, place| place.member == Some(false));
        }
        Some(())
    })?;
    Some(Draft::answered(context, answer, choices))
}

fn null(context: &Context, config: &Config, choices: &mut Choices, at: &[usize]) -> Option<Draft> {
    let config = Config { absent: config.absent.min(30), ..config.clone() };
    let answer = success(context, &config, choices, |tree, _| {
        for more in 0..=at[1] {
            let optional = wanted_places(context, tree, |kind, place| {
                place.member == Some(false) && !matches!(kind, ShapeKind::Union(_))
            });
            let place = nth(&optional, at[0] + more)?;
            *tree.at(&place.steps)? = RawTree::raw("null");
        }
        Some(())
    })?;
    Some(Draft::answered(context, answer, choices))
}

fn unknown_member(
    context: &Context,
    config: &Config,
    choices: &mut Choices,
    at: &[usize],
) -> Option<Draft> {
    let answer = success(context, config, choices, |tree, choices| {
        let structures =
            wanted_places(context, tree, |kind, _| matches!(kind, ShapeKind::Structure(_)));
        let place = nth(&structures, at[0])?;
        let values = tree.at(&place.steps)?.members_mut()?;
        let value = match choices.chance(20) {
            true => RawTree::from_json(&json(3, choices)),
            false => RawTree::raw(*nth(KINDS, at[2])?),
        };
        let name = unknown_name(context, values, at[3], choices);
        let position = [0, values.len() / 2, values.len()];
        values.insert(*nth(&position, at[1])?, (name, value));
        if choices.chance(30) {
            let name = unknown(context, values, choices);
            insert(values, name, RawTree::from_json(&json(2, choices)), choices);
        }
        Some(())
    })?;
    Some(Draft::answered(context, answer, choices))
}

/// A name of the list, or one that is nearly one of the contract's.
fn unknown_name(
    context: &Context,
    values: &[(String, RawTree)],
    index: usize,
    choices: &mut Choices,
) -> String {
    let own = nth(values, choices.below(100)).map_or("Member", |(name, _)| name.as_str());
    let name = match index.checked_sub(UNKNOWN_NAMES.len()) {
        None => UNKNOWN_NAMES[index].to_owned(),
        Some(0) => own.to_lowercase(),
        Some(1) => own.to_uppercase(),
        Some(2) => format!("{own} "),
        Some(3) => format!("{own}s"),
        Some(4) => own.chars().skip(1).collect(),
        Some(_) => format!("{own}\0"),
    };
    let taken = |name: &str| {
        name == "__type" || context.knows(name) || values.iter().any(|(other, _)| other == name)
    };
    let mut name = name;
    while taken(&name) {
        name.push('_');
    }
    name
}

fn order(context: &Context, config: &Config, choices: &mut Choices, at: &[usize]) -> Option<Draft> {
    let config = Config { absent: config.absent.min(30), ..config.clone() };
    let answer = success(context, &config, choices, |tree, choices| {
        let structures =
            wanted_places(context, tree, |kind, _| matches!(kind, ShapeKind::Structure(_)));
        let ordered: Vec<_> = structures
            .iter()
            .filter(|place| {
                matches!(tree.get(&place.steps), Some(RawTree::Object(members)) if members.len() > 1)
            })
            .collect();
        let place = nth(&ordered, at[0])?;
        let values = tree.at(&place.steps)?.members_mut()?;
        match at[1] {
            0 => values.reverse(),
            1 => values.rotate_left(1),
            2 => values.rotate_right(1),
            3 => {
                let last = values.len() - 1;
                values.swap(0, last);
            }
            _ => shuffle(values, choices),
        }
        Some(())
    })?;
    Some(Draft::answered(context, answer, choices))
}

fn date(context: &Context, config: &Config, choices: &mut Choices, at: &[usize]) -> Option<Draft> {
    let config = Config { absent: config.absent.min(30), ..config.clone() };
    let answer = success(context, &config, choices, |tree, choices| {
        let leaves = wanted_places(context, tree, |kind, _| matches!(kind, ShapeKind::String));
        let mut dates: Vec<_> =
            leaves.iter().filter(|place| names_a_date(tree.name_at(&place.steps))).collect();
        if dates.is_empty() || at[0] >= 4 {
            dates = leaves.iter().collect(); // a text that looks like a date is one, too
        }
        let date = match ODD_DATES.get(at[1]) {
            Some(date) => (*date).to_owned(),
            None => crate::generate::text::common_date(choices),
        };
        let place = nth(&dates, at[0])?;
        *tree.at(&place.steps)? = RawTree::Text(date);
        Some(())
    })?;
    Some(Draft::answered(context, answer, choices))
}

fn content_type(
    context: &Context,
    config: &Config,
    choices: &mut Choices,
    at: &[usize],
) -> Option<Draft> {
    let mut answer = success(context, config, choices, |_, _| Some(()))?;
    let told = nth(CONTENT_TYPES, at[0]).copied().flatten();
    let name = nth(&["Content-Type", "content-type"], at[1])?;
    answer.headers = told.map(|told| (*name, told)).into_iter().collect();
    Some(Draft::answered(context, answer, choices))
}

const SPACES: &[&str] = &[" ", "\n", "\t", "\r", "\r\n", "    ", " \t\r\n", "\n\n\n"];

/// Where the tokens of a JSON text begin and end.
fn gaps(body: &[u8]) -> Vec<usize> {
    let (mut gaps, mut at, mut in_string) = (vec![0], 0, false);
    while let Some(byte) = body.get(at) {
        match byte {
            b'\\' if in_string => at += 1,
            b'"' => {
                in_string = !in_string;
                if !in_string {
                    gaps.push(at + 1);
                }
            }
            b'{' | b'}' | b'[' | b']' | b':' | b',' if !in_string => {
                gaps.extend([at, at + 1]);
            }
            _ => {}
        }
        at += 1;
    }
    gaps.dedup();
    gaps
}

fn space(context: &Context, config: &Config, choices: &mut Choices, at: &[usize]) -> Option<Draft> {
    let spaces = match choices.chance(30) {
        true => choices.between(1, 100) as u8,
        false => config.spaces,
    };
    let config = Config { spaces, ..config.clone() };
    let mut answer = success(context, &config, choices, |_, _| Some(()))?;
    let gap = *nth(&gaps(&answer.body), at[1])?;
    let space = nth(SPACES, at[0])?.bytes();
    answer.body.splice(gap..gap, space);
    Some(Draft::answered(context, answer, choices))
}

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

fn missing(
    context: &Context,
    config: &Config,
    choices: &mut Choices,
    at: &[usize],
) -> Option<Draft> {
    let answer = success(context, config, choices, |tree, choices| match at[1] {
        0 => {
            remove(context, tree, at[0], |_, place| place.member == Some(true))?;
            if choices.chance(20) {
                let _ = remove(context, tree, at[0] + 1, |_, place| place.member == Some(true));
            }
            Some(())
        }
        _ => {
            let required = wanted_places(context, tree, |kind, place| {
                place.member == Some(true) && !matches!(kind, ShapeKind::Union(_))
            });
            *tree.at(&nth(&required, at[0])?.steps)? = RawTree::raw("null");
            Some(())
        }
    })?;
    Some(Draft::answered(context, answer, choices))
}

/// Depths about which something changes in some reader.
const DEPTHS: &[usize] = &[
    33, 34, 48, 49, 63, 64, 65, 66, 96, 97, 98, 99, 100, 101, 127, 128, 129, 130, 255, 256, 257,
    511, 512, 513, 999, 1000, 1001,
];

fn nested(
    context: &Context,
    config: &Config,
    choices: &mut Choices,
    at: &[usize],
) -> Option<Draft> {
    let depth = match choices.once_in(100) {
        true => choices.between(1_001, 50_000),
        false if choices.chance(40) => choices.between(33, 100),
        false => *nth(DEPTHS, at[0])?,
    };
    nested_to(depth, context, config, choices, at[1])
}

/// Nothing that every client must read.
fn nested_deeper(
    context: &Context,
    config: &Config,
    choices: &mut Choices,
    at: &[usize],
) -> Option<Draft> {
    let depth = match choices.once_in(100) {
        true => choices.between(1_001, 50_000),
        false => (*nth(DEPTHS, at[0])?).max(101) + choices.below(2),
    };
    nested_to(depth, context, config, choices, at[1])
}

/// An answer with an unknown member of this depth in one of its structures.
fn nested_to(
    depth: usize,
    context: &Context,
    config: &Config,
    choices: &mut Choices,
    place: usize,
) -> Option<Draft> {
    let answer = success(context, config, choices, |tree, choices| {
        let structures =
            wanted_places(context, tree, |kind, _| matches!(kind, ShapeKind::Structure(_)));
        let values = tree.at(&nth(&structures, place)?.steps)?.members_mut()?;
        let name = unknown(context, values, choices);
        let value = deep(depth, choices);
        insert(values, name, value, choices);
        Some(())
    })?;
    Some(Draft::answered(context, answer, choices))
}

fn large_answer(
    context: &Context,
    config: &Config,
    choices: &mut Choices,
    at: &[usize],
) -> Option<Draft> {
    let answer = success(context, config, choices, |tree, choices| {
        let strings = wanted_places(context, tree, |kind, place| {
            matches!(kind, ShapeKind::String) && !names_a_date(tree.name_at(&place.steps))
        });
        if at[1] == 0
            && choices.chance(12)
            && let Some(place) = nth(&strings, at[0])
        {
            let length = match choices.once_in(100) {
                true => 1_048_576,
                false => choices.between(65_536, 70_000),
            };
            *tree.at(&place.steps)? = RawTree::Text(long(length, choices));
            return Some(());
        }
        let structures =
            wanted_places(context, tree, |kind, _| matches!(kind, ShapeKind::Structure(_)));
        let values = tree.at(&nth(&structures, at[0])?.steps)?.members_mut()?;
        let name = unknown(context, values, choices);
        let value = large(choices);
        insert(values, name, value, choices);
        Some(())
    })?;
    Some(Draft::answered(context, answer, choices))
}

fn duplicate(
    context: &Context,
    config: &Config,
    choices: &mut Choices,
    at: &[usize],
) -> Option<Draft> {
    let answer = success(context, config, choices, |tree, choices| {
        let places = wanted_places(context, tree, |_, place| place.member.is_some());
        let (around, index) = nth(&places, at[0])?.around()?;
        let values = tree.at(around)?.members_mut()?;
        let (name, value) = values.get(index)?.clone();
        let other = match (&value, at[1] % 3) {
            (RawTree::Text(text), 0) => RawTree::Text(format!("{text}2")),
            (_, 1) => RawTree::raw("null"),
            _ => value,
        };
        // The other comes first or last, and so counts or does not.
        let position = if at[1] < 3 { index } else { choices.between(index + 1, values.len()) };
        values.insert(position, (name, other));
        Some(())
    })?;
    Some(Draft::answered(context, answer, choices))
}

fn chunked(
    context: &Context,
    config: &Config,
    choices: &mut Choices,
    at: &[usize],
) -> Option<Draft> {
    // Characters of several bytes are what a split goes through.
    let config = Config { odd_texts: config.odd_texts.max(10), ..config.clone() };
    let mut answer = if choices.chance(15) {
        super::error::plain(context, choices)?
    } else {
        success(context, &config, choices, |_, _| Some(()))?
    };
    let kind = choices.below(6);
    let mut framing = chunks(answer.body.len(), kind, choices);
    if at[2] == 0 {
        // One split, at each byte in turn.
        let split = at[0].checked_rem(answer.body.len())?.max(1);
        framing = Chunks { sizes: vec![split, usize::MAX], ..framing };
    }
    framing.extension = (*nth(EXTENSIONS, at[1])?).to_owned();
    answer = Answer { framing: Framing::Chunked(framing), ..answer };
    Some(Draft::answered(context, answer, choices))
}

/// Answers with little in them, in which there is much to be made up.
fn sparse(
    context: &Context,
    config: &Config,
    choices: &mut Choices,
    at: &[usize],
) -> Option<Draft> {
    let absent = choices.between(40, 100) as u8;
    let config = Config { absent, ..config.clone() };
    let answer = success(context, &config, choices, |tree, _| {
        for more in 0..at[1] {
            let _ = remove(context, tree, at[0] + more, |_, place| place.member == Some(false));
        }
        Some(())
    })?;
    Some(Draft::answered(context, answer, choices))
}

/// Answers that are in gzip, or say so.
fn coded(context: &Context, _: &Config, choices: &mut Choices, at: &[usize]) -> Option<Draft> {
    // There must be nothing else about it that is odd.
    let quiet = Config::quiet(choices);
    let mut answer = match at[0] {
        2 => super::error::plain(context, choices)?,
        _ => success(context, &quiet, choices, |_, _| Some(()))?,
    };
    let level = Compression::new(nth(&[0, 1, 6, 9], choices.below(4)).copied().unwrap_or(6));
    if at[0] != 1 {
        let mut gzip = GzEncoder::new(&answer.body[..], level);
        let mut body = Vec::new();
        gzip.read_to_end(&mut body).ok()?;
        answer.body = body;
    }
    let name = choices.pick(&["Content-Encoding", "content-encoding", "CONTENT-ENCODING"]);
    answer.headers.push(name, choices.pick(&["gzip", "GZIP", "Gzip"]));
    Some(Draft::answered(context, answer, choices))
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
