//! Answers for the policies on errors.

use crate::generate::answer::insert;
use crate::generate::choices::Choices;
use crate::generate::config::Config;
use crate::generate::context::{Context, Draft};
use crate::generate::error::{
    ErrorParts, MESSAGES, NAMESPACES, SPELLINGS, STATUSES, SUFFIXES, UNKNOWN, listed, some_name,
};
use crate::generate::text::{LENGTHS, ODD, long, odd};
use crate::generate::tree::RawTree;
use crate::http::Answer;

use super::response::nth;
use super::{Recipe, recipe};

pub(super) const RECIPES: &[Recipe] = &[
    recipe("error.modeled", |context| vec![errors(context), 6, 4], modeled),
    recipe("error.from-header", |_| vec![NAMES, STATUSES.len(), 6], from_header),
    recipe("error.from-code", |_| vec![NAMES, STATUSES.len(), 6], from_code),
    recipe("error.from-type", |_| vec![NAMES, STATUSES.len(), 6], from_type),
    recipe("error.uri-suffix-stripped", |_| vec![NAMES, SUFFIXES.len(), 3], suffix),
    recipe("error.namespace-stripped", |_| vec![NAMES, NAMESPACES.len(), 3], namespace),
    recipe("error.header-wins", |_| vec![NAMES, NAMES, 3], header_wins),
    recipe("error.header-name-any-case", |_| vec![NAMES, 12, 4], header_case),
    recipe("error.nested-type-ignored", |_| vec![NAMES, 6, 5], nested),
    recipe("error.unknown-code-generic", |_| vec![UNKNOWN.len(), 6, STATUSES.len()], unlisted),
    recipe("error.no-code-generic", |_| vec![STATUSES.len(), 8], no_code),
    recipe("error.code-not-made-up", |_| vec![STATUSES.len(), 8], no_code),
    recipe(
        "error.status-independent",
        |context| vec![errors(context), STATUSES.len(), 3],
        other_status,
    ),
    recipe("error.status-kept", |_| vec![200, 7], status_kept),
    recipe("error.message-kept", |_| vec![TEXTS, 6], |s, c, d, a| message(s, c, d, a, "message")),
    recipe(
        "error.message-any-case",
        |_| vec![TEXTS, 6],
        |s, c, d, a| message(s, c, d, a, "Message"),
    ),
    recipe("error.empty-body-survived", |_| vec![STATUSES.len(), 6], empty_body),
    recipe("error.not-json-survived", |_| vec![BODIES.len(), STATUSES.len(), 5], not_json),
    recipe("error.code-before-type", |_| vec![NAMES, NAMES, 3], code_before_type),
    recipe("error.header-whitespace-ignored", |_| vec![NAMES, WHITE.len(), 3], whitespace),
    recipe("error.never-success", |_| vec![STATUSES.len() + 4, 10], never_success),
];

/// How many names there are along an axis of names: listed ones come first.
const NAMES: usize = 12;

fn errors(context: &Context) -> usize {
    context.errors().len()
}

/// A name by its index: one that the operation lists, or another.
fn name_at(context: &Context, index: usize) -> String {
    match context.errors().get(index) {
        Some((name, _)) => name.clone(),
        None => nth(UNKNOWN, index).copied().unwrap_or("TeapotException").to_owned(),
    }
}

fn done(
    context: &Context,
    config: &Config,
    mut parts: ErrorParts,
    choices: &mut Choices,
) -> Option<Draft> {
    parts.furnish(context, config, choices);
    let answer = parts.answer(config, choices);
    Some(Draft::answered(context, answer, choices))
}

/// A plain error answer, for other policies.
pub(super) fn plain(context: &Context, choices: &mut Choices) -> Option<Answer> {
    let mut parts = ErrorParts::new(400);
    if let Some((name, status)) = listed(context, choices.below(100)) {
        parts.status = status;
        parts.source(choices.below(3), name);
    }
    parts.text("message", nth(MESSAGES, choices.below(4)).copied().unwrap_or_default());
    Some(parts.answer(&Config::realistic(), choices))
}

fn modeled(
    context: &Context,
    config: &Config,
    choices: &mut Choices,
    at: &[usize],
) -> Option<Draft> {
    let (name, status) = listed(context, at[0])?;
    let mut parts = ErrorParts::new(status);
    parts.source(at[1], name);
    done(context, config, parts, choices)
}

