//! Answers for the laws on errors.

use crate::generate::answer::insert;
use crate::generate::config::Config;
use crate::generate::draw::Draw;
use crate::generate::error::{
    ErrorParts, MESSAGES, NAMESPACES, SPELLINGS, STATUSES, SUFFIXES, UNKNOWN, listed, some_name,
};
use crate::generate::scene::{Draft, Scene};
use crate::generate::text::{LENGTHS, ODD, long, odd};
use crate::generate::tree::Spelled;
use crate::http::Answer;

use super::response::nth;
use super::{Recipe, recipe};

pub(super) const RECIPES: &[Recipe] = &[
    recipe("error.modeled", |scene| vec![errors(scene), 6, 4], modeled),
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
        |scene| vec![errors(scene), STATUSES.len(), 3],
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

fn errors(scene: &Scene) -> usize {
    scene.errors().len()
}

/// A name by its index: one that the operation lists, or another.
fn name_at(scene: &Scene, index: usize) -> String {
    match scene.errors().get(index) {
        Some((name, _)) => name.clone(),
        None => nth(UNKNOWN, index).copied().unwrap_or("TeapotException").to_owned(),
    }
}

fn done(scene: &Scene, config: &Config, mut parts: ErrorParts, draw: &mut Draw) -> Option<Draft> {
    parts.furnish(scene, config, draw);
    let answer = parts.answer(config, draw);
    Some(Draft::answered(scene, answer, draw))
}

/// A plain error answer, for other laws.
pub(super) fn plain(scene: &Scene, draw: &mut Draw) -> Option<Answer> {
    let mut parts = ErrorParts::new(400);
    if let Some((name, status)) = listed(scene, draw.below(100)) {
        parts.status = status;
        parts.source(draw.below(3), name);
    }
    parts.text("message", nth(MESSAGES, draw.below(4)).copied().unwrap_or_default());
    Some(parts.answer(&Config::realistic(), draw))
}

fn modeled(scene: &Scene, config: &Config, draw: &mut Draw, at: &[usize]) -> Option<Draft> {
    let (name, status) = listed(scene, at[0])?;
    let mut parts = ErrorParts::new(status);
    parts.source(at[1], name);
    done(scene, config, parts, draw)
}

fn status_at(index: usize) -> u16 {
    nth(STATUSES, index).copied().unwrap_or(400)
}

fn from_header(scene: &Scene, config: &Config, draw: &mut Draw, at: &[usize]) -> Option<Draft> {
    let name = name_at(scene, at[0]);
    let mut parts = ErrorParts::new(status_at(at[1]));
    // Alone, or with the body of one mind.
    parts.source([0, 3, 5][at[2] % 3], &name);
    if at[2] == 3 {
        parts.instead = Some((Vec::new(), ""));
        let answer = parts.answer(config, draw);
        return Some(Draft::answered(scene, answer, draw));
    }
    done(scene, config, parts, draw)
}

fn from_code(scene: &Scene, config: &Config, draw: &mut Draw, at: &[usize]) -> Option<Draft> {
    let name = name_at(scene, at[0]);
    let mut parts = ErrorParts::new(status_at(at[1]));
    parts.source([1, 4][at[2] % 2], &name);
    done(scene, config, parts, draw)
}

fn from_type(scene: &Scene, config: &Config, draw: &mut Draw, at: &[usize]) -> Option<Draft> {
    let name = name_at(scene, at[0]);
    let mut parts = ErrorParts::new(status_at(at[1]));
    parts.source(2, &name);
    done(scene, config, parts, draw)
}

fn suffix(scene: &Scene, config: &Config, draw: &mut Draw, at: &[usize]) -> Option<Draft> {
    let mut value = name_at(scene, at[0]) + nth(SUFFIXES, at[1])?;
    if draw.chance(20) {
        value = nth(NAMESPACES, draw.below(9)).copied().unwrap_or_default().to_owned() + &value;
    }
    let mut parts = ErrorParts::new(status_at(draw.below(60)));
    parts.source(at[2], &value);
    done(scene, config, parts, draw)
}

fn namespace(scene: &Scene, config: &Config, draw: &mut Draw, at: &[usize]) -> Option<Draft> {
    let mut value = (*nth(NAMESPACES, at[1])?).to_owned() + &name_at(scene, at[0]);
    if draw.chance(20) {
        value.push_str(nth(SUFFIXES, draw.below(9)).copied().unwrap_or_default());
    }
    let mut parts = ErrorParts::new(status_at(draw.below(60)));
    parts.source(at[2], &value);
    done(scene, config, parts, draw)
}

fn header_wins(scene: &Scene, config: &Config, draw: &mut Draw, at: &[usize]) -> Option<Draft> {
    let mut parts = ErrorParts::new(status_at(draw.below(60)));
    parts.header(name_at(scene, at[0]));
    let other = name_at(scene, at[1]);
    match at[2] {
        0 => parts.text("code", other),
        1 => parts.text("__type", other),
        _ => {
            parts.text("code", other);
            parts.text("__type", some_name(scene, draw));
        }
    }
    done(scene, config, parts, draw)
}

fn header_case(scene: &Scene, config: &Config, draw: &mut Draw, at: &[usize]) -> Option<Draft> {
    let mut parts = ErrorParts::new(status_at(draw.below(60)));
    let spelling = match nth(SPELLINGS, at[1]) {
        Some(spelling) if at[1] < SPELLINGS.len() => (*spelling).to_owned(),
        _ => {
            let letters = SPELLINGS[0].chars();
            let any = |c: char| {
                if draw.chance(50) { c.to_ascii_uppercase() } else { c.to_ascii_lowercase() }
            };
            letters.map(any).collect()
        }
    };
    parts.header = Some((spelling, name_at(scene, at[0])));
    done(scene, config, parts, draw)
}

fn nested(scene: &Scene, config: &Config, draw: &mut Draw, at: &[usize]) -> Option<Draft> {
    let mut parts = ErrorParts::new(status_at(draw.below(60)));
    if at[1] > 0 {
        parts.source(at[1], &some_name(scene, draw));
    }
    let name = draw.pick(&["code", "__type"]).to_owned();
    let inside = Spelled::Object(vec![(name, Spelled::Text(name_at(scene, at[0])))]);
    let value = match at[2] {
        0 => inside,
        1 => Spelled::Array(vec![inside]),
        2 => Spelled::Object(vec![("a".to_owned(), inside)]),
        3 => Spelled::Array(vec![Spelled::Array(vec![Spelled::raw("1"), inside])]),
        _ => Spelled::Object(vec![
            ("message".to_owned(), Spelled::raw("0")),
            ("b".to_owned(), inside),
        ]),
    };
    let around = draw.pick(&["error", "Error", "details", "cause", "reasons", "x"]);
    insert(&mut parts.members, around.to_owned(), value, draw);
    done(scene, config, parts, draw)
}

fn unlisted(scene: &Scene, config: &Config, draw: &mut Draw, at: &[usize]) -> Option<Draft> {
    let name = match draw.chance(20) {
        true => format!("{}{}", some_name(scene, draw), draw.between(2, 99)),
        false => (*nth(UNKNOWN, at[0])?).to_owned(),
    };
    let mut parts = ErrorParts::new(status_at(at[2]));
    parts.source(at[1], &name);
    done(scene, config, parts, draw)
}

fn no_code(scene: &Scene, config: &Config, draw: &mut Draw, at: &[usize]) -> Option<Draft> {
    let mut parts = ErrorParts::new(status_at(at[0]));
    match at[1] {
        0 => parts.instead = Some((Vec::new(), "application/json")),
        1 => parts.instead = Some((b"<html>502</html>".to_vec(), "text/html")),
        2 => parts.text("Type", "Client"),
        3 => parts.text("errorCode", some_name(scene, draw)),
        4 => parts.text("error", some_name(scene, draw)),
        // The name stands in a text alone.
        5 => parts.text("message", some_name(scene, draw)),
        6 => parts.text("x-amzn-errortype", some_name(scene, draw)),
        _ => {}
    }
    done(scene, config, parts, draw)
}

fn other_status(scene: &Scene, config: &Config, draw: &mut Draw, at: &[usize]) -> Option<Draft> {
    let (name, _) = listed(scene, at[0])?;
    let mut parts = ErrorParts::new(status_at(at[1]));
    parts.source(at[2], name);
    done(scene, config, parts, draw)
}

fn status_kept(scene: &Scene, config: &Config, draw: &mut Draw, at: &[usize]) -> Option<Draft> {
    let status = match draw.chance(10) {
        true => draw.pick(&[300, 301, 302, 303, 305, 307, 308, 399]),
        false => 400 + (at[0] % 200) as u16,
    };
    let mut parts = ErrorParts::new(status);
    match at[1] {
        6 => parts.instead = Some((b"not json".to_vec(), "text/plain")),
        index => parts.source(index, &some_name(scene, draw)),
    }
    done(scene, config, parts, draw)
}

const TEXTS: usize = ODD.len() + LENGTHS.len() + MESSAGES.len();

fn message(
    scene: &Scene,
    config: &Config,
    draw: &mut Draw,
    at: &[usize],
    name: &str,
) -> Option<Draft> {
    let lengths = at[0].wrapping_sub(ODD.len());
    let text = match (ODD.get(at[0]), LENGTHS.get(lengths)) {
        _ if draw.chance(30) => odd(draw),
        (Some(text), _) => (*text).to_owned(),
        (None, Some(length)) => long(*length, draw),
        (None, None) => (*nth(MESSAGES, at[0])?).to_owned(),
    };
    let mut parts = ErrorParts::new(status_at(draw.below(60)));
    parts.source(at[1], &some_name(scene, draw));
    insert(&mut parts.members, name.to_owned(), Spelled::Text(text), draw);
    done(scene, config, parts, draw)
}

fn empty_body(scene: &Scene, config: &Config, draw: &mut Draw, at: &[usize]) -> Option<Draft> {
    let mut parts = ErrorParts::new(status_at(at[0]));
    parts.instead =
        Some((Vec::new(), if at[1].is_multiple_of(2) { "application/json" } else { "" }));
    if at[1] >= 2 {
        parts.header(some_name(scene, draw));
    }
    let answer = parts.answer(config, draw);
    Some(Draft::answered(scene, answer, draw))
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

fn not_json(scene: &Scene, config: &Config, draw: &mut Draw, at: &[usize]) -> Option<Draft> {
    let (body, told) = nth(BODIES, at[0])?;
    let mut body = body.to_vec();
    if draw.chance(40) {
        // Somewhere in it.
        let place = draw.below(body.len() + 1);
        let more = odd(draw);
        body.splice(place..place, more.bytes());
    }
    let mut parts = ErrorParts::new(status_at(at[1]));
    parts.instead = Some((body, told));
    if at[2] > 2 {
        parts.header(some_name(scene, draw));
    }
    let answer = parts.answer(config, draw);
    Some(Draft::answered(scene, answer, draw))
}

fn code_before_type(
    scene: &Scene,
    config: &Config,
    draw: &mut Draw,
    at: &[usize],
) -> Option<Draft> {
    let mut parts = ErrorParts::new(status_at(draw.below(60)));
    parts.text("code", name_at(scene, at[0]));
    let other = Spelled::Text(name_at(scene, at[1]));
    // Before it, behind it, or anywhere.
    match at[2] {
        0 => parts.members.insert(0, ("__type".to_owned(), other)),
        1 => parts.members.push(("__type".to_owned(), other)),
        _ => insert(&mut parts.members, "__type".to_owned(), other, draw),
    }
    done(scene, config, parts, draw)
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

fn whitespace(scene: &Scene, config: &Config, draw: &mut Draw, at: &[usize]) -> Option<Draft> {
    let (before, behind) = nth(WHITE, at[1])?;
    let mut value = name_at(scene, at[0]);
    if at[2] == 1 {
        value.push_str(":http://x/");
    }
    if at[2] == 2 {
        value.insert_str(0, "a.b#");
    }
    let mut parts = ErrorParts::new(status_at(draw.below(60)));
    parts.header(format!("{before}{value}{behind}"));
    done(scene, config, parts, draw)
}

fn never_success(scene: &Scene, config: &Config, draw: &mut Draw, at: &[usize]) -> Option<Draft> {
    let status = match at[0].checked_sub(STATUSES.len()) {
        None => STATUSES[at[0]],
        Some(at) => nth(&[300, 303, 307, 600], at).copied().unwrap_or(500),
    };
    let mut parts = ErrorParts::new(status);
    match at[1] {
        // The body of a success.
        0..3 => {
            let body = scene.body(config, draw)?.write(Default::default(), draw);
            parts.instead = Some((body, "application/json"));
        }
        3 => parts.instead = Some((b"{}".to_vec(), "application/json")),
        4 => parts.instead = Some((Vec::new(), "")),
        index => parts.source(index, &some_name(scene, draw)),
    }
    let mut draft = done(scene, config, parts, draw)?;
    if draw.chance(5) {
        super::wire::break_off(&mut draft.answer, draw);
    }
    Some(draft)
}
