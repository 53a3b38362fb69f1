//! The loader of case files.

use serde::{Deserialize, Deserializer, de};
use toml::Spanned;

use crate::json::Json;
use crate::policy::{self, Policy};

use super::answer::{RawAnswer, read_answer};
use super::case::{Case, Stimulus};
use super::embedded::CaseDefaults;
use super::expectation::Expectation;
use super::expected_request::{RawRequest, read_request};
use super::text::Text;

/// Why a case file cannot be used, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}.toml:{line}: {message}")]
#[non_exhaustive]
pub struct SuiteError {
    /// The file's group.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// What is wrong there.
    pub message: String,
}

/// A file as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFile {
    #[serde(default)]
    case: Vec<RawCase>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCase {
    id: Spanned<String>,
    aims: Vec<String>,
    why: String,
    editions: Option<Vec<String>>,
    input: Option<Text>,
    #[serde(default)]
    endpoint_path: String,
    expect: Vec<Text>,
    request_body: Option<Text>,
    request: Option<RawRequest>,
    sent: Option<bool>,
    #[serde(default)]
    shows: bool,
    repeat: Option<usize>,
    #[serde(default)]
    between: Vec<RawBetween>,
    answer: Option<RawAnswer>,
}

/// One entry of `between`.
#[derive(Clone, Deserialize)]
#[serde(untagged)]
enum RawBetween {
    /// The id of a case.
    Case(String),
    /// Several cases, one after the other, and these several times.
    Round(RawRound),
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRound {
    cases: Vec<String>,
    times: usize,
}

/// The most often that a case may have its call made.
pub(super) const MAX_REPEAT: usize = 20;

/// The most calls of a case, with those in between.
const MAX_CALLS: usize = 400;

/// Returns the ids of the cases in between, in the order of their calls.
fn between(raw: &[RawBetween]) -> Result<Vec<String>, String> {
    let mut ids = Vec::new();
    for entry in raw {
        match entry {
            RawBetween::Case(id) => ids.push(id.clone()),
            RawBetween::Round(RawRound { cases, times }) => {
                if cases.len().saturating_mul(*times) > MAX_CALLS {
                    return Err(format!("`between` has more than {MAX_CALLS} calls"));
                }
                ids.extend(cases.iter().cycle().take(cases.len() * times).cloned());
            }
        }
    }
    Ok(ids)
}

/// The longest path of an endpoint, in bytes.
const MAX_PATH: usize = 200;

/// What a case asks to be done between its calls: its place among the cases, and the ids of others.
pub(super) struct Between {
    case: usize,
    ids: Vec<String>,
    /// Where the case stands.
    place: SuiteError,
}

/// Gives each case the calls that it asked for by their ids, once all are read.
pub(super) fn resolve(cases: &mut [Case], wanted: Vec<Between>) -> Result<(), SuiteError> {
    for Between { case, ids, place } in wanted {
        for id in ids {
            let Some(other) = cases.iter().find(|other| other.id() == id) else {
                let message = format!("{}: there is no case `{id}`", place.message);
                return Err(SuiteError { message, ..place });
            };
            let other = other.stimulus.clone();
            cases[case].stimulus.between.push(other);
        }
    }
    Ok(())
}

/// Reads the cases of one file onto the end of `cases`, and what they want between their calls onto the
/// end of `between`.
pub(super) fn read_file(
    group: &str,
    text: &str,
    defaults: CaseDefaults,
    cases: &mut Vec<Case>,
    between: &mut Vec<Between>,
) -> Result<(), SuiteError> {
    let at = |offset: usize, message: String| SuiteError {
        file: group.to_owned(),
        line: text.get(..offset).map_or(1, |before| before.matches('\n').count() + 1),
        message,
    };
    let file: RawFile = toml::from_str(text).map_err(|error| {
        at(error.span().map_or(0, |span| span.start), error.message().to_owned())
    })?;
    for raw in file.case {
        let offset = raw.id.span().start;
        let id = raw.id.get_ref().clone();
        if !raw.between.is_empty() {
            let ids =
                self::between(&raw.between).map_err(|what| at(offset, format!("{id}: {what}")))?;
            between.push(Between { case: cases.len(), ids, place: at(offset, id.clone()) });
        }
        let case =
            read_case(group, raw, defaults).map_err(|what| at(offset, format!("{id}: {what}")))?;
        if cases.iter().any(|other| other.id() == case.id()) {
            return Err(at(offset, format!("{id}: this id is used twice")));
        }
        cases.push(case);
    }
    Ok(())
}

fn read_case(group: &str, raw: RawCase, defaults: CaseDefaults) -> Result<Case, String> {
    let id = raw.id.into_inner();
    let named_well =
        id.strip_prefix(group).and_then(|rest| rest.strip_prefix('/')).is_some_and(|slug| {
            !slug.is_empty()
                && slug.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        });
    if !named_well {
        return Err(format!("an id must be `{group}/` and a name of a-z, 0-9 and -"));
    }
    if !raw.why.ends_with('.') {
        return Err("`why` must be a sentence".to_owned());
    }
    let aims: Vec<&'static Policy> =
        raw.aims.iter().map(|aim| find_policy(aim)).collect::<Result<_, _>>()?;
    if aims.is_empty() {
        return Err("`aims` must name a policy at least".to_owned());
    }
    let input = match &raw.input {
        Some(text) => json("input", text)?,
        None => Json::parse(defaults.input).expect("it is JSON"),
    };
    let mut expect = Vec::new();
    for text in &raw.expect {
        expect.push(Expectation::new(json("expect", text)?)?);
    }
    if expect.is_empty() {
        return Err("`expect` must name an outcome at least".to_owned());
    }
    let request_body =
        raw.request_body.as_ref().map(|text| json("request_body", text)).transpose()?;
    let request = raw.request.map(read_request).transpose()?;
    if (request.is_some() || request_body.is_some()) && raw.sent == Some(false) {
        return Err("`request` and `request_body` do not go with `sent = false`".to_owned());
    }
    let answer = read_answer(raw.answer, defaults.body)?;
    let repeat = raw.repeat.unwrap_or(1);
    if !(1..=MAX_REPEAT).contains(&repeat) {
        return Err(format!("`repeat` must be from 1 to {MAX_REPEAT}"));
    }
    if repeat == 1 && !raw.between.is_empty() {
        return Err("`between` goes with `repeat`".to_owned());
    }
    let calls = between(&raw.between)?.len().saturating_add(1).saturating_mul(repeat - 1) + 1;
    if calls > MAX_CALLS {
        return Err(format!(
            "`repeat` and `between` make {calls} calls, and {MAX_CALLS} is the most"
        ));
    }
    check_endpoint_path(&raw.endpoint_path)?;
    let mut stimulus = Stimulus { repeat, ..Stimulus::client(id, aims, input, answer) };
    stimulus.call.endpoint_path = raw.endpoint_path;
    Ok(Case {
        stimulus,
        why: raw.why,
        editions: raw.editions,
        expect,
        request_body,
        request,
        sent: raw.sent.unwrap_or(true),
        shows: raw.shows,
    })
}

/// Checks the path of an endpoint. It is appended to a URL, so it must not contain anything else than a path.
fn check_endpoint_path(path: &str) -> Result<(), String> {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte);
    match path.is_empty()
        || path.len() <= MAX_PATH && path.starts_with('/') && path.bytes().all(plain)
    {
        true => Ok(()),
        false => Err(format!(
            "`endpoint_path` must begin with a slash, and have only a-z, A-Z, 0-9, `-._~/`, and {MAX_PATH} characters at most"
        )),
    }
}

/// Reads the path of an endpoint out of a form.
pub(super) fn read_endpoint_path<'j, D: Deserializer<'j>>(from: D) -> Result<String, D::Error> {
    let path = String::deserialize(from)?;
    check_endpoint_path(&path).map(|()| path).map_err(de::Error::custom)
}

fn find_policy(id: &str) -> Result<&'static Policy, String> {
    policy::find(id).ok_or_else(|| format!("there is no policy `{id}`"))
}

fn json(field: &str, text: &Text) -> Result<Json, String> {
    let bytes = text.bytes().map_err(|what| format!("`{field}`: {what}"))?;
    Json::parse(bytes).map_err(|fault| format!("`{field}` is not JSON: {fault}"))
}

#[cfg(test)]
mod tests;
