//! A second reading of what stands outside the body: the path, the query and the header fields, from the bytes of a message.
//!
//! It goes by the text of the head alone: it splits and decodes by hand, and shares with the codec the model and nothing else.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use wireproof::json::{Json, Number};
use wireproof::model::{Binding, Member, Model, ShapeKind, TimestampFormat};

use super::moment;

/// The head of a message, taken apart.
#[derive(Debug)]
pub(crate) struct Head {
    /// The first line, split at its blanks.
    first: Vec<String>,
    fields: Vec<(String, String)>,
}

/// The part of a message that a text is from.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Target,
    Field,
}

impl Head {
    /// Takes the head of these bytes apart.
    pub(crate) fn of(raw: &[u8]) -> Self {
        let text = String::from_utf8_lossy(raw).into_owned();
        let head = text.split("\r\n\r\n").next().unwrap_or_default();
        let mut lines = head.split("\r\n");
        let first = lines.next().unwrap_or_default().splitn(3, ' ').map(str::to_owned).collect();
        let fields = lines.map(|line| {
            let (name, value) = line.split_once(':').unwrap_or((line, ""));
            (name.to_owned(), value.trim_matches([' ', '\t']).to_owned())
        });
        Self { first, fields: fields.collect() }
    }

    /// Returns the values of the members of a request that are outside the body; `None` in place of one that is ill-typed.
    pub(crate) fn of_request<'m>(
        &self,
        model: &Model,
        pattern: &str,
        bound: impl Iterator<Item = &'m Member>,
    ) -> Vec<(String, Option<Json>)> {
        let target = self.first.get(1).map_or("", String::as_str);
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let (pattern, constant) = pattern.split_once('?').unwrap_or((pattern, ""));
        let labels = labels(pattern, path);
        let parameters = parameters(query);
        let bound: Vec<&Member> = bound.collect();
        let mut taken: Vec<String> = parameters_of(constant);
        taken.extend(bound.iter().filter_map(|member| match &member.traits.binding {
            Binding::Query(name) => Some(name.clone()),
            _ => None,
        }));
        let mut found = Vec::new();
        for member in bound {
            let value = match &member.traits.binding {
                Binding::Label => labels
                    .iter()
                    .find(|(name, _)| *name == member.name)
                    .map(|(_, text)| scalar(model, member, text, Place::Target)),
                Binding::Query(name) => {
                    let texts: Vec<&str> = parameters
                        .iter()
                        .filter(|(found, _)| found == name)
                        .map(|(_, text)| text.as_str())
                        .collect();
                    (!texts.is_empty()).then(|| in_query(model, member, &texts))
                }
                Binding::QueryParams => map(model, member, &parameters, &taken),
                _ => self.of_field(model, member),
            };
            found.extend(value.map(|value| (member.name.clone(), value)));
        }
        found
    }

    /// Returns the values of the members of a response that are outside the body.
    pub(crate) fn of_response<'m>(
        &self,
        model: &Model,
        bound: impl Iterator<Item = &'m Member>,
    ) -> Vec<(String, Option<Json>)> {
        let mut found = Vec::new();
        for member in bound {
            let value = match member.traits.binding {
                Binding::ResponseCode => Some(number(self.first.get(1).map_or("", String::as_str))),
                _ => self.of_field(model, member),
            };
            found.extend(value.map(|value| (member.name.clone(), value)));
        }
        found
    }

    fn of_field(&self, model: &Model, member: &Member) -> Option<Option<Json>> {
        let same = |a: &str, b: &str| a.to_lowercase() == b.to_lowercase();
        match &member.traits.binding {
            Binding::Header(name) => {
                let lines: Vec<&str> = self
                    .fields
                    .iter()
                    .filter(|(found, _)| same(found, name))
                    .map(|(_, value)| value.as_str())
                    .collect();
                let text = lines.join(",");
                (!lines.is_empty()).then(|| match model.kind(member.target) {
                    ShapeKind::List(element) => list(model, element, &text),
                    _ => scalar(model, member, &text, Place::Field),
                })
            }
            Binding::PrefixHeaders(prefix) => {
                let ShapeKind::Map { value, .. } = model.kind(member.target) else { return None };
                let mut entries = Vec::new();
                for (name, text) in &self.fields {
                    if name.to_lowercase().starts_with(&prefix.to_lowercase()) {
                        let read = scalar(model, value, text, Place::Field)?;
                        entries.push((name[prefix.len()..].to_owned(), read));
                    }
                }
                (!entries.is_empty()).then_some(Some(Json::Object(entries)))
            }
            _ => None,
        }
    }
}

/// Returns the texts of the labels: those before a greedy one from the front, those behind it from the back.
fn labels(pattern: &str, path: &str) -> Vec<(String, String)> {
    let wanted: Vec<&str> = pattern.split('/').collect();
    let found: Vec<&str> = path.split('/').collect();
    let greedy = wanted.iter().position(|segment| segment.ends_with("+}"));
    let mut labels = Vec::new();
    for (at, segment) in wanted.iter().enumerate() {
        let Some(name) = segment.strip_prefix('{') else { continue };
        let name = name.trim_end_matches(['+', '}']).to_owned();
        let behind = wanted.len() - at;
        let text = match greedy {
            Some(greedy) if at == greedy => found[at..=found.len() - behind].join("/"),
            Some(greedy) if at > greedy => found[found.len() - behind].to_owned(),
            _ => found[at].to_owned(),
        };
        labels.push((name, decoded(&text)));
    }
    labels
}

