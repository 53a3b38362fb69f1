//! Answers of successes, whole or malformed, for the laws on what a client makes of them.

use crate::http::Answer;
use crate::shape::ShapeKind;

use super::super::answer::Context;
use super::super::config::{Config, Corner};
use super::super::draw::Draw;
use super::super::node::{Kind, Node, Object, Spelling, write};
use super::super::text;
use super::{Made, Recipe};

pub(super) const RECIPES: &[(&str, Recipe)] = &[
    ("response.members-decoded", |context, draw| Some(context.any_success(draw).into())),
    ("response.strings-exact", odd_strings),
    ("response.absent-members-absent", few_members),
    ("response.null-is-absent", |context, draw| edited(context, draw, |c, o, d| c.null_out(o, d))),
    ("response.unknown-members-ignored", |context, draw| {
        edited(context, draw, |c, o, d| c.add_unknown(o, d))
    }),
    ("response.member-order-irrelevant", |context, draw| {
        edited(context, draw, |_, output, draw| {
            output.shuffle(draw);
            Some(())
        })
    }),
    ("response.dates-verbatim", |context, draw| edited(context, draw, |c, o, d| c.redate(o, d))),
    ("response.content-type-tolerated", other_content_type),
    ("response.whitespace-tolerated", spaced),
    ("response.malformed-refused", malformed),
    ("response.truncated-refused", truncated),
    ("response.trailing-data-refused", trailed),
    ("response.invalid-utf8-refused", |context, draw| edited(context, draw, invalid_utf8)),
    ("response.wrong-type-refused", |context, draw| edited(context, draw, wrong_type)),
    ("response.not-an-object-refused", no_object),
    ("response.missing-required-survived", |context, draw| edited(context, draw, missing)),
    ("response.deep-nesting-survived", deep),
    ("response.large-survived", large),
    ("response.duplicate-members", |context, draw| edited(context, draw, duplicate)),
    ("response.chunked-decoded", |context, draw| {
        let mut answer = context.any_success(draw);
        context.in_chunks(&mut answer, draw);
        Some(answer.into())
    }),
    ("response.never-invents", few_members),
];

