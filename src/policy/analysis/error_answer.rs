//! Error answers, and what about them a client may stumble over.

use std::collections::BTreeSet;

use crate::exchange::Evidence;
use crate::http::Response;
use crate::json::{Json, Lexer, text_of, unescape};
use crate::policy::judgement::{Finding, Shows};
use crate::protocol::{BodyKind, ErrorReading, ErrorSource, Field, resolve_code};

use super::delivery::gave_up;
use super::outcome_path;

/// The header as Smithy spells it.
const CANONICAL: &str = "X-Amzn-Errortype";

/// The depth that every client must be able to read (docs/readings.md#answers).
const SAFE_DEPTH: usize = 100;

/// A whole error answer that a client reads like any other, and did not give up for the way in which
/// it came.
pub(in crate::policy) fn error_answer<'r>(
    evidence: &'r Evidence<'_>,
) -> Option<(&'r ErrorReading<'r>, &'r Response)> {
    readable_error(evidence).filter(|_| !gave_up(evidence))
}

/// A whole error answer that a client reads like any other: no redirect that an HTTP library may
/// follow, no 304, which has no body, and no status that HTTP does not know.
pub(in crate::policy) fn readable_error<'r>(
    evidence: &'r Evidence<'_>,
) -> Option<(&'r ErrorReading<'r>, &'r Response)> {
    let (error, response) = (evidence.error()?, evidence.response()?);
    let plain = matches!(error.status, 300..=599) && error.status != 304;
    (plain && !may_be_followed(response)).then_some((error, response))
}

/// Whether its body is an object that every client can read.
pub(in crate::policy) fn is_plain_object(error: &ErrorReading<'_>) -> bool {
    error.body == BodyKind::Object && error.depth <= SAFE_DEPTH
}

/// Whether an HTTP library may follow the answer somewhere else.
pub(in crate::policy) fn may_be_followed(response: &Response) -> bool {
    (300..400).contains(&response.status) && response.headers.has("Location")
}

/// Something about the naming of an error that a client may stumble over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::policy) enum Oddity {
    /// The header's name is in letters of other cases.
    HeaderSpelling,
    /// The header's value stands in white space.
    Whitespace,
    /// There is a `:` in the value that counts.
    Uri,
    /// There is a `#` in the name part of the value that counts.
    Namespace,
    /// The header counts, and the body names another error.
    HeaderOverBody,
    /// `code` counts, and `__type` names another error.
    CodeOverType,
}

/// An error answer of which the sources decide what it tells.
pub(in crate::policy) struct ErrorAnswer<'r> {
    /// What it tells.
    pub(in crate::policy) reading: &'r ErrorReading<'r>,
    body: &'r [u8],
    /// The value that counts, without the white space around it.
    value: Option<&'r str>,
    oddities: BTreeSet<Oddity>,
    /// The names that the body tells, and that do not count.
    overruled: Vec<&'r str>,
}

/// The answer, where it is a whole error and the sources decide what it tells.
///
/// They do not where a source is there twice, is empty, no string or strangely spelled; and a client
/// need not be able to read a body of another coding, or a very deep one.
pub(in crate::policy) fn decided<'r>(evidence: &'r Evidence<'_>) -> Option<ErrorAnswer<'r>> {
    let (reading, response) = error_answer(evidence)?;
    let of_body = [&reading.body_code, &reading.body_type];
    let open = reading.respelled
        || reading.depth > SAFE_DEPTH
        || !of_body.into_iter().all(Field::is_clear)
        || matches!(reading.body_message, Field::Repeated(_))
        || matches!(reading.body_capital_message, Field::Repeated(_))
        || is_coded(response, reading.body);
    if open || !of_body.into_iter().filter_map(Field::text).all(is_clear) {
        return None;
    }
    let mut oddities = BTreeSet::new();
    let header = match &reading.headers[..] {
        [] => None,
        [only] => {
            let value = only.trim_matches([' ', '\t']);
            if !only.bytes().all(|byte| matches!(byte, b' '..=b'~' | b'\t')) || !is_clear(value) {
                return None;
            }
            if value != only {
                oddities.insert(Oddity::Whitespace);
            }
            if response.headers.only(CANONICAL).is_some_and(|header| header.name != CANONICAL) {
                oddities.insert(Oddity::HeaderSpelling);
            }
            Some(value)
        }
        _ => return None,
    };
    let told = [header, reading.body_code.text(), reading.body_type.text()];
    let value = told.into_iter().flatten().next();
    if let Some(value) = value {
        if value.contains(':') {
            oddities.insert(Oddity::Uri);
        }
        if name_part(value).contains('#') {
            oddities.insert(Oddity::Namespace);
        }
    }
    let names = told.into_iter().flatten().map(resolve_code);
    let overruled: Vec<_> = names.filter(|name| reading.code.as_deref() != Some(*name)).collect();
    if !overruled.is_empty() {
        oddities.insert(match reading.source {
            Some(ErrorSource::Header) => Oddity::HeaderOverBody,
            _ => Oddity::CodeOverType,
        });
    }
    Some(ErrorAnswer { reading, body: &response.body, value, oddities, overruled })
}

