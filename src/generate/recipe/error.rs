//! Error answers: named in each place and each spelling, or not at all.

use crate::http::Answer;
use crate::shape::Shape;

use super::super::answer::Context;
use super::super::config::{Config, Corner};
use super::super::draw::Draw;
use super::super::node::{Node, Object, Spelling, write};
use super::super::text;
use super::{Made, Recipe};

pub(super) const RECIPES: &[(&str, Recipe)] = &[
    ("error.modeled", |context, draw| {
        let (error, place) = (modeled(context, draw)?, any_place(draw));
        Some(error.named(place).answer(context, draw))
    }),
    ("error.from-header", |context, draw| {
        Some(modeled(context, draw)?.named(Named::Header).answer(context, draw))
    }),
    ("error.from-code", |context, draw| {
        Some(modeled(context, draw)?.named(Named::Code).answer(context, draw))
    }),
    ("error.from-type", |context, draw| {
        Some(modeled(context, draw)?.named(Named::Type).answer(context, draw))
    }),
    ("error.uri-suffix-stripped", |context, draw| {
        spelled(
            context,
            draw,
            &[":http://internal.amazon.com/coral/x/", ":", ":a:b", ":x#y"],
            &[""],
        )
    }),
    ("error.namespace-stripped", |context, draw| {
        let spaces = ["aws.example#", "com.amazonaws.x#", "#", "a.b.c#", "é#"];
        spelled(context, draw, &["", "", ":http://x/"], &spaces)
    }),
    ("error.header-wins", |context, draw| {
        let mut error = modeled(context, draw)?.named(Named::Header);
        let other = Node::Text(another(context, &error.name, draw));
        error.body.push((*draw.one(&["code", "__type"]), other));
        Some(error.answer(context, draw))
    }),
    ("error.header-name-any-case", |context, draw| {
        let mut error = modeled(context, draw)?.named(Named::Header);
        error.header_name = header_name(context, draw);
        Some(error.answer(context, draw))
    }),
    ("error.nested-type-ignored", nested),
    ("error.unknown-code-generic", |context, draw| {
        let name = unknown(context, draw)?;
        Some(
            Draft::new(name, any_status(draw), context, draw)
                .named(any_place(draw))
                .answer(context, draw),
        )
    }),
    ("error.no-code-generic", |context, draw| {
        Some(Draft::new(String::new(), any_status(draw), context, draw).answer(context, draw))
    }),
    ("error.status-independent", |context, draw| {
        let mut error = modeled(context, draw)?.named(any_place(draw));
        error.status = any_status(draw);
        Some(error.answer(context, draw))
    }),
    ("error.status-kept", |context, draw| {
        let mut error = modeled(context, draw)?.named(any_place(draw));
        error.status = any_status(draw);
        Some(error.answer(context, draw))
    }),
    ("error.message-kept", |context, draw| {
        let mut error = modeled(context, draw)?.named(any_place(draw));
        error.message = Some(("message", Node::Text(message(context, draw))));
        Some(error.answer(context, draw))
    }),
    ("error.message-any-case", |context, draw| {
        let mut error = modeled(context, draw)?.named(any_place(draw));
        error.message = Some(("Message", Node::Text(message(context, draw))));
        Some(error.answer(context, draw))
    }),
    ("error.empty-body-survived", |context, draw| {
        let error = modeled(context, draw)?;
        let mut made =
            if draw.percent(70) { error.named(Named::Header) } else { error }.answer(context, draw);
        made.answer.body.clear();
        Some(made)
    }),
    ("error.not-json-survived", not_json),
    ("error.code-before-type", |context, draw| {
        let mut error = modeled(context, draw)?.named(Named::Code);
        let other = Node::Text(another(context, &error.name, draw));
        error.body.push(("__type", other));
        if draw.percent(50) {
            error.body.reverse();
        }
        Some(error.answer(context, draw))
    }),
    ("error.header-whitespace-ignored", |context, draw| {
        let mut error = modeled(context, draw)?.named(Named::Header);
        let (before, behind) =
            (*draw.one(&["", " ", "  ", "\t"]), *draw.one(&[" ", "  ", "\t", " \t"]));
        error.header = Some(format!("{before}{}{behind}", error.name));
        Some(error.answer(context, draw))
    }),
    ("error.never-success", never_success),
];

