//! Error answers: who names the error, and how.

use crate::http::{Answer, Headers};

use super::answer::{deep, insert, unknown};
use super::choices::Choices;
use super::config::Config;
use super::context::Context;
use super::text::odd;
use super::tree::{RawTree, Spelling};
use super::value::json;
use super::wire;

/// Codes that no operation lists.
pub(super) const UNKNOWN: &[&str] = &[
    "TeapotException",
    "SerializationException",
    "UnknownOperationException",
    "UnrecognizedClientException",
    "ExpiredTokenException",
    "conflictexception",
    "CONFLICTEXCEPTION",
    "ConflictException2",
    "Conflict",
    "X",
    "com.amazonaws.Teapot",
    "NoSuchThing.Sub",
    "Error-1",
    "0",
    "null",
    "None",
    "Exception",
    "ServiceException",
    "constructor",
    "__proto__",
];

/// Messages of errors.
pub(super) const MESSAGES: &[&str] = &[
    "The user is not associated.",
    "",
    " ",
    "It's 100 % wrong.\nReally.",
    "\"quoted\" \\ and /",
    "Größe 日本 😀",
    "\0\u{1}\u{1f}\u{7f}",
    "null",
    "<b>&amp;</b>",
    "{\"a\":1}",
    "\u{2028}\u{feff}",
    "%s %d {} {0} ${x}",
];

/// Spellings of the header's name.
pub(super) const SPELLINGS: &[&str] = &[
    "X-Amzn-Errortype",
    "x-amzn-errortype",
    "X-AMZN-ERRORTYPE",
    "x-amzn-ErrorType",
    "X-Amzn-ErrorType",
    "x-Amzn-Errortype",
    "X-amzn-errortypE",
];

/// What stands behind the colon of a type.
pub(super) const SUFFIXES: &[&str] = &[
    ":http://internal.amazon.com/coral/com.amazon.coral.validate/",
    ":",
    ":x",
    "::",
    ":a:b",
    ":http://a/#b",
    ":ConflictException",
    ": x",
    ":\u{7e}",
];

/// What stands before a type, the hash with it.
pub(super) const NAMESPACES: &[&str] = &[
    "aws.protocoltests.restjson#",
    "com.amazonaws.licensemanagerusersubscriptions#",
    "a#",
    "#",
    "com.amazon.coral.service#",
    "ConflictException#",
    "a.b-c_d$1#",
];

/// Statuses of errors.
pub(super) const STATUSES: &[u16] = &[
    400, 401, 402, 403, 404, 405, 406, 408, 409, 410, 411, 412, 413, 414, 415, 417, 418, 421, 422,
    423, 425, 426, 428, 429, 431, 451, 499, 500, 501, 502, 503, 504, 505, 507, 508, 511, 520, 529,
    598, 599,
];

/// An error answer in its parts.
#[derive(Clone, Debug)]
pub(super) struct ErrorParts {
    pub(super) status: u16,
    /// The spelling of the header's name, and its value.
    pub(super) header: Option<(String, String)>,
    /// The members of the body.
    pub(super) members: Vec<(String, RawTree)>,
    /// Another body than these members, with its type.
    pub(super) instead: Option<(Vec<u8>, &'static str)>,
    /// The fields of the error's own members.
    fields: Headers,
}

impl ErrorParts {
    pub(super) fn new(status: u16) -> Self {
        Self { status, header: None, members: Vec::new(), instead: None, fields: Headers::new() }
    }

    /// Adds a member that is a text.
    pub(super) fn text(&mut self, name: &str, text: impl Into<String>) {
        self.members.push((name.to_owned(), RawTree::Text(text.into())));
    }

    /// Names the error in the header, spelled as Smithy does.
    pub(super) fn header(&mut self, value: impl Into<String>) {
        self.header = Some((SPELLINGS[0].to_owned(), value.into()));
    }

    /// Names the error in the header, in `code`, in `__type`, or in two of them alike.
    pub(super) fn source(&mut self, index: usize, value: &str) {
        match index % 6 {
            0 => self.header(value),
            1 => self.text("code", value),
            2 => self.text("__type", value),
            3 => {
                self.header(value);
                self.text("code", value);
            }
            4 => {
                self.text("__type", value);
                self.text("code", value);
            }
            _ => {
                self.text("__type", value);
                self.header(value);
            }
        }
    }

