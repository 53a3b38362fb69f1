//! Valid answers: what they tell, and every form in which they may come.

use std::collections::{HashMap, HashSet};

use crate::http::{Answer, Headers};
use crate::model::{BodyBinding, Member, Members, ShapeKind};

use super::choices::Choices;
use super::config::Config;
use super::context::{Context, Message};
use super::text::unknown_name;
use super::tree::{Names, RawTree, Spelling, places};
use super::value::json;
use super::wire;

/// Types that bodies of JSON are told to have, or not at all.
pub(super) const CONTENT_TYPES: &[Option<&str>] = &[
    None,
    Some(""),
    Some("application/json; charset=utf-8"),
    Some("application/json;charset=UTF-8"),
    Some("application/json ; q=1"),
    Some("Application/JSON"),
    Some("APPLICATION/JSON"),
    Some("application/x-amz-json-1.0"),
    Some("application/x-amz-json-1.1"),
    Some("application/vnd.api+json"),
    Some("application/cbor"),
    Some("application/octet-stream"),
    Some("application/xml"),
    Some("text/html"),
    Some("text/plain"),
    Some("text/json"),
    Some("multipart/form-data; boundary=x"),
    Some("json"),
    Some(";"),
    Some("*/*"),
];

/// How many members that are null are put into a body at most: there may be thousands of members in each structure.
const MOST_ADDED: usize = 2_000;

/// Returns a success of this configuration, after `change` was made to its body.
pub(super) fn success(
    context: &Context,
    config: &Config,
    choices: &mut Choices,
    change: impl FnOnce(&mut RawTree, &mut Choices) -> Option<()>,
) -> Option<Answer> {
    let mut message = context.message(config, choices)?;
    change(&mut message.body, choices)?;
    decorate(context, config, &mut message.body, choices);
    Some(finish(context, config, message, choices))
}

/// Returns the answer with this message.
fn finish(context: &Context, config: &Config, message: Message, choices: &mut Choices) -> Answer {
    let Message { status, headers, body: tree, is_raw } = message;
    let spelling = match is_raw {
        true => Spelling::default(),
        false => Spelling { escapes: config.escapes, spaces: config.spaces },
    };
    let body = tree.write(spelling, choices);
    let status = match choices.chance(config.statuses) {
        true => choices.pick(&[201, 202, 203, 206, 207, 226, 299]),
        false => status,
    };
    let mut answer = Answer { headers, ..Answer::json(status, body) };
    if !is_raw && !answer.headers.has("Content-Type") {
        answer.headers.push("Content-Type", "application/json");
    }
    let (model, output) = (context.contract().model(), &context.contract().bindings().output);
    let is_type = |member: &Member| member.traits.binding.is_header("content-type");
    // If a member is the type of the body, another type is another value.
    if choices.chance(config.content_types) && !output.bound(model).any(is_type) {
        let told = choices.choose(CONTENT_TYPES).copied().flatten();
        set_content_type(&mut answer.headers, told);
    }
    // If nothing is bound to the body, none may come. No other contract makes this choice, so that the stimuli
    // of a seed stay the same.
    let empty = matches!(&tree, RawTree::Object(members) if members.is_empty());
    let nothing = empty && output.body() == BodyBinding::Nothing;
    // An answer of 204 or 205 has no body (RFC 9110, sections 15.3.5 and 15.3.6).
    if matches!(answer.status, 204 | 205) || nothing && choices.chance(25) {
        answer.body.clear();
        set_content_type(&mut answer.headers, None);
    }
    wire::deliver(&mut answer, config, choices);
    answer
}

/// Replaces the type of a body, or takes it away.
fn set_content_type(headers: &mut Headers, told: Option<&str>) {
    let others = headers.iter().filter(|header| !header.name.eq_ignore_ascii_case("content-type"));
    let others = others.map(|header| (header.name.clone(), header.value.clone()));
    let mut kept: Headers = others.collect();
    if let Some(told) = told {
        kept.push("Content-Type", told);
    }
    *headers = kept;
}

