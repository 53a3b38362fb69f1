//! Mixins: shapes whose members and traits other shapes take over.
//!
//! They are resolved in the file's own form, before shapes are read. A mixin's members come first, in its order. A member that
//! is there again, and a trait, replaces what came before.
//!
//! Source: Smithy 2.0, "Mixins".

use std::collections::{HashMap, HashSet};
use std::mem;

use crate::json::{Json, Path};
use crate::model::load::error::LoadError;
use crate::model::load::fields::string;

type Entries = [(String, Json)];

const MIXIN: &str = "smithy.api#mixin";

/// The most members that shapes may take over in all. A long chain of mixins gives rise to the square of its length.
const MOST_TAKEN: usize = 1_000_000;

/// Returns the entries with their mixins resolved, in the same order; `None` if the file has no mixins.
pub(super) fn resolve(
    entries: &Entries,
    at: &Path,
) -> Result<Option<Vec<(String, Json)>>, LoadError> {
    if !entries.iter().any(|(_, entry)| entry.get("mixins").is_some()) {
        return Ok(None);
    }
    let index: HashMap<&str, usize> =
        entries.iter().enumerate().map(|(i, (id, _))| (id.as_str(), i)).collect();
    let mut applied: HashMap<&str, Vec<(Option<&str>, &Json)>> = HashMap::new();
    for (id, entry) in entries {
        let is_apply = entry.get("type").and_then(Json::as_str) == Some("apply");
        if let (true, Some(traits)) = (is_apply, entry.get("traits")) {
            let (owner, member) =
                id.split_once('$').map_or((id.as_str(), None), |(o, m)| (o, Some(m)));
            applied.entry(owner).or_default().push((member, traits));
        }
    }
    let mut done: Vec<Option<Json>> = entries.iter().map(|_| None).collect();
    let mut count = 0;
    // Mixins may form a long chain, so the shapes that wait for theirs are in a list of our own.
    for first in 0..entries.len() {
        let (mut waiting, mut open) = (vec![first], HashSet::new());
        while let Some(&next) = waiting.last() {
            if done[next].is_some() {
                waiting.pop();
                continue;
            }
            let (id, entry) = &entries[next];
            let at = at.member(id);
            let mixins = mixins(entry, &index, &at)?;
            let missing: Vec<usize> =
                mixins.iter().copied().filter(|m| done[*m].is_none()).collect();
            if missing.is_empty() {
                let taken = mixins.iter().filter_map(|mixin| done[*mixin].as_ref());
                let size = |mixin: &Json| mixin.get("members").map_or(1, |m| m.members().len() + 1);
                count += taken.clone().map(size).sum::<usize>();
                if count > MOST_TAKEN {
                    let message = format!("mixins add more than {MOST_TAKEN} members");
                    return Err(LoadError::new(&at.member("mixins"), message));
                }
                let taken = taken.fold(None, |sum, mixin| Some(merged(sum, inherited(mixin))));
                let mut whole = merged(taken, entry.clone());
                for (member, traits) in applied.get(id.as_str()).map_or(&[][..], Vec::as_slice) {
                    apply(&mut whole, *member, traits);
                }
                done[next] = Some(whole);
                waiting.pop();
            } else if open.insert(next) {
                waiting.extend(missing);
            } else {
                return Err(LoadError::new(&at.member("mixins"), "the shape is a mixin of itself"));
            }
        }
    }
    let ids = entries.iter().map(|(id, _)| id.clone());
    Ok(Some(ids.zip(done.into_iter().flatten()).collect()))
}

/// Returns the indices of the mixins of a shape.
fn mixins(entry: &Json, index: &HashMap<&str, usize>, at: &Path) -> Result<Vec<usize>, LoadError> {
    let Some(list) = entry.get("mixins") else { return Ok(Vec::new()) };
    let at = at.member("mixins");
    let list = list.as_array().ok_or_else(|| LoadError::new(&at, "an array expected"))?;
    let found = list.iter().enumerate().map(|(i, reference)| {
        let target = string(reference, "target", &at.index(i))?;
        index.get(target).copied().ok_or_else(|| {
            LoadError::new(&at.index(i).member("target"), format!("{target} is not in this file"))
        })
    });
    found.collect()
}

