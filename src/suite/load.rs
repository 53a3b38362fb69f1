//! The loader of case files.

use serde::{Deserialize, Deserializer, de};
use toml::Spanned;

use crate::json::Json;
use crate::policy::{self, Policy};

use super::answer::{RawAnswer, read_answer};
use super::case::{Case, Stimulus};
use super::expectation::Expectation;
use super::text::Text;

/// The input of a case that names none: a valid one.
const DEFAULT_INPUT: &str = r#"{"Domain":"corp.example.com","IdentityProvider":{"ActiveDirectoryIdentityProvider":{"DirectoryId":"d-9067f0a1b2"}},"InstanceId":"i-0abcd1234efgh5678","Username":"alice"}"#;

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
        let case = read_case(group, raw).map_err(|what| at(offset, format!("{id}: {what}")))?;
        if cases.iter().any(|other| other.id() == case.id()) {
            return Err(at(offset, format!("{id}: this id is used twice")));
        }
        cases.push(case);
    }
    Ok(())
}

fn read_case(group: &str, raw: RawCase) -> Result<Case, String> {
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
        None => Json::parse(DEFAULT_INPUT).expect("it is JSON"),
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
    let answer = read_answer(raw.answer)?;
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
mod tests {
    use std::time::Duration;

    use super::super::Suite;

    fn read(text: &str) -> Result<Suite, String> {
        Suite::read([("union", text)]).map_err(|error| error.to_string())
    }

    const GOOD: &str = r#"
[[case]]
id = "union/a"
aims = ["union.known-member"]
why = "It is there."
expect = ['{"outcome":"client_error"}']
"#;

    #[test]
    fn reads_a_case_with_its_defaults() {
        let suite = read(GOOD).expect("it is one");
        let case = &suite.cases()[0];
        assert_eq!((case.id(), case.sent), ("union/a", true));
        assert_eq!(case.stimulus.call.answer.status, 200);
        assert!(case.is_for("2022-08"));
    }

    #[test]
    fn refuses_what_the_schema_does_not_know() {
        for (change, message) in [
            ("id = \"union/b\"\nidd = 1", "union.toml:4: unknown field `idd`"),
            ("id = \"error/b\"", "union.toml:3: error/b: an id must be `union/` and"),
            ("id = \"union/B\"", "union.toml:3: union/B: an id must be"),
            ("id = 7", "union.toml:3: invalid type: integer `7`, expected a string"),
        ] {
            let text = GOOD.replace("id = \"union/a\"", change);
            let error = read(&text).map(drop).expect_err(change);
            assert!(error.starts_with(message), "{error}");
        }
        for (line, change, message) in [
            (
                "aims = [\"union.known-member\"]",
                "aims = [\"union.none\"]",
                "there is no policy `union.none`",
            ),
            ("aims = [\"union.known-member\"]", "aims = []", "`aims` must name a policy at least"),
            ("why = \"It is there.\"", "why = \"no sentence\"", "`why` must be a sentence"),
            (
                "'{\"outcome\":\"client_error\"}'",
                "'{\"outcome\":\"crash\"}'",
                "`outcome` must be response",
            ),
            (
                "'{\"outcome\":\"client_error\"}'",
                "'{\"outcome\":\"client_error\",\"clas\":1}'",
                "`clas` is none of",
            ),
            ("'{\"outcome\":\"client_error\"}'", "'{'", "`expect` is not JSON: the text ends"),
        ] {
            let text = GOOD.replace(line, change);
            let error = read(&text).map(drop).expect_err(change);
            assert!(error.starts_with(&format!("union.toml:3: union/a: {message}")), "{error}");
        }
    }

    #[test]
    fn reads_everything_that_an_answer_may_be() {
        let answer = r#"
[case.answer]
status = 404
version = "1.1"
interim = [{ status = 103, headers = [["Link", "</a>"]] }]
headers = [["x-A", "b\r\n c"], { name = "X-Many", value = [{ repeat = "y", times = 3 }], times = 2 }]
body = "{}"
framing = "chunked"
chunks = [1]
chunk_extension = ";e"
trailers = [["X-T", "t"]]
head_cut = 9
delay_ms = 100
writes = [7, 20]
early = true
close = true
"#;
        let suite = read(&format!("{GOOD}{answer}")).expect("it is one");
        let mut answer = suite.cases()[0].stimulus.call.answer.clone();
        let response = answer.response();
        let interim = "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n";
        assert_eq!(String::from_utf8_lossy(&response.raw), format!("{interim}HTTP/1.1 "));
        assert_eq!(response.time, Duration::from_millis(115), "the delay and three pauses");
        answer.delivery.cut = None;
        assert_eq!(
            String::from_utf8_lossy(&answer.response().raw).strip_prefix(interim),
            Some(
                "HTTP/1.1 404 Not Found\r\nx-A: b\r\n c\r\nX-Many: yyy\r\nX-Many: yyy\r\n\
                 Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n\
                 1;e\r\n{\r\n1;e\r\n}\r\n0;e\r\nX-T: t\r\n\r\n"
            )
        );
    }

    #[test]
    fn refuses_an_answer_that_contradicts_itself() {
        for (fields, message) in [
            ("chunks = [1]", "`chunks`, `chunk_extension` and `trailers` go with"),
            ("trailers = []\nframing = \"close\"", "`chunks`, `chunk_extension` and `trailers` go"),
            ("version = \"1.0\"\nframing = \"chunked\"", "HTTP/1.0 has no chunks"),
            ("capital_sizes = true", "`chunks`, `chunk_extension` and `trailers` go with"),
            ("status = 200\nframing = \"status\"", "framing = \"status\" goes with the status 204"),
            ("cut = 1\nhead_cut = 1", "`head_cut` and `cut` exclude each other"),
            ("close = true\nreset = true", "`close` and `reset` exclude each other"),
            ("early = true\nreset = true", "`early` and `reset` exclude each other"),
            ("pause_ms = 3", "`pause_ms` goes with `writes`"),
            ("delay_ms = 1801", "its sending takes 1801 ms, and 1800 ms is the most"),
            ("interim = [{ status = 200 }]", "the status in `interim` must be 100 to 199"),
            ("headers = [[\"a b\", \"\"]]", "`a b` is no name of a header field"),
            ("headers = [[\"a\", \"b\\r\\nc\"]]", "`a`: its value must not end its line"),
            (
                "headers = [[\"content-length\", \"1\"]]\nframing = \"close\"",
                "`Content-Length` in the headers does not go with the framing",
            ),
            (
                "headers = [{ name = \"a\", value = \"\", times = 10001 }]",
                "`a`: 10000 times at most",
            ),
        ] {
            let text = format!("{GOOD}[case.answer]\n{fields}\n");
            let error = read(&text).map(drop).expect_err(fields);
            assert!(error.starts_with(&format!("union.toml:3: union/a: {message}")), "{error}");
        }
        for fields in ["version = \"2\"", "interim = [100]", "headers = [{ name = \"a\" }]"] {
            read(&format!("{GOOD}[case.answer]\n{fields}\n")).map(drop).expect_err(fields);
        }
    }

    #[test]
    fn calls_in_between_may_be_repeated() {
        let other = GOOD.replace("union/a", "union/b");
        let with = |lines: &str| read(&format!("{GOOD}{lines}\n{other}"));
        let rounds = "repeat = 2\nbetween = [\"union/b\", { cases = [\"union/b\", \"union/a\"], times = 2 }]";
        let suite = with(rounds).expect("it is one");
        let between = suite.cases()[0].stimulus.between.iter().map(|other| other.id.as_str());
        let ids: Vec<_> = between.collect();
        assert_eq!(ids, ["union/b", "union/b", "union/a", "union/b", "union/a"]);
        for (times, repeat, message) in [
            ("100000000000", 2, "`between` has more than 400 calls"),
            ("100", 6, "`repeat` and `between` make 506 calls, and 400 is the most"),
        ] {
            let lines = format!(
                "repeat = {repeat}\nbetween = [{{ cases = [\"union/b\"], times = {times} }}]"
            );
            let error = with(&lines).map(drop).expect_err(message);
            assert_eq!(error, format!("union.toml:3: union/a: {message}"));
        }
    }

    #[test]
    fn an_endpoint_may_have_a_path_and_nothing_else() {
        let with = |path: &str| read(&format!("{GOOD}endpoint_path = {path:?}\n"));
        for path in ["", "/", "/base", "/base/", "/a.b/c_d-e~f/"] {
            let suite = with(path).expect(path);
            assert_eq!(suite.cases()[0].stimulus.call.endpoint_path, path);
        }
        for path in ["base", "/a b", "/a?b", "/a#b", "/\u{e9}", "/%2f", "@host/", &"/".repeat(201)]
        {
            let error = with(path).map(drop).expect_err(path);
            assert!(error.contains("`endpoint_path` must begin with a slash"), "{error}");
        }
    }

    #[test]
    fn refuses_an_id_that_is_used_twice() {
        let error = read(&GOOD.repeat(2)).map(drop).expect_err("twice");
        assert_eq!(error, "union.toml:9: union/a: this id is used twice");
    }
}