/// Adds to a body what a client must get over.
pub(super) fn decorate(
    context: &Context,
    config: &Config,
    tree: &mut RawTree,
    choices: &mut Choices,
) {
    let wanted = [
        config.nulls,
        config.unknown_members,
        config.unknown_tags,
        config.type_hints,
        config.null_tags,
        config.missing,
        config.disorder,
        config.duplicates,
        config.deep,
        config.large,
    ];
    if wanted.iter().all(|odds| *odds == 0) {
        return;
    }
    let model = context.contract().model();
    let places = places(model, context.body_shape(), tree, Names::Wire);
    let mut added = 0;
    // The innermost and last first: what is put in does not move what is left to do.
    for place in places.iter().rev() {
        let kind = model.kind(place.shape);
        let Some(values) = tree.at(&place.steps).and_then(RawTree::members_mut) else { continue };
        match kind {
            ShapeKind::Union(_) => in_union(context, config, values, choices),
            ShapeKind::Structure(members) => {
                in_structure(context, config, members, values, &mut added, choices);
            }
            _ => {}
        }
    }
    if let Some(members) = tree.members_mut() {
        if choices.chance(config.deep) {
            let depth = choices.between(33, 99);
            insert(members, unknown(context, members, choices), deep(depth, choices), choices);
        }
        if choices.chance(config.large) {
            insert(members, unknown(context, members, choices), large(choices), choices);
        }
    }
}

type Values = Vec<(String, RawTree)>;

fn in_union(context: &Context, config: &Config, values: &mut Values, choices: &mut Choices) {
    if choices.chance(config.unknown_tags) {
        let name = unknown(context, values, choices);
        *values = vec![(name, not_null(choices))];
    }
    if choices.chance(config.null_tags) {
        let name = unknown(context, values, choices);
        insert(values, name, RawTree::raw("null"), choices);
    }
    if choices.chance(config.type_hints) {
        insert(values, "__type".to_owned(), hint(choices), choices);
    }
}

fn in_structure(
    context: &Context,
    config: &Config,
    members: &Members,
    values: &mut Values,
    added: &mut usize,
    choices: &mut Choices,
) {
    if config.nulls > 0 || config.missing > 0 {
        nulls_and_gaps(config, members, values, added, choices);
    }
    if choices.chance(config.duplicates)
        && let Some(entry) = choices.choose(values).cloned()
    {
        insert(values, entry.0, entry.1, choices);
    }
    if choices.chance(config.disorder) {
        shuffle(values, choices);
    }
    if choices.chance(config.unknown_members) {
        for _ in 0..choices.between(1, 3) {
            let name = unknown(context, values, choices);
            insert(values, name, RawTree::from_json(&json(2, choices)), choices);
        }
    }
    if choices.chance(config.type_hints) && !context.knows("__type") {
        insert(values, "__type".to_owned(), hint(choices), choices);
    }
}

/// Puts null in place of optional members that are absent, and takes required ones away. A null stands where its member
/// would in the model's order: behind the last of those before it.
fn nulls_and_gaps(
    config: &Config,
    members: &Members,
    values: &mut Values,
    added: &mut usize,
    choices: &mut Choices,
) {
    // The first of each name counts.
    let mut places: HashMap<&str, usize> = HashMap::new();
    for (place, (name, _)) in values.iter().enumerate() {
        places.entry(name).or_insert(place);
    }
    let mut gaps: HashSet<usize> = HashSet::new();
    // Each with how many of the values stand before it.
    let mut nulls: Vec<(usize, &str)> = Vec::new();
    let mut before = 0;
    for member in members {
        let name = member.wire_name();
        match places.get(name) {
            None if !member.traits.required
                && *added < MOST_ADDED
                && choices.chance(config.nulls) =>
            {
                nulls.push((before, name));
                *added += 1;
            }
            Some(place) if member.traits.required && choices.chance(config.missing) => {
                gaps.insert(*place);
            }
            Some(place) => before = before.max(place + 1),
            None => {}
        }
    }
    let mut nulls = nulls.into_iter().peekable();
    let old = std::mem::take(values);
    for (place, value) in old.into_iter().enumerate() {
        while let Some((_, name)) = nulls.next_if(|(at, _)| *at <= place) {
            values.push((name.to_owned(), RawTree::raw("null")));
        }
        if !gaps.contains(&place) {
            values.push(value);
        }
    }
    values.extend(nulls.map(|(_, name)| (name.to_owned(), RawTree::raw("null"))));
}

