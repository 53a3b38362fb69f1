//! Error responses, and the features of them that a client may fail on.

use std::cell::OnceCell;
use std::collections::BTreeSet;

use crate::contract::Contract;
use crate::exchange::{MessageEvidence, Outcome};
use crate::http::Response;
use crate::json::{Json, Lexer, text_of, unescape};
use crate::policy::attribution::Found;
use crate::policy::counts::Shows;
use crate::policy::judgement::Finding;
use crate::protocol::{BodyKind, ErrorReading, ErrorSource, Field, resolve_code};

use super::answer::{may_be_followed, outcome_path};
use super::delivery::{Hardship, hardship};
use super::redirect::followed;

/// The header's name as Smithy spells it.
pub(super) const CANONICAL: &str = "X-Amzn-Errortype";

/// The depth that every client must be able to read (docs/readings.md#answers).
const SAFE_DEPTH: usize = 100;

/// A complete error response that a client reads like any other: not a redirect that it followed or failed to follow, and
/// not a status that HTTP does not define.
pub(super) fn readable_error<'a, 'e>(
    messages: &'a MessageEvidence<'e>,
    outcome: &Outcome,
) -> Option<(&'a ErrorReading<'e>, &'e Response)> {
    let (error, response) = (messages.error()?, messages.response()?);
    // A client may follow a redirect (RFC 9110, section 15.4), so it may also fail while it tries to.
    let failed = matches!(outcome, Outcome::ClientError { .. }) && may_be_followed(response);
    let plain = matches!(error.status, 300..=599) && !failed && followed(messages).is_none();
    plain.then_some((error, response))
}

/// Reports whether its body is an object that every client can read.
pub(in crate::policy) fn is_plain_object(error: &ErrorReading<'_>) -> bool {
    error.body == BodyKind::Object && error.depth <= SAFE_DEPTH
}

/// A feature of an error's name that a client may fail on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::policy) enum ErrorOddity {
    /// The header's name is in another case.
    HeaderSpelling,
    /// The header's value is folded.
    Folded,
    /// The header's value has white space around it.
    Whitespace,
    /// The value that counts has a `:`.
    Uri,
    /// The name part of the value that counts has a `#`.
    Namespace,
    /// The header counts, and the body names another error.
    HeaderOverBody,
    /// `code` counts, and `__type` names another error.
    CodeOverType,
}

impl ErrorOddity {
    /// Returns the kind of finding for a response with this feature.
    pub(in crate::policy) fn found(self) -> Found {
        match self {
            Self::HeaderSpelling => Found::HeaderSpelling,
            Self::Folded => Found::FoldedName,
            Self::Whitespace => Found::HeaderSpace,
            Self::Uri => Found::Uri,
            Self::Namespace => Found::Namespace,
            Self::HeaderOverBody => Found::HeaderOverBody,
            Self::CodeOverType => Found::CodeOverType,
        }
    }
}

/// An error response whose meaning the sources decide.
#[derive(Debug)]
pub(in crate::policy) struct ErrorAnswer<'a, 'e> {
    /// The reading of the response.
    pub(in crate::policy) reading: &'a ErrorReading<'e>,
    body: &'e [u8],
    /// The value that counts, without the white space around it.
    value: Option<&'a str>,
    oddities: BTreeSet<ErrorOddity>,
    /// The names in the body that do not count.
    overruled: Vec<&'a str>,
    /// The names of `__type` and `code` deeper in the body, without the name that counts.
    nested: OnceCell<Vec<String>>,
}

impl<'a, 'e> ErrorAnswer<'a, 'e> {
    /// Returns the error, if the sources decide its meaning.
    ///
    /// The sources leave the meaning open if a source of the name occurs twice, is empty, is not a string or
    /// has an unusual spelling. A client need not be able to read a body with a content coding, or a very
    /// deep one. A response that is framed twice has a policy of its own.
    pub(super) fn of(reading: &'a ErrorReading<'e>, response: &'e Response) -> Option<Self> {
        let of_body = [&reading.body_code, &reading.body_type];
        let open = reading.respelled
            || reading.depth > SAFE_DEPTH
            || !of_body.into_iter().all(Field::is_clear)
            || matches!(reading.body_message, Field::Repeated(_))
            || matches!(reading.body_capital_message, Field::Repeated(_))
            || is_coded(response, reading.body)
            || hardship(response) == Some(Hardship::FramedTwice);
        if open || !of_body.into_iter().filter_map(Field::text).all(is_clear) {
            return None;
        }
        let mut oddities = BTreeSet::new();
        let header = match &reading.headers[..] {
            [] => None,
            [only] => {
                let value = only.trim_matches([' ', '\t']);
                if !is_plain_text(only) || !is_clear(value) {
                    return None;
                }
                if value != only {
                    oddities.insert(ErrorOddity::Whitespace);
                }
                if is_folded(response) {
                    oddities.insert(ErrorOddity::Folded);
                }
                if response.headers.only(CANONICAL).is_some_and(|header| header.name != CANONICAL) {
                    oddities.insert(ErrorOddity::HeaderSpelling);
                }
                Some(value)
            }
            _ => return None,
        };
        let told = [header, reading.body_code.text(), reading.body_type.text()];
        let value = told.into_iter().flatten().next();
        if let Some(value) = value {
            if value.contains(':') {
                oddities.insert(ErrorOddity::Uri);
            }
            if name_part(value).contains('#') {
                oddities.insert(ErrorOddity::Namespace);
            }
        }
        let names = told.into_iter().flatten().map(resolve_code);
        let overruled: Vec<_> =
            names.filter(|name| reading.code.as_deref() != Some(*name)).collect();
        if !overruled.is_empty() {
            oddities.insert(match reading.source {
                Some(ErrorSource::Header) => ErrorOddity::HeaderOverBody,
                _ => ErrorOddity::CodeOverType,
            });
        }
        let nested = OnceCell::new();
        Some(Self { reading, body: &response.body, value, oddities, overruled, nested })
    }