fn status_at(index: usize) -> u16 {
    nth(STATUSES, index).copied().unwrap_or(400)
}

fn from_header(
    context: &Context,
    config: &Config,
    choices: &mut Choices,
    at: &[usize],
) -> Option<Draft> {
    let name = name_at(context, at[0]);
    let mut parts = ErrorParts::new(status_at(at[1]));
    // Alone, or with the body of one mind.
    parts.source([0, 3, 5][at[2] % 3], &name);
    if at[2] == 3 {
        parts.instead = Some((Vec::new(), ""));
        let answer = parts.answer(config, choices);
        return Some(Draft::answered(context, answer, choices));
    }
    done(context, config, parts, choices)
}

fn from_code(
    context: &Context,
    config: &Config,
    choices: &mut Choices,
    at: &[usize],
) -> Option<Draft> {
    let name = name_at(context, at[0]);
    let mut parts = ErrorParts::new(status_at(at[1]));
    parts.source([1, 4][at[2] % 2], &name);
    done(context, config, parts, choices)
}

fn from_type(
    context: &Context,
    config: &Config,
    choices: &mut Choices,
    at: &[usize],
) -> Option<Draft> {
    let name = name_at(context, at[0]);
    let mut parts = ErrorParts::new(status_at(at[1]));
    parts.source(2, &name);
    done(context, config, parts, choices)
}

fn suffix(
    context: &Context,
    config: &Config,
    choices: &mut Choices,
    at: &[usize],
) -> Option<Draft> {
    let mut value = name_at(context, at[0]) + nth(SUFFIXES, at[1])?;
    if choices.chance(20) {
        value = nth(NAMESPACES, choices.below(9)).copied().unwrap_or_default().to_owned() + &value;
    }
    let mut parts = ErrorParts::new(status_at(choices.below(60)));
    parts.source(at[2], &value);
    done(context, config, parts, choices)
}

fn namespace(
    context: &Context,
    config: &Config,
    choices: &mut Choices,
    at: &[usize],
) -> Option<Draft> {
    let mut value = (*nth(NAMESPACES, at[1])?).to_owned() + &name_at(context, at[0]);
    if choices.chance(20) {
        value.push_str(nth(SUFFIXES, choices.below(9)).copied().unwrap_or_default());
    }
    let mut parts = ErrorParts::new(status_at(choices.below(60)));
    parts.source(at[2], &value);
    done(context, config, parts, choices)
}

fn header_wins(
    context: &Context,
    config: &Config,
    choices: &mut Choices,
    at: &[usize],
) -> Option<Draft> {
    let mut parts = ErrorParts::new(status_at(choices.below(60)));
    parts.header(name_at(context, at[0]));
    let other = name_at(context, at[1]);
    match at[2] {
        0 => parts.text("code", other),
        1 => parts.text("__type", other),
        _ => {
            parts.text("code", other);
            parts.text("__type", some_name(context, choices));
        }
    }
    done(context, config, parts, choices)
}

fn header_case(
    context: &Context,
    config: &Config,
    choices: &mut Choices,
    at: &[usize],
) -> Option<Draft> {
    let mut parts = ErrorParts::new(status_at(choices.below(60)));
    let spelling = match nth(SPELLINGS, at[1]) {
        Some(spelling) if at[1] < SPELLINGS.len() => (*spelling).to_owned(),
        _ => {
            let letters = SPELLINGS[0].chars();
            let any = |c: char| {
                if choices.chance(50) { c.to_ascii_uppercase() } else { c.to_ascii_lowercase() }
            };
            letters.map(any).collect()
        }
    };
    parts.header = Some((spelling, name_at(context, at[0])));
    done(context, config, parts, choices)
}

fn nested(
    context: &Context,
    config: &Config,
    choices: &mut Choices,
    at: &[usize],
) -> Option<Draft> {
    let mut parts = ErrorParts::new(status_at(choices.below(60)));
    if at[1] > 0 {
        parts.source(at[1], &some_name(context, choices));
    }
    let name = choices.pick(&["code", "__type"]).to_owned();
    let inside = RawTree::Object(vec![(name, RawTree::Text(name_at(context, at[0])))]);
    let value = match at[2] {
        0 => inside,
        1 => RawTree::Array(vec![inside]),
        2 => RawTree::Object(vec![("a".to_owned(), inside)]),
        3 => RawTree::Array(vec![RawTree::Array(vec![RawTree::raw("1"), inside])]),
        _ => RawTree::Object(vec![
            ("message".to_owned(), RawTree::raw("0")),
            ("b".to_owned(), inside),
        ]),
    };
    let around = choices.pick(&["error", "Error", "details", "cause", "reasons", "x"]);
    insert(&mut parts.members, around.to_owned(), value, choices);
    done(context, config, parts, choices)
}