type Edit = fn(&Context<'_>, &mut Node, &mut Draw) -> Option<()>;

/// A success whose output is edited.
fn edited(context: &Context<'_>, draw: &mut Draw, edit: Edit) -> Option<Made> {
    let mut output =
        if draw.percent(50) { context.full_output(draw) } else { context.output(draw) };
    edit(context, &mut output, draw)?;
    Some(context.success(&output, draw).into())
}

fn odd_strings(context: &Context<'_>, draw: &mut Draw) -> Option<Made> {
    let odds = context.config;
    let config =
        Config { odd_texts: odds.odd_texts.max(50), escapes: odds.escapes.max(3), ..*odds };
    let context = Context { config: &config, ..*context };
    let output = context.output(draw);
    Some(context.success(&output, draw).into())
}

fn few_members(context: &Context<'_>, draw: &mut Draw) -> Option<Made> {
    let config = Config { optional: *draw.one(&[0, 25, 50, 75]), ..*context.config };
    let context = Context { config: &config, ..*context };
    Some(context.any_success(draw).into())
}

fn other_content_type(context: &Context<'_>, draw: &mut Draw) -> Option<Made> {
    const TYPES: [&str; 14] = [
        "application/json; charset=utf-8",
        "application/json;charset=UTF-8",
        "application/json; charset=\"utf-8\"",
        "APPLICATION/JSON",
        "Application/Json ; x=y",
        "application/x-amz-json-1.0",
        "application/x-amz-json-1.1",
        "application/vnd.api+json",
        "text/json",
        "text/plain",
        "text/html; charset=utf-8",
        "application/octet-stream",
        "binary/octet-stream",
        "",
    ];
    let mut answer = plain(context, draw);
    let place = match context.config.corner {
        Some(Corner::Choice(choice)) => choice % (TYPES.len() + 1),
        _ => draw.below(TYPES.len() + 1),
    };
    answer.headers = match TYPES.get(place) {
        Some(other) => [("Content-Type", *other)].into_iter().collect(),
        None => crate::http::Headers::new(),
    };
    Some(answer.into())
}

/// A success with nothing odd about its form.
fn plain(context: &Context<'_>, draw: &mut Draw) -> Answer {
    let output = context.output(draw);
    context.success(&output, draw)
}

fn spaced(context: &Context<'_>, draw: &mut Draw) -> Option<Made> {
    let output = context.output(draw);
    let space = *draw.one(&[5, 30, 100]);
    let body = write(&output, Spelling { space }, context.config, draw);
    Some(Answer { body, ..context.success(&output, draw) }.into())
}

/// Faults of the text, each a way in which something that is nearly JSON is none.
fn malformed(context: &Context<'_>, draw: &mut Draw) -> Option<Made> {
    const VALUES: [&str; 26] = [
        "01",
        "-01",
        "+1",
        ".5",
        "1.",
        "1.e5",
        "1e",
        "1e+",
        "-",
        "0x1F",
        "1_000",
        "NaN",
        "Infinity",
        "-Infinity",
        "tru",
        "True",
        "NULL",
        "undefined",
        "'x'",
        "\"\\x41\"",
        "\"\\u12\"",
        "\"\\u12g4\"",
        "\"a\nb\"",
        "\"\t\"",
        "[1,]",
        "{\"a\":1,}",
    ];
    let mut answer = plain(context, draw);
    let body = &mut answer.body;
    let place = |body: &[u8], wanted: u8, draw: &mut Draw| -> Option<usize> {
        let places: Vec<usize> = memchr::memchr_iter(wanted, body).collect();
        if places.is_empty() { None } else { Some(*draw.one(&places)) }
    };
    let choice = match context.config.corner {
        Some(Corner::Choice(choice)) => choice % 12,
        _ => draw.below(12),
    };
    match choice {
        0..=4 => {
            // In a member that is skipped: what is not looked at must be right as well.
            let value = match context.config.corner {
                Some(Corner::Value(value)) => VALUES[value % VALUES.len()],
                _ => *draw.one(&VALUES),
            };
            let member = format!("\"New\":{value},");
            body.splice(1..1, member.bytes());
        }
        5 => drop(body.remove(place(body, b':', draw)?)),
        6 => drop(body.remove(place(body, b',', draw)?)),
        7 => {
            let at = place(body, b',', draw)?;
            body.insert(at, b',');
        }
        8 => {
            let at = place(body, b'}', draw)?;
            body[at] = b']';
        }
        9 => {
            let at = place(body, b'"', draw)?;
            body[at] = b'\'';
        }
        10 => drop(body.splice(1..1, b"/* */".iter().copied())),
        _ => {
            let at = draw.below(body.len());
            body[at] = *draw.one(b"\0\x0B\x1F,:;=@}{][()+x");
        }
    }
    Some(answer.into())
}

/// A body that ends inside its value, though its framing says that it is whole.
fn truncated(context: &Context<'_>, draw: &mut Draw) -> Option<Made> {
    let mut answer = plain(context, draw);
    let length = answer.body.len();
    let kept = match context.config.corner {
        Some(Corner::Split(kept, _)) => kept,
        Some(Corner::Choice(less)) => length.saturating_sub(less + 1),
        _ => draw.within(1, length.saturating_sub(1)),
    };
    answer.body.truncate(kept.min(length - 1));
    if draw.percent(30) {
        context.in_chunks(&mut answer, draw);
    }
    Some(answer.into())
}

fn trailed(context: &Context<'_>, draw: &mut Draw) -> Option<Made> {
    const TRAILS: [&[u8]; 14] = [
        b"x",
        b"{}",
        b"null",
        b" 1",
        b",",
        b"}",
        b"]",
        b"\"",
        b";",
        b"\0",
        b"\n{\"a\":1}",
        b"//",
        b"<!-- -->",
        b"\x0C",
    ];
    let mut answer = plain(context, draw);
    let trail = match context.config.corner {
        Some(Corner::Choice(choice)) => TRAILS[choice % TRAILS.len()],
        _ => *draw.one(&TRAILS),
    };
    if draw.percent(30) {
        answer.body.extend_from_slice(b" \n");
    }
    answer.body.extend_from_slice(trail);
    Some(answer.into())
}

fn invalid_utf8(context: &Context<'_>, output: &mut Node, draw: &mut Draw) -> Option<()> {
    const BYTES: [&[u8]; 10] = [
        b"\xFF",
        b"\x80",
        b"\xC0\xAF",
        b"\xC3",
        b"\xE2\x82",
        b"\xED\xA0\x80",
        b"\xF0\x9F\x98",
        b"\xF4\x90\x80\x80",
        b"\xF8\x88\x80\x80\x80",
        b"caf\xE9",
    ];
    let bytes = match context.config.corner {
        Some(Corner::Choice(choice)) => BYTES[choice % BYTES.len()],
        _ => *draw.one(&BYTES),
    };
    let raw = [b"\"a".as_slice(), bytes, b"z\""].concat();
    if draw.percent(40) {
        // In a member that is skipped.
        let object = context.structure(output, draw)?;
        object.insert("New", Node::Raw(raw), context.config, draw);
        return Some(());
    }
    *output.one(draw, |node| matches!(node, Node::Text(_)))? = Node::Raw(raw);
    Some(())
}

/// Puts a value of another JSON type into a member's place.
fn wrong_type(context: &Context<'_>, output: &mut Node, draw: &mut Draw) -> Option<()> {
    let model = context.contract.model();
    let (no_text, text) = (context.maker().no_text(draw), Node::text(text::usual("status", draw)));
    let object = context.structure(output, draw)?;
    let shape = object.shape?;
    if object.members.is_empty() {
        return None;
    }
    let place = draw.below(object.members.len());
    let (name, value) = &mut object.members[place];
    let member = model.members(shape).iter().find(|member| member.wire_name() == *name)?;
    *value = match model.kind(member.target) {
        ShapeKind::String | ShapeKind::Enum(_) => no_text,
        ShapeKind::Structure(_) if draw.percent(50) => Node::raw(*draw.one(&["[]", "7", "true"])),
        ShapeKind::Document | ShapeKind::Union(_) => return None,
        _ => text,
    };
    Some(())
}

fn no_object(context: &Context<'_>, draw: &mut Draw) -> Option<Made> {
    let mut answer = plain(context, draw);
    let value = match draw.below(4) {
        0 => [b"[".as_slice(), &answer.body, b"]"].concat(),
        1 => write(
            &Node::Text(text::odd(context.config, draw)),
            Spelling::default(),
            context.config,
            draw,
        ),
        _ => match context.maker().anything(draw) {
            Node::Raw(bytes) => bytes,
            _ => b"null".to_vec(),
        },
    };
    answer.body = value;
    Some(answer.into())
}

/// Leaves out, or makes null, a required member that is no union.
fn missing(context: &Context<'_>, output: &mut Node, draw: &mut Draw) -> Option<()> {
    let model = context.contract.model();
    let required = |object: &Object| -> Vec<usize> {
        let members = object.shape.map(|shape| model.members(shape)).unwrap_or_default();
        let is = |name: &str| {
            members.iter().any(|member| member.traits.required && member.wire_name() == name)
        };
        let names = object.members.iter().enumerate();
        names.filter(|(_, (name, _))| is(name)).map(|(place, _)| place).collect()
    };
    let has = |node: &Node| match node {
        Node::Object(object) => object.is(Kind::Structure, model) && !required(object).is_empty(),
        _ => false,
    };
    let Some(Node::Object(object)) = output.one(draw, has) else { return None };
    let place = *draw.one(&required(object));
    if draw.percent(30) {
        object.members[place].1 = Node::raw("null");
    } else {
        object.members.remove(place);
    }
    Some(())
}

/// Deep values in a member that is skipped: most are as deep as every client must read.
fn deep(context: &Context<'_>, draw: &mut Draw) -> Option<Made> {
    let mut output = context.output(draw);
    let depth = match context.config.corner {
        Some(Corner::Choice(choice)) => {
            [33, 34, 63, 64, 65, 95, 97, 98, 99, 127, 128, 129][choice % 12]
        }
        _ if draw.percent(5) => draw.within(1_000, 5_000),
        _ if draw.percent(20) => draw.within(100, 300),
        _ => draw.within(33, 98),
    };
    let (open, close) = *draw.one(&[("[", "]"), ("{\"a\":", "}"), ("[{\"__type\":", "}]")]);
    let inner = *draw.one(&["0", "null", "\"x\"", "{}"]);
    let value = format!("{}{inner}{}", open.repeat(depth), close.repeat(depth));
    context.structure(&mut output, draw)?.insert("New", Node::raw(&value), context.config, draw);
    Some(context.success(&output, draw).into())
}

/// Past the size of ordinary answers: a long text, or many members, most only a little past it.
fn large(context: &Context<'_>, draw: &mut Draw) -> Option<Made> {
    let mut output = context.output(draw);
    let length = match draw.below(200) {
        0 => 1 << 20,
        1..=20 => draw.within(65_536, 300_000),
        _ => draw.within(65_400, 66_000),
    };
    let long = Node::Text(draw.one(&["x", "é", "\u{1F600}"]).repeat(length / 2));
    let (count, item) = (draw.within(1_001, 1_600), *draw.one(&["0,", "null,", "\"\",", "{},"]));
    let many = Node::raw(&format!("[{}1]", item.repeat(count)));
    let members = (0..count).map(|number| (format!("m{number}"), Node::raw("0")));
    match draw.below(4) {
        0 => {
            *output
                .one(draw, |node| matches!(node, Node::Text(text) if !text.starts_with("20")))? =
                long
        }
        1 => context.structure(&mut output, draw)?.insert("New", long, context.config, draw),
        2 => context.structure(&mut output, draw)?.insert("New", many, context.config, draw),
        _ => context.structure(&mut output, draw)?.members.extend(members),
    }
    Some(context.success(&output, draw).into())
}

fn duplicate(context: &Context<'_>, output: &mut Node, draw: &mut Draw) -> Option<()> {
    let object = context.structure(output, draw)?;
    if object.members.is_empty() {
        return None;
    }
    let place = draw.below(object.members.len());
    let (name, value) = object.members[place].clone();
    let other = match &value {
        Node::Text(text) if draw.percent(70) => Node::Text(format!("{text}2")),
        _ => value,
    };
    object.insert(name, other, context.config, draw);
    Some(())
}