    /// Returns the unusual features of the error's name.
    pub(in crate::policy) fn oddities(&self) -> impl Iterator<Item = ErrorOddity> {
        self.oddities.iter().copied()
    }

    /// Returns the status that the contract declares for the operation's error of this name.
    pub(in crate::policy) fn own_status(&self, contract: &Contract) -> Option<u16> {
        let code = self.reading.code.as_deref()?;
        contract.operation().error(code)?.error_status()
    }

    /// Reports whether the response has this oddity.
    pub(in crate::policy) fn has(&self, oddity: ErrorOddity) -> bool {
        self.oddities.contains(&oddity)
    }

    /// Reports whether the body is a JSON object. The policies on other bodies judge the rest.
    pub(in crate::policy) fn is_object(&self) -> bool {
        self.reading.body == BodyKind::Object
    }

    /// Reports whether the body begins like an object but is not one. The sources do not say how much of it
    /// counts.
    pub(in crate::policy) fn is_broken_object(&self) -> bool {
        let text = self.body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(self.body);
        matches!(self.reading.body, BodyKind::NotJson(_))
            && text.trim_ascii_start().starts_with(b"{")
    }

    /// The names of `__type` and `code` deeper in the body, without the name that counts.
    pub(in crate::policy) fn nested(&self) -> &[String] {
        self.nested.get_or_init(|| self.find_nested())
    }

    fn find_nested(&self) -> Vec<String> {
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

    /// Reports whether a name comes from deeper in the body.
    pub(in crate::policy) fn is_nested(&self, code: &str) -> bool {
        let name = resolve_code(code);
        self.nested().iter().any(|nested| nested == name)
    }

    /// Reports whether a wrong name comes from a path that does not count.
    pub(super) fn comes_from_elsewhere(&self, code: &str) -> bool {
        self.overruled.contains(&resolve_code(code)) || self.is_nested(code)
    }

    /// Reports whether a client that fails on this oddity, and on no other, shows this wrong name.
    pub(super) fn fits(&self, oddity: ErrorOddity, shown: Option<&str>) -> bool {
        if self.oddities.len() == 1 {
            return true;
        }
        let value = self.value.unwrap_or_default();
        let Some(shown) = shown.filter(|shown| !shown.is_empty()) else {
            // A reader that finds no name at all fails on the first oddity that it meets.
            return match oddity {
                ErrorOddity::Folded => !self.has(ErrorOddity::HeaderSpelling),
                ErrorOddity::HeaderSpelling => {
                    !self.has(ErrorOddity::Whitespace) && !self.has(ErrorOddity::Folded)
                }
                ErrorOddity::Uri => self
                    .oddities
                    .iter()
                    .all(|o| matches!(o, ErrorOddity::Uri | ErrorOddity::Namespace)),
                _ => false,
            };
        };
        let name = resolve_code(shown);
        match oddity {
            ErrorOddity::HeaderSpelling => false,
            ErrorOddity::Folded => shown.contains(['\r', '\n']),
            ErrorOddity::Whitespace => shown.trim_matches([' ', '\t']) != shown,
            ErrorOddity::Uri => value.contains(shown) && !name_part(value).contains(shown),
            ErrorOddity::Namespace => {
                value.contains(shown) && (shown.contains('#') || name_part(value).contains(shown))
            }
            ErrorOddity::HeaderOverBody => {
                self.overruled.contains(&name) && !self.has(ErrorOddity::HeaderSpelling)
            }
            ErrorOddity::CodeOverType => self.overruled.contains(&name),
        }
    }

    /// Makes the finding that the code is not the expected one.
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

    /// Marks a byte of the body, if there is one.
    pub(super) fn at(&self, finding: Finding, offset: Option<usize>) -> Finding {
        match offset.filter(|offset| *offset < self.body.len()) {
            Some(offset) => finding.at_response_byte(offset),
            None => finding,
        }
    }
}

/// Reports whether the value of a header field has only visible characters of ASCII and white space.
pub(super) fn is_plain_text(value: &str) -> bool {
    value.bytes().all(|byte| matches!(byte, b' '..=b'~' | b'\t'))
}

/// Reports whether a value clearly gives one name: it has at most one namespace and no white space around
/// anything. A comma may join two header fields, so clients cut there.
pub(super) fn is_clear(value: &str) -> bool {
    let name = name_part(value).split('#').next_back().unwrap_or_default();
    !name.is_empty()
        && name.trim() == name
        && value.trim() == value
        && !value.contains(',')
        && name_part(value).matches('#').count() <= 1
}

/// Returns the text before the first `:`.
fn name_part(value: &str) -> &str {
    value.split(':').next().unwrap_or(value)
}

/// Reports whether the header field with the name of the error is folded.
fn is_folded(response: &Response) -> bool {
    let named = |line: &&[u8]| {
        line.get(..CANONICAL.len())
            .is_some_and(|name| name.eq_ignore_ascii_case(CANONICAL.as_bytes()))
    };
    response.folded
        && response
            .field_lines()
            .iter()
            .filter(|line| named(line))
            .any(|line| line.contains(&b'\r'))
}

/// Reports whether the body has a content coding, or a declared encoding in which it may read otherwise.
pub(super) fn is_coded(response: &Response, body: BodyKind) -> bool {
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

/// Returns the byte of the value of a member of the object `body`.
pub(super) fn member_offset(body: &[u8], wanted: &str) -> Option<usize> {
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