    /// Returns what tells the name of the error, the first that counts.
    fn told(&self) -> Option<&str> {
        let member = |wanted: &str| {
            self.members.iter().find_map(|(name, value)| match value {
                RawTree::Text(text) if name == wanted => Some(text.as_str()),
                _ => None,
            })
        };
        let header = self.header.as_ref().map(|(_, value)| value.as_str());
        header.or_else(|| member("code")).or_else(|| member("__type"))
    }

    /// Adds a message, and members that nobody knows, as the configuration has them; and the error's own members that travel
    /// in fields.
    pub(super) fn furnish(&mut self, context: &Context, config: &Config, choices: &mut Choices) {
        if let Some(told) = self.told() {
            self.fields = context.error_fields(told, config, choices);
        }
        let has = |name: &str| self.members.iter().any(|(other, _)| other == name);
        if !has("message") && !has("Message") && choices.chance(70) {
            let name = if choices.chance(20) { "Message" } else { "message" };
            let text = match choices.chance(config.odd_texts) {
                true => odd(choices),
                false => choices.choose(MESSAGES).copied().unwrap_or_default().to_owned(),
            };
            insert(&mut self.members, name.to_owned(), RawTree::Text(text), choices);
        }
        if choices.chance(config.unknown_members.max(15)) {
            let name = unlike_sources(unknown(context, &self.members, choices));
            insert(&mut self.members, name, RawTree::from_json(&json(1, choices)), choices);
        }
        if choices.chance(config.deep) {
            let name = unlike_sources(unknown(context, &self.members, choices));
            let depth = choices.between(33, 98);
            insert(&mut self.members, name, deep(depth, choices), choices);
        }
    }

    /// Returns the answer.
    pub(super) fn answer(self, config: &Config, choices: &mut Choices) -> Answer {
        let (body, content_type) = match self.instead {
            Some((body, content_type)) => (body, content_type),
            None => {
                let spelling = Spelling { escapes: config.escapes, spaces: config.spaces };
                (RawTree::Object(self.members).write(spelling, choices), "application/json")
            }
        };
        let mut answer = Answer::json(self.status, body);
        let mut headers = Headers::new();
        let first = choices.chance(50);
        let mut fields: Vec<(String, String)> = Vec::new();
        if !content_type.is_empty() {
            fields.push(("Content-Type".to_owned(), content_type.to_owned()));
        }
        if let Some(header) = self.header {
            fields.insert(if first { 0 } else { fields.len() }, header);
        }
        if choices.chance(20) {
            fields.push(("x-amzn-RequestId".to_owned(), "0a1b2c3d".to_owned()));
        }
        for (name, value) in fields {
            headers.push(name, value);
        }
        for field in self.fields.iter() {
            headers.push(field.name.as_str(), field.value.as_slice());
        }
        answer.headers = headers;
        wire::deliver(&mut answer, config, choices);
        answer
    }
}

/// Returns another name, where it is one that tells of the error.
fn unlike_sources(name: String) -> String {
    let source = ["code", "__type", "message"];
    if source.iter().any(|known| name.eq_ignore_ascii_case(known)) { name + "-of-it" } else { name }
}

/// Returns the status of an error.
pub(super) fn status(choices: &mut Choices) -> u16 {
    choices.choose(STATUSES).copied().unwrap_or(400)
}

/// Returns the name of an error and the status that it is declared with: one of the operation's, where it lists any.
pub(super) fn listed(context: &Context, index: usize) -> Option<(&str, u16)> {
    let errors = context.errors();
    let at = index.checked_rem(errors.len())?;
    errors.get(at).map(|(name, status)| (name.as_str(), *status))
}

/// Returns the name of an error: one of the operation's mostly.
pub(super) fn some_name(context: &Context, choices: &mut Choices) -> String {
    let unknown = choices.chance(30);
    match listed(context, choices.below(100)) {
        Some((name, _)) if !unknown => name.to_owned(),
        _ => choices.choose(UNKNOWN).copied().unwrap_or("TeapotException").to_owned(),
    }
}