/// Returns the name of a member that is neither the contract's nor there already.
pub(super) fn unknown(context: &Context, values: &Values, choices: &mut Choices) -> String {
    let taken = |name: &str| {
        name == "__type" || context.knows(name) || values.iter().any(|(other, _)| other == name)
    };
    let mut name = unknown_name(choices);
    while taken(&name) {
        name.push('_');
    }
    name
}

/// Puts a member somewhere among the others.
pub(super) fn insert(values: &mut Values, name: String, value: RawTree, choices: &mut Choices) {
    let at = choices.below(values.len() + 1);
    values.insert(at, (name, value));
}

/// Brings members into another order.
pub(super) fn shuffle(values: &mut Values, choices: &mut Choices) {
    for i in 1..values.len() {
        // The simplest choice moves every one to the front: the order is then reversed.
        let at = choices.below(i + 1);
        let value = values.remove(i);
        values.insert(at, value);
    }
}

/// Returns what stands behind `__type`.
pub(super) fn hint(choices: &mut Choices) -> RawTree {
    match choices.below(6) {
        0..4 => RawTree::Text(
            choices
                .pick(&["aws.example#Thing", "ActiveDirectoryIdentityProvider", "", "a#b:c"])
                .to_owned(),
        ),
        4 => RawTree::raw("null"),
        _ => RawTree::from_json(&json(1, choices)),
    }
}

/// Returns any JSON but null.
pub(super) fn not_null(choices: &mut Choices) -> RawTree {
    match RawTree::from_json(&json(2, choices)) {
        RawTree::Raw(bytes) if bytes == b"null" => RawTree::Object(Vec::new()),
        value => value,
    }
}

/// Returns a value that nests so deep. It is written out: a tree of that depth would have to be dropped.
pub(super) fn deep(depth: usize, choices: &mut Choices) -> RawTree {
    let (open, close) =
        choices.pick(&[("[", "]"), (r#"{"a":"#, "}"), (r#"[{"a":"#, "}]"), (r#"[0,"#, "]")]);
    let levels = depth.div_ceil(open.matches(['[', '{']).count());
    let inside = if open.ends_with(':') || open.contains(':') { "0" } else { "" };
    let inside = if open.ends_with(',') { "0" } else { inside };
    RawTree::raw(open.repeat(levels) + inside + &close.repeat(levels))
}

/// Returns a value that makes its answer large: by its elements mostly, for that takes few bytes.
pub(super) fn large(choices: &mut Choices) -> RawTree {
    let size = match choices.below(200) {
        199 => choices.between(1, 3) * 1_048_576,
        185..199 => choices.between(65_537, 80_000),
        at => return large_count(1_001 + at, choices),
    };
    RawTree::raw(format!("\"{}\"", choices.pick(&["x", "é", "\\n", "日"]).repeat(size / 2)))
}

fn large_count(count: usize, choices: &mut Choices) -> RawTree {
    if choices.below(8) < 7 {
        let item = choices.pick(&["0", "1", "{}", "\"\"", "null", "[]"]);
        let mut text = String::from("[");
        for i in 0..count {
            text.push_str(if i > 0 { "," } else { "" });
            text.push_str(item);
        }
        return RawTree::raw(text + "]");
    }
    let members = (0..count).map(|i| (format!("m{i}"), RawTree::raw("0")));
    RawTree::Object(members.collect())
}