/// Whether it is clear which name a value gives: it gives one, with at most one namespace and no
/// white space around anything. A comma may join two header fields, so clients cut there.
fn is_clear(value: &str) -> bool {
    let name = name_part(value).split('#').next_back().unwrap_or_default();
    !name.is_empty()
        && name.trim() == name
        && value.trim() == value
        && !value.contains(',')
        && name_part(value).matches('#').count() <= 1
}

/// What stands before the first `:`.
fn name_part(value: &str) -> &str {
    value.split(':').next().unwrap_or(value)
}

/// Whether the body is in a coding, or said to be in an encoding, in which it may read otherwise.
fn is_coded(response: &Response, body: BodyKind) -> bool {
    let coded = |value: Option<&str>| !value.is_some_and(|v| v.eq_ignore_ascii_case("identity"));
    if response.headers.all("Content-Encoding").any(|header| coded(header.text())) {
        return true;
    }
    let told = response.headers.all("Content-Type").filter_map(|header| header.text());
    let mut charsets = told.flat_map(|value| value.split(';').skip(1)).filter_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        name.trim().eq_ignore_ascii_case("charset").then(|| value.trim().trim_matches('"'))
    });
    body == BodyKind::Object && charsets.any(|charset| !charset.eq_ignore_ascii_case("utf-8"))
}