fn unlisted(
    context: &Context,
    config: &Config,
    choices: &mut Choices,
    at: &[usize],
) -> Option<Draft> {
    let name = match choices.chance(20) {
        true => format!("{}{}", some_name(context, choices), choices.between(2, 99)),
        false => (*nth(UNKNOWN, at[0])?).to_owned(),
    };
    let mut parts = ErrorParts::new(status_at(at[2]));
    parts.source(at[1], &name);
    done(context, config, parts, choices)
}

fn no_code(
    context: &Context,
    config: &Config,
    choices: &mut Choices,
    at: &[usize],
) -> Option<Draft> {
    let mut parts = ErrorParts::new(status_at(at[0]));
    match at[1] {
        0 => parts.instead = Some((Vec::new(), "application/json")),
        1 => parts.instead = Some((b"<html>502</html>".to_vec(), "text/html")),
        2 => parts.text("Type", "Client"),
        3 => parts.text("errorCode", some_name(context, choices)),
        4 => parts.text("error", some_name(context, choices)),
        // The name stands in a text alone.
        5 => parts.text("message", some_name(context, choices)),
        6 => parts.text("x-amzn-errortype", some_name(context, choices)),
        _ => {}
    }
    done(context, config, parts, choices)
}

fn other_status(
    context: &Context,
    config: &Config,
    choices: &mut Choices,
    at: &[usize],
) -> Option<Draft> {
    let (name, _) = listed(context, at[0])?;
    let mut parts = ErrorParts::new(status_at(at[1]));
    parts.source(at[2], name);
    done(context, config, parts, choices)
}

fn status_kept(
    context: &Context,
    config: &Config,
    choices: &mut Choices,
    at: &[usize],
) -> Option<Draft> {
    let status = match choices.chance(10) {
        true => choices.pick(&[300, 301, 302, 303, 305, 307, 308, 399]),
        false => 400 + (at[0] % 200) as u16,
    };
    let mut parts = ErrorParts::new(status);
    match at[1] {
        6 => parts.instead = Some((b"not json".to_vec(), "text/plain")),
        index => parts.source(index, &some_name(context, choices)),
    }
    done(context, config, parts, choices)
}

const TEXTS: usize = ODD.len() + LENGTHS.len() + MESSAGES.len();

fn message(
    context: &Context,
    config: &Config,
    choices: &mut Choices,
    at: &[usize],
    name: &str,
) -> Option<Draft> {
    let lengths = at[0].wrapping_sub(ODD.len());
    let text = match (ODD.get(at[0]), LENGTHS.get(lengths)) {
        _ if choices.chance(30) => odd(choices),
        (Some(text), _) => (*text).to_owned(),
        (None, Some(length)) => long(*length, choices),
        (None, None) => (*nth(MESSAGES, at[0])?).to_owned(),
    };
    let mut parts = ErrorParts::new(status_at(choices.below(60)));
    parts.source(at[1], &some_name(context, choices));
    insert(&mut parts.members, name.to_owned(), RawTree::Text(text), choices);
    done(context, config, parts, choices)
}

fn empty_body(
    context: &Context,
    config: &Config,
    choices: &mut Choices,
    at: &[usize],
) -> Option<Draft> {
    let mut parts = ErrorParts::new(status_at(at[0]));
    parts.instead =
        Some((Vec::new(), if at[1].is_multiple_of(2) { "application/json" } else { "" }));
    if at[1] >= 2 {
        parts.header(some_name(context, choices));
    }
    let answer = parts.answer(config, choices);
    Some(Draft::answered(context, answer, choices))
}

