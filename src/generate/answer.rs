//! Valid answers: what they tell, and every form in which they may come.

use std::collections::{HashMap, HashSet};

use crate::http::Answer;
use crate::shape::{Members, ShapeKind};

use super::config::Config;
use super::draw::Draw;
use super::scene::Scene;
use super::text::unknown_name;
use super::tree::{Names, Spelled, Spelling, places};
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

/// A success of this configuration, after `change` was made to its body.
pub(super) fn success(
    scene: &Scene,
    config: &Config,
    draw: &mut Draw,
    change: impl FnOnce(&mut Spelled, &mut Draw) -> Option<()>,
) -> Option<Answer> {
    let mut tree = scene.body(config, draw)?;
    change(&mut tree, draw)?;
    decorate(scene, config, &mut tree, draw);
    Some(finish(scene, config, &tree, draw))
}

/// The answer with this body.
pub(super) fn finish(scene: &Scene, config: &Config, tree: &Spelled, draw: &mut Draw) -> Answer {
    let spelling = Spelling { escapes: config.escapes, spaces: config.spaces };
    let body = tree.write(spelling, draw);
    let status = match draw.chance(config.statuses) {
        true => draw.pick(&[201, 202, 203, 206, 207, 226, 299]),
        false => scene.contract().operation().http().code,
    };
    let mut answer = Answer::json(status, body);
    if draw.chance(config.content_types) {
        let told = draw.choose(CONTENT_TYPES).copied().flatten();
        answer.headers = told.map(|told| ("Content-Type", told)).into_iter().collect();
    }
    wire::deliver(&mut answer, config, draw);
    answer
}

/// Adds to a body what a client must get over.
pub(super) fn decorate(scene: &Scene, config: &Config, tree: &mut Spelled, draw: &mut Draw) {
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
    let model = scene.contract().model();
    let places = places(model, scene.contract().operation().output(), tree, Names::Wire);
    let mut added = 0;
    // The innermost and last first: what is put in does not move what is left to do.
    for place in places.iter().rev() {
        let kind = model.kind(place.shape);
        let Some(values) = tree.at(&place.steps).and_then(Spelled::members_mut) else { continue };
        match kind {
            ShapeKind::Union(_) => in_union(scene, config, values, draw),
            ShapeKind::Structure(members) => {
                in_structure(scene, config, members, values, &mut added, draw);
            }
            _ => {}
        }
    }
    if let Some(members) = tree.members_mut() {
        if draw.chance(config.deep) {
            let depth = draw.between(33, 99);
            insert(members, unknown(scene, members, draw), deep(depth, draw), draw);
        }
        if draw.chance(config.large) {
            insert(members, unknown(scene, members, draw), large(draw), draw);
        }
    }
}

type Values = Vec<(String, Spelled)>;

fn in_union(scene: &Scene, config: &Config, values: &mut Values, draw: &mut Draw) {
    if draw.chance(config.unknown_tags) {
        let name = unknown(scene, values, draw);
        *values = vec![(name, not_null(draw))];
    }
    if draw.chance(config.null_tags) {
        let name = unknown(scene, values, draw);
        insert(values, name, Spelled::raw("null"), draw);
    }
    if draw.chance(config.type_hints) {
        insert(values, "__type".to_owned(), hint(draw), draw);
    }
}

fn in_structure(
    scene: &Scene,
    config: &Config,
    members: &Members,
    values: &mut Values,
    added: &mut usize,
    draw: &mut Draw,
) {
    if config.nulls > 0 || config.missing > 0 {
        nulls_and_gaps(config, members, values, added, draw);
    }
    if draw.chance(config.duplicates)
        && let Some(entry) = draw.choose(values).cloned()
    {
        insert(values, entry.0, entry.1, draw);
    }
    if draw.chance(config.disorder) {
        shuffle(values, draw);
    }
    if draw.chance(config.unknown_members) {
        for _ in 0..draw.between(1, 3) {
            let name = unknown(scene, values, draw);
            insert(values, name, Spelled::from_json(&json(2, draw)), draw);
        }
    }
    if draw.chance(config.type_hints) && !scene.knows("__type") {
        insert(values, "__type".to_owned(), hint(draw), draw);
    }
}