impl ErrorAnswer<'_> {
    /// Whether it tells its name without an oddity.
    pub(in crate::policy) fn is_plain(&self) -> bool {
        self.oddities.is_empty()
    }

    /// The status that the operation's error of this name is declared with.
    pub(in crate::policy) fn own_status(&self, evidence: &Evidence<'_>) -> Option<u16> {
        let code = self.reading.code.as_deref()?;
        evidence.contract().operation().error(code)?.error_status()
    }

    /// Whether the answer has this oddity.
    pub(in crate::policy) fn has(&self, oddity: Oddity) -> bool {
        self.oddities.contains(&oddity)
    }

    /// Whether the body is a JSON object; the policies on other bodies say what is demanded there.
    pub(in crate::policy) fn is_object(&self) -> bool {
        self.reading.body == BodyKind::Object
    }

    /// Whether the body sets out to be an object and is none. Nobody says how much of it counts.
    pub(in crate::policy) fn is_broken_object(&self) -> bool {
        let text = self.body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(self.body);
        matches!(self.reading.body, BodyKind::NotJson(_))
            && text.trim_ascii_start().starts_with(b"{")
    }

    /// The names that `__type` and `code` tell deeper in the body, apart from the one that counts.
    pub(in crate::policy) fn nested(&self) -> Vec<String> {
        let mut names = Vec::new();
        if !self.reading.nested {
            return names;
        }
        let Ok(body) = Json::parse(self.body) else { return names };
        let mut waiting: Vec<_> = body.members().iter().map(|(_, value)| value).collect();
        while let Some(value) = waiting.pop() {
            waiting.extend(value.as_array().unwrap_or_default());
            for (name, value) in value.members() {
                match value.as_str() {
                    Some(text) if matches!(name.as_str(), "code" | "__type") => {
                        names.push(resolve_code(text).to_owned());
                    }
                    _ => waiting.push(value),
                }
            }
        }
        names.retain(|name| self.reading.code.as_deref() != Some(name));
        names
    }

    /// Whether a wrong name comes from a place that does not count.
    pub(super) fn comes_from_elsewhere(&self, code: &str) -> bool {
        let name = resolve_code(code);
        self.overruled.contains(&name) || self.nested().iter().any(|nested| nested == name)
    }

    /// Whether a wrong name is what a client shows that stumbles over this oddity and no other.
    pub(super) fn fits(&self, oddity: Oddity, shown: Option<&str>) -> bool {
        if self.oddities.len() == 1 {
            return true;
        }
        let value = self.value.unwrap_or_default();
        let Some(shown) = shown.filter(|shown| !shown.is_empty()) else {
            // A reader that does not come to a name at all stumbles over the first thing that it meets.
            return match oddity {
                Oddity::HeaderSpelling => !self.has(Oddity::Whitespace),
                Oddity::Uri => {
                    self.oddities.iter().all(|o| matches!(o, Oddity::Uri | Oddity::Namespace))
                }
                _ => false,
            };
        };
        let name = resolve_code(shown);
        match oddity {
            Oddity::HeaderSpelling => false,
            Oddity::Whitespace => shown.trim_matches([' ', '\t']) != shown,
            Oddity::Uri => value.contains(shown) && !name_part(value).contains(shown),
            Oddity::Namespace => {
                value.contains(shown) && (shown.contains('#') || name_part(value).contains(shown))
            }
            Oddity::HeaderOverBody => {
                self.overruled.contains(&name) && !self.has(Oddity::HeaderSpelling)
            }
            Oddity::CodeOverType => self.overruled.contains(&name),
        }
    }

    /// The code is another than `expected`.
    pub(in crate::policy) fn wrong_code(&self, shown: Option<&str>, message: &str) -> Finding {
        let name = |code: Option<&str>| code.map_or_else(|| "no code".to_owned(), str::to_owned);
        let finding = Finding::new(outcome_path().member("code"), message)
            .expected(name(self.reading.code.as_deref()))
            .actual(name(shown));
        let finding = match self.reading.source {
            Some(ErrorSource::Code) => self.at_member(finding, "code"),
            Some(ErrorSource::Type) => self.at_member(finding, "__type"),
            Some(ErrorSource::Header) | None => finding,
        };
        match shown {
            None => finding.counts_if(Shows::Code),
            Some(_) => finding,
        }
    }

    /// Marks the value of a member of the body.
    pub(super) fn at_member(&self, finding: Finding, name: &str) -> Finding {
        self.at(finding, member_offset(self.body, name))
    }

    /// Marks a byte of the body, where there is one.
    pub(super) fn at(&self, finding: Finding, offset: Option<usize>) -> Finding {
        match offset.filter(|offset| *offset < self.body.len()) {
            Some(offset) => finding.at_response_byte(offset),
            None => finding,
        }
    }
}