fn parameters(query: &str) -> Vec<(String, String)> {
    let parts = query.split('&').filter(|part| !part.is_empty());
    let pair = |part: &str| match part.find('=') {
        Some(at) => (decoded(&part[..at]), decoded(&part[at + 1..])),
        None => (decoded(part), String::new()),
    };
    parts.map(pair).collect()
}

fn parameters_of(constant: &str) -> Vec<String> {
    parameters(constant).into_iter().map(|(name, _)| name).collect()
}

/// Removes percent-encoding.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let digits = [rest.next(), rest.next()].map(|digit| char::from(digit.unwrap_or(b'!')));
        let digits = String::from_iter(digits);
        bytes.push(u8::from_str_radix(&digits, 16).expect("two hexadecimal digits"));
    }
    String::from_utf8(bytes).expect("what was encoded is UTF-8")
}

fn in_query(model: &Model, member: &Member, texts: &[&str]) -> Option<Json> {
    match model.kind(member.target) {
        ShapeKind::List(element) => {
            let items = texts.iter().map(|text| scalar(model, element, text, Place::Target));
            items.collect::<Option<Vec<_>>>().map(Json::Array)
        }
        _ => scalar(model, member, texts[0], Place::Target),
    }
}

/// Returns the map of the parameters that no other member has; nothing if there are none.
fn map(
    model: &Model,
    member: &Member,
    parameters: &[(String, String)],
    taken: &[String],
) -> Option<Option<Json>> {
    let ShapeKind::Map { value, .. } = model.kind(member.target) else { return None };
    let mut names: Vec<&String> = parameters.iter().map(|(name, _)| name).collect();
    names.retain(|name| !taken.contains(name));
    names.dedup();
    let mut entries = Vec::new();
    for name in names {
        let own = parameters.iter().filter(|(found, _)| found == name);
        let texts: Vec<&str> = own.map(|(_, text)| text.as_str()).collect();
        entries.push((name.clone(), in_query(model, value, &texts)?));
    }
    (!entries.is_empty()).then_some(Some(Json::Object(entries)))
}

/// Returns the elements of a list in a field: separated by commas, those that need it in quotes. A date has a comma of its own.
fn list(model: &Model, element: &Member, text: &str) -> Option<Json> {
    let is_date = matches!(model.kind(element.target), ShapeKind::Timestamp);
    let mut parts: Vec<String> = Vec::new();
    let (mut part, mut quoted, mut in_quotes, mut escaped) = (String::new(), false, false, false);
    for c in text.chars().chain([',']) {
        match c {
            _ if escaped => {
                part.push(c);
                escaped = false;
            }
            '\\' if in_quotes => escaped = true,
            '"' if !is_date => {
                in_quotes = !in_quotes;
                quoted = true;
                part = part.trim_start().to_owned();
            }
            ',' if in_quotes => part.push(c),
            ',' if is_date && part.trim().len() == 3 => part.push(c),
            ',' => {
                let whole = if quoted { part.clone() } else { part.trim().to_owned() };
                parts.push(whole);
                (part, quoted) = (String::new(), false);
            }
            // Blanks behind the closing quote.
            ' ' if quoted && !in_quotes => {}
            other => part.push(other),
        }
    }
    if text.is_empty() {
        parts.clear();
    }
    let items = parts.iter().map(|part| scalar(model, element, part, Place::Field));
    items.collect::<Option<Vec<_>>>().map(Json::Array)
}

fn scalar(model: &Model, member: &Member, text: &str, place: Place) -> Option<Json> {
    let shape = model.shape(member.target);
    let format = member.traits.timestamp_format.or(shape.traits.timestamp_format);
    let is_coded = member.traits.media_type.is_some() || shape.traits.media_type.is_some();
    Some(match &shape.kind {
        ShapeKind::String | ShapeKind::Enum(_) if place == Place::Field && is_coded => {
            Json::String(String::from_utf8(STANDARD.decode(text).ok()?).ok()?)
        }
        ShapeKind::String | ShapeKind::Enum(_) => Json::from(text),
        ShapeKind::Boolean => match text {
            "true" => Json::Bool(true),
            "false" => Json::Bool(false),
            _ => return None,
        },
        ShapeKind::Timestamp => {
            let default = match place {
                Place::Target => TimestampFormat::DateTime,
                Place::Field => TimestampFormat::HttpDate,
            };
            let moment = match format.unwrap_or(default) {
                TimestampFormat::EpochSeconds => moment::of_number(text)?,
                format => moment::of_text(text, format, false)?,
            };
            number(&moment::seconds(moment))?
        }
        _ if ["NaN", "Infinity", "-Infinity"].contains(&text) => Json::from(text),
        _ => number(text)?,
    })
}

fn number(text: &str) -> Option<Json> {
    Number::parse(text).map(Json::Number)
}