/// Where an error is named.
#[derive(Clone, Copy)]
enum Named {
    Header,
    Code,
    Type,
}

fn any_place(draw: &mut Draw) -> Named {
    *draw.one(&[Named::Header, Named::Code, Named::Type])
}

/// An error before it is written down.
struct Draft {
    name: String,
    status: u16,
    header_name: String,
    header: Option<String>,
    body: Vec<(&'static str, Node)>,
    message: Option<(&'static str, Node)>,
}

impl Draft {
    fn new(name: String, status: u16, context: &Context<'_>, draw: &mut Draw) -> Self {
        let message = match draw.below(4) {
            0 => None,
            _ => Some(("message", Node::Text(text::of_member("message", context.config, draw)))),
        };
        let header_name = "X-Amzn-Errortype".to_owned();
        Self { name, status, header_name, header: None, body: Vec::new(), message }
    }

    fn named(mut self, place: Named) -> Self {
        let name = self.name.clone();
        match place {
            Named::Header => self.header = Some(name),
            Named::Code => self.body.push(("code", Node::Text(name))),
            Named::Type => self.body.push(("__type", Node::Text(name))),
        }
        self
    }

    fn answer(self, context: &Context<'_>, draw: &mut Draw) -> Made {
        let mut object = Object::default();
        for (name, node) in self.body {
            object.members.push((name.to_owned(), node));
        }
        if let Some((name, node)) = self.message {
            object.insert(name, node, context.config, draw);
        }
        if draw.percent(context.config.unknown) {
            object.insert("requestId", Node::text("4442587f"), context.config, draw);
        }
        let body = write(&Node::Object(object), Spelling::default(), context.config, draw);
        let mut answer = Answer::json(self.status, body);
        if let Some(header) = self.header {
            answer.headers.push(self.header_name, header);
        }
        if draw.percent(context.config.chunks) {
            context.in_chunks(&mut answer, draw);
        }
        answer.into()
    }
}

/// One of the errors that the operation lists, with its own status.
fn modeled(context: &Context<'_>, draw: &mut Draw) -> Option<Draft> {
    let operation = context.contract.operation();
    let errors: Vec<&Shape> = operation.errors().collect();
    if errors.is_empty() {
        return None;
    }
    let error = match context.config.corner {
        Some(Corner::Choice(choice)) => errors[choice % errors.len()],
        _ => *draw.one(&errors),
    };
    let fault = error.traits.error.map_or(400, |fault| fault.default_status());
    let status = error.traits.http_error.unwrap_or(fault);
    Some(Draft::new(error.id.name().to_owned(), status, context, draw))
}

/// The name of another error than this one: often one that the operation lists.
fn another(context: &Context<'_>, name: &str, draw: &mut Draw) -> String {
    let operation = context.contract.operation();
    let mut others: Vec<&str> =
        operation.errors().map(|error| error.id.name()).filter(|other| *other != name).collect();
    others.push("SomeOtherException");
    (*draw.one(&others)).to_owned()
}

/// A name that the operation does not list.
fn unknown(context: &Context<'_>, draw: &mut Draw) -> Option<String> {
    const NAMES: [&str; 10] = [
        "SomeNewException",
        "UnrecognizedClientException",
        "InternalFailure",
        "x",
        "conflictexception",
        "ConflictExceptions",
        "Conflict",
        "RequestTimeout",
        "constructor",
        "500",
    ];
    let name = match draw.below(4) {
        0 => (0..draw.within(1, 30))
            .map(|_| char::from(draw.within(b'A'.into(), b'z'.into()) as u8))
            .collect(),
        _ => (*draw.one(&NAMES)).to_owned(),
    };
    (context.contract.operation().error(&name).is_none()).then_some(name)
}

fn any_status(draw: &mut Draw) -> u16 {
    const COMMON: [u16; 16] =
        [400, 401, 403, 404, 405, 408, 409, 413, 418, 429, 500, 501, 502, 503, 504, 599];
    match draw.below(4) {
        0 => draw.within(400, 599) as u16,
        _ => *draw.one(&COMMON),
    }
}

fn header_name(context: &Context<'_>, draw: &mut Draw) -> String {
    const NAMES: [&str; 7] = [
        "x-amzn-errortype",
        "X-AMZN-ERRORTYPE",
        "x-amzn-ErrorType",
        "X-Amzn-ErrorType",
        "x-Amzn-eRRORtYPE",
        "X-amzn-errortype",
        "x-AMZN-Errortype",
    ];
    match context.config.corner {
        Some(Corner::Header(header)) => NAMES[header % NAMES.len()].to_owned(),
        _ if draw.percent(40) => {
            let letter = |c: char| if draw.percent(50) { c.to_ascii_uppercase() } else { c };
            "x-amzn-errortype".chars().map(letter).collect()
        }
        _ => (*draw.one(&NAMES)).to_owned(),
    }
}

/// A modeled error whose name has something before it, or behind.
fn spelled(
    context: &Context<'_>,
    draw: &mut Draw,
    behind: &[&str],
    before: &[&str],
) -> Option<Made> {
    let mut error = modeled(context, draw)?;
    let place = any_place(draw);
    let (before, behind) = (*draw.one(before), *draw.one(behind));
    // A header's value in other letters than ASCII is left open.
    let before =
        if matches!(place, Named::Header) { before.trim_start_matches('é') } else { before };
    error.name = format!("{before}{}{behind}", error.name);
    Some(error.named(place).answer(context, draw))
}

fn message(context: &Context<'_>, draw: &mut Draw) -> String {
    let config = Config { odd_texts: context.config.odd_texts.max(50), ..*context.config };
    text::of_member("message", &config, draw)
}

/// A `code` or `__type` of another error, deeper in the body.
fn nested(context: &Context<'_>, draw: &mut Draw) -> Option<Made> {
    let named = draw.percent(60);
    let mut error = modeled(context, draw)?;
    let inner = another(context, &error.name, draw);
    let member = *draw.one(&["code", "__type"]);
    let inside = Node::object([(member, Node::text(inner))]);
    let inside = if draw.percent(30) { Node::Array(vec![inside]) } else { inside };
    if named {
        error = error.named(any_place(draw));
    }
    let node = (*draw.one(&["error", "details", "Error", "cause"]), inside);
    let at = draw.below(error.body.len() + 1);
    error.body.insert(at, node);
    Some(error.answer(context, draw))
}

/// Bodies that proxies and load balancers send.
fn not_json(context: &Context<'_>, draw: &mut Draw) -> Option<Made> {
    const BODIES: [&[u8]; 14] = [
        b"<html><body><h1>502 Bad Gateway</h1></body></html>",
        b"Service Unavailable",
        b"upstream connect error",
        b"null",
        b"[]",
        b"\"code\"",
        b"42",
        b"{",
        b"{\"code\":",
        b"{\"message\":\"x\"",
        b"\xFF\xFE",
        b"\0",
        b" ",
        b"<?xml version=\"1.0\"?><Error><Code>x</Code></Error>",
    ];
    const TYPES: [&str; 4] = ["text/html", "text/plain", "application/xml", "application/json"];
    let named = draw.percent(30);
    let mut error = modeled(context, draw)?;
    error.status = any_status(draw);
    let mut made = if named { error.named(Named::Header) } else { error }.answer(context, draw);
    let content_type = ("Content-Type", *draw.one(&TYPES));
    let header = made.answer.headers.all("X-Amzn-Errortype").next().cloned();
    made.answer.headers = [content_type].into_iter().collect();
    if let Some(header) = header {
        made.answer.headers.push(header.name, header.value);
    }
    made.answer.body = match context.config.corner {
        Some(Corner::Choice(choice)) => BODIES[choice % BODIES.len()].to_vec(),
        _ => draw.one(&BODIES).to_vec(),
    };
    Some(made)
}

/// The status of an error, and sometimes the body of a success.
fn never_success(context: &Context<'_>, draw: &mut Draw) -> Option<Made> {
    if draw.percent(50) {
        let mut error = modeled(context, draw)?.named(any_place(draw));
        error.status = any_status(draw);
        return Some(error.answer(context, draw));
    }
    let mut answer = context.any_success(draw);
    answer.status = any_status(draw);
    Some(answer.into())
}