/// Returns what a shape takes over from a mixin: not the trait that makes it one, nor its local traits.
fn inherited(mixin: &Json) -> Json {
    let traits = mixin.get("traits");
    let local = traits.and_then(|traits| traits.get(MIXIN)).and_then(|t| t.get("localTraits"));
    let local = local.and_then(Json::as_array).unwrap_or_default();
    let is_local = |name: &str| name == MIXIN || local.iter().any(|l| l.as_str() == Some(name));
    let kept = |(name, value): &(String, Json)| match (name.as_str(), value) {
        ("traits", Json::Object(traits)) => {
            let kept = traits.iter().filter(|(name, _)| !is_local(name)).cloned();
            (name.clone(), Json::Object(kept.collect()))
        }
        _ => (name.clone(), value.clone()),
    };
    Json::Object(mixin.members().iter().map(kept).collect())
}

/// Returns an entry with the fields of another put over it.
fn merged(base: Option<Json>, over: Json) -> Json {
    let (mut fields, over) = match (base, over) {
        (Some(Json::Object(fields)), Json::Object(over)) => (fields, over),
        (_, over) => return over,
    };
    for (name, value) in over {
        let found = fields.iter_mut().find(|(known, _)| *known == name);
        let Some((_, known)) = found else {
            fields.push((name, value));
            continue;
        };
        *known = match (name.as_str(), mem::replace(known, Json::Null), value) {
            // Members and traits are put together one by one, and so are the traits of each member.
            ("members" | "member" | "key" | "value", known, value) => merged_members(known, value),
            ("traits", Json::Object(known), Json::Object(value)) => {
                Json::Object(put_over(known, value))
            }
            ("operations" | "resources" | "errors", Json::Array(mut known), Json::Array(value)) => {
                let there: HashSet<String> = known.iter().map(Json::to_string).collect();
                known.extend(value.into_iter().filter(|item| !there.contains(&item.to_string())));
                Json::Array(known)
            }
            (_, _, value) => value,
        };
    }
    Json::Object(fields)
}

fn merged_members(known: Json, value: Json) -> Json {
    let (mut known, value) = match (known, value) {
        (Json::Object(known), Json::Object(value)) => (known, value),
        (_, value) => return value,
    };
    for (name, member) in value {
        match known.iter_mut().find(|(known, _)| *known == name) {
            Some((_, known)) => *known = merged(Some(mem::replace(known, Json::Null)), member),
            None => known.push((name, member)),
        }
    }
    Json::Object(known)
}

fn put_over(mut known: Vec<(String, Json)>, value: Vec<(String, Json)>) -> Vec<(String, Json)> {
    for (name, value) in value {
        match known.iter_mut().find(|(known, _)| *known == name) {
            Some((_, known)) => *known = value,
            None => known.push((name, value)),
        }
    }
    known
}

/// Adds the traits of an `apply` statement, so that the shapes that take this one over have them too.
fn apply(entry: &mut Json, member: Option<&str>, traits: &Json) {
    let over = |traits: &Json| Json::object([("traits", traits.clone())]);
    let Json::Object(fields) = entry else { return };
    match member {
        None => *entry = merged(Some(mem::replace(entry, Json::Null)), over(traits)),
        Some(name @ ("member" | "key" | "value"))
            if fields.iter().any(|(known, _)| known == name) =>
        {
            put(fields, name, over(traits));
        }
        Some(name) => {
            let members = fields.iter_mut().find(|(known, _)| known == "members");
            if let Some((_, Json::Object(members))) = members {
                put(members, name, over(traits));
            }
        }
    }
}

fn put(fields: &mut [(String, Json)], name: &str, over: Json) {
    if let Some((_, known)) = fields.iter_mut().find(|(known, _)| known == name) {
        *known = merged(Some(mem::replace(known, Json::Null)), over);
    }
}