/// Where the value of a member of the object `body` begins.
fn member_offset(body: &[u8], wanted: &str) -> Option<usize> {
    let text = text_of(body).ok()?;
    let mut lexer = Lexer::new(body);
    lexer.expect(b'{').ok()?;
    loop {
        let raw = lexer.member_name().ok()?;
        let mut name = String::new();
        unescape(text.get(raw.start..raw.end)?, &mut name);
        lexer.peek().ok()?;
        if name == wanted {
            return Some(lexer.offset());
        }
        lexer.skip_value().ok()?;
        lexer.expect(b',').ok()?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract::Contract;
    use crate::exchange::{Exchange, Features, Outcome, Stage};
    use crate::http::Answer;
    use crate::policy::{Judgement, catalogue};

    /// The policies on errors that come to a judgement which `wanted` holds for.
    fn policies(
        headers: &[(&str, &str)],
        body: &str,
        outcome: Outcome,
        wanted: fn(&Judgement) -> bool,
    ) -> Vec<&'static str> {
        let contract = Contract::default();
        let mut response = Answer::json(400, body).response();
        for (name, value) in headers {
            response.headers.push(*name, *value);
        }
        let requests = Vec::new();
        let exchange = Exchange {
            input: Json::Null,
            requests,
            problems: Vec::new(),
            response: Some(response),
            outcome,
        };
        let evidence = Evidence::new(&contract, &exchange, Features::default());
        let policies =
            catalogue().iter().filter(|policy| policy.group == crate::policy::Group::Error);
        policies.filter(|policy| wanted(&policy.judge(&evidence))).map(|policy| policy.id).collect()
    }

    #[test]
    fn what_the_sources_leave_open_is_not_judged() {
        let deep = format!(r#"{{"x":{}{},"code":"A"}}"#, "[".repeat(100), "]".repeat(100));
        let twice = [("X-Amzn-Errortype", "A"), ("x-amzn-errortype", "B")];
        let cases: &[(&[(&str, &str)], &str)] = &[
            (&twice, "{}"),
            (&[("X-Amzn-Errortype", "")], r#"{"code":"A"}"#),
            (&[("X-Amzn-Errortype", "A, B")], "{}"),
            (&[("X-Amzn-Errortype", "a#b#A")], "{}"),
            (&[("Content-Encoding", "gzip")], r#"{"code":"A"}"#),
            (&[], r#"{"code":7,"message":"m"}"#),
            (&[], r#"{"code":null,"__type":"A"}"#),
            (&[], r#"{"code":"A","code":"A"}"#),
            (&[], r#"{"Code":"A","message":"m"}"#),
            (&[], r#"{"code":"a# A"}"#),
            (&[], r#"{"code":"","__type":"A"}"#),
            (&[], r#"{"message":"\ud800"}"#),
            (&[], "\u{feff}{}"),
            (&[], &deep),
        ];
        for (headers, body) in cases {
            let refused = Outcome::client_error(Stage::Deserialize, "E", "no");
            let judged = policies(headers, body, refused, |j| *j != Judgement::NotExercised);
            assert_eq!(judged, ["error.never-success"], "{headers:?} {body}");
        }
    }

    #[test]
    fn an_error_shown_as_a_success_is_judged_by_one_policy() {
        let cases: &[(&[(&str, &str)], &str)] = &[
            (&[("X-Amzn-Errortype", "ConflictException")], "{}"),
            (&[("X-Amzn-Errortype", " ConflictException")], "{}"),
            (&[("X-Amzn-Errortype", "Unlisted")], "{}"),
            (&[], r#"{"code":"ConflictException","__type":"ValidationException"}"#),
            (&[], r#"{"cause":{"code":"ConflictException"}}"#),
            (&[], "{}"),
            (&[], ""),
            (&[], "<html>"),
            (&[], "null"),
        ];
        for (headers, body) in cases {
            let output = Json::object::<String>([]);
            let shown = Outcome::Response { http_status: Some(400), output };
            let broken = policies(headers, body, shown, |j| matches!(j, Judgement::Fail(_)));
            assert_eq!(broken, ["error.never-success"], "{headers:?} {body}");
        }
    }

    #[test]
    fn a_wrong_name_is_held_against_what_it_comes_from() {
        let shown = |code: &str| Outcome::ServiceError {
            code: Some(code.to_owned()),
            modeled: false,
            message: None,
            http_status: Some(400),
        };
        let broken = |code| {
            let headers = [("x-amzn-errortype", " a#A:u ")];
            let body = r#"{"x":{"code":"N"},"code":"B"}"#;
            policies(&headers, body, shown(code), |j| matches!(j, Judgement::Fail(_)))
        };
        assert_eq!(broken("a#A"), ["error.namespace-stripped"]);
        assert_eq!(broken("A:u"), ["error.uri-suffix-stripped"]);
        assert_eq!(broken("a#A:u"), ["error.uri-suffix-stripped", "error.namespace-stripped"]);
        assert_eq!(broken("N"), ["error.nested-type-ignored"]);
        assert_eq!(
            broken("B"),
            [""; 0],
            "the header was not found, or not preferred: nobody knows"
        );
        assert_eq!(broken("Z"), [""; 0], "out of thin air");
    }
}