/// Puts null in place of optional members that are absent, and takes required ones away. A null stands where its member
/// would in the model's order: behind the last of those before it.
fn nulls_and_gaps(
    config: &Config,
    members: &Members,
    values: &mut Values,
    added: &mut usize,
    draw: &mut Draw,
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
            None if !member.traits.required && *added < MOST_ADDED && draw.chance(config.nulls) => {
                nulls.push((before, name));
                *added += 1;
            }
            Some(place) if member.traits.required && draw.chance(config.missing) => {
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
            values.push((name.to_owned(), Spelled::raw("null")));
        }
        if !gaps.contains(&place) {
            values.push(value);
        }
    }
    values.extend(nulls.map(|(_, name)| (name.to_owned(), Spelled::raw("null"))));
}

/// The name of a member that is neither the contract's nor there already.
pub(super) fn unknown(scene: &Scene, values: &Values, draw: &mut Draw) -> String {
    let taken = |name: &str| {
        name == "__type" || scene.knows(name) || values.iter().any(|(other, _)| other == name)
    };
    let mut name = unknown_name(draw);
    while taken(&name) {
        name.push('_');
    }
    name
}

/// Puts a member somewhere among the others.
pub(super) fn insert(values: &mut Values, name: String, value: Spelled, draw: &mut Draw) {
    let at = draw.below(values.len() + 1);
    values.insert(at, (name, value));
}

/// Brings members into another order.
pub(super) fn shuffle(values: &mut Values, draw: &mut Draw) {
    for i in 1..values.len() {
        // The simplest choice moves every one to the front: the order is then reversed.
        let at = draw.below(i + 1);
        let value = values.remove(i);
        values.insert(at, value);
    }
}

/// What stands behind `__type`.
pub(super) fn hint(draw: &mut Draw) -> Spelled {
    match draw.below(6) {
        0..4 => Spelled::Text(
            draw.pick(&["aws.example#Thing", "ActiveDirectoryIdentityProvider", "", "a#b:c"])
                .to_owned(),
        ),
        4 => Spelled::raw("null"),
        _ => Spelled::from_json(&json(1, draw)),
    }
}

/// Any JSON but null.
pub(super) fn not_null(draw: &mut Draw) -> Spelled {
    match Spelled::from_json(&json(2, draw)) {
        Spelled::Raw(bytes) if bytes == b"null" => Spelled::Object(Vec::new()),
        value => value,
    }
}

/// A value that nests so deep. It is written out: a tree of that depth would have to be dropped.
pub(super) fn deep(depth: usize, draw: &mut Draw) -> Spelled {
    let (open, close) =
        draw.pick(&[("[", "]"), (r#"{"a":"#, "}"), (r#"[{"a":"#, "}]"), (r#"[0,"#, "]")]);
    let levels = depth.div_ceil(open.matches(['[', '{']).count());
    let inside = if open.ends_with(':') || open.contains(':') { "0" } else { "" };
    let inside = if open.ends_with(',') { "0" } else { inside };
    Spelled::raw(open.repeat(levels) + inside + &close.repeat(levels))
}

/// A value that makes its answer large: by its elements mostly, for that takes few bytes.
pub(super) fn large(draw: &mut Draw) -> Spelled {
    let size = match draw.below(200) {
        199 => draw.between(1, 3) * 1_048_576,
        185..199 => draw.between(65_537, 80_000),
        at => return large_count(1_001 + at, draw),
    };
    Spelled::raw(format!("\"{}\"", draw.pick(&["x", "é", "\\n", "日"]).repeat(size / 2)))
}

fn large_count(count: usize, draw: &mut Draw) -> Spelled {
    if draw.below(8) < 7 {
        let item = draw.pick(&["0", "1", "{}", "\"\"", "null", "[]"]);
        let mut text = String::from("[");
        for i in 0..count {
            text.push_str(if i > 0 { "," } else { "" });
            text.push_str(item);
        }
        return Spelled::raw(text + "]");
    }
    let members = (0..count).map(|i| (format!("m{i}"), Spelled::raw("0")));
    Spelled::Object(members.collect())
}