/// Bodies of errors that are no objects, and what they are said to be.
const BODIES: &[(&[u8], &str)] = &[
    (b"<html><body><h1>502 Bad Gateway</h1></body></html>", "text/html"),
    (b"<?xml version=\"1.0\"?><Error><Code>Conflict</Code></Error>", "application/xml"),
    (b"Service Unavailable", "text/plain"),
    (b"upstream connect error", ""),
    (b"{", "application/json"),
    (b"{\"code\":", "application/json"),
    (b"{\"code\":\"ConflictException\"", "application/json"),
    (b"{code:1}", "application/json"),
    (b"{}x", "application/json"),
    (b"null", "application/json"),
    (b"true", "application/json"),
    (b"0", "application/json"),
    (b"\"ConflictException\"", "application/json"),
    (b"[]", "application/json"),
    (b"[{\"code\":\"ConflictException\"}]", "application/json"),
    (b" ", "application/json"),
    (b"\n\n", "text/plain"),
    (b"\0\0\0\0", "application/octet-stream"),
    (b"\xff\xfe\x00\xd8", "application/json"),
    (b"\x1f\x8b\x08\x00\x00", "application/json"),
    (b"{\"message\":\"\xff\"}", "application/json"),
    (b"{'code':'x'}", "application/json"),
    (b"NaN", "application/json"),
    (b"'", "text/plain"),
];

fn not_json(
    context: &Context,
    config: &Config,
    choices: &mut Choices,
    at: &[usize],
) -> Option<Draft> {
    let (body, told) = nth(BODIES, at[0])?;
    let mut body = body.to_vec();
    if choices.chance(40) {
        // Somewhere in it.
        let place = choices.below(body.len() + 1);
        let more = odd(choices);
        body.splice(place..place, more.bytes());
    }
    let mut parts = ErrorParts::new(status_at(at[1]));
    parts.instead = Some((body, told));
    if at[2] > 2 {
        parts.header(some_name(context, choices));
    }
    let answer = parts.answer(config, choices);
    Some(Draft::answered(context, answer, choices))
}

fn code_before_type(
    context: &Context,
    config: &Config,
    choices: &mut Choices,
    at: &[usize],
) -> Option<Draft> {
    let mut parts = ErrorParts::new(status_at(choices.below(60)));
    parts.text("code", name_at(context, at[0]));
    let other = RawTree::Text(name_at(context, at[1]));
    // Before it, behind it, or anywhere.
    match at[2] {
        0 => parts.members.insert(0, ("__type".to_owned(), other)),
        1 => parts.members.push(("__type".to_owned(), other)),
        _ => insert(&mut parts.members, "__type".to_owned(), other, choices),
    }
    done(context, config, parts, choices)
}

/// What stands before and behind the value of a header.
const WHITE: &[(&str, &str)] = &[
    (" ", ""),
    ("", " "),
    (" ", " "),
    ("\t", ""),
    ("", "\t"),
    ("\t", "\t"),
    ("   ", ""),
    ("", "     "),
    (" \t ", "\t \t"),
];

fn whitespace(
    context: &Context,
    config: &Config,
    choices: &mut Choices,
    at: &[usize],
) -> Option<Draft> {
    let (before, behind) = nth(WHITE, at[1])?;
    let mut value = name_at(context, at[0]);
    if at[2] == 1 {
        value.push_str(":http://x/");
    }
    if at[2] == 2 {
        value.insert_str(0, "a.b#");
    }
    let mut parts = ErrorParts::new(status_at(choices.below(60)));
    parts.header(format!("{before}{value}{behind}"));
    done(context, config, parts, choices)
}

fn never_success(
    context: &Context,
    config: &Config,
    choices: &mut Choices,
    at: &[usize],
) -> Option<Draft> {
    let status = match at[0].checked_sub(STATUSES.len()) {
        None => STATUSES[at[0]],
        Some(at) => nth(&[300, 303, 307, 600], at).copied().unwrap_or(500),
    };
    let mut parts = ErrorParts::new(status);
    match at[1] {
        // The body of a success.
        0..3 => {
            let body = context.body(config, choices)?.write(Default::default(), choices);
            parts.instead = Some((body, "application/json"));
        }
        3 => parts.instead = Some((b"{}".to_vec(), "application/json")),
        4 => parts.instead = Some((Vec::new(), "")),
        index => parts.source(index, &some_name(context, choices)),
    }
    let mut draft = done(context, config, parts, choices)?;
    if choices.chance(5) {
        super::wire::break_off(&mut draft.answer, choices);
    }
    Some(draft)
}
