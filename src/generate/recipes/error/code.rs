//! Errors whose code is of interest: where it stands, how it is spelled, and that it is missing.

use crate::generate::answer::insert;
use crate::generate::choices::Choices;
use crate::generate::config::Config;
use crate::generate::context::{Context, Draft};
use crate::generate::error::{
    ErrorParts, NAMESPACES, SPELLINGS, STATUSES, SUFFIXES, UNKNOWN, listed, some_name,
};
use crate::generate::tree::RawTree;
use crate::json::Json;

use super::super::{Recipe, nth, recipe};
use super::{done, errors, name_at, status_at};

/// How many names there are along an axis of names: listed ones come first.
const NAMES: usize = 12;

pub(in crate::generate::recipes) fn modeled() -> Recipe {
    recipe(|context| vec![errors(context), 6, 4], modeled_draft)
}

fn modeled_draft(
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

pub(in crate::generate::recipes) fn from_header() -> Recipe {
    recipe(|_| vec![NAMES, STATUSES.len(), 6], from_header_draft)
}

fn from_header_draft(
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

pub(in crate::generate::recipes) fn from_code() -> Recipe {
    recipe(|_| vec![NAMES, STATUSES.len(), 6], from_code_draft)
}

fn from_code_draft(
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

pub(in crate::generate::recipes) fn from_type() -> Recipe {
    recipe(|_| vec![NAMES, STATUSES.len(), 6], from_type_draft)
}

fn from_type_draft(
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

pub(in crate::generate::recipes) fn uri_suffix_stripped() -> Recipe {
    recipe(|_| vec![NAMES, SUFFIXES.len(), 3], suffix)
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

pub(in crate::generate::recipes) fn namespace_stripped() -> Recipe {
    recipe(|_| vec![NAMES, NAMESPACES.len(), 3], namespace)
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

pub(in crate::generate::recipes) fn header_wins() -> Recipe {
    recipe(|_| vec![NAMES, NAMES, 3], header_wins_draft)
}

fn header_wins_draft(
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

pub(in crate::generate::recipes) fn header_name_any_case() -> Recipe {
    recipe(|_| vec![NAMES, 12, 4], header_case)
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

pub(in crate::generate::recipes) fn nested_type_ignored() -> Recipe {
    recipe(|_| vec![NAMES, 6, 5], nested)
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

pub(in crate::generate::recipes) fn unknown_code_generic() -> Recipe {
    recipe(|_| vec![UNKNOWN.len(), 6, STATUSES.len()], unlisted)
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

pub(in crate::generate::recipes) fn no_code_generic() -> Recipe {
    recipe(|_| vec![STATUSES.len(), 8], no_code)
}

pub(in crate::generate::recipes) fn code_not_made_up() -> Recipe {
    recipe(|_| vec![STATUSES.len(), 8], no_code)
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

pub(in crate::generate::recipes) fn code_before_type() -> Recipe {
    recipe(|_| vec![NAMES, NAMES, 3], code_before_type_draft)
}

fn code_before_type_draft(
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

pub(in crate::generate::recipes) fn header_whitespace_ignored() -> Recipe {
    recipe(|_| vec![NAMES, WHITE.len(), 3], whitespace)
}

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

/// Values that are not strings, and that stand where a code should.
fn not_a_code(index: usize, name: &str) -> RawTree {
    let text = || Json::from(name);
    RawTree::from_json(&match index % NOT_CODES {
        0 => Json::from(400_u64),
        1 => Json::Null,
        2 => Json::Array(vec![text()]),
        3 => Json::object([("code", text())]),
        4 => Json::Bool(true),
        5 => Json::Bool(false),
        6 => Json::from(0_u64),
        7 => Json::Array(Vec::new()),
        _ => Json::Object(Vec::new()),
    })
}

/// How many of them there are.
const NOT_CODES: usize = 9;

pub(in crate::generate::recipes) fn odd_code_survived() -> Recipe {
    recipe(|_| vec![NOT_CODES, 3, 4], odd_code)
}

fn odd_code(
    context: &Context,
    config: &Config,
    choices: &mut Choices,
    at: &[usize],
) -> Option<Draft> {
    let name = some_name(context, choices);
    let mut parts = ErrorParts::new(status_at(choices.below(60)));
    let odd = not_a_code(at[0], &name);
    match at[1] {
        0 => parts.members.push(("code".to_owned(), odd)),
        1 => parts.members.push(("__type".to_owned(), odd)),
        _ => {
            parts.members.push(("code".to_owned(), odd));
            parts.text("__type", name.as_str());
        }
    }
    if at[2] == 3 {
        parts.header(name);
    }
    done(context, config, parts, choices)
}

pub(in crate::generate::recipes) fn first_header_counts() -> Recipe {
    recipe(|_| vec![NAMES, NAMES, 3], several_headers)
}

fn several_headers(
    context: &Context,
    config: &Config,
    choices: &mut Choices,
    at: &[usize],
) -> Option<Draft> {
    let mut parts = ErrorParts::new(status_at(choices.below(60)));
    parts.furnish(context, config, choices);
    let mut answer = parts.answer(config, choices);
    answer.headers.push(SPELLINGS[0], name_at(context, at[0]));
    for more in 0..=at[2] {
        answer.headers.push(SPELLINGS[0], name_at(context, at[1] + more));
    }
    Some(Draft::answered(context, answer, choices))
}
